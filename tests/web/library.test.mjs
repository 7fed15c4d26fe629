// The public JavaScript API in headless Chromium, in the worker and in the page: one interface, the same answers.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { BLANK, serve } from "./serve.mjs";
import { WWW, launch, samplePhoto } from "./tools.mjs";

let browser;
let server;
let sample;

before(async () => {
  sample = readFileSync(samplePhoto()).toString("base64");
  server = await serve({ "/www/": WWW });
  browser = await launch();
});

after(async () => {
  if (browser) await browser.close();
  if (server) await server.close();
});

/** Runs `work` in an empty page, given the library and a sample photo's bytes; `prepare` runs before any script. */
async function inPage(work, { from = server, prepare } = {}) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    if (prepare) await page.addInitScript(prepare);
    await page.goto(from.origin + BLANK);
    return await page.evaluate(
      async ({ body, sample }) => {
        const library = await import("/www/lib/precheck.js");
        const bytes = Uint8Array.from(atob(sample), (letter) => letter.charCodeAt(0));
        const refusal = (promise) =>
          promise.then(
            () => "no error",
            ({ name, code, field, message }) => ({ name, code, field, message }),
          );
        return new Function(`return (${body})(...arguments)`)(library, bytes, refusal);
      },
      { body: work.toString(), sample },
    );
  } finally {
    await context.close();
  }
}

test("a file, a blob, a buffer and a view give one report", async () => {
  const reports = await inPage(async ({ createPrecheck }, bytes) => {
    const precheck = await createPrecheck();
    const padded = new Uint8Array(bytes.length + 7);
    padded.set(bytes, 3);
    const sources = [new File([bytes], "a.jpg"), new Blob([bytes]), bytes.buffer, padded.subarray(3, 3 + bytes.length)];
    const reports = [];
    for (const source of sources) {
      const photo = await precheck.open(source, { name: "a.jpg" });
      reports.push(JSON.stringify(await photo.report()));
      photo.close();
    }
    precheck.close();
    return [...reports, bytes.length > 0];
  });
  assert.equal(reports.pop(), true, "the caller's buffer is still there");
  assert.equal(new Set(reports).size, 1);
  assert.equal(JSON.parse(reports[0]).schema, 1);
});

test("without module workers the page runs the engine, with the same report", async () => {
  const judge = async ({ createPrecheck }, bytes) => {
    const precheck = await createPrecheck();
    const photo = await precheck.open(bytes);
    return JSON.stringify(await photo.report());
  };
  const noWorker = () => {
    window.Worker = class {
      constructor() {
        throw new Error("no workers here");
      }
    };
  };
  const [worker, page] = [await inPage(judge), await inPage(judge, { prepare: noWorker })];
  assert.equal(worker, page);
});

test("without SIMD the other module is taken, and the verdict is the same", async () => {
  const judge = async ({ createPrecheck }, bytes) => {
    const precheck = await createPrecheck();
    const photo = await precheck.open(bytes);
    const { findings } = await photo.report();
    return findings.map(({ check, verdict, code }) => `${check} ${verdict} ${code}`);
  };
  const noSimd = () => {
    window.Worker = undefined;
    WebAssembly.validate = () => false;
  };
  const before = server.requests.length;
  const [fast, plain] = [await inPage(judge), await inPage(judge, { prepare: noSimd })];
  assert.deepEqual(plain, fast);
  assert.ok(server.requests.slice(before).some(({ path }) => path.endsWith("/photo_precheck_bg.wasm")));
});

test("a crop is judged without opening again, and a bad one is an error that names it", async () => {
  const { suggested, judged, errors } = await inPage(async ({ createPrecheck }, bytes, refusal) => {
    const precheck = await createPrecheck();
    const photo = await precheck.open(bytes);
    const { suggested_crop: suggested } = await photo.report();
    const { crop: judged } = await photo.report({ crop: suggested });
    const bad = [
      { x: 0, y: 0, width: 0, height: 9 },
      { x: 1, y: 1 },
      { x: 0, y: 0, width: 9, height: 9, colour: 1 },
    ];
    const errors = [];
    for (const crop of bad) errors.push(await refusal(photo.report({ crop })));
    return { suggested, judged, errors };
  });
  assert.deepEqual(judged, suggested);
  assert.deepEqual(
    errors.map(({ name, code }) => `${name} ${code}`),
    Array(3).fill("PrecheckError bad-crop"),
  );
  assert.match(errors[2].message, /colour/);
});

