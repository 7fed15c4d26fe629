// The engine in a mini-program's worker.

import { answering } from "../../lib/port.js";
import { createEngine } from "./engine.js";

if (typeof WXWebAssembly === "undefined") {
  worker.postMessage({ alive: false });
} else {
  worker.onMessage(answering((message) => worker.postMessage(message), createEngine));
}
