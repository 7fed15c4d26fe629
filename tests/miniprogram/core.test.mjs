// The mini-program's library in an emulated runtime: opens, judges and exports photos with the reports of the command
// line; in a worker, and on the page's thread where there is none.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import vm from "node:vm";
import { CLI, nativeReports, quarrel, quarrelOfVerdicts } from "../web/compare.mjs";
import { MODELS, SHARED, TARGET, drawnPhotos, tenLabelled } from "../web/tools.mjs";
import { startRuntime } from "./runtime.mjs";

const APP = join(TARGET, "miniprogram", "app");
const PROFILE = "bit-graduate-2020";
const PATHS = { modulePath: "photo-precheck-wasm", modelsPath: "precheck/models", workerPath: "workers/photo-precheck.js" };

let photos;
let native;

before(() => {
  photos = [...drawnPhotos(), ...tenLabelled()];
  native = nativeReports(photos, PROFILE);
});

/** What `body`, the text of a function, answers to `given` inside the runtime. It sees `library`. */
async function inside(runtime, body, given = {}) {
  runtime.context.library = runtime.require("precheck/photo-precheck/index.js");
  runtime.context.given = JSON.stringify(given);
  const answer = await vm.runInContext(`(${body})(library, JSON.parse(given)).then((value) => JSON.stringify(value))`, runtime.context);
  return answer === undefined ? undefined : JSON.parse(answer);
}

/** Judges and exports each photo, one after the other. */
const judgeAll = async ({ createPrecheck }, { paths, options }) => {
  const precheck = await createPrecheck(options);
  const answers = [];
  for (const path of paths) {
    const photo = await precheck.open(path, { name: path });
    const report = await photo.report();
    const made = await photo.export().then(
      ({ bytes, ...told }) => Object.assign(told, { size: bytes.byteLength }),
      ({ code, reason, words }) => ({ code, reason, words }),
    );
    photo.close();
    answers.push({ report, made });
  }
  precheck.close();
  return answers;
};

/** The runtime with all photos on its phone, and what it makes of them. */
async function judged(options) {
  const files = Object.fromEntries(photos.map((path) => [path, readFileSync(path)]));
  const runtime = startRuntime(APP, { ...options, files });
  const answers = await inside(runtime, judgeAll, { paths: photos, options: { ...PATHS, profile: PROFILE } });
  return { runtime, answers };
}

function assertAsNative(answers, differences = quarrel) {
  const quarrels = answers.flatMap(({ report }, index) => differences(native[index], report).map((what) => `${photos[index]}: ${what}`));
  assert.deepEqual(quarrels, []);
}

test("the runtime has nothing of the web and no BigInt", () => {
  const { context } = startRuntime(APP);
  const names = ["TextEncoder", "TextDecoder", "fetch", "URL", "Blob", "performance", "crypto", "WebAssembly", "FinalizationRegistry"]
    .concat(["WeakRef", "BigInt", "window", "document", "self", "atob", "queueMicrotask", "structuredClone", "Worker", "process"]);
  assert.deepEqual(names.filter((name) => vm.runInContext(`typeof ${name}`, context) !== "undefined"), []);
  assert.throws(() => vm.runInContext("new Function('return 1')", context), /Code generation/);
});

test("in a worker, photos are judged and exported as by the command line", async (t) => {
  if (!SHARED) t.diagnostic("../shared/photos is absent: drawn photos only");
  const { runtime, answers } = await judged({});
  assert.equal(answers.length, SHARED ? 20 : 10);
  assert.equal(runtime.log.workers, 1);
  assert.deepEqual(runtime.log.instantiated, ["photo-precheck-wasm/photo_precheck_simd.wasm.br"]);
  assertAsNative(answers);
  assertExported(answers);
});

test("without workers and SIMD, on old iOS, it is the same on the page's thread", async () => {
  const { runtime, answers } = await judged({ workers: "absent", simd: false, slash: "leading" });
  assert.deepEqual(runtime.log.instantiated, ["/photo-precheck-wasm/photo_precheck.wasm.br"]);
  assertAsNative(answers, quarrelOfVerdicts);
});

test("on the page's thread, others have a moment after each part", async () => {
  const runtime = startRuntime(APP, { workers: "absent", files: { "a.jpg": readFileSync(photos[0]) } });
  const moments = async ({ createPrecheck }, { options }) => {
    const precheck = await createPrecheck(options);
    let ticks = 0;
    let timer = null;
    const tick = () => {
      ticks += 1;
      timer = setTimeout(tick, 0);
    };
    tick();
    const told = [];
    await precheck.open("a.jpg", { onProgress: ({ part }) => part && told.push([part, ticks]) });
    clearTimeout(timer);
    precheck.close();
    return told;
  };
  const told = await inside(runtime, moments, { options: PATHS });
  assert.deepEqual(told.map(([part]) => part), ["read", "decoded", "framed", "segmented", "found", "measured"]);
  // Reading and decoding are one part.
  for (let index = 2; index < told.length; index += 1) assert.ok(told[index][1] > told[index - 1][1], JSON.stringify(told));
});

