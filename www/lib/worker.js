// The engine in a web worker.

import { createEngine } from "./engine.js";
import { answering } from "./port.js";

// Only a module worker that started answers; without it the page runs the engine itself.
const answer = answering((message) => self.postMessage(message), createEngine);
self.onmessage = ({ data }) => answer(data);
