// The packed package in fresh projects: Vite, webpack 5, esbuild and Node give the reports of the command line. The
// projects' code is the integration guide's.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build as vite } from "vite";
import webpack from "webpack";
import { nativeReports, quarrel } from "../web/compare.mjs";
import { serve } from "../web/serve.mjs";
import { ROOT, SHARED, drawnPhotos, launch, tenLabelled } from "../web/tools.mjs";
import { arrived, choose, goOn } from "../web/visit.mjs";
import { guide, packed, project } from "./projects.mjs";

const PROFILE = "bit-graduate-2020";

let tarball;
let browser;
let photos;
let native;

before(async () => {
  tarball = packed();
  browser = await launch();
  photos = SHARED ? tenLabelled() : drawnPhotos();
  // A browser knows a file's name only, and so does the report.
  native = nativeReports(photos, PROFILE);
});

after(() => browser && browser.close());

test("ten photos", () => assert.equal(photos.length, 10));

test("the guide keeps its word of twenty lines", () => {
  const text = readFileSync(join(ROOT, "docs/INTEGRATION.md"), "utf8");
  const blocks = [...text.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)];
  assert.ok(blocks.length >= 10);
  for (const [, path, code] of blocks) assert.ok(code.trimEnd().split("\n").length <= 20, path);
});

test("a script tag", async (t) => {
  const folder = project("script-tag", tarball, guide("element"));
  const uploads = [];
  const answer = (path, request, response) => {
    if (path !== "/upload") return false;
    const parts = [];
    request.on("data", (part) => parts.push(part)).on("end", () => response.end(uploads.push(Buffer.concat(parts)) && ""));
    return true;
  };
  const server = await serve({ "/photo-precheck/": join(folder, "node_modules/photo-precheck"), "/": folder }, { answer });
  t.after(server.close);
  const page = await browser.newPage();
  await page.goto(`${server.origin}/`);
  await arrived(page, "remind");
  await page.locator(".actions .primary").click();
  await arrived(page, "choose");
  const verdict = logged(page, "verdict");
  // The drawn photo with room to crop, whose whole picture is what is judged first.
  const [, roomy] = drawnPhotos();
  await choose(page, roomy);
  assert.equal((await verdict).profile, PROFILE);
  await page.locator(".actions .primary").click();
  await arrived(page, "reasons");
  await goOn(page);
  await page.locator('[data-act="submit"]').click();
  await page.locator('.verdict.pass[tabindex="-1"]').waitFor();
  assert.equal(uploads.length, 1);
  assert.equal(uploads[0].subarray(0, 3).toString("hex"), "ffd8ff");
  await page.close();
});

test("Vite", async () => {
  const folder = project("vite", tarball, guide("bundler"));
  await vite({ root: folder, logLevel: "error", configFile: join(folder, "vite.config.js") });
  await assertSameInBrowser(join(folder, "dist"), { made: true });
});

test("webpack 5", async () => {
  const { "index.html": page, ...files } = guide("bundler");
  const folder = project("webpack", tarball, { ...files, "dist/index.html": page.replace("app.js", "main.js") });
  const config = { mode: "production", context: folder, entry: "./app.js", performance: { hints: false } };
  const stats = await new Promise((resolve, reject) => {
    webpack({ ...config, output: { path: join(folder, "dist") } }, (error, stats) => (error ? reject(error) : resolve(stats)));
  });
  assert.equal(stats.toString({ all: false, errors: true, warnings: true }), "");
  await assertSameInBrowser(join(folder, "dist"), { made: true });
});

test("esbuild", async () => {
  const page = guide("bundler")["index.html"];
  const folder = project("esbuild", tarball, { ...guide("esbuild"), "dist/index.html": page });
  // esbuild itself is this repository's.
  const script = readFileSync(join(folder, "build.mjs"), "utf8").replace('"esbuild"', JSON.stringify(import.meta.resolve("esbuild")));
  execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: folder, stdio: "inherit" });
  const { requests } = await assertSameInBrowser(join(folder, "dist"), {});
  assert.ok(requests.some(({ path }) => path === "/worker.js"), "the worker is found");
});

test("Node", () => {
  const folder = project("node", tarball, guide("node"));
  const out = execFileSync(process.execPath, ["judge.mjs", ...photos], { cwd: folder, maxBuffer: 1 << 26 });
  const reports = out.toString().trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(quarrels(reports, native), []);
});

test("Node: an export, a profile of one's own, and errors", async () => {
  const folder = project("node-more", tarball);
  const library = await import(pathToFileURL(join(folder, "node_modules/photo-precheck/lib/node.js")).href);
  const [drawn] = drawnPhotos();
  const own = { id: "mine", base: PROFILE, name: { zh: "我的", en: "Mine" } };
  const precheck = await library.createPrecheck({ profile: own });
  const photo = await precheck.open(readFileSync(drawn), { name: basename(drawn) });
  const made = await photo.export({ profile: "degree-photo" });
  assert.ok(made.blob instanceof Blob && made.blob.size === made.report.photo.bytes);
  assert.equal((await photo.report()).profile, "mine");
  photo.close();
  await assert.rejects(photo.report(), { code: "closed" });
  await assert.rejects(library.createPrecheck({ profile: "no-such-school" }), { code: "unknown-profile" });
  await assert.rejects(library.createPrecheck({ moduleUrl: "nowhere" }), { code: "load-failed" });
  await assert.rejects(precheck.open("a/path.jpg"), { code: "bad-input" });
  precheck.close();
});

/** Gives each photo to the page's file input, and compares what it logs. */
async function assertSameInBrowser(folder, { made }) {
  assert.ok(existsSync(join(folder, "index.html")));
  const server = await serve({ "/": folder });
  const page = await browser.newPage();
  try {
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${server.origin}/`);
    const reports = [];
    let finished = 0;
    for (const path of photos) {
      const told = Promise.all([logged(page, "report"), made && Promise.race([logged(page, "made"), logged(page, "refused")])]);
      await page.setInputFiles("input", path);
      const [report, size] = await told;
      if (typeof size === "number") finished += 1;
      reports.push(report);
    }
    assert.deepEqual(complaints, []);
    const named = native.map((report, index) => ({ ...report, photo: { ...report.photo, name: basename(photos[index]) } }));
    assert.deepEqual(quarrels(reports, named), []);
    if (made) assert.ok(finished > 0, "no photo gave a file");
    assert.ok(server.requests.some(({ path }) => path.endsWith(".wasm")), "the module is fetched from the bundle");
    return server;
  } finally {
    await page.close();
    await server.close();
  }
}

/** What the page next logs after this word. */
async function logged(page, word) {
  const message = await page.waitForEvent("console", (message) => message.text().startsWith(`${word} `));
  return message.args()[1].jsonValue();
}

function quarrels(reports, expected) {
  assert.equal(reports.length, expected.length);
  return expected.flatMap((report, index) => quarrel(report, reports[index]).map((what) => `${photos[index]}: ${what}`));
}
