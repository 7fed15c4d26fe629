// A host's server as www/webview/upload.js asks for it, on a line that breaks: at random points, as often as it is told.

import { createHash } from "node:crypto";

/** Numbers in 0..1 that look random, the same for the same seed (mulberry32). */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Answers below `base`. `breaks`: how often it is still to break the line; `every`: no piece passes before that, and the
 * last one does not arrive.
 */
export function createHost(base, { token, breaks = 0, every = false, seed = 1 }) {
  const random = randomNumbers(seed);
  const host = {
    breaks,
    broken: 0,
    /** By SHA-256: what has arrived; how often it became whole. */
    photos: new Map(),
    spoil: 0,
    /** For `serve`. */
    answer(path, request, response) {
      if (!path.startsWith(base)) return false;
      const name = path.slice(base.length);
      if (request.headers.authorization !== `Bearer ${token}`) return end(response, 401);
      if (!/^[0-9a-f]{64}$/.test(name)) return end(response, 404);
      if (!host.photos.has(name)) host.photos.set(name, { bytes: Buffer.alloc(0), stored: 0 });
      if (request.method === "POST") take(name, host.photos.get(name), request, response);
      else if (request.method === "GET") breaksNow(0.3) ? cut(response) : tell(response, host.photos.get(name));
      else end(response, 405);
      return true;
    },
  };

  function breaksNow(share) {
    if (host.breaks === 0 || random() > share) return false;
    host.breaks -= 1;
    host.broken += 1;
    return true;
  }

  function take(name, photo, request, response) {
    const url = new URL(request.url, "http://localhost");
    const [offset, size] = ["offset", "size"].map((key) => Number(url.searchParams.get(key)));
    const fits = offset === photo.bytes.length && photo.stored === 0;
    // Where the line breaks: before a byte, within the piece, or after the last one, the answer being lost.
    const [breaking, kind] = [breaksNow(every ? 1 : 0.9), random()];
    const last = every && offset + Number(request.headers["content-length"]) >= size;
    let left = !breaking || (kind > 0.8 && !last) ? Infinity : kind < 0.2 ? 0 : Math.floor((random() * size) / 30);
    let over = false;
    request.on("data", (part) => {
      if (over || !fits) return;
      photo.bytes = Buffer.concat([photo.bytes, part.subarray(0, left)]);
      left -= part.length;
      if (left < 0) {
        over = true;
        cut(response);
      }
    });
    request.on("end", () => {
      if (over) return;
      if (fits && photo.bytes.length === size && !whole(name, photo)) return end(response, 422);
      if (breaking) cut(response);
      else tell(response, photo);
    });
    request.on("error", () => {});
  }

  /** Keeps a photo whose bytes are all there, if they are those of its name. */
  function whole(name, photo) {
    if (host.spoil > 0) {
      host.spoil -= 1;
      photo.bytes = Buffer.concat([photo.bytes.subarray(1), Buffer.from([0])]);
    }
    if (createHash("sha256").update(photo.bytes).digest("hex") === name) {
      photo.stored += 1;
      return true;
    }
    photo.bytes = Buffer.alloc(0);
    return false;
  }

  function tell(response, { bytes }) {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ received: bytes.length }));
  }

  function cut(response) {
    response.socket.destroy();
  }

  function end(response, status) {
    response.writeHead(status).end();
    return true;
  }

  return host;
}
