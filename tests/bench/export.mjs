// A 12 MP JPEG to the file for the upload in headless Chromium, beside the browser's own canvas and the packages that
// people take for it: crop, resize, and quality after quality until the file is under 100 KB where they can do that.
// Turn by turn; prints a table in markdown.
// Usage: node tests/bench/export.mjs [rounds]

import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { serve } from "../web/serve.mjs";
import { ROOT, SHARED, WWW, launch, samplePhoto } from "../web/tools.mjs";

const ROUNDS = Math.max(5, Number(process.argv[2]) || 7);

const CONTENDERS = {
  canvas: "createImageBitmap, drawImage to 480 x 640, toBlob at 0.9",
  search: "the same, with a binary search of the quality for 100 KB",
  free: "Photo Precheck: export, no largest size",
  window: "Photo Precheck: export into 50 to 100 KB",
  compressor: "compressorjs: the whole photo to 640 high at 0.9, on the page's own thread",
  compression: "browser-image-compression: the whole photo to 640 high, at most 100 KB",
  pica: "pica: the crop by Lanczos in workers, toBlob at 0.9",
  jsquash: "@jsquash/jpeg: decoded whole, the crop by canvas, MozJPEG at 90",
};

const portrait = SHARED && join(SHARED, "photos", "scikit-image/astronaut.png");
const sample = portrait && existsSync(portrait) ? portrait : samplePhoto();
const server = await serve({
  "/www/": WWW,
  "/bench/": join(ROOT, "tests/bench"),
  "/peers/": join(ROOT, "tests/bench/node_modules"),
  "/sample/": dirname(sample),
});
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/bench/peers.html`);
  const photo = await page.evaluate(prepare, `/sample/${basename(sample)}`);
  const { medians, told } = await page.evaluate(race, { rounds: ROUNDS, contenders: Object.keys(CONTENDERS) });
  console.log(`\n12 MP, 4000 x 3000, 4:2:0, ${(photo.bytes / 1e6).toFixed(1)} MB, opened; a crop of 1500 x 2000 to 480 x 640`);
  console.log(`Medians of ${ROUNDS} interleaved rounds. The report of the made file is not in ours: its time is a photo's.\n`);
  console.log("| contender | ms | ratio | bytes | encodings |\n|---|---:|---:|---:|---:|");
  for (const [name, what] of Object.entries(CONTENDERS)) {
    const { bytes, encodes } = told[name];
    console.log(`| ${what} | ${medians[name].toFixed(1)} | ${(medians[name] / medians.canvas).toFixed(2)} | ${bytes} | ${encodes} |`);
  }
} finally {
  await browser.close();
  await server.close();
}

/** Runs in the page: the photo, an engine without models that has opened it, and the peers. */
async function prepare(sample) {
  const script = (src) =>
    new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject });
      document.head.append(element);
    });
  await script("/peers/compressorjs/dist/compressor.js");
  await script("/peers/browser-image-compression/dist/browser-image-compression.js");
  await script("/peers/pica/dist/pica.js");
  const { default: decode } = await import("/peers/@jsquash/jpeg/decode.js");
  const { default: encode } = await import("/peers/@jsquash/jpeg/encode.js");
  const { createPrecheck } = await import("/www/lib/precheck.js");
  const { twelveMegapixels } = await import("/bench/peers-page.mjs");
  const { blob } = await twelveMegapixels(await (await fetch(sample)).blob());
  const precheck = await createPrecheck({ modelsUrl: null });
  const opened = await precheck.open(blob, { name: "12mp.jpg" });
  window.bench = { blob, opened, decode, encode };
  return { bytes: blob.size };
}

/** Runs in the page: each round lets every contender run once, in turn. */
async function race({ rounds, contenders }) {
  const { blob, opened, decode, encode } = window.bench;
  const file = new File([blob], "12mp.jpg", { type: "image/jpeg" });
  const crop = { x: 1250, y: 500, width: 1500, height: 2000 };
  const resized = (source, x, y) => {
    const canvas = new OffscreenCanvas(480, 640);
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(source, x, y, crop.width, crop.height, 0, 0, 480, 640);
    return canvas;
  };
  const drawn = async () => {
    const bitmap = await createImageBitmap(blob, crop.x, crop.y, crop.width, crop.height);
    const canvas = resized(bitmap, 0, 0);
    bitmap.close();
    return canvas;
  };
  const onScreen = (width, height) => Object.assign(document.createElement("canvas"), { width, height });
  const pica = window.pica();
  const encoded = (canvas, quality) => canvas.convertToBlob({ type: "image/jpeg", quality: quality / 100 });
  const profile = (min_bytes, max_bytes) => ({
    id: "bench",
    base: "degree-photo",
    name: { zh: "计时", en: "bench" },
    file: { min_bytes, max_bytes, source: "the bench" },
  });
  const ours = async (profile) => {
    const { blob: made, encodes } = await opened.export({ crop, profile });
    return { bytes: made.size, encodes };
  };
  const work = {
    canvas: async () => ({ bytes: (await encoded(await drawn(), 90)).size, encodes: 1 }),
    search: async () => {
      const canvas = await drawn();
      let [low, high, encodes, bytes] = [1, 100, 0, 0];
      while (low <= high) {
        const middle = (low + high) >> 1;
        const { size } = await encoded(canvas, middle);
        encodes += 1;
        if (size <= 100_000) [low, bytes] = [middle + 1, size];
        else high = middle - 1;
      }
      return { bytes, encodes };
    },
    free: () => ours(profile(51_201, null)),
    window: () => ours(profile(50_000, 100_000)),
    compressor: () =>
      new Promise((resolve, reject) => {
        const success = (made) => resolve({ bytes: made.size, encodes: 1 });
        new window.Compressor(file, { maxHeight: 640, quality: 0.9, success, error: reject });
      }),
    compression: async () => {
      const options = { maxSizeMB: 0.1, maxWidthOrHeight: 853, useWebWorker: false, fileType: "image/jpeg" };
      return { bytes: (await window.imageCompression(file, options)).size, encodes: "?" };
    },
    pica: async () => {
      const bitmap = await createImageBitmap(blob, crop.x, crop.y, crop.width, crop.height);
      const to = await pica.resize(bitmap, onScreen(480, 640), { filter: "lanczos3" });
      bitmap.close();
      return { bytes: (await pica.toBlob(to, "image/jpeg", 0.9)).size, encodes: 1 };
    },
    jsquash: async () => {
      const whole = await decode(await blob.arrayBuffer());
      const part = onScreen(crop.width, crop.height);
      part.getContext("2d").putImageData(whole, -crop.x, -crop.y);
      const pixels = resized(part, 0, 0).getContext("2d").getImageData(0, 0, 480, 640);
      return { bytes: (await encode(pixels, { quality: 90 })).byteLength, encodes: 1 };
    },
  };
  const times = Object.fromEntries(contenders.map((name) => [name, []]));
  const told = {};
  for (let round = -1; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const name = contenders[(round + 1 + turn) % contenders.length];
      const start = performance.now();
      told[name] = await work[name]();
      // The first round warms up.
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  return { medians: Object.fromEntries(contenders.map((name) => [name, median(times[name])])), told };
}
