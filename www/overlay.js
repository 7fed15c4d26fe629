// The chosen photo on a canvas, small, with what was found drawn over it.

/** Long edge of the preview, px: sharp on a phone's screen, a few megabytes at most. */
const PREVIEW_EDGE_PX = 1280;

const COLOURS = {
  head: "#ffffff",
  eyes: "#ffc233",
  lines: "#ff7cc0",
  crop: "#4be38a",
  halo: "rgba(0, 0, 0, 0.7)",
  veil: "rgba(0, 0, 0, 0.6)",
};

/** Thickness of lines and height of letters, over the photo's long edge. Chosen by eye on a 390 px wide screen. */
const LINE_SHARE = 1 / 200;
const LETTER_SHARE = 1 / 26;

/** A canvas with the photo made small; `null` where the browser cannot show it. */
export async function loadPreview(file) {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const [width, height] = [image.naturalWidth, image.naturalHeight];
    const shrink = Math.min(1, PREVIEW_EDGE_PX / Math.max(width, height));
    const preview = document.createElement("canvas");
    preview.width = Math.max(1, Math.round(width * shrink));
    preview.height = Math.max(1, Math.round(height * shrink));
    const context = preview.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, preview.width, preview.height);
    return preview;
  } catch (error) {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * Draws `preview` and the findings of `report` on `canvas`; what lies outside the crop is veiled once it is used.
 * `names`: what the lines at `crown` and `chin` are called.
 */
export function draw(canvas, preview, report, crop, cropUsed, names) {
  canvas.width = preview.width;
  canvas.height = preview.height;
  const context = canvas.getContext("2d");
  context.drawImage(preview, 0, 0);
  const { width_px: width } = report.photo;
  if (!width) return;
  const scale = preview.width / width;
  // From here on a pixel of the photo is the unit.
  context.scale(scale, scale);
  const edge = Math.max(preview.width, preview.height) / scale;
  const pen = { context, thick: edge * LINE_SHARE, letter: edge * LETTER_SHARE, width };
  if (crop && cropUsed) veil(context, preview, scale, crop);
  if (report.face) drawFace(pen, report.face, names);
  if (crop) outline(pen, crop, cropUsed ? [] : [4 * pen.thick, 3 * pen.thick]);
}

/** Strokes the path in `colour` on a dark border, to be seen on any ground. */
function stroke({ context, thick }, colour, dashes = []) {
  context.setLineDash([]);
  context.lineWidth = 2 * thick;
  context.strokeStyle = COLOURS.halo;
  // A dashed border would leave the gaps without one.
  context.stroke();
  context.setLineDash(dashes);
  context.lineWidth = thick;
  context.strokeStyle = colour;
  context.stroke();
  context.setLineDash([]);
}

function drawFace(pen, face, names) {
  const { context } = pen;
  const { x, y, width, height } = face.box;
  context.beginPath();
  context.rect(x, y, width, height);
  stroke(pen, COLOURS.head);
  for (const eye of [face.left_eye, face.right_eye]) {
    // A ring, for the eye itself should stay in sight.
    context.beginPath();
    context.arc(eye.x, eye.y, width / 10, 0, 2 * Math.PI);
    stroke(pen, COLOURS.eyes);
  }
  // Both names off the face; the upper one below its line where there is no room above.
  const roomAbove = face.crown_y !== null && face.crown_y > 1.5 * pen.letter;
  drawLevel(pen, face.box, face.crown_y, names.crown, roomAbove);
  drawLevel(pen, face.box, face.chin_y, names.chin, false);
}

/** A line across the head at `level`, with its name at its right end, above or below. */
function drawLevel(pen, { x, width }, level, name, above) {
  if (level === null) return;
  const { context, thick, letter } = pen;
  const end = Math.min(x + width * 1.4, pen.width);
  context.beginPath();
  context.moveTo(x - width * 0.4, level);
  context.lineTo(end, level);
  stroke(pen, COLOURS.lines);
  context.font = `600 ${letter}px system-ui, sans-serif`;
  context.textAlign = "right";
  context.textBaseline = above ? "bottom" : "top";
  const [textX, textY] = [end - thick, above ? level - 2 * thick : level + 2 * thick];
  context.lineJoin = "round";
  context.lineWidth = 2 * thick;
  context.strokeStyle = COLOURS.halo;
  context.strokeText(name, textX, textY);
  context.fillStyle = COLOURS.lines;
  context.fillText(name, textX, textY);
}

/** The crop's path, turned around its own centre. */
function trace(context, { x, y, width, height, roll_deg: roll }) {
  context.translate(x + width / 2, y + height / 2);
  context.rotate(((roll || 0) * Math.PI) / 180);
  context.rect(-width / 2, -height / 2, width, height);
}

function outline(pen, crop, dashes) {
  const { context } = pen;
  context.save();
  context.beginPath();
  trace(context, crop);
  stroke(pen, COLOURS.crop, dashes);
  context.restore();
}

function veil(context, preview, scale, crop) {
  context.save();
  context.beginPath();
  context.rect(0, 0, preview.width / scale, preview.height / scale);
  trace(context, crop);
  context.fillStyle = COLOURS.veil;
  context.fill("evenodd");
  context.restore();
}
