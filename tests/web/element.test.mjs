// <photo-precheck> in a page of someone else's: one script tag, its own upload, its attributes, properties and events.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "./serve.mjs";
import { ROOT, WWW, launch, samplePhoto } from "./tools.mjs";
import { accessible, arrived, choose, goOn, shoot, stayedHome, stepOf, visit as open, withRoom } from "./visit.mjs";

const PAGE = "/school/apply/";

let browser;
let server;
let roomy;
let status = 201;
let uploads = [];

before(async () => {
  const mounts = { [PAGE]: join(ROOT, "tests", "web", "embed"), "/school/precheck/": WWW };
  server = await serve(mounts, {
    put(path, body) {
      if (status < 300) uploads.push({ path, body });
      return status;
    },
  });
  browser = await launch();
  roomy = await withRoom(browser);
});

after(async () => {
  if (browser) await browser.close();
  if (server) await server.close();
});

const visit = (options = {}) => {
  [status, uploads] = [201, []];
  return open(browser, server, { path: PAGE, ...options });
};

function listen() {
  window.heard = [];
  document.addEventListener("confirm", (event) => (window.size = event.detail.blob.size));
  for (const type of ["ready", "step", "verdict", "confirm", "done", "save", "cancel", "precheck-error", "language"]) {
    document.addEventListener(type, (event) =>
      window.heard.push({ type, keys: Object.keys(event.detail).sort(), step: event.detail.step }),
    );
  }
}
const heard = (page, type) => page.evaluate((wanted) => window.heard.filter((one) => one.type === wanted), type);

async function toConfirm(page) {
  await arrived(page, "choose");
  await choose(page, roomy);
  await page.locator(".actions .primary").click();
  await arrived(page, "reasons");
  await goOn(page);
}

test("an upload of the page's own gets the finished file, and nothing else is sent", async () => {
  const { page, seen, context } = await visit({ prepare: listen });
  await toConfirm(page);
  await shoot(page, "embedded-confirm");
  await accessible(page, "embedded", seen);
  assert.equal(await page.locator(".confirm-actions a").count(), 0, "no-save leaves the save button out");
  const accent = await page
    .locator('[data-act="submit"]')
    .evaluate((button) => getComputedStyle(button).backgroundColor);
  assert.equal(accent, "rgb(138, 21, 56)", "the page's own colour");
  await page.click('[data-act="submit"]');
  await page.locator(".confirm-actions .verdict.pass").waitFor();
  assert.deepEqual(
    uploads.map(({ path }) => path),
    ["/school/photos/roomy.jpg"],
  );
  const { body } = uploads[0];
  assert.deepEqual([body[0], body[1]], [0xff, 0xd8]);
  const told = await page.evaluate(() => window.size);
  assert.equal(body.length, told);
  assert.notDeepEqual(body, roomy.buffer, "the original stays at home");
  const keys = ["blob", "crop", "name", "notes", "original", "report", "unchanged"];
  assert.deepEqual(
    (await heard(page, "confirm")).map((one) => one.keys),
    [keys],
  );
  assert.deepEqual(
    (await heard(page, "done")).map((one) => one.keys),
    [keys],
  );
  assert.deepEqual(
    (await heard(page, "step")).map(({ step }) => step),
    ["choose", "frame", "reasons", "confirm"],
  );
  assert.ok((await heard(page, "verdict")).length > 0 && (await heard(page, "ready")).length > 0);
  const bodies = seen.bodies.filter((url) => !url.endsWith("/school/photos/roomy.jpg"));
  stayedHome({ ...seen, bodies }, server.origin);
  await context.close();
});

test("an upload that fails keeps the photo and is tried again; one under way can be cancelled", async () => {
  const { page, context } = await visit({ prepare: listen });
  await toConfirm(page);
  status = 500;
  await page.click('[data-act="submit"]');
  await page.locator(".confirm-actions .verdict.fail").waitFor();
  assert.equal(uploads.length, 0);
  await shoot(page, "embedded-failed");
  status = 201;
  await page.click('[data-act="submit"]');
  await page.locator(".confirm-actions .verdict.pass").waitFor();
  assert.equal(uploads.length, 1);
  await context.close();

  const second = await visit({ prepare: listen });
  await toConfirm(second.page);
  await second.page.evaluate(() => {
    const element = document.querySelector("photo-precheck");
    element.onConfirm = (detail, { signal, onProgress }) => {
      onProgress(0.5);
      return new Promise((resolve, reject) => signal.addEventListener("abort", () => reject(new Error("cancelled"))));
    };
  });
  await second.page.click('[data-act="submit"]');
  await second.page.locator('.confirm-actions progress[value="0.5"]').waitFor();
  // In another language the step would be drawn anew, and what is being sent be given up.
  assert.ok(await second.page.locator(".language").isDisabled());
  await second.page.click(".confirm-actions .progress .button");
  await second.page.locator('[data-act="submit"]').waitFor();
  assert.ok(await second.page.locator(".language").isEnabled());
  assert.deepEqual(
    (await heard(second.page, "cancel")).map(({ step }) => step),
    ["confirm"],
  );
  await second.context.close();
});

