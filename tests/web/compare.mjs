// The command line's reports, and where two reports disagree.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { MODELS, ROOT, TARGET } from "./tools.mjs";

export const CLI = join(TARGET, "release", "photo-precheck");
/** Digits after the point that are printed: `Unit::decimals` of src/unit.rs. */
const DECIMALS = { ratio: 3, deg: 1, "delta-e": 1, stops: 2, levels: 1, px: 0, bytes: 0, count: 0, cm: 0 };

/** The command line's reports of `paths`, in their order. */
export function nativeReports(paths, profile) {
  const args = ["check", "--profile", profile, "--format", "jsonl", "-"];
  const options = { cwd: ROOT, input: `${paths.join("\n")}\n`, maxBuffer: 1 << 28, env: { ...process.env, PHOTO_PRECHECK_MODELS: MODELS } };
  let lines;
  try {
    lines = execFileSync(CLI, args, options);
  } catch (error) {
    // Status 1: some photo failed.
    if (error.status !== 1) throw error;
    lines = error.stdout;
  }
  return lines.toString().trim().split("\n").map((line) => JSON.parse(line));
}

/** Where two reports disagree: anything but numbers by any difference, numbers by more than one of the last printed place. */
export function quarrel(one, other) {
  const differences = [];
  const compare = (a, b, place, step) => {
    if (typeof a === "number" && typeof b === "number") {
      if (Math.abs(a - b) > step * 1.000001) differences.push(`${place}: ${a} is not ${b}`);
    } else if (a && b && typeof a === "object" && typeof b === "object") {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        // Sentences hold the numbers that are compared as numbers.
        if (key === "problem" || key === "remedy") continue;
        compare(a[key], b[key], `${place}.${key}`, key.endsWith("_deg") ? 0.1 : step);
      }
    } else if (a !== b) {
      differences.push(`${place}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`);
    }
  };
  const { findings: left, ...rest } = one;
  const { findings: right, ...others } = other;
  compare(rest, others, "report", 1);
  if (left.length !== right.length) differences.push(`${left.length} findings are not ${right.length}`);
  for (const [index, finding] of left.entries()) {
    const { value, ...facts } = finding;
    const { value: expected, ...expectedFacts } = right[index] || {};
    compare(facts, expectedFacts, finding.check, 1);
    compare(value, expected, `${finding.check}.value`, 10 ** -(DECIMALS[finding.unit] ?? 0));
  }
  return differences;
}

/**
 * Where two reports of modules that decode differently disagree. The JPEG decoder's SIMD and its plain code differ by a
 * level here and there, so that measures of fine detail stray in their numbers and places: verdicts and codes must not.
 */
export function quarrelOfVerdicts(one, other) {
  const bare = (report) => ({ verdict: report.verdict, photo: report.photo, found: report.face !== null });
  const said = ({ findings }) => findings.map(({ check, verdict, code }) => `${check}: ${verdict} ${code}`);
  const [left, right] = [said(one), said(other)];
  const differences = left.flatMap((what, index) => (what === right[index] ? [] : [`${what} is not ${right[index]}`]));
  if (left.length !== right.length) differences.push(`${left.length} findings are not ${right.length}`);
  const [facts, otherFacts] = [one, other].map((report) => JSON.stringify(bare(report)));
  if (facts !== otherFacts) differences.push(`${facts} is not ${otherFacts}`);
  return differences;
}
