// The students' page case by case: what it says of faults, what it does with files, browsers and servers that differ.
// Over 400 lines because the cases are short and share one browser.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "./serve.mjs";
import { ROOT, WWW, launch, samplePhoto } from "./tools.mjs";
import {
  BASE,
  accessible,
  arrived,
  choose,
  goOn,
  middleOf,
  shoot,
  stayedHome,
  stepOf,
  toChoose,
  toReasons,
  visit as open,
  withRoom,
} from "./visit.mjs";

const NO_PHOTO = { name: "notes.jpg", mimeType: "image/jpeg", buffer: Buffer.from("these are words, not a photo") };

let browser;
let server;
let sample;
let roomy;
let lying;

before(async () => {
  sample = samplePhoto();
  server = await serve({ [BASE]: WWW });
  browser = await launch();
  roomy = await withRoom(browser);
  lying = await withRoom(browser, 2, { turned: true });
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

test("faults come first, with words, where, how much and what to do; a press marks them on the photo", async () => {
  const { page, context } = await visit();
  await toChoose(page);
  await choose(page, roomy);
  await page.locator(".stage").focus();
  for (let press = 0; press < 12; press++) await page.keyboard.press("-");
  await page.locator(".stage[data-kind=fail]").waitFor();
  await page.locator(".actions .primary").click();
  await arrived(page, "reasons");
  assert.equal(await page.locator(".verdict").first().getAttribute("data-verdict"), "fail");
  const fault = page.locator('.findings.fail [data-check="head-height"]');
  assert.equal(await fault.getAttribute("data-code"), "too-small");
  assert.match(
    (await fault.locator("p").allTextContents()).join("\n"),
    /头.*。\n实测 .*%，建议 .*% 至 .*%\n调整取景 请.*。/,
  );
  assert.match(await fault.locator(".gauge").getAttribute("aria-label"), /实测/);
  assert.equal(await page.locator(".marks .pen").count(), 0);
  const place = fault.locator(".link");
  await place.click();
  assert.equal(await place.getAttribute("aria-pressed"), "true");
  assert.equal(await page.locator(".marks .pen").count(), 2, "crown and chin");
  await shoot(page, "5-reasons-marked");
  await place.click();
  assert.equal(await page.locator(".marks .pen").count(), 0);
  const passed = page.locator('[data-check="one-face"]');
  assert.equal(await passed.isVisible(), false, "what is fine is folded away");
  await page.locator("details.card", { hasText: "已符合" }).locator("summary").click();
  assert.equal(await passed.isVisible(), true);
  await context.close();
});

test("every finding of the report is on the page, whatever checks there are", async () => {
  const { page, context } = await visit({ prepare: watchVerdicts });
  await toReasons(page, roomy);
  const [told, shown] = await page.evaluate(() => {
    const { findings } = window.verdicts[window.verdicts.length - 1].report;
    const list = document.querySelector("photo-precheck").shadowRoot.querySelectorAll(".finding");
    return [findings.map(({ check }) => check), [...list].map(({ dataset }) => dataset.check)];
  });
  assert.deepEqual(shown.slice().sort(), told.slice().sort());
  await context.close();
});

test("without models what cannot be measured is looked at, with drawings of good and bad", async () => {
  const { page, context } = await visit({
    path: `${BASE}`,
    prepare: () => document.addEventListener("DOMContentLoaded", () => {}),
  });
  await arrived(page, "school");
  await context.close();
  const files = await serve({ "/nothing/": join(ROOT, "tests", "web", "data"), [BASE]: WWW });
  const made = await open(browser, files, { path: "/blank.html" });
  await made.page.evaluate(async (base) => {
    const { createPrecheck } = await import(`${base}lib/precheck.js`);
    // The same engine for the same settings: one without models cannot be asked for by an attribute.
    window.plain = await createPrecheck({ modelsUrl: null });
    const photo = await window.plain.open(new Uint8Array([1]));
    window.report = await photo.report();
  }, BASE);
  const shown = await made.page.evaluate(async (base) => {
    const [{ look }, { STRINGS }] = await Promise.all([
      import(`${base}lib/ui/findings.js`),
      import(`${base}lib/ui/strings.js`),
    ]);
    const checks = await window.plain.checks();
    const app = { words: STRINGS.zh, lang: "zh", session: { checks: () => checks } };
    const open = window.report.findings.filter(({ verdict }) => verdict === "unmeasured");
    return open.map((finding) => {
      const node = look(finding, app);
      return { check: finding.check, drawn: node.querySelectorAll(".portrait").length, words: node.textContent.length };
    });
  }, BASE);
  const known = ["one-face", "whole-head", "background-plain"];
  for (const check of known) assert.equal(shown.find((one) => one.check === check).drawn, 2, check);
  assert.ok(shown.every(({ words }) => words > 8));
  await made.context.close();
  await files.close();
});

test("while it works the page says so, nothing moves, and a screen reader hears the verdict", async () => {
  const { page, context } = await visit();
  await toChoose(page);
  await page.evaluate(() => {
    const root = document.querySelector("photo-precheck").shadowRoot;
    const form = root.querySelector(".drop");
    window.steps = new Set();
    window.said = new Set();
    window.heights = new Set([form.offsetHeight]);
    new MutationObserver(() => {
      window.said.add(root.querySelector("[role=status]").textContent);
      if (!form.isConnected) return;
      window.steps.add(root.querySelector(".step-words").textContent);
      window.heights.add(form.offsetHeight);
    }).observe(root, { childList: true, subtree: true, attributes: true, characterData: true });
  });
  await choose(page, sample);
  const { steps, heights } = await page.evaluate(() => ({ steps: [...window.steps], heights: [...window.heights] }));
  assert.ok(steps.includes("正在找面部…") && steps.length > 3, steps.join());
  assert.equal(heights.length, 1, `heights of the form: ${heights.join()}`);
  const live = await page.textContent(".live");
  await page.waitForFunction((words) => window.said.has(words), live);
  await page.locator(".actions .primary").click();
  await arrived(page, "reasons");
  const title = await page.textContent(".verdict h2");
  const said = await page.evaluate(() => [...window.said]);
  assert.ok(said.includes("正在检查照片。") && said.some((words) => words.startsWith(title)), said.join(" | "));
  await context.close();
});

test("opening can be cancelled, and another photo chosen", async () => {
  const { page, seen, context } = await visit();
  await toChoose(page);
  const cancelled = await page.evaluate(() => {
    const host = document.querySelector("photo-precheck");
    const events = [];
    host.addEventListener("cancel", (event) => events.push(event.detail.step));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["words"], "second.jpg"));
    // In one step, before the engine can answer.
    host.dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
    host.shadowRoot.querySelector(".progress .button").click();
    return events;
  });
  assert.deepEqual(cancelled, ["choose"]);
  await page.waitForTimeout(500);
  assert.equal(await stepOf(page), "choose");
  assert.deepEqual([await page.isVisible(".progress"), await page.isVisible(".trouble")], [false, false]);
  await choose(page, sample);
  stayedHome(seen, server.origin);
  await context.close();
});

