"""The straightened face as src/measure/straight.rs draws it, and its description as src/measure/descriptor.rs makes it.

A face is an array (HEIGHT, WIDTH, 3) of sRGB, 0..255; X and Y are its pixels' places on the canonical face, cm, x to the
picture's right, y up. Both files and this one must agree.
"""

import numpy as np

STEP, LEFT, TOP, WIDTH, HEIGHT = 0.125, -7.5, 8.5, 120, 136
X, Y = np.meshgrid(LEFT + (np.arange(WIDTH) + 0.5) * STEP, TOP - (np.arange(HEIGHT) + 0.5) * STEP)
CELL = 8

# Areas of the right half: left, right, bottom, top. Of the whole face where skin is looked at.
EYE_AREA, EYE_SKIN = (0, 7, -0.5, 6.5), [(-5.5, -3, -2, -0.25), (3, 5.5, -2, -0.25), (-1.25, 1.25, -1, 1)]
LOWER_AREA = (0, 6, -8, 2)
LOWER_SKIN = [(2.25, 4.5, -0.25, 1), (-4.5, -2.25, -0.25, 1), (-0.75, 0.75, 1.25, 3.5), (-2.25, 2.25, 5.5, 6.75)]

TO_XYZ = np.array(
    [
        [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883],
    ]
)
BYTES = np.arange(256) / 255
LINEAR = np.where(BYTES <= 0.04045, BYTES / 12.92, ((BYTES + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    t = LINEAR[np.clip(np.round(rgb), 0, 255).astype(int)] @ TO_XYZ.T
    f = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1)


def cut(area) -> tuple[slice, slice]:
    left, right, bottom, top = area
    column, row = (lambda x: round((x - LEFT) / STEP)), (lambda y: round((TOP - y) / STEP))
    return slice(row(top), row(bottom)), slice(column(left), column(right))


def channels(rgb: np.ndarray, skin_at) -> np.ndarray:
    colour = lab(rgb)
    skin = np.median([np.median(colour[cut(area)].reshape(-1, 3), 0) for area in skin_at], 0)
    scale = max(skin[0], 12)
    light = colour[..., 0] / scale
    shade = np.clip(light, 0.2, 1.3)
    a, b = ((colour[..., k] - skin[k] * shade) / scale * 2 for k in (1, 2))
    across, down = np.zeros_like(light), np.zeros_like(light)
    across[:, 1:-1] = (light[:, 2:] - light[:, :-2]) * 4
    down[1:-1] = (light[2:] - light[:-2]) * 4
    edges = [np.abs(across), np.abs(down), np.abs(across + down) / np.sqrt(2), np.abs(across - down) / np.sqrt(2)]
    dark, bright = np.clip(0.55 - light, 0, 1), np.clip(light - 1.2, 0, 1)
    colours = [np.clip(light, 0, 2), np.clip(a, -1, 1), np.clip(b, -1, 1), dark, bright, np.clip(np.hypot(a, b), 0, 1)]
    return np.stack(colours + edges, -1)


def describe(rgb: np.ndarray, area, skin_at) -> np.ndarray:
    """Both halves' descriptors: the left, mirrored, then the right."""
    right = channels(rgb, skin_at)
    left = right[:, ::-1][..., [0, 1, 2, 3, 4, 5, 6, 7, 9, 8]]
    rows, columns = cut(area)
    out = []
    for half in (left, right):
        part = half[rows, columns]
        high, wide = part.shape[0] // CELL, part.shape[1] // CELL
        cells = part.reshape(high, CELL, wide, CELL, -1)
        mean = cells.mean((1, 3))
        mean[..., 6:] = np.sqrt(mean[..., 6:])
        lines = [np.sqrt(cells[..., 6].max(3).mean(1)), np.sqrt(cells[..., 7].max(1).mean(2))]
        out.append(np.concatenate([mean, np.stack(lines, -1)], -1).ravel())
    return np.array(out, np.float32)


def blurred(image: np.ndarray, sigma: float) -> np.ndarray:
    """By a Gaussian of `sigma` pixels; edges repeat."""
    if sigma < 0.05:
        return image
    reach = int(3 * sigma + 1)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    for axis in (0, 1):
        pad = [(0, 0)] * image.ndim
        pad[axis] = (reach, reach)
        wide = np.pad(image, pad, mode="edge")
        parts = (w * np.take(wide, range(i, i + image.shape[axis]), axis) for i, w in enumerate(weights))
        image = sum(parts) / weights.sum()
    return image


def sampled(image: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Bilinear at columns `x` and rows `y`, where (0.5, 0.5) is the first pixel's middle."""
    height, width = image.shape[:2]
    x, y = np.clip(x - 0.5, 0, width - 1), np.clip(y - 0.5, 0, height - 1)
    i, j = x.astype(int), y.astype(int)
    fx, fy = (x - i)[..., None], (y - j)[..., None]
    right, below = np.minimum(i + 1, width - 1), np.minimum(j + 1, height - 1)
    above = image[j, i] * (1 - fx) + image[j, right] * fx
    return above * (1 - fy) + (image[below, i] * (1 - fx) + image[below, right] * fx) * fy
