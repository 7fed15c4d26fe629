// The photo: from the album, the camera, a drop or a paste. While it is opened the page says how far it is, and can be
// told to stop.

import { button, fill, h, icon } from "../dom.js";
import { scene } from "../portrait.js";

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
  const hint = h(
    "div",
    { class: "aside" },
    h(
      "p",
      { class: "private" },
      icon("lock"),
      h("span", { text: app.has("standalone") ? words.private : words.privateEmbedded }),
    ),
    h("p", { class: "with-mouse", text: own.drop }),
  );
  const drop = h(
    "div",
    { class: "drop" },
    h("div", { class: "pickers" }, album, camera),
    h("div", { class: "slot" }, hint, progress),
  );
  const live = canFilm(app) ? button("quiet", own.live, () => app.go("camera"), { "data-live": "" }) : null;
  if (live) live.prepend(icon("camera"));

  function picker(name, text, more) {
    const input = h(
      "input",
      Object.assign(
        {
          type: "file",
          accept: "image/*",
          class: "unseen",
          id: `pick-${name}`,
          on: {
            change: (event) => {
              const [file] = event.target.files;
              // So that choosing the same file again is a change.
              event.target.value = "";
              take(file);
            },
          },
        },
        more,
      ),
    );
    return h(
      "div",
      { class: "picker" },
      input,
      h("label", { htmlFor: input.id, class: `button ${name === "album" ? "primary" : "plain"}` }, icon(name), text),
    );
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

  /**
   * Opens `file` and goes on; another one that is chosen meanwhile takes its place. The step may be drawn anew while
   * the photo is opened, as when the language changes: the new one shows how far it is.
   */
  async function take(file, turn = 0) {
    if (!file) return;
    const mine = { step: { stage: "start" }, redraw };
    app.opening = mine;
    const on = (step) => {
      mine.step = step;
      if (app.opening === mine) mine.redraw(step);
    };
    app.say(own.busy);
    on(mine.step);
    await app.attempt(async () => {
      try {
        app.opening = mine;
        const opened = await app.choosePhoto(file, { turn, onProgress: on });
        if (!opened || app.opening !== mine || app.host.step !== "choose") return;
        const order = app.steps();
        app.go(order[order.indexOf("choose") + 1]);
      } finally {
        if (app.opening === mine) {
          app.opening = null;
          mine.redraw(null);
        }
      }
    });
  }

  function cancel() {
    app.opening = null;
    app.session.cancel();
    idle();
    app.say(own.cancelled);
    app.fire("cancel", { step: "choose" });
  }

  /** Nothing is under way. The button that has the focus is about to vanish. */
  function idle() {
    if (app.root.activeElement === stop) album.querySelector("input").focus();
    tell(null);
  }

  function redraw(step) {
    if (step) tell(step);
    else idle();
  }
  if (app.opening) {
    app.opening.redraw = redraw;
    tell(app.opening.step);
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
    node: h(
      "div",
      { class: "card stack" },
      h("h2", { tabIndex: -1, text: own.title }),
      drop,
      live,
      h(
        "section",
        { class: "tips" },
        h("h3", { text: own.tipsTitle }),
        h(
          "div",
          { class: "tips-row" },
          h("div", { class: "tips-picture" }, scene()),
          h(
            "ol",
            {},
            own.tips.map((tip) => h("li", { text: tip })),
          ),
        ),
      ),
    ),
    take,
    leave() {
      Object.keys(listeners).forEach((type) => host.removeEventListener(type, listeners[type]));
      document.removeEventListener("paste", pasted);
    },
  };
}

function canFilm(app) {
  const skip = (app.host.getAttribute("skip") || "").split(/\s+/);
  return !skip.includes("camera") && Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
}
