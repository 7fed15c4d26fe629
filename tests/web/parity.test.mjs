// One photo, one report: the wasm module in Chromium and in Node byte for byte, the command line within one unit of
// the last printed digit. On the drawn portrait always; on the labelled photos where ../shared holds them.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { after, before, test } from "node:test";
import { CLI, nativeReports, quarrel, quarrelOfVerdicts } from "./compare.mjs";
import { reportInNode, startInNode } from "./node-engine.mjs";
import { BLANK, serve } from "./serve.mjs";
import { SHARED, WWW, labelledPhotos, launch, samplePhoto } from "./tools.mjs";

const PROFILE = "degree-photo";
const SIMD = "photo_precheck_simd_bg.wasm";
const PLAIN = "photo_precheck_bg.wasm";

let photos;
let inNode;

before(async () => {
  photos = [samplePhoto(), ...labelledPhotos()];
  const started = await startInNode(SIMD);
  inNode = photos.map((path) => reportInNode(started, readFileSync(path), path, PROFILE));
});

test("all labelled photos are there", { skip: SHARED ? false : "../shared/photos is absent: only the drawn portrait is compared" }, () => {
  assert.equal(photos.length, 124);
});

test("Chromium and Node write the same report, byte for byte", async () => {
  const reports = await inChromium(photos);
  for (const [index, path] of photos.entries()) {
    assert.equal(reports[index], JSON.stringify(inNode[index]), path);
  }
});

test("the command line agrees", { skip: existsSync(CLI) ? false : `${CLI} is not built` }, () => {
  const native = nativeReports(photos, PROFILE);
  assert.equal(native.length, photos.length);
  const quarrels = photos.flatMap((path, index) => quarrel(native[index], inNode[index]).map((what) => `${path}: ${what}`));
  assert.deepEqual(quarrels, []);
});

test("the module without SIMD agrees", async () => {
  const started = await startInNode(PLAIN);
  // Slower; a part of the photos says enough.
  const some = photos.map((path, index) => [path, index]).filter(([, index]) => index % 8 === 0);
  const quarrels = some.flatMap(([path, index]) =>
    quarrelOfVerdicts(reportInNode(started, readFileSync(path), path, PROFILE), inNode[index]).map((what) => `${path}: ${what}`),
  );
  // A value at a limit may fall to either side: of 832 findings one did.
  assert.ok(quarrels.length <= (some.length * 52) / 400, quarrels.join("\n"));
});

/** The text of each photo's report, from one page. */
async function inChromium(paths) {
  const server = await serve({ "/www/": WWW, "/sample/": dirname(paths[0]), ...(SHARED ? { "/photos/": join(SHARED, "photos") } : {}) });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(server.origin + BLANK);
    const files = paths.map((path, index) => {
      const url = index === 0 ? `/sample/${relative(dirname(path), path)}` : `/photos/${relative(join(SHARED, "photos"), path)}`;
      return { name: path, url: url.split("/").map(encodeURIComponent).join("/") };
    });
    return await page.evaluate(
      async ({ files, profile }) => {
        const { createPrecheck } = await import("/www/lib/precheck.js");
        const precheck = await createPrecheck({ profile });
        const texts = [];
        for (const { name, url } of files) {
          const response = await fetch(url);
          if (!response.ok) throw new Error(`${url}: ${response.status}`);
          const photo = await precheck.open(await response.blob(), { name });
          texts.push(JSON.stringify(await photo.report()));
          photo.close();
        }
        return texts;
      },
      { files, profile: PROFILE },
    );
  } finally {
    await browser.close();
    await server.close();
  }
}
