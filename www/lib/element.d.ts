// Types of <photo-precheck>, see element.js. Importing it defines the element.

import type { Exported, Note, PrecheckError, Profile, ProfileId, ProfileOverlay, Report, Crop } from "./index.js";

export type Step = "school" | "remind" | "choose" | "camera" | "frame" | "reasons" | "confirm";

/** The file that the student confirmed. */
export interface Confirmed extends Pick<Exported, "blob" | "report" | "unchanged" | "notes"> {
  name: string;
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
