// The way to an engine in a mini-program: in a Worker where the base library has WXWebAssembly there, else on the page's
// thread in slices.

import { afterChoosing, inPlace, overPort } from "../../lib/port.js";
import { createEngine } from "./engine.js";
import { readPackaged } from "./files.js";
import { within } from "./time.js";

/** Until a worker says that it is alive, ms. One that cannot start says nothing at all in some base libraries. */
const PATIENCE = 3000;

/** @param {{ modules: object, models: Record<string, string> | null, worker: string | null }} settings paths */
export function connect({ modules, models, worker }) {
  return afterChoosing(
    readModels(models).then((read) => {
      const inPage = () => inPlace(createEngine({ modules, models: read, slices: true }));
      return startWorker(worker, { modules, models: read, slices: false }).catch(inPage);
    }),
  );
}

async function readModels(paths) {
  if (!paths) return null;
  const names = Object.keys(paths);
  const read = await Promise.all(names.map((name) => readPackaged(paths[name])));
  return names.reduce((models, name, index) => Object.assign(models, { [name]: read[index] }), {});
}

function startWorker(path, settings) {
  if (!path || typeof wx.createWorker !== "function") return Promise.reject(new Error("no workers here"));
  let made = null;
  const start = (onMessage, onDeath) => {
    // There can be one at a time; a second one throws.
    made = wx.createWorker(path);
    made.onMessage((data) => (data.alive === false ? onDeath("it has no WXWebAssembly") : onMessage(data)));
    if (made.onProcessKilled) made.onProcessKilled(() => onDeath("the system ended it"));
    if (made.onError) made.onError((error) => onDeath(error.message || "no reason given"));
    const { postMessage, terminate } = made;
    return { post: (message) => postMessage.call(made, message), end: () => terminate.call(made) };
  };
  const started = within(PATIENCE, "the worker does not answer", overPort(start, settings));
  return started.catch((error) => {
    if (made) made.terminate();
    throw error;
  });
}
