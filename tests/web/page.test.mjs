// The students' page in headless Chromium, from the school to the saved file: by touch, by keys, in English, on three
// screens. A picture of every step is left in target/screens.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "./serve.mjs";
import { WWW, launch, samplePhoto } from "./tools.mjs";
import {
  BASE,
  SIZES,
  accessible,
  along,
  arrived,
  choose,
  goOn,
  middleOf,
  shifted,
  shoot,
  stayedHome,
  stepOf,
  tap,
  touch,
  visit as open,
  withRoom,
} from "./visit.mjs";

let browser;
let server;
let sample;
let roomy;

before(async () => {
  sample = samplePhoto();
  server = await serve({ [BASE]: WWW });
  browser = await launch();
  roomy = await withRoom(browser);
});

after(async () => {
  if (browser) await browser.close();
  if (server) await server.close();
});

const visit = (options, from = server) => open(browser, from, options);

/** The frame's crop, from the last `verdict` event. */
function watchVerdicts() {
  window.verdicts = [];
  document.addEventListener("verdict", (event) => window.verdicts.push(event.detail));
}
const lastCrop = (page) => page.evaluate(() => window.verdicts[window.verdicts.length - 1].crop);
const settled = async (page) => {
  let before = -1;
  for (;;) {
    await page.waitForTimeout(150);
    const now = await page.evaluate(() => window.verdicts.length);
    if (now === before) return;
    before = now;
  }
};

for (const size of SIZES) {
  for (const colorScheme of ["light", "dark"]) {
    const lang = colorScheme === "dark" ? "en" : "zh";
    test(`every step at ${size.width} x ${size.height}, ${colorScheme}, ${lang}: accessible, nothing jumps`, async () => {
      const { page, seen, context } = await visit({
        viewport: size,
        colorScheme,
        hasTouch: size.width < 800,
        isMobile: size.width < 800,
      });
      const name = (step) => `${step}-${size.width}x${size.height}-${colorScheme}`;
      const look = async (step) => {
        await page.waitForTimeout(50);
        await shoot(page, name(step));
        await accessible(page, step, seen);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        assert.equal(wide, false, `${step}: nothing sticks out sideways`);
        const { sum, moved } = await shifted(page);
        // A tenth is what the web calls good (web.dev, Cumulative Layout Shift); here nothing at all may move that no
        // press has moved, but for rounding.
        assert.ok(sum < 0.005, `${step} moved by ${sum}: ${moved}`);
      };
      await arrived(page, "school");
      if (lang === "en") await page.click(".language");
      await look("1-school");
      await page.locator("#query").pressSequentially("beijing ligong");
      await look("1-school-found");
      await page.locator(".school-row").first().click();
      await arrived(page, "remind");
      await look("2-remind");
      await page.locator(".actions .primary").click();
      await arrived(page, "choose");
      await look("3-choose");
      await page.setInputFiles("#pick-album", roomy);
      await page.locator(".progress").waitFor();
      await shoot(page, name("3-progress"));
      await arrived(page, "frame");
      await look("4-frame");
      const shown = await page.locator(".actions .primary").boundingBox();
      assert.ok(shown.y + shown.height <= size.height + 1, "the way on is on the screen");
      await page.locator(".stage").focus();
      for (let press = 0; press < 12; press++) await page.keyboard.press("-");
      await page.locator(".stage[data-kind=fail]").waitFor();
      await look("4-frame-off");
      await page.locator(".actions .primary").click();
      await arrived(page, "reasons");
      await look("5-reasons");
      const title = await page.locator(".verdict h2").boundingBox();
      assert.ok(title.y >= 0 && title.y + title.height < size.height, "the verdict is on the screen");
      await page.locator("details.card").evaluateAll((all) => all.forEach((one) => (one.open = true)));
      await page.waitForTimeout(100);
      await shoot(page, name("5-reasons-all"), true);
      await accessible(page, "5-reasons-all", seen);
      await shifted(page);
      await page.locator(".actions .primary").click();
      await arrived(page, "frame");
      await page.click('[data-tool="place"]');
      await page.locator(".live:not(.fail)").waitFor();
      await page.locator(".actions .primary").click();
      await arrived(page, "reasons");
      await goOn(page);
      await look("6-confirm");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator(".confirm-actions .primary").click(),
      ]);
      assert.match(download.suggestedFilename(), /\.jpg$/);
      await look("7-saved");
      stayedHome(seen, server.origin);
      assert.ok(server.requests.every(({ method }) => method === "GET"));
      await context.close();
    });
  }
}

