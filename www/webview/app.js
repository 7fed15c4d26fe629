// The students' page inside a mini-program. Its address says for whom: ?profile=ID&token=ONE_TIME_TOKEN&lang=en, all ASCII.
// Where uploads go says the page itself, never its address: <meta name="photo-precheck-upload" content="PATH">.

import "../lib/element.js";
import { handBack } from "./miniprogram.js";
import { upload } from "./upload.js";

const element = document.createElement("photo-precheck");
const given = new URLSearchParams(location.search);
/** What may stand in an address without being written otherwise. */
const PLAIN = /^[A-Za-z0-9._~-]{1,200}$/;
const plain = (name) => (PLAIN.test(given.get(name) || "") ? given.get(name) : null);

const token = plain("token");
const to = document.querySelector('meta[name="photo-precheck-upload"]').content;

// A one-time token is not to be found in the history or in an address that is passed on.
if (given.has("token")) {
  given.delete("token");
  history.replaceState(history.state, "", `${location.pathname}${given.toString() ? `?${given}` : ""}${location.hash}`);
}

if (plain("profile")) element.setAttribute("profile", plain("profile"));
if (given.get("lang") === "en") element.setAttribute("lang", "en");

// Without a token there is nowhere to send to: the student saves the file.
if (token) {
  element.onConfirm = async ({ blob, report }, controls) => {
    const sent = await upload(blob, { to, token, ...controls });
    await handBack({ token, verdict: report.verdict, profile: report.profile, sha256: sent.sha256, bytes: sent.size });
  };
} else {
  element.setAttribute("standalone", "");
}

// Last, with all that it is to know from the start.
document.querySelector("main").append(element);
