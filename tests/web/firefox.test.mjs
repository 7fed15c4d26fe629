// The main flow in Firefox ESR, driven by WebDriver BiDi: school, photo, frame, reasons, the finished file.

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import puppeteer from "puppeteer-core";
import { serve } from "./serve.mjs";
import { WWW, launch, screens } from "./tools.mjs";
import { BASE, withRoom } from "./visit.mjs";

const FIREFOX = [process.env.PRECHECK_FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"].find(
  (path) => path && existsSync(path),
);
const skip = FIREFOX ? false : "there is no Firefox here";
if (skip) console.error(`SKIPPED: ${skip}`);

let browser;
let server;
let photo;

before(async () => {
  if (skip) return;
  const drawer = await launch();
  const { name, buffer } = await withRoom(drawer);
  await drawer.close();
  photo = join(mkdtempSync(join(tmpdir(), "precheck-firefox-")), name);
  writeFileSync(photo, buffer);
  server = await serve({ [BASE]: WWW });
  browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    headless: true,
    // Nothing but this machine: every name goes to a proxy that is not there.
    extraPrefsFirefox: {
      "network.proxy.type": 1,
      "network.proxy.http": "127.0.0.1",
      "network.proxy.http_port": 9,
      "network.proxy.ssl": "127.0.0.1",
      "network.proxy.ssl_port": 9,
      "network.proxy.no_proxies_on": "127.0.0.1",
      "network.proxy.allow_hijacking_localhost": false,
    },
  });
});

after(async () => {
  if (browser) await browser.close();
  if (server) await server.close();
});

test("Firefox: from the school to the finished file", { skip, timeout: 180_000 }, async () => {
  const page = await browser.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.setViewport({ width: 390, height: 844 });
  await page.goto(server.origin + BASE);
  const inside = (selector) => `photo-precheck >>> ${selector}`;
  const press = async (selector) => (await page.waitForSelector(inside(selector))).click();
  // Asked for again and again: the driver's own waiting does not see what appears inside a shadow root.
  const arrived = (step) =>
    page.waitForFunction(
      (wanted) => document.querySelector("photo-precheck").shadowRoot.querySelector(`.body.${wanted}`),
      { timeout: 90_000, polling: 100 },
      step,
    );
  const look = (name) => page.screenshot({ path: join(screens(), `firefox-${name}.png`) });
  await arrived("school");
  await (await page.waitForSelector(inside("#query"))).type("beijing ligong");
  await press(".school-row");
  await arrived("remind");
  await look("2-remind");
  await press(".actions .primary");
  await arrived("choose");
  await look("3-choose");
  await (await page.$(inside("#pick-album"))).uploadFile(photo);
  await arrived("frame");
  await (await page.$(inside(".stage"))).focus();
  await page.keyboard.press("+");
  await page.waitForFunction(
    () => !document.querySelector("photo-precheck").shadowRoot.querySelector('[data-tool="undo"]').disabled,
    { polling: 100 },
  );
  await press('[data-tool="reset"]');
  await look("4-frame");
  await press(".actions .primary");
  await arrived("reasons");
  await look("5-reasons");
  const anyway = await page.$(inside('[data-act="anyway"]'));
  if (anyway) await anyway.click();
  else await press(".actions .primary");
  await arrived("confirm");
  await page.waitForFunction(
    () => document.querySelector("photo-precheck").shadowRoot.querySelector(".pair-large img"),
    { timeout: 90_000, polling: 100 },
  );
  await look("6-confirm");
  const made = await page.evaluate(() => {
    const image = document.querySelector("photo-precheck").shadowRoot.querySelector(".pair-large img");
    return [image.naturalWidth, image.naturalHeight];
  });
  assert.deepEqual(made, [480, 640]);
  assert.ok(server.requests.every(({ method }) => method === "GET"));
  assert.deepEqual(complaints, []);
});
