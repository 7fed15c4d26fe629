// The students' page: choose a profile and a photo, read the verdict. It draws reports and knows no thresholds.

import { createPrecheck } from "./lib/precheck.js";
import { draw, loadPreview } from "./overlay.js";
import { renderFindings, renderVerdict } from "./render.js";
import { STRINGS, fill } from "./strings.js";

const $ = (id) => document.getElementById(id);

/** What is on the screen. `photo` is open while `report` is shown. */
const state = {
  lang: "zh",
  starting: null,
  precheck: null,
  profiles: [],
  checks: [],
  file: null,
  preview: null,
  photo: null,
  /** Of the whole photo, and the one shown: the same, or that of the suggested crop. */
  whole: null,
  report: null,
  opening: null,
  /** Of the progress and of the trouble that are shown. */
  step: null,
  trouble: null,
  again: () => {},
};

const words = () => STRINGS[state.lang];

function show(id, visible) {
  $(id).hidden = !visible;
}

/** The started checker. Starts once; after a failure the next call tries again. */
function start() {
  if (!state.starting) {
    state.starting = begin();
    state.starting.catch(() => (state.starting = null));
  }
  return state.starting;
}

async function begin() {
  const precheck = await createPrecheck({ profile: $("profile").value || undefined });
  try {
    [state.profiles, state.checks] = await Promise.all([precheck.profiles(), precheck.checks()]);
  } catch (error) {
    precheck.close();
    throw error;
  }
  state.precheck = precheck;
  listProfiles();
  return precheck;
}

function listProfiles() {
  const select = $("profile");
  const chosen = select.value || state.precheck.profile;
  const options = state.profiles.map(({ id, name }) => new Option(name[state.lang], id, false, id === chosen));
  select.replaceChildren(...options);
  select.disabled = false;
}

/** Runs `work`; what goes wrong is said in human words, and `work` can be tried again. */
async function attempt(work) {
  tell(null);
  try {
    await work();
  } catch (error) {
    if (error.code === "aborted" || error.code === "closed") return;
    state.again = () => attempt(work);
    tell(error);
  }
}

function tell(error) {
  state.trouble = error;
  show("trouble", error !== null);
  const { errors } = words();
  $("trouble-words").textContent = error ? errors[error.code] || errors.other : "";
}

function progress(step) {
  state.step = step;
  show("progress", step !== null);
  $("step").textContent = step ? fill(step.stage === "load" ? words().stepLoad : words().stepOpen, step) : "";
  if (!step) return;
  const bar = $("bar");
  if (step.stage === "load") {
    bar.max = step.total;
    bar.value = step.done;
  } else {
    bar.removeAttribute("value");
  }
}

/** Opens `file` and shows its report; a photo chosen meanwhile takes its place. */
async function judge(file) {
  if (state.opening) state.opening.abort();
  const opening = new AbortController();
  state.opening = opening;
  const current = () => state.opening === opening;
  progress({ stage: "open" });
  try {
    const preview = loadPreview(file);
    const precheck = await start();
    const photo = await precheck.open(file, { signal: opening.signal, onProgress: (step) => current() && progress(step) });
    if (!current()) {
      photo.close();
      return;
    }
    if (state.photo) state.photo.close();
    Object.assign(state, { file, photo, preview: await preview });
    $("use-crop").checked = false;
    await rejudge();
  } finally {
    if (current()) {
      state.opening = null;
      progress(null);
    }
  }
}

/** Judges the open photo anew, under the profile and crop chosen now. */
async function rejudge() {
  const { photo } = state;
  const profile = $("profile").value;
  const whole = await photo.report({ profile });
  const crop = $("use-crop").checked ? whole.suggested_crop : null;
  const report = crop ? await photo.report({ profile, crop }) : whole;
  // Another photo, profile or crop may have been chosen while this one was judged.
  const stale = photo !== state.photo || profile !== $("profile").value;
  if (stale) return;
  Object.assign(state, { whole, report });
  render();
}

function render() {
  const { report, whole, preview } = state;
  if (!report) return;
  const strings = words();
  const cropped = report !== whole;
  show("result", true);
  renderVerdict($("verdict"), report, strings, cropped);
  renderFindings($("findings"), report, state.checks, strings, state.lang);
  const canvas = $("canvas");
  show("canvas", preview !== null);
  show("no-preview", preview === null);
  show("legend", preview !== null && (report.face !== null || whole.suggested_crop !== null));
  if (preview) draw(canvas, preview, report, whole.suggested_crop, cropped);
  canvas.setAttribute("aria-label", report.face ? strings.canvas : strings.canvasPlain);
  show("crop-choice", whole.suggested_crop !== null);
  show("no-crop", whole.suggested_crop === null && Boolean(whole.no_crop));
  $("no-crop").textContent = whole.no_crop ? whole.no_crop[state.lang] : "";
}

function translate() {
  const strings = words();
  document.documentElement.lang = strings.code;
  document.title = strings.title;
  for (const place of document.querySelectorAll("[data-text]")) place.textContent = strings[place.dataset.text];
  $("language").textContent = strings.other;
  $("language").lang = state.lang === "zh" ? "en" : "zh-CN";
  if (state.precheck) listProfiles();
  tell(state.trouble);
  progress(state.step);
  render();
}

function choose(file) {
  if (file) attempt(() => judge(file));
}

$("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  // So that choosing the same file again is a change.
  event.target.value = "";
  choose(file);
});
$("profile").addEventListener("change", () => state.photo && attempt(rejudge));
$("use-crop").addEventListener("change", () => state.photo && attempt(rejudge));
$("cancel").addEventListener("click", () => {
  if (state.opening) state.opening.abort();
  state.opening = null;
  progress(null);
});
$("retry").addEventListener("click", () => state.again());
$("language").addEventListener("click", () => {
  state.lang = state.lang === "zh" ? "en" : "zh";
  translate();
});
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  $("drop").classList.add("over");
});
document.addEventListener("dragleave", () => $("drop").classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  $("drop").classList.remove("over");
  choose(event.dataTransfer.files[0]);
});

attempt(start);
