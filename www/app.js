// The page around <photo-precheck>: its title in the student's language, and, where the browser has it, itself kept for
// the next time without a network.

import { STRINGS } from "./lib/ui/strings.js";

const element = document.querySelector("photo-precheck");

function translate(lang) {
  const words = STRINGS[lang];
  document.documentElement.lang = words.code;
  document.title = words.title;
  document.querySelector("h1").textContent = words.title;
}

element.addEventListener("language", (event) => translate(event.detail.lang));

/** Once the checker runs. Where a browser or a server has none of it, nothing is missing. */
function keepForOffline() {
  if (navigator.serviceWorker) navigator.serviceWorker.register("sw.js").catch(() => {});
}

element.addEventListener("ready", keepForOffline, { once: true });
