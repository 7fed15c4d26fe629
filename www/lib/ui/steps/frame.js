// The frame: the photo under the reference outline, moved by fingers, mouse, wheel, keys, slider or buttons, judged at
// every move. What moves is a small copy; the crop is in the original's pixels.

import { button, fill, h, icon } from "../dom.js";
import { listen } from "../gestures.js";
import { outline } from "../outline.js";
import { asksToMove, firstView, isFault } from "../session.js";
import { admitted, fromCrop, largest, matrix, moved, widest } from "../transform.js";

/** A screen reader is told what has not changed for so long. */
const SAY_AFTER_MS = 800;

/** Steps of the buttons, in pixels of a frame 640 high, in shares, in degrees. Chosen by hand. */
const NUDGE_PX = 12;
const NUDGE_ZOOM = 1.05;
const NUDGE_DEG = 1;

/** Views that can be undone: more than anyone goes back. */
const UNDO_STEPS = 50;

/** The stage's height, px: two fingers need room, and more than this shows no more. */
const LEAST_STAGE_PX = 220;
const MOST_STAGE_PX = 640;

/** What stands above the element counts up to this, px: below more, the page is scrolled. */
const MOST_ABOVE_PX = 120;

/** The slider's steps. */
const SLIDER = 200;

export function frame(app) {
  const { words, bounds, session } = app;
  const own = words.frame;
  const held = session.held();
  const turns = bounds.roll > 0;
  const canvas = held.preview;
  canvas.className = "under";
  canvas.setAttribute("aria-hidden", "true");
  const stage = h(
    "div",
    { class: "stage", tabIndex: 0, role: "application", "aria-label": own.stage, "aria-describedby": "frame-keys" },
    canvas,
    outline(app.rules, bounds.aspect),
  );
  const live = h("p", { class: "live" });
  const slider = h("input", {
    type: "range",
    min: 0,
    max: SLIDER,
    step: 1,
    id: "zoom",
    on: { input: slid, change: ended, pointerdown: begin, keydown: begin },
  });
  const undo = tool("undo", own.undo, () => stepBack());
  const reset = tool("reset", own.reset, () => jump(firstView(held.whole, bounds)));
  const place = tool("place", own.place, placed);
  const turn = tool("turn", own.turn, turnOver);
  place.hidden = !held.whole.suggested_crop;
  let size = 0;
  let painted = 0;
  let saying = 0;

  function tool(name, text, act) {
    return h(
      "button",
      { type: "button", class: "tool", data: { tool: name }, on: { click: act } },
      icon(name),
      h("span", { text }),
    );
  }

  /** The stage takes the height that the rest of the screen leaves; the fine steps may lie below. */
  function fit() {
    const shell = stage.closest(".shell");
    const area = stage.parentNode;
    if (!shell || !area.clientWidth) return;
    const room = parseFloat(getComputedStyle(app.host).getPropertyValue("--precheck-room")) || 0;
    const above = Math.min(MOST_ABOVE_PX, Math.max(0, app.host.getBoundingClientRect().top + window.pageYOffset));
    const beside = controls.getBoundingClientRect().left >= area.getBoundingClientRect().right;
    const others = beside
      ? shell.querySelector(".bar").offsetHeight + shell.querySelector(".actions").offsetHeight + 24
      : shell.offsetHeight - stage.offsetHeight - nudges.offsetHeight;
    const free = window.innerHeight - room - above - others;
    const height = Math.round(
      Math.max(LEAST_STAGE_PX, Math.min(free, MOST_STAGE_PX, area.clientWidth / bounds.aspect)),
    );
    if (height === size) return;
    size = height;
    stage.style.height = `${height}px`;
    stage.style.width = `${Math.round(height * bounds.aspect)}px`;
    paint();
  }

  function paint() {
    painted = 0;
    if (!size) return;
    const numbers = matrix(app.view, size, canvas.width / bounds.width, bounds.aspect);
    canvas.style.transform = `matrix(${numbers.map((number) => number.toFixed(5)).join(",")})`;
    slider.value = String(slideOf(app.view.height));
    session.judge(app.settle(), (report, error) => {
      if (report) judged(report);
      else stopped(error);
    });
  }

  /** Once a frame, however often fingers report. */
  function repaint() {
    if (!painted) painted = requestAnimationFrame(paint);
  }

  function judged(report) {
    app.report = report;
    draw();
    app.fire("verdict", { report, crop: app.crop });
  }

  function draw() {
    const { kind, text } = liveWords(app.report, app);
    if (live.textContent === text && live.dataset.kind === kind) return;
    live.dataset.kind = kind;
    live.className = `live ${kind}`;
    stage.dataset.kind = kind;
    live.replaceChildren(icon({ pass: "good", fail: "bad" }[kind] || "look"), h("span", { text }));
    clearTimeout(saying);
    saying = setTimeout(() => app.say(text), SAY_AFTER_MS);
  }

  function begin() {
    const last = app.undo[app.undo.length - 1];
    if (!last || !same(last, app.view)) app.undo.push(app.view);
    if (app.undo.length > UNDO_STEPS) app.undo.shift();
  }

  function ended() {
    const last = app.undo[app.undo.length - 1];
    if (last && same(last, app.view)) app.undo.pop();
    undo.disabled = app.undo.length === 0;
  }

  function change(movement) {
    const free = turns ? movement : Object.assign({}, movement, { turn: 0 });
    app.view = admitted(moved(app.view, size, free), bounds);
    repaint();
  }

  /** To `view` at one stroke. */
  function jump(view) {
    begin();
    app.view = admitted(view, bounds);
    ended();
    repaint();
  }

  function step(movement) {
    begin();
    change(movement);
    ended();
  }

  function stepBack() {
    if (!app.undo.length) return;
    app.view = app.undo.pop();
    undo.disabled = app.undo.length === 0;
    // What is disabled loses the focus.
    if (undo.disabled && app.root.activeElement === null) stage.focus();
    repaint();
  }

  function placed() {
    jump(fromCrop(held.whole.suggested_crop));
    app.say(own.placed);
  }

  // The slider goes in equal ratios, as fingers do: the widest view at its left, the closest at its right.
  function ends() {
    const most = largest(bounds, app.view.roll);
    return { most, least: Math.min(bounds.least, most) };
  }
  function slideOf(height) {
    const { most, least } = ends();
    return least >= most ? 0 : Math.round((SLIDER * Math.log(most / height)) / Math.log(most / least));
  }
  function slid() {
    const { most, least } = ends();
    app.view = admitted(
      Object.assign({}, app.view, { height: most * Math.pow(least / most, Number(slider.value) / SLIDER) }),
      bounds,
    );
    repaint();
  }

  /** A quarter clockwise: the photo is opened anew, for its face stands otherwise now. */
  async function turnOver() {
    turn.disabled = true;
    live.className = "live busy";
    live.replaceChildren(h("span", { text: own.turning }));
    app.say(own.turning);
    await app.attempt(async () => {
      const opened = await app.choosePhoto(held.file, { turn: (held.turn + 90) % 360 });
      if (!opened) return;
      await app.refresh();
      const again = app.root.querySelector('[data-tool="turn"]');
      if (again) again.focus();
    });
    turn.disabled = false;
  }

  /** On, with the report of what is in the frame now and not a moment ago. */
  async function finish() {
    if (painted) {
      cancelAnimationFrame(painted);
      paint();
    }
    try {
      await app.judgeNow();
      app.go("reasons");
    } catch (error) {
      stopped(error);
    }
  }

  /** A photo that was closed has been replaced by another. */
  function stopped(error) {
    if (error.code !== "closed") app.tell(error, app.reopen);
  }

  const middle = { x: 0, y: 0 };
  const nudge = (name, iconName, movement) =>
    h(
      "button",
      { type: "button", class: "tool small", "aria-label": own.nudges[name], on: { click: () => step(movement()) } },
      iconName.length > 2 ? icon(iconName) : h("span", { text: iconName }),
    );
  const shift = (x, y) => () => ({ from: middle, to: { x: (x * size) / 640, y: (y * size) / 640 } });
  const nudges = h(
    "details",
    { class: "nudges" },
    h("summary", { text: own.nudge }),
    h(
      "div",
      { class: "tools" },
      nudge("left", "left", shift(-NUDGE_PX, 0)),
      nudge("right", "right", shift(NUDGE_PX, 0)),
      nudge("up", "up", shift(0, -NUDGE_PX)),
      nudge("down", "down", shift(0, NUDGE_PX)),
      nudge("smaller", "−", () => ({ from: middle, to: middle, zoom: 1 / NUDGE_ZOOM })),
      nudge("larger", "+", () => ({ from: middle, to: middle, zoom: NUDGE_ZOOM })),
      turns
        ? [
            nudge("back", "↺", () => ({ from: middle, to: middle, turn: -NUDGE_DEG })),
            nudge("forth", "↻", () => ({ from: middle, to: middle, turn: NUDGE_DEG })),
          ]
        : null,
    ),
  );

  listen(stage, {
    begin,
    end: ended,
    move: change,
    step,
    undo: stepBack,
    reset: () => jump(firstView(held.whole, bounds)),
    tap(point, zoom) {
      // At the end of the zoom a double tap goes back out.
      const close = app.view.height <= ends().least * 1.02;
      if (close) jump(widest(bounds));
      else step({ from: point, to: point, zoom });
    },
  });
  undo.disabled = app.undo.length === 0;
  window.addEventListener("resize", fit);
  const mouse = window.matchMedia("(hover: hover)").matches;
  const help = mouse ? own.helpMouse : turns ? own.help : own.helpMove;
  draw();

  const controls = h(
    "div",
    { class: "controls" },
    live,
    h("p", { class: "aside help", text: help }),
    h("p", { class: "unseen", id: "frame-keys", text: own.helpKeys }),
    h("div", { class: "slider" }, h("label", { htmlFor: "zoom", text: own.zoom }), slider),
    h("div", { class: "tools" }, place, undo, reset, turn),
    nudges,
  );

  return {
    node: h(
      "div",
      { class: "framing" },
      h("h2", { tabIndex: -1, text: own.title }),
      h("div", { class: "stage-area" }, stage),
      controls,
    ),
    actions: [button("primary", own.see, finish)],
    shown: fit,
    leave() {
      window.removeEventListener("resize", fit);
      cancelAnimationFrame(painted);
      clearTimeout(saying);
    },
  };
}

function same(a, b) {
  return ["x", "y", "height", "roll"].every((name) => Math.abs(a[name] - b[name]) < 0.01);
}

/**
 * What is said beside the frame: the gravest that moving it mends; else that it is well, and how much else there is.
 */
export function liveWords(report, app) {
  const { words, lang } = app;
  const movable = report.findings.filter(asksToMove);
  const first = movable.find(({ verdict }) => verdict === "fail") || movable[0];
  if (first) return { kind: first.verdict, text: first.remedy[lang] };
  const rest = report.findings.filter(
    (finding) => isFault(finding) && finding.remedy && finding.remedy.kind !== "reencode",
  );
  if (report.no_crop && rest.length) return { kind: "fail", text: report.no_crop[lang] };
  if (rest.length) return { kind: "warn", text: fill(words.frame.rest, { count: rest.length }) };
  return { kind: "pass", text: report.verdict === "pass" ? words.frame.fineAll : words.frame.fine };
}
