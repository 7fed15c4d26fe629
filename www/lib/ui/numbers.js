// Numbers of a report as a person reads them. The digits are the report's: nothing is judged here.

import { fill } from "./dom.js";

/** Units that a person has a feeling for; a colour distance says nothing, and a count is said in words. */
const TELLING_UNITS = ["deg", "px", "bytes"];

/** Groups whose ratios are shares of the picture, which a person sees. Others are likelihoods, or shares of a face. */
const OF_THE_PICTURE = ["framing", "file"];

/** Whether a person makes something of `finding`'s number. */
export function tells({ unit, group }) {
  return TELLING_UNITS.includes(unit) || (unit === "ratio" && OF_THE_PICTURE.includes(group));
}

export function shown(value, unit) {
  const round = (number, digits) => String(Number(number.toFixed(digits)));
  switch (unit) {
    case "ratio":
      return `${round(value * 100, 1)}%`;
    case "deg":
      return `${round(value, 1)}°`;
    case "px":
      return `${round(value, 0)} px`;
    case "bytes":
      if (value < 1000) return `${round(value, 0)} B`;
      return value < 1e6 ? `${round(value / 1e3, 1)} KB` : `${round(value / 1e6, 2)} MB`;
    default:
      return round(value, 1);
  }
}

/** Whether a range has an end at all. */
export function limits(range) {
  return Boolean(range) && range.some((end) => end !== null);
}

/** `words`: those with `both`, `atLeast`, `atMost`, `exactly`. */
export function span([min, max], unit, words) {
  const ends = { min: min === null ? "" : shown(min, unit), max: max === null ? "" : shown(max, unit) };
  if (min === null) return fill(words.atMost, ends);
  if (max === null) return fill(words.atLeast, ends);
  return fill(ends.min === ends.max ? words.exactly : words.both, ends);
}
