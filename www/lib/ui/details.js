// For the curious: the background's colours, how bright the picture is, where the eyes are, what the file is.

import { fill, h, svg } from "./dom.js";
import { cut } from "./preview.js";
import { shown } from "./numbers.js";

/** Rows of the small copy that is counted, px; a swatch's side, as a share of the picture's width. */
const COUNTED_PX = 160;
const SWATCH = 0.12;

/** Bars of the histogram. */
const BARS = 32;

/** Luma of sRGB bytes: ITU-R BT.709-6, item 3.2, on the bytes as they are, for a picture of them only. */
const LUMA = [0.2126, 0.7152, 0.0722];

export function details(app) {
  const own = app.words.details;
  const { report } = app;
  const held = app.session.held();
  const rows = [];
  const row = (name, ...value) => rows.push(h("dt", { text: name }), h("dd", {}, value));
  if (held.preview && report.crop) {
    const small = cut(held.preview, report.crop, report.photo.width_px, COUNTED_PX);
    const pixels = small.getContext("2d").getImageData(0, 0, small.width, small.height);
    const side = Math.max(1, Math.round(small.width * SWATCH));
    const wanted = app.full && app.full.picture.background.preferred;
    row(
      own.colours,
      h(
        "ul",
        { class: "swatches", role: "list" },
        swatch(own.left, mean(pixels, 0, 0, side)),
        swatch(own.right, mean(pixels, small.width - side, 0, side)),
        wanted ? swatch(own.wanted, wanted) : null,
      ),
    );
    row(own.histogram, histogram(pixels), h("p", { class: "aside", text: own.histogramWords }));
  }
  if (report.face && report.crop) {
    const { left_eye: left, right_eye: right, yaw_deg: yaw, pitch_deg: pitch, roll_deg: roll } = report.face;
    const height = ((left.y + right.y) / 2 - report.crop.y) / report.crop.height;
    row(
      own.eyes,
      fill(own.eyesWords, { value: shown(height, "ratio"), tilt: shown(Math.abs(left.y - right.y), "px") }),
    );
    row(
      own.pose,
      fill(own.poseWords, { yaw: shown(yaw, "deg"), pitch: shown(pitch, "deg"), roll: shown(roll, "deg") }),
    );
  }
  const { name, bytes, format, width_px: width, height_px: height } = report.photo;
  row(own.name, name);
  row(own.size, shown(bytes, "bytes"));
  if (width) row(own.pixels, `${width} × ${height}`);
  row(own.format, format.toUpperCase());
  return h("dl", { class: "facts" }, rows);
}

function swatch(name, colour) {
  // A rectangle of SVG, for its colour is no style.
  return h(
    "li",
    {},
    svg(
      "svg",
      { viewBox: "0 0 24 24", class: "swatch", "aria-hidden": "true" },
      svg("rect", { width: 24, height: 24, fill: colour }),
    ),
    h("span", { text: `${name} ${colour}` }),
  );
}

function mean({ data, width }, left, top, side) {
  const sums = [0, 0, 0];
  for (let y = top; y < top + side; y++) {
    for (let x = left; x < left + side; x++)
      sums.forEach((sum, part) => (sums[part] = sum + data[(y * width + x) * 4 + part]));
  }
  return `#${sums
    .map((sum) =>
      Math.round(sum / (side * side))
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

function histogram({ data }) {
  const bars = new Array(BARS).fill(0);
  for (let at = 0; at < data.length; at += 4) {
    const luma = LUMA[0] * data[at] + LUMA[1] * data[at + 1] + LUMA[2] * data[at + 2];
    bars[Math.min(BARS - 1, Math.floor((luma * BARS) / 256))] += 1;
  }
  const most = Math.max(...bars);
  return svg(
    "svg",
    { class: "histogram", viewBox: `0 0 ${BARS * 6} 48`, preserveAspectRatio: "none", "aria-hidden": "true" },
    bars.map((count, at) =>
      svg("rect", { x: at * 6, y: 48 - (48 * count) / most, width: 5, height: (48 * count) / most }),
    ),
  );
}