test("a photo may be dropped or pasted", async () => {
  for (const way of ["drop", "paste"]) {
    const { page, context } = await visit();
    await toChoose(page);
    await page.evaluate(
      ({ way, bytes }) => {
        const host = document.querySelector("photo-precheck");
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "pasted.jpg", { type: "image/jpeg" }));
        if (way === "drop")
          host.dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true, bubbles: true }));
        else document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
      },
      { way, bytes: [...readFileSync(sample)] },
    );
    await arrived(page, "frame");
    await context.close();
  }
});

test("a photo that lies on its side is turned, and framed then", async () => {
  const { page, context } = await visit({ prepare: watchVerdicts });
  await toChoose(page);
  await choose(page, lying);
  const size = () => page.locator("canvas.under").evaluate(({ width, height }) => width > height);
  assert.equal(await size(), true);
  await page.click('[data-tool="turn"]');
  await page.locator('[data-tool="place"]').waitFor();
  assert.equal(await size(), false);
  await page.click('[data-tool="place"]');
  await page.locator(".live:not(.fail)").waitFor();
  await page.locator(".actions .primary").click();
  await arrived(page, "reasons");
  await goOn(page);
  const made = await page.locator(".pair-large img").evaluate((image) => [image.naturalWidth, image.naturalHeight]);
  assert.deepEqual(made, [480, 640]);
  await shoot(page, "turned");
  await context.close();
});

