// Where the module and the models lie. Each file is named on its own and in full, for bundlers to find.

const MODULES = {
  plain: new URL("../pkg/photo_precheck_bg.wasm", import.meta.url).href,
  simd: new URL("../pkg/photo_precheck_simd_bg.wasm", import.meta.url).href,
};
const MODULE_NAMES = { plain: "photo_precheck_bg.wasm", simd: "photo_precheck_simd_bg.wasm" };
const MODELS = {
  "face_detection.bin": new URL("../models/face_detection.bin", import.meta.url).href,
  "face_mesh.bin": new URL("../models/face_mesh.bin", import.meta.url).href,
  "person_segmentation.bin": new URL("../models/person_segmentation.bin", import.meta.url).href,
};

/** The engine's settings: our own files, or those that `options` name, seen from `base`. */
export function settingsOf({ moduleUrl, modelsUrl, workerUrl }, base) {
  const inFolder = (folder, files) => {
    const home = new URL(String(folder).replace(/\/*$/, "/"), base);
    return Object.fromEntries(files.map(([key, file]) => [key, new URL(file, home).href]));
  };
  const models = Object.keys(MODELS).map((name) => [name, name]);
  return {
    modules: moduleUrl === undefined ? MODULES : inFolder(moduleUrl, Object.entries(MODULE_NAMES)),
    models: modelsUrl === undefined ? MODELS : modelsUrl && inFolder(modelsUrl, models),
    worker: workerUrl === undefined ? null : new URL(workerUrl, base).href,
  };
}
