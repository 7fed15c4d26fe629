"""A person cut out of a plain background by its colour, and laid on a flat colour or on another photo's wall."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy
from PIL import Image


def terms(height: int, width: int) -> numpy.ndarray:
    """1, x, y, x², xy, y² of each pixel, the long edge as the unit."""
    y, x = numpy.mgrid[0:height, 0:width] / max(height, width)
    return numpy.stack([numpy.ones_like(x), x, y, x * x, x * y, y * y], -1)


@dataclass(frozen=True)
class Wall:
    """A plain wall as a camera saw it: how light falls on it, and its grain."""

    photo: str
    surface: numpy.ndarray
    grain: numpy.ndarray

    def filling(self, height: int, width: int) -> numpy.ndarray:
        """The wall alone, as large as asked: its grain mirrored and repeated."""
        tile = numpy.concatenate([self.grain, self.grain[::-1]])
        tile = numpy.concatenate([tile, tile[:, ::-1]], 1)
        times = (-(-height // tile.shape[0]), -(-width // tile.shape[1]), 1)
        return numpy.clip(terms(height, width) @ self.surface + numpy.tile(tile, times)[:height, :width], 0, 255)

    def lightness(self) -> float:
        return float((terms(9, 9) @ self.surface).mean())


def wall_of(photo: str, pixels: numpy.ndarray) -> Wall | None:
    """The wall behind the person, by the upper corners; None where they are not plain."""
    height, width, _ = pixels.shape
    side = width // 8
    sample = numpy.zeros((height, width), bool)
    sample[: height // 2, :side] = sample[: height // 2, -side:] = True
    powers = terms(height, width)
    surface, *_ = numpy.linalg.lstsq(powers[sample], pixels[sample], rcond=None)
    grain = pixels - powers @ surface
    if numpy.quantile(numpy.abs(grain).max(-1)[sample], 0.9) > 14:
        return None
    return Wall(photo, surface, grain[: height // 2, :side])


def whole_background(pixels: numpy.ndarray) -> numpy.ndarray | None:
    """How far each pixel is background, by colour key from the upper corners; None where that is no plain one."""
    wall = wall_of("", pixels)
    if wall is None:
        return None
    height, width, _ = pixels.shape
    open_to = numpy.abs(pixels - terms(height, width) @ wall.surface).max(-1) < 40
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


def hard(mask: numpy.ndarray) -> numpy.ndarray:
    return mask


def soft(mask: numpy.ndarray) -> numpy.ndarray:
    """Blurred by three boxes, as matting leaves it; background stays background."""
    for _ in range(3):
        padded = numpy.pad(mask, 2, mode="edge")
        mask = sum(padded[y : y + mask.shape[0], x : x + mask.shape[1]] for y in range(5) for x in range(5)) / 25
    return numpy.clip(2 * mask - 1, 0, 1)


@lru_cache(maxsize=1)
def seen_background(source: Path) -> tuple[numpy.ndarray, numpy.ndarray | None]:
    """The pixels of a picture and how far each is background: of the last one kept, for it is laid on many colours."""
    pixels = numpy.asarray(Image.open(source)).astype(float)
    return pixels, whole_background(pixels)


def laid_on(behind: Wall | tuple[int, int, int], edge):
    """A function that lays the person of a picture on a wall or a flat colour; `None` where the background is not known."""

    def change(source: Path) -> Image.Image | None:
        pixels, mask = seen_background(source)
        if mask is None:
            return None
        height, width = mask.shape
        under = behind.filling(height, width) if isinstance(behind, Wall) else numpy.array(behind, float)
        mask = edge(mask)[..., None]
        laid = pixels * (1 - mask) + under * mask
        return Image.fromarray(laid.round().astype(numpy.uint8))

    return change
