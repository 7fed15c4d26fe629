// The page for a mini-program's web-view, in Chromium with the mini-program stubbed: a whole run, and uploads over a line
// that breaks at random points.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { serve } from "../web/serve.mjs";
import { WWW, drawnPhotos, launch } from "../web/tools.mjs";
import { arrived, choose, goOn, visit } from "../web/visit.mjs";
import { createHost } from "./host.mjs";

const TOKEN = "one-time_token.7";
const PAGE = "/www/webview/index.html";
const UPLOADS = "/www/webview/upload/";
const PROFILE = "bit-graduate-2020";
const BREAKS = 20;

let browser;
/** With room to crop: a file is made of it. */
let photo;

before(async () => {
  browser = await launch();
  photo = drawnPhotos()[1];
});

after(() => browser && browser.close());

/** What the mini-program hears, kept over the page's end. */
function stubMiniProgram() {
  window.__wxjs_environment = "miniprogram";
  window.heard = [];
  window.wx = {
    miniProgram: {
      postMessage: (message) => window.heard.push(["postMessage", message]),
      navigateBack: (options) => window.heard.push(["navigateBack", options]),
    },
  };
}

async function opened(t, host, { search = `?profile=${PROFILE}&token=${TOKEN}`, prepare = stubMiniProgram, more = () => false } = {}) {
  const server = await serve({ "/www/": WWW }, { answer: (...asked) => more(...asked) || host.answer(...asked) });
  const { page, seen, context } = await visit(browser, server, { path: PAGE + search, prepare });
  t.after(async () => {
    await context.close();
    await server.close();
  });
  return { page, seen, server };
}

/** From the page's start to the confirmed photo's step. */
async function toConfirm(page, file = photo) {
  await arrived(page, "remind");
  await page.locator(".actions .primary").click();
  await arrived(page, "choose");
  await choose(page, file);
  await page.locator(".actions .primary").click();
  await arrived(page, "reasons");
  await goOn(page);
}

const heard = (page) => page.evaluate(() => window.heard);
const backAgain = (page) => page.waitForFunction(() => window.heard.some(([what]) => what === "navigateBack"), null, { timeout: 100_000 });

test(`a whole run, its upload broken ${BREAKS} times at random points, loses nothing and stores the photo once`, async (t) => {
  const host = createHost(UPLOADS, { token: TOKEN, breaks: BREAKS, every: true, seed: 7 });
  const { page, server } = await opened(t, host);
  await toConfirm(page);
  await page.locator('[data-act="submit"]').click();
  // What is left of the breaks would hit the one answer that is the last; then the student presses again.
  const retry = async () => {
    while (!(await page.evaluate(() => window.heard.length))) {
      const failed = page.locator(".verdict.fail");
      if (await failed.count()) await page.locator('[data-act="submit"]').click();
      await page.waitForTimeout(200);
    }
  };
  await Promise.all([backAgain(page), retry()]);
  assert.equal(host.broken, BREAKS);
  assert.equal(host.photos.size, 1);
  const [[sha256, stored]] = host.photos;
  assert.equal(stored.stored, 1);
  assert.equal(createHash("sha256").update(stored.bytes).digest("hex"), sha256);
  const [[first, { data }], [second, { delta }], ...more] = await heard(page);
  assert.deepEqual([first, second, delta, more], ["postMessage", "navigateBack", 1, []]);
  assert.deepEqual(Object.keys(data), ["token", "verdict", "profile", "sha256", "bytes"]);
  assert.deepEqual([data.token, data.verdict, data.profile, data.sha256, data.bytes], [TOKEN, "pass", PROFILE, sha256, stored.bytes.length]);
  assert.ok(new URL(page.url()).searchParams.get("token") === null, "the token is not left in the address");
  assert.ok(server.requests.every(({ path }) => path.startsWith("/www/")));
});

