"""Skin smoothed as beauty apps do it: an edge-preserving filter laid over what is skin in the face.

The filters are the published ones, written with numpy: OpenCV's wheel carries libraries of other licences.
"""

import math

import numpy
from PIL import Image, ImageDraw, ImageFilter

# Filter and its arguments, by title. The bilateral filter's are a recipe much copied among makers of such apps: of n from
# 1 to 5 a diameter of 5 n and deviations of 12.5 n. The guided filter's radius, and eps as a share of the range, are of
# the figures of its paper (He, Sun and Tang 2013: 2, 4, 8 and 0.1, 0.2, 0.4), eps halved: theirs are to be seen in print.
STRENGTHS = {
    "bilateral, mild": ("bilateral", (5, 12.5)),
    "bilateral, medium": ("bilateral", (15, 37.5)),
    "bilateral, strong": ("bilateral", (25, 62.5)),
    "guided, mild": ("guided", (2, 0.05)),
    "guided, medium": ("guided", (4, 0.1)),
    "guided, strong": ("guided", (8, 0.2)),
}


def bilateral(pixels: numpy.ndarray, diameter: int, sigma: float) -> numpy.ndarray:
    """Tomasi and Manduchi 1998, with OpenCV's distance: the sum over the channels. Levels 0..=255."""
    reach = diameter // 2
    padded = numpy.pad(pixels, ((reach, reach), (reach, reach), (0, 0)), mode="reflect")
    height, width, _ = pixels.shape
    total, weights = numpy.zeros_like(pixels), numpy.zeros((height, width, 1), numpy.float32)
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            far = down * down + right * right
            if far > reach * reach:
                continue
            moved = padded[reach + down : reach + down + height, reach + right : reach + right + width]
            apart = numpy.abs(moved - pixels).sum(-1, keepdims=True)
            weight = numpy.exp((apart * apart + far) * numpy.float32(-0.5 / sigma**2))
            total += moved * weight
            weights += weight
    return total / weights


def box(values: numpy.ndarray, radius: int) -> numpy.ndarray:
    """The mean over a square of side 2 `radius` + 1; edges repeat."""
    side = 2 * radius + 1
    for axis in (0, 1):
        wide = [(radius + 1, radius) if at == axis else (0, 0) for at in range(values.ndim)]
        sums = numpy.cumsum(numpy.pad(values, wide, mode="edge"), axis=axis, dtype=float)
        length = values.shape[axis]
        values = (numpy.take(sums, range(side, side + length), axis) - numpy.take(sums, range(length), axis)) / side
    return values


def guided(pixels: numpy.ndarray, radius: int, eps: float) -> numpy.ndarray:
    """He, Sun and Tang 2013, each channel guided by itself; `eps` squared in shares of the range."""
    unit = pixels / 255
    mean = box(unit, radius)
    variance = box(unit * unit, radius) - mean * mean
    slope = variance / (variance + eps * eps)
    return 255 * (box(slope, radius) * unit + box(mean - slope * mean, radius))


# What a photo must be labelled to have skin to smooth: a face that looks ahead, lit, in colour, in focus.
WANTED = ("photographic", "facing-camera", "face-exposure", "face-uncovered", "natural-colour", "sharp")
EYES = ("eye_l_x", "eye_l_y", "eye_r_x", "eye_r_y")
# Nearer eyes than this, px, leave no skin to judge: the check calls such a face too small. In the finished picture of
# 480 x 640 px they are 95 px apart.
FEWEST_PX = 50


def is_subject(row: dict[str, str], size: tuple[int, int]) -> bool:
    """Of labels.tsv, in a picture of `size` px."""
    if any(row[label] != "ok" for label in WANTED) or any(row[eye] == "-" for eye in EYES):
        return False
    left, high, right, low = (float(row[eye]) * side for eye, side in zip(EYES, size * 2))
    return math.hypot(right - left, low - high) >= FEWEST_PX


def face_box(row: dict[str, str], size: tuple[int, int]) -> tuple[float, ...]:
    """Left, top, right and bottom of the face, px, by the labelled eyes: 2.4 by 3.1 of their distance, chosen by eye."""
    left, high, right, low = (float(row[eye]) * side for eye, side in zip(EYES, size * 2))
    x, y, apart = (left + right) / 2, (high + low) / 2, abs(right - left)
    width, height = size
    return max(x - 1.2 * apart, 0), max(y - 1.3 * apart, 0), min(x + 1.2 * apart, width), min(y + 1.8 * apart, height)


FILTERS = {"bilateral": bilateral, "guided": guided}


def skin_mask(picture: Image.Image, face: tuple[float, ...]) -> Image.Image:
    """Where `picture` has skin within the ellipse that fills the box `face`, with a soft edge."""
    ellipse = Image.new("L", picture.size)
    ImageDraw.Draw(ellipse).ellipse(face, fill=255)
    _, blue, red = (numpy.asarray(part) for part in picture.convert("YCbCr").split())
    # Chai and Ngan, Face segmentation using skin-color map, 1999.
    is_skin = (blue >= 77) & (blue <= 127) & (red >= 133) & (red <= 173)
    mask = Image.fromarray(numpy.where(is_skin, numpy.asarray(ellipse), 0).astype(numpy.uint8))
    return mask.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.GaussianBlur(2))


def smoothed(picture: Image.Image, face: tuple[float, ...], strength: str) -> Image.Image:
    """`picture` with the skin in the box `face` (left, top, right, bottom, px) smoothed."""
    name, arguments = STRENGTHS[strength]
    bounds = [round(side) for side in face]
    part = picture.crop(bounds)
    filtered = FILTERS[name](numpy.asarray(part, numpy.float32), *arguments)
    over = Image.fromarray(filtered.clip(0, 255).round().astype(numpy.uint8))
    mask = skin_mask(picture, face).crop(bounds)
    out = picture.copy()
    out.paste(Image.composite(over, part, mask), bounds[:2])
    return out
