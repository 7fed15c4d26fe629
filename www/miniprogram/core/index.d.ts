// Types of the library in a mini-program. What a report says: report.d.ts.

import type { Check, Crop, Note, OpenPart, Profile, ProfileId, ProfileOverlay, Progress, Report, Rule } from "./report";

export * from "./report";

/** Where the files lie in the code package. */
export interface Places {
  /** Folder of the .wasm.br files. Default: `miniprogram_npm/photo-precheck/wasm`. */
  modulePath?: string;
  /** Folder of the models. Default: `miniprogram_npm/photo-precheck/models`. `null`: none, and every face check is unmeasured. */
  modelsPath?: string | null;
  /** The worker's script inside your app's workers folder. Without it the work is done on the page's thread, in slices. */
  workerPath?: string | null;
}

export interface PrecheckOptions extends Places {
  /** A built-in profile's id, or a profile of your own. Default: `degree-photo`. */
  profile?: ProfileId | ProfileOverlay;
}

export interface Exported {
  /** Of the file: for wx.uploadFile. The next export takes its place. */
  path: string;
  /** The made JPEG; or the original itself, byte for byte, where `unchanged`. */
  bytes: ArrayBuffer;
  unchanged: boolean;
  encodes: number;
  notes: Note[];
  /** Of the file, opened and judged from its own bytes. */
  report: Report;
}

export interface Judging {
  crop?: Crop | null;
  profile?: ProfileId | ProfileOverlay;
}

export interface Photo {
  report(options?: Judging): Promise<Report>;
  export(options?: Judging): Promise<Exported>;
  close(): void;
}

export interface OpenOptions {
  /** Shown in the report. Default: the file's name. */
  name?: string;
  /** Clockwise, a multiple of 90, on top of what the file says. */
  turn_deg?: number;
  onProgress?: (progress: Progress) => void;
}

export interface Precheck {
  /** `source`: a path, as wx.chooseMedia gives it, or the bytes. */
  open(source: string | ArrayBuffer | Uint8Array, options?: OpenOptions): Promise<Photo>;
  useProfile(profile: ProfileId | ProfileOverlay): Promise<Profile>;
  profiles(): Promise<Profile[]>;
  checks(): Promise<Check[]>;
  rules(profile?: ProfileId | ProfileOverlay): Promise<Rule[]>;
  close(): void;
}

export type { OpenPart };

/** Makes `places` the default of every precheck, the component's too. */
export function configure(places: Places): void;

/** Starts the engine and checks the profile; may be tried again after it failed. */
export function createPrecheck(options?: PrecheckOptions): Promise<Precheck>;
