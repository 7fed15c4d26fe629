// The chosen photo on a canvas, small, with what was found drawn over it.

/** Long edge of the preview, px: sharp on a phone's screen, a few megabytes at most. */
const PREVIEW_EDGE_PX = 1280;

const COLOURS = { head: "#2f9bff", eyes: "#ffb000", lines: "#ff4fa3", crop: "#2ecc71", veil: "rgba(0, 0, 0, 0.55)" };

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

/** Draws `preview` and the findings of `report` on `canvas`; what lies outside the crop is veiled once it is used. */
export function draw(canvas, preview, report, crop, cropUsed) {
  canvas.width = preview.width;
  canvas.height = preview.height;
  const context = canvas.getContext("2d");
  context.drawImage(preview, 0, 0);
  const { width_px: width } = report.photo;
  if (!width) return;
  const scale = preview.width / width;
  const thick = Math.max(preview.width, preview.height) / 200;
  // From here on a pixel of the photo is the unit.
  context.scale(scale, scale);
  context.lineWidth = thick / scale;
  if (crop && cropUsed) veil(context, preview, scale, crop);
  if (report.face) drawFace(context, report.face);
  if (crop) outline(context, crop, cropUsed ? [] : [4 * context.lineWidth, 3 * context.lineWidth]);
}

function drawFace(context, face) {
  const { x, y, width, height } = face.box;
  context.strokeStyle = COLOURS.head;
  context.strokeRect(x, y, width, height);
  context.fillStyle = COLOURS.eyes;
  for (const eye of [face.left_eye, face.right_eye]) {
    context.beginPath();
    context.arc(eye.x, eye.y, 1.8 * context.lineWidth, 0, 2 * Math.PI);
    context.fill();
  }
  context.strokeStyle = COLOURS.lines;
  for (const level of [face.crown_y, face.chin_y]) {
    if (level === null) continue;
    context.beginPath();
    context.moveTo(x - width / 4, level);
    context.lineTo(x + width * 1.25, level);
    context.stroke();
  }
}

/** The crop's path, turned around its own centre. */
function trace(context, { x, y, width, height, roll_deg: roll }) {
  context.translate(x + width / 2, y + height / 2);
  context.rotate(((roll || 0) * Math.PI) / 180);
  context.rect(-width / 2, -height / 2, width, height);
}

function outline(context, crop, dashes) {
  context.save();
  context.beginPath();
  trace(context, crop);
  context.setLineDash(dashes);
  context.strokeStyle = COLOURS.crop;
  context.stroke();
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
