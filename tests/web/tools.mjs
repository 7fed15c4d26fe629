// What the browser tests share: where things lie, a browser that reaches nothing but this machine, a sample photo.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const WWW = join(ROOT, "www");
export const MODELS = join(WWW, "models");
export const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR || "target");
/** Photos and labels that are not part of the repository; `null` where they are absent. */
export const SHARED = found(process.env.PHOTO_PRECHECK_SHARED || join(ROOT, "../shared"));

function found(folder) {
  return existsSync(join(folder, "photos", "labels.tsv")) ? resolve(folder) : null;
}

/** Chromium with every name but this machine's unresolvable; `more`: flags of its own. */
export function launch(more = []) {
  return chromium.launch({
    executablePath: process.env.PRECHECK_CHROMIUM || "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      ...more,
    ],
  });
}

/** A drawn portrait as a JPEG file, `scale` times 480 x 640; `PRECHECK_SAMPLE` names a small one that is there already. */
export function samplePhoto(scale = 1) {
  const given = process.env.PRECHECK_SAMPLE;
  if (given && scale === 1) return resolve(given);
  const path = join(TARGET, "sample", scale === 1 ? "portrait.jpg" : `portrait-${scale}.jpg`);
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    const draw = ["run", "--quiet", "--locked", "--example", "draw_portrait", "--", path, "--scale", String(scale)];
    execFileSync("cargo", draw, { cwd: ROOT, stdio: "inherit" });
  }
  return path;
}

/** Ten drawn portraits, each unlike the others: their paths. */
export function drawnPhotos() {
  const folder = join(TARGET, "sample", "drawn");
  const paths = Array.from({ length: 10 }, (_, number) => join(folder, `drawn-${number}.jpg`));
  if (!paths.every((path) => existsSync(path))) {
    mkdirSync(folder, { recursive: true });
    execFileSync("cargo", ["run", "--quiet", "--locked", "--example", "draw_portraits", "--", folder], { cwd: ROOT, stdio: "inherit" });
  }
  return paths;
}

/** Ten of the labelled photos, spread over all; none where they are absent. */
export function tenLabelled() {
  const all = labelledPhotos();
  const step = Math.max(1, Math.floor(all.length / 10));
  return all.filter((_, index) => index % step === 0).slice(0, 10);
}

/** The rows of `labels.tsv`: the photos' paths below `../shared/photos`. */
export function labelledPhotos() {
  if (!SHARED) return [];
  const rows = readFileSync(join(SHARED, "photos", "labels.tsv"), "utf8").trim().split("\n").slice(1);
  return rows.map((row) => join(SHARED, "photos", row.split("\t")[0]));
}

/** The folder for what a test leaves to be looked at. */
export function screens() {
  const folder = join(ROOT, "target", "screens");
  mkdirSync(folder, { recursive: true });
  return folder;
}

