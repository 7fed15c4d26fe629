// A report into words on the page: the verdict and the next step, the faults first, what to look at oneself, the passes
// folded away. No thresholds: every number comes from the report. Text only ever goes in as text.

import { fill } from "./strings.js";

/** An element with a class, text, and children. */
function element(tag, className, text, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

/**
 * `trimmed`: the report of the suggested crop, `null` where there is none; `report` may be it. `lang`: `zh` or `en`.
 * Gives the sentences that a screen reader is told.
 */
export function renderVerdict(place, report, trimmed, strings, lang) {
  place.className = `verdict ${report.verdict}`;
  place.dataset.profile = report.profile;
  const title = strings.verdict[report.verdict];
  const next = nextStep(report, trimmed, strings, lang);
  const { name, width_px: width, height_px: height, bytes } = report.photo;
  const size = width === null ? [] : [`${width} × ${height} px`];
  const facts = [report === trimmed ? strings.judged.crop : strings.judged.whole, name, ...size, shown(bytes, "bytes")];
  const parts = [element("h2", "", title)];
  if (next) parts.push(element("p", "next", next));
  parts.push(element("p", "facts", "", ...facts.map((fact) => element("span", "", fact))));
  place.replaceChildren(...parts);
  return `${title} ${next}`;
}

/** Whether moving the frame would help with anything that is wrong. */
export function asksForCrop(report) {
  const faulty = ({ verdict }) => verdict === "fail" || verdict === "warn";
  return report.findings.some((finding) => faulty(finding) && finding.remedy && finding.remedy.kind === "recrop");
}

/** What to do about a photo that failed: crop it if that is enough, else the remedy that no other one replaces. */
function nextStep(report, trimmed, strings, lang) {
  if (report.verdict !== "fail") return "";
  if (trimmed && trimmed.verdict !== "fail") return strings.next.recrop;
  // What fails even in the best crop.
  const { findings } = trimmed || report;
  const kinds = findings.filter(({ verdict, remedy }) => verdict === "fail" && remedy).map(({ remedy }) => remedy.kind);
  const kind = ["retake", "choose-another", "recrop", "reencode"].find((candidate) => kinds.includes(candidate));
  if (kind === "recrop") return report.no_crop ? report.no_crop[lang] : "";
  return kind ? strings.next[kind] : "";
}

/** `checks`: the catalogue, for the titles. `lang`: `zh` or `en`. */
export function renderFindings(place, report, checks, strings, lang) {
  const title = (finding) => {
    const check = checks.find((candidate) => candidate.id === finding.check);
    return check ? check.title[lang] : finding.check;
  };
  const parts = [];
  const section = (verdict, words, fold) => {
    const findings = report.findings.filter((finding) => finding.verdict === verdict);
    if (!findings.length) return;
    const list = element("ul", "findings", "", ...findings.map((finding) => item(finding, title(finding), strings, lang)));
    // Safari takes the list out of a list without bullets.
    list.setAttribute("role", "list");
    const heading = fill(words, { count: findings.length });
    if (fold === null) {
      parts.push(element("section", "card", "", element("h3", "", heading), list));
    } else {
      const details = element("details", "card", "", element("summary", "", heading), list);
      details.open = !fold;
      parts.push(details);
    }
  };
  section("fail", strings.fail, null);
  section("warn", strings.warn, null);
  // A photo that failed is mended first; what nothing measured can wait.
  section("unmeasured", strings.selfCheck, report.verdict === "fail");
  section("pass", strings.passes, true);
  parts.push(element("p", "aside limits", strings.limits));
  place.replaceChildren(...parts);
}

function item(finding, title, strings, lang) {
  const { verdict, problem, remedy } = finding;
  const head = element("p", "name", "", element("strong", "", title), element("span", "tag", strings.grave[verdict]));
  const made = element("li", verdict, "", head);
  made.dataset.check = finding.check;
  if (finding.code) made.dataset.code = finding.code;
  if (problem) made.append(element("p", "", problem[lang]));
  if (remedy) {
    // What could not be measured is looked at, not mended.
    const kind = verdict === "unmeasured" ? [] : [element("span", "kind", strings.remedy[remedy.kind])];
    made.append(element("p", "remedy", "", ...kind, remedy[lang]));
  }
  const numbers = compared(finding, strings);
  if (numbers) made.append(element("p", "numbers", numbers));
  return made;
}

/** Units that a person has a feeling for; a colour distance says nothing, and one face is said in words. */
const TELLING_UNITS = ["ratio", "deg", "px", "bytes"];

/** "measured: 31%; advised: 45% to 55%", or nothing where no telling number was measured. */
function compared({ value, unit, ideal }, strings) {
  if (value === null || !TELLING_UNITS.includes(unit)) return "";
  const words = [fill(strings.measured, { value: shown(value, unit) })];
  // The range that the problem's own words name; `accepted` beside it would read as a contradiction.
  const limited = ideal && ideal.some((end) => end !== null);
  if (limited) words.push(fill(strings.advised, { range: span(ideal, unit, strings) }));
  return words.join(strings.semicolon);
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
