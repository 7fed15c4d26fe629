// <photo-precheck> in a mini-program: choose, frame by touch with the verdict of every move, confirm.
//
// PROPERTIES  profile   a built-in profile's id, or a profile object of your own
//             lang      "zh" (default) or "en"
//             strict    a photo with faults cannot be confirmed
// EVENTS      verdict   { report, crop }
//             confirm   { path, bytes, report, unchanged, notes, name }: the made file, for wx.uploadFile
//             failure   { code, message }: told to the student as well
// METHODS     open(path), reset(): by wx.selectComponent
//
// Where module, models and worker lie: `configure` of the library, before the first page that shows this.

import { asksToMove, boundsOf, firstView } from "../../lib/ui/bounds.js";
import { movement } from "../../lib/ui/fingers.js";
import { admitted, matrix, moved, toCrop } from "../../lib/ui/transform.js";
import { createPrecheck } from "./index.js";
import { WORDS } from "./words.js";

/** Margin on both sides of the frame, px. */
const MARGIN = 24;
/** The most that the frame takes of the window's height. */
const TALLEST = 0.55;
/** Long edge of the photo as it is shown, px: a picture of camera size takes more memory than a small phone has. */
const SHOWN = 1280;
/** A photo is opened in so many parts. */
const PARTS = 6;

