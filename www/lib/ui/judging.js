// The photo under the school's rules, as the steps share it: which profile, where the frame is, what the report says.

import { boundsOf, firstView } from "./session.js";
import { GENERAL } from "./steps/school.js";
import { toCrop } from "./transform.js";

/**
 * `framed()`: whether the photo is framed at all; `open(file, turn)`: as if it were chosen. What it gives becomes part
 * of `app`.
 */
export function createJudging(app, { framed, open }) {
  const { session } = app;

  /** The school is `spec` from now on. */
  async function chooseProfile(spec) {
    app.spec = spec;
    app.full = null;
    app.made = null;
    const { full, rules } = await session.use(spec);
    if (app.spec !== spec) return;
    Object.assign(app, { full, rules });
    const held = session.held();
    if (held) {
      frameAnew(held);
      await judgeNow();
    }
    app.fire("ready", { profile: full });
  }

  /** Opens `file` and goes on to what it needs. */
  async function choosePhoto(file, { turn = 0, onProgress = () => {} } = {}) {
    Object.assign(app, { view: null, undo: [], crop: null, report: null, made: null });
    if (app.full === null) await chooseProfile(app.spec || GENERAL);
    const held = await session.open(file, { turn, onProgress });
    if (!held) return false;
    frameAnew(held);
    await judgeNow();
    app.fire("verdict", { report: app.report, crop: app.crop });
    return true;
  }

  /** The engine stopped, and the photo with it: opened anew, in a new engine. */
  function reopen() {
    const { file, turn } = session.held();
    return open(file, turn);
  }

  /** The frame where it starts, and the report of what it holds. */
  function frameAnew(held) {
    Object.assign(app, { bounds: null, view: null, undo: [], crop: null, report: held.whole, made: null });
    if (!app.full || !framed()) return;
    app.bounds = boundsOf(held.whole, app.full.picture);
    app.view = firstView(held.whole, app.bounds);
    settle();
  }

  /** The crop of the view that is shown. Of the whole picture too: what is seen in the frame is what is cut. */
  function settle() {
    app.crop = toCrop(app.view, app.bounds);
    app.made = null;
    return app.crop;
  }

  function judgeNow() {
    return new Promise((resolve, reject) => {
      session.judge(app.crop, (report, error) => {
        if (error) {
          reject(error);
          return;
        }
        app.report = report;
        resolve(report);
      });
    });
  }

  return { chooseProfile, choosePhoto, reopen, settle, judgeNow };
}
