// The package as strict tools see it: types, entries, the profiles' schema.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { PACKAGE, packed, project } from "./projects.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const BIN = join(HERE, "node_modules/.bin");

let tarball;

before(() => {
  tarball = packed();
});

/** Runs a tool; what it says where it fails. */
function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(join(BIN, command), args, { cwd, encoding: "utf8" });
  return status === 0 ? "" : `${stdout}${stderr}` || `status ${status}`;
}

for (const resolution of ["bundler", "nodenext"]) {
  test(`tsc --strict, module resolution ${resolution}`, () => {
    const use = readFileSync(join(HERE, "types/web.ts"), "utf8");
    const folder = project(`types-${resolution}`, tarball, { "use.ts": use });
    const module = resolution === "bundler" ? "esnext" : "nodenext";
    const strict = ["--strict", "--noEmit", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--target", "es2020"];
    const args = [...strict, "--lib", "es2020,dom,dom.iterable", "--types", "", "--module", module, "--moduleResolution", resolution, "use.ts"];
    assert.equal(run("tsc", args, folder), "");
  });
}

test("publint finds nothing", async () => {
  const { messages, pkg } = await publint({ pkgDir: PACKAGE, level: "suggestion", strict: true, pack: false });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test("the types are right for every way of resolving", () => {
  // An ES module is no mistake for a package of ES modules; the mini-program's entry is CommonJS and is right for both.
  assert.equal(run("attw", ["--format", "ascii", "--profile", "node16", "--ignore-rules", "cjs-resolves-to-esm", "--exclude-entrypoints", "./pkg", "./models", "./profiles", "--", tarball], HERE), "");
});

test("the schema takes the profiles that are built in, and no misspelt one", () => {
  const schema = JSON.parse(readFileSync(join(PACKAGE, "profiles/profile.schema.json"), "utf8"));
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
  const names = readdirSync(join(PACKAGE, "profiles")).filter((name) => name !== "profile.schema.json");
  assert.ok(names.length >= 6);
  const read = (name) => JSON.parse(readFileSync(join(PACKAGE, "profiles", name), "utf8"));
  for (const name of names) assert.ok(validate(read(name)), `${name}: ${JSON.stringify(validate.errors)}`);
  const sound = read("bit-graduate-2020.json");
  const rule = { severity: "warn", source: "a test" };
  const wrong = [
    { ...sound, checks: { "head-rol": rule } },
    { ...sound, base: "no-such-school" },
    { ...sound, file: { max_bytes: 5 } },
    { ...sound, colour: "blue" },
    { ...sound, checks: { "head-height": { ...rule, ideal: [1] } } },
  ];
  for (const profile of wrong) assert.ok(!validate(profile), JSON.stringify(profile));
});
