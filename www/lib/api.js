// What a caller holds, wherever the engine runs: a precheck, its photos, and one engine for all who ask for the same
// settings. How an engine is reached and what `open` takes is the platform's affair.

import { PrecheckError, asPrecheckError } from "./error.js";

/** @param {import("./platform").Reach} platform */
export function createApi({ connect, take, finish = (made) => made }) {
  /** Engines by their settings: asking twice loads once. */
  const shared = new Map();

  return async function create(settings, profile = "degree-photo") {
    const precheck = new Precheck(hold(shared, connect, settings), { take, finish }, profile);
    try {
      await precheck.useProfile(profile);
      return precheck;
    } catch (error) {
      precheck.close();
      throw error;
    }
  };
}

/** One engine for all who ask for the same settings; closed with the last of them. */
function hold(shared, connect, settings) {
  const key = JSON.stringify(settings);
  if (!shared.has(key)) shared.set(key, { link: null, holders: 0 });
  const engine = shared.get(key);
  engine.holders += 1;
  return {
    /** The live link; a new one where the last broke down. */
    link() {
      if (!engine.link) engine.link = connect(settings);
      return engine.link;
    },
    /** Forgets `link`: the next call starts anew. */
    drop(link) {
      link.close();
      if (engine.link === link) engine.link = null;
    },
    release() {
      engine.holders -= 1;
      if (engine.holders > 0) return;
      if (engine.link) engine.link.close();
      shared.delete(key);
    },
  };
}

class Precheck {
  constructor(engine, platform, profile) {
    this.engine = engine;
    this.platform = platform;
    this.profile = profile;
    this.photos = new Set();
    this.closed = false;
  }

  /** Makes `profile` (an id or an object) the one that reports use by default; gives it in full. */
  async useProfile(profile) {
    const full = await this.call(this.liveLink(), "start", { profile });
    this.profile = profile;
    return full;
  }

  /** Every built-in profile. */
  async profiles() {
    return this.call(this.liveLink(), "profiles", {});
  }

  /** Every check with its title and words, in the order of the report. */
  async checks() {
    return this.call(this.liveLink(), "checks", {});
  }

  /** What `profile`, or the default, asks of each check that is on, in the order of the report. */
  async rules(profile = this.profile) {
    return this.call(this.liveLink(), "rules", { profile });
  }

  /**
   * Reads, decodes and measures a photo. Whatever the bytes are, the photo can be judged.
   */
  async open(source, options = {}) {
    const { signal, onProgress = () => {} } = options;
    const taken = await this.platform.take(source);
    if (signal && signal.aborted) throw aborted();
    const name = String(options.name || taken.name || "photo");
    const turn = quarters(options.turn_deg);
    const link = this.liveLink();
    const opening = this.call(link, "open", { source: taken.source, name, turn }, (step) => {
      if (!signal || !signal.aborted) onProgress(step);
    });
    const number = await abortable(opening, signal, (late) => this.release(link, late));
    const photo = new Photo(this, link, number);
    this.photos.add(photo);
    return photo;
  }

  /** Closes every photo that was opened here and, with the last of its users, the engine. */
  close() {
    if (this.closed) return;
    this.photos.forEach((photo) => photo.close());
    this.closed = true;
    this.engine.release();
  }

  liveLink() {
    if (this.closed) throw new PrecheckError("closed", "the precheck was closed");
    return this.engine.link();
  }

  async call(link, method, args, onProgress = () => {}) {
    try {
      return await link.call(method, args, onProgress);
    } catch (thrown) {
      const error = asPrecheckError(thrown);
      // A module that stopped, or never started, is not asked again.
      if (error.code === "crashed" || (error.code === "load-failed" && method === "start")) this.engine.drop(link);
      throw error;
    }
  }

  release(link, number) {
    // An engine that is gone has freed the photo already.
    link.call("release", { photo: number }, () => {}).catch(() => {});
  }
}

class Photo {
  constructor(precheck, link, number) {
    this.precheck = precheck;
    this.link = link;
    this.number = number;
    this.closed = false;
  }

  /** The report of the whole picture, or of `crop`. No pixels are touched: fast enough for every move of a drag. */
  async report(options = {}) {
    if (this.closed) throw new PrecheckError("closed", "the photo was closed");
    const { crop, profile = this.precheck.profile } = options;
    return this.precheck.call(this.link, "report", { photo: this.number, crop, profile });
  }

  /**
   * The JPEG for the upload, cut by `crop`, or by the suggested crop; or the original where it may go up unchanged. Its
   * report is of its own bytes.
   */
  async export(options = {}) {
    if (this.closed) throw new PrecheckError("closed", "the photo was closed");
    const { crop, profile = this.precheck.profile } = options;
    return this.precheck.platform.finish(await this.precheck.call(this.link, "export", { photo: this.number, crop, profile }));
  }

  /** Frees the photo. */
  close() {
    if (this.closed) return;
    this.closed = true;
    this.precheck.photos.delete(this);
    this.precheck.release(this.link, this.number);
  }
}

/** Quarters of a full turn clockwise, 0 to 3. */
function quarters(degrees = 0) {
  const turn = Number(degrees) / 90;
  if (!Number.isInteger(turn)) throw new PrecheckError("bad-input", "a photo is turned by multiples of 90 degrees");
  return ((turn % 4) + 4) % 4;
}

function aborted() {
  return new PrecheckError("aborted", "opening was aborted");
}

/** `work`, or the signal's refusal, whichever comes first; what `work` gives too late goes to `discard`. */
function abortable(work, signal, discard) {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(aborted());
      work.then(discard, () => {});
    };
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).then(() => signal.removeEventListener("abort", abort));
  });
}
