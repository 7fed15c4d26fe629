// What a report and a profile mean for the frame. Pure, for every page and the mini-program.

import { admitted, fromCrop, toCrop, widest } from "./transform.js";

/** What the frame may do with a photo of this report under this profile. */
export function boundsOf(report, picture) {
  const { width_px: width, height_px: height } = report.photo;
  return {
    width,
    height,
    aspect: picture.width_px / picture.height_px,
    // Nothing is enlarged: a smaller crop would give no file.
    least: picture.height_px,
    roll: picture.max_roll_deg,
  };
}

/** Where the frame starts: on the whole picture if that will do, else where it is suggested, else as wide as it goes. */
export function firstView(report, bounds) {
  const whole = widest(bounds);
  const box = toCrop(whole, bounds);
  const same = Math.abs(box.width - bounds.width) <= 1 && Math.abs(box.height - bounds.height) <= 1;
  if (same && !report.findings.some(asksToMove)) return whole;
  if (report.suggested_crop) return admitted(fromCrop(report.suggested_crop), bounds);
  return whole;
}

export function isFault({ verdict }) {
  return verdict === "fail" || verdict === "warn";
}

/** Whether moving the frame mends it. */
export function asksToMove(finding) {
  return isFault(finding) && Boolean(finding.remedy) && finding.remedy.kind === "recrop";
}
