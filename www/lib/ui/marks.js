// Where on the photo a finding is: a box, a line or a shaded area over the picture that was judged.

import { svg } from "./dom.js";

/** What is shown with lines of the face rather than the finding's own box, by the check's id. */
const LINES = {
  "head-height": (face) => [level(face.crown_y), level(face.chin_y)],
  "head-room": (face, box) => [area(box.x, box.y, box.width, face.crown_y - box.y)],
  "eye-line": (face) => [level((face.left_eye.y + face.right_eye.y) / 2)],
  "head-centred": (face, box) => [upright(face.box.x + face.box.width / 2), upright(box.x + box.width / 2, "wanted")],
  "head-upright": (face) => [{ kind: "line", points: [face.left_eye, face.right_eye] }],
  "face-size": (face) => [{ kind: "line", points: [face.left_eye, face.right_eye] }],
};

function level(y) {
  return { kind: "level", at: y };
}
function upright(x, role) {
  return { kind: "upright", at: x, role };
}
function area(x, y, width, height) {
  return { kind: "area", x, y, width, height };
}

/** The marks of `finding`; none where it is about the file. Coordinates are the photo's pixels. */
export function marksOf(finding, report) {
  const { face, crop } = report;
  if (!crop) return [];
  const lines = face && LINES[finding.check] ? LINES[finding.check](face, crop) : [];
  // A crown that was not found, or lies above the picture, has no place to show.
  const sound = lines.filter((mark) =>
    mark.kind === "level" ? mark.at !== null : mark.kind !== "area" || mark.height > 0,
  );
  if (sound.length) return sound;
  if (finding.region)
    return [
      {
        kind: finding.group === "background" ? "area" : "box",
        x: finding.region.x,
        y: finding.region.y,
        width: finding.region.width,
        height: finding.region.height,
      },
    ];
  if (finding.group === "background")
    return face ? beside(face, crop) : [area(crop.x, crop.y, crop.width, crop.height)];
  if (["face", "light", "pose", "sharpness"].includes(finding.group) && face)
    return [{ kind: "box", x: face.box.x, y: face.box.y, width: face.box.width, height: face.box.height }];
  return [];
}

/** How far the hair reaches beside the face's box, as a share of its width. Chosen by eye. */
const HAIR = 0.45;

/** The background as far as it is known here: left and right of the head, down to the chin. */
function beside({ box, chin_y: chin }, crop) {
  const [left, right] = [box.x - HAIR * box.width, box.x + (1 + HAIR) * box.width];
  const end = crop.x + crop.width;
  const sides = [area(crop.x, crop.y, left - crop.x, chin - crop.y), area(right, crop.y, end - right, chin - crop.y)];
  return sides.filter(({ width, height }) => width > 0 && height > 0);
}

/** An SVG over the picture that `crop` cuts, with `marks` drawn in. */
export function overlay(crop, marks) {
  const { width, height } = crop;
  const unit = Math.max(width, height) / 160;
  // The photo's coordinates to the crop's.
  const turn = `rotate(${-(crop.roll_deg || 0)} ${width / 2} ${height / 2}) translate(${-crop.x} ${-crop.y})`;
  const shapes = marks.map((mark) => shape(mark, unit, crop));
  return svg(
    "svg",
    {
      class: "marks",
      viewBox: `0 0 ${width} ${height}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
      focusable: "false",
    },
    svg("g", { transform: turn }, shapes),
  );
}

function shape(mark, unit, crop) {
  const drawn = (tag, attributes) => [
    svg(tag, Object.assign({ class: "halo", "stroke-width": unit * 2.4 }, attributes)),
    svg(
      tag,
      Object.assign({ class: mark.role === "wanted" ? "wanted" : "pen", "stroke-width": unit * 1.2 }, attributes),
    ),
  ];
  const far = Math.max(crop.width, crop.height);
  switch (mark.kind) {
    case "level":
      return svg("g", {}, drawn("path", { d: `M${crop.x - far} ${mark.at}h${crop.width + 2 * far}` }));
    case "upright":
      return svg("g", {}, drawn("path", { d: `M${mark.at} ${crop.y - far}v${crop.height + 2 * far}` }));
    case "line":
      return svg(
        "g",
        {},
        drawn("path", { d: `M${mark.points[0].x} ${mark.points[0].y}L${mark.points[1].x} ${mark.points[1].y}` }),
      );
    case "area":
      return svg("rect", {
        x: mark.x,
        y: mark.y,
        width: Math.max(0, mark.width),
        height: Math.max(0, mark.height),
        class: "shade",
      });
    default:
      return svg(
        "g",
        {},
        drawn("rect", { x: mark.x, y: mark.y, width: mark.width, height: mark.height, rx: unit * 2 }),
      );
  }
}
