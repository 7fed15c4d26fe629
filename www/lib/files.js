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

/** The engine's settings: our own files, or those in the folders that `options` name, seen from the page. */
export function settingsOf({ moduleUrl, modelsUrl }) {
  const modules = moduleUrl === undefined ? MODULES : inFolder(moduleUrl, Object.entries(MODULE_NAMES));
  if (modelsUrl === null) return { modules, models: null };
  const names = Object.keys(MODELS);
  const models = modelsUrl === undefined ? MODELS : inFolder(modelsUrl, names.map((name) => [name, name]));
  return { modules, models };
}

function inFolder(folder, files) {
  const page = typeof document === "undefined" ? self.location.href : document.baseURI;
  const base = new URL(String(folder).replace(/\/*$/, "/"), page);
  return Object.fromEntries(files.map(([key, file]) => [key, new URL(file, base).href]));
}
