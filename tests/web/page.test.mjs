// The students' page in headless Chromium: a photo is chosen, the verdict is read, nothing leaves the origin.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "./serve.mjs";
import { ROOT, WWW, launch, samplePhoto, screens } from "./tools.mjs";

// Not the root: the page works below any path.
const BASE = "/some/base/";
const SIZES = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];

const NO_PHOTO = { name: "notes.jpg", mimeType: "image/jpeg", buffer: Buffer.from("these are words, not a photo") };

let browser;
let server;
let sample;
let roomy;

before(async () => {
  sample = samplePhoto();
  server = await serve({ [BASE]: WWW });
  browser = await launch();
  roomy = await withRoom(sample);
});

/** The portrait in the file at `path`, twice as large, with more wall around it: fails, but can be cropped. */
async function withRoom(path) {
  const page = await browser.newPage();
  const base64 = await page.evaluate(
    async (bytes) => {
      const portrait = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
      const [width, height] = [2 * portrait.width, 2 * portrait.height];
      const canvas = Object.assign(document.createElement("canvas"), { width: 1.6 * width, height: 1.3 * height });
      const context = canvas.getContext("2d");
      // The wall goes on in the colour of its corner.
      context.drawImage(portrait, 0, 0, 1, 1, 0, 0, canvas.width, canvas.height);
      context.drawImage(portrait, (canvas.width - width) / 2, canvas.height - height, width, height);
      return canvas.toDataURL("image/jpeg", 0.92).split(",")[1];
    },
    [...readFileSync(path)],
  );
  await page.close();
  return { name: "roomy.jpg", mimeType: "image/jpeg", buffer: Buffer.from(base64, "base64") };
}

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
  assert.ok((await page.textContent("#verdict .facts")).includes(basename(sample)), "the verdict names its photo");
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
      await choose(page, roomy);
      const bottom = await page.locator("#verdict h2").evaluate((title) => title.getBoundingClientRect().bottom);
      assert.ok(bottom < size.height, "the verdict is on the screen");
      await page.screenshot({ path: name("faults"), fullPage: true });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(wide, false, "nothing sticks out sideways");
      await context.close();
    });
  }
}

test("faults come first with words and remedy, passes are folded away", async () => {
  const { page, context } = await visit();
  await choose(page, roomy);
  assert.equal(await page.locator("#verdict.fail").count(), 1);
  const fault = page.locator("#findings > section").first().locator('li.fail[data-check="head-height"]');
  assert.equal(await fault.getAttribute("data-code"), "too-small");
  const words = await fault.locator("p").allTextContents();
  assert.match(words.join("\n"), /^头部大小不符合\n.*头.*。\n调整裁剪请.*。\n实测：/, "title, problem, remedy, numbers");
  const passed = page.locator('#findings li.pass[data-check="one-face"]');
  assert.equal(await passed.isVisible(), false);
  await page.locator("#findings summary").last().click();
  assert.equal(await passed.isVisible(), true);
  await context.close();
});

test("the marks lie on the photo, and only they are explained", async () => {
  const { page, context } = await visit();
  await choose(page, sample);
  // The very colours of overlay.js, which no JPEG of this portrait has by chance.
  const marked = await page.evaluate(() => {
    const canvas = document.getElementById("canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const has = (...rgb) => data.some((_, at) => at % 4 === 0 && rgb.every((level, part) => data[at + part] === level));
    return { lines: has(0xff, 0x7c, 0xc0), eyes: has(0xff, 0xc2, 0x33) };
  });
  assert.deepEqual(marked, { lines: true, eyes: true });
  assert.ok(await page.isVisible("#legend"));
  assert.equal(await page.isVisible(".mark.crop"), await page.isVisible("#crop-choice"));
  await context.close();
});

test("while it works the page says so, nothing in the form moves, and a screen reader hears the verdict", async () => {
  const { page, context } = await visit();
  await page.waitForSelector("#profile:enabled");
  await page.evaluate(() => {
    const form = document.querySelector(".choose");
    window.steps = new Set();
    window.heights = new Set([form.offsetHeight]);
    const look = () => {
      window.steps.add(document.getElementById("step").textContent);
      window.heights.add(form.offsetHeight);
    };
    new MutationObserver(look).observe(form, { childList: true, subtree: true, attributes: true });
  });
  await choose(page, sample);
  const { steps, heights } = await page.evaluate(() => ({ steps: [...window.steps], heights: [...window.heights] }));
  assert.ok(steps.includes("正在找面部…") && steps.length > 3, steps.join());
  assert.equal(heights.length, 1, `heights of the form: ${heights.join()}`);
  assert.ok((await page.textContent("#said")).startsWith(await page.textContent("#verdict h2")));
  await context.close();
});

test("the form is used with the keyboard alone", async () => {
  const { page, context } = await visit();
  // Now, for a listener that comes with the key press may come too late.
  const chosen = page.waitForEvent("filechooser");
  await page.waitForSelector("#profile:enabled");
  const met = [];
  for (let tab = 0; tab < 3; tab++) {
    await page.keyboard.press("Tab");
    met.push(await page.evaluate(() => document.activeElement.id));
  }
  assert.deepEqual(met, ["language", "profile", "file"]);
  const outline = await page.locator("#choose").evaluate((button) => getComputedStyle(button).outlineStyle);
  assert.equal(outline, "solid", "the focus is seen on the button");
  await page.keyboard.press("Enter");
  await (await chosen).setFiles(sample);
  await page.waitForSelector("#verdict h2", { timeout: 60_000 });
  await context.close();
});

test("a check that is cancelled leaves neither a verdict nor a complaint", async () => {
  const { page, context } = await visit();
  await choose(page, sample);
  // In one step, before the engine can answer.
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["words"], "second.jpg"));
    document.dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
    document.getElementById("cancel").click();
  });
  await page.waitForTimeout(500);
  const visible = await Promise.all(["#result", "#progress", "#trouble"].map((place) => page.isVisible(place)));
  assert.deepEqual(visible, [false, false, false]);
  await choose(page, sample);
  assert.ok((await page.textContent("#verdict .facts")).includes(basename(sample)));
  await context.close();
});

test("the suggested crop can be used and has a verdict of its own", async () => {
  const { page, seen, context } = await visit();
  await choose(page, roomy);
  assert.ok(await page.isVisible("#crop-choice"), "a photo with room has a suggested crop");
  assert.match(await page.textContent("#verdict .next"), /不用重拍/);
  const whole = await page.textContent("#verdict .facts");
  await page.check("#use-crop");
  await page.waitForFunction((before) => document.querySelector("#verdict .facts").textContent !== before, whole);
  assert.equal(await page.locator("#verdict.fail").count(), 0);
  assert.ok(await page.isVisible("#crop-hint"));
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
  await choose(page, NO_PHOTO);
  assert.equal(await page.locator('#findings li.fail[data-check="file-format"]').count(), 1);
  assert.match(await page.textContent("#verdict .facts"), /notes\.jpg/);
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
  const flaky = await serve({ [BASE]: WWW }, { refuse: (path) => down && path.startsWith(`${BASE}models/`) });
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
