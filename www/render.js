// A report into words on the page: the verdict, the faults first, what to look at oneself, the passes folded away.
// No thresholds: every number comes from the report. Text only ever goes in as text.

import { fill } from "./strings.js";

/** An element with a class, text, and children. */
function element(tag, className, text, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

export function renderVerdict(place, report, strings, cropped) {
  place.className = `verdict ${report.verdict}`;
  place.dataset.profile = report.profile;
  const judged = cropped ? strings.judged.crop : strings.judged.whole;
  place.replaceChildren(element("h2", "", strings.verdict[report.verdict]), element("p", "", judged));
}

/** `checks`: the catalogue, for the titles. `lang`: `zh` or `en`. */
export function renderFindings(place, report, checks, strings, lang) {
  const title = (finding) => {
    const check = checks.find((candidate) => candidate.id === finding.check);
    return check ? check.title[lang] : finding.check;
  };
  const having = (verdict) => report.findings.filter((finding) => finding.verdict === verdict);
  const faults = [...having("fail"), ...having("warn")];
  const [open, passes] = [having("unmeasured"), having("pass")];
  const list = (findings) => {
    const items = findings.map((finding) => item(finding, title(finding), strings, lang));
    return element("ul", "findings", "", ...items);
  };
  const heading = (text, count) => element("h3", "", fill(text, { count }));
  const parts = [];
  if (faults.length) parts.push(element("section", "card", "", heading(strings.faults, faults.length), list(faults)));
  if (open.length) parts.push(element("section", "card", "", heading(strings.selfCheck, open.length), list(open)));
  if (passes.length) {
    const summary = element("summary", "", fill(strings.passes, { count: passes.length }));
    parts.push(element("details", "card", "", summary, list(passes)));
  }
  place.replaceChildren(...parts);
}

function item(finding, title, strings, lang) {
  const { verdict, problem, remedy } = finding;
  const head = element("p", "name", "", element("strong", "", title), element("span", "tag", strings.grave[verdict]));
  const made = element("li", verdict, "", head);
  made.dataset.check = finding.check;
  if (finding.code) made.dataset.code = finding.code;
  if (problem) made.append(element("p", "", problem[lang]));
  const numbers = compared(finding, strings);
  if (numbers) made.append(element("p", "numbers", numbers));
  if (remedy) {
    // What could not be measured is looked at, not mended.
    const kind = verdict === "unmeasured" ? [] : [element("span", "kind", strings.remedy[remedy.kind])];
    made.append(element("p", "remedy", "", ...kind, remedy[lang]));
  }
  return made;
}

/** "measured 31 %, allowed 42 % to 60 %", or nothing where no number was measured. */
function compared({ value, unit, ideal, accepted, verdict }, strings) {
  if (value === null || !unit) return "";
  const words = [fill(strings.measured, { value: shown(value, unit) })];
  if (verdict === "warn" && ideal) words.push(fill(strings.advised, { range: span(ideal, unit, strings) }));
  else if (accepted) words.push(fill(strings.allowed, { range: span(accepted, unit, strings) }));
  return words.join(strings.comma);
}

function span([min, max], unit, strings) {
  const ends = { min: min === null ? "" : shown(min, unit), max: max === null ? "" : shown(max, unit) };
  if (min === null) return fill(strings.atMost, ends);
  if (max === null) return fill(strings.atLeast, ends);
  return fill(min === max ? strings.exactly : strings.both, ends);
}

/** A number as a person reads it. The digits are the report's: nothing is judged here. */
function shown(value, unit) {
  const round = (number, digits) => String(Number(number.toFixed(digits)));
  switch (unit) {
    case "ratio":
      return `${round(value * 100, 1)}%`;
    case "deg":
      return `${round(value, 1)}°`;
    case "px":
      return `${round(value, 0)} px`;
    case "bytes":
      return value < 1e6 ? `${round(value / 1e3, 1)} KB` : `${round(value / 1e6, 2)} MB`;
    default:
      return round(value, 1);
  }
}
