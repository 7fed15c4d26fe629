// Photo Precheck in a mini-program, without a user interface. The same calls as on the web: see index.d.ts.
//
//   const { createPrecheck } = require("photo-precheck");
//   const precheck = await createPrecheck({ profile: "bit-graduate-2020", modelsPath: "photo/models" });
//   const photo = await precheck.open(tempFilePath);
//   const { report, path } = await photo.export();

import { createApi } from "../../lib/api.js";
import { PrecheckError } from "../../lib/error.js";
import { keepFile, readChosen } from "./files.js";
import { connect } from "./link.js";

export { PrecheckError };

const MODELS = ["face_detection", "face_mesh", "person_segmentation"];
/** Where npm's files lie once the developer tools have built them. */
const HOME = "miniprogram_npm/photo-precheck";

const defaults = { modulePath: `${HOME}/wasm`, modelsPath: `${HOME}/models`, workerPath: null };

const api = createApi({ connect, take, finish });

/** Makes `options` (`modulePath`, `modelsPath`, `workerPath`) the default of every precheck, the component's too. */
export function configure(options) {
  Object.assign(defaults, options);
}

/** Starts the engine and checks the profile; may be tried again after it failed. */
export async function createPrecheck(options = {}) {
  const { modulePath, modelsPath, workerPath } = Object.assign({}, defaults, options);
  const settings = {
    modules: { simd: `${modulePath}/photo_precheck_simd.wasm.br`, plain: `${modulePath}/photo_precheck.wasm.br` },
    models: modelsPath && MODELS.reduce((all, name) => Object.assign(all, { [`${name}.bin`]: `${modelsPath}/${name}.wasm` }), {}),
    worker: workerPath,
  };
  return api(settings, options.profile);
}

/** A path, or bytes, as the engine takes it. */
async function take(source) {
  if (typeof source === "string") return { source: await readChosen(source), name: source.split("/").pop() };
  if (source && source.buffer && typeof source.byteLength === "number") {
    return { source: source.buffer.slice(source.byteOffset, source.byteOffset + source.byteLength) };
  }
  if (source && typeof source.byteLength === "number") return { source };
  throw new PrecheckError("bad-input", "open takes a file's path, an ArrayBuffer or a Uint8Array");
}

/** What was exported, with the path of its file. */
async function finish(made) {
  return Object.assign(made, { path: await keepFile(made.bytes) });
}
