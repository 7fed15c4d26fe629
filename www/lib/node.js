// Photo Precheck in Node, for servers: the same calls as on the web, in a thread of its own.

import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { createApi } from "./api.js";
import { PrecheckError } from "./error.js";
import { settingsOf } from "./files.js";
import { afterChoosing, overPort } from "./port.js";
import { take } from "./take.js";

export { PrecheckError };

const api = createApi({ connect, take });

/** As on the web. `close()` what was created, or the process does not end. */
export async function createPrecheck(options = {}) {
  return api(settingsOf(options, pathToFileURL(`${process.cwd()}/`).href), options.profile);
}

function connect(settings) {
  return afterChoosing(overPort(startThread, settings));
}

function startThread(onMessage, onDeath) {
  const thread = new Worker(new URL("./node-worker.js", import.meta.url));
  thread.on("message", onMessage);
  thread.on("error", (error) => onDeath(error.message));
  return { post: (message) => thread.postMessage(message), end: () => void thread.terminate() };
}
