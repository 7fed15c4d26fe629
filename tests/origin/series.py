#!/usr/bin/env python3
"""Makes the series: clean originals of labelled photos, and of each every manipulation, with the tools that people use.

    series.py PHOTOS OUT

PHOTOS holds labels.tsv. OUT gets the files and `series.tsv`: file, its photo, family, manipulation, the check that must
see it, and what is right (`alarm` or `pass`). ImageMagick, libvips and ExifTool are run, Pillow is a library here;
Chromium and MozJPEG follow in reencode.mjs.
"""

import csv
import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy
from PIL import Image

import files

# Every so manyth photo becomes an original, so that the series takes about a minute; records and structure, where one
# file is as another, are put into the first few only.
EVERY = 5
WITH_RECORDS = 4
BY_RECORDS = ("structure", "metadata", "saved again, EXIF kept", "saved again, as a phone would")
# The long edge of an original. Its photo is shrunk to at most two thirds, so that the detail fills the grid.
LONG_EDGE_PX = 640
QUALITY = 92


def originals(photos: Path) -> list[str]:
    with (photos / "labels.tsv").open(newline="", encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["photographic"] == "ok"]
    return [row["file"] for row in rows][::EVERY]


def clean(path: Path) -> Image.Image:
    picture = Image.open(path).convert("RGB")
    scale = min(LONG_EDGE_PX / max(picture.size), 2 / 3)
    return picture.resize([round(side * scale) for side in picture.size], Image.LANCZOS)


def jpeg(picture: Image.Image, quality: int = QUALITY, **more) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, **more)
    return out.getvalue()


def phone(picture: Image.Image, quality: int = QUALITY) -> bytes:
    return files.as_phone(jpeg(picture, quality), files.camera(picture.size))


def run(*words) -> None:
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def exiftool(*tags):
    def write(source: Path, to: Path):
        run("exiftool", "-q", "-o", to, *tags, source)

    return write


def by_bytes(work):
    return lambda source, to: to.write_bytes(work(source.read_bytes()))


def pillow(quality: int):
    def save(source: Path, to: Path):
        picture = Image.open(source)
        picture.save(to, "JPEG", quality=quality, exif=picture.info["exif"])

    return save


def enlarged(factor: float, kernel, quality: int):
    def save(source: Path, to: Path):
        picture = Image.open(source)
        larger = picture.resize([round(side * factor) for side in picture.size], kernel)
        to.write_bytes(phone(larger, quality))

    return save


