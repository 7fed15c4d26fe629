// The way to an engine: in a worker, or in the page where no module worker starts. Both answer `call` alike.

import { createEngine } from "./engine.js";
import { PrecheckError, asPrecheckError } from "./error.js";

/**
 * @returns {{ call(method, args, onProgress): Promise<any>, close(): void }}
 */
export function connect(settings) {
  let inner = null;
  let closed = false;
  const chosen = startWorker(settings)
    .catch(() => inPage(settings))
    .then((link) => {
      inner = link;
      if (closed) link.close();
      return link;
    });
  return {
    async call(method, args, onProgress) {
      const link = await chosen;
      if (closed) throw new PrecheckError("closed", "the precheck was closed");
      return link.call(method, args, onProgress);
    },
    close() {
      closed = true;
      if (inner) inner.close();
    },
  };
}

function inPage(settings) {
  const engine = createEngine(settings);
  return {
    async call(method, args, onProgress) {
      try {
        return await engine.call(method, args, onProgress);
      } catch (error) {
        throw asPrecheckError(error);
      }
    },
    close() {},
  };
}

/** Resolves once the worker runs; rejects where it cannot: no workers, no module workers, or a CSP against them. */
function startWorker(settings) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    const waiting = new Map();
    let nextCall = 1;
    let stopped = null;

    function stop(error) {
      stopped = stopped || error;
      worker.terminate();
      waiting.forEach((call) => call.reject(error));
      waiting.clear();
    }

    const link = {
      call(method, args, onProgress) {
        return new Promise((done, failed) => {
          // A worker that is gone would never answer.
          if (stopped) {
            failed(stopped);
            return;
          }
          const id = nextCall++;
          waiting.set(id, { resolve: done, reject: failed, onProgress });
          try {
            worker.postMessage({ id, method, args });
          } catch (error) {
            waiting.delete(id);
            failed(new PrecheckError("bad-input", `not something a worker can be given: ${error.message}`));
          }
        });
      },
      close() {
        stop(new PrecheckError("closed", "the precheck was closed"));
      },
    };

    worker.onmessage = ({ data }) => {
      if (data.alive) {
        worker.postMessage({ settings });
        resolve(link);
        return;
      }
      const call = waiting.get(data.id);
      if (!call) return;
      if (data.progress) {
        call.onProgress(data.progress);
        return;
      }
      waiting.delete(data.id);
      if (data.error) call.reject(asPrecheckError(data.error));
      else call.resolve(data.value);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const error = new PrecheckError("crashed", `the worker stopped: ${event.message || "no reason given"}`);
      // Before the worker is alive this sends the caller to the page; afterwards it is the calls' answer.
      reject(error);
      stop(error);
    };
  });
}