test("the slider and the buttons do what fingers do", async () => {
  const { page, context } = await visit({ prepare: watchVerdicts });
  await toChoose(page);
  await choose(page, roomy);
  await settled(page);
  await page.locator("#zoom").fill("0");
  await settled(page);
  const widest = await lastCrop(page);
  await page.locator("#zoom").fill("200");
  await settled(page);
  const closest = await lastCrop(page);
  assert.equal(closest.height, 640, "no closer than the pixels that are asked for");
  assert.ok(widest === null || widest.height > closest.height);
  await page.locator(".nudges summary").click();
  const crops = [];
  for (const name of ["左移", "上移", "缩小"]) {
    await page.locator(`.nudges [aria-label="${name}"]`).click();
    await settled(page);
    crops.push(await lastCrop(page));
  }
  assert.ok(
    crops[0].x > closest.x && crops[1].y > crops[0].y && crops[2].height > crops[1].height,
    JSON.stringify(crops),
  );
  await page.mouse.move(...Object.values(await middleOf(page, ".stage")));
  await page.mouse.wheel(0, 400);
  await settled(page);
  assert.ok((await lastCrop(page)).height > crops[2].height, "the wheel goes back out");
  await context.close();
});

test("a file that is no photo is told at once, with the way on", async () => {
  const { page, seen, context } = await visit();
  await toChoose(page);
  await choose(page, NO_PHOTO, "reasons");
  assert.equal(await page.locator('.findings.fail [data-check="file-format"]').count(), 1);
  assert.ok(await page.isVisible(".no-preview"));
  await shoot(page, "no-photo");
  await page.locator(".actions .primary").click();
  await arrived(page, "choose");
  stayedHome(seen, server.origin);
  await context.close();
});

test("an AVIF is judged with the browser's own decoder", async () => {
  const { page, seen, context } = await visit();
  await toChoose(page);
  await page.setInputFiles("#pick-album", join(ROOT, "tests", "web", "data", "gradient.avif"));
  await page.locator(".body.frame, .body.reasons").waitFor();
  if ((await stepOf(page)) === "frame") await page.locator(".actions .primary").click();
  await arrived(page, "reasons");
  const codes = await page
    .locator(".findings.unmeasured .finding")
    .evaluateAll((all) => all.map(({ dataset }) => dataset.code));
  assert.ok(!codes.includes("no-pixels"), codes.join());
  stayedHome(seen, server.origin);
  await context.close();
});

test("a HEIC that the browser cannot open is told in words of its own", async () => {
  const { page, context } = await visit();
  await toChoose(page);
  const heic = Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from("ftypheic"),
    Buffer.from([0, 0, 0, 0]),
    Buffer.from("mif1heic"),
    Buffer.alloc(64),
  ]);
  await choose(page, { name: "IMG_0001.HEIC", mimeType: "image/heic", buffer: heic }, "reasons");
  assert.match(await page.textContent(".no-preview"), /HEIC.*JPG/);
  // Nothing can be made of it, so there is no way on but another photo.
  assert.equal(await page.locator('.finding.fail[data-code="unopened"]').count(), 1);
  assert.equal(await page.locator('[data-act="anyway"]').count(), 0);
  assert.equal((await page.textContent(".actions .primary")).trim(), "换一张照片");
  await context.close();
});

test("a picture that is still being made when the frame moves is not handed over for the new frame", async () => {
  const { page, context } = await visit();
  await toReasons(page, await withRoom(browser, 5));
  const same = await page.evaluate(async (base) => {
    const host = document.querySelector("photo-precheck");
    const root = host.shadowRoot;
    const until = (there) => new Promise((go) => (there() ? go() : setTimeout(() => go(until(there)), 5)));
    const at = (step) => until(() => root.querySelector(`.body.${step}`));
    const heard = (name) =>
      new Promise((go) => host.addEventListener(name, ({ detail }) => go(detail), { once: true }));
    const press = (...selectors) =>
      selectors
        .map((one) => root.querySelector(one))
        .find(Boolean)
        .click();
    const confirm = async () => {
      press('[data-act="anyway"]', ".actions .primary");
      await at("confirm");
    };
    await confirm();
    press(".back");
    await at("reasons");
    press(".back");
    await at("frame");
    const judged = heard("verdict");
    const nearer = [...root.querySelectorAll(".nudges button")].pop();
    for (let times = 0; times < 6; times += 1) nearer.click();
    await judged;
    press(".actions .primary");
    await at("reasons");
    await confirm();
    await until(() => root.querySelector(".pair-large img"));
    const saved = heard("save");
    const link = root.querySelector(".confirm-actions a");
    link.addEventListener("click", (event) => event.preventDefault());
    link.click();
    const { blob, crop, original, report } = await saved;
    const { createPrecheck } = await import(`${base}lib/precheck.js`);
    const photo = await (await createPrecheck({ profile: report.profile })).open(original);
    const bytes = async (file) => [...new Uint8Array(await file.arrayBuffer())].join();
    return (await bytes(blob)) === (await bytes((await photo.export({ crop })).blob));
  }, BASE);
  assert.ok(same, "the file is of the frame that was shown");
  await context.close();
});

