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
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy
from PIL import Image

import files
import skin
from backdrop import Wall, hard, laid_on, seen_background, soft, wall_of

# Every so manyth photo becomes an original, so that the series takes about a minute; records and structure, where one
# file is as another, are put into the first few only.
EVERY = 5
WITH_RECORDS = 4
# That of which nothing is promised is made of every so manyth original only.
UNPROMISED_EVERY = 2
UNPROMISED = ("enlarged x1.5", "enlarged x3", "compressed twice, coarser")
BY_RECORDS = ("structure", "metadata", "saved again, EXIF kept", "saved again, as a phone would")
EDGES = {"hard": hard, "soft": soft}
CHECKS = ("original-file", "no-padding", "not-generated", "not-selfie", "not-enlarged")
# The long edge of an original. Its photo is shrunk to at most two thirds, so that the detail fills the grid.
LONG_EDGE_PX = 640
QUALITY = 92


def originals(rows: list[dict[str, str]]) -> list[str]:
    return [row["file"] for row in rows if row["photographic"] == "ok"][::EVERY]


def clean_size(size: tuple[int, int]) -> tuple[int, int]:
    scale = min(LONG_EDGE_PX / max(size), 2 / 3)
    width, height = size
    return round(width * scale), round(height * scale)


def clean(path: Path) -> Image.Image:
    picture = Image.open(path).convert("RGB")
    return picture.resize(clean_size(picture.size), Image.LANCZOS)


def shows_skin(photos: Path, row: dict[str, str]) -> bool:
    with Image.open(photos / row["file"]) as picture:
        return skin.is_subject(row, clean_size(picture.size))


def jpeg(picture: Image.Image, quality: int = QUALITY, **more) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, **more)
    return out.getvalue()


def phone(picture: Image.Image, quality: int = QUALITY) -> bytes:
    return files.as_phone(jpeg(picture, quality), files.camera(picture.size))


def small(picture: Image.Image) -> bytes:
    """The thumbnail that a camera makes of it: 160 px, EXIF 2.32, 4.8.1."""
    picture = picture.copy()
    picture.thumbnail((160, 160), Image.BICUBIC)
    return jpeg(picture, 70)


def with_thumbnail(change):
    """A phone's file of the changed picture with the thumbnail of the first; `change` may give none."""

    def save(source: Path, to: Path):
        changed = change(source)
        if changed is not None:
            exif = files.camera(changed.size, thumbnail=small(Image.open(source)))
            to.write_bytes(files.as_phone(jpeg(changed), exif))

    return save


def twice(first: int | None, second: int):
    """Compressed anew from the clean pixels at one quality after the other, as a phone would."""

    def save(source: Path, to: Path):
        # What the source's own coding did is gone from the grid of a picture two thirds its size.
        picture = Image.open(source).convert("RGB")
        picture = picture.resize([round(side * 2 / 3) for side in picture.size], Image.LANCZOS)
        if first is not None:
            picture = Image.open(io.BytesIO(jpeg(picture, first)))
        to.write_bytes(phone(picture, second))

    return save


def cropped(share: float):
    """Without `share` of the sides at every edge."""

    def change(source: Path) -> Image.Image:
        picture = Image.open(source)
        return picture.crop([round(side * part) for part in (share, 1 - share) for side in picture.size])

    return change


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


def replaced(colour: tuple[int, int, int], edge):
    change = laid_on(colour, edge)

    def save(source: Path, to: Path):
        laid = change(source)
        if laid is not None:
            to.write_bytes(phone(laid))

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
        for edge_name, edge in EDGES.items():
            yield "background replaced", f"{name}, {edge_name} mask", "not-enlarged", "alarm", replaced(colour, edge)
    for first, second in ((75, 92), (80, 90), (85, 95)):
        yield "compressed twice, finer", f"{first}, then {second}", "original-file", "alarm", twice(first, second)
    yield "compressed twice, then at 100", "92, then 100", "original-file", "alarm", twice(92, 100)
    for first, second in ((92, 75), (95, 80), (90, 85)):
        yield "compressed twice, coarser", f"{first}, then {second}", "original-file", "alarm", twice(first, second)
    for once in (75, 85, 98):
        yield "compressed once", f"quality {once}", "original-file", "pass", twice(None, once)
    yield "old thumbnail, cropped a little", "cropped by 5% a side", "original-file", "alarm", with_thumbnail(cropped(0.05))
    yield "old thumbnail", "cropped by 10% a side", "original-file", "alarm", with_thumbnail(cropped(0.1))
    yield "old thumbnail", "background replaced by white", "original-file", "alarm", with_thumbnail(laid_on((255, 255, 255), soft))
    yield "own thumbnail", "as the camera wrote it", "original-file", "pass", with_thumbnail(Image.open)


