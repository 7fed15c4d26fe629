// The engine in a mini-program: WXWebAssembly takes a path into the code package; models come as bytes, because a worker
// cannot read files.

import { createGlue } from "glue";
import { createEngineOn } from "../../lib/engine-core.js";
import { PrecheckError } from "../../lib/error.js";
import { pause } from "./time.js";
import { unwrapped } from "./wrapped.js";

/**
 * @param {{ modules: { simd: string, plain: string }, models: Record<string, ArrayBuffer> | null, slices: boolean }}
 *   settings `slices`: others wait on this thread, so each part of the work ends with a moment for them
 */
export function createEngine({ modules, models, slices }) {
  return createEngineOn({
    start: () => startModule([modules.simd, modules.plain]),
    model: models && (async (name) => modelOf(models, name)),
    bytes: async (source) => new Uint8Array(source),
    keep: (source) => source,
    bitmap: null,
    file: (jpeg, kept) => ({ bytes: jpeg ? jpeg.buffer : kept }),
    pause: slices ? pause : null,
  });
}

function modelOf(models, name) {
  if (!models[name]) throw new PrecheckError("load-failed", `the model ${name} was not read`);
  return unwrapped(new Uint8Array(models[name]));
}

/** The first of `paths` that this engine takes: where it has no SIMD, the second. */
async function startModule(paths) {
  if (typeof WXWebAssembly === "undefined") throw new PrecheckError("load-failed", "this base library has no WXWebAssembly");
  const refusals = [];
  for (const path of bothWays(paths)) {
    try {
      const glue = createGlue();
      // Some versions give the instance itself.
      const made = await WXWebAssembly.instantiate(path, { "./photo_precheck_bg.js": glue });
      glue.__wbg_set_wasm((made.instance || made).exports);
      return glue;
    } catch (error) {
      refusals.push(`${path}: ${(error && (error.message || error.errMsg)) || error}`);
    }
  }
  throw new PrecheckError("load-failed", refusals.join("; "));
}

/** With and without the slash at the start, on which base libraries differ: as given first. */
export function bothWays(paths) {
  return paths.concat(paths.map((path) => (path[0] === "/" ? path.slice(1) : `/${path}`)));
}