test("twenty photos, each broken at its own random point, are each stored once, and sending again stores nothing", async (t) => {
  const host = createHost(UPLOADS, { token: TOKEN, breaks: BREAKS, seed: 3 });
  const { page } = await opened(t, host);
  const sent = await page.evaluate(
    async ({ to, token, count }) => {
      const { upload } = await import("/www/webview/upload.js");
      const names = [];
      for (let number = 0; number < count; number += 1) {
        const bytes = new Uint8Array(1000 + 17_000 * number).map((_, index) => (index * 31 + number * 7 + (index >> 8)) & 255);
        const shares = [];
        const { sha256 } = await upload(new Blob([bytes]), { to, token, onProgress: (share) => shares.push(share) });
        const again = await upload(new Blob([bytes]), { to, token });
        names.push([sha256, again.sha256, bytes.length, shares[shares.length - 1]]);
      }
      return names;
    },
    { to: UPLOADS, token: TOKEN, count: 20 },
  );
  assert.equal(host.broken, BREAKS);
  assert.equal(host.photos.size, 20);
  for (const [sha256, again, size, share] of sent) {
    const { bytes, stored } = host.photos.get(sha256);
    assert.deepEqual([again, share, bytes.length, stored], [sha256, 1, size, 1]);
  }
});

test("a spoilt photo is sent again; what the server refuses is told, and nothing is sent elsewhere", async (t) => {
  const host = createHost(UPLOADS, { token: TOKEN });
  host.spoil = 1;
  const { page } = await opened(t, host);
  const codes = await page.evaluate(
    async ({ to, token }) => {
      const { upload } = await import("/www/webview/upload.js");
      const blob = new Blob(["some bytes"]);
      const code = (promise) => promise.then(() => "no error", (error) => error.code);
      const stopped = new AbortController();
      stopped.abort();
      return [
        await code(upload(blob, { to, token })),
        await code(upload(blob, { to, token: "another" })),
        await code(upload(blob, { to: "https://elsewhere.example/", token })),
        await code(upload(new Blob(["more"]), { to, token, signal: stopped.signal })),
      ];
    },
    { to: UPLOADS, token: TOKEN },
  );
  assert.deepEqual(codes, ["no error", "refused", "refused", "aborted"]);
  assert.equal(host.photos.size, 1);
});

test("without a network it waits, and goes on when there is one", async (t) => {
  const host = createHost(UPLOADS, { token: TOKEN });
  const { page } = await opened(t, host);
  await page.context().setOffline(true);
  const sending = page.evaluate(
    async ({ to, token }) => {
      const { upload } = await import("/www/webview/upload.js");
      return upload(new Blob(["some bytes"]), { to, token });
    },
    { to: UPLOADS, token: TOKEN },
  ).catch((error) => error);
  await page.waitForTimeout(300);
  assert.equal(host.photos.size, 0);
  await page.context().setOffline(false);
  assert.equal((await sending).size, 10);
});

test("outside a mini-program the photo is sent all the same; without a token it is the student's to save", async (t) => {
  const host = createHost(UPLOADS, { token: TOKEN });
  const out = await opened(t, host, { prepare: () => {} });
  await toConfirm(out.page);
  await out.page.locator('[data-act="submit"]').click();
  await out.page.locator('.verdict.pass[tabindex="-1"]').waitFor();
  assert.equal([...host.photos.values()].filter(({ stored }) => stored === 1).length, 1);
  const alone = await opened(t, host, { search: `?profile=${PROFILE}`, prepare: () => {} });
  await toConfirm(alone.page);
  assert.equal(await alone.page.locator('[data-act="submit"]').count(), 0);
});

test("WeChat's own script is loaded from beside the page, and only in a mini-program", async (t) => {
  const host = createHost(UPLOADS, { token: TOKEN });
  const script = `window.wx = { miniProgram: { postMessage: (m) => window.heard.push(["postMessage", m]), navigateBack: (o) => window.heard.push(["navigateBack", o]) } };`;
  const more = (path, request, response) => path.endsWith("/jweixin.js") && Boolean(response.writeHead(200, { "content-type": "text/javascript" }).end(script));
  const prepare = () => {
    window.__wxjs_environment = "miniprogram";
    window.heard = [];
  };
  const { page } = await opened(t, host, { prepare, more });
  await toConfirm(page);
  await page.locator('[data-act="submit"]').click();
  await backAgain(page);
  assert.equal((await heard(page)).length, 2);
});

test("what stands in the address is taken only where it is plain", async (t) => {
  const host = createHost(UPLOADS, { token: TOKEN });
  const { page, seen } = await opened(t, host, { search: `?profile=${encodeURIComponent("<b>学校</b>")}&token=${encodeURIComponent("a b")}&lang=en` });
  await arrived(page, "school");
  assert.equal(await page.evaluate(() => document.querySelector("photo-precheck").hasAttribute("standalone")), true);
  assert.equal(await page.evaluate(() => document.querySelector("photo-precheck").getAttribute("lang")), "en");
  assert.deepEqual(seen.complaints, []);
});