test("Back goes one step back and keeps the photo", async () => {
  const { page, context } = await visit();
  await toReasons(page, roomy);
  await page.goBack();
  await arrived(page, "frame");
  await page.goBack();
  await arrived(page, "choose");
  await page.goForward();
  await arrived(page, "frame");
  await page.locator(".back").click();
  await arrived(page, "choose");
  await context.close();
});

test("models that cannot be fetched are told in human words, and trying again works", async () => {
  let down = true;
  const flaky = await serve({ [BASE]: WWW }, { refuse: (path) => down && path.startsWith(`${BASE}models/`) });
  try {
    const { page, seen, context } = await visit({}, flaky);
    await toChoose(page);
    await page.setInputFiles("#pick-album", sample);
    await page.locator(".trouble .button").waitFor({ timeout: 60_000 });
    assert.match(await page.textContent(".trouble"), /网络.*重试/);
    await accessible(page, "trouble", seen);
    await shoot(page, "trouble");
    down = false;
    await page.locator(".trouble .button").click();
    await arrived(page, "frame");
    assert.equal(await page.isVisible(".trouble"), false);
    await context.close();
  } finally {
    await flaky.close();
  }
});

test("an engine that stops while the photo is framed is told, and the photo opened anew", async () => {
  const keepWorkers = () => {
    const Given = window.Worker;
    window.workers = [];
    window.Worker = class extends Given {
      constructor(...args) {
        super(...args);
        window.workers.push(this);
      }
    };
  };
  const { page, context } = await visit({ prepare: keepWorkers });
  await toChoose(page);
  await choose(page, roomy);
  await page.waitForTimeout(300);
  // As the browser tells of a worker that it stopped for want of memory.
  await page.evaluate(() =>
    window.workers[0].dispatchEvent(new ErrorEvent("error", { message: "out of memory", cancelable: true })),
  );
  await page.click('[data-tool="place"]');
  await page.locator(".trouble .button").waitFor();
  assert.match(await page.textContent(".trouble"), /内存/);
  await page.locator(".trouble .button").click();
  await page.waitForFunction(() => window.workers.length === 2);
  await arrived(page, "frame");
  await page.locator('[data-tool="place"]').click();
  await page.locator(".actions .primary").click();
  await arrived(page, "reasons");
  await context.close();
});

test("the page's policy allows nothing from elsewhere and no inline or evaluated script or style", async () => {
  const { page, context } = await visit();
  const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval';/);
  assert.match(policy, /style-src 'self';/);
  assert.match(policy, /connect-src 'self';/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
  const refused = await page.evaluate(() =>
    fetch("https://example.org/").then(
      () => false,
      () => true,
    ),
  );
  assert.ok(refused);
  await context.close();
});

test("in WeChat the finished picture is one to press long, for a link saves nothing there", async () => {
  const userAgent =
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116 Mobile MicroMessenger/8.0.50";
  const { page, seen, context } = await visit({ userAgent });
  await toReasons(page, roomy);
  await goOn(page);
  assert.match(await page.locator(".pair-large img").getAttribute("src"), /^data:image\/jpeg/);
  assert.deepEqual(
    await page.locator(".pair-large img").evaluate((image) => [image.naturalWidth, image.naturalHeight]),
    [480, 640],
  );
  assert.equal(await page.locator("a[download]").count(), 0);
  assert.match(await page.textContent(".confirm-actions"), /长按/);
  stayedHome(seen, server.origin);
  await context.close();
});

test("what is framed is what is cut, also where it is the whole picture", async () => {
  const { page, context } = await visit({ prepare: watchVerdicts });
  await toChoose(page);
  await choose(page, sample);
  await settled(page);
  const crop = await lastCrop(page);
  assert.deepEqual(crop, { x: 0, y: 0, width: 480, height: 640, roll_deg: 0 });
  await context.close();
});

test("after one visit the page works when its server is gone", { timeout: 120_000 }, async () => {
  // The list is of the files as they are now; the build makes it too.
  execFileSync(process.execPath, [join(ROOT, "tests", "tools", "make_offline.mjs")]);
  const passing = await serve({ [BASE]: WWW });
  const { page, context } = await visit({}, passing);
  await toChoose(page);
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active.state !== "activated") await new Promise((resolve) => active.addEventListener("statechange", resolve));
  });
  await page.reload();
  await arrived(page, "school");
  await passing.close();
  await page.reload();
  await toChoose(page);
  await choose(page, sample);
  await context.close();
});
