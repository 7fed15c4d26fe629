// What engine-core.js asks of the place where it runs.

export interface Platform {
  /** The glue of a module that runs. */
  start(): Promise<object>;
  /** The bytes of a model; `null`: none, and every face check is unmeasured. */
  model: ((name: string) => Promise<Uint8Array>) | null;
  /** Of what was given to `open`, or of what `keep` made of it. */
  bytes(source: unknown): Promise<Uint8Array>;
  /** What is held for the export. */
  keep(source: unknown, bytes: Uint8Array): unknown;
  /** What the platform decodes of what we do not, turned clockwise by `turn` quarters. */
  bitmap: ((kept: unknown, turn: number) => Promise<ImageBitmap | null>) | null;
  /** The made file's part of an export's answer; `jpeg` null: the original. */
  file(jpeg: Uint8Array | null, kept: unknown): object;
  /** A moment for others on this thread; without it nobody waits on it. */
  pause?: (() => Promise<void>) | null;
}

/** What api.js asks of it. */
export interface Reach {
  connect(settings: object): Link;
  /** What `open` was given, as the engine takes it. */
  take(source: unknown): { source: unknown; name?: string } | Promise<{ source: unknown; name?: string }>;
  /** What becomes of an export's answer on the caller's side. */
  finish?(made: object): unknown;
}

export interface Link {
  call(method: string, args: object, onProgress: (step: object) => void): Promise<unknown>;
  close(): void;
}
