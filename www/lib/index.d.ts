// Types of the public API in precheck.js. Coordinates are pixels of the upright photo, origin top-left, x right,
// y down; angles in degrees, clockwise; left and right are the picture's.

import type { CheckId, ProfileId } from "../pkg/ids.js";

export type { CheckId, ProfileId };

/** A sentence in both languages. */
export interface Words {
  zh: string;
  en: string;
}

/** Gravest last. */
export type Verdict = "off" | "pass" | "unmeasured" | "warn" | "fail";

/** What helps: moving the frame, re-encoding, a new photo, another file. */
export type RemedyKind = "recrop" | "reencode" | "retake" | "choose-another";

export type Unit = "ratio" | "deg" | "px" | "bytes" | "delta-e" | "stops" | "levels" | "count" | "cm";

/** Both ends allowed; `null`: open. */
export type Range = [min: number | null, max: number | null];

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The picture that will be uploaded: a rectangle turned clockwise around its own centre. */
export interface Crop extends Rect {
  /** 0 when left out. */
  roll_deg?: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface Face {
  box: Rect;
  left_eye: Point;
  right_eye: Point;
  /** Top of the hair; `null` where it lies outside the photo or was not measured. */
  crown_y: number | null;
  chin_y: number;
  yaw_deg: number;
  pitch_deg: number;
  roll_deg: number;
}

/** One check's answer. */
export interface Finding {
  check: CheckId;
  group: string;
  verdict: Verdict;
  /** The fault's code, or why nothing was measured; `null` for a pass. */
  code: string | null;
  value: number | null;
  unit: Unit | null;
  ideal: Range | null;
  accepted: Range | null;
  problem: Words | null;
  remedy: ({ kind: RemedyKind } & Words) | null;
  region: Rect | null;
  /** Of a fault seen in the file and not in the picture: the record, its offset in bytes, the program that it names. */
  marker?: string;
  offset?: number;
  software?: string;
  source: string;
}

export interface Report {
  schema: 1;
  profile: string;
  verdict: Verdict;
  photo: {
    name: string;
    bytes: number;
    format: string;
    /** Of the upright photo; `null` where the header does not say. */
    width_px: number | null;
    height_px: number | null;
    /** The EXIF tag, 1 to 8. */
    orientation: number;
  };
  /** The picture that was judged; `null` where the photo's size is unknown. */
  crop: Required<Crop> | null;
  suggested_crop: Required<Crop> | null;
  /** Why there is no `suggested_crop`. */
  no_crop?: Words;
  face: Face | null;
  /** One for every check that is on, in the order of the catalogue. */
  findings: Finding[];
}

/** A profile in full, its base laid under it. */
export interface Profile {
  id: string;
  name: Words;
  institution_code: string | null;
  [field: string]: unknown;
}

/** A check as the catalogue describes it. */
export interface Check {
  id: CheckId;
  group: string;
  title: Words;
  [field: string]: unknown;
}

/** What a profile asks of one check; the same ends are in each report's findings. */
export interface Rule {
  check: CheckId;
  group: string;
  severity: "fail" | "warn";
  unit: Unit | null;
  ideal: Range | null;
  accepted: Range | null;
  source: string;
}

/** A profile of your own; what it leaves out comes from its `base`. */
export interface ProfileOverlay {
  id: string;
  base?: ProfileId;
  [field: string]: unknown;
}

/**
 * What went wrong:
 *
 * - `load-failed`: the module or a model could not be fetched or started; trying again may help
 * - `bad-model`: a model's file is not that model
 * - `unknown-profile`: no such built-in profile
 * - `bad-profile`: a profile of your own is not sound; `field` names the place
 * - `bad-crop`: the crop is not a picture
 * - `no-export`: no file can be made of this photo that the profile takes; `reason` is its code, `words` say it
 * - `bad-input`: what was given to `open` is no file and no bytes, or could not be read
 * - `aborted`: your signal said so
 * - `closed`: the photo or the precheck was closed
 * - `crashed`: the engine stopped, most often for want of memory; opening again starts a new one
 * - `internal`: a mistake of ours
 */
export type ErrorCode =
  | "load-failed"
  | "bad-model"
  | "unknown-profile"
  | "bad-profile"
  | "bad-crop"
  | "no-export"
  | "bad-input"
  | "aborted"
  | "closed"
  | "crashed"
  | "internal";

export class PrecheckError extends Error {
  readonly code: ErrorCode;
  /** For `bad-profile`: the place, as `checks.head-room.ideal`. */
  readonly field?: string;
  /** For `no-export`: why, as a code and in words for a student. */
  readonly reason?: ExportRefusal;
  readonly words?: Words;
}

export type ExportRefusal =
  | "unreadable"
  | "damaged"
  | "no-crop"
  | "crop-shape"
  | "crop-outside"
  | "crop-turned"
  | "pixel-size"
  | "too-large"
  | "over-window"
  | "under-window";

/** What a student should know before uploading the file. */
export interface Note extends Words {
  code: "unchanged" | "original-asked" | "no-retouching";
}

/** A part of opening that is done. Parts that do not happen, as where there are no pixels, are left out. */
export type OpenPart = "read" | "decoded" | "framed" | "segmented" | "found" | "measured";

/** `load`: of `total` files, `done` are there. `open`: the photo is being decoded and measured; `part` has just ended. */
export type Progress = { stage: "load"; done: number; total: number } | { stage: "open"; part?: OpenPart };

// What follows needs the web's types.

export interface Exported {
  /** The made JPEG; or the original itself, byte for byte, where `unchanged`. */
  blob: Blob;
  unchanged: boolean;
  /** How often the picture was encoded until its file was inside the window. */
  encodes: number;
  notes: Note[];
  /** Of the file, opened and judged from its own bytes. */
  report: Report;
}

export interface PrecheckOptions {
  /** A built-in profile's id, or a profile of your own. Default: `degree-photo`. */
  profile?: ProfileId | ProfileOverlay;
  /** Folder of the module, seen from the page. Default: `../pkg/` beside this library. */
  moduleUrl?: string;
  /** Folder of the models. Default: `../models/`. `null`: none, and every face check is unmeasured. */
  modelsUrl?: string | null;
  /** The worker (`photo-precheck/worker`), where a bundler moved it. Not in Node. */
  workerUrl?: string;
}

export interface OpenOptions {
  /** Shown in the report. Default: the file's name. */
  name?: string;
  /** Turns a photo that lies on its side: clockwise, a multiple of 90, on top of what its file says. */
  turn_deg?: number;
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface Photo {
  /** The report of the whole picture, or of `crop`; under `profile`, or the precheck's own. No pixels are touched. */
  report(options?: { crop?: Crop | null; profile?: ProfileId | ProfileOverlay }): Promise<Report>;
  /**
   * The file for the upload, cut by `crop`, or by the suggested crop. `no-export` where none can be made that the
   * profile takes.
   */
  export(options?: { crop?: Crop | null; profile?: ProfileId | ProfileOverlay }): Promise<Exported>;
  /** Frees the photo. */
  close(): void;
}

export interface Precheck {
  /** Never fails for the sake of the photo: what is no photo has a report that says so. */
  open(source: Blob | ArrayBuffer | ArrayBufferView, options?: OpenOptions): Promise<Photo>;
  /** Makes `profile` the default of reports; gives it in full. */
  useProfile(profile: ProfileId | ProfileOverlay): Promise<Profile>;
  profiles(): Promise<Profile[]>;
  checks(): Promise<Check[]>;
  /** What `profile`, or the default, asks of each check that is on, in the order of the report. */
  rules(profile?: ProfileId | ProfileOverlay): Promise<Rule[]>;
  /** Closes every photo that was opened here and, with the last of its users, the engine. */
  close(): void;
}

/** Starts the engine and checks the profile; the models load behind it. May be tried again after it failed. */
export function createPrecheck(options?: PrecheckOptions): Promise<Precheck>;
