// Fingers, mouse, wheel and keys on the framed photo, as movements of `transform.js`.
//
// By hand, on pointer events: what is needed is one similarity (move, zoom and turn at once) from one or two points,
// sixty lines. @use-gesture, the best kept of the libraries, splits it into a drag and a pinch that take turns, has had
// no release since 2024, and its modules name each other by bare words, which a page without a bundler cannot load.

import { movement } from "./fingers.js";

/** Two taps are one double tap within this time and this distance: the figures of Android's ViewConfiguration. */
const DOUBLE_TAP_MS = 300;
const DOUBLE_TAP_PX = 24;

/** A tap moves less than this: Android's touch slop. */
const SLOP_PX = 8;

/** Share of the zoom that one notch of a wheel (100 px) makes: as maps on the web have it. Chosen by hand. */
const WHEEL_ZOOM = 0.0015;

/** A wheel that rests this long has ended its gesture. */
const WHEEL_REST_MS = 250;

/** Steps of the keys: px, px with Shift, share, degrees. Chosen by hand. */
const KEY_MOVE_PX = 10;
const KEY_MOVE_FINE_PX = 1;
const KEY_ZOOM = 1.04;
const KEY_TURN_DEG = 0.5;

/** How much closer a double tap goes. */
const TAP_ZOOM = 1.6;

/**
 * Listens on `place`. `acts.begin()` before a gesture, `acts.move(movement)` for each part of it, `acts.end()` after;
 * `acts.tap(point)` for a double tap; `acts.reset()` and `acts.undo()` for their keys. Points are from the middle of
 * `place`, in CSS pixels.
 */
export function listen(place, acts) {
  const fingers = new Map();
  let tap = null;
  let travelled = 0;
  let wheeling = 0;

  function point(event) {
    const box = place.getBoundingClientRect();
    return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
  }

  function down(event) {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    if (fingers.size >= 2) return;
    event.preventDefault();
    place.focus({ preventScroll: true });
    place.setPointerCapture(event.pointerId);
    if (fingers.size === 0) {
      travelled = 0;
      acts.begin();
    } else {
      // A second finger: no tap.
      travelled = Infinity;
    }
    fingers.set(event.pointerId, point(event));
  }

  function move(event) {
    if (!fingers.has(event.pointerId)) return;
    const before = Array.from(fingers.values());
    const to = point(event);
    const from = fingers.get(event.pointerId);
    travelled += Math.hypot(to.x - from.x, to.y - from.y);
    fingers.set(event.pointerId, to);
    acts.move(movement(before, Array.from(fingers.values())));
  }

  function up(event) {
    if (!fingers.delete(event.pointerId) || fingers.size > 0) return;
    acts.end();
    if (event.type === "pointercancel" || travelled > SLOP_PX) {
      tap = null;
      return;
    }
    const now = { at: event.timeStamp, point: point(event) };
    const near = tap && Math.hypot(now.point.x - tap.point.x, now.point.y - tap.point.y) < DOUBLE_TAP_PX;
    if (near && now.at - tap.at < DOUBLE_TAP_MS) {
      tap = null;
      acts.tap(now.point, TAP_ZOOM);
    } else {
      tap = now;
    }
  }

  function wheel(event) {
    event.preventDefault();
    if (!wheeling) acts.begin();
    clearTimeout(wheeling);
    wheeling = setTimeout(() => {
      wheeling = 0;
      acts.end();
    }, WHEEL_REST_MS);
    // Firefox counts lines; a trackpad's pinch comes with Ctrl and small numbers.
    const length = event.deltaY * (event.deltaMode === 1 ? 33 : 1) * (event.ctrlKey ? 5 : 1);
    const at = point(event);
    acts.move({ from: at, to: at, zoom: Math.exp(-length * WHEEL_ZOOM) });
  }

  function key(event) {
    if (event.altKey || ((event.ctrlKey || event.metaKey) && event.key !== "z")) return;
    const step = event.shiftKey ? KEY_MOVE_FINE_PX : KEY_MOVE_PX;
    const shift = (x, y) => acts.step({ from: { x: 0, y: 0 }, to: { x, y } });
    const middle = { x: 0, y: 0 };
    const deeds = {
      ArrowLeft: () => shift(-step, 0),
      ArrowRight: () => shift(step, 0),
      ArrowUp: () => shift(0, -step),
      ArrowDown: () => shift(0, step),
      "+": () => acts.step({ from: middle, to: middle, zoom: KEY_ZOOM }),
      "=": () => acts.step({ from: middle, to: middle, zoom: KEY_ZOOM }),
      "-": () => acts.step({ from: middle, to: middle, zoom: 1 / KEY_ZOOM }),
      "[": () => acts.step({ from: middle, to: middle, turn: -KEY_TURN_DEG }),
      "]": () => acts.step({ from: middle, to: middle, turn: KEY_TURN_DEG }),
      0: () => acts.reset(),
      z: () => acts.undo(),
    };
    if (!deeds[event.key]) return;
    event.preventDefault();
    deeds[event.key]();
  }

  place.addEventListener("pointerdown", down);
  place.addEventListener("pointermove", move);
  place.addEventListener("pointerup", up);
  place.addEventListener("pointercancel", up);
  place.addEventListener("wheel", wheel, { passive: false });
  place.addEventListener("keydown", key);
  // Safari's own pinch would zoom the page.
  place.addEventListener("gesturestart", (event) => event.preventDefault());
}