def whole_background(pixels: numpy.ndarray) -> numpy.ndarray | None:
    """How far each pixel is background, by colour key from the upper corners; None where that is no plain one."""
    height, width, _ = pixels.shape
    yy, xx = numpy.mgrid[0:height, 0:width] / max(height, width)
    terms = numpy.stack([numpy.ones_like(xx), xx, yy, xx * xx, xx * yy, yy * yy], -1)
    side = width // 8
    sample = numpy.zeros((height, width), bool)
    sample[: height // 2, :side] = sample[: height // 2, -side:] = True
    weights, *_ = numpy.linalg.lstsq(terms[sample], pixels[sample], rcond=None)
    away = numpy.abs(pixels - terms @ weights).max(-1)
    if numpy.quantile(away[sample], 0.9) > 14:
        return None
    open_to = away < 40
    reached = numpy.zeros_like(open_to)
    reached[0, :] = reached[: height * 2 // 3, 0] = reached[: height * 2 // 3, -1] = True
    reached &= open_to
    while True:
        wider = reached.copy()
        wider[1:] |= reached[:-1]
        wider[:-1] |= reached[1:]
        wider[:, 1:] |= reached[:, :-1]
        wider[:, :-1] |= reached[:, 1:]
        wider &= open_to
        if (wider == reached).all():
            break
        reached = wider
    return reached.astype(float) if reached.mean() > 0.15 else None


def soft(mask: numpy.ndarray) -> numpy.ndarray:
    """Blurred by three boxes, as matting leaves it; background stays background."""
    for _ in range(3):
        padded = numpy.pad(mask, 2, mode="edge")
        mask = sum(padded[y : y + mask.shape[0], x : x + mask.shape[1]] for y in range(5) for x in range(5)) / 25
    return numpy.clip(2 * mask - 1, 0, 1)


def replaced(colour: tuple[int, int, int], edge):
    def save(source: Path, to: Path):
        pixels = numpy.asarray(Image.open(source)).astype(float)
        mask = whole_background(pixels)
        if mask is None:
            return
        mask = edge(mask)[..., None]
        laid = pixels * (1 - mask) + numpy.array(colour, float) * mask
        to.write_bytes(phone(Image.fromarray(laid.round().astype(numpy.uint8))))

    return save


def manipulations():
    """Family, name, check, right answer, and a function of source and target."""
    for name, work in files.PADDING.items():
        yield "structure", name, "no-padding", "alarm", by_bytes(work)
    for name, (check, work, fault) in files.RECORDS.items():
        yield "metadata", name, check, "alarm" if fault else "pass", by_bytes(work)
    tags = {
        "ExifTool: Software=Adobe Photoshop": ["-IFD0:Software=Adobe Photoshop 25.0 (Windows)"],
        "ExifTool: Software=美图秀秀": ["-IFD0:Software=美图秀秀 9.8"],
        "ExifTool: Artist=Meitu": ["-IFD0:Artist=Meitu"],
        "ExifTool: ProcessingSoftware=GIMP": ["-IFD0:ProcessingSoftware=GIMP 2.10"],
        "ExifTool: CreatorTool=Snapseed": ["-XMP-xmp:CreatorTool=Snapseed 2.0"],
        "ExifTool: History of Lightroom": ["-XMP-xmpMM:HistorySoftwareAgent=Adobe Lightroom 7", "-XMP-xmpMM:HistoryAction=saved"],
        "ExifTool: a title in XMP": ["-XMP-dc:Title=me"],
        "ExifTool: changed a month later": ["-IFD0:ModifyDate=2026:06:07 10:00:00"],
    }
    for name, words in tags.items():
        yield "metadata", name, "original-file", "alarm", exiftool(*words)
    for quality in (95, 75):
        yield "saved again, EXIF kept", f"Pillow, quality {quality}", "original-file", "alarm", pillow(quality)
    magick = lambda source, to: run("/usr/bin/convert", source, "-quality", 88, to)  # noqa: E731
    yield "saved again, EXIF kept", "ImageMagick, quality 88", "original-file", "alarm", magick
    vips = lambda source, to: run("vips", "jpegsave", source, to, "--Q", 85)  # noqa: E731
    # Its files are built as a phone's are: nothing is claimed.
    yield "saved again, as a phone would", "libvips, quality 85", "original-file", "alarm", vips
    kernels = {"nearest": Image.NEAREST, "bicubic": Image.BICUBIC, "Lanczos": Image.LANCZOS}
    for factor in (1.5, 2, 3):
        for name, kernel in kernels.items():
            for quality in (95, 80):
                yield f"enlarged x{factor:g}", f"{name}, quality {quality}", "not-enlarged", "alarm", enlarged(factor, kernel, quality)
    magick2 = lambda source, to: run("/usr/bin/convert", source, "-resize", "200%", "-quality", 90, to)  # noqa: E731
    yield "enlarged x2", "ImageMagick", "not-enlarged", "alarm", magick2
    vips2 = lambda source, to: run("vips", "resize", source, f"{to}[Q=90]", 2)  # noqa: E731
    yield "enlarged x2", "libvips", "not-enlarged", "alarm", vips2
    for name, colour in {"blue": (67, 142, 219), "light blue": (100, 197, 255), "white": (255, 255, 255), "red": (215, 60, 50)}.items():
        for edge_name, edge in {"hard": lambda mask: mask, "soft": soft}.items():
            yield "background replaced", f"{name}, {edge_name} mask", "not-enlarged", "alarm", replaced(colour, edge)


def main() -> None:
    photos, out = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    every = list(manipulations())
    rows = []

    names = originals(photos)

    def work(name: str):
        stem = name.replace("/", "_").rsplit(".", 1)[0]
        source = out / f"{stem}.jpg"
        source.write_bytes(phone(clean(photos / name)))
        made = [(source.name, name, "untouched", "clean original", check, "pass") for check in ("original-file", "no-padding", "not-generated", "not-selfie", "not-enlarged")]
        for number, (family, title, check, right, save) in enumerate(every):
            if family in BY_RECORDS and name not in names[:WITH_RECORDS]:
                continue
            to = out / f"{stem}-{number:03}.jpg"
            to.unlink(missing_ok=True)
            save(source, to)
            if to.exists():
                made.append((to.name, name, family, title, check, right))
        return made

    with ThreadPoolExecutor(2) as pool:
        for made in pool.map(work, names):
            rows += made
    with (out / "series.tsv").open("w", newline="", encoding="utf-8") as table:
        writer = csv.writer(table, delimiter="\t")
        writer.writerow(["file", "photo", "family", "manipulation", "check", "right"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
