// Keeps the page for when there is no network; the page works as well without it. What the network gives is shown
// always: kept files are for its absence only, so that nobody is shown yesterday's page, or one of two halves.

importScripts("offline.js");

const FILES = self.FILES;
const PREFIX = "photo-precheck-";

/** The version: of all files together. */
async function version() {
  return PREFIX + (await sha256(new TextEncoder().encode(JSON.stringify(FILES)))).slice(0, 16);
}

async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** All files or none, each as the list has it: a version is kept whole. */
async function keep() {
  const cache = await caches.open(await version());
  for (const path of Object.keys(FILES)) {
    const response = await fetch(path, { cache: "no-cache" });
    const bytes = await response.clone().arrayBuffer();
    if (!response.ok || (await sha256(bytes)) !== FILES[path]) throw new Error(`${path} is not what the list has`);
    await cache.put(path, response);
  }
}

async function forget() {
  const current = await version();
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== current).map((name) => caches.delete(name)),
  );
}

async function answer(request, path) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(await version())).match(path);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forget()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  const path = request.url.slice(self.registration.scope.length).split(/[?#]/)[0] || "index.html";
  if (path in FILES) event.respondWith(answer(request, path));
});
