// www/offline.js: the files of the page with their SHA-256, for the service worker to keep. Made by the build, for the
// module and the models are. Usage: node tests/tools/make_offline.mjs

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const WWW = resolve(dirname(fileURLToPath(import.meta.url)), "../../www");

/** What the page itself fetches: neither the types nor the other pages. */
const KEPT = [
  /^[^/]+\.(html|js|css|svg|webmanifest)$/,
  /^lib\/.*\.(js|css)$/,
  /^pkg\/.*\.(js|wasm)$/,
  /^models\/.*\.bin$/,
];
const NOT_KEPT = ["offline.js", "sw.js"];

const files = readdirSync(WWW, { recursive: true })
  .map((path) => path.split("\\").join("/"))
  .filter((path) => KEPT.some((kind) => kind.test(path)) && !NOT_KEPT.includes(path))
  .sort();
const hashes = Object.fromEntries(
  files.map((path) => [
    path,
    createHash("sha256")
      .update(readFileSync(join(WWW, path)))
      .digest("hex"),
  ]),
);
const text = `// Made by tests/tools/make_offline.mjs.\nself.FILES = ${JSON.stringify(hashes, null, 1)};\n`;
const out = join(WWW, "offline.js");
if (!existsSync(out) || readFileSync(out, "utf8") !== text) writeFileSync(out, text);
