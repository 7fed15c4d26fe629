// The reference outline over the frame: head, eye line, shoulders, where the profile's own ranges would have them.

import { svg } from "./dom.js";

/** The frame's height in the outline's units. */
const HEIGHT = 640;

/** A head's breadth, ears and hair with it, over its height from the crown to the chin. Chosen by eye on the labelled
 * photos of degree-photo quality. */
const BREADTH = 0.72;

/** What the outline is where a profile asks for nothing: the CHSI collection pages' own picture. */
const USUAL = { "head-height": 0.5, "head-room": 0.125, "eye-line": 0.39 };

/** The middle of the range that a rule would have; the usual where there is none. */
function aim(rules, id) {
  const rule = rules.find((one) => one.check === id);
  const range = rule && rule.ideal;
  if (!range || range[0] === null || range[1] === null) return USUAL[id];
  return (range[0] + range[1]) / 2;
}

/** Where crown, eyes and chin should be, as shares of the picture's height. */
export function places(rules) {
  const crown = aim(rules, "head-room");
  return { crown, eyes: aim(rules, "eye-line"), chin: crown + aim(rules, "head-height") };
}

/** @param {{ check: string, ideal: [number, number] | null }[]} rules  @param {number} aspect width over height */
export function outline(rules, aspect) {
  const width = HEIGHT * aspect;
  const at = places(rules);
  const [top, eyes, chin] = [at.crown * HEIGHT, at.eyes * HEIGHT, at.chin * HEIGHT];
  const tall = chin - top;
  const [x, half] = [width / 2, (tall * BREADTH) / 2];
  const widest = top + tall * 0.42;
  const head =
    `M${x} ${top}C${x + half * 0.75} ${top} ${x + half} ${top + tall * 0.16} ${x + half} ${widest}` +
    `C${x + half} ${top + tall * 0.74} ${x + half * 0.55} ${chin} ${x} ${chin}` +
    `C${x - half * 0.55} ${chin} ${x - half} ${top + tall * 0.74} ${x - half} ${widest}` +
    `C${x - half} ${top + tall * 0.16} ${x - half * 0.75} ${top} ${x} ${top}Z`;
  const neck = chin + tall * 0.12;
  const slope = neck + tall * 0.22;
  const side = (sign) =>
    `M${x + sign * half * 0.5} ${chin - tall * 0.06}V${neck}` +
    `C${x + sign * half} ${slope - tall * 0.06} ${x + sign * half * 1.6} ${slope} ${x + (sign * width) / 2} ${slope + tall * 0.16}`;
  const lines = [
    svg("path", { d: head }),
    svg("path", { d: side(1) }),
    svg("path", { d: side(-1) }),
    svg("path", { d: `M${x - half * 1.25} ${eyes}H${x + half * 1.25}`, class: "eyes" }),
    svg("path", { d: `M${x} ${Math.max(0, top - 24)}v48`, class: "eyes" }),
  ];
  // A dark line under the light one, to be seen on any photo.
  return svg(
    "svg",
    { class: "outline", viewBox: `0 0 ${width} ${HEIGHT}`, "aria-hidden": "true", focusable: "false" },
    svg(
      "g",
      { class: "halo" },
      lines.map((line) => line.cloneNode()),
    ),
    svg("g", { class: "pen" }, lines),
  );
}
