// The live camera in headless Chromium, which is shown a film of the drawn portrait instead of a lens.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "./serve.mjs";
import { WWW, launch, samplePhoto } from "./tools.mjs";
import { BASE, accessible, arrived, choose, shoot, stayedHome, stepOf, toChoose, visit as open } from "./visit.mjs";

let server;
let browsers = [];

before(async () => {
  server = await serve({ [BASE]: WWW });
});

after(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  if (server) await server.close();
});

/** A browser whose camera shows `drawn(context, portrait)` on 1280 x 720. */
async function filming(drawn, more = ["--use-fake-ui-for-media-stream"]) {
  const drawer = await launch();
  const page = await drawer.newPage();
  const base64 = await page.evaluate(
    async ({ bytes, drawn }) => {
      const portrait = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
      const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
      const context = canvas.getContext("2d");
      context.drawImage(portrait, 0, 0, 1, 1, 0, 0, 1280, 720);
      new Function("context", "portrait", drawn)(context, portrait);
      return canvas.toDataURL("image/jpeg", 0.95).split(",")[1];
    },
    { bytes: [...readFileSync(samplePhoto())], drawn },
  );
  await drawer.close();
  // A film of motion JPEG is its pictures one after the other.
  const film = join(mkdtempSync(join(tmpdir(), "precheck-film-")), "film.mjpeg");
  writeFileSync(film, Buffer.concat(Array(30).fill(Buffer.from(base64, "base64"))));
  const browser = await launch([
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${film}`,
    ...more,
  ]);
  browsers.push(browser);
  return browser;
}

const WELL = "context.drawImage(portrait, 370, 0, 540, 720)";
const FAR = "context.drawImage(portrait, 520, 400, 240, 320)";

async function film(browser, { school = "zikao", ...options } = {}) {
  const visited = await open(browser, server, options);
  await toChoose(visited.page, school);
  await visited.page.click("[data-live]");
  await arrived(visited.page, "camera");
  return visited;
}

test("someone too far away is told to come nearer, and the shutter never comes by itself", async () => {
  const { page, seen, context } = await film(await filming(FAR));
  await page.locator(".live.fail", { hasText: "请靠近一点" }).waitFor({ timeout: 30_000 });
  await accessible(page, "camera", seen);
  await shoot(page, "3-camera-far");
  await page.locator("#auto").check();
  await page.waitForTimeout(3000);
  assert.equal(await stepOf(page), "camera");
  await page.locator('[data-act="shutter"]').click();
  await arrived(page, "frame");
  stayedHome(seen, server.origin);
  await context.close();
});

test("all well: said so, and only with consent taken after a count", async () => {
  const { page, context } = await film(await filming(WELL));
  await page.locator(".live.pass").waitFor({ timeout: 30_000 });
  await shoot(page, "3-camera-well");
  await page.waitForTimeout(4500);
  assert.equal(await stepOf(page), "camera", "never without consent");
  await page.locator("#auto").check();
  await page.locator(".count-down:not([hidden])").waitFor();
  await arrived(page, "frame");
  await context.close();
});

test("its photo counts as the original where a school demands that", async () => {
  const { page, context } = await film(await filming(WELL), { school: "cueb" });
  await page.evaluate(() => {
    const judged = (window.judged = []);
    document.querySelector("photo-precheck").addEventListener("verdict", ({ detail }) => judged.push(detail.report));
  });
  await page.locator(".live.pass").waitFor({ timeout: 30_000 });
  await page.locator('[data-act="shutter"]').click();
  await arrived(page, "frame");
  const { profile, found } = await page.evaluate(() => ({
    profile: window.judged[0].profile,
    found: window.judged[0].findings.find(({ check }) => check === "original-file"),
  }));
  assert.deepEqual([profile, found.verdict], ["cueb-2022", "pass"]);
  await context.close();
});

test("a camera that comes late, when another was asked for or the step is left, is switched off", async () => {
  const late = () => {
    window.tracks = [];
    const canvas = document.createElement("canvas");
    navigator.mediaDevices.enumerateDevices = async () => [{ kind: "videoinput" }, { kind: "videoinput" }];
    navigator.mediaDevices.getUserMedia = async () => {
      await new Promise((come) => setTimeout(come, 300));
      canvas.getContext("2d").fillRect(0, 0, 300, 150);
      const stream = canvas.captureStream(5);
      window.tracks.push(...stream.getTracks());
      return stream;
    };
  };
  const { page, context } = await film(await filming(WELL), { prepare: late });
  const live = () => page.evaluate(() => window.tracks.filter(({ readyState }) => readyState === "live").length);
  const come = (count) => page.waitForFunction((count) => window.tracks.length === count, count);
  const flip = page.locator(".controls > button.plain");
  await flip.waitFor();
  await flip.click();
  await flip.click();
  await come(3);
  assert.equal(await live(), 1);
  await flip.click();
  await page.goBack();
  await arrived(page, "choose");
  await come(4);
  await page.waitForTimeout(100);
  assert.equal(await live(), 0);
  await context.close();
});

test("a camera that is refused is told, with the other ways, which work", async () => {
  const { page, context } = await film(await filming(WELL, []));
  await page.locator(".live.fail").waitFor({ timeout: 30_000 });
  assert.match(await page.textContent(".live"), /许可|没有可用的摄像头/);
  await page.locator(".actions .button").first().click();
  await arrived(page, "choose");
  await choose(page, samplePhoto());
  await context.close();
});