Component({
  properties: {
    profile: { type: null, value: "degree-photo" },
    lang: { type: String, value: "zh" },
    strict: { type: Boolean, value: false },
  },

  data: {
    step: "choose",
    words: WORDS.zh,
    busy: false,
    blocked: false,
    framed: false,
    failure: "",
    retryable: false,
    progress: 0,
    source: "",
    frame: { width: 0, height: 0 },
    size: { width: 0, height: 0 },
    matrix: "1,0,0,1,0,0",
    lines: [],
    report: null,
    verdictWords: "",
    problems: [],
  },

  observers: {
    lang(lang) {
      this.setData({ words: WORDS[lang] || WORDS.zh });
      if (this.shown) this.tell(this.shown.report, this.shown.crop);
    },
    profile() {
      // The photo that is open is judged anew.
      if (this.photo) this.frameOpened().catch((error) => this.fail(error));
    },
  },

  lifetimes: {
    detached() {
      this.forget();
      if (this.starting) this.starting.then((precheck) => precheck.close(), () => {});
      this.starting = null;
    },
  },

  methods: {
    choose() {
      wx.chooseMedia({
        count: 1,
        mediaType: ["image"],
        sizeType: ["original"],
        sourceType: ["album", "camera"],
        success: ({ tempFiles }) => this.open(tempFiles[0].tempFilePath),
        // The student closed the album; a refusal to open it is told by the system.
        fail: () => {},
      });
    },

    /** Judges the photo in the file at `path`, as if the student had chosen it. */
    async open(path) {
      this.forget();
      const turn = (this.turn = (this.turn || 0) + 1);
      this.setData({ step: "open", source: path, failure: "", progress: 0, busy: true });
      try {
        const precheck = await this.start();
        let parts = 0;
        const onProgress = ({ stage, part }) => {
          if (stage === "open" && part) parts += 1;
          if (this.turn === turn) this.setData({ progress: Math.round((100 * parts) / PARTS) });
        };
        const photo = await precheck.open(path, { onProgress });
        // Another photo was chosen, or the page was left, in the meantime.
        if (this.turn !== turn) return photo.close();
        this.photo = photo;
        await this.frameOpened();
      } catch (error) {
        if (this.turn === turn) this.fail(error);
      }
    },

    reset() {
      this.forget();
      this.setData({ step: "choose", failure: "", busy: false, report: null, problems: [] });
    },

    again() {
      this.choose();
    },

    retry() {
      if (this.data.source) this.open(this.data.source);
      else this.reset();
    },

    async confirm() {
      const { photo, crop } = this;
      this.setData({ busy: true, failure: "" });
      try {
        const made = await photo.export({ crop: crop || undefined, profile: this.data.profile });
        this.triggerEvent("confirm", Object.assign({ name: this.data.source.split("/").pop() }, made));
      } catch (error) {
        if (error.code === "no-export") this.setData({ failure: error.words[this.data.lang] || error.words.zh, retryable: false });
        else this.fail(error);
      } finally {
        this.setData({ busy: false });
      }
    },

    touchStart({ touches }) {
      this.fingers = this.points(touches);
    },

    touchMove({ touches }) {
      const now = this.points(touches);
      // A finger came or went: no movement.
      if (this.view && this.fingers && now.length > 0 && now.length === this.fingers.length) {
        const done = movement(this.fingers, now);
        if (!this.bounds.roll) done.turn = 0;
        this.place(admitted(moved(this.view, this.data.frame.height, done), this.bounds));
      }
      this.fingers = now;
    },

    touchEnd({ touches }) {
      this.fingers = this.points(touches);
    },

    /** Fingers from the middle of the frame; where the frame lies does not matter to how they move but to a zoom. */
    points(touches) {
      const { width, height } = this.data.frame;
      const place = this.framePlace || { left: 0, top: 0 };
      return Array.from(touches)
        .slice(0, 2)
        .map(({ clientX, clientY }) => ({ x: clientX - place.left - width / 2, y: clientY - place.top - height / 2 }));
    },

    /** Shows what the photo is under the profile, and the frame where it may be moved. */
    async frameOpened() {
      const { photo } = this;
      const { profile } = this.data;
      const precheck = await this.start();
      const [{ picture }, report] = [await precheck.useProfile(profile), await photo.report({ profile })];
      if (this.photo !== photo) return;
      const framed = report.photo.width_px !== null && report.face !== null;
      const { windowWidth, windowHeight } = wx.getWindowInfo ? wx.getWindowInfo() : wx.getSystemInfoSync();
      const height = Math.min(windowHeight * TALLEST, ((windowWidth - 2 * MARGIN) * picture.height_px) / picture.width_px);
      const frame = { width: Math.round((height * picture.width_px) / picture.height_px), height: Math.round(height) };
      this.setData({ step: "frame", framed, frame, busy: false, failure: "" }, () => this.findFrame());
      if (!framed) {
        this.view = this.crop = null;
        this.tell(report, null);
        return;
      }
      this.bounds = boundsOf(report, picture);
      const { width, height: tall } = this.bounds;
      this.shrink = Math.min(1, SHOWN / Math.max(width, tall));
      this.setData({ size: { width: width * this.shrink, height: tall * this.shrink } });
      this.place(firstView(report, this.bounds));
    },

    /** Where the frame lies in the window: asked once it is laid out. */
    findFrame() {
      this.createSelectorQuery()
        .select(".frame")
        .boundingClientRect((place) => {
          this.framePlace = place || null;
        })
        .exec();
    },

    /** Lays the photo under the frame and judges what it cuts; of moves that come faster, the last one. */
    place(view) {
      const { frame } = this.data;
      this.view = view;
      this.crop = toCrop(view, this.bounds);
      const numbers = matrix(view, frame.height, this.shrink, this.bounds.aspect);
      this.setData({ matrix: numbers.map((number) => number.toFixed(5)).join(",") });
      this.judge();
    },

    async judge() {
      const { photo, crop } = this;
      if (this.judging) {
        this.judgeAgain = true;
        return;
      }
      this.judging = true;
      this.judgeAgain = false;
      try {
        const report = await photo.report({ crop, profile: this.data.profile });
        if (this.photo === photo) this.tell(report, crop);
      } catch (error) {
        if (error.code !== "closed") this.fail(error);
      } finally {
        this.judging = false;
        if (this.judgeAgain && this.photo) this.judge();
      }
    },

    tell(report, crop) {
      const { lang, words } = this.data;
      this.shown = { report, crop };
      const told = report.findings.filter((finding) => finding.problem && finding.verdict !== "pass");
      // What the frame can mend comes first while it is in hand.
      const urgent = told.filter(asksToMove).concat(told.filter((finding) => !asksToMove(finding)));
      const problems = urgent.map(({ check, verdict, problem, remedy }) => ({
        check,
        verdict,
        problem: problem[lang] || problem.zh,
        remedy: remedy ? remedy[lang] || remedy.zh : "",
      }));
      this.setData({
        report: { verdict: report.verdict },
        verdictWords: words.verdicts[report.verdict] || "",
        problems,
        lines: this.linesOf(report, crop, words),
        blocked: this.data.strict && report.verdict === "fail",
      });
      this.triggerEvent("verdict", { report, crop });
    },

    /** Crown and chin, for the student to see what was measured; only under an upright crop. */
    linesOf({ face }, crop, words) {
      if (!face || !crop || crop.roll_deg) return [];
      const at = (y) => (100 * (y - crop.y)) / crop.height;
      return [
        { key: "crown", top: face.crown_y === null ? -1 : at(face.crown_y), name: words.crown },
        { key: "chin", top: at(face.chin_y), name: words.chin },
      ].filter(({ top }) => top >= 0 && top <= 100);
    },

    /** The started checker; after a failure the next call tries again. */
    start() {
      if (!this.starting) {
        this.starting = createPrecheck({ profile: this.data.profile });
        this.starting.catch(() => (this.starting = null));
      }
      return this.starting;
    },

    forget() {
      if (this.photo) this.photo.close();
      this.photo = this.view = this.crop = this.shown = null;
      this.turn = (this.turn || 0) + 1;
    },

    fail(error) {
      const { errors } = this.data.words;
      this.setData({
        busy: false,
        step: this.photo ? "frame" : "choose",
        failure: errors[error.code] || errors.other,
        retryable: error.code !== "bad-input",
      });
      this.triggerEvent("failure", { code: error.code || "internal", message: error.message });
    },
  },
});