test("a profile of one's own is an overlay, and a mistake in it names the field", async () => {
  const { id, errors } = await inPage(async ({ createPrecheck }, bytes, refusal) => {
    const own = { id: "mine", base: "degree-photo", name: { zh: "我的", en: "Mine" }, checks: {} };
    const precheck = await createPrecheck({ profile: own });
    const photo = await precheck.open(bytes);
    const { profile: id } = await photo.report();
    const wrong = { ...own, checks: { "head-rol": { severity: "warn", source: "a test" } } };
    const errors = [
      await refusal(photo.report({ profile: wrong })),
      await refusal(createPrecheck({ profile: wrong })),
      await refusal(createPrecheck({ profile: "no-such-school" })),
    ];
    return { id, errors };
  });
  assert.equal(id, "mine");
  assert.deepEqual(
    errors.map(({ code }) => code),
    ["bad-profile", "bad-profile", "unknown-profile"],
  );
  assert.match(errors[0].message, /head-rol/);
  assert.match(errors[2].message, /no-such-school/);
});

test("opening can be aborted, before and while it runs", async () => {
  const codes = await inPage(async ({ createPrecheck }, bytes, refusal) => {
    const precheck = await createPrecheck();
    const [early, late] = [new AbortController(), new AbortController()];
    early.abort();
    const first = await refusal(precheck.open(bytes, { signal: early.signal }));
    const opening = refusal(precheck.open(bytes, { signal: late.signal }));
    late.abort();
    const second = await opening;
    // The engine is fit for the next photo.
    const photo = await precheck.open(bytes, { signal: new AbortController().signal });
    return [first.code, second.code, (await photo.report()).schema];
  });
  assert.deepEqual(codes, ["aborted", "aborted", 1]);
});

test("what was closed says so, and what is no file is refused", async () => {
  const codes = await inPage(async ({ createPrecheck }, bytes, refusal) => {
    const precheck = await createPrecheck();
    const photo = await precheck.open(bytes);
    const other = await createPrecheck();
    const kept = await other.open(bytes);
    photo.close();
    photo.close();
    const results = [await refusal(photo.report()), await refusal(precheck.open("portrait.jpg"))];
    precheck.close();
    precheck.close();
    results.push(await refusal(precheck.open(bytes)), await refusal(precheck.profiles()));
    // One engine served both; the other still works.
    results.push({ code: (await kept.report()).schema });
    return results.map(({ code }) => code);
  });
  assert.deepEqual(codes, ["closed", "bad-input", "closed", "closed", 1]);
});

test("progress counts the files and then the photo", async () => {
  const steps = await inPage(async ({ createPrecheck }, bytes) => {
    const precheck = await createPrecheck();
    const steps = [];
    await precheck.open(bytes, { onProgress: (step) => steps.push(step) });
    return steps;
  });
  const parts = ["read", "decoded", "framed", "segmented", "found", "measured"];
  const opening = steps.splice(-1 - parts.length);
  assert.deepEqual(opening, [{ stage: "open" }, ...parts.map((part) => ({ stage: "open", part }))]);
  for (const { stage, done, total } of steps) assert.ok(stage === "load" && done <= total && total === 4);
});

test("without models the file is judged and the face is not", async () => {
  const before = server.requests.length;
  const findings = await inPage(async ({ createPrecheck }, bytes) => {
    const precheck = await createPrecheck({ modelsUrl: null });
    const photo = await precheck.open(bytes);
    return (await photo.report()).findings.map(({ check, verdict, code }) => ({ check, verdict, code }));
  });
  const of = (check) => findings.find((finding) => finding.check === check);
  assert.equal(of("file-format").verdict, "pass");
  assert.deepEqual(of("one-face"), { check: "one-face", verdict: "unmeasured", code: "no-models" });
  assert.ok(!server.requests.slice(before).some(({ path }) => path.endsWith(".bin")));
});

