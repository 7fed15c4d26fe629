// The engine in a worker: each message is a call with a number, each answer carries the same number.

import { createEngine } from "./engine.js";
import { asPrecheckError } from "./error.js";

let engine = null;

self.onmessage = async ({ data }) => {
  if (data.settings) {
    engine = createEngine(data.settings);
    return;
  }
  const { id, method, args } = data;
  try {
    const value = await engine.call(method, args, (progress) => self.postMessage({ id, progress }));
    self.postMessage({ id, value });
  } catch (thrown) {
    const { code, message, field, reason, words } = asPrecheckError(thrown);
    self.postMessage({ id, error: { code, message, field, reason, words } });
  }
};

// Only a module worker that started says this; without it the page runs the engine itself.
self.postMessage({ alive: true });
