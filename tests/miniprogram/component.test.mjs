// The component in miniprogram-simulate, with the real engine behind it: a photo is chosen, moved and zoomed by touch, its
// verdict followed, confirmed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { brotliDecompressSync } from "node:zlib";
import { JSDOM } from "jsdom";
import { quarrel, nativeReports } from "../web/compare.mjs";
import { TARGET, drawnPhotos } from "../web/tools.mjs";

const LIB = join(TARGET, "package", "miniprogram");
const PROFILE = "bit-graduate-2020";
const WINDOW = { windowWidth: 375, windowHeight: 667 };

const written = {};
let simulate;
let library;
/** With room to crop. */
let photo;

before(() => {
  const { window } = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true });
  // What the simulator expects of a page.
  for (const name of ["window", "document", "Event", "CustomEvent", "Node", "Element", "HTMLElement", "getComputedStyle"]) {
    globalThis[name] = name === "window" ? window : window[name];
  }
  // The simulator's touches; jsdom's own constructor wants a browser's.
  globalThis.Touch = class {
    constructor(options) {
      Object.assign(this, options);
    }
  };
  globalThis.TouchEvent = class extends window.Event {
    constructor(name, { touches, changedTouches, ...options }) {
      super(name, options);
      Object.assign(this, { touches, changedTouches });
    }
  };
  const require = createRequire(import.meta.url);
  simulate = require("miniprogram-simulate");
  globalThis.wx = Object.assign(globalThis.wx || {}, {
    env: { USER_DATA_PATH: "wxfile://usr" },
    getWindowInfo: () => WINDOW,
    chooseMedia: ({ success }) => setTimeout(() => success({ tempFiles: [{ tempFilePath: photo }] }), 1),
    getFileSystemManager: () => ({
      readFile: ({ filePath, success }) => setTimeout(() => success({ data: new Uint8Array(readFileSync(filePath)).buffer }), 1),
      writeFile: ({ filePath, data, success }) => {
        written[filePath] = new Uint8Array(data);
        setTimeout(success, 1);
      },
    }),
    createWorker: undefined,
  });
  globalThis.WXWebAssembly = {
    instantiate: (path, imports) => WebAssembly.instantiate(brotliDecompressSync(readFileSync(path)), imports),
  };
  [, photo] = drawnPhotos();
  library = require(join(LIB, "index.js"));
  library.configure({ modulePath: join(LIB, "wasm"), modelsPath: join(TARGET, "package", "miniprogram-models") });
});

after(() => globalThis.window.close());

/** The component on a page, with what it told. */
function placed(properties = {}) {
  const component = simulate.render(simulate.load(join(LIB, "photo-precheck"), "photo-precheck", { compiler: "simulate" }), { profile: PROFILE, ...properties });
  const page = document.createElement("div");
  component.attach(page);
  const told = { verdict: [], confirm: [], failure: [] };
  for (const name of Object.keys(told)) component.addEventListener(name, ({ detail }) => told[name].push(detail));
  return { component, told, leave: () => component.detach(page) };
}

async function until(holds, what) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (holds()) return;
    await simulate.sleep(25);
  }
  assert.fail(`never: ${what}`);
}

/** Chooses the photo and waits for its first verdict. */
async function chosen(properties) {
  const shown = placed(properties);
  shown.component.querySelector(".main").dispatchEvent("tap");
  await until(() => shown.component.data.step === "frame" && shown.told.verdict.length > 0, "the photo is framed");
  return shown;
}

/** Fingers on the frame, in the window's pixels, from place to place; the last verdict. */
async function drag({ component, told }, places) {
  const frame = component.querySelector(".frame");
  const touches = (points) => points.map(([x, y]) => ({ x, y }));
  frame.dispatchEvent("touchstart", { touches: touches(places[0]) });
  for (const points of places.slice(1)) {
    frame.dispatchEvent("touchmove", { touches: touches(points) });
    await simulate.sleep(10);
  }
  frame.dispatchEvent("touchend", { touches: [] });
  const { crop } = component.instance;
  await until(() => JSON.stringify(told.verdict.at(-1).crop) === JSON.stringify(crop), "the last move is judged");
  return told.verdict.at(-1);
}

