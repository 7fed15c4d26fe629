// What `open` may be given where there are files and blobs.

import { PrecheckError } from "./error.js";

/** `source` as the engine takes it, and its name. */
export function take(source) {
  const bytes = ArrayBuffer.isView(source) || source instanceof ArrayBuffer;
  if (!bytes && !(source instanceof Blob)) {
    throw new PrecheckError("bad-input", "open takes a File, a Blob, an ArrayBuffer or a Uint8Array");
  }
  return { source, name: source.name };
}

/** The bytes of what was taken. */
export async function bytesOf(source) {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  try {
    return new Uint8Array(await source.arrayBuffer());
  } catch (error) {
    // A file that was moved or changed since it was chosen.
    throw new PrecheckError("bad-input", `the file could not be read: ${error.message}`);
  }
}

/** The made file's part of an export's answer. */
export function fileOf(jpeg, kept) {
  return { blob: jpeg ? new Blob([jpeg], { type: "image/jpeg" }) : kept };
}

/** What is held for the export: a file as its handle; bytes as a blob, which a browser may keep on disk. */
export function keep(source, bytes) {
  return source instanceof Blob ? source : new Blob([bytes]);
}
