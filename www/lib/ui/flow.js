// The steps of <photo-precheck>, one after the other, as the schools' own pages go: school, reminder, choosing,
// framing, reasons, confirmation. It holds what the steps share; each step draws itself from it, anew where the
// language changes.

import { button, fill, h, icon } from "./dom.js";
import { createHistory } from "./history.js";
import { SCHOOLS } from "./schools.js";
import { createJudging } from "./judging.js";
import { createSession } from "./session.js";
import { STRINGS } from "./strings.js";
import { choose } from "./steps/choose.js";
import { frame } from "./steps/frame.js";
import { remind } from "./steps/remind.js";
import { GENERAL, school } from "./steps/school.js";

/** Steps that come when they are near: the first screen is the sooner there. */
const camera = (app) => import("./steps/camera.js").then((module) => module.camera(app));
const reasons = (app) => import("./steps/reasons.js").then((module) => module.reasons(app));
const confirm = (app) => import("./steps/confirm.js").then((module) => module.confirm(app));

const STEPS = { school, remind, choose, camera, frame, reasons, confirm };

/** Those that are counted; the camera is a way to choose. */
const COUNTED = ["school", "remind", "choose", "frame", "reasons", "confirm"];

export function createFlow(host, root, styles) {
  const session = createSession(() => ({
    profile: GENERAL,
    moduleUrl: host.getAttribute("module-url") || undefined,
    modelsUrl: host.getAttribute("models-url") || undefined,
  }));

  /** What the steps see and change. */
  const app = {
    host,
    root,
    session,
    lang: "zh",
    words: STRINGS.zh,
    schools: SCHOOLS,
    /** The profile that is judged by: an id or an object; then in full, and its rules, once the module has told. */
    spec: null,
    full: null,
    rules: [],
    query: "",
    /** Of the photo that is open: what the frame may do and shows; the report of that crop. */
    bounds: null,
    view: null,
    undo: [],
    crop: null,
    report: null,
    made: null,
    go,
    back,
    say,
    fire,
    tell,
    attempt,
    refresh,
    /** The photo that is being opened: `{ step }`, with `redraw` of the step that shows it. */
    opening: null,
    steps: counted,
    school: shownSchool,
    lock,
    has: (attribute) => host.hasAttribute(attribute),
  };

  Object.assign(app, createJudging(app, { framed, open }));
  let step = null;
  let current = null;
  let trouble = null;
  /** Counts the steps that were asked for: one that loads late must not take the place of a later one. */
  let asked = 0;

  const said = h("p", { class: "unseen", role: "status" });
  const alert = h("div", { class: "trouble", role: "alert", hidden: true });
  const bar = h("div", { class: "bar", part: "bar" });
  const body = h("div", { class: "body", part: "step" });
  const shell = h("section", { class: "shell", hidden: true }, bar, said, alert, body);
  const link = h("link", { rel: "stylesheet", href: styles });
  // Nothing is shown unstyled; where the sheet does not come, better plain than not at all.
  link.onload = link.onerror = () => {
    shell.hidden = false;
    if (current && current.shown) current.shown();
  };
  root.append(link, shell);
  const history = createHistory(host, { leave: (to) => enter(to, true) });

  function skipped() {
    return (host.getAttribute("skip") || "").split(/\s+/);
  }

  /** The steps of this school and page that are counted. */
  function counted() {
    const out = skipped();
    const asksSchool = !host.profile;
    return COUNTED.filter((one) => {
      if (one === "school") return asksSchool;
      if (one === "frame") return !out.includes("frame") && framed();
      return !out.includes(one);
    });
  }

  /** Whether the photo is framed: the school says so, and it can be shown. */
  function framed() {
    if (app.full && !app.full.steps.includes("frame")) return false;
    const held = session.held();
    return !held || Boolean(held.preview && held.whole.photo.width_px);
  }

  /** The school as it is shown: from the file made by the tool, or the page's own. */
  function shownSchool() {
    // The embedding page's own is there before the checker has read it.
    const spec = app.spec || host.profile;
    const id = typeof spec === "string" ? spec : spec && spec.id;
    return app.schools.find((one) => one.id === id) || app.full || (typeof spec === "object" ? spec : null);
  }

  function fire(name, detail, options) {
    return host.dispatchEvent(new CustomEvent(name, Object.assign({ detail, bubbles: true, composed: true }, options)));
  }

  /** Tells a screen reader. The place is always there: one that just appeared is not read out. */
  function say(text) {
    if (said.textContent !== text) said.textContent = text;
  }

  /** Shows a trouble with a way on, or takes it away. */
  function tell(error, again) {
    trouble = error ? { error, again } : null;
    drawTrouble();
    if (error) fire("precheck-error", { error });
  }

  function drawTrouble() {
    alert.hidden = !trouble;
    alert.replaceChildren();
    if (!trouble) return;
    const { errors, retry } = app.words;
    const { error, again } = trouble;
    const words = (error.words && error.words[app.lang]) || errors[error.code] || errors.other;
    alert.append(h("p", { text: words }));
    if (again) alert.append(button("plain", retry, again));
  }

  /** Runs `work`; what goes wrong is said in human words, and `work` can be tried again. */
  async function attempt(work) {
    tell(null);
    try {
      return await work();
    } catch (error) {
      if (error.code !== "aborted" && error.code !== "closed") {
        tell(error, () => {
          focusTitle();
          attempt(work);
        });
      }
      return undefined;
    }
  }

  function focusTitle() {
    const title = body.querySelector("h2");
    if (title) title.focus({ preventScroll: true });
  }

  /** To the step `to`, forwards. */
  function go(to) {
    if (to === step) return;
    history.forwards(to);
    enter(to, false);
  }

  /** To the step before. */
  function back() {
    const before = previous();
    if (!before) return;
    if (!history.backwards()) enter(before, true);
  }

  function previous() {
    const order = counted();
    if (step === "camera") return "choose";
    const at = order.indexOf(step);
    return at > 0 ? order[at - 1] : null;
  }

  /** Back further than there is something to show? To the last step that has what it needs. */
  function possible(to) {
    const order = counted();
    const judged = session.held() && app.report;
    if (["frame", "reasons", "confirm"].includes(to) && !judged) return order.includes("choose") ? "choose" : order[0];
    if (to === "frame" && !framed()) return "reasons";
    if (to !== "camera" && !order.includes(to)) return order[0];
    return to;
  }

  async function enter(to, backwards) {
    const mine = ++asked;
    const next = possible(to);
    if (current && current.leave) current.leave();
    current = null;
    step = next;
    tell(null);
    let drawn;
    try {
      drawn = await STEPS[next](app);
    } catch (error) {
      if (mine === asked) tell({ code: "load-failed", error }, () => enter(to, backwards));
      return;
    }
    if (mine !== asked) return;
    show(drawn);
    focusTitle();
    if (next === "choose") fetchAhead();
    const top = host.getBoundingClientRect().top;
    if (top < 0 || top > window.innerHeight / 2) host.scrollIntoView();
    fire("step", { step: next });
  }

  /** What follows a chosen photo; a failure is told where it is needed. */
  function fetchAhead() {
    [import("./steps/reasons.js"), import("./steps/confirm.js")].forEach((coming) => coming.catch(() => {}));
  }

  function show(drawn) {
    current = drawn;
    drawBar();
    body.className = `body ${step}`;
    body.replaceChildren(drawn.node);
    if (drawn.actions && drawn.actions.length)
      body.append(h("div", { class: "actions", part: "actions" }, drawn.actions));
    if (drawn.shown && !shell.hidden) drawn.shown();
  }

  /** Draws the step that is shown anew. */
  async function refresh() {
    if (possible(step) !== step) {
      await enter(step, true);
      return;
    }
    const mine = ++asked;
    if (current && current.leave) current.leave();
    const drawn = await STEPS[step](app);
    if (mine === asked) show(drawn);
  }

  /** The same, where it makes a difference: before a photo is chosen, nothing depends on the school's rules. */
  function redraw() {
    if (step === "camera") drawBar();
    else refresh();
  }

  function drawBar() {
    const order = counted();
    const at = order.indexOf(step === "camera" ? "choose" : step) + 1;
    const { words } = app;
    const backButton = h(
      "button",
      { type: "button", class: "back", hidden: !previous(), on: { click: back } },
      icon("back"),
      h("span", { text: words.back }),
    );
    const where = h(
      "p",
      { class: "where" },
      h("span", { class: "unseen", text: fill(words.stepOf, { at, all: order.length }) }),
      order.map((one, index) => h("span", { class: index < at ? "dot done" : "dot", "aria-hidden": "true" })),
    );
    const language = h("button", {
      type: "button",
      class: "language",
      lang: words.otherCode,
      text: words.other,
      on: { click: switchLanguage },
    });
    bar.replaceChildren(backButton, where, language);
    shell.setAttribute("aria-label", words.title);
    shell.lang = words.code;
  }

  /** While something is under way that drawing the step anew would end. */
  function lock(on) {
    const language = bar.querySelector(".language");
    if (language) language.disabled = on;
  }

  function switchLanguage() {
    const lang = app.lang === "zh" ? "en" : "zh";
    // The attribute is heard, and the step drawn anew.
    host.setAttribute("lang", lang === "zh" ? "zh-CN" : "en");
    fire("language", { lang });
  }

  async function translate() {
    const lang = /^en/i.test(host.getAttribute("lang") || "") ? "en" : "zh";
    if (lang === app.lang && step) return;
    app.lang = lang;
    app.words = STRINGS[lang];
    if (!step) return;
    const focused = root.activeElement && root.activeElement.className === "language";
    say("");
    drawTrouble();
    await refresh();
    if (focused) bar.querySelector(".language").focus();
  }

  /** Opens `file` as if the student had chosen it. */
  async function open(file, turn = 0) {
    await enter("choose", true);
    if (current && current.take) await current.take(file, turn);
  }

  function start() {
    const order = counted();
    translate();
    enter(order[0], false);
    history.begin(order[0]);
    prepare();
  }

  /** Starts the checker behind the first steps; what fails is told when a photo is chosen. */
  function prepare() {
    const spec = host.profile || app.spec;
    const work = spec ? app.chooseProfile(spec) : session.start();
    work.catch((error) => {
      if (["unknown-profile", "bad-profile"].includes(error.code)) tell(error, null);
    });
  }

  return {
    connect() {
      app.schools = host.profiles.concat(SCHOOLS);
      if (!step) start();
    },
    close() {
      if (current && current.leave) current.leave();
      history.end();
      session.close();
      root.replaceChildren();
    },
    changed(name) {
      if (!step) return;
      if (name === "lang") translate();
      else if (name === "profile") {
        if (host.profile) attempt(() => app.chooseProfile(host.profile).then(redraw));
        else enter("school", true);
      } else if (name === "profiles") {
        app.schools = host.profiles.concat(SCHOOLS);
        refresh();
      } else if (name !== "theme") redraw();
    },
    open,
    reset() {
      session.cancel();
      session.forget();
      Object.assign(app, { view: null, undo: [], crop: null, report: null, made: null, query: "" });
      enter(counted()[0], true);
    },
    step: () => step,
  };
}
