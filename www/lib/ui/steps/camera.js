// The live camera with the outline over it and running hints. Each hint is a report of one small picture of the
// camera's; the shutter is the student's, unless they ask for it to come by itself.

import { button, fill, h, icon } from "../dom.js";
import { outline } from "../outline.js";
import { asksToMove, isFault } from "../session.js";

/** Long edge of the pictures that hints are made from, px: enough for the face's measures, quick to open. */
const HINT_EDGE_PX = 640;

/** From one hint to the next at least, ms: time to read it. */
const HINT_EVERY_MS = 600;

/** Quality of the taken JPEG: above what any byte window needs, far below what is lossless. */
const QUALITY = 0.95;

/** Hints in a row that must find all well before the shutter comes by itself, and the count before it does. */
const WELL_IN_A_ROW = 2;
const COUNT_FROM = 3;

/** What a stream is asked for: the most that phones' cameras commonly give for video. */
const WANTED = { width: { ideal: 3840 }, height: { ideal: 2160 } };

/** Bytes at a JPEG's start that surely hold the colour profile that a canvas writes: half a kilobyte, behind 20 bytes. */
const HEAD_BYTES = 4096;

/** Groups whose faults standing otherwise mends; the file is none of the camera's. */
const TELLING = ["framing", "pose", "face", "light", "background"];

export function camera(app) {
  const { words } = app;
  const own = words.camera;
  const picture = (app.full && app.full.picture) || { width_px: 480, height_px: 640 };
  const aspect = picture.width_px / picture.height_px;
  const video = h("video", { class: "under", playsinline: true, muted: true, "aria-label": own.video });
  video.muted = true;
  const stage = h("div", { class: "stage filming" }, video, outline(app.rules, aspect));
  const hint = h("p", { class: "live busy", text: own.starting });
  const count = h("p", { class: "count-down", "aria-hidden": "true", hidden: true });
  stage.append(count);
  const shutter = h(
    "button",
    { type: "button", class: "button primary", disabled: true, data: { act: "shutter" }, on: { click: shoot } },
    icon("camera"),
    own.shutter,
  );
  const auto = h("input", { type: "checkbox", id: "auto", on: { change: () => (well = 0) } });
  const flip = button("plain", own.flip, turnRound);
  flip.hidden = true;
  let facing = "environment";
  let stream = null;
  let gone = false;
  /** Counts the cameras that were asked for. */
  let asked = 0;
  let well = 0;
  let counting = 0;
  let taking = false;

  async function begin() {
    stop();
    asked += 1;
    const mine = asked;
    try {
      const made = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: Object.assign({ facingMode: { ideal: facing } }, WANTED),
      });
      // Left, or turned round again meanwhile: nobody else could stop this one.
      if (gone || mine !== asked) {
        made.getTracks().forEach((track) => track.stop());
        return;
      }
      stream = made;
      video.srcObject = made;
      await video.play();
      shutter.disabled = false;
      const devices = navigator.mediaDevices.enumerateDevices ? await navigator.mediaDevices.enumerateDevices() : [];
      flip.hidden = devices.filter(({ kind }) => kind === "videoinput").length < 2;
      tell("busy", own.looking);
      watch();
    } catch (error) {
      if (gone || mine !== asked) return;
      tell("fail", error.name === "NotAllowedError" ? own.refused : own.none);
      shutter.disabled = true;
    }
  }

  function stop() {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
  }

  function turnRound() {
    facing = facing === "environment" ? "user" : "environment";
    begin();
  }

  function tell(kind, text) {
    hint.className = `live ${kind}`;
    stage.dataset.kind = kind;
    if (hint.textContent !== text) {
      hint.textContent = text;
      app.say(text);
    }
  }

  /** The middle of the camera's picture in the profile's shape, at most `edge` px high, as a JPEG. */
  function grab(edge) {
    const [width, height] = [video.videoWidth, video.videoHeight];
    const tall = Math.min(height, width / aspect);
    const wide = tall * aspect;
    const scale = Math.min(1, edge / tall);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(wide * scale);
    canvas.height = Math.round(tall * scale);
    canvas
      .getContext("2d")
      .drawImage(video, (width - wide) / 2, (height - tall) / 2, wide, tall, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  }

  /** Hints, one after the other, as long as the camera runs. */
  async function watch() {
    const mine = stream;
    while (!gone && stream === mine && !taking) {
      const began = performance.now();
      try {
        const blob = await grab(HINT_EDGE_PX);
        const checker = await app.session.start();
        if (gone || taking || !blob) return;
        const photo = await checker.open(blob, { name: "camera.jpg" });
        const report = await photo.report({ profile: app.spec || undefined });
        photo.close();
        if (gone || taking || stream !== mine) return;
        advise(report);
      } catch (error) {
        // Without hints the camera is still a camera.
        if (error.code === "closed") return;
        tell("busy", own.tip);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, HINT_EVERY_MS - (performance.now() - began))));
    }
  }

  function advise(report) {
    const first = report.findings.find(telling);
    if (!report.face) {
      well = 0;
      tell("fail", own.noFace);
    } else if (first) {
      well = 0;
      tell(first.verdict, hintOf(first, app));
    } else {
      well += 1;
      tell("pass", own.ready);
    }
    if (well === 0) stopCounting();
    else if (auto.checked && well >= WELL_IN_A_ROW && !counting) countDown(COUNT_FROM);
  }

  function countDown(from) {
    count.hidden = from === 0;
    count.textContent = fill(own.autoWords, { count: from });
    app.say(count.textContent);
    if (from === 0) {
      counting = 0;
      shoot();
      return;
    }
    counting = setTimeout(() => countDown(from - 1), 1000);
  }

  function stopCounting() {
    clearTimeout(counting);
    counting = 0;
    count.hidden = true;
  }

  async function shoot() {
    if (taking || !stream) return;
    taking = true;
    stopCounting();
    shutter.disabled = true;
    video.pause();
    const blob = await grab(Infinity);
    stop();
    if (gone || !blob) return;
    const first = await withoutProfile(blob);
    if (gone) return;
    await app.host.open(new File([first], "camera.jpg", { type: "image/jpeg" }));
  }

  function fit() {
    const free =
      window.innerHeight - 250 - (parseFloat(getComputedStyle(app.host).getPropertyValue("--precheck-room")) || 0);
    const height = Math.max(220, Math.min(free, 620, (stage.parentNode.clientWidth || 300) / aspect));
    stage.style.height = `${height}px`;
    stage.style.width = `${height * aspect}px`;
  }

  window.addEventListener("resize", fit);
  begin();
  return {
    node: h(
      "div",
      { class: "framing" },
      h("h2", { tabIndex: -1, text: own.title }),
      h("div", { class: "stage-area" }, stage),
      h(
        "div",
        { class: "controls" },
        hint,
        h("label", { class: "switch", htmlFor: "auto" }, auto, h("span", { text: own.auto })),
        flip,
        h("p", { class: "aside", text: own.tip }),
      ),
    ),
    actions: [button("plain", words.back, app.back), shutter],
    shown: fit,
    leave() {
      gone = true;
      stopCounting();
      stop();
      window.removeEventListener("resize", fit);
    },
  };
}

