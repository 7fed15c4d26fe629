// wasm-bindgen's module to the one that is shipped: optimised, without exported globals, and with nothing that the
// engines it is for do not know. Usage: node finish_wasm.mjs simd|baseline IN.wasm OUT.wasm
//
// `baseline` is pure WebAssembly 1.0, for iOS 14 and Android engines of Chrome 86: rustc is told to avoid what came
// later, and what its precompiled standard library holds of it all the same is lowered here. `simd` keeps it.

import { spawnSync } from "node:child_process";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import binaryen from "binaryen";

/** The first visit over a slow line: module and models are to stay near 3 MB, and this is what the module may take. */
const BUDGET_BROTLI_BYTES = 550_000;

const WASM_OPT = fileURLToPath(new URL("../../node_modules/binaryen/bin/wasm-opt", import.meta.url));

const { Features } = binaryen;
/** What rustc 1.95 emits for the standard library whatever it is told. */
const AS_BUILT =
  Features.BulkMemory | Features.BulkMemoryOpt | Features.SignExt | Features.NontrappingFPToInt | Features.MutableGlobals;
const LOWERING = ["llvm-memory-copy-fill-lowering", "llvm-nontrapping-fptoint-lowering", "signext-lowering"];
/** The features as the compiler lists them, which wasm-opt would believe, and the compilers' names. */
const STRIPPING = ["strip-target-features", "strip-producers"];

/** `allowed`: the same as wasm-opt's options; engines with SIMD know the rest too. */
const KINDS = {
  simd: {
    features: AS_BUILT | Features.SIMD128,
    lowering: [],
    allowed: ["simd", "bulk-memory", "bulk-memory-opt", "sign-ext", "nontrapping-float-to-int", "mutable-globals"],
  },
  baseline: { features: AS_BUILT, lowering: LOWERING, allowed: [] },
};

/** Measured on the module with SIMD: against 1, a photo takes 12 % less time, the module no more bytes. */
const OPTIMIZE_LEVEL = 3;

/** @param {Uint8Array} bytes @param {keyof typeof KINDS} kind */
export function finish(bytes, kind) {
  const { features, lowering } = KINDS[kind];
  const module = binaryen.readBinary(bytes);
  module.setFeatures(features);
  module.runPasses([...lowering, ...STRIPPING]);
  // The glue uses none of them, and WXWebAssembly on iOS takes no module that exports one.
  exportedGlobals(bytes).forEach((name) => module.removeExport(name));
  binaryen.setOptimizeLevel(OPTIMIZE_LEVEL);
  binaryen.setShrinkLevel(0);
  module.optimize();
  return module.emitBinary();
}

/** What is wrong with the finished module in `path`, in words; empty when nothing is. */
export function faults(path, kind) {
  const bytes = readFileSync(path);
  const found = exportedGlobals(bytes).map((name) => `it exports the global ${name}`);
  found.push(...beyond(path, KINDS[kind].allowed));
  const size = brotliBytes(bytes);
  if (size > BUDGET_BROTLI_BYTES) found.push(`it takes ${size} bytes as brotli, ${BUDGET_BROTLI_BYTES} are allowed`);
  return found;
}

/** The first thing in the module that needs more than `features`, as wasm-opt's validator puts it. */
function beyond(path, features) {
  const options = ["--mvp-features", ...features.map((name) => `--enable-${name}`)];
  const { status, stderr } = spawnSync(process.execPath, [WASM_OPT, path, ...options], {
    encoding: "utf8",
    maxBuffer: Infinity,
  });
  if (status === 0) return [];
  return [stderr.split("\n").find((line) => /error|Fatal/.test(line)) || `wasm-opt ends with status ${status}`];
}

function exportedGlobals(bytes) {
  const all = WebAssembly.Module.exports(new WebAssembly.Module(bytes));
  return all.filter(({ kind }) => kind === "global").map(({ name }) => name);
}

function brotliBytes(bytes) {
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_LGWIN]: 24 };
  return brotliCompressSync(bytes, { params }).length;
}

function main([kind, source, target]) {
  if (!Object.hasOwn(KINDS, kind) || !target) throw new Error("usage: finish_wasm.mjs simd|baseline IN.wasm OUT.wasm");
  const partial = join(dirname(target), `.${basename(target)}`);
  const bytes = finish(readFileSync(source), kind);
  writeFileSync(partial, bytes);
  const wrong = faults(partial, kind);
  if (wrong.length > 0) throw new Error(`${basename(target)}: ${wrong.join("; ")}`);
  renameSync(partial, target);
  console.log(`${basename(target)}: ${bytes.length} bytes, ${brotliBytes(bytes)} as brotli`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(`finish_wasm: ${error.message}`);
    process.exitCode = 1;
  }
}
