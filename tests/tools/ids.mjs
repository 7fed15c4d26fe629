// The ids of checks and profiles as TypeScript's literals, from what the command line lists. Usage: node ids.mjs CLI OUT.d.ts

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const [cli, out] = process.argv.slice(2);
const ids = (what) => JSON.parse(execFileSync(cli, [what, "--json"])).map(({ id }) => id);
const union = (name, ids) => `export type ${name} =\n${ids.map((id) => `  | ${JSON.stringify(id)}`).join("\n")};\n`;
const text = `// Made by the build from the catalogue.\n\n${union("CheckId", ids("checks"))}\n${union("ProfileId", ids("profiles"))}`;
// Left alone when nothing has changed, for what watches it.
if (!existsSync(out) || readFileSync(out, "utf8") !== text) writeFileSync(out, text);