test("a whole run by touch: one finger moves, two zoom, a double tap goes nearer, undo goes back", async () => {
  const { page, seen, context } = await visit({
    viewport: SIZES[0],
    hasTouch: true,
    isMobile: true,
    prepare: watchVerdicts,
  });
  await arrived(page, "school");
  await tap(page, ".schools li:nth-child(1) .school-row");
  await arrived(page, "remind");
  await tap(page, ".actions .primary");
  await arrived(page, "choose");
  const chooser = page.waitForEvent("filechooser");
  // A turn of the wire, so that the browser waits for it too.
  await page.evaluate(() => 0);
  await tap(page, "label[for=pick-album]");
  await (await chooser).setFiles(roomy);
  await arrived(page, "frame");
  await settled(page);
  const middle = await middleOf(page, ".stage");
  const start = await lastCrop(page);

  await touch(page, [along(middle, { x: middle.x + 40, y: middle.y + 10 })]);
  await settled(page);
  const moved = await lastCrop(page);
  // The photo follows the finger: the crop goes the other way.
  assert.ok(moved.x < start.x && moved.y < start.y, JSON.stringify({ start, moved }));
  assert.deepEqual([moved.width, moved.height], [start.width, start.height]);

  const [left, right] = [
    { x: middle.x - 30, y: middle.y },
    { x: middle.x + 30, y: middle.y },
  ];
  await touch(page, [along(left, { x: left.x + 15, y: left.y }), along(right, { x: right.x - 15, y: right.y })]);
  await settled(page);
  const pinched = await lastCrop(page);
  // Fingers half as far apart show twice as much, or all there is.
  assert.ok(pinched.height > moved.height * 1.2, JSON.stringify({ moved, pinched }));

  const turned = (degrees) => ({ x: middle.x + 60 * Math.cos(degrees), y: middle.y + 60 * Math.sin(degrees) });
  const arc = Array.from({ length: 9 }, (_, at) => turned((at * 6 * Math.PI) / 180 / 8));
  await touch(page, [arc.map(({ x, y }) => ({ x: 2 * middle.x - x, y: 2 * middle.y - y })), arc]);
  await settled(page);
  const rolled = await lastCrop(page);
  assert.ok(rolled.roll_deg < -4 && rolled.roll_deg > -8, `two fingers turned by 6 degrees: ${rolled.roll_deg}`);

  await page.tap('[data-tool="undo"]');
  await settled(page);
  assert.deepEqual(await lastCrop(page), pinched);
  await touch(page, [[middle]]);
  await touch(page, [[middle]]);
  await settled(page);
  assert.ok((await lastCrop(page)).height < pinched.height, "a double tap goes nearer");

  await page.tap('[data-tool="place"]');
  await page.locator(".live:not(.fail)").waitFor();
  await tap(page, ".actions .primary");
  await arrived(page, "reasons");
  await page
    .locator(".button", { hasText: /确认照片|仍要继续/ })
    .last()
    .tap();
  await arrived(page, "confirm");
  await page.locator(".pair-large img").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), tap(page, ".confirm-actions .primary")]);
  const bytes = readFileSync(await download.path());
  assert.deepEqual([bytes[0], bytes[1]], [0xff, 0xd8], "a JPEG was saved");
  stayedHome(seen, server.origin);
  await context.close();
});