test("on one thread a second engine starts after the first was closed, and beside it", async () => {
  const runtime = startRuntime(APP, { workers: "absent", files: { "a.jpg": readFileSync(photos[0]) } });
  const twice = async ({ createPrecheck }, { options }) => {
    const reports = [];
    const first = await createPrecheck(options);
    const photo = await first.open("a.jpg");
    const other = await createPrecheck(Object.assign({}, options, { workerPath: "elsewhere" }));
    reports.push(await (await other.open("a.jpg")).report(), await photo.report());
    first.close();
    other.close();
    const third = await createPrecheck(options);
    reports.push(await (await third.open("a.jpg")).report());
    third.close();
    return reports.map((report) => JSON.stringify(report));
  };
  const reports = await inside(runtime, twice, { options: PATHS });
  assert.equal(new Set(reports).size, 1);
  assert.equal(runtime.log.instantiated.length, 3);
});

for (const workers of ["silent", "bare"]) {
  test(`a worker that is ${workers} is made up for on the page's thread`, async () => {
    const runtime = startRuntime(APP, { workers, files: { "a.jpg": readFileSync(photos[0]) } });
    const [{ report }] = await inside(runtime, judgeAll, { paths: ["a.jpg"], options: { ...PATHS, profile: PROFILE } });
    assert.deepEqual(quarrel({ ...native[0], photo: { ...native[0].photo, name: "a.jpg" } }, report), []);
    assert.equal(runtime.log.workers, 1);
  });
}

test("what fails is a PrecheckError with its code, and trying again works", async () => {
  const runtime = startRuntime(APP, { files: { "a.jpg": readFileSync(photos[0]), "notes.jpg": Buffer.from("words, no photo: 学位照片 📷") } });
  const codes = async ({ createPrecheck, PrecheckError }, { options }) => {
    const refusal = (promise) => promise.then(() => "no error", (error) => (error instanceof PrecheckError ? error.code : String(error)));
    const found = {
      noModule: await refusal(createPrecheck(Object.assign({}, options, { modulePath: "nowhere" }))),
      noModels: await refusal(createPrecheck(Object.assign({}, options, { modelsPath: "nowhere" }))),
      noSchool: await refusal(createPrecheck(Object.assign({}, options, { profile: "no-such-school" }))),
    };
    const precheck = await createPrecheck(options);
    found.noFile = await refusal(precheck.open("gone.jpg"));
    found.noBytes = await refusal(precheck.open({}));
    const words = await precheck.open("notes.jpg", { name: "照片📷.jpg" });
    const report = await words.report();
    found.words = [report.photo.name, report.verdict];
    found.noExport = await refusal(words.export());
    const photo = await precheck.open("a.jpg");
    found.badCrop = await refusal(photo.report({ crop: { x: 0, y: 0, width: 0, height: 1 } }));
    photo.close();
    found.closed = await refusal(photo.report());
    precheck.close();
    return found;
  };
  assert.deepEqual(await inside(runtime, codes, { options: PATHS }), {
    noModule: "load-failed",
    noModels: "load-failed",
    noSchool: "unknown-profile",
    noFile: "bad-input",
    noBytes: "bad-input",
    words: ["照片📷.jpg", "fail"],
    noExport: "no-export",
    badCrop: "bad-crop",
    closed: "closed",
  });
});

/** The made files are those of the command line, judged from their own bytes. */
function assertExported(answers) {
  const folder = mkdtempSync(join(tmpdir(), "precheck-"));
  let made = 0;
  answers.forEach((answer, index) => {
    const out = join(folder, `${index}.jpg`);
    const expected = exportNatively(photos[index], out);
    if (expected === null) {
      assert.equal(answer.made.code, "no-export", photos[index]);
      return;
    }
    made += 1;
    assert.equal(answer.made.size, expected.length, photos[index]);
    assert.equal(answer.made.report.photo.bytes, expected.length, photos[index]);
  });
  assert.ok(made >= 3, `only ${made} photos gave a file`);
}

/** The file that the command line makes; `null` where it makes none. */
function exportNatively(path, out) {
  try {
    execFileSync(CLI, ["export", "--profile", PROFILE, path, "-o", out], { env: { ...process.env, PHOTO_PRECHECK_MODELS: MODELS }, stdio: "pipe" });
  } catch (error) {
    if (error.status !== 1) throw error;
  }
  try {
    return readFileSync(out);
  } catch {
    return null;
  }
}
