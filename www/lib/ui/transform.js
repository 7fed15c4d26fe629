// Where the photo lies under the frame, as numbers: a view is the middle of the crop in the photo (x, y), the crop's
// height (both in the photo's pixels) and its turn (degrees, clockwise). Pure: no element, no pixel, no rule of a
// school but those handed in.

/**
 * What a view may be.
 * @typedef {{ width: number, height: number, aspect: number, least: number, roll: number }} Bounds
 *   the photo's sides, the crop's width over its height, its least height, and its largest turn either way
 */

const RADIAN = Math.PI / 180;

/** The sides of the upright box around a crop that is turned. */
function around(height, roll, aspect) {
  const [sin, cos] = [Math.abs(Math.sin(roll * RADIAN)), Math.abs(Math.cos(roll * RADIAN))];
  const width = height * aspect;
  return { width: width * cos + height * sin, height: width * sin + height * cos };
}

/** The largest height of a crop with this turn that the photo holds. */
export function largest(bounds, roll) {
  const box = around(1, roll, bounds.aspect);
  return Math.min(bounds.width / box.width, bounds.height / box.height);
}

/** The nearest view that lies inside the photo. */
export function admitted(view, bounds) {
  const roll = clamp(view.roll, -bounds.roll, bounds.roll);
  const most = largest(bounds, roll);
  const height = clamp(view.height, Math.min(bounds.least, most), most);
  const box = around(height, roll, bounds.aspect);
  return {
    x: clamp(view.x, box.width / 2, bounds.width - box.width / 2),
    y: clamp(view.y, box.height / 2, bounds.height - box.height / 2),
    height,
    roll,
  };
}

/** `value`, or the nearer end; between the ends where they have passed each other. */
export function clamp(value, low, high) {
  return low > high ? (low + high) / 2 : Math.min(high, Math.max(low, value));
}

/** The largest upright view, in the photo's middle. */
export function widest(bounds) {
  const height = largest(bounds, 0);
  return { x: bounds.width / 2, y: bounds.height / 2, height, roll: 0 };
}

/** The view of a crop as reports write it, and back; whole pixels, a tenth of a degree. */
export function fromCrop(crop) {
  return { x: crop.x + crop.width / 2, y: crop.y + crop.height / 2, height: crop.height, roll: crop.roll_deg || 0 };
}
export function toCrop(view, bounds) {
  const roll = Math.round(view.roll * 10) / 10;
  const { x, y, height: tall } = roll === 0 ? view : inset(Object.assign({}, view, { roll }), bounds);
  const height = Math.floor(tall + 1e-6);
  const width = Math.floor(height * bounds.aspect + 0.5);
  // Rounding must not push an edge out of the photo.
  const place = (middle, side, whole) => {
    const at = Math.round(middle - side / 2);
    return roll === 0 ? clamp(at, 0, Math.max(0, Math.floor(whole - side))) : at;
  };
  return { x: place(x, width, bounds.width), y: place(y, height, bounds.height), width, height, roll_deg: roll };
}

/** A turned view a pixel inside the photo: what rounding to whole pixels may take. */
function inset(view, bounds) {
  const within = Object.assign({}, bounds, { width: bounds.width - 2, height: bounds.height - 2 });
  const moved = admitted(Object.assign({}, view, { x: view.x - 1, y: view.y - 1 }), within);
  return Object.assign(moved, { x: moved.x + 1, y: moved.y + 1 });
}

/**
 * What fingers do. All lengths in the frame's own pixels, `frame` high, from its middle: what was under `from` comes to
 * lie under `to`, `zoom` times as large, turned clockwise by `turn` degrees.
 */
export function moved(view, frame, { from, to, zoom = 1, turn = 0 }) {
  const held = inPhoto(view, frame, from);
  const next = { height: view.height / zoom, roll: view.roll - turn };
  const away = inPhoto({ x: 0, y: 0, height: next.height, roll: next.roll }, frame, to);
  return { x: held.x - away.x, y: held.y - away.y, height: next.height, roll: next.roll };
}

/** The photo's point under `point` of the frame. */
function inPhoto(view, frame, point) {
  const scale = view.height / frame;
  const [sin, cos] = [Math.sin(view.roll * RADIAN), Math.cos(view.roll * RADIAN)];
  return { x: view.x + (point.x * cos - point.y * sin) * scale, y: view.y + (point.x * sin + point.y * cos) * scale };
}

/** The six numbers of a CSS `matrix` that lays a preview of `shrink` pixels to a photo's pixel under a frame. */
export function matrix(view, frame, shrink, aspect) {
  const scale = frame / view.height / shrink;
  const [sin, cos] = [Math.sin(-view.roll * RADIAN) * scale, Math.cos(-view.roll * RADIAN) * scale];
  const [x, y] = [view.x * shrink, view.y * shrink];
  return [cos, sin, -sin, cos, (frame * aspect) / 2 - (x * cos - y * sin), frame / 2 - (x * sin + y * cos)];
}
