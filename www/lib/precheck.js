// Photo Precheck for web pages: judges a degree photo on the student's own device.
//
//   const precheck = await createPrecheck({ profile: "bit-graduate-2020" });
//   const photo = await precheck.open(file);
//   const report = await photo.report({ crop });
//   const { blob } = await photo.export({ crop });
//
// Nothing is fetched but the module and the models; nothing is sent. Types and words: index.d.ts.

import { createApi } from "./api.js";
import { PrecheckError } from "./error.js";
import { settingsOf } from "./files.js";
import { connect } from "./link.js";

export { PrecheckError };

const api = createApi({ connect, take });

/**
 * Starts the engine and checks the profile; the models load behind it. May be tried again after it failed.
 */
export async function createPrecheck(options = {}) {
  return api(settingsOf(options), options.profile);
}

/** What `open` was given, as the engine takes it. */
function take(source) {
  const bytes = ArrayBuffer.isView(source) || source instanceof ArrayBuffer;
  if (!bytes && !(source instanceof Blob)) {
    throw new PrecheckError("bad-input", "open takes a File, a Blob, an ArrayBuffer or a Uint8Array");
  }
  return { source, name: source.name };
}
