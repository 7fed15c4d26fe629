#!/usr/bin/env python3
"""Fits the weights of src/measure/grid.rs: what tells an enlarged picture from one with detail in every pixel.

    enlargement.py PHOTOS

PHOTOS holds labels.tsv. Each second labelled photo gives untouched pictures (as it is, shrunk, blurred, sharpened, noisy,
at several qualities) and enlarged ones; the half whose name's SHA-256 is even is fitted, figures are of the other one.
Wants numpy and pillow (tests/origin/requirements.txt) and some minutes.
"""

import csv
import hashlib
import io
import sys
from pathlib import Path

import numpy
from PIL import Image, ImageFilter

LENGTH = 64
BAND_ENDS = [2, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 33]
WINDOW = numpy.hanning(LENGTH + 2)[1:-1]
KERNELS = {"nearest": Image.NEAREST, "bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "Lanczos": Image.LANCZOS}
NOISE = numpy.random.RandomState(0)


def jpeg(picture: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(out).convert("RGB")


def features(picture: Image.Image) -> numpy.ndarray:
    """The falls from band to band and the steepest slope, as grid.rs has them."""
    luma = numpy.asarray(picture).astype(float) @ [0.299, 0.587, 0.114]
    pieces = []
    for lines in (luma, luma.T):
        pieces += [lines[:, x : x + LENGTH] for x in range(0, lines.shape[1] - LENGTH + 1, LENGTH // 2)]
    pieces = numpy.concatenate(pieces)
    pieces = pieces[:: max(len(pieces) // 24000, 1)]
    power = numpy.abs(numpy.fft.rfft((pieces - pieces.mean(1, keepdims=True)) * WINDOW, axis=1)) ** 2
    busiest = numpy.argsort(power[:, 3:12].sum(1))[-len(power) // 5 :]
    spectrum = numpy.log10(numpy.median(power[busiest], 0) + 1e-3)
    bands = numpy.array([spectrum[a:b].mean() for a, b in zip(BAND_ENDS, BAND_ENDS[1:])])
    smooth = numpy.convolve(spectrum, [1 / 3] * 3, "same")
    slopes = [(smooth[at - 3] - smooth[at + 3]) / numpy.log10((at + 3) / (at - 3)) for at in range(7, 24)]
    return numpy.r_[-numpy.diff(bands), max(slopes)]


def variants(path: Path):
    """Name, factor (0: untouched), picture."""
    raw = Image.open(path).convert("RGB")
    scale = 640 / max(raw.size) if max(raw.size) >= 800 else 2 / 3
    clean = raw.resize([round(side * scale) for side in raw.size], Image.LANCZOS)
    yield "as it is", 0, raw
    for quality in (90, 75):
        yield f"as it is, quality {quality}", 0, jpeg(raw, quality)
    for quality in (95, 85, 75, 60):
        yield f"clean, quality {quality}", 0, jpeg(clean, quality)
    for radius in (0.4, 0.6):
        yield f"blurred by {radius}", 0, jpeg(clean.filter(ImageFilter.GaussianBlur(radius)), 90)
    yield "sharpened", 0, jpeg(clean.filter(ImageFilter.UnsharpMask(1, 80, 2)), 90)
    noisy = numpy.asarray(clean) + NOISE.normal(0, 4, (clean.height, clean.width, 3))
    yield "noisy", 0, jpeg(Image.fromarray(noisy.clip(0, 255).astype(numpy.uint8)), 92)
    for factor in (1.5, 2, 3):
        for name, kernel in KERNELS.items():
            larger = clean.resize([round(side * factor) for side in clean.size], kernel)
            for quality in (95, 80):
                yield f"x{factor:g} {name}, quality {quality}", factor, jpeg(larger, quality)
    for name in ("bicubic", "Lanczos"):
        yield f"as it is, x2 {name}", 2, jpeg(raw.resize([side * 2 for side in raw.size], KERNELS[name]), 90)


def fit(values: numpy.ndarray, enlarged: numpy.ndarray, weight: numpy.ndarray) -> numpy.ndarray:
    """Weights and, last, the offset: logistic regression with a ridge, by Newton's steps."""
    ridge = 1 / 3
    mean, spread = values.mean(0), values.std(0)
    rows = numpy.c_[(values - mean) / spread, numpy.ones(len(values))]
    found = numpy.zeros(rows.shape[1])
    penalty = ridge * numpy.diag([1.0] * values.shape[1] + [0.0])
    for _ in range(50):
        odds = 1 / (1 + numpy.exp(-rows @ found))
        slope = rows.T @ (weight * (odds - enlarged)) + penalty @ found
        curve = (rows * (weight * odds * (1 - odds))[:, None]).T @ rows + penalty
        found -= numpy.linalg.solve(curve + 1e-9 * numpy.eye(len(found)), slope)
    return numpy.r_[found[:-1] / spread, found[-1] - (found[:-1] * mean / spread).sum()]


def main() -> None:
    photos = Path(sys.argv[1])
    with (photos / "labels.tsv").open(newline="", encoding="utf-8") as lines:
        names = [row["file"] for row in csv.DictReader(lines, delimiter="\t")][::2]
    rows = [(name, title, factor, features(picture)) for name in names for title, factor, picture in variants(photos / name)]
    held = numpy.array([hashlib.sha256(name.encode()).digest()[-1] % 2 == 1 for name, *_ in rows])
    factors, values = numpy.array([row[2] for row in rows]), numpy.array([row[3] for row in rows])
    weight = numpy.where(factors > 0, 1.0, 2.0) * numpy.where(factors == 2, 1.5, 1.0)
    found = fit(values[~held], factors[~held] > 0, weight[~held])
    print("weights", [round(number, 3) for number in found[:-1]], "offset", round(found[-1], 3))
    scores = values @ found[:-1] + found[-1]
    for title in dict.fromkeys(row[1] for row in rows):
        here = held & (numpy.array([row[1] for row in rows]) == title)
        print(f"{title:28} above 0: {(scores[here] > 0).mean():4.0%}  above 2.5: {(scores[here] > 2.5).mean():4.0%}")


if __name__ == "__main__":
    main()
