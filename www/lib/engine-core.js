// The engine, wherever it runs: holds the opened photos by number and answers calls by name. Where the module, the models
// and pixels come from is the platform's affair: engine.js for the web, node.js, miniprogram.
//
// Written for old engines too: what esbuild cannot rewrite for ES2017 (globals, methods of prototypes) is not used.

import { PrecheckError } from "./error.js";

/** @param {import("./platform").Platform} platform */
export function createEngineOn(platform) {
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
      glue = platform.start().then((started) => {
        engine = new started.Engine();
        progressed();
        return started;
      });
      glue.catch(() => (glue = null));
    }
    return glue;
  }

  function model(name) {
    if (!models.has(name)) {
      const loading = platform.model(name).then(async (bytes) => {
        engine.load(name, bytes);
        progressed();
        if (platform.pause) await platform.pause();
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
      if (!platform.model) return started;
      const names = started.Engine.modelNames();
      files.total = 1 + names.length;
      await Promise.all(names.map((name) => model(name)));
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
      const [started, bytes] = await Promise.all([ready(onProgress), platform.bytes(args.source)]);
      onProgress({ stage: "open" });
      const onStage = (part) => onProgress({ stage: "open", part });
      const kept = platform.keep(args.source, bytes);
      const turn = args.turn || 0;
      const opened = await openPhoto(started.Engine, { bytes, kept, turn, name: args.name }, onStage);
      const number = nextPhoto++;
      photos.set(number, { opened, kept, turn });
      return number;
    },
    async report(args) {
      const { opened } = photo(args.photo);
      return opened.report(profile(args.profile, await module()), args.crop);
    },
    async export(args) {
      const { kept, turn } = photo(args.photo);
      const [started, bytes] = await Promise.all([module(), platform.bytes(kept)]);
      const wanted = profile(args.profile, started);
      const bitmap = await bitmapOf(started.Engine, { bytes, kept, turn });
      try {
        // It may have been closed while its bytes were read.
        const { opened } = photo(args.photo);
        const { jpeg, ...told } = bitmap
          ? engine.exportDecoded(opened, bitmap, wanted, args.crop)
          : engine.export(opened, bytes, wanted, args.crop);
        return { ...platform.file(jpeg, kept), unchanged: !jpeg, ...told };
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

  /** What the module does not decode (HEIC, AVIF, GIF) the platform may; where it cannot, the report says so. */
  async function openPhoto(Engine, photo, onStage) {
    const { bytes, name, turn } = photo;
    const bitmap = await bitmapOf(Engine, photo);
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
    return platform.pause ? inSlices(Engine.begin(bytes, name, turn, onStage), onStage) : engine.openTurned(bytes, name, turn, onStage);
  }

  /** A part at a time, with a moment for others after each. */
  async function inSlices(opening, onStage) {
    await platform.pause();
    for (let part = opening.step(engine); part; part = opening.step(engine)) {
      onStage(part);
      await platform.pause();
    }
    return opening.finish(engine);
  }

  async function bitmapOf(Engine, { bytes, kept, turn }) {
    return platform.bitmap && Engine.needsPlatform(bytes) ? platform.bitmap(kept, turn) : null;
  }

  return {
    async call(method, args, onProgress) {
      return methods[method](args, onProgress);
    },
  };
}
