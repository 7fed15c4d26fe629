// The page's files by themselves: what old engines read, how much is fetched, the search, the frame's arithmetic.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { after, before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import * as acorn from "acorn";
import { serve } from "./serve.mjs";
import { ROOT, WWW, launch } from "./tools.mjs";
import { BASE, arrived, visit } from "./visit.mjs";
import { search } from "../../www/lib/ui/search.js";
import { SCHOOLS } from "../../www/lib/ui/schools.js";
import { STRINGS } from "../../www/lib/ui/strings.js";
import { movement } from "../../www/lib/ui/fingers.js";
import { admitted, fromCrop, largest, matrix, moved, toCrop, widest } from "../../www/lib/ui/transform.js";

/** First screen, before the module and the models: 60 KB as brotli. */
const FIRST_SCREEN_BYTES = 60_000;

let browser;
let server;
before(async () => {
  server = await serve({ [BASE]: WWW });
  browser = await launch();
});
after(async () => {
  if (browser) await browser.close();
  if (server) await server.close();
});

function files(folder, ends) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(ends))
    .map((name) => join(folder, name));
}

test("every script is what Safari 14 and Chrome 86 read", () => {
  const scripts = files(WWW, ".js").filter((path) => !/\/(pkg|models|miniprogram|webview)\//.test(path));
  assert.ok(scripts.length > 20);
  for (const path of scripts) {
    // Class fields, private names, static blocks, ||= and ??= are later years'.
    const tree = acorn.parse(readFileSync(path, "utf8"), { ecmaVersion: 2020, sourceType: "module" });
    assert.equal(tree.type, "Program", relative(ROOT, path));
  }
});

test("the sheet uses nothing that old engines drop a whole rule for", () => {
  const sheet = readFileSync(join(WWW, "lib", "ui", "element.css"), "utf8").replace(/\/\*[^]*?\*\//g, "");
  assert.doesNotMatch(sheet, /:is\(|:where\(|:has\(|inset:|aspect-ratio|@layer|@container|color-mix|\bdvh\b|&/);
});

test("the dark colours by the system's wish and by the page's are the same", () => {
  const sheet = readFileSync(join(WWW, "lib", "ui", "element.css"), "utf8");
  const block = (start) => {
    const from = sheet.indexOf("{", sheet.indexOf(start)) + 1;
    return sheet
      .slice(from, sheet.indexOf("}", from))
      .trim()
      .split(/\s*;\s*/)
      .sort();
  };
  assert.deepEqual(block(':host(:not([theme="light"]))'), block(':host([theme="dark"])'));
});

test("both languages have the same words, with the same places in them", () => {
  const shape = (words) =>
    typeof words === "string"
      ? (words
          .match(/\{\w+\}/g)
          ?.sort()
          .join() ?? "")
      : Array.isArray(words)
        ? words.map(shape)
        : Object.fromEntries(Object.entries(words).map(([key, value]) => [key, shape(value)]));
  assert.deepEqual(shape(STRINGS.en), shape(STRINGS.zh));
});

test("the schools are those of the profiles", () => {
  execFileSync(process.execPath, [join(ROOT, "tests", "tools", "make_schools.mjs"), "--check"]);
});

test("a first visit fetches less than 60 KB before the module", async (t) => {
  const { page, seen, context } = await visit(browser, server, { prepare: () => delete window.Worker });
  await arrived(page, "school");
  const paths = new Set(
    seen.urls.map((url) => new URL(url).pathname.slice(BASE.length)).filter((path) => !/^(pkg|models)\//.test(path)),
  );
  const sizes = [...paths].map((path) => [
    brotliCompressSync(readFileSync(join(WWW, path || "index.html"))).length,
    path,
  ]);
  const sum = sizes.reduce((total, [size]) => total + size, 0);
  t.diagnostic(
    `${sum} bytes in ${sizes.length} files: ${sizes
      .sort((a, b) => b[0] - a[0])
      .map(([size, path]) => `${path} ${size}`)
      .join(", ")}`,
  );
  assert.ok(sum < FIRST_SCREEN_BYTES, String(sum));
  // All at once: a page that finds its modules one through the other is slow far from its server.
  const preloaded = await page
    .locator('link[rel="modulepreload"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  const modules = [...paths].filter(
    (path) => path.startsWith("lib/") && path.endsWith(".js") && !/engine|worker|element\.js/.test(path),
  );
  assert.deepEqual(preloaded.sort(), modules.sort());
  await context.close();
});

const CASES = {
  bjlg: "bit-graduate-2020",
  北理工: "bit-graduate-2020",
  "Beijing Ligong": "bit-graduate-2020",
  beijlg: "bit-graduate-2020",
  10007: "bit-graduate-2020",
  bit: "bit-graduate-2020",
  beiijngligong: "bit-graduate-2020",
  首经贸: "cueb-2022",
  首都经济: "cueb-2022",
  sdjjmydx: "cueb-2022",
  shoudujingji: "cueb-2022",
  cueb: "cueb-2022",
  中石大: "cup-graduate-2022",
  shiyou: "cup-graduate-2022",
  petroleum: "cup-graduate-2022",
  11414: "cup-graduate-2022",
  ｃｕｐ: "cup-graduate-2022",
  zikao: "bj-zikao-degree-2022",
  自考: "bj-zikao-degree-2022",
};
for (const [query, id] of Object.entries(CASES)) {
  test(`"${query}" finds ${id} first`, () => assert.equal(search(SCHOOLS, query)[0]?.id, id));
}
test("what means no school finds none, and nothing finds all", () => {
  for (const query of ["xyz", "清华", "99999", "qqqqqq"])
    assert.deepEqual(
      search(SCHOOLS, query).map(({ id }) => id),
      [],
      query,
    );
  assert.equal(search(SCHOOLS, " ").length, SCHOOLS.length);
});

const BOUNDS = { width: 4000, height: 3000, aspect: 0.75, least: 640, roll: 10 };
const near = (a, b, slack = 1e-6) =>
  Object.keys(a).forEach((key) => assert.ok(Math.abs(a[key] - b[key]) <= slack, `${key}: ${a[key]} and ${b[key]}`));

test("two fingers hold the photo: what was under them is under them", () => {
  const view = { x: 1800, y: 1400, height: 1500, roll: 3 };
  const frame = 400;
  const fingers = { from: { x: 50, y: -80 }, to: { x: 20, y: 30 }, zoom: 1.3, turn: 4 };
  const next = moved(view, frame, fingers);
  const onScreen = (at, point) => {
    const [a, b, c, d, e, f] = matrix(at, frame, 1, 0.75);
    return { x: a * point.x + c * point.y + e - 150, y: b * point.x + d * point.y + f - 200 };
  };
  // The photo's point that was under `from`, found from the matrix alone.
  const [a, b, c, d, e, f] = matrix(view, frame, 1, 0.75);
  const [x, y] = [fingers.from.x + 150 - e, fingers.from.y + 200 - f];
  const point = { x: (d * x - c * y) / (a * d - b * c), y: (a * y - b * x) / (a * d - b * c) };
  near(onScreen(next, point), fingers.to);
  assert.equal(next.roll, -1);
  assert.ok(Math.abs(next.height - 1500 / 1.3) < 1e-9);
});

test("fingers make one similarity of move, zoom and turn", () => {
  const found = movement(
    [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
    ],
    [
      { x: 10, y: 10 },
      { x: 10, y: 210 },
    ],
  );
  near({ zoom: found.zoom, turn: found.turn }, { zoom: 2, turn: 90 });
  assert.deepEqual(
    [found.from, found.to],
    [
      { x: 50, y: 0 },
      { x: 10, y: 110 },
    ],
  );
  assert.deepEqual(movement([{ x: 1, y: 2 }], [{ x: 3, y: 5 }]), {
    from: { x: 1, y: 2 },
    to: { x: 3, y: 5 },
    zoom: 1,
    turn: 0,
  });
});

test("whatever fingers do, the crop lies in the photo, has its shape, and is not enlarged", () => {
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 2000; round++) {
    const wild = {
      x: random() * 9000 - 2000,
      y: random() * 9000 - 2000,
      height: random() * 6000,
      roll: random() * 60 - 30,
    };
    const view = admitted(wild, BOUNDS);
    const crop = toCrop(view, BOUNDS);
    assert.ok(
      Math.abs(crop.roll_deg) <= BOUNDS.roll && crop.height >= 640 && Math.abs(crop.width - crop.height * 0.75) <= 0.5,
      JSON.stringify(crop),
    );
    const [sin, cos] = [Math.sin((crop.roll_deg * Math.PI) / 180), Math.cos((crop.roll_deg * Math.PI) / 180)];
    const [middleX, middleY] = [crop.x + crop.width / 2, crop.y + crop.height / 2];
    for (const [sx, sy] of [
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
    ]) {
      const [x, y] = [(sx * crop.width) / 2, (sy * crop.height) / 2];
      const corner = [middleX + x * cos - y * sin, middleY + x * sin + y * cos];
      // A turned crop's corners may be half a pixel out, which the module takes.
      const slack = crop.roll_deg === 0 ? 0 : 0.5;
      assert.ok(
        corner[0] >= -slack && corner[0] <= 4000 + slack && corner[1] >= -slack && corner[1] <= 3000 + slack,
        `${JSON.stringify(crop)} ${corner}`,
      );
    }
  }
});

test("a view becomes a crop and the same view again; the widest holds the whole height", () => {
  const view = { x: 2000, y: 1500, height: 2000, roll: 2.5 };
  near(fromCrop(toCrop(view, BOUNDS)), view, 1);
  assert.equal(largest(BOUNDS, 0), 3000);
  assert.deepEqual(widest(BOUNDS), { x: 2000, y: 1500, height: 3000, roll: 0 });
});
