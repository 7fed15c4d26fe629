// The engine on the web: module and models by fetch, pixels of foreign formats from the browser. It runs in a worker, or
// in the page where there are no module workers; both see this one interface.

import * as glue from "../pkg/photo_precheck.js";
import { createEngineOn } from "./engine-core.js";
import { PrecheckError } from "./error.js";
import { bytesOf, fileOf, keep } from "./take.js";

// (module (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt)): valid where 128-bit SIMD is. The bytes are those
// of wasm-feature-detect's `simd`.
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** Whether this engine runs the faster of the two modules. */
export function hasSimd() {
  return WebAssembly.validate(SIMD_PROBE);
}

/**
 * @param {{ modules: { simd: string, plain: string }, models: Record<string, string> | null }} settings absolute
 *   addresses; without models every face check is unmeasured
 */
export function createEngine({ modules, models }) {
  return createEngineOn({
    start: () => startModule(hasSimd() ? modules.simd : modules.plain),
    model: models && ((name) => fetchBytes(models[name])),
    bytes: bytesOf,
    keep,
    bitmap: bitmapOf,
    file: fileOf,
  });
}

async function startModule(url) {
  try {
    await glue.default({ module_or_path: new URL(url) });
    return glue;
  } catch (error) {
    throw new PrecheckError("load-failed", `${url}: ${error.message}`);
  }
}

/** What the platform decodes, turned clockwise by `turn` quarters; `null` where it does not. */
async function bitmapOf(blob, turn) {
  if (typeof createImageBitmap !== "function") return null;
  const bitmap = await createImageBitmap(blob).catch(() => null);
  if (!bitmap || !turn || typeof OffscreenCanvas !== "function") return bitmap;
  const { width, height } = bitmap;
  const canvas = turn % 2 ? new OffscreenCanvas(height, width) : new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turn * Math.PI) / 2);
  context.drawImage(bitmap, -width / 2, -height / 2);
  bitmap.close();
  return canvas.transferToImageBitmap();
}

async function fetchBytes(url) {
  let response;
  try {
    response = await fetch(url);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new PrecheckError("load-failed", `${url}: ${error.message}`);
  }
  throw new PrecheckError("load-failed", `${url}: status ${response.status}`);
}
