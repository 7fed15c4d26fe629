// The sample app through the vendor's own compiler, without a network: every file is taken along, each package is inside
// its limit, a mistake is found. And the types in a strict project of the vendor's.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { guide, packed, project } from "../package/projects.mjs";
import { TARGET } from "../web/tools.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const APP = join(TARGET, "miniprogram", "app");
/** Bytes of one package, main or sub; of all together. The vendor's limits. */
const PACKAGE_LIMIT = 2 * 1024 * 1024;
const TOTAL_LIMIT = 20 * 1024 * 1024;

/** Compiles in a process of its own, which the compiler's helpers would keep alive. Status and what it wrote. */
function compile(app) {
  const folder = mkdtempSync(join(tmpdir(), "precheck-"));
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048, privateKeyEncoding: { type: "pkcs1", format: "pem" }, publicKeyEncoding: { type: "pkcs1", format: "pem" } });
  writeFileSync(join(folder, "key"), privateKey);
  const script = `
    const ci = require("miniprogram-ci");
    const project = new ci.Project({ appid: "touristappid", type: "miniProgram", projectPath: ${JSON.stringify(app)}, privateKeyPath: "key" });
    // Of the vendor's server: what an ordinary app may do.
    const setting = { MaxCodeSize: 2, MaxSubpackageSubCodeSize: 2, MaxSubpackageFullCodeSize: 20, NavigateMiniprogramLimit: 10, MaxTabbarCount: 5, MinTabbarCount: 2, MaxTabbarIconSize: 40 };
    project.attr = async () => ({ platform: false, appType: 0, gameApp: false, isSandbox: false, released: false, setting });
    ci.getCompiledResult({ project, desc: "", version: "1.0.0", setting: { es6: false }, onProgressUpdate() {} }, "out.zip").then(
      (files) => { require("fs").writeFileSync("files.json", JSON.stringify(Object.fromEntries(Object.entries(files).map(([name, code]) => [name, code.length])))); process.exit(0); },
      (error) => { console.error(String(error.message || error)); process.exit(1); });`;
  const require = createRequire(import.meta.url);
  const { status, stderr } = spawnSync(process.execPath, ["-e", script.replace('"miniprogram-ci"', JSON.stringify(require.resolve("miniprogram-ci")))], { cwd: folder, encoding: "utf8", timeout: 100_000 });
  const files = status === 0 ? JSON.parse(readFileSync(join(folder, "files.json"), "utf8")) : null;
  rmSync(folder, { recursive: true, force: true });
  return { status, stderr, files };
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());
}

test("the sample app compiles, whole, inside the limits", () => {
  const { status, stderr, files } = compile(APP);
  assert.equal(status, 0, stderr);
  const expected = filesBelow(APP).filter((name) => !/^(project\.config|sitemap)\.json$/.test(name));
  assert.deepEqual(expected.filter((name) => !(name in files)), []);
  const { subPackages } = JSON.parse(readFileSync(join(APP, "app.json"), "utf8"));
  const roots = subPackages.map(({ root }) => root);
  const sizes = { main: 0, ...Object.fromEntries(roots.map((root) => [root, 0])) };
  for (const [name, size] of Object.entries(files)) sizes[roots.find((root) => name.startsWith(`${root}/`)) || "main"] += size;
  for (const [name, size] of Object.entries(sizes)) assert.ok(size > 1000 && size <= PACKAGE_LIMIT, `${name}: ${size} bytes`);
  assert.ok(Object.values(sizes).reduce((sum, size) => sum + size) <= TOTAL_LIMIT);
});

test("the compiler finds a mistake, and leaves out a file of an ending that it does not know", () => {
  const broken = mkdtempSync(join(tmpdir(), "precheck-app-"));
  cpSync(APP, broken, { recursive: true });
  writeFileSync(join(broken, "precheck/models/extra.bin"), "bytes");
  const { files } = compile(broken);
  assert.ok(files && !("precheck/models/extra.bin" in files), "so the models cannot be .bin");
  rmSync(join(broken, "precheck/photo-precheck/photo-precheck.json"));
  const { status, stderr } = compile(broken);
  assert.notEqual(status, 0);
  assert.match(stderr, /photo-precheck/);
  rmSync(broken, { recursive: true, force: true });
});

test("the sample app has the five schools", () => {
  const require = createRequire(import.meta.url);
  const folder = mkdtempSync(join(tmpdir(), "precheck-"));
  cpSync(join(APP, "pages/index/schools.js"), join(folder, "schools.cjs"));
  const ids = require(join(folder, "schools.cjs")).map(({ id }) => id);
  assert.deepEqual(ids.sort(), ["bit-graduate-2020", "bj-zikao-degree-2022", "bj-zikao-exam", "cueb-2022", "cup-graduate-2022"]);
});

test("the guide's page is the sample app's", () => {
  const blocks = guide("native");
  assert.equal(Object.keys(blocks).length, 3);
  for (const [name, code] of Object.entries(blocks)) assert.equal(code, readFileSync(join(APP, "precheck/pages/photo", name), "utf8"), name);
});

test("the types are strict in a mini-program's project", () => {
  const folder = project("miniprogram-types", packed(), { "page.ts": readFileSync(join(HERE, "types/page.ts"), "utf8") });
  const typings = relative(folder, join(HERE, "node_modules/miniprogram-api-typings/index.d.ts"));
  const options = { strict: true, noEmit: true, noUncheckedIndexedAccess: true, target: "es2017", lib: ["es2017"], module: "esnext", moduleResolution: "bundler", types: [], skipLibCheck: false };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: [typings, "page.ts"] }));
  const { status, stdout } = spawnSync(join(HERE, "node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8" });
  // What the vendor's own file may say is not ours.
  const ours = stdout.split("\n").filter((line) => line && !line.includes("miniprogram-api-typings"));
  assert.deepEqual(ours, []);
  assert.ok(status === 0 || stdout.includes("miniprogram-api-typings"));
});
