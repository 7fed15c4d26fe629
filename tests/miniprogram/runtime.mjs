// A mini-program's JavaScript runtime, as far as the vendor's documents and developers' reports tell: a bare context
// without the web's globals and BigInt, scripts by `require`, the code package read by path only. No phone was asked.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import vm from "node:vm";
import { brotliDecompressSync } from "node:zlib";

/** Of the language itself; developers report each of them missing on some phone. */
const MISSING = ["BigInt", "BigInt64Array", "BigUint64Array", "FinalizationRegistry", "WeakRef", "SharedArrayBuffer", "Atomics"];
/** Endings that the vendor's packager takes besides scripts and pages: its own list, as of miniprogram-ci 2.1. */
const PACKAGED = [".wxs", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".json", ".cer", ".mp3", ".aac", ".m4a", ".mp4", ".wav"]
  .concat([".ogg", ".silk", ".wasm", ".br", ".cur", ".ico", ".skel", ".crt", ".cert", ".js"]);

/**
 * @param {string} root the code package's folder
 * @param {object} options
 * @param {Record<string, Buffer>} options.files of the student, by path
 * @param {boolean} options.simd whether the engine has SIMD
 * @param {"works" | "absent" | "silent" | "bare"} options.workers `silent`: says nothing; `bare`: without WXWebAssembly
 * @param {"leading" | "none"} options.slash how a path into the code package begins
 */
export function startRuntime(root, { files = {}, simd = true, workers = "works", slash = "none" } = {}) {
  const written = {};
  const log = { instantiated: [], read: [], workers: 0 };

  /** The bytes of a file of the code package; `null` where there is none under this very path. */
  function packaged(path) {
    const leads = path.startsWith("/");
    const known = PACKAGED.some((ending) => path.endsWith(ending));
    const file = join(root, path);
    return leads === (slash === "leading") && known && existsSync(file) ? readFileSync(file) : null;
  }

  /** A context of its own, as the page's thread and a worker each have one. */
  function context(globals) {
    const inside = vm.createContext({ console, setTimeout, clearTimeout }, { codeGeneration: { strings: false, wasm: true } });
    const WA = vm.runInContext("WebAssembly", inside);
    vm.runInContext(["WebAssembly", ...MISSING].map((name) => `delete globalThis.${name};`).join(""), inside);
    const own = vm.runInContext("(bytes) => { const copy = new Uint8Array(bytes.length); copy.set(bytes); return copy; }", inside);
    const WXWebAssembly = {
      async instantiate(path, imports) {
        if (typeof path !== "string") throw new TypeError("WXWebAssembly.instantiate: a path in the code package");
        if (!/\.wasm(\.br)?$/.test(path)) throw new Error(`${path}: neither .wasm nor .wasm.br`);
        if (!imports || typeof imports !== "object") throw new TypeError("WXWebAssembly.instantiate: imports are missing");
        const packed = packaged(path);
        if (!packed) throw new Error(`${path}: not found`);
        const bytes = path.endsWith(".br") ? brotliDecompressSync(packed) : packed;
        if (!simd && path.includes("simd")) throw new Error("CompileError: SIMD is not enabled");
        const made = await WA.instantiate(own(bytes), imports);
        for (const [name, value] of Object.entries(made.instance.exports)) {
          if (value instanceof WA.Global) throw new Error(`exported Global unsupported: ${name}`);
        }
        log.instantiated.push(path);
        return made;
      },
    };
    Object.assign(inside, globals(own, WXWebAssembly));
    return { inside, own };
  }

  /** `require` of scripts below `folder`, each read once; what leads out of it is not found. */
  function loader(inside, folder) {
    const loaded = new Map();
    const load = (path) => {
      const script = [path, `${path}.js`, `${path}/index.js`].find((way) => way.endsWith(".js") && existsSync(join(root, way)));
      if (!script || !script.startsWith(folder)) throw new Error(`module '${path}' is not defined`);
      if (!loaded.has(script)) {
        const module = { exports: vm.runInContext("({})", inside) };
        loaded.set(script, module);
        const source = `(function (require, module, exports) {${readFileSync(join(root, script), "utf8")}\n})`;
        vm.runInContext(source, inside, { filename: script })((to) => load(normalize(join(dirname(script), to))), module, module.exports);
      }
      return loaded.get(script).exports;
    };
    return load;
  }

  /** What postMessage does to a message: buffers are copied into the other context, functions do not pass. */
  function copied(value, own) {
    if (typeof value === "function") throw new Error("postMessage: a function cannot be sent");
    if (value === null || typeof value !== "object") return value;
    if (Object.prototype.toString.call(value) === "[object ArrayBuffer]") return own(new Uint8Array(value)).buffer;
    // Developers report views that arrive as objects without bytes.
    if (ArrayBuffer.isView(value)) throw new Error("postMessage: a view cannot be sent, its buffer can");
    if (Array.isArray(value)) return value.map((one) => copied(one, own));
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copied(one, own)]));
  }

  let current = null;
  function createWorker(script) {
    if (current) throw new Error("createWorker: there is a worker already");
    log.workers += 1;
    const [fromWorker, fromPage] = [[], []];
    let alive = true;
    // Messages that come before anyone listens wait.
    const send = (listeners, message) => setTimeout(() => alive && listeners.forEach((listener) => listener(message)), 1);
    const { inside, own } = context((own, WXWebAssembly) => ({
      worker: {
        onMessage: (listener) => fromPage.push(listener),
        postMessage: (message) => send(fromWorker, copied(message, page.own)),
      },
      ...(workers === "bare" ? {} : { WXWebAssembly }),
    }));
    if (workers !== "silent") setTimeout(() => loader(inside, `${dirname(script)}/`)(script), 1);
    current = {
      onMessage: (listener) => fromWorker.push(listener),
      onProcessKilled: () => {},
      onError: () => {},
      postMessage: (message) => send(fromPage, copied(message, own)),
      terminate() {
        alive = false;
        current = null;
      },
    };
    return current;
  }

  const wx = {
    env: { USER_DATA_PATH: "wxfile://usr" },
    getFileSystemManager: () => ({
      readFile({ filePath, success, fail }) {
        log.read.push(filePath);
        const bytes = files[filePath] || written[filePath] || packaged(filePath);
        setTimeout(() => (bytes ? success({ data: page.own(bytes).buffer }) : fail({ errMsg: `readFile:fail no such file ${filePath}` })), 1);
      },
      writeFile({ filePath, data, success }) {
        written[filePath] = Buffer.from(new Uint8Array(data));
        setTimeout(success, 1);
      },
    }),
    ...(workers === "absent" ? {} : { createWorker }),
  };
  const page = context((own, WXWebAssembly) => ({ wx, WXWebAssembly }));
  return { wx, written, log, context: page.inside, require: loader(page.inside, "") };
}
