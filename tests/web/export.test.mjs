// Export in headless Chromium: the made file opens there, keeps its profile's promises, and comes with its own report.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { BLANK, serve } from "./serve.mjs";
import { ROOT, WWW, launch, samplePhoto } from "./tools.mjs";

let browser;
let server;
let sample;

before(async () => {
  sample = readFileSync(samplePhoto()).toString("base64");
  server = await serve({ "/www/": WWW, "/data/": `${ROOT}/tests/web/data` });
  browser = await launch();
});

after(async () => {
  if (browser) await browser.close();
  if (server) await server.close();
});

/** Runs `work` in an empty page, given a started precheck, and the sample photo drawn large. */
async function inPage(work) {
  const page = await browser.newPage();
  try {
    await page.goto(server.origin + BLANK);
    return await page.evaluate(
      async ({ body, sample }) => {
        const { createPrecheck } = await import("/www/lib/precheck.js");
        const bytes = Uint8Array.from(atob(sample), (letter) => letter.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes]));
        const canvas = new OffscreenCanvas(2000, 1600);
        const context = canvas.getContext("2d");
        context.fillStyle = "rgb(100, 197, 255)";
        context.fillRect(0, 0, 2000, 1600);
        context.drawImage(bitmap, 400, 0, 1200, 1600);
        const large = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 });
        const precheck = await createPrecheck();
        return new Function(`return (${body})(...arguments)`)(precheck, large, bytes);
      },
      { body: work.toString(), sample },
    );
  } finally {
    await page.close();
  }
}

test("the made file opens in the browser and its report is of its own bytes", async () => {
  const made = await inPage(async (precheck, large) => {
    const photo = await precheck.open(large, { name: "large.jpg" });
    const { suggested_crop: crop } = await photo.report();
    const { blob, unchanged, encodes, report } = await photo.export({ crop });
    const { width, height } = await createImageBitmap(blob);
    photo.close();
    return { type: blob.type, size: blob.size, unchanged, encodes, width, height, report };
  });
  assert.deepEqual([made.type, made.width, made.height, made.unchanged], ["image/jpeg", 480, 640, false]);
  assert.equal(made.report.photo.bytes, made.size);
  assert.equal(made.report.photo.name, "large.jpg");
  assert.ok(made.encodes >= 1 && made.encodes <= 3, `${made.encodes} encodings`);
  const failed = made.report.findings.filter(({ verdict }) => verdict === "fail").map(({ check }) => check);
  assert.deepEqual(failed, []);
});

test("without a crop the suggested one is taken, and bytes are as good as a file", async () => {
  const sizes = await inPage(async (precheck, large) => {
    const sizes = [];
    for (const source of [large, await large.arrayBuffer()]) {
      const photo = await precheck.open(source);
      const { suggested_crop: crop } = await photo.report();
      for (const options of [{ crop }, {}, { crop: null }]) sizes.push((await photo.export(options)).blob.size);
    }
    return sizes;
  });
  assert.equal(new Set(sizes).size, 1, String(sizes));
});

test("an original that may go up is given back byte for byte", async () => {
  const same = await inPage(async (precheck, large, bytes) => {
    const file = new File([bytes], "portrait.jpg", { type: "image/jpeg" });
    const photo = await precheck.open(file);
    const { blob, unchanged, notes } = await photo.export();
    const back = new Uint8Array(await blob.arrayBuffer());
    return { unchanged, notes, equal: back.length === bytes.length && back.every((byte, at) => byte === bytes[at]) };
  });
  assert.equal(same.unchanged, true);
  assert.equal(same.equal, true);
  assert.equal(same.notes[0].code, "unchanged");
});

test("where no file can be made the error has a reason and words", async () => {
  const refused = await inPage(async (precheck, large) => {
    const photo = await precheck.open(large);
    const attempt = (crop) => photo.export({ crop }).then(() => null, ({ name, code, reason, words }) => ({ name, code, reason, words }));
    const refused = await attempt({ x: 0, y: 0, width: 300, height: 400 });
    const bad = await attempt({ x: 0, y: 0, width: 0, height: 0 });
    photo.close();
    return { refused, bad, closed: await attempt() };
  });
  assert.deepEqual([refused.refused.name, refused.refused.code, refused.refused.reason], ["PrecheckError", "no-export", "pixel-size"]);
  assert.match(refused.refused.words.zh, /像素/);
  assert.equal(refused.bad.code, "bad-crop");
  assert.equal(refused.closed.code, "closed");
});

test("what only the browser decodes is exported from its pixels", async () => {
  const made = await inPage(async (precheck) => {
    const profile = {
      id: "small",
      base: "degree-photo",
      name: { zh: "小", en: "small" },
      file: { min_bytes: null, source: "a test" },
      picture: { width_px: 24, height_px: 32, source: "a test" },
    };
    const avif = await (await fetch("/data/gradient.avif")).blob();
    const photo = await precheck.open(avif, { name: "gradient.avif" });
    const { blob, report } = await photo.export({ profile, crop: { x: 4, y: 0, width: 36, height: 48 } });
    const { width, height } = await createImageBitmap(blob);
    return { width, height, name: report.photo.name, format: report.photo.format };
  });
  assert.deepEqual(made, { width: 24, height: 32, name: "gradient.jpg", format: "jpeg" });
});
