// The mini-program's files from www/miniprogram, www/pkg and www/models: plain scripts that no tool needs to look into.
// Usage: node miniprogram.mjs GLUE.js, the glue that `wasm-bindgen --target bundler` makes.
//
//   target/miniprogram/lib      the library: becomes the npm package's `miniprogram` folder, all but its models
//   target/miniprogram/models   the models, for a package of their own
//   target/miniprogram/workers  the worker, which base libraries want in a folder of its own
//   target/miniprogram/app      the sample app with all of these in place

import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";
import { wrapped } from "../../www/miniprogram/core/wrapped.js";

const ROOT = resolve(fileURLToPath(import.meta.url), "../../..");
const SOURCE = join(ROOT, "www/miniprogram");
const MADE = join(process.env.CARGO_TARGET_DIR ? resolve(ROOT, process.env.CARGO_TARGET_DIR) : join(ROOT, "target"), "miniprogram");
const MODULES = { "photo_precheck_bg.wasm": "photo_precheck.wasm.br", "photo_precheck_simd_bg.wasm": "photo_precheck_simd.wasm.br" };

/** One script of `entry` and all that it imports, as old engines read it. */
async function script(entry, outfile, options = {}) {
  await build({
    entryPoints: [join(SOURCE, entry)],
    outfile,
    bundle: true,
    format: "cjs",
    // Lists the exports in a way that Node's ES modules can read too.
    platform: "node",
    // What iOS 14 and Chrome 86 lack, and what the developer tools' own compiler rejects, is later than this.
    target: "es2017",
    charset: "utf8",
    logLevel: "warning",
    banner: { js: `// Photo Precheck. MIT or Apache-2.0. Made from www/miniprogram/${entry}.` },
    ...options,
  });
}

/**
 * The glue as a function that makes it: what it keeps of a module's memory must not outlive the module, and the page's
 * thread may start a second one, after a crash or on the next page.
 */
function asFactory(glue) {
  const names = [];
  const body = glue.replace(/^export (class|function|const|let) (\w+)/gm, (_, kind, name) => {
    names.push(name);
    return `${kind} ${name}`;
  });
  if (/^(export|import)\b/m.test(body) || names.length === 0) throw new Error("the glue exports in a way that is new");
  return `export function createGlue() {\n${body}\nreturn { ${names.join(", ")} };\n}\n`;
}

function brotli(bytes) {
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_LGWIN]: 24 };
  return brotliCompressSync(bytes, { params });
}

async function main(glue) {
  rmSync(MADE, { recursive: true, force: true });
  const lib = join(MADE, "lib");
  for (const folder of ["lib/wasm", "models", "workers"]) mkdirSync(join(MADE, folder), { recursive: true });
  for (const part of ["json", "wxml", "wxss"]) cpSync(join(SOURCE, `component/photo-precheck.${part}`), join(lib, `photo-precheck.${part}`));
  const factory = join(MADE, "glue.js");
  writeFileSync(factory, asFactory(readFileSync(glue, "utf8")));
  const engine = { alias: { glue: factory }, inject: [join(SOURCE, "core/text.js")] };
  await script("core/index.js", join(lib, "index.js"), engine);
  await script("core/worker.js", join(MADE, "workers/photo-precheck.js"), engine);
  // The library beside it, which the app may use too.
  await script("component/photo-precheck.js", join(lib, "photo-precheck.js"), { external: ["./index.js"] });
  rmSync(factory);
  for (const [from, to] of Object.entries(MODULES)) {
    writeFileSync(join(lib, "wasm", to), brotli(readFileSync(join(ROOT, "www/pkg", from))));
  }
  for (const name of readdirSync(join(ROOT, "www/models")).filter((name) => name.endsWith(".bin"))) {
    const model = readFileSync(join(ROOT, "www/models", name));
    writeFileSync(join(MADE, "models", name.replace(/bin$/, "wasm")), wrapped(model));
  }
  sampleApp();
}

/** The sample app: its page and the models in a subpackage, the modules and the worker in the main package. */
function sampleApp() {
  const app = join(MADE, "app");
  cpSync(join(SOURCE, "app"), app, { recursive: true });
  cpSync(join(MADE, "lib"), join(app, "precheck/photo-precheck"), { recursive: true, filter: (path) => !path.endsWith("wasm") });
  cpSync(join(MADE, "lib/wasm"), join(app, "photo-precheck-wasm"), { recursive: true });
  cpSync(join(MADE, "models"), join(app, "precheck/models"), { recursive: true });
  cpSync(join(MADE, "workers"), join(app, "workers"), { recursive: true });
  writeFileSync(join(app, "pages/index/schools.js"), `module.exports = ${JSON.stringify(schools(), null, 2)};\n`);
}

/** The schools that a profile is built in for. */
function schools() {
  const folder = join(ROOT, "src/profile/builtin");
  const profiles = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
  return profiles.filter(({ base }) => base).map(({ id, name }) => ({ id, name: name.zh }));
}

await main(resolve(process.argv[2]));