EVERYTHING = list(manipulations())


def smoothings(source: Path, out: Path, row: dict[str, str]):
    """Rows of the photo of `row` in each strength."""
    picture = Image.open(source).convert("RGB")
    for number, strength in enumerate(skin.STRENGTHS):
        to = out / f"{source.stem}-skin-{number}.jpg"
        to.write_bytes(phone(skin.smoothed(picture, skin.face_box(row, picture.size), strength)))
        kind, degree = strength.split(", ")
        yield to.name, row["file"], f"skin smoothed, {degree}", f"{kind} filter", "skin-texture", "alarm"


def walls_of(photos: Path, names: list[str]) -> dict[str, Wall]:
    """Of the plain walls behind these people the lightest, the middle one and the darkest."""
    seen = [wall_of(name, numpy.asarray(clean(photos / name)).astype(float)) for name in names]
    walls = sorted((wall for wall in seen if wall is not None), key=Wall.lightness)
    return {"a dark wall": walls[0], "a middling wall": walls[len(walls) // 2], "a light wall": walls[-1]}


def onto_walls(source: Path, out: Path, row: dict[str, str], walls: dict[str, Wall]):
    """Rows of the person of `row` before the photographed walls of others."""
    if "-" in (row[eye] for eye in skin.EYES):
        return
    pixels, mask = seen_background(source)
    left, top, right, bottom = skin.face_box(row, pixels.shape[1::-1])
    # A face of the wall's own colour is not cut out but cut up: seen in the middle half of its box.
    across, down = (slice(round(0.75 * a + 0.25 * b), round(0.25 * a + 0.75 * b)) for a, b in ((left, right), (top, bottom)))
    if mask is None or mask[down, across].mean() > 0.1:
        return
    for number, (title, wall) in enumerate(walls.items()):
        for name, edge in EDGES.items():
            if wall.photo != row["file"]:
                to = out / f"{source.stem}-wall-{number}-{name}.jpg"
                to.write_bytes(phone(laid_on(wall, edge)(source)))
                yield to.name, row["file"], "laid on a photographed wall", f"{title}, {name} mask", "not-enlarged", "alarm"


def made_of(task) -> list[tuple]:
    """The files of one photo, and their rows in the table."""
    photos, out, row, number, is_original, has_skin, walls = task
    name = row["file"]
    stem = name.replace("/", "_").rsplit(".", 1)[0]
    source = out / f"{stem}.jpg"
    source.write_bytes(phone(clean(photos / name)))
    checks = [*CHECKS] * is_original + ["skin-texture"] * has_skin
    made = [(source.name, name, "untouched", "clean original", check, "pass") for check in checks]
    if has_skin:
        made += smoothings(source, out, row)
    if is_original:
        made += onto_walls(source, out, row, walls)
    for at, (family, title, check, right, save) in enumerate(EVERYTHING if is_original else []):
        if family in BY_RECORDS and number >= WITH_RECORDS or family in UNPROMISED and number % UNPROMISED_EVERY:
            continue
        to = out / f"{stem}-{at:03}.jpg"
        save(source, to)
        if to.exists():
            made.append((to.name, name, family, title, check, right))
    return made


def main() -> None:
    photos, out = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    with (photos / "labels.tsv").open(newline="", encoding="utf-8") as lines:
        labels = list(csv.DictReader(lines, delimiter="\t"))
    names = originals(labels)
    subjects = [row["file"] for row in labels if shows_skin(photos, row)]
    number = {name: at for at, name in enumerate(names)}
    walls = walls_of(photos, names)
    tasks = [(photos, out, row, number.get(row["file"], 0), row["file"] in number, row["file"] in subjects, walls)
             for row in labels if row["file"] in number or row["file"] in subjects]
    with ProcessPoolExecutor() as pool:
        rows = [row for made in pool.map(made_of, tasks) for row in made]
    with (out / "series.tsv").open("w", newline="", encoding="utf-8") as table:
        writer = csv.writer(table, delimiter="\t")
        writer.writerow(["file", "photo", "family", "manipulation", "check", "right"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
