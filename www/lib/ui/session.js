// The checker and the photo that is open, between the library and the steps: started once, retried after a failure, and
// only the last of several judgements is handed on.

import { createPrecheck } from "../precheck.js";
import { loadPreview } from "./preview.js";

export { asksToMove, boundsOf, firstView, isFault } from "./bounds.js";

export function createSession(settings) {
  let starting = null;
  let precheck = null;
  let spec = null;
  let catalogue = null;
  /** The photo that is open: file, turn, preview, handle, the report of the whole. */
  let held = null;
  let opening = null;
  let judging = null;

  async function begin() {
    const started = await createPrecheck(settings());
    try {
      catalogue = await started.checks();
    } catch (error) {
      started.close();
      throw error;
    }
    precheck = started;
    return started;
  }

  /** The started checker. After a failure the next call tries again. */
  function start() {
    if (!starting) {
      starting = begin();
      starting.catch(() => (starting = null));
    }
    return starting;
  }

  function drop() {
    if (held && held.photo) held.photo.close();
    held = null;
  }

  return {
    start,
    checks: () => catalogue || [],
    held: () => held,
    forget: drop,

    /** Makes `profile` the one that is judged by; gives it in full, with its rules. */
    async use(profile) {
      spec = profile;
      const started = await start();
      const [full, rules] = [await started.useProfile(profile), await started.rules(profile)];
      if (held && held.photo) held.whole = await held.photo.report({ profile });
      return { full, rules };
    },

    /**
     * Opens `file`, turned by `turn` degrees; the one that was open is forgotten. `null` where another came between.
     */
    async open(file, { turn = 0, onProgress }) {
      if (opening) opening.abort();
      const mine = new AbortController();
      opening = mine;
      drop();
      const started = start();
      // Waited for below; until then it may fail.
      started.catch(() => {});
      try {
        // Before the photo is opened, not beside it: two decoded copies at once are too much for a small phone.
        const preview = await loadPreview(file, turn);
        await started;
        if (mine.signal.aborted) return null;
        const name = file.name || "photo.jpg";
        const photo = await precheck.open(file, { name, turn_deg: turn, signal: mine.signal, onProgress });
        const whole = await photo.report({ profile: spec || undefined });
        if (mine.signal.aborted) {
          photo.close();
          return null;
        }
        held = { file, name, turn, preview, photo, whole };
        return held;
      } catch (error) {
        if (error.code === "aborted" || mine.signal.aborted) return null;
        throw error;
      } finally {
        if (opening === mine) opening = null;
      }
    },

    cancel() {
      if (opening) opening.abort();
      opening = null;
    },

    /**
     * Judges `crop` (null: the whole); while one is being judged the newest waits, and those between are left out.
     * `told(report)` is called for those that were judged.
     */
    judge(crop, told) {
      const photo = held && held.photo;
      if (!photo) {
        told(null, { code: "closed" });
        return;
      }
      if (judging && judging.photo === photo) {
        judging.next = { crop, told };
        return;
      }
      const mine = { photo, next: null };
      judging = mine;
      const settle = () => {
        if (judging === mine) judging = null;
        if (mine.next && held && held.photo === photo) this.judge(mine.next.crop, mine.next.told);
      };
      photo.report({ crop: crop || undefined, profile: spec || undefined }).then(
        (report) => {
          if (held && held.photo === photo) told(report, null);
          settle();
        },
        (error) => {
          told(null, error);
          settle();
        },
      );
    },

    /** The file for the upload, cut by `crop` (null: the file as it is, where that will do). */
    async make(crop) {
      return held.photo.export({ crop: crop || undefined, profile: spec || undefined });
    },

    close() {
      drop();
      const started = starting;
      starting = null;
      if (started)
        started.then(
          (one) => one.close(),
          () => {},
        );
      precheck = null;
    },
  };
}
