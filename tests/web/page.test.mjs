// The students' page in headless Chromium: a photo is chosen, the verdict is read, nothing leaves the origin.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "./serve.mjs";
import { ROOT, WWW, launch, samplePhoto, screens } from "./tools.mjs";

// Not the root: the page works below any path.
const BASE = "/some/base/";
const SIZES = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];

let browser;
let server;
let sample;

before(async () => {
  sample = samplePhoto();
  server = await serve({ [BASE]: WWW });
  browser = await launch();
});

after(async () => {
  if (browser) await browser.close();
  if (server) await server.close();
});

/** A page that is open, with all that it asked for and complained of. */
async function visit(options = {}, from = server) {
  const context = await browser.newContext({ viewport: SIZES[0], ...options });
  const page = await context.newPage();
  const seen = { urls: [], bodies: [], complaints: [] };
  context.on("request", (request) => {
    seen.urls.push(request.url());
    if (request.postData() !== null) seen.bodies.push(request.url());
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.complaints.push(message.text());
  });
  page.on("pageerror", (error) => seen.complaints.push(String(error)));
  await page.goto(from.origin + BASE);
  return { page, seen, context };
}

async function choose(page, file) {
  await page.setInputFiles("#file", file);
  await page.waitForSelector("#verdict h2", { timeout: 60_000 });
  await page.waitForSelector("#progress", { state: "hidden" });
}

function stayedHome({ urls, bodies, complaints }, origin = server.origin) {
  const abroad = urls.filter((url) => !url.startsWith(origin) && !url.startsWith("blob:"));
  assert.deepEqual({ abroad, bodies, complaints }, { abroad: [], bodies: [], complaints: [] });
}

test("a chosen photo gets a verdict with reasons", async () => {
  const { page, seen, context } = await visit();
  await choose(page, sample);
  assert.match(await page.textContent("#verdict h2"), /照片|问题|要求/);
  const checks = await page.$$eval("#findings li", (items) => items.map((item) => item.dataset.check));
  assert.ok(checks.includes("one-face") && checks.includes("file-format"), checks.join());
  assert.equal(await page.locator('#findings li.unmeasured[data-code="no-models"]').count(), 0);
  stayedHome(seen);
  assert.ok(seen.urls.some((url) => url.endsWith("/pkg/photo_precheck_simd_bg.wasm")), "the SIMD module is chosen");
  assert.ok(server.requests.every(({ method }) => method === "GET"));
  await context.close();
});

for (const size of SIZES) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the page fits ${size.width} x ${size.height} in ${colorScheme}`, async () => {
      const { page, context } = await visit({ viewport: size, colorScheme });
      const name = (step) => join(screens(), `${step}-${size.width}x${size.height}-${colorScheme}.png`);
      await page.waitForSelector("#profile:enabled");
      await page.screenshot({ path: name("start") });
      await choose(page, sample);
      await page.screenshot({ path: name("verdict"), fullPage: true });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(wide, false, "nothing sticks out sideways");
      await context.close();
    });
  }
}

test("the suggested crop can be used and has a verdict of its own", async () => {
  const { page, seen, context } = await visit();
  await choose(page, sample);
  assert.ok(await page.isVisible("#crop-choice"), "the drawn portrait has a suggested crop");
  const whole = await page.textContent("#verdict p");
  await page.check("#use-crop");
  await page.waitForFunction((before) => document.querySelector("#verdict p").textContent !== before, whole);
  await page.screenshot({ path: join(screens(), "crop-390x844.png"), fullPage: true });
  assert.equal(await page.locator('#findings li.fail[data-check="head-height"]').count(), 0);
  stayedHome(seen);
  await context.close();
});

test("one press makes the page English", async () => {
  const { page, seen, context } = await visit();
  await choose(page, sample);
  await page.click("#language");
  assert.equal(await page.getAttribute("html", "lang"), "en");
  const text = await page.evaluate(() => {
    const copy = document.body.cloneNode(true);
    for (const other of copy.querySelectorAll("#language, noscript")) other.remove();
    return copy.textContent;
  });
  assert.doesNotMatch(text, /[\u4e00-\u9fff]/, "no Chinese is left");
  await page.screenshot({ path: join(screens(), "english-390x844.png"), fullPage: true });
  stayedHome(seen);
  await context.close();
});

test("a file that is no photo gets a report that says so", async () => {
  const { page, seen, context } = await visit();
  const file = { name: "notes.jpg", mimeType: "image/jpeg", buffer: Buffer.from("these are words, not a photo") };
  await choose(page, file);
  assert.equal(await page.locator('#findings li.fail[data-check="file-format"]').count(), 1);
  assert.ok(await page.isVisible("#no-preview"));
  await page.screenshot({ path: join(screens(), "no-photo-390x844.png"), fullPage: true });
  stayedHome(seen);
  await context.close();
});

test("an AVIF is judged with the browser's own decoder", async () => {
  const { page, seen, context } = await visit();
  await choose(page, join(ROOT, "tests", "web", "data", "gradient.avif"));
  const codes = await page.$$eval("#findings li.unmeasured", (items) => items.map((item) => item.dataset.code));
  assert.ok(!codes.includes("no-pixels"), codes.join());
  assert.equal(await page.locator('#findings li.fail[data-check="file-format"]').count(), 1);
  stayedHome(seen);
  await context.close();
});

test("another profile judges the open photo anew", async () => {
  const { page, seen, context } = await visit();
  await choose(page, sample);
  const opened = seen.urls.length;
  const ids = await page.$$eval("#profile option", (options) => options.map((option) => option.value));
  assert.ok(ids.length >= 6, ids.join());
  for (const id of ids) {
    await page.selectOption("#profile", id);
    await page.waitForSelector(`#verdict[data-profile="${id}"]`);
  }
  assert.equal(seen.urls.length, opened, "nothing more is fetched");
  stayedHome(seen);
  await context.close();
});

test("models that cannot be fetched are told in human words, and trying again works", async () => {
  let down = true;
  const flaky = await serve({ [BASE]: WWW }, { refuse: (path) => down && path.endsWith(".bin") });
  try {
    const { page, context } = await visit({}, flaky);
    await page.waitForSelector("#profile:enabled");
    await page.setInputFiles("#file", sample);
    await page.waitForSelector("#trouble:not([hidden])", { timeout: 60_000 });
    assert.match(await page.textContent("#trouble-words"), /重试/);
    await page.screenshot({ path: join(screens(), "trouble-390x844.png") });
    down = false;
    await page.click("#retry");
    await page.waitForSelector("#verdict h2", { timeout: 60_000 });
    assert.ok(await page.isHidden("#trouble"));
    await context.close();
  } finally {
    await flaky.close();
  }
});

test("the page's policy allows nothing from elsewhere and no inline or evaluated script", async () => {
  const { page, context } = await visit();
  const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval';/);
  assert.match(policy, /connect-src 'self';/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
  const refused = await page.evaluate(() => fetch("https://example.org/").then(() => false, () => true));
  assert.ok(refused);
  await context.close();
});