test("offline nothing is lost, and it is sent when the network is back", async () => {
  const { page, context } = await visit();
  await toConfirm(page);
  await context.setOffline(true);
  await page.click('[data-act="submit"]');
  await page.locator(".confirm-actions .verdict.fail").waitFor();
  assert.match(await page.textContent(".confirm-actions .verdict.fail"), /网络断开/);
  await context.setOffline(false);
  await page.locator(".confirm-actions .verdict.pass").waitFor();
  assert.equal(uploads.length, 1);
  await context.close();
});

test("attributes and properties may come late and change: a profile of one's own, the language, strict", async () => {
  const { page, context } = await visit();
  await arrived(page, "choose");
  await page.evaluate(() => {
    const element = document.querySelector("photo-precheck");
    element.profile = {
      id: "strict-school",
      base: "degree-photo",
      name: { zh: "严格学院", en: "Strict College" },
      picture: { width_px: 4800, height_px: 6400, source: "a test" },
    };
    element.setAttribute("strict", "");
  });
  await choose(page, roomy);
  await page.locator(".actions .primary").click();
  await arrived(page, "reasons");
  assert.equal(await page.locator('[data-check="pixel-size"]').getAttribute("class"), "finding fail");
  assert.equal(await page.locator('[data-act="anyway"]').count(), 0, "strict leaves no way on");
  await page.evaluate(() => document.querySelector("photo-precheck").setAttribute("lang", "en"));
  await page.locator("h3", { hasText: "To put right" }).waitFor();
  assert.equal(await stepOf(page), "reasons");
  await context.close();
});

test("where no valid file can be made the student is told why, and can choose another photo", async () => {
  const { page, context } = await visit();
  await arrived(page, "choose");
  await page.evaluate(() => {
    document.querySelector("photo-precheck").profile = {
      id: "tiny-file",
      base: "degree-photo",
      name: { zh: "小小学院", en: "Tiny College" },
      file: { min_bytes: 500, max_bytes: 2000, source: "a test" },
    };
  });
  await choose(page, roomy);
  await page.locator(".actions .primary").click();
  await arrived(page, "reasons");
  await page.locator(".actions .primary").click();
  await arrived(page, "confirm");
  await page.locator(".finished .verdict.fail").waitFor();
  await shoot(page, "embedded-cannot");
  assert.match(await page.textContent(".trouble"), /最低质量/);
  await page.locator(".confirm-actions .primary").click();
  await arrived(page, "choose");
  await context.close();
});

test("without a profile the student is asked, and finds the page's own schools by pinyin too", async () => {
  const { page, context } = await visit();
  await arrived(page, "choose");
  await page.evaluate(() => {
    const element = document.querySelector("photo-precheck");
    element.profiles = [
      {
        id: "own",
        base: "degree-photo",
        name: { zh: "试验大学", en: "Test University" },
        institution_code: "99999",
        pinyin: ["shi", "yan", "da", "xue"],
      },
    ];
    element.profile = null;
  });
  await arrived(page, "school");
  await page.fill("#query", "sydx");
  // 石油大学 has the same initials.
  assert.equal(await page.locator(".school-row").first().getAttribute("data-id"), "own");
  await page.locator(".school-row").first().click();
  await arrived(page, "choose");
  await choose(page, roomy);
  const { profile } = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const element = document.querySelector("photo-precheck");
        element.addEventListener("verdict", (event) => resolve(event.detail.report), { once: true });
        element.shadowRoot.querySelector('[data-tool="reset"]').click();
      }),
  );
  assert.equal(profile, "own");
  await context.close();
});

test("a profile that is not there is told, and an element may be moved, removed and made by script", async () => {
  const { page, context } = await visit();
  await page.evaluate(() => document.querySelector("photo-precheck").setAttribute("profile", "no-such-school"));
  await page.locator(".trouble:not([hidden])").waitFor();
  assert.match(await page.textContent(".trouble"), /没有这个学校/);
  const steps = await page.evaluate(async () => {
    const main = document.querySelector("main");
    const old = document.querySelector("photo-precheck");
    document.body.append(old);
    const moved = old.step;
    await null;
    old.remove();
    await null;
    const made = document.createElement("photo-precheck");
    made.setAttribute("skip", "remind");
    const before = made.step;
    main.append(made);
    return [moved, old.step, before, made.step];
  });
  assert.deepEqual(steps, ["choose", null, null, "school"]);
  await context.close();
});

test("a file handed in by the page is judged as if it were chosen", async () => {
  const { page, context } = await visit();
  await arrived(page, "choose");
  await page.evaluate(
    (bytes) => document.querySelector("photo-precheck").open(new File([new Uint8Array(bytes)], "handed.jpg")),
    [...readFileSync(samplePhoto())],
  );
  await arrived(page, "frame");
  await page.evaluate(() => document.querySelector("photo-precheck").reset());
  await arrived(page, "choose");
  await context.close();
});
