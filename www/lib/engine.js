// The engine: loads the WebAssembly module and the models, holds the opened photos by number, and answers calls by
// name. It runs in a worker, or in the page where there are no module workers; both see this one interface.

import { PrecheckError } from "./error.js";

// (module (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt)): valid where 128-bit SIMD is. The bytes are those
// of wasm-feature-detect's `simd`.
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** Whether this engine runs the faster of the two modules. */
export function hasSimd() {
  return WebAssembly.validate(SIMD_PROBE);
}

/**
 * @param {{ moduleUrl: string, modelsUrl: string | null }} settings folders, absolute, with a slash at the end;
 *   without models every face check is unmeasured
 * @returns {{ call(method: string, args: object, onProgress: (step: object) => void): Promise<any> }}
 */
export function createEngine(settings) {
  const photos = new Map();
  const profiles = new Map();
  const listeners = new Set();
  const files = { done: 0, total: 1 };
  let nextPhoto = 1;
  let glue = null;
  let engine = null;
  const models = new Map();

  function progressed() {
    files.done += 1;
    listeners.forEach((listener) => listener({ stage: "load", done: files.done, total: files.total }));
  }

  /** The started module; a failed start is forgotten, so that the next call tries again. */
  function module() {
    if (!glue) {
      glue = startModule(settings.moduleUrl).then((started) => {
        engine = new started.Engine();
        progressed();
        return started;
      });
      glue.catch(() => (glue = null));
    }
    return glue;
  }

  function model(name, started) {
    if (!models.has(name)) {
      const loading = fetchBytes(settings.modelsUrl + name).then((bytes) => {
        engine.load(name, bytes);
        progressed();
      });
      loading.catch(() => models.delete(name));
      models.set(name, loading);
    }
    return models.get(name);
  }

  /** The module and its models, fetched side by side. */
  async function ready(onProgress) {
    listeners.add(onProgress);
    try {
      const started = await module();
      if (!settings.modelsUrl) return started;
      const names = started.Engine.modelNames();
      files.total = 1 + names.length;
      await Promise.all(names.map((name) => model(name, started)));
      return started;
    } finally {
      listeners.delete(onProgress);
    }
  }

  /** A profile's handle, made once: `spec` is an id or an object. */
  function profile(spec, started) {
    const builtin = typeof spec === "string";
    const key = builtin ? spec : JSON.stringify(spec);
    if (!profiles.has(key)) {
      const { ParsedProfile } = started;
      const name = builtin ? spec : (spec && spec.id) || "profile";
      profiles.set(key, builtin ? ParsedProfile.builtin(spec) : ParsedProfile.parse(String(name), key));
    }
    return profiles.get(key);
  }

  function photo(number) {
    const held = photos.get(number);
    if (!held) throw new PrecheckError("closed", "the photo was closed");
    return held;
  }

  const methods = {
    /** Starts the module, checks the profile, and lets the models load behind it. */
    async start(args, onProgress) {
      const started = await module();
      // What fails here is tried again, and told, when a photo is opened.
      ready(onProgress).catch(() => {});
      return profile(args.profile, started).describe();
    },
    async open(args, onProgress) {
      // The file is read while models are on their way.
      const [started, bytes] = await Promise.all([ready(onProgress), bytesOf(args.source)]);
      onProgress({ stage: "open" });
      const onStage = (part) => onProgress({ stage: "open", part });
      const turn = args.turn || 0;
      const opened = await openPhoto(started.Engine, engine, { bytes, name: args.name, turn }, onStage);
      const number = nextPhoto++;
      // A file is kept as its handle; bytes as a blob, which the browser may keep on disk, until the photo is exported.
      photos.set(number, { opened, turn, source: args.source instanceof Blob ? args.source : new Blob([bytes]) });
      return number;
    },
    async report(args) {
      const { opened } = photo(args.photo);
      return opened.report(profile(args.profile, await module()), args.crop);
    },
    async export(args) {
      const { source, turn } = photo(args.photo);
      const [started, bytes] = await Promise.all([module(), bytesOf(source)]);
      const wanted = profile(args.profile, started);
      const bitmap = started.Engine.needsPlatform(bytes) ? await bitmapOf(source, turn) : null;
      try {
        // It may have been closed while its bytes were read.
        const { opened } = photo(args.photo);
        const { jpeg, ...told } = bitmap
          ? engine.exportDecoded(opened, bitmap, wanted, args.crop)
          : engine.export(opened, bytes, wanted, args.crop);
        return { blob: jpeg ? new Blob([jpeg], { type: "image/jpeg" }) : source, unchanged: !jpeg, ...told };
      } finally {
        if (bitmap) bitmap.close();
      }
    },
    async release(args) {
      const held = photos.get(args.photo);
      photos.delete(args.photo);
      if (held) held.opened.free();
    },
    async rules(args) {
      return profile(args.profile, await module()).rules();
    },
    async profiles() {
      return (await module()).profiles();
    },
    async checks() {
      return (await module()).checks();
    },
  };

  return {
    async call(method, args, onProgress) {
      return methods[method](args, onProgress);
    },
  };
}

async function startModule(folder) {
  const file = hasSimd() ? "photo_precheck_simd_bg.wasm" : "photo_precheck_bg.wasm";
  try {
    const glue = await import(folder + "photo_precheck.js");
    await glue.default({ module_or_path: new URL(folder + file) });
    return glue;
  } catch (error) {
    throw new PrecheckError("load-failed", `${folder}${file}: ${error.message}`);
  }
}

/** What the module does not decode (HEIC, AVIF, GIF) the browser may; where it cannot, the report says so. */
async function openPhoto(Engine, engine, { bytes, name, turn }, onStage) {
  if (Engine.needsPlatform(bytes)) {
    const bitmap = await bitmapOf(new Blob([bytes]), turn);
    if (bitmap) {
      try {
        return engine.openDecoded(bytes, name, bitmap, onStage);
      } catch (error) {
        // Safari before 16.4 has no canvas outside the page.
        if (error.code !== "bad-input" && !(error instanceof ReferenceError)) throw error;
      } finally {
        bitmap.close();
      }
    }
  }
  return turn ? engine.openTurned(bytes, name, turn, onStage) : engine.open(bytes, name, onStage);
}

/** What the platform decodes, turned clockwise by `turn` quarters; `null` where it does not. */
async function bitmapOf(blob, turn) {
  if (typeof createImageBitmap !== "function") return null;
  const bitmap = await createImageBitmap(blob).catch(() => null);
  if (!bitmap || !turn || typeof OffscreenCanvas !== "function") return bitmap;
  const { width, height } = bitmap;
  const canvas = turn % 2 ? new OffscreenCanvas(height, width) : new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turn * Math.PI) / 2);
  context.drawImage(bitmap, -width / 2, -height / 2);
  bitmap.close();
  return canvas.transferToImageBitmap();
}

async function fetchBytes(url) {
  let response;
  try {
    response = await fetch(url);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new PrecheckError("load-failed", `${url}: ${error.message}`);
  }
  throw new PrecheckError("load-failed", `${url}: status ${response.status}`);
}

/** The bytes of a Blob, an ArrayBuffer or a view. */
async function bytesOf(source) {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  try {
    return new Uint8Array(await source.arrayBuffer());
  } catch (error) {
    // A file that was moved or changed since it was chosen.
    throw new PrecheckError("bad-input", `the file could not be read: ${error.message}`);
  }
}
