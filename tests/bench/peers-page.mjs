// The page's part of the peers bench: makes the 12 MP photos and times each contender once a call.

import { createPrecheck } from "/www/lib/precheck.js";

/** What the browser itself takes to hand over pixels: the measure of all ratios. */
async function native(blob) {
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(640, 480);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0, 640, 480);
  bitmap.close();
  return context.getImageData(0, 0, 640, 480).data[0];
}

/** A whole report from a warm engine: open, measure, judge, close. */
async function report(precheck, blob) {
  const photo = await precheck.open(blob, { name: "12mp.jpg" });
  const found = await photo.report();
  photo.close();
  return found;
}

let precheck;
let bare;

/** Starts the engine and warms it; tells what it found, so that nobody times a photo without a face. */
export async function warm(blob) {
  precheck = await createPrecheck();
  bare = await createPrecheck({ modelsUrl: null });
  await report(bare, blob);
  await report(precheck, blob);
  return report(precheck, blob);
}

export async function time(contender, blob) {
  const run = { native: () => native(blob), report: () => report(precheck, blob), file: () => report(bare, blob) }[contender];
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** A deterministic generator (mulberry32) of numbers in 0..1. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * `source` enlarged to 4000 x 3000 (cut to fill), with as much noise as a camera's file of about 4 MB holds.
 * Chromium's encoder writes 4:2:0 below quality 100.
 */
export async function twelveMegapixels(source) {
  const bitmap = await createImageBitmap(source);
  const [width, height] = [4000, 3000];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  // The whole of an upright portrait, on its own left and right edge stretched outwards.
  const shown = Math.round((bitmap.width * height) / bitmap.height);
  const left = Math.round((width - shown) / 2);
  context.drawImage(bitmap, 0, 0, 1, bitmap.height, 0, 0, left + 1, height);
  context.drawImage(bitmap, bitmap.width - 1, 0, 1, bitmap.height, left + shown - 1, 0, width - left - shown + 1, height);
  context.drawImage(bitmap, left, 0, shown, height);
  const clean = context.getImageData(0, 0, width, height);
  let best = null;
  for (const strength of [8, 12, 16, 20, 26, 34]) {
    const next = random(7);
    const noisy = new ImageData(new Uint8ClampedArray(clean.data), width, height);
    for (let at = 0; at < noisy.data.length; at += 4) {
      const noise = (next() + next() - 1) * strength;
      for (let channel = 0; channel < 3; channel += 1) noisy.data[at + channel] += noise;
    }
    context.putImageData(noisy, 0, 0);
    best = { blob: await canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 }), pixels: noisy };
    if (best.blob.size > 3.8e6) break;
  }
  return best;
}

/** The same pixels as a progressive 4:2:0 JPEG of the same quality, by mozjpeg. */
export async function progressive(pixels) {
  const { default: encode } = await import("/peers/@jsquash/jpeg/encode.js");
  const options = { quality: 92, baseline: false, progressive: true, auto_subsample: false, chroma_subsample: 2, optimize_coding: true };
  return new Blob([await encode(pixels, options)], { type: "image/jpeg" });
}
