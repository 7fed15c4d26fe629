// Drawn portraits for "like this" and "not like this": one figure, and what can be wrong with it. 120 x 160 units, the
// shape of the degree photo; crown at 22, eyes at 62, chin at 102, as the rules would have them.

import { svg } from "./dom.js";

const SKIN = "#f2c9a5";
const SKIN_SHADE = "#dba983";
const HAIR = "#2b2320";
const BLUE = "#7cc4f2";
const COAT = "#28406b";
const INK = "#3a2a22";

/**
 * @param {{ wall?: string, scene?: "things" | "shadow", coat?: string, sleeveless?: boolean, turn?: number, aside?: number,
 *   lower?: number, scale?: number, slope?: number, hair?: "short" | "fringe" | "curtain", eyes?: "open" | "closed" |
 *   "away", mouth?: "closed" | "teeth" | "open", glasses?: "clear" | "glare" | "dark" | "low", hat?: boolean, jewels?:
 *   boolean, mask?: boolean, side?: boolean, light?: "dark" | "half" | "bright" | "spot" | "behind" | "yellow", soft?:
 *   boolean, blush?: boolean, grain?: boolean, blocks?: boolean, border?: boolean, second?: boolean, phone?: boolean,
 *   redEyes?: boolean, chin?: number, sparkle?: boolean }} wrong what is other than it should be
 */
export function portrait(wrong = {}) {
  const scale = wrong.scale || 1;
  const move = `translate(${60 + (wrong.aside || 0)} ${100 + (wrong.lower || 0)}) scale(${scale}) translate(-60 -100)`;
  return svg(
    "svg",
    { viewBox: "0 0 120 160", class: "portrait", "aria-hidden": "true", focusable: "false" },
    wall(wrong),
    svg(
      "g",
      { transform: move },
      wrong.second ? person({ coat: "#7a4a3a" }, "translate(64 22) scale(.72)") : null,
      wrong.scene === "shadow" ? shadow() : null,
      person(wrong),
    ),
    light(wrong),
    spoils(wrong),
  );
}

