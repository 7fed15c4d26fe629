// The findings of a report as lists: faults with where, how much and what to do; what to look at oneself, with
// drawings; the passes. No thresholds: every number comes from the report.

import { fill, h, icon } from "./dom.js";
import { gauge } from "./gauge.js";
import { marksOf } from "./marks.js";
import { limits, shown, span, tells } from "./numbers.js";
import { FAULTS, portrait } from "./portrait.js";
import { mark } from "./steps/remind.js";

/** Which list a finding belongs to. What the export mends by itself is nothing to put right. */
export function listOf(finding) {
  const { verdict, remedy } = finding;
  if ((verdict === "fail" || verdict === "warn") && remedy && remedy.kind === "reencode") return "reencode";
  return verdict;
}

/** The title of a finding's check. */
export function titleOf(finding, app) {
  const check = app.session.checks().find((one) => one.id === finding.check);
  return check ? check.title[app.lang] : finding.check;
}

/**
 * One fault, with words. `show(finding, button)` marks it on the photo.
 */
export function fault(finding, app, show) {
  const { words, lang } = app;
  const own = words.reasons;
  const { verdict, problem, remedy } = finding;
  const title = titleOf(finding, app);
  const marked = marksOf(finding, app.report).length > 0 && app.session.held().preview;
  const kind = remedy ? h("span", { class: `kind ${remedy.kind}`, text: own.remedy[remedy.kind] }) : null;
  return h(
    "li",
    { class: `finding ${verdict}`, data: { check: finding.check, code: finding.code || "" } },
    h("div", { class: "finding-head" }, h("h4", { text: title }), h("span", { class: "tag", text: own.tag[verdict] })),
    problem ? h("p", { class: "problem", text: problem[lang] }) : null,
    measured(finding, own),
    remedy ? h("p", { class: "remedy" }, kind, " ", remedy[lang]) : null,
    marked
      ? h(
          "button",
          {
            type: "button",
            class: "link",
            "aria-pressed": "false",
            on: { click: (event) => show(finding, event.currentTarget) },
          },
          h("span", { text: own.show }),
          h("span", { class: "unseen", text: ` ${title}` }),
        )
      : null,
  );
}

/** The gauge and its numbers, where there are any. */
function measured(finding, own) {
  const { value, unit, ideal, accepted } = finding;
  if (value === null || unit === "count") return null;
  const numbers = tells(finding);
  const words = numbers ? [fill(own.measured, { value: shown(value, unit) })] : [];
  // The range that the problem's own words name.
  if (numbers && limits(ideal)) words.push(fill(own.advised, { range: span(ideal, unit, own) }));
  else if (numbers && limits(accepted)) words.push(fill(own.allowed, { range: span(accepted, unit, own) }));
  const text = words.join(own.comma);
  const bar = gauge(finding, text || own.tag[finding.verdict]);
  if (!bar && !text) return null;
  return h(
    "div",
    { class: "measured" },
    bar,
    text ? h("p", { class: "numbers", text, "aria-hidden": bar ? "true" : null }) : null,
  );
}

/** One that is to be looked at, with a drawing of good and bad where there is one. */
export function look(finding, app) {
  const { words, lang } = app;
  const drawn = FAULTS[finding.check];
  const { problem, remedy } = finding;
  return h(
    "li",
    { class: "finding unmeasured", data: { check: finding.check, code: finding.code || "" } },
    h(
      "div",
      { class: "look" },
      h(
        "div",
        { class: "look-words" },
        h("h4", { text: titleOf(finding, app) }),
        remedy ? h("p", { class: "remedy", text: remedy[lang] }) : null,
        problem ? h("p", { class: "aside", text: problem[lang] }) : null,
      ),
      drawn
        ? h(
            "div",
            { class: "pair" },
            h("span", { class: "example good" }, portrait(drawn.good || {}), mark("good", words.remind.good)),
            h("span", { class: "example bad" }, portrait(drawn.bad), mark("bad", words.remind.bad)),
          )
        : null,
    ),
  );
}

export function pass(finding, app) {
  return h(
    "li",
    { class: "finding pass", data: { check: finding.check } },
    icon("good"),
    h("span", { text: titleOf(finding, app) }),
  );
}