test("a whole run by keys alone, the focus in order and always seen", async () => {
  const { page, seen, context } = await visit({ prepare: watchVerdicts });
  const focus = () =>
    page.evaluate(() => {
      const { activeElement } = document.querySelector("photo-precheck").shadowRoot;
      if (!activeElement) return "none";
      const box =
        activeElement.nextElementSibling && activeElement.type === "file"
          ? activeElement.nextElementSibling
          : activeElement;
      const seen = getComputedStyle(box).outlineStyle !== "none" || activeElement.tagName === "H2";
      return `${activeElement.id || activeElement.dataset.tool || activeElement.className}${seen ? "" : " UNSEEN"}`;
    });
  const walk = async (count) => {
    const met = [];
    for (let at = 0; at < count; at++) {
      await page.keyboard.press("Tab");
      met.push(await focus());
    }
    return met;
  };
  await arrived(page, "school");
  assert.deepEqual(await walk(3), ["language", "query", "school-row"]);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.type("zikao");
  await page.keyboard.press("Enter");
  await arrived(page, "remind");
  assert.equal(
    await page.evaluate(() => document.querySelector("photo-precheck").shadowRoot.activeElement.tagName),
    "H2",
  );
  assert.deepEqual(await walk(1), ["button primary"]);
  await page.keyboard.press("Enter");
  await arrived(page, "choose");
  assert.deepEqual(await walk(1), ["pick-album"]);
  const chooser = page.waitForEvent("filechooser");
  // A turn of the wire, so that the browser waits for it too.
  await page.evaluate(() => 0);
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(roomy);
  await arrived(page, "frame");
  await settled(page);
  assert.deepEqual(await walk(1), ["stage"]);
  const start = await lastCrop(page);
  const after = async (key) => {
    await page.keyboard.press(key);
    await settled(page);
    return lastCrop(page);
  };
  assert.ok((await after("ArrowRight")).x < start.x, "the photo goes right");
  // The suggested frame ends with the photo: down first.
  const down = await after("ArrowDown");
  assert.ok(down.y < start.y, "the photo goes down");
  assert.ok((await after("ArrowUp")).y > down.y, "the photo goes up");
  const near = await after("+");
  assert.ok(near.height < start.height);
  assert.ok((await after("-")).height > near.height);
  assert.equal((await after("]")).roll_deg, -0.5);
  assert.equal((await after("[")).roll_deg, 0);
  await after("z");
  assert.equal((await lastCrop(page)).roll_deg, -0.5, "Z undoes");
  assert.deepEqual(await after("0"), start);
  assert.deepEqual(await walk(6), ["zoom", "place", "undo", "reset", "turn", ""]);
  assert.deepEqual(await walk(1), ["button primary"]);
  await page.keyboard.press("Enter");
  await arrived(page, "reasons");
  while (!(await focus()).includes("primary")) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator(".body.confirm, .body.choose, .body.frame").waitFor();
  assert.equal(await stepOf(page), "confirm");
  await page.locator(".pair-large img").waitFor();
  while (!(await focus()).includes("primary")) await page.keyboard.press("Tab");
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.match(download.suggestedFilename(), /roomy\.jpg/);
  stayedHome(seen, server.origin);
  await context.close();
});

test("one press makes every step English, and the page with it", async () => {
  const { page, seen, context } = await visit();
  await arrived(page, "school");
  await page.click(".language");
  const chinese = async (step) => {
    const text = await page.evaluate(() => {
      const copy = document.querySelector("photo-precheck").shadowRoot.cloneNode
        ? [...document.querySelector("photo-precheck").shadowRoot.querySelectorAll(".shell *")]
            .filter((one) => one.children.length === 0 && !one.closest(".language"))
            .map((one) => one.textContent + (one.getAttribute("aria-label") || ""))
            .join(" ")
        : "";
      return copy + document.title + document.querySelector("h1").textContent;
    });
    assert.doesNotMatch(text, /[\u4e00-\u9fff]/, `${step} has no Chinese left`);
  };
  await chinese("school");
  assert.equal(await page.getAttribute("html", "lang"), "en");
  await page.fill("#query", "bit");
  await page.locator(".school-row").first().click();
  await arrived(page, "remind");
  await chinese("remind");
  await page.locator(".actions .primary").click();
  await arrived(page, "choose");
  await chinese("choose");
  await choose(page, roomy);
  await chinese("frame");
  await page.locator(".actions .primary").click();
  await arrived(page, "reasons");
  await page.locator("details.card").evaluateAll((all) => all.forEach((one) => (one.open = true)));
  await page.locator("dl.facts").waitFor();
  await chinese("reasons");
  await goOn(page);
  await chinese("confirm");
  stayedHome(seen, server.origin);
  await context.close();
});
