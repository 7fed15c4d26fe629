// Fresh projects with the packed package in them, and the guide's code.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT, TARGET } from "../web/tools.mjs";

export const PACKAGE = join(TARGET, "package");
const PROJECTS = join(TARGET, "package-tests");

/** The packed package: the file that `npm publish` would send. */
export function packed() {
  mkdirSync(PROJECTS, { recursive: true });
  const folder = mkdtempSync(join(PROJECTS, "pack-"));
  npm(["pack", "--silent", "--pack-destination", folder], PACKAGE);
  const [file] = readdirSync(folder);
  return join(folder, file);
}

/** A new folder with the packed package installed and nothing else, and these files in it. */
export function project(name, tarball, files = {}) {
  const folder = join(PROJECTS, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, version: "1.0.0", private: true, type: "module" }));
  npm(["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", tarball], folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The guide's code blocks of one way, by their files' names. */
export function guide(way) {
  const text = readFileSync(join(ROOT, "docs/INTEGRATION.md"), "utf8");
  const blocks = [...text.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)];
  const own = blocks.filter(([, path]) => path.startsWith(`${way}/`)).map(([, path, code]) => [path.slice(way.length + 1), code]);
  if (own.length === 0) throw new Error(`docs/INTEGRATION.md has no code for ${way}`);
  return Object.fromEntries(own);
}

function npm(args, cwd) {
  // Without what a surrounding `npm` handed down.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith("npm_")));
  execFileSync("npm", args, { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
}
