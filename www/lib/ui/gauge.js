// Measured against allowed, as a small bar: the allowed range light, the advised one full, a mark where the photo is.

import { svg } from "./dom.js";

const WIDTH = 240;
const HEIGHT = 22;

/** Space beyond the outermost number, as a share of what lies between them. */
const MARGIN = 0.18;

/** `null` where there is nothing to compare. `label`: the same in words, for who does not see it. */
export function gauge({ value, ideal, accepted, verdict }, label) {
  const ends = [].concat(ideal || [], accepted || []).filter((end) => end !== null);
  if (value === null || !ends.length) return null;
  const numbers = ends.concat(value);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const room = (high - low || Math.abs(high) || 1) * MARGIN;
  // Nothing that is measured in these units lies below zero on a side where the range is open, unless it does here.
  const from = low >= 0 ? Math.max(0, low - room) : low - room;
  const to = high + room;
  const x = (number) => ((number - from) / (to - from)) * WIDTH;
  const band = (range, className) => {
    if (!range) return null;
    const [left, right] = [range[0] === null ? 0 : x(range[0]), range[1] === null ? WIDTH : x(range[1])];
    return svg("rect", { x: left, y: 7, width: Math.max(2, right - left), height: 8, rx: 2, class: className });
  };
  const at = Math.min(WIDTH - 5, Math.max(5, x(value)));
  return svg(
    "svg",
    { class: `gauge ${verdict}`, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label },
    svg("rect", { x: 0, y: 7, width: WIDTH, height: 8, rx: 4, class: "track" }),
    band(accepted, "accepted"),
    band(ideal, "ideal"),
    svg("path", { d: `M${at} 21l-5-7h10zM${at} 1l-5 7h10z`, class: "needle" }),
    svg("rect", { x: at - 1.25, y: 4, width: 2.5, height: 14, class: "needle" }),
  );
}
