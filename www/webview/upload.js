// One photo to the host's server, so that a lost connection costs nothing: in pieces, from where the server stands, under
// the name of its content.
//
// What the server answers, below the address `to` (of this page's own origin), with `Authorization: Bearer TOKEN`:
//   GET  to/SHA256              200 {"received": N}: how many bytes it has; 0 where it knows nothing
//   POST to/SHA256?offset=N&size=S, body: the bytes from N on
//                               200 {"received": M}: what it has now. Where N is not what it has, it takes nothing and
//                               says what it has. It keeps what came before a connection broke.
// With all S bytes it compares their SHA-256 with the name, and answers 422 and forgets them where they differ. A photo
// that it has whole stays: asking and sending again changes nothing. 401, 403: the token is not, or no longer, good.

/** Bytes of one request: a bar that moves on a slow line, and little to send again. */
const PIECE = 128 * 1024;
/** Pauses after failures that follow each other without a byte between them, ms; then it is the student's turn. */
const PAUSES = [400, 800, 1600, 3200, 6400, 6400];
/** The longest that one request may take, ms: at 5 KB a second a piece takes 26 s. */
const PATIENCE = 60_000;

export class UploadError extends Error {
  /** @param {"refused" | "unreachable" | "spoilt" | "aborted"} code */
  constructor(code, message) {
    super(message);
    this.name = "UploadError";
    this.code = code;
  }
}

/**
 * @param {Blob} blob
 * @param {{ to: string, token: string, signal?: AbortSignal, onProgress?: (share: number) => void }} options
 * @returns {Promise<{ sha256: string, size: number }>} once the server has all of it
 */
export async function upload(blob, { to, token, signal, onProgress = () => {} }) {
  const sha256 = await nameOf(blob);
  const { size } = blob;
  const address = new URL(`${to.replace(/\/*$/, "/")}${sha256}`, document.baseURI);
  if (address.origin !== location.origin) throw new UploadError("refused", `${to} is not of this page's origin`);
  const ask = (url, request) => asked(url, request, token, signal);
  let received = null;
  /** The most that it ever had: only more than that is progress. */
  let most = -1;
  let failures = 0;
  let spoilt = 0;
  while (received === null || received < size) {
    if (signal && signal.aborted) throw new UploadError("aborted", "the upload was cancelled");
    try {
      const before = received;
      received = before === null ? await ask(address, {}) : await ask(at(address, before, size), { method: "POST", body: blob.slice(before, before + PIECE) });
      if (!(received >= 0 && received <= size)) throw new UploadError("refused", `the server says that it has ${received} of ${size} bytes`);
      if (received > most) [most, failures] = [received, 0];
      else if (before !== null && received <= before) failures += 1;
      if (failures > PAUSES.length) throw new UploadError("unreachable", "the server takes nothing");
      onProgress(received / size);
    } catch (error) {
      if (error.code === "spoilt" && spoilt === 0) {
        spoilt += 1;
      } else if (!error.passing || failures >= PAUSES.length) {
        throw error;
      }
      await pause(PAUSES[failures], signal);
      failures += 1;
      // What had arrived when the connection broke only the server knows.
      received = null;
    }
  }
  return { sha256, size };
}

function at(address, offset, size) {
  const url = new URL(address.href);
  url.searchParams.set("offset", offset);
  url.searchParams.set("size", size);
  return url;
}

/** How many bytes the server has; an error that is `passing` may be gone the next time. */
async function asked(url, request, token, signal) {
  const own = new AbortController();
  const stop = () => own.abort();
  const timer = setTimeout(stop, PATIENCE);
  if (signal) signal.addEventListener("abort", stop);
  try {
    const headers = { authorization: `Bearer ${token}` };
    if (request.body) headers["content-type"] = "application/octet-stream";
    const response = await fetch(url, { ...request, headers, signal: own.signal, cache: "no-store", credentials: "same-origin", redirect: "error" });
    if (response.ok) return Number((await response.json()).received);
    if (response.status === 422) throw new UploadError("spoilt", "what arrived is not what was sent");
    const error = new UploadError("refused", `status ${response.status}`);
    error.passing = response.status >= 500 || response.status === 408 || response.status === 429;
    throw error;
  } catch (error) {
    if (signal && signal.aborted) throw new UploadError("aborted", "the upload was cancelled");
    if (error instanceof UploadError) throw error;
    const lost = new UploadError("unreachable", error.message);
    lost.passing = true;
    throw lost;
  } finally {
    clearTimeout(timer);
    if (signal) signal.removeEventListener("abort", stop);
  }
}

/** The time, and without a network until there is one; over at once when cancelled. */
function pause(ms, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      if (signal) signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = navigator.onLine === false ? 0 : setTimeout(done, ms);
    window.addEventListener("online", done);
    if (signal) signal.addEventListener("abort", done);
  });
}

/** The SHA-256 of its bytes, in hexadecimal. */
async function nameOf(blob) {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
