// The students' page: choose a profile and a photo, read the verdict. It draws reports and knows no thresholds.

import { createPrecheck } from "./lib/precheck.js";
import { draw, loadPreview } from "./overlay.js";
import { asksForCrop, renderFindings, renderVerdict } from "./render.js";
import { STRINGS, fill } from "./strings.js";

const $ = (id) => document.getElementById(id);

/** What is on the screen. `photo` is open while `report` is shown. */
const state = {
  lang: "zh",
  starting: null,
  precheck: null,
  profiles: [],
  checks: [],
  preview: null,
  photo: null,
  /** Of the whole photo, and of its suggested crop, if there is one; `report` is the one shown. */
  whole: null,
  trimmed: null,
  report: null,
  opening: null,
  /** Counts the judgements asked for: only the last one is shown. */
  turn: 0,
  /** Of the progress and of the trouble that are shown. */
  step: null,
  trouble: null,
  again: () => {},
};

const words = () => STRINGS[state.lang];

/** Where the page has two columns; the width is that of style.css. */
const TWO_COLUMNS = matchMedia("(min-width: 56rem)");

function show(id, visible) {
  $(id).hidden = !visible;
}

/** Tells a screen reader. The place is always on the page: one that just appeared is not read out. */
function say(text) {
  if ($("said").textContent !== text) $("said").textContent = text;
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

/** `step`: as the library tells it, `{ stage: "start" }` before that, `null` when nothing is under way. */
function progress(step) {
  // The button that has the focus is about to vanish.
  if (!step && document.activeElement === $("cancel")) $("file").focus();
  state.step = step;
  show("progress", step !== null);
  show("hint", step === null);
  $("step").textContent = "";
  if (!step) return;
  const { stepStart, stepLoad, stepOpen, stepParts } = words();
  const parts = Object.keys(stepParts);
  const bar = $("bar");
  if (step.stage === "load") {
    [bar.max, bar.value] = [step.total, step.done];
  } else if (step.part) {
    [bar.max, bar.value] = [parts.length, parts.indexOf(step.part) + 1];
  } else {
    bar.removeAttribute("value");
  }
  const text = { start: stepStart, load: stepLoad, open: stepParts[step.part] || stepOpen }[step.stage];
  $("step").textContent = fill(text, step);
}

/** Opens `file` and shows its report; a photo chosen meanwhile takes its place. */
async function judge(file) {
  if (state.opening) state.opening.abort();
  const opening = new AbortController();
  state.opening = opening;
  const current = () => state.opening === opening;
  clear();
  progress({ stage: "start" });
  say(words().working);
  try {
    const starting = start();
    // Waited for below; until then it may fail.
    starting.catch(() => {});
    // Before the photo is opened, not beside it: two decoded copies at once are too much for a small phone.
    const preview = await loadPreview(file);
    const precheck = await starting;
    if (!current()) return;
    const photo = await precheck.open(file, { signal: opening.signal, onProgress: (step) => current() && progress(step) });
    if (!current()) {
      photo.close();
      return;
    }
    Object.assign(state, { photo, preview });
    await rejudge();
    // On a phone the verdict takes the place of the form.
    $("verdict").scrollIntoView({ block: TWO_COLUMNS.matches ? "nearest" : "start" });
  } finally {
    if (current()) {
      state.opening = null;
      progress(null);
      if (!state.report) say("");
    }
  }
}

/** Forgets the photo that is shown: its verdict must not pass for the next one's. */
function clear() {
  if (state.photo) state.photo.close();
  Object.assign(state, { photo: null, preview: null, whole: null, trimmed: null, report: null });
  $("use-crop").checked = false;
  show("result", false);
}

/** Judges the open photo anew, under the profile and crop chosen now. */
async function rejudge() {
  const { photo } = state;
  const turn = ++state.turn;
  const profile = $("profile").value || undefined;
  const whole = await photo.report({ profile });
  const crop = whole.suggested_crop;
  // Whether cropping is enough is worth knowing before it is chosen; it touches no pixels.
  const trimmed = crop ? await photo.report({ profile, crop }) : null;
  // Another photo, profile or crop may have been chosen while this one was judged.
  if (turn !== state.turn || photo !== state.photo) return;
  const report = trimmed && $("use-crop").checked ? trimmed : whole;
  Object.assign(state, { whole, trimmed, report });
  render();
}

function render() {
  const { report, whole, trimmed, preview } = state;
  if (!report) return;
  const strings = words();
  const cropped = report === trimmed;
  show("result", true);
  say(renderVerdict($("verdict"), report, trimmed, strings, state.lang));
  renderFindings($("findings"), report, state.checks, strings, state.lang);
  const canvas = $("canvas");
  show("canvas", preview !== null);
  show("no-preview", preview === null);
  // No suggested crop without a face.
  show("legend", preview !== null && report.face !== null);
  document.querySelector(".mark.crop").hidden = whole.suggested_crop === null;
  if (preview) draw(canvas, preview, report, whole.suggested_crop, cropped, strings);
  canvas.setAttribute("aria-label", report.face ? strings.canvas : strings.canvasPlain);
  show("crop-choice", whole.suggested_crop !== null);
  show("crop-hint", cropped);
  // Of no interest where nothing asks for another crop.
  const noCrop = whole.no_crop && asksForCrop(whole) ? whole.no_crop[state.lang] : "";
  show("no-crop", noCrop !== "");
  $("no-crop").textContent = noCrop;
  $("choose").dataset.text = "chooseAgain";
  $("choose").textContent = strings.chooseAgain;
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
  say("");
});
$("retry").addEventListener("click", () => {
  // The button is about to vanish.
  $("file").focus();
  state.again();
});
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
