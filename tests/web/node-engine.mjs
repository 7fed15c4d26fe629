// The same wasm file in Node: the glue made for browsers, started from bytes.

import { copyFileSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MODELS, WWW } from "./tools.mjs";

/**
 * @param {"photo_precheck_simd_bg.wasm" | "photo_precheck_bg.wasm"} file
 * @param {{ models?: boolean }} options
 */
export async function startInNode(file, { models = true } = {}) {
  // A copy: each start gets a module of its own, read as an ES module whatever a package.json nearby says.
  const glue = join(mkdtempSync(join(tmpdir(), "precheck-")), "glue.mjs");
  copyFileSync(join(WWW, "pkg", "photo_precheck.js"), glue);
  const wasm = await import(pathToFileURL(glue).href);
  wasm.initSync({ module: readFileSync(join(WWW, "pkg", file)) });
  const engine = new wasm.Engine();
  if (models) {
    for (const name of wasm.Engine.modelNames()) engine.load(name, readFileSync(join(MODELS, name)));
  }
  return { wasm, engine };
}

/** The report of `bytes` under a built-in profile. */
export function reportInNode({ wasm, engine }, bytes, name, id, crop) {
  const photo = engine.open(bytes, name);
  const profile = wasm.ParsedProfile.builtin(id);
  try {
    return photo.report(profile, crop);
  } finally {
    photo.free();
    profile.free();
  }
}
