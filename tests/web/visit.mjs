// What the page's tests share: a visit that keeps what the page asked for and complained of, the way through its steps,
// touches by the browser's own protocol, and pictures of each step.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { samplePhoto, screens } from "./tools.mjs";

/** Not the root: the page works below any path. */
export const BASE = "/some/base/";

export const SIZES = [
  { width: 360, height: 640 },
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Layout shifts are counted from the first paint; `buffered` would miss those of a page before it. */
function countShifts() {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) {
      // What is inside a shadow root has no name here; where it was and is tells enough.
      const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(",");
      const moved = shift.sources
        .map(({ previousRect, currentRect }) => `${place(previousRect)} to ${place(currentRect)}`)
        .join("; ");
      window.shifts.push({ value: shift.value, recent: shift.hadRecentInput, moved });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

/** A page that is open, with all that it asked for and complained of. */
export async function visit(browser, server, { path = BASE, prepare, ...options } = {}) {
  const context = await browser.newContext({ viewport: SIZES[1], ...options });
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
  await page.addInitScript(countShifts);
  if (prepare) await page.addInitScript(prepare);
  await page.goto(server.origin + path);
  return { page, seen, context };
}

/** Asserts that nothing was asked of another origin, no body was sent, and the browser complained of nothing. */
export function stayedHome({ urls, bodies, complaints }, origin) {
  const abroad = urls.filter((url) => !url.startsWith(origin) && !/^(blob|data):/.test(url));
  assert.deepEqual({ abroad, bodies, complaints }, { abroad: [], bodies: [], complaints: [] });
}

/** The step that is shown. */
export function stepOf(page) {
  return page.evaluate(() => document.querySelector("photo-precheck").step);
}

export async function arrived(page, step) {
  // The body is of the step's class once it is drawn.
  await page.locator(`.body.${step}`).waitFor({ timeout: 60_000 });
}

/** From the start to where a photo is chosen. */
export async function toChoose(page, school = "bjlg") {
  await arrived(page, "school");
  await page.fill("#query", school);
  await page.locator(".school-row").first().click();
  await arrived(page, "remind");
  await page.locator(".actions .primary").click();
  await arrived(page, "choose");
}

/** Chooses `file` and waits for the step after it. */
export async function choose(page, file, next = "frame") {
  await page.setInputFiles("#pick-album", file);
  await arrived(page, next);
}

/** To the reasons of `file`. */
export async function toReasons(page, file) {
  await toChoose(page);
  await choose(page, file);
  await page.locator(".actions .primary").click();
  await arrived(page, "reasons");
}

/** On from the reasons, whatever they are. */
export async function goOn(page) {
  const anyway = page.locator('[data-act="anyway"]');
  if (await anyway.count()) await anyway.click();
  else await page.locator(".actions .primary").click();
  await arrived(page, "confirm");
  await page.locator(".pair-large img").waitFor({ timeout: 60_000 });
}

/** A picture of the screen for whoever looks at `target/screens`. */
export async function shoot(page, name, fullPage = false) {
  await page.screenshot({ path: join(screens(), `${name}.png`), fullPage });
}

/** Asserts that axe finds nothing, of any level. */
export async function accessible(page, where, seen) {
  const { length } = seen.complaints;
  // By the browser's own protocol: the page's policy would refuse a script of ours.
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const results = await window.axe.run(document, { resultTypes: ["violations"] });
    return results.violations.map(
      ({ id, impact, nodes }) =>
        `${id} (${impact}): ${nodes.map((node) => `${JSON.stringify(node.target)} ${node.failureSummary}`).join("\n")}`,
    );
  });
  // The tool tries inline styles, which the policy refuses aloud.
  await page.waitForTimeout(50);
  seen.complaints.splice(length);
  assert.deepEqual(violations, [], where);
}

/** What moved by itself since the last call: shifts that no press has caused. */
export async function shifted(page) {
  const shifts = await page.evaluate(() => window.shifts.splice(0).filter(({ recent }) => !recent));
  return {
    sum: shifts.reduce((sum, { value }) => sum + value, 0),
    moved: shifts.map(({ moved, value }) => `${moved} ${value.toFixed(4)}`),
  };
}

/** Fingers, by the DevTools protocol. `paths`: for each finger its points; all go one step at a time. */
export async function touch(page, paths) {
  const client = await page.context().newCDPSession(page);
  const at = (step) => paths.map((path, id) => ({ x: path[step].x, y: path[step].y, id }));
  const send = (type, touchPoints) => client.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", at(0));
  for (let step = 1; step < paths[0].length; step++) await send("touchMove", at(step));
  await send("touchEnd", []);
  await client.detach();
}

/** `count` points from `from` to `to`, both ends among them. */
export function along(from, to, count = 8) {
  return Array.from({ length: count + 1 }, (_, at) => ({
    x: from.x + ((to.x - from.x) * at) / count,
    y: from.y + ((to.y - from.y) * at) / count,
  }));
}

export async function middleOf(page, selector) {
  const box = await page.locator(selector).boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A tap of one finger in the middle of what `selector` names. */
export async function tap(page, selector) {
  const point = await middleOf(page, selector);
  await touch(page, [[point]]);
}

/**
 * A portrait drawn `times` as large as the sample, with more wall around it: it fails, but can be framed. Drawn and not
 * enlarged, which would be a fault of its own.
 */
export async function withRoom(browser, times = 2, { turned = false } = {}) {
  const page = await browser.newPage();
  const base64 = await page.evaluate(
    async ({ bytes, turned }) => {
      const portrait = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
      const { width, height } = portrait;
      const canvas = Object.assign(document.createElement("canvas"), { width: 1.6 * width, height: 1.3 * height });
      const context = canvas.getContext("2d");
      // The wall goes on in the colour of its corner.
      context.drawImage(portrait, 0, 0, 1, 1, 0, 0, canvas.width, canvas.height);
      context.drawImage(portrait, (canvas.width - width) / 2, canvas.height - height, width, height);
      if (!turned) return canvas.toDataURL("image/jpeg", 0.92).split(",")[1];
      const lying = Object.assign(document.createElement("canvas"), { width: canvas.height, height: canvas.width });
      const turning = lying.getContext("2d");
      turning.translate(0, lying.height);
      turning.rotate(-Math.PI / 2);
      turning.drawImage(canvas, 0, 0);
      return lying.toDataURL("image/jpeg", 0.92).split(",")[1];
    },
    { bytes: [...readFileSync(samplePhoto(times))], turned },
  );
  await page.close();
  return { name: turned ? "lying.jpg" : "roomy.jpg", mimeType: "image/jpeg", buffer: Buffer.from(base64, "base64") };
}
