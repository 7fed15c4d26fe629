// The photo: from the album, the camera, a drop or a paste. While it is opened the page says how far it is, and can be
// told to stop.

import { button, fill, h, icon } from "../dom.js";
import { portrait } from "../portrait.js";

const PARTS = ["read", "decoded", "framed", "segmented", "found", "measured"];

export function choose(app) {
  const { words } = app;
  const own = words.choose;
  const album = picker("album", own.album, {});
  const camera = picker("camera", own.camera, { capture: "environment" });
  const words0 = h("span", { class: "step-words" });
  const bar = h("progress", { "aria-label": own.busy });
  const stop = button("plain", words.cancel, cancel);
  const progress = h("div", { class: "progress", hidden: true }, words0, bar, stop);
  const hint = h("div", { class: "aside" },
    h("p", { class: "private" }, icon("lock"), h("span", { text: app.has("standalone") ? words.private : words.privateEmbedded })),
    h("p", { class: "with-mouse", text: own.drop }));
  const drop = h("div", { class: "drop" },
    h("div", { class: "pickers" }, album, camera), h("div", { class: "slot" }, hint, progress));
  const live = canFilm(app) ? button("quiet", own.live, () => app.go("camera"), { "data-live": "" }) : null;
  if (live) live.prepend(icon("camera"));
  let turn = 0;

  function picker(name, text, more) {
    const input = h("input", Object.assign({
      type: "file", accept: "image/*", class: "unseen", id: `pick-${name}`,
      on: {
        change: (event) => {
          const [file] = event.target.files;
          // So that choosing the same file again is a change.
          event.target.value = "";
          take(file);
        },
      },
    }, more));
    return h("div", { class: "picker" }, input, h("label", { htmlFor: input.id, class: `button ${name === "album" ? "primary" : "plain"}` }, icon(name), text));
  }

  function tell(step) {
    progress.hidden = !step;
    hint.hidden = Boolean(step);
    if (!step) return;
    const { stage, part } = step;
    words0.textContent = fill(words.progress[part || stage], step);
    if (stage === "load") [bar.max, bar.value] = [step.total, step.done];
    else if (part) [bar.max, bar.value] = [PARTS.length, PARTS.indexOf(part) + 1];
    else bar.removeAttribute("value");
  }

  /** Opens `file` and goes on; another one that is chosen meanwhile takes its place. */
  async function take(file) {
    if (!file) return;
    const mine = ++turn;
    const current = () => mine === turn;
    app.say(own.busy);
    tell({ stage: "start" });
    await app.attempt(async () => {
      try {
        const opened = await app.choosePhoto(file, { onProgress: (step) => current() && tell(step) });
        if (!opened || !current()) return;
        const order = app.steps();
        app.go(order[order.indexOf("choose") + 1]);
      } finally {
        if (current()) {
          // The button that has the focus is about to vanish.
          if (app.root.activeElement === stop) album.querySelector("input").focus();
          tell(null);
        }
      }
    });
  }

  function cancel() {
    turn += 1;
    album.querySelector("input").focus();
    app.session.cancel();
    tell(null);
    app.say(own.cancelled);
    app.fire("cancel", { step: "choose" });
  }

  const { host } = app;
  const listeners = {
    dragover(event) {
      event.preventDefault();
      drop.classList.add("over");
    },
    dragleave() {
      drop.classList.remove("over");
    },
    drop(event) {
      event.preventDefault();
      drop.classList.remove("over");
      take(event.dataTransfer.files[0]);
    },
  };
  Object.keys(listeners).forEach((type) => host.addEventListener(type, listeners[type]));
  // A paste comes to the page, wherever the focus is.
  const pasted = (event) => {
    const files = (event.clipboardData && event.clipboardData.files) || [];
    const file = Array.from(files).find((one) => /^image\//.test(one.type));
    if (!file) return;
    event.preventDefault();
    take(file);
  };
  document.addEventListener("paste", pasted);

  return {
    node: h("div", { class: "card stack" },
      h("h2", { tabIndex: -1, text: own.title }),
      drop, live,
      h("section", { class: "tips" }, h("h3", { text: own.tipsTitle }),
        h("div", { class: "tips-row" }, h("div", { class: "tips-picture" }, portrait({})), h("ol", {}, own.tips.map((tip) => h("li", { text: tip })))))),
    take,
    leave() {
      turn += 1;
      Object.keys(listeners).forEach((type) => host.removeEventListener(type, listeners[type]));
      document.removeEventListener("paste", pasted);
    },
  };
}

function canFilm(app) {
  const skip = (app.host.getAttribute("skip") || "").split(/\s+/);
  return !skip.includes("camera") && Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
}