test("a photo is chosen, framed where it is suggested, and confirmed", async () => {
  const shown = await chosen();
  const { component, told } = shown;
  const { report, crop } = told.verdict.at(-1);
  const [native] = nativeReports([photo], PROFILE);
  assert.deepEqual(crop, native.suggested_crop);
  assert.equal(report.verdict, "pass", JSON.stringify(component.data.problems));
  assert.match(component.dom.querySelector(".verdict, [class*=verdict]").textContent, /合格/);
  const confirm = component.querySelectorAll(".main").at(-1);
  confirm.dispatchEvent("tap");
  await until(() => told.confirm.length === 1, "the photo is confirmed");
  const [made] = told.confirm;
  assert.deepEqual(written[made.path], new Uint8Array(made.bytes));
  assert.equal(made.report.verdict, "pass");
  assert.equal(made.report.photo.bytes, made.bytes.byteLength);
  assert.deepEqual(told.failure, []);
  shown.leave();
});

test("one finger moves the photo, and the verdict follows", async () => {
  const shown = await chosen();
  const { crop: before } = shown.told.verdict.at(-1);
  const { height } = shown.component.data.frame;
  // To the right and up: the frame goes to the left and down over the photo.
  const { crop, report } = await drag(shown, [[[180, 200]], [[190, 195]], [[220, 180]]]);
  const scale = before.height / height;
  assert.ok(Math.abs(before.x - crop.x - 40 * scale) <= 1.5, `${before.x} ${crop.x}`);
  assert.ok(Math.abs(crop.y - before.y - 20 * scale) <= 1.5, `${before.y} ${crop.y}`);
  assert.deepEqual([crop.width, crop.height], [before.width, before.height]);
  assert.equal(report.verdict, "fail");
  assert.ok(report.findings.some(({ check, verdict }) => check === "head-centred" && verdict === "fail"));
  assert.ok(shown.component.data.problems.some(({ check }) => check === "head-centred"));
  shown.leave();
});

test("two fingers zoom, and not beyond the photo or the school's pixels", async () => {
  const shown = await chosen();
  const { crop: before } = shown.told.verdict.at(-1);
  const closer = await drag(shown, [[[150, 200], [200, 200]], [[140, 200], [210, 200]]]);
  assert.ok(Math.abs(closer.crop.height - Math.max(640, before.height / 1.4)) <= 2, `${before.height} ${closer.crop.height}`);
  const closest = await drag(shown, [[[150, 200], [200, 200]], [[0, 200], [350, 200]]]);
  assert.equal(closest.crop.height, 640);
  const widest = await drag(shown, [[[0, 200], [350, 200]], [[170, 200], [180, 200]]]);
  const { width_px: width, height_px: height } = widest.report.photo;
  assert.ok(widest.crop.width === width || widest.crop.height === height, JSON.stringify(widest.crop));
  assert.ok(widest.crop.x >= 0 && widest.crop.x + widest.crop.width <= width);
  shown.leave();
});

test("the same crop has the command line's report", async () => {
  const precheck = await library.createPrecheck({ profile: PROFILE });
  const opened = await precheck.open(photo, { name: photo });
  assert.deepEqual(quarrel(nativeReports([photo], PROFILE)[0], await opened.report()), []);
  precheck.close();
});

test("strict: what fails cannot be confirmed; in English the words are English", async () => {
  const shown = await chosen({ strict: true, lang: "en" });
  await drag(shown, [[[180, 200]], [[260, 200]]]);
  assert.equal(shown.component.data.blocked, true);
  assert.match(shown.component.data.verdictWords, /^Not in order/);
  shown.leave();
});

test("a file that is no photo is told, and another can be chosen", async () => {
  const good = photo;
  photo = join(LIB, "package.json");
  const shown = placed();
  shown.component.querySelector(".main").dispatchEvent("tap");
  await until(() => shown.told.verdict.length > 0, "it is judged");
  assert.equal(shown.told.verdict.at(-1).report.verdict, "fail");
  assert.equal(shown.component.data.framed, false);
  photo = good;
  shown.component.querySelector(".side").dispatchEvent("tap");
  await until(() => shown.component.data.framed, "the other photo is framed");
  shown.leave();
});
