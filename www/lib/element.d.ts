// Importing element.js defines the element.
//
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

import type { Exported, Note, PrecheckError, Profile, ProfileId, ProfileOverlay, Report, Crop } from "./index.js";

export type Step = "school" | "remind" | "choose" | "camera" | "frame" | "reasons" | "confirm";

/** The file that the student confirmed. */
export interface Confirmed extends Pick<Exported, "blob" | "report" | "unchanged" | "notes"> {
  name: string;
  /** The file that the student chose. */
  original: Blob;
  /** What was cut from it; null where there was no frame. */
  crop: Crop | null;
}

export interface UploadControls {
  /** Aborted when the student cancels. */
  signal: AbortSignal;
  /** Moves the bar: 0 to 1. */
  onProgress(share: number): void;
}

export interface PhotoPrecheckEvents {
  ready: CustomEvent<{ profile: Profile }>;
  step: CustomEvent<{ step: Step }>;
  verdict: CustomEvent<{ report: Report; crop: Crop | null }>;
  confirm: CustomEvent<Confirmed>;
  done: CustomEvent<Confirmed>;
  save: CustomEvent<Confirmed>;
  cancel: CustomEvent<{ step: Step }>;
  "precheck-error": CustomEvent<{ error: PrecheckError }>;
  language: CustomEvent<{ lang: "zh" | "en" }>;
}

export class PhotoPrecheck extends HTMLElement {
  get profile(): string | ProfileOverlay | null;
  set profile(value: ProfileId | ProfileOverlay | null | undefined);
  profiles: (ProfileOverlay & { pinyin?: string[] })[];
  onConfirm: ((detail: Confirmed, controls: UploadControls) => Promise<unknown>) | null;
  readonly step: Step | null;
  open(file: Blob): Promise<void>;
  reset(): void;
  addEventListener<K extends keyof PhotoPrecheckEvents>(
    type: K,
    listener: (this: PhotoPrecheck, event: PhotoPrecheckEvents[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

export type { Note };

declare global {
  interface HTMLElementTagNameMap {
    "photo-precheck": PhotoPrecheck;
  }
}
