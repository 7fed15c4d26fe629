// Our whole report of a 12 MP JPEG beside the browser's own decoding, in one headless Chromium, turn by turn; prints a
// table in markdown. Usage: node tests/bench/peers.mjs [rounds]

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { serve } from "../web/serve.mjs";
import { ROOT, SHARED, TARGET, WWW, launch, samplePhoto } from "../web/tools.mjs";

const ROUNDS = Math.max(7, Number(process.argv[2]) || 9);
/** Our goal for a baseline file: at most this many times the native time. */
const GOAL = 2.5;

const CONTENDERS = {
  native: "createImageBitmap + drawImage to 640 x 480 + getImageData",
  report: "Photo Precheck: open and report, models warm",
  file: "Photo Precheck without models: file, decoding, frame",
};

const sample = sharedPortrait() || samplePhoto();
const server = await serve({
  "/www/": WWW,
  "/bench/": join(ROOT, "tests/bench"),
  "/sample/": dirname(sample),
  "/peers/": join(ROOT, "tests/bench/node_modules"),
});
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/bench/peers.html`);
  const files = await page.evaluate(makePhotos, `/sample/${basename(sample)}`);
  for (const { kind, bytes, face, base64 } of files) {
    const path = join(TARGET, "bench", `12mp-${kind}.jpg`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.from(base64, "base64"));
    if (!face) throw new Error(`no face was found in ${path}: the bench would time half the work`);
    const medians = await page.evaluate(race, { kind, rounds: ROUNDS, contenders: Object.keys(CONTENDERS) });
    print(kind, bytes, medians);
  }
} finally {
  await browser.close();
  await server.close();
}

/** A photograph where there is one: drawn skin is easier to code than real. */
function sharedPortrait() {
  const path = SHARED && join(SHARED, "photos", "scikit-image/astronaut.png");
  return path && existsSync(path) ? path : null;
}

function print(kind, bytes, medians) {
  const ratio = (name) => medians[name] / medians.native;
  console.log(`\n12 MP, ${kind}, 4000 x 3000, 4:2:0, ${(bytes / 1e6).toFixed(1)} MB; medians of ${ROUNDS} interleaved rounds\n`);
  console.log("| contender | ms | ratio |\n|---|---:|---:|");
  for (const name of Object.keys(CONTENDERS)) {
    console.log(`| ${CONTENDERS[name]} | ${medians[name].toFixed(1)} | ${ratio(name).toFixed(2)} |`);
  }
  if (kind === "baseline") console.log(`\nGoal: at most ${GOAL}. ${ratio("report") <= GOAL ? "Met." : "Missed."}`);
}

/** Runs in the page: keeps the photos there, gives their bytes for the other benches. */
async function makePhotos(sample) {
  const bench = await import("/bench/peers-page.mjs");
  const source = await (await fetch(sample)).blob();
  const { blob, pixels } = await bench.twelveMegapixels(source);
  const photos = { baseline: blob, progressive: await bench.progressive(pixels) };
  window.photos = photos;
  const base64 = (photo) =>
    new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.split(",")[1]);
      reader.readAsDataURL(photo);
    });
  const made = [];
  for (const [kind, photo] of Object.entries(photos)) {
    const { face } = await bench.warm(photo);
    made.push({ kind, bytes: photo.size, face: face !== null, base64: await base64(photo) });
  }
  return made;
}

/** Runs in the page: each round lets every contender run once, in turn. */
async function race({ kind, rounds, contenders }) {
  const bench = await import("/bench/peers-page.mjs");
  const photo = window.photos[kind];
  const times = Object.fromEntries(contenders.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const name = contenders[(round + turn) % contenders.length];
      times[name].push(await bench.time(name, photo));
    }
  }
  const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  return Object.fromEntries(contenders.map((name) => [name, median(times[name])]));
}