/**
 * A canvas's JPEG without its colour profile, which says sRGB, as a JPEG without one means too. By it `original-file`
 * knows what a page has saved again; this picture is the camera's first.
 */
async function withoutProfile(blob) {
  const head = new DataView(await blob.slice(0, HEAD_BYTES).arrayBuffer());
  // Over the segments APP0, APP1 to APP2 (T.81, B.1.1.3): a marker of two bytes, a length of two, which counts itself.
  const marker = (at) => (at + 4 <= head.byteLength ? head.getUint16(at) : 0);
  const after = (at) => at + 2 + head.getUint16(at + 2);
  let at = 2;
  while (marker(at) === 0xffe0 || marker(at) === 0xffe1) at = after(at);
  return marker(at) === 0xffe2 ? new Blob([blob.slice(0, at), blob.slice(after(at))]) : blob;
}

/** Whether someone before the camera can do something about it now. */
function telling(finding) {
  return (
    isFault(finding) &&
    TELLING.includes(finding.group) &&
    Boolean(finding.remedy) &&
    (asksToMove(finding) || finding.remedy.kind === "retake")
  );
}

/** The short hint for a fault; the check's own name where there is none. */
function hintOf({ check, code }, app) {
  const { hints } = app.words;
  const title = app.session.checks().find(({ id }) => id === check);
  return hints[`${check} ${code}`] || hints[check] || (title ? title.title[app.lang] : check);
}
