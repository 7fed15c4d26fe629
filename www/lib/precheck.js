// Photo Precheck for web pages: judges a degree photo on the student's own device.
// Nothing is fetched but the module and the models; nothing is sent. Types and words: index.d.ts.

import { createApi } from "./api.js";
import { PrecheckError } from "./error.js";
import { settingsOf } from "./files.js";
import { connect } from "./link.js";
import { take } from "./take.js";

export { PrecheckError };

const api = createApi({ connect, take });

/**
 * Starts the engine and checks the profile; the models load behind it. May be tried again after it failed.
 */
export async function createPrecheck(options = {}) {
  const page = typeof document === "undefined" ? self.location.href : document.baseURI;
  return api(settingsOf(options, page), options.profile);
}
