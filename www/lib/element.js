// <photo-precheck>: the whole of the students' page as one element. How to use it: element.d.ts.

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
