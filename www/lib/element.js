<<<<<<< HEAD
// <photo-precheck>: the whole of the students' page as one element, for any page, by one script tag:
//
//   <script type="module" src="/photo-precheck/lib/element.js"></script>
//   <photo-precheck profile="bit-graduate-2020"></photo-precheck>
//
// It needs no bundler and no stylesheet of yours, and works under a policy (CSP) of
// `script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; worker-src
// 'self'`. Nothing is fetched but this library's own files; the photo is sent nowhere but by your own `onConfirm`.
//
// ATTRIBUTES (all optional; may be changed at any time)
//   profile      a built-in profile's id. The student is then not asked for a school.
//   lang         "zh" (default) or "en". The student's own switch changes it too.
//   module-url   folder of the WebAssembly module; default ../pkg/ beside this file. Read once, at the start.
//   models-url   folder of the models; default ../models/. Read once, at the start.
//   skip         steps to leave out, of: "remind" "camera" "frame", separated by spaces
//   strict       a photo with faults cannot be confirmed
//   standalone   no "submit" button: the student saves the file
//   no-save      no "save" button
//   history      the browser's Back goes one step back (the element then owns the page's history)
//   theme        "light" or "dark"; without it, as the system wishes
//
// PROPERTIES AND METHODS
//   profile      as the attribute, or a profile object of your own (its `base` a built-in id)
//   profiles     profile objects of your own that the student may choose from, beside the built-in ones; each may have
//                `pinyin`, the syllables of its Chinese name, for the search (it is not part of a profile and is
//                not handed on)
//   onConfirm    async (detail, { signal, onProgress }) => {...}: your upload. The photo stays with the student until
//                it resolves: when it rejects, "try again" is offered, and after `online` it is tried again by
//                itself. `onProgress(share)` with 0..1 moves the bar; `signal` is aborted when the student cancels.
//   open(file)   judges this file, as if the student had chosen it
//   reset()      back to the beginning; the photo is forgotten
//   step         the step that is shown, read only: "school" "remind" "choose" "camera" "frame" "reasons" "confirm"
//
// EVENTS (all bubble and cross shadow roots)
//   ready        the checker has started, or the profile has changed; detail: { profile } in full
//   step         another step is shown; detail: { step }
//   verdict      a photo or a crop was judged; detail: { report, crop }
//   confirm      the student pressed "submit"; detail: { blob, name, report, unchanged, notes, original, crop }; comes
//                before `onConfirm`. `blob` is the finished file, `report` its own; `original` the chosen File, and
//                `crop` (null where there was no frame) what was cut from it, for a school that wants the original
//                (note "original-asked").
//   done         `onConfirm` has resolved, or there is none; detail as `confirm`
//   save         the student saved the file; detail as `confirm`
//   cancel       the student cancelled the opening of a photo, or put the confirmed one away; detail: { step }
//   precheck-error   something went wrong and was told to the student; detail: { error } (a PrecheckError)
//   language     the student switched; detail: { lang }
//
// CSS VARIABLES (defaults in ui/element.css; light and dark)
//   --precheck-accent --precheck-on-accent   buttons and marks, and the letters on them
//   --precheck-ground --precheck-card --precheck-ink --precheck-soft --precheck-line   surfaces, letters, rules
//   --precheck-fail --precheck-warn --precheck-pass --precheck-open, each with -ground   the verdicts' colours
//   --precheck-font --precheck-radius
//   --precheck-room   height that your page takes from the screen around the element (default 0px): the frame fits what
//                is left
// PARTS  ::part(bar) ::part(step) ::part(actions)
=======
// <photo-precheck>: the whole of the students' page as one element. How to use it: element.d.ts.
>>>>>>> embed

import { createFlow } from "./ui/flow.js";

const STYLES = new URL("./ui/element.css", import.meta.url).href;

class PhotoPrecheck extends HTMLElement {
  static get observedAttributes() {
    return ["profile", "lang", "skip", "strict", "standalone", "no-save", "theme"];
  }

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    this.flow = null;
    this.given = { profile: null, profiles: [], onConfirm: null };
  }

  connectedCallback() {
    // Properties that were set before the script had run.
    ["profile", "profiles", "onConfirm"].forEach((name) => {
      if (!Object.prototype.hasOwnProperty.call(this, name)) return;
      const value = this[name];
      delete this[name];
      this[name] = value;
    });
    if (!this.flow) this.flow = createFlow(this, this.shadowRoot, STYLES);
    this.flow.connect();
  }

  disconnectedCallback() {
    const { flow } = this;
    // It may only have been moved.
    Promise.resolve().then(() => {
      if (!this.isConnected && this.flow === flow) {
        flow.close();
        this.flow = null;
      }
    });
  }

  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === "profile") this.given.profile = null;
    if (this.flow) this.flow.changed(name);
  }

  get profile() {
    return this.given.profile || this.getAttribute("profile");
  }

  set profile(value) {
    if (value === null || value === undefined || typeof value === "string") {
      this.given.profile = null;
      if (value) this.setAttribute("profile", value);
      else this.removeAttribute("profile");
      return;
    }
    this.given.profile = value;
    if (this.flow) this.flow.changed("profile");
  }

  get profiles() {
    return this.given.profiles;
  }

  set profiles(value) {
    this.given.profiles = Array.from(value || []);
    if (this.flow) this.flow.changed("profiles");
  }

  get onConfirm() {
    return this.given.onConfirm;
  }

  set onConfirm(value) {
    this.given.onConfirm = typeof value === "function" ? value : null;
  }

  get step() {
    return this.flow ? this.flow.step() : null;
  }

  open(file) {
    if (!this.flow) throw new Error("<photo-precheck> is not part of a page yet");
    return this.flow.open(file);
  }

  reset() {
    if (this.flow) this.flow.reset();
  }
}

if (!customElements.get("photo-precheck")) customElements.define("photo-precheck", PhotoPrecheck);

export { PhotoPrecheck };
