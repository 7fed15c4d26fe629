// The npm package in target/package, from what the build has made. Usage: node package.mjs CLI

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(fileURLToPath(import.meta.url), "../../..");
const TARGET = process.env.CARGO_TARGET_DIR ? resolve(ROOT, process.env.CARGO_TARGET_DIR) : join(ROOT, "target");
const MINIPROGRAM = join(TARGET, "miniprogram");
const OUT = join(TARGET, "package");
/** Where the types that need nothing of the web end in www/lib/index.d.ts. */
const WEB_ONLY = "// What follows needs the web's types.";

const cli = resolve(process.argv[2]);
const listed = (what) => JSON.parse(execFileSync(cli, [what, "--json"]));
const read = (path) => readFileSync(join(ROOT, path), "utf8");
const write = (path, text) => writeFileSync(join(OUT, path), text);
const copy = (from, to, options = {}) => cpSync(from, join(OUT, to), { recursive: true, ...options });

rmSync(OUT, { recursive: true, force: true });
mkdirSync(join(OUT, "profiles"), { recursive: true });

copy(join(ROOT, "www/lib"), "lib");
copy(join(ROOT, "www/pkg"), "pkg", { filter: (path) => !path.endsWith("photo_precheck.d.ts") });
copy(join(ROOT, "www/models"), "models", { filter: (path) => !path.endsWith(".stamp") });
copy(join(MINIPROGRAM, "lib"), "miniprogram");
copy(join(MINIPROGRAM, "models"), "miniprogram-models");
copy(join(MINIPROGRAM, "workers"), "miniprogram-workers");
for (const file of ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE"]) copy(join(ROOT, file), file);
copy(join(ROOT, "tests/tools/npm/README.md"), "README.md");

// A mini-program's project has no types of the web, and its scripts are no ES modules.
const types = read("www/lib/index.d.ts");
if (!types.includes(WEB_ONLY)) throw new Error(`www/lib/index.d.ts has no line "${WEB_ONLY}"`);
write("miniprogram/report.d.ts", types.slice(0, types.indexOf(WEB_ONLY)).replace("../pkg/ids.js", "./ids"));
copy(join(ROOT, "www/pkg/ids.d.ts"), "miniprogram/ids.d.ts");
copy(join(ROOT, "www/miniprogram/core/index.d.ts"), "miniprogram/index.d.ts");
write("miniprogram/package.json", `${JSON.stringify({ type: "commonjs" }, null, 2)}\n`);
write("miniprogram-workers/package.json", `${JSON.stringify({ type: "commonjs" }, null, 2)}\n`);

// Profiles as they are written, and in full; and what a profile of one's own may say.
for (const name of readdirSync(join(ROOT, "src/profile/builtin"))) copy(join(ROOT, "src/profile/builtin", name), `profiles/${name}`);
const schema = JSON.parse(read("tests/tools/npm/profile.schema.json"));
schema.definitions.checkId = { enum: listed("checks").map(({ id }) => id) };
schema.definitions.profileId = { description: "A built-in profile.", enum: listed("profiles").map(({ id }) => id) };
write("profiles/profile.schema.json", `${JSON.stringify(schema, null, 2)}\n`);

const [, version] = /^version = "(.+)"$/m.exec(read("Cargo.toml"));
write("package.json", `${JSON.stringify({ ...JSON.parse(read("tests/tools/npm/package.json")), version }, null, 2)}\n`);
console.log(OUT);
