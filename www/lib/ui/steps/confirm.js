// The finished picture beside the photo it comes from: saved, shared, or handed to the embedding page, which may upload
// it. Nothing is lost while that fails.

import { button, fill, h, icon, replace } from "../dom.js";
import { isFault } from "../session.js";
import { titleOf } from "../findings.js";
import { cut } from "../preview.js";
import { shown } from "../numbers.js";

/** Height of the pictures that are shown, px. */
const SHOWN_PX = 560;

/** WeChat's own browser: there a download link does nothing, and a picture is saved by pressing it long, which its
 * Android engine does for data: and not for blob: (developers' reports). */
const PRESSED = /MicroMessenger/i.test(navigator.userAgent);

export function confirm(app) {
  const { words, session, host } = app;
  const own = words.confirm;
  const held = session.held();
  const slot = h("div", { class: "finished" });
  const node = h("div", { class: "card stack" }, h("h2", { tabIndex: -1, text: own.title }), slot);
  const actions = h("div", { class: "confirm-actions" });
  let url = null;
  let gone = false;
  let sending = null;

  function say(text) {
    app.say(text);
  }

  async function make() {
    replace(slot, h("p", { class: "busy", text: own.making }), h("progress", { "aria-label": own.making }));
    say(own.making);
    try {
      const { crop } = app;
      const made = app.made || (await session.make(crop));
      // The frame or the school may have changed since: then it is another picture's.
      if (gone) return;
      app.made = made;
      url = PRESSED ? await dataUrl(made.blob) : URL.createObjectURL(made.blob);
      const { width_px: width, height_px: height } = made.report.photo;
      const image = h("img", { src: url, alt: own.after, class: "shot", width, height });
      // Shown when it can be: nothing jumps.
      if (image.decode) await image.decode().catch(() => {});
      if (!gone) show(made, image);
    } catch (error) {
      if (gone || error.code === "closed") return;
      replace(slot, h("p", { class: "verdict fail" }, icon("bad"), h("span", { text: own.cannot })), actions);
      replace(actions, [
        button("primary", words.reasons.another, () => app.go("choose")),
        button("plain", words.back, app.back),
      ]);
      if (error.code === "crashed") app.tell(error, app.reopen);
      else if (error.code === "no-export") app.tell(error, null);
      else {
        app.tell(error, () => {
          app.tell(null);
          make();
        });
      }
    }
  }

  function detail() {
    const { blob, report, unchanged, notes } = app.made;
    return { blob, name: report.photo.name, report, unchanged, notes, original: held.file, crop: app.crop };
  }

  function show(made, after) {
    const { report, unchanged, notes } = made;
    const kind = report.verdict;
    const faults = report.findings.filter(isFault);
    const size = (photo) =>
      photo.width_px ? fill(own.pixels, { width: photo.width_px, height: photo.height_px }) : "";
    const before = held.preview
      ? cut(
          held.preview,
          { x: 0, y: 0, width: held.whole.photo.width_px, height: held.whole.photo.height_px },
          held.whole.photo.width_px,
          SHOWN_PX,
        )
      : null;
    if (before) {
      before.className = "shot";
      before.setAttribute("role", "img");
      before.setAttribute("aria-label", own.before);
    }
    const figure = (picture, title, photo, more) =>
      h(
        "figure",
        {},
        picture,
        h(
          "figcaption",
          {},
          h("strong", { text: title }),
          h("span", { text: size(photo) }),
          h("span", { text: shown(photo.bytes, "bytes") }),
          more ? h("span", { text: more }) : null,
        ),
      );
    replace(
      slot,
      h(
        "div",
        { class: `verdict ${kind}`, data: { verdict: report.verdict } },
        icon({ pass: "good", fail: "bad" }[kind] || "look"),
        h("p", { text: own[{ pass: "good", unmeasured: "unmeasured", warn: "warn" }[kind] || "fail"] }),
      ),
      h(
        "div",
        { class: "pair-large" },
        before ? figure(before, own.before, held.whole.photo) : null,
        figure(after, own.after, report.photo, unchanged ? own.unchanged : null),
      ),
      faults.length
        ? h(
            "ul",
            { class: "notes", role: "list" },
            faults.map((finding) =>
              h(
                "li",
                {},
                h("strong", { text: titleOf(finding, app) }),
                " ",
                finding.problem ? finding.problem[app.lang] : "",
              ),
            ),
          )
        : null,
      notes.length
        ? h(
            "ul",
            { class: "notes", role: "list" },
            notes.map((note) => h("li", { text: note[app.lang] })),
          )
        : null,
      actions,
    );
    drawActions();
    say(own[{ pass: "good", unmeasured: "unmeasured", warn: "warn" }[kind] || "fail"]);
  }

  function drawActions(more) {
    const saves = !app.has("no-save");
    const links = saves && !PRESSED;
    const name = app.made.report.photo.name;
    const link = h(
      "a",
      {
        class: `button ${app.has("standalone") ? "primary" : "plain"}`,
        href: url,
        download: name,
        on: { click: saved },
      },
      icon("save"),
      own.save,
    );
    const file = shareable(app.made.blob, name);
    replace(actions, [
      more,
      app.has("standalone") || sending
        ? null
        : h("button", {
            type: "button",
            class: "button primary",
            data: { act: "submit" },
            text: own.submit,
            on: { click: submit },
          }),
      links && !sending ? link : null,
      saves && file && !sending ? button("plain", own.share, () => share(file)) : null,
      saves && !sending
        ? h("p", { class: PRESSED ? "verdict" : "aside", text: PRESSED ? own.pressOnly : own.press })
        : null,
    ]);
  }

  function saved() {
    const { report, notes } = app.made;
    let [text, good] = [own.saved, true];
    if (report.verdict === "fail") [text, good] = [own.savedFaulty, false];
    if (notes.some(({ code }) => code === "original-asked")) [text, good] = [own.savedToCompare, false];
    app.fire("save", detail());
    drawActions(
      h("div", { class: `verdict ${good ? "pass" : "warn"}` }, icon(good ? "good" : "look"), h("p", { text })),
    );
    actions.append(button("quiet", own.again, again));
    say(text);
  }

  async function share(file) {
    try {
      await navigator.share({ files: [file] });
      saved();
    } catch (error) {
      // Cancelled in the share sheet: the student knows.
      if (error.name !== "AbortError") app.tell({ code: "other" }, null);
    }
  }

  function again() {
    session.forget();
    Object.assign(app, { view: null, undo: [], crop: null, report: null, made: null });
    app.go("choose");
  }

  async function submit() {
    const given = detail();
    app.fire("confirm", given);
    const hook = host.onConfirm;
    if (!hook) {
      finish(given);
      return;
    }
    const mine = new AbortController();
    send(mine);
    const bar = h("progress", { "aria-label": own.sending, max: 1 });
    const stop = button("plain", words.cancel, () => {
      mine.abort();
      send(null);
      app.fire("cancel", { step: "confirm" });
      drawActions();
      focusSubmit();
    });
    drawActions(h("div", { class: "progress" }, h("span", { class: "step-words", text: own.sending }), bar, stop));
    stop.focus();
    say(own.sending);
    app.tell(null);
    try {
      await hook.call(host, given, {
        signal: mine.signal,
        onProgress: (share) => (bar.value = Math.min(1, Math.max(0, Number(share) || 0))),
      });
      if (sending === mine) finish(given);
    } catch (error) {
      if (sending !== mine) return;
      send(null);
      failedToSend();
    }
  }

  /** What is being sent, or nothing any more. Drawn in another language the step would start anew. */
  function send(one) {
    sending = one;
    app.lock(Boolean(one));
  }

  function finish(given) {
    send(null);
    app.fire("done", given);
    const note = h("div", { class: "verdict pass", tabIndex: -1 }, icon("good"), h("p", { text: own.sent }));
    replace(actions, note, button("quiet", own.again, again));
    note.focus();
    say(own.sent);
  }

  function focusSubmit() {
    const one = actions.querySelector('[data-act="submit"]');
    if (one) one.focus();
  }

  function failedToSend() {
    const off = navigator.onLine === false;
    const text = off ? own.offline : own.sendFailed;
    drawActions(h("p", { class: "verdict fail" }, icon("bad"), h("span", { text })));
    const again = actions.querySelector('[data-act="submit"]');
    again.textContent = words.retry;
    again.focus();
    say(text);
    if (off) window.addEventListener("online", resubmit, { once: true });
  }

  function resubmit() {
    if (!gone && !sending) submit();
  }

  make();
  return {
    node,
    leave() {
      gone = true;
      if (sending) sending.abort();
      send(null);
      window.removeEventListener("online", resubmit);
      if (url) URL.revokeObjectURL(url);
    },
  };
}

function dataUrl(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** The picture as a file that this device's share sheet takes; `null` where there is none. */
function shareable(blob, name) {
  try {
    const file = new File([blob], name, { type: blob.type || "image/jpeg" });
    return navigator.canShare && navigator.canShare({ files: [file] }) ? file : null;
  } catch (error) {
    return null;
  }
}
