// The verdict at a glance, then why: faults first, what is mended by itself, what to look at oneself, the passes
// folded.

import { button, fill, h, icon } from "../dom.js";
import { details } from "../details.js";
import { fault, listOf, look, pass, titleOf } from "../findings.js";
import { marksOf, overlay } from "../marks.js";
import { cut } from "../preview.js";

/** Height of the picture that is marked, px: twice what is shown. */
const SHOWN_PX = 900;

/** What the lists are called, where not by their own names. */
const HEADINGS = { unmeasured: "selfCheck", pass: "passes" };

/** Faults that the verdict names; the rest it counts. */
const NAMED = 4;

export function reasons(app) {
  const { words, report, session } = app;
  const own = words.reasons;
  const held = session.held();
  const lists = { fail: [], warn: [], reencode: [], unmeasured: [], pass: [], off: [] };
  report.findings.forEach((finding) => lists[listOf(finding)].push(finding));
  const { kind, next } = verdictOf(report, lists);
  const title = own.verdict[kind];
  const photo = picture(app, held);
  const first = kind === "fail" ? lists.fail : kind === "warn" ? lists.warn : [];
  const anyway =
    kind === "fail" && !app.has("strict") && makeable(report)
      ? button("quiet", own.goAnyway, () => app.go("confirm"), { "data-act": "anyway" })
      : null;
  const names = first.slice(0, NAMED).map((finding) => titleOf(finding, app));
  const named = names.join(own.list) + (first.length > NAMED ? fill(own.more, { count: first.length - NAMED }) : "");
  let pressed = null;

  /** Marks `finding` on the photo, or takes the mark away. */
  function show(finding, from) {
    const again = pressed === from;
    if (pressed) press(pressed, false);
    pressed = again ? null : from;
    photo.mark(again ? [] : marksOf(finding, report));
    app.say(again ? "" : fill(own.shown, { title: titleOf(finding, app) }));
    if (again) return;
    press(from, true);
    const box = photo.node.getBoundingClientRect();
    if (box.top < 0 || box.bottom > window.innerHeight)
      photo.node.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
  }

  function press(from, on) {
    from.setAttribute("aria-pressed", String(on));
    from.firstChild.textContent = on ? own.hide : own.show;
  }

  const list = (name, draw) =>
    h(
      "ul",
      { class: `findings ${name}`, role: "list" },
      lists[name].map((finding) => draw(finding, app, show)),
    );
  const counted = (name) => [
    name === "unmeasured" && !report.crop ? own.unchecked : own[HEADINGS[name] || name],
    " ",
    h("span", { class: "count", text: fill(own.count, { count: lists[name].length }) }),
  ];
  const open = (name, draw) =>
    lists[name].length > 0 && h("section", { class: "card" }, h("h3", {}, counted(name)), list(name, draw));
  const folded = (name, draw, unfolded) =>
    lists[name].length > 0 &&
    h("details", { class: "card", open: unfolded }, h("summary", {}, h("h3", {}, counted(name))), list(name, draw));

  const banner = h(
    "div",
    { class: `verdict ${kind}`, data: { verdict: report.verdict, profile: report.profile } },
    icon({ pass: "good", fail: "bad" }[kind] || "look"),
    h(
      "div",
      {},
      h("h2", { tabIndex: -1, text: title }),
      // What is wrong, before anyone scrolls.
      named ? h("p", { class: "first", text: named }) : null,
      next ? h("p", { class: "next", text: next === "no-crop" ? report.no_crop[app.lang] : own.nextStep[next] }) : null,
    ),
  );
  const more = h("details", { class: "card" }, h("summary", {}, h("h3", { text: words.reasons.details })));
  more.addEventListener("toggle", () => {
    if (more.open && more.children.length === 1) more.append(details(app));
  });
  app.say([title, named, next && next !== "no-crop" ? own.nextStep[next] : ""].filter(Boolean).join(own.comma));

  return {
    node: h(
      "div",
      { class: "result" },
      h("div", { class: "result-picture" }, banner, photo.node),
      h(
        "div",
        { class: "result-reasons stack" },
        open("fail", fault),
        open("warn", fault),
        folded("reencode", fault, false),
        folded("unmeasured", look, kind === "unmeasured"),
        folded("pass", pass, false),
        more,
        kind === "fail" && app.has("strict") ? h("p", { class: "aside", text: own.strict }) : null,
        anyway,
        h("p", { class: "aside", text: words.footer }),
      ),
    ),
    actions: actions(app, kind, next),
  };
}

function calm() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Whether a file can be made at all: not of what is no picture, nor of too few pixels. */
function makeable(report) {
  const small = ({ check, verdict }) => check === "pixel-size" && verdict === "fail";
  return Boolean(report.crop) && !report.findings.some(small);
}

/** The photo as it was judged, with a place for marks. */
function picture(app, held) {
  const own = app.words.reasons;
  const { crop, photo } = app.report;
  if (!held.preview || !crop) {
    const text = photo.format === "heic" ? own.heic : own.noPreview;
    return { node: h("p", { class: "card no-preview", text }), mark() {} };
  }
  const canvas = cut(held.preview, crop, photo.width_px, SHOWN_PX);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", own.photo);
  const node = h("figure", { class: "judged" }, h("div", { class: "judged-box" }, canvas, overlay(crop, [])));
  return { node, mark: (marks) => canvas.nextSibling.replaceWith(overlay(crop, marks)) };
}

/** How the whole is called, and what to do about it: what no other remedy replaces comes first. */
export function verdictOf(report, lists) {
  if (report.verdict === "off") return { kind: "off", next: null };
  if (lists.fail.length) {
    const kinds = lists.fail.map(({ remedy }) => (remedy ? remedy.kind : "retake"));
    const next = ["retake", "choose-another", "recrop"].find((kind) => kinds.includes(kind));
    return { kind: "fail", next: next === "recrop" && report.no_crop ? "no-crop" : next };
  }
  if (lists.warn.length) return { kind: "warn", next: "warned" };
  if (lists.reencode.length) return { kind: "reencode", next: "reencode" };
  if (lists.unmeasured.length) return { kind: "unmeasured", next: "look" };
  return { kind: "pass", next: "confirm" };
}

function actions(app, kind, next) {
  const own = app.words.reasons;
  const moves = kind === "fail" && next === "recrop";
  const adjust =
    app.steps().includes("frame") && button(moves ? "primary" : "plain", own.adjust, () => app.go("frame"));
  const another = button(kind === "fail" && !moves ? "primary" : "plain", own.another, () => app.go("choose"));
  if (kind === "fail") return moves ? [another, adjust] : [adjust, another];
  return [another, adjust, button("primary", own.go, () => app.go("confirm"))];
}
