// The engine in a thread of Node: module and models from files.

import { readFile } from "node:fs/promises";
import { parentPort } from "node:worker_threads";
import * as glue from "../pkg/photo_precheck.js";
import { createEngineOn } from "./engine-core.js";
import { PrecheckError } from "./error.js";
import { answering } from "./port.js";
import { bytesOf, fileOf, keep } from "./take.js";

/** Every Node that this is for has SIMD. */
function createEngine({ modules, models }) {
  return createEngineOn({
    async start() {
      const bytes = await fileBytes(modules.simd);
      await glue.default({ module_or_path: bytes });
      return glue;
    },
    model: models && ((name) => fileBytes(models[name])),
    bytes: bytesOf,
    keep,
    bitmap: null,
    file: fileOf,
  });
}

async function fileBytes(url) {
  try {
    return await readFile(new URL(url));
  } catch (error) {
    throw new PrecheckError("load-failed", error.message);
  }
}

parentPort.on("message", answering((message) => parentPort.postMessage(message), createEngine));