for (const part of [".wasm", "photo_precheck.js", "worker.js"]) {
  test(`after ${part} could not be fetched, creating again works`, async () => {
    let down = true;
    const refuse = (path) => {
      if (path === "/up") down = false;
      return down && path.endsWith(part);
    };
    const flaky = await serve({ "/www/": WWW }, { refuse });
    try {
      const [first, second] = await inPage(
        async ({ createPrecheck }, bytes, refusal) => {
          const first = await refusal(createPrecheck());
          await fetch("/up");
          const precheck = await createPrecheck();
          const photo = await precheck.open(bytes);
          return [first, (await photo.report()).schema];
        },
        { from: flaky },
      );
      // A worker that does not start is made up for in the page.
      assert.equal(first.code ?? first, part === "worker.js" ? "no error" : "load-failed");
      assert.equal(second, 1);
    } finally {
      await flaky.close();
    }
  });
}

test("a photo is opened turned, by quarters only", async () => {
  const { sizes, unchanged, error } = await inPage(async ({ createPrecheck }, bytes, refusal) => {
    const precheck = await createPrecheck();
    const size = async (turn_deg) => {
      const photo = await precheck.open(bytes, { turn_deg });
      const { photo: facts } = await photo.report();
      photo.close();
      return [facts.width_px, facts.height_px];
    };
    const sizes = [await size(0), await size(90), await size(-90), await size(180)];
    const whole = await precheck.open(bytes, { turn_deg: 180 });
    const { unchanged = false } = await whole.export().catch(() => ({}));
    return { sizes, unchanged, error: await refusal(precheck.open(bytes, { turn_deg: 45 })) };
  });
  const [upright, ...turned] = sizes;
  const lying = upright.slice().reverse();
  assert.deepEqual(turned, [lying, lying, upright]);
  // Whatever comes of a head upside down: the file, which stands upright, must not go up as it is.
  assert.equal(unchanged, false);
  assert.equal(error.code, "bad-input");
});

test("a profile tells what it asks of each check, without a photo", async () => {
  const { rules, checks, off } = await inPage(async ({ createPrecheck }) => {
    const precheck = await createPrecheck();
    const own = {
      id: "mine",
      base: "degree-photo",
      name: { zh: "我的", en: "Mine" },
      checks: { "one-face": { severity: "off", source: "a test" } },
    };
    return { rules: await precheck.rules(), checks: await precheck.checks(), off: await precheck.rules(own) };
  });
  const ids = rules.map(({ check }) => check);
  assert.deepEqual(
    ids,
    checks.map(({ id }) => id).filter((id) => ids.includes(id)),
    "in the catalogue's order",
  );
  assert.ok(ids.includes("one-face") && !off.some(({ check }) => check === "one-face"));
  const { ideal, unit, severity } = rules.find(({ check }) => check === "head-height");
  assert.ok(ideal[0] < ideal[1] && unit === "ratio" && severity === "fail");
});

test("the camera's hints name faults that the checks have, and every check of the framing has one", async () => {
  const { STRINGS } = await import("../../www/lib/ui/strings.js");
  const checks = await inPage(async ({ createPrecheck }) => (await createPrecheck()).checks());
  for (const key of Object.keys(STRINGS.zh.hints)) {
    const [id, code] = key.split(" ");
    const check = checks.find((one) => one.id === id);
    if (check && code) assert.ok(check.codes.includes(code), `${key}: ${check.codes}`);
  }
  const named = Object.keys(STRINGS.zh.hints).map((key) => key.split(" ")[0]);
  assert.ok(
    checks.filter(({ group }) => group === "framing").every(({ id }) => named.includes(id) || id === "camera-distance"),
  );
});
