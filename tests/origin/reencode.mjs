// Adds to the series what is saved again by Chromium's canvas and by MozJPEG (as WebAssembly, of @jsquash/jpeg).
// Usage: node tests/origin/reencode.mjs SERIES
// SERIES holds series.tsv of series.py; rows are appended to it. Of MozJPEG's files there are two: as it writes them,
// and with the camera's EXIF put behind the JFIF segment, where libraries put it. A canvas keeps no records at all.

import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, launch } from "../web/tools.mjs";

/** Photos saved again: as many as get the other records. */
const PHOTOS = 4;
/** Of a canvas: what toBlob takes unasked, and what pages that shrink photos ask for. */
const CANVAS_QUALITIES = [0.92, 0.8];
const MOZJPEG_QUALITY = 75;

const series = process.argv[2];
const table = join(series, "series.tsv");
const [head, ...rows] = readFileSync(table, "utf8").trimEnd().split(/\r?\n/);
const columns = head.split("\t");
const of = (row) => Object.fromEntries(row.split("\t").map((value, at) => [columns[at], value]));
const originals = new Map(rows.map(of).filter((row) => row.family === "untouched").map((row) => [row.file, row.photo]));
const chosen = [...originals].slice(0, PHOTOS);

const { default: encode, init } = await import(pathToFileURL(peer("encode.js")));
await init(await WebAssembly.compile(readFileSync(peer("codec/enc/mozjpeg_enc.wasm"))));

const browser = await launch();
try {
  const page = await browser.newPage();
  for (const [file, photo] of chosen) {
    const bytes = readFileSync(join(series, file));
    const { saved, pixels, width, height } = await page.evaluate(redraw, [bytes.toString("base64"), CANVAS_QUALITIES]);
    CANVAS_QUALITIES.forEach((quality, at) => {
      add(file, photo, "saved again, EXIF gone", `canvas in Chromium, quality ${quality}`, Buffer.from(saved[at], "base64"));
    });
    const data = new Uint8ClampedArray(Buffer.from(pixels, "base64"));
    const small = Buffer.from(await encode({ data, width, height }, { quality: MOZJPEG_QUALITY }));
    add(file, photo, "saved again, EXIF gone", `MozJPEG, quality ${MOZJPEG_QUALITY}`, small);
    add(file, photo, "saved again, EXIF kept", `MozJPEG, quality ${MOZJPEG_QUALITY}`, withRecords(small, bytes));
  }
} finally {
  await browser.close();
}

function peer(file) {
  return join(ROOT, "tests/bench/node_modules/@jsquash/jpeg", file);
}

function add(file, photo, family, title, bytes) {
  const name = `${file.replace(/\.jpg$/, "")}-${family}-${title}.jpg`.replaceAll(/[^\w.+-]+/g, "_");
  writeFileSync(join(series, name), bytes);
  appendFileSync(table, `${[name, photo, family, title, "original-file", "alarm"].join("\t")}\r\n`);
}

/** `jpeg` with the first APP1 of `from`, a phone's, after its own JFIF segment. */
function withRecords(jpeg, from) {
  const end = 4 + jpeg.readUInt16BE(4);
  return Buffer.concat([jpeg.subarray(0, end), from.subarray(2, 4 + from.readUInt16BE(4)), jpeg.subarray(end)]);
}

/** Runs in the page: the picture through a canvas at each quality, and its pixels, in base64. */
async function redraw([photo, qualities]) {
  const base64 = async (blob) => {
    const reader = new FileReader();
    const read = new Promise((resolve) => (reader.onload = resolve));
    reader.readAsDataURL(blob);
    await read;
    return reader.result.slice(reader.result.indexOf(",") + 1);
  };
  const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
  const { width, height } = bitmap;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const save = (quality) => new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  const saved = [];
  for (const quality of qualities) saved.push(await base64(await save(quality)));
  const pixels = await base64(new Blob([context.getImageData(0, 0, width, height).data]));
  return { saved, pixels, width, height };
}