function path(d, fill, more) {
  return svg("path", Object.assign({ d, fill }, more));
}
function oval(cx, cy, rx, ry, fill, more) {
  return svg("ellipse", Object.assign({ cx, cy, rx, ry, fill }, more));
}
function line(d, width = 2, colour = INK) {
  return path(d, "none", {
    stroke: colour,
    "stroke-width": width,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
}

function wall({ wall: colour = BLUE, scene }) {
  const parts = [svg("rect", { width: 120, height: 160, fill: scene === "things" ? "#d9cbb2" : colour })];
  if (scene === "things") {
    parts.push(
      svg("rect", { x: 4, y: 8, width: 28, height: 36, fill: "#8fb6a0", stroke: "#6c5436", "stroke-width": 3 }),
      svg("rect", { x: 88, y: 0, width: 26, height: 74, fill: "#a9744a" }),
      line("M88 24h26M88 50h26", 2, "#6f4726"),
      path("M92 24v-14h5v14zM99 24v-18h6v18zM92 50v-16h8v16z", "#c5533f"),
    );
  }
  return svg("g", {}, parts);
}

function shadow() {
  return path("M44 40C60 8 108 20 108 62c0 30-8 44-8 60l24 44H60z", "#1d3b56", { opacity: 0.35 });
}

function person(wrong, transform) {
  const head = svg(
    "g",
    { transform: `rotate(${wrong.turn || 0} 60 112) translate(0 ${wrong.chin || 0})` },
    wrong.hair === "curtain" ? path("M26 62C24 24 40 16 60 16s36 8 34 46v56c-4 8-60 8-68 0z", HAIR) : null,
    wrong.side ? profileHead(wrong) : frontHead(wrong),
  );
  return svg("g", { transform: transform || null }, body(wrong), head);
}

function body({ coat = COAT, sleeveless, slope = 0 }) {
  const tilt = { transform: `rotate(${slope} 60 140)` };
  if (sleeveless) {
    return svg(
      "g",
      tilt,
      path("M6 164c2-30 20-40 40-44h28c20 4 38 14 40 44z", SKIN),
      neck(),
      path("M34 164c0-14 4-28 4-40l4-1c4 16 32 16 36 0l4 1c0 12 4 26 4 40z", "#e06a7c"),
    );
  }
  return svg(
    "g",
    tilt,
    path("M4 164c2-30 22-38 44-44h24c22 6 42 14 44 44z", coat),
    neck(),
    path("M46 117l14 24 14-24 6 4-12 30-8-10-8 10-12-30z", "#ffffff"),
    path("M57 140h6l3 24H54z", "#8d2f3a"),
  );
}

function neck() {
  return path("M48 92h24v26c-4 10-20 10-24 0z", SKIN_SHADE);
}

function frontHead(wrong) {
  const covered = wrong.hair === "curtain";
  return svg(
    "g",
    {},
    covered ? null : [oval(33, 68, 5, 9, SKIN_SHADE), oval(87, 68, 5, 9, SKIN_SHADE)],
    wrong.jewels
      ? [
          svg("circle", { cx: 33, cy: 80, r: 3.5, fill: "#ffd447" }),
          svg("circle", { cx: 87, cy: 80, r: 3.5, fill: "#ffd447" }),
          line("M46 116c8 14 20 14 28 0", 2.5, "#ffd447"),
        ]
      : null,
    path("M33 62c0-24 12-36 27-36s27 12 27 36c0 26-14 40-27 40S33 88 33 62z", SKIN),
    hairOf(wrong),
    face(wrong),
    wrong.blush
      ? [oval(44, 78, 7, 5, "#e8506e", { opacity: 0.6 }), oval(76, 78, 7, 5, "#e8506e", { opacity: 0.6 })]
      : null,
    wrong.hat
      ? [path("M30 44C28 8 92 8 90 44z", "#b23a48"), path("M26 44h68c4 0 6 6 0 7H26c-6-1-4-7 0-7z", "#8b2b37")]
      : null,
    wrong.mask
      ? [
          path("M36 74c16-6 32-6 48 0-1 18-12 27-24 27S37 92 36 74z", "#e9f3fa", { stroke: "#b7cbd8" }),
          line("M36 78l-5-8M84 78l5-8", 1.5, "#b7cbd8"),
        ]
      : null,
  );
}

function hairOf({ hair = "short", light: lit }) {
  if (hair === "fringe")
    return path("M31 64C26 28 44 17 60 17s34 11 29 47c-2-6-3-8-5-10-10 6-38 8-48 0-2 2-3 4-5 10z", HAIR);
  if (hair === "curtain")
    return path(
      "M28 100C22 40 34 16 60 16s38 24 32 84c-8-4-10-20-11-36-3-14-12-24-21-26-9 2-18 12-21 26-1 16-3 32-11 36z",
      HAIR,
    );
  return path(
    "M32 62C27 30 42 18 60 18s33 12 28 44c-2-10-5-16-9-20-12 4-30 2-38-2-4 5-7 12-9 22z",
    HAIR,
    lit === "behind" ? { stroke: "#fff7d0", "stroke-width": 2 } : null,
  );
}

function face({ eyes = "open", mouth = "closed", glasses, mask, redEyes, hair }) {
  const parts = hair === "fringe" ? [] : [line("M42 54q6-4 12 0M66 54q6-4 12 0", 2.2)];
  if (eyes === "closed") {
    parts.push(line("M43 64q5 3 10 0M67 64q5 3 10 0"));
  } else {
    const aside = eyes === "away" ? 3 : 0;
    const iris = redEyes ? "#d22c2c" : INK;
    parts.push(
      oval(48, 63, 5.5, 3.6, "#fff"),
      oval(72, 63, 5.5, 3.6, "#fff"),
      svg("circle", { cx: 48 + aside, cy: 63, r: 2.8, fill: iris }),
      svg("circle", { cx: 72 + aside, cy: 63, r: 2.8, fill: iris }),
    );
  }
  parts.push(line("M60 66v10q-4 3-1 3", 1.6, SKIN_SHADE));
  if (!mask) parts.push(mouthOf(mouth));
  if (glasses) parts.push(glassesOf(glasses));
  return svg("g", {}, parts);
}

function mouthOf(mouth) {
  if (mouth === "teeth")
    return svg(
      "g",
      {},
      path("M48 84c6 3 18 3 24 0-1 9-6 12-12 12s-11-3-12-12z", "#9c3c3c"),
      path("M50 85.500c6 2 14 2 20 0l-1.5 4c-6 1.5-11 1.5-17 0z", "#fff"),
    );
  if (mouth === "open") return oval(60, 89, 6, 5, "#7d2e2e");
  return line("M52 88q8 4 16 0", 2.2, "#b0605a");
}

function glassesOf(kind) {
  const y = kind === "low" ? 57 : 63;
  const lens = { stroke: "#222", "stroke-width": kind === "low" ? 3 : 1.8 };
  const fill = kind === "dark" ? "#2a2a33" : "none";
  const parts = [
    svg("rect", Object.assign({ x: 38, y: y - 8, width: 19, height: 16, rx: 6, fill }, lens)),
    svg("rect", Object.assign({ x: 63, y: y - 8, width: 19, height: 16, rx: 6, fill }, lens)),
    line(`M57 ${y - 2}q3-2 6 0M38 ${y - 3}l-5-1M82 ${y - 3}l5-1`, 1.8, "#222"),
  ];
  if (kind === "glare") parts.push(path("M40 69l9-13h6l-9 14zM65 69l9-13h6l-9 14z", "#ffffff", { opacity: 0.92 }));
  return svg("g", {}, parts);
}

function profileHead() {
  return svg(
    "g",
    {},
    path(
      "M44 40c10-16 38-14 42 10 1 8-2 12-1 16l5 9c1 2-3 2-4 3l1 6-2 3 1 4c0 8-8 9-16 8-12 0-28-16-28-34 0-10 0-18 2-25z",
      SKIN,
    ),
    path("M36 78C24 44 40 16 64 18c18 0 24 12 22 22-12-2-18 0-22 10-2 8-2 10-6 16-2 14-12 20-22 12z", HAIR),
    oval(56, 68, 4, 7, SKIN_SHADE),
    line("M76 54q4-3 8-1"),
    line("M80 62h4", 3),
    line("M80 88h6", 2, "#b0605a"),
  );
}

function light({ light: kind }) {
  const whole = (fill, opacity) => svg("rect", { width: 120, height: 160, fill, opacity });
  switch (kind) {
    case "dark":
      return whole("#07101c", 0.62);
    case "bright":
      return whole("#ffffff", 0.6);
    case "yellow":
      return whole("#ff9d1e", 0.38);
    case "half":
      return path("M60 18C84 18 90 40 88 66c-2 22-14 36-28 36v14l14 2c20 4 38 14 42 46H60z", "#0a0f18", {
        opacity: 0.55,
      });
    case "behind":
      return path("M33 62c0-24 12-44 27-44s27 20 27 44c0 26-14 40-27 40S33 88 33 62z", "#0a0f18", { opacity: 0.6 });
    case "spot":
      return svg("g", {}, oval(52, 44, 11, 6, "#fff", { opacity: 0.9 }), oval(62, 72, 4, 7, "#fff", { opacity: 0.9 }));
    default:
      return null;
  }
}

function spoils({ soft, grain, blocks, border, phone, sparkle }) {
  const parts = [];
  if (soft)
    parts.push(
      ...[-5, -2.5, 2.5, 5].map((x) => svg("g", { transform: `translate(${x} 0)`, opacity: 0.28 }, person({}))),
    );
  if (grain || blocks) {
    // A fixed pattern: the same drawing each time.
    const size = blocks ? 10 : 4;
    for (let at = 0; at < (blocks ? 192 : 420); at++) {
      const [x, y] = blocks ? [(at % 12) * 10, Math.floor(at / 12) * 10] : [(at * 53) % 118, (at * 97) % 158];
      parts.push(
        svg("rect", {
          x,
          y,
          width: size - (blocks ? 0 : 2),
          height: size - (blocks ? 0 : 2),
          fill: at % 3 ? "#fff" : "#123",
          opacity: ((at * 7) % 5) * 0.055,
        }),
      );
    }
  }
  if (border)
    parts.push(
      svg("rect", { x: 4, y: 4, width: 112, height: 152, fill: "none", stroke: "#fff", "stroke-width": 9 }),
      svg("text", { x: 64, y: 148, fill: "#ff8a1e", "font-size": 11 }, "2026.05"),
    );
  if (phone)
    parts.push(
      path("M120 160l-6-44-20-20-8 8 12 20 4 36z", SKIN),
      svg("rect", { x: 84, y: 84, width: 16, height: 28, rx: 3, fill: "#20242c", transform: "rotate(-18 92 98)" }),
    );
  if (sparkle)
    parts.push(
      ...[
        [26, 30, 1],
        [96, 40, 0.7],
        [90, 16, 0.5],
      ].map(([x, y, size]) =>
        path("M0-12L3-3 12 0 3 3 0 12-3 3-12 0-3-3z", "#fff", { transform: `translate(${x} ${y}) scale(${size})` }),
      ),
      oval(60, 70, 24, 30, "#fff", { opacity: 0.35 }),
    );
  return svg("g", {}, parts);
}

/** How the photo is taken, from the side: wall, student, helper with the phone, light; the distances of the notices. */
export function scene() {
  const stroke = (d) => path(d, "none", { stroke: "currentColor", "stroke-width": 1.5 });
  const arrow = (from, to, y) => stroke(`M${from} ${y}H${to}M${from + 5} ${y - 4}l-5 4 5 4M${to - 5} ${y - 4}l5 4-5 4`);
  const label = (x, words) =>
    svg("text", { x, y: 142, "text-anchor": "middle", "font-size": 12, fill: "currentColor" }, words);
  const sitter = (x, coat, face) => [
    svg("circle", { cx: x, cy: 42, r: 13, fill: SKIN }),
    path(`M${x - 14} 42a14 14 0 0 1 28-4c-8 0-14-2-18-6-2 4-4 8-5 14z`, HAIR, {
      transform: face < 0 ? `translate(${2 * x} 0) scale(-1 1)` : null,
    }),
    path(`M${x - 15} 118V76c0-12 6-18 15-18s15 6 15 18v42z`, coat),
  ];
  return svg(
    "svg",
    { viewBox: "0 0 320 150", class: "scene", "aria-hidden": "true", focusable: "false" },
    svg("rect", { x: 0, y: 6, width: 12, height: 112, fill: BLUE }),
    svg("rect", { x: 0, y: 118, width: 320, height: 3, fill: "currentColor", opacity: 0.4 }),
    sitter(84, COAT, 1),
    sitter(252, "#7a4a3a", -1),
    path("M238 74l-26-22 4-6 30 18z", "#7a4a3a"),
    svg("rect", { x: 205, y: 30, width: 6, height: 24, rx: 1.5, fill: "currentColor" }),
    path("M205 42L104 24v36z", "#ffd447", { opacity: 0.25 }),
    svg("circle", { cx: 300, cy: 20, r: 9, fill: "#ffc233" }),
    path("M300 3v5M283 20h5M288 8l4 4M288 32l4-4M300 32v5", "none", { stroke: "#e09a00", "stroke-width": 2 }),
    arrow(14, 68, 128),
    label(41, "30 cm"),
    arrow(99, 206, 128),
    label(152, "80–100 cm"),
  );
}

/** The reminder page: names of the words in `strings.examples`, with their drawings. */
export const REMINDERS = [
  ["hairCovers", { hair: "curtain" }],
  ["sideways", { side: true }],
  ["teeth", { mouth: "teeth" }],
  ["closedEyes", { eyes: "closed" }],
  ["glare", { glasses: "glare" }],
  ["hat", { hat: true, jewels: true }],
  ["clothes", { sleeveless: true }],
  ["shadow", { scene: "shadow" }],
  ["dark", { light: "half" }],
  ["tooSmall", { scale: 0.5, lower: 20 }],
  ["retouched", { sparkle: true, blush: true, phone: true }],
];

/** What a fault of a check looks like, where it can be drawn; `good` where the standing figure would not show it. */
export const FAULTS = {
  "original-file": { bad: { sparkle: true, blush: true } },
  "not-enlarged": { bad: { blocks: true } },
  "not-generated": { bad: { sparkle: true } },
  "not-selfie": { bad: { phone: true, scale: 1.15 } },
  photographic: { bad: { border: true } },
  "no-border": { bad: { border: true } },
  "one-face": { bad: { second: true, aside: -18 } },
  "whole-head": { bad: { lower: -40 } },
  "head-height": { bad: { scale: 0.5, lower: 20 } },
  "head-room": { bad: { lower: -20 } },
  "eye-line": { bad: { lower: 28 } },
  "head-centred": { bad: { aside: 26 } },
  "face-size": { bad: { scale: 0.45, lower: 24 } },
  "camera-distance": { bad: { scale: 1.4, lower: 26 } },
  "head-upright": { bad: { turn: 14 } },
  "facing-camera": { bad: { side: true } },
  "chin-level": { bad: { chin: 9 } },
  "shoulders-level": { bad: { slope: 9 } },
  "eyes-open": { bad: { eyes: "closed" } },
  "gaze-ahead": { bad: { eyes: "away" } },
  "mouth-closed": { bad: { mouth: "open" } },
  "teeth-hidden": { bad: { mouth: "teeth" } },
  "expression-natural": { bad: { mouth: "open", eyes: "closed" } },
  "brows-clear": { bad: { hair: "fringe" } },
  "ears-visible": { bad: { hair: "curtain" } },
  "face-uncovered": { bad: { mask: true } },
  "no-headwear": { bad: { hat: true } },
  "glasses-clear": { good: { glasses: "clear" }, bad: { glasses: "dark" } },
  "lens-glare": { good: { glasses: "clear" }, bad: { glasses: "glare" } },
  "frame-off-eyes": { good: { glasses: "clear" }, bad: { glasses: "low" } },
  "no-jewellery": { bad: { jewels: true } },
  "makeup-natural": { bad: { blush: true } },
  "clothes-contrast": { bad: { coat: "#86c8f0" } },
  "clothes-suitable": { bad: { sleeveless: true } },
  "face-exposure": { bad: { light: "dark" } },
  "even-light": { bad: { light: "half" } },
  "no-backlight": { bad: { light: "behind" } },
  "no-hotspot": { bad: { light: "spot" } },
  "natural-colour": { bad: { light: "yellow" } },
  "red-eye": { bad: { redEyes: true } },
  sharp: { bad: { soft: true } },
  "skin-texture": { bad: { sparkle: true } },
  compression: { bad: { blocks: true } },
  noise: { bad: { grain: true } },
  "background-plain": { bad: { scene: "things" } },
  "background-colour": { bad: { wall: "#c9a27e" } },
  "background-shadow": { bad: { scene: "shadow" } },
};
