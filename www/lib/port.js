// Calls to an engine on the other side of a port: a web worker, a thread of Node, a mini-program's worker. Each message
// is a call with a number, each answer carries the same number.

import { PrecheckError, asPrecheckError } from "./error.js";

/** The caller's side: resolves once the other side says that it is alive, rejects where it cannot start. */
export function overPort(start, settings) {
  return new Promise((resolve, reject) => {
    const waiting = new Map();
    let nextCall = 1;
    let stopped = null;
    const port = start(onMessage, (reason) => {
      const error = new PrecheckError("crashed", `the worker stopped: ${reason}`);
      // Before the worker is alive this sends the caller elsewhere; afterwards it is the calls' answer.
      reject(error);
      stop(error);
    });

    function stop(error) {
      stopped = stopped || error;
      port.end();
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
            port.post({ id, method, args });
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

    function onMessage(data) {
      if (data.alive) {
        port.post({ settings });
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
    }
  });
}

/** The engine's side: what to do with each message. Says at once that it is alive. */
export function answering(post, createEngine) {
  let engine = null;
  post({ alive: true });
  return async (data) => {
    if (data.settings) {
      engine = createEngine(data.settings);
      return;
    }
    const { id, method, args } = data;
    try {
      const value = await engine.call(method, args, (progress) => post({ id, progress }));
      post({ id, value });
    } catch (thrown) {
      const { code, message, field, reason, words } = asPrecheckError(thrown);
      post({ id, error: { code, message, field, reason, words } });
    }
  };
}

/** An engine on this side, with the errors of one on the other. */
export function inPlace(engine) {
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

/** The link that `choose` will have chosen, as one that can be used and closed at once. */
export function afterChoosing(choosing) {
  let inner = null;
  let closed = false;
  const chosen = choosing.then((link) => {
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
