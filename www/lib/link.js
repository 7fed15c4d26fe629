// The way to an engine: in a worker, or in the page where no module worker starts. Both answer `call` alike.

import { PrecheckError } from "./error.js";
import { afterChoosing, inPlace, overPort } from "./port.js";

/**
 * @returns {{ call(method, args, onProgress): Promise<any>, close(): void }}
 */
export function connect(settings) {
  const start = (onMessage, onDeath) => startWorker(settings.worker, onMessage, onDeath);
  return afterChoosing(overPort(start, settings).catch(() => inPage(settings)));
}

/** Rejects where it cannot: no workers, no module workers, or a CSP against them. */
function startWorker(url, onMessage, onDeath) {
  // Ours is named in full, for bundlers to find.
  const worker = url
    ? new Worker(url, { type: "module" })
    : new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }) => onMessage(data);
  worker.onerror = (event) => {
    event.preventDefault();
    onDeath(event.message || "no reason given");
  };
  return { post: (message) => worker.postMessage(message), end: () => worker.terminate() };
}

async function inPage(settings) {
  // Loaded for nobody else.
  const loading = import("./engine.js").catch((error) => {
    throw new PrecheckError("load-failed", error.message);
  });
  return inPlace((await loading).createEngine(settings));
}
