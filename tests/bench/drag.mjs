// Dragging a 12 MP photo in the frame by touch, in headless Chromium, with and without its processor slowed down four
// times: how long a frame takes, and how long from one to the next. Prints a table in markdown; status 1 where a limit
// is not kept. Usage: node tests/bench/drag.mjs [moves]

import { serve } from "../web/serve.mjs";
import { WWW, launch } from "../web/tools.mjs";
import { BASE, arrived, choose, middleOf, toChoose, visit, withRoom } from "../web/visit.mjs";

const MOVES = Math.max(60, Number(process.argv[2]) || 240);

/** Limits of median and 95th percentile, ms. */
const LIMITS = { 1: [16, 34], 4: [50, 100] };

/** The drawn portrait of 480 x 640 this many times as large, with wall around: 16 MP, a little over the 12 of most phones. */
const TIMES = 5;

const server = await serve({ [BASE]: WWW });
const browser = await launch();
let kept = true;
try {
  const photo = await withRoom(browser, TIMES);
  const rows = [];
  for (const slower of [1, 4]) {
    const { page, context } = await visit(browser, server, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await toChoose(page, "beijing ligong");
    await choose(page, photo);
    await page.waitForTimeout(1000);
    const client = await context.newCDPSession(page);
    await client.send("Emulation.setCPUThrottlingRate", { rate: slower });
    await page.evaluate(watch);
    const judged = await drag(page, client);
    const { work, apart } = await page.evaluate(() => window.frames12);
    const figures = [work, apart].map((times) => [at(times, 0.5), at(times, 0.95)]);
    const [median, tail] = LIMITS[slower];
    const good = figures[0][0] < median && figures[1][1] < tail;
    kept = kept && good;
    rows.push(
      `| ${slower} | ${work.length} | ${figures
        .flat()
        .map((ms) => ms.toFixed(1))
        .join(" | ")} | ${judged} | ${median} / ${tail} | ${good ? "kept" : "NOT kept"} |`,
    );
    await context.close();
  }
  console.log(`\n12 MP photo, dragged by one finger and pinched by two, ${MOVES} moves; ms.\n`);
  console.log(
    "| processor slowed | frames | frame, median | 95 % | to the next, median | 95 % | verdicts | limits | |\n" +
      "|---:|---:|---:|---:|---:|---:|---:|---:|---|",
  );
  console.log(rows.join("\n"));
} finally {
  await browser.close();
  await server.close();
}
process.exitCode = kept ? 0 : 1;

function at(times, share) {
  const sorted = times.slice().sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Runs in the page: counts frames in which something is drawn. `work` is a frame's own time, from its first callback
 * to the first task after it is painted; `apart` from one frame's start to the next's. */
function watch() {
  window.frames12 = { work: [], apart: [] };
  window.verdicts12 = 0;
  document.addEventListener("verdict", () => (window.verdicts12 += 1));
  const channel = new MessageChannel();
  let [began, before] = [0, 0];
  channel.port1.onmessage = () => window.frames12.work.push(performance.now() - began);
  const frame = () => {
    began = performance.now();
    if (before) window.frames12.apart.push(began - before);
    before = began;
    channel.port2.postMessage(0);
    window.dragging12 = requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** Circles of one finger, then of two, one move a frame of the display. */
async function drag(page, client) {
  const middle = await middleOf(page, ".stage");
  const send = (type, touchPoints) => client.send("Input.dispatchTouchEvent", { type, touchPoints });
  const finger = (angle, far, id) => ({ x: middle.x + far * Math.cos(angle), y: middle.y + far * Math.sin(angle), id });
  for (const fingers of [1, 2]) {
    const points = (move) =>
      Array.from({ length: fingers }, (_, id) => finger(move / 12 + id * Math.PI, 50 + 25 * Math.sin(move / 9), id));
    await send("touchStart", points(0));
    for (let move = 1; move < MOVES / 2; move++) {
      const sent = send("touchMove", points(move));
      await new Promise((resolve) => setTimeout(resolve, 16));
      await sent;
    }
    await send("touchEnd", []);
  }
  return page.evaluate(() => {
    cancelAnimationFrame(window.dragging12);
    return window.verdicts12;
  });
}
