// A static server for tests: folders of this machine under paths of 127.0.0.1, on a port of the system's choice.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const TYPES = {
  ".avif": "image/avif",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
  ".wasm": "application/wasm",
};

/** An empty page of the server's own, for scripts that need an origin only. */
export const BLANK = "/blank.html";

/**
 * @param {Record<string, string>} mounts from a path with a slash at both ends to a folder
 * @param {object} options
 * @param {(path: string) => boolean} options.refuse answered with status 503
 * @param {(path: string, body: Buffer) => number} options.put takes what is uploaded by PUT, and gives the status
 * @param {(path: string, request, response) => boolean} options.answer whether it has answered itself, or will
 * @returns {Promise<{ origin: string, requests: { method: string, path: string }[], close(): Promise<void> }>}
 */
export async function serve(mounts, { refuse = () => false, put, answer = () => false } = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    requests.push({ method: request.method, path });
    if (request.method === "PUT" && put) {
      const parts = [];
      for await (const part of request) parts.push(part);
      response.writeHead(put(path, Buffer.concat(parts))).end();
      return;
    }
    if (path === BLANK) {
      response.writeHead(200, { "content-type": TYPES[".html"] }).end("<!doctype html><link rel=icon href=data:,>");
      return;
    }
    if (answer(path, request, response)) return;
    const file = refuse(path) ? null : await find(mounts, path);
    if (!file) {
      response.writeHead(refuse(path) ? 503 : 404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] || "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    });
  return { origin: `http://127.0.0.1:${server.address().port}`, requests, close };
}

async function find(mounts, path) {
  const mount = Object.keys(mounts).find((prefix) => path.startsWith(prefix));
  if (!mount) return null;
  const root = normalize(mounts[mount] + sep);
  const file = join(root, path.slice(mount.length) || "index.html");
  if (!file.startsWith(root)) return null;
  const found = await stat(file).catch(() => null);
  return found && found.isFile() ? file : null;
}
