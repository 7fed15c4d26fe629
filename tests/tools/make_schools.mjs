// The built-in profiles' files to www/lib/ui/schools.js: what the page shows and searches before the module is there,
// with the names' pinyin written down (by the npm package pinyin-pro, which reads 重 in 重庆 as chong).
//
//   node tests/tools/make_schools.mjs            writes the file
//   node tests/tools/make_schools.mjs --check    status 1 where it is not what would be written

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { pinyin } from "pinyin-pro";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const OUT = join(ROOT, "www", "lib", "ui", "schools.js");
const HEAD = `// Made by tests/tools/make_schools.mjs from src/profile/builtin: the schools, as they are searched and shown.

export const SCHOOLS = `;

/** The files in the order in which the module lists them. */
function files() {
  const source = readFileSync(join(ROOT, "src", "profile", "mod.rs"), "utf8");
  return [...source.matchAll(/include_str!\("(builtin\/[^"]+)"\)/g)].map(([, file]) => file);
}

function schools() {
  const written = new Map();
  for (const file of files()) {
    const profile = JSON.parse(readFileSync(join(ROOT, "src", "profile", file), "utf8"));
    const base = written.get(profile.base) || { file: {}, picture: {} };
    written.set(profile.id, {
      ...profile,
      file: { ...base.file, ...profile.file },
      picture: { ...base.picture, ...profile.picture },
    });
  }
  return [...written.values()].map(({ id, name, institution_code = null, file, picture }) => ({
    id,
    name,
    institution_code,
    pinyin: syllables(name.zh),
    file: { min_bytes: file.min_bytes, max_bytes: file.max_bytes },
    picture: { width_px: picture.width_px, height_px: picture.height_px, exact: Boolean(picture.exact) },
  }));
}

function syllables(name) {
  return pinyin(name, { toneType: "none", type: "array", nonZh: "removed", v: true });
}

const text = `${HEAD}${JSON.stringify(schools(), null, 2)};\n`;
if (process.argv.includes("--check")) {
  if (readFileSync(OUT, "utf8") !== text) {
    console.error("www/lib/ui/schools.js is out of date: ./build.sh bless");
    process.exit(1);
  }
} else {
  writeFileSync(OUT, text);
}
