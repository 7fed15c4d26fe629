// A 12 MP JPEG to the file for the upload in headless Chromium, beside the browser's own canvas doing what it can of the
// same: crop, resize, and quality after quality until the file is under 100 KB. Turn by turn; prints a table in markdown.
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
};

const portrait = SHARED && join(SHARED, "photos", "scikit-image/astronaut.png");
const sample = portrait && existsSync(portrait) ? portrait : samplePhoto();
const server = await serve({ "/www/": WWW, "/bench/": join(ROOT, "tests/bench"), "/sample/": dirname(sample) });
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

/** Runs in the page: the photo, and an engine without models that has opened it. */
async function prepare(sample) {
  const { createPrecheck } = await import("/www/lib/precheck.js");
  const { twelveMegapixels } = await import("/bench/peers-page.mjs");
  const { blob } = await twelveMegapixels(await (await fetch(sample)).blob());
  const precheck = await createPrecheck({ modelsUrl: null });
  const opened = await precheck.open(blob, { name: "12mp.jpg" });
  window.bench = { blob, opened };
  return { bytes: blob.size };
}

/** Runs in the page: each round lets every contender run once, in turn. */
async function race({ rounds, contenders }) {
  const { blob, opened } = window.bench;
  const crop = { x: 1250, y: 500, width: 1500, height: 2000 };
  const drawn = async () => {
    const bitmap = await createImageBitmap(blob, crop.x, crop.y, crop.width, crop.height);
    const canvas = new OffscreenCanvas(480, 640);
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, 480, 640);
    bitmap.close();
    return canvas;
  };
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
