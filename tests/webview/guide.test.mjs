// The integration guide's two halves of a web-view, run: the mini-program's page and the server.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import vm from "node:vm";
import { guide } from "../package/projects.mjs";

test("the mini-program's page opens the address and takes the last message with its token", () => {
  const app = {};
  let page = null;
  vm.runInNewContext(guide("webview")["photo.js"], { Page: (options) => (page = options), getApp: () => app });
  page.setData = (data) => Object.assign(page.data, data);
  page.onLoad({ profile: "bit-graduate-2020", token: "t1" });
  const src = new URL(page.data.src);
  assert.deepEqual([src.protocol, src.searchParams.get("profile"), src.searchParams.get("token")], ["https:", "bit-graduate-2020", "t1"]);
  assert.match(page.data.src, /^[\x21-\x7e]+$/);
  const message = (token, verdict) => ({ token, verdict, sha256: "ab" });
  page.told({ detail: { data: [message("other", "pass")] } });
  assert.equal(app.photo, undefined);
  page.told({ detail: { data: [message("t1", "fail"), message("t1", "pass")] } });
  assert.deepEqual({ ...app.photo }, { verdict: "pass", sha256: "ab" });
});

test("the server takes a photo in pieces, once, and refuses a spoilt one", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "precheck-"));
  writeFileSync(join(folder, "server.mjs"), guide("webview")["server.mjs"]);
  const port = await freePort();
  const server = spawn(process.execPath, [join(folder, "server.mjs")], { env: { ...process.env, PORT: port }, stdio: "inherit" });
  t.after(() => server.kill());
  const photo = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7) & 255));
  const name = createHash("sha256").update(photo).digest("hex");
  const ask = async (request, query = "", of = name) => {
    const response = await fetch(`http://127.0.0.1:${port}/upload/${of}${query}`, request);
    return [response.status, (await response.json()).received];
  };
  const post = (offset, body, of) => ask({ method: "POST", body }, `?offset=${offset}&size=${photo.length}`, of);
  await answers(() => ask({}));
  assert.deepEqual(await ask({}), [200, 0]);
  assert.deepEqual(await post(0, photo.subarray(0, 3000)), [200, 3000]);
  assert.deepEqual(await post(0, photo.subarray(0, 3000)), [200, 3000]);
  assert.deepEqual(await post(3000, photo.subarray(3000)), [200, 5000]);
  assert.deepEqual(await post(5000, photo), [200, 5000]);
  assert.deepEqual(await ask({}), [200, 5000]);
  const other = "0".repeat(64);
  assert.equal((await post(0, photo, other))[0], 422);
  assert.deepEqual(await ask({}, "", other), [200, 0]);
});

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function answers(ask) {
  for (let tries = 0; tries < 100; tries += 1) {
    const up = await ask().catch(() => null);
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail("the server does not start");
}
