// What old engines can read, and what everything weighs: on the very files of the package.

import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { parse } from "acorn";
import { faults } from "../tools/finish_wasm.mjs";
import { PACKAGE } from "./projects.mjs";

/** As brotli: module, models and all scripts, to a first full verdict over a slow line. The module's own: finish_wasm. */
const FIRST_VERDICT_BUDGET = 2_000_000;
/** The vendor's limit for one package, of which the library's folder may take half. */
const MINIPROGRAM_BUDGET = 1_000_000;

const files = readdirSync(PACKAGE, { recursive: true }).filter((name) => statSync(join(PACKAGE, name)).isFile());
const bytes = (name) => readFileSync(join(PACKAGE, name));
const squeezed = (name) => brotliCompressSync(bytes(name)).length;
const scripts = files.filter((name) => name.endsWith(".js"));
const ofMiniprogram = (name) => name.startsWith("miniprogram");

/** A module of the package, unpacked. */
function moduleBytes(name) {
  return name.endsWith(".br") ? brotliDecompressSync(bytes(name)) : bytes(name);
}

const modules = files.filter((name) => /photo_precheck.*\.wasm(\.br)?$/.test(name));

test("web and mini-program have the same two modules", () => {
  assert.equal(modules.length, 4);
  const [simd, plain] = [modules.filter((name) => name.includes("simd")), modules.filter((name) => !name.includes("simd"))];
  for (const pair of [simd, plain]) assert.ok(moduleBytes(pair[0]).equals(moduleBytes(pair[1])), pair.join());
});

test("the module without SIMD is WebAssembly 1.0; neither has references, exports a global or is too large", () => {
  const [simd, plain] = ["pkg/photo_precheck_simd_bg.wasm", "pkg/photo_precheck_bg.wasm"].map((name) => join(PACKAGE, name));
  assert.deepEqual([faults(simd, "simd"), faults(plain, "baseline")], [[], []]);
  // The check itself: the one is not the other.
  assert.match(faults(simd, "baseline").join(), /SIMD/i);
});

test("no BigInt crosses the boundary, and memory ends at 256 MiB", () => {
  for (const name of modules) {
    const { imports, most } = boundary(moduleBytes(name));
    assert.ok(imports.length > 10, name);
    assert.deepEqual(imports.filter(({ kind, types }) => kind !== 0 || types.includes(I64)), [], name);
    assert.equal(most, 4096, name);
  }
});

const I64 = 0x7e;

/** What a module imports, each with its kind and the types of its parameters and results; its memory's maximum, pages. */
function boundary(module) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = module[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  const skip = (length) => (at += length);
  const list = (read) => Array.from({ length: number() }, read);
  const found = { types: [], imports: [], most: null };
  const sections = {
    1: () => (found.types = list(() => (skip(1), [...list(() => module[at++]), ...list(() => module[at++])]))),
    2: () => {
      found.imports = list(() => {
        skip(number());
        skip(number());
        const kind = module[at++];
        return { kind, types: kind === 0 ? found.types[number()] : [] };
      });
    },
    5: () => list(() => ([found.most] = module[at++] & 1 ? [(number(), number())] : [Infinity])),
  };
  while (at < module.length) {
    const id = module[at++];
    const end = number() + at;
    if (sections[id]) sections[id]();
    at = end;
  }
  return found;
}

test("the mini-program's scripts are ES2017, without what its tools reject and its runtime lacks", () => {
  const own = scripts.filter(ofMiniprogram);
  assert.ok(own.length >= 3);
  for (const name of own) {
    const text = bytes(name).toString();
    assert.doesNotThrow(() => parse(text, { ecmaVersion: 2017, sourceType: "script" }), name);
    const lacking = ["BigInt", "fetch(", "new URL", "new Blob", "import.meta", "eval(", "new Function", "queueMicrotask", "structuredClone", "performance."];
    assert.deepEqual(lacking.filter((word) => text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, "").includes(word)), [], name);
  }
});

test("the web's scripts are what iOS 14 and Chrome 86 read", () => {
  // Node's own two are for Node.
  const web = scripts.filter((name) => !ofMiniprogram(name) && !/\/node(-worker)?\.js$/.test(name));
  assert.ok(web.length >= 10);
  // ES2021 without class fields (2022), top-level await (2022) and lookbehind; Safari 14 and Chrome 85 have the rest.
  for (const name of web) assert.doesNotThrow(() => parse(bytes(name).toString(), { ecmaVersion: 2021, sourceType: "module" }), name);
  const later = [/\.at\(/, /\.replaceAll\(/, /Object\.hasOwn\(/, /structuredClone\(/, /\.findLast\(/, /AbortSignal\.(any|timeout)\(/, /\(\?<[=!]/, /\.flags\b.*"d"/];
  for (const name of web) {
    const text = bytes(name).toString();
    assert.deepEqual(later.filter((pattern) => pattern.test(text)).map(String), [], name);
  }
});

test("what is fetched to a first verdict is inside its budget", () => {
  const module = Math.max(...modules.filter((name) => name.endsWith(".wasm")).map(squeezed));
  const models = files.filter((name) => name.startsWith("models/")).map(squeezed);
  const code = [...scripts.filter((name) => name.startsWith("lib/")), "pkg/photo_precheck.js"].map(squeezed);
  const sum = [module, ...models, ...code].reduce((total, size) => total + size);
  console.log(`module ${module}, models ${models.join(" + ")}, scripts ${code.reduce((a, b) => a + b)}: ${sum} bytes of brotli`);
  assert.equal(models.length, 3);
  assert.ok(sum <= FIRST_VERDICT_BUDGET, `${sum} bytes`);
});

test("the mini-program's folder leaves room for the app", () => {
  const sum = files.filter((name) => name.startsWith("miniprogram/")).reduce((total, name) => total + bytes(name).length, 0);
  assert.ok(sum <= MINIPROGRAM_BUDGET, `${sum} bytes`);
});
