"""Draws earrings and strands of hair with numpy: what covers and its colour, 256 px to a face unit (a face's width).

Shapes, sizes and materials are wide and were chosen by eye beside the even half of the labelled photos: studs, rings and
things that hang, of metals, pearl, plastic and stones. Metal mirrors a few lights about it, as a ball of chrome does.
"""

import numpy as np
from scipy.spatial import cKDTree

SCALE = 256
# Gold (twice, as it is worn), pale gold, silver, steel, rose gold, copper, gunmetal, black.
METALS = [(1.0, 0.78, 0.36), (1.0, 0.78, 0.36), (0.95, 0.85, 0.55), (0.93, 0.93, 0.92), (0.93, 0.93, 0.92)]
METALS += [(0.85, 0.87, 0.9), (1.0, 0.68, 0.55), (0.75, 0.5, 0.3), (0.25, 0.25, 0.27), (0.12, 0.12, 0.13)]
STONES = [[0.95, 0.97, 1.0], [0.95, 0.97, 1.0], [0.8, 0.1, 0.15], [0.1, 0.2, 0.7], [0.1, 0.6, 0.3], [0.5, 0.85, 0.9]]
STONES = np.array([*STONES, [0.6, 0.3, 0.7], [0.1, 0.1, 0.1]])


def log_uniform(r, low, high):
    return float(np.exp(r.uniform(np.log(low), np.log(high))))


def lights(r, metal):
    count = r.integers(2, 6)
    towards = r.normal(0, 1, (count, 3))
    towards[:, 2] = np.abs(towards[:, 2]) * 0.8
    towards[:, 1] -= 0.5
    towards /= np.linalg.norm(towards, axis=1, keepdims=True)
    return {
        "towards": towards,
        "strong": r.uniform(0.3, 1.6, count) * (1 if metal else 0.7),
        "sharp": np.exp(r.uniform(np.log(4), np.log(80), count)),
        "ambient": r.uniform(0.08, 0.45) if metal else r.uniform(0.45, 0.8),
        "sky": r.uniform(-0.1, 0.5),
    }


def material(r):
    kind = r.choice(["metal", "pearl", "plastic", "gem"], p=[0.62, 0.12, 0.12, 0.14])
    if kind == "metal":
        base = np.array(METALS[r.integers(len(METALS))]) * r.uniform(0.75, 1.1)
    elif kind == "pearl":
        base = np.array([0.95, 0.92, 0.86]) * r.uniform(0.8, 1.02) + r.normal(0, 0.02, 3)
    elif kind == "plastic":
        base = r.uniform(0.03, 0.95, 3) if r.random() < 0.7 else np.full(3, r.uniform(0.02, 0.95))
    else:
        base = STONES[r.integers(8)] * r.uniform(0.7, 1.0)
    return {"kind": kind, "base": np.clip(base, 0, 1.1), "lights": lights(r, kind == "metal")}


def shaded(normal, m, r):
    """The colour of a surface of material `m` that faces along `normal`."""
    light, base = m["lights"], m["base"]
    facing = normal @ light["towards"].T
    shine = (light["strong"] * np.exp(light["sharp"] * (facing - 1))).sum(-1)
    lit = np.clip(facing, 0, None).mean(-1)
    sky = light["sky"] * (-normal[..., 1] + 0.3)
    if m["kind"] == "metal":
        value = np.clip(light["ambient"] + 0.5 * lit + sky + shine, 0.02, None)
        return np.clip(value[..., None] * base, 0, None) + np.clip(value - 1.2, 0, 1)[..., None] * 0.5
    if m["kind"] == "gem":
        facet = np.floor(normal[..., :2] * r.uniform(1.5, 4) + r.uniform(0, 1, 2)).astype(int)
        chance = np.abs(np.sin(facet[..., 0] * 12.9898 + facet[..., 1] * 78.233 + r.uniform(0, 9)) * 43758.5453) % 1
        value = 0.15 + 0.5 * chance + (chance > 0.8) * r.uniform(0.4, 1.2)
        return value[..., None] * (base * 0.8 + 0.2 * (chance > 0.8)[..., None]) + shine[..., None] * 0.5
    value = np.clip(light["ambient"] + 0.45 * lit + 0.5 * sky, 0.02, None)
    return value[..., None] * base + np.clip(shine, 0, 1.2)[..., None] * 0.6


class Canvas:
    """`wide` by `high` face units, the origin at (`left`, `above`); `colour` is already times `cover`."""

    def __init__(self, wide, high, left, above):
        self.width, self.height = int(wide * SCALE), int(high * SCALE)
        self.left, self.above = left, above
        xs = (np.arange(self.width) + 0.5) / SCALE - left
        self.x, self.y = np.meshgrid(xs, (np.arange(self.height) + 0.5) / SCALE - above)
        self.cover = np.zeros((self.height, self.width))
        self.colour = np.zeros((self.height, self.width, 3))

    def window(self, x0, x1, y0, y1):
        def at(value, origin, most):
            return int(np.clip((value + origin) * SCALE, 0, most))

        rows = slice(at(y0, self.above, self.height), at(y1, self.above, self.height) + 1)
        return rows, slice(at(x0, self.left, self.width), at(x1, self.left, self.width) + 1)

    def put(self, window, cover, colour):
        cover = np.clip(cover, 0, 1)
        self.colour[window] = self.colour[window] * (1 - cover[..., None]) + colour * cover[..., None]
        self.cover[window] = self.cover[window] * (1 - cover) + cover

    def ball(self, x, y, rx, ry, m, r, flat=1.0):
        edge = 2 / SCALE
        window = self.window(x - rx - edge, x + rx + edge, y - ry - edge, y + ry + edge)
        across, down = (self.x[window] - x) / rx, (self.y[window] - y) / ry
        out = np.hypot(across, down)
        cover = 0.5 - (out - 1) * min(rx, ry) * SCALE
        normal = np.stack([across, down, np.sqrt(np.clip(1 - out * out, 0, 1)) * flat + 0.05], -1)
        normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
        self.put(window, cover, shaded(normal, m, r))

    def tube(self, points, radius, m, r, pattern=None):
        """Along `points`, which lie close together."""
        radius = np.broadcast_to(np.asarray(radius, float), (len(points),))
        reach = radius.max() + 2 / SCALE
        (x0, y0), (x1, y1) = points.min(0) - reach, points.max(0) + reach
        window = self.window(x0, x1, y0, y1)
        x, y = self.x[window], self.y[window]
        if x.size == 0:
            return
        away, nearest = cKDTree(points).query(np.c_[x.ravel(), y.ravel()], distance_upper_bound=reach * 1.5)
        near = np.isfinite(away)
        nearest, away = np.where(near, nearest, 0), np.where(near, away, 9)
        along = np.gradient(points, axis=0)
        along /= np.linalg.norm(along, axis=1, keepdims=True) + 1e-9
        beside = np.c_[-along[:, 1], along[:, 0]][nearest]
        offset = np.c_[x.ravel(), y.ravel()] - points[nearest]
        side = np.clip((offset * beside).sum(1) / radius[nearest], -1, 1)
        normal = np.c_[beside * side[:, None], np.sqrt(1 - side * side) + 0.05]
        normal /= np.linalg.norm(normal, axis=1, keepdims=True)
        cover = np.clip(0.5 - (away - radius[nearest]) * SCALE, 0, 1)
        if radius.max() * SCALE < 0.7:
            cover = np.clip(1 - away * SCALE, 0, 1) * np.clip(radius[nearest] * SCALE / 0.5, 0.25, 1)
        colour = shaded(normal, m, r)
        if pattern is not None:
            colour = colour * pattern[nearest][:, None]
        self.put(window, cover.reshape(x.shape), colour.reshape((*x.shape, 3)))


def ring(cx, cy, rx, ry, start, end, tilt=0.0, count=260):
    turn = np.linspace(start, end, count)
    x, y = rx * np.cos(turn), ry * np.sin(turn)
    cos, sin = np.cos(tilt), np.sin(tilt)
    return np.c_[cx + x * cos - y * sin, cy + x * sin + y * cos]


def stud(canvas, r, x, y, m, size=None):
    q, kind = size or log_uniform(r, 0.012, 0.045), r.random()
    if kind < 0.55:
        canvas.ball(x, y, q * r.uniform(0.75, 1.0), q, m, r, r.uniform(0.4, 1.4))
    elif kind < 0.75:
        petals, start, middle = r.integers(4, 9), r.uniform(0, 6), material(r)
        for k in range(petals):
            turn = start + 6.283 * k / petals
            canvas.ball(x + np.cos(turn) * q * 0.7, y + np.sin(turn) * q * 0.7, q * 0.42, q * 0.42, m, r)
        canvas.ball(x, y, q * 0.45, q * 0.45, middle, r)
    elif kind < 0.88:
        turn, t = r.uniform(0, 1.57), np.linspace(-1, 1, 30)
        bar = np.c_[x + t * q * 0.8 * np.cos(turn), y + t * q * 0.8 * np.sin(turn)]
        canvas.tube(bar, q * r.uniform(0.3, 0.8), m, r)
    else:
        for _ in range(r.integers(4, 14)):
            canvas.ball(x + r.normal(0, q * 0.5), y + r.normal(0, q * 0.5), q * 0.35, q * 0.35, m, r)


def hoop(canvas, r, x, y, m):
    high = log_uniform(r, 0.028, 0.18)
    wide = r.uniform(0.2, 1.05) if r.random() < 0.8 else r.uniform(0.05, 0.2)
    thick = log_uniform(r, 0.0035, max(0.006, min(0.035, high * 0.4)))
    gap = r.uniform(0, 1.6) if r.random() < 0.6 else 0.0
    swelling = thick
    if r.random() < 0.3:
        swelling = thick * (0.5 + 0.5 * np.abs(np.sin(np.linspace(0, np.pi, 260)))) * 1.3
    middle = y + high * r.uniform(0.75, 0.98)
    line = ring(x, middle, high * wide, high, -np.pi / 2 + gap / 2, 1.5 * np.pi - gap / 2, r.normal(0, 0.12))
    pattern = None
    if r.random() < 0.25:
        pattern = 0.7 + 0.3 * np.sign(np.sin(np.linspace(0, r.uniform(40, 160), 260)))
    canvas.tube(line, swelling, m, r, pattern)
    if r.random() < 0.2:
        for at in np.linspace(60, 200, r.integers(1, 7)).astype(int):
            q = log_uniform(r, 0.008, 0.03)
            canvas.ball(*line[at], q, q, material(r), r)


def drop(canvas, r, x, y, m):
    length = log_uniform(r, 0.05, 0.32)
    if r.random() < 0.6:
        stud(canvas, r, x, y, m, log_uniform(r, 0.008, 0.025))
    q, count = min(log_uniform(r, 0.012, 0.06), length * 0.5), r.integers(1, 5)
    other = material(r) if r.random() < 0.6 else m
    swing = r.normal(0, 0.06) * length
    if r.random() < 0.75:
        t = np.linspace(0, 1, 40)
        canvas.tube(np.c_[x + swing * t, y + (length - q) * t], log_uniform(r, 0.002, 0.008), m, r)
    kind = r.random()
    for k in range(count):
        share = (k + 1) / count
        size = q * (1 if k == count - 1 else r.uniform(0.3, 1.0))
        bx, by = x + swing * share, y + (length - q) * share
        if kind < 0.5:
            canvas.ball(bx, by, size * r.uniform(0.6, 1), size, other, r)
        elif kind < 0.7:
            t = np.linspace(0, 1, 40)
            leaf = size * 0.6 * np.sqrt(np.clip(t, 0.02, 1)) * np.sqrt(1.02 - t) * 1.6
            canvas.tube(np.c_[np.full(40, bx), by - size + 2.2 * size * t], leaf, other, r)
        elif kind < 0.85:
            loop = ring(bx, by, size * r.uniform(0.4, 0.9), size, 0, 6.28)
            canvas.tube(loop, log_uniform(r, 0.004, 0.012), other, r)
        else:
            t = np.linspace(0, 1, 30)
            canvas.tube(np.c_[np.full(30, bx), by - size + 2 * size * t], log_uniform(r, 0.005, 0.02), other, r)
    if r.random() < 0.12:
        for _ in range(r.integers(3, 8)):
            t, aside = np.linspace(0, 1, 40), r.normal(0, 0.2) * length
            tassel = np.c_[x + aside * t, y + length * t * r.uniform(0.7, 1.0)]
            canvas.tube(tassel, log_uniform(r, 0.002, 0.006), m, r)


def earring(r):
    """A canvas with the lobe's hole at its origin."""
    canvas, m, kind = Canvas(0.5, 0.62, 0.25, 0.12), material(r), r.random()
    (stud if kind < 0.36 else hoop if kind < 0.68 else drop)(canvas, r, 0, 0, m)
    if kind < 0.68 and r.random() < 0.12:
        x, y = r.uniform(0.02, 0.05), -r.uniform(0.04, 0.12)
        stud(canvas, r, x, y, material(r), log_uniform(r, 0.01, 0.02))
    return canvas


def hair(canvas, r, base, count):
    """Strands across the canvas."""
    m = {"kind": "plastic", "base": np.clip(base, 0, 1), "lights": lights(r, False)}
    middle = r.uniform(-0.2, 0.2)
    y, t = np.linspace(-canvas.above, canvas.height / SCALE - canvas.above, 60), np.linspace(0, 1, 60)
    for _ in range(count):
        x = middle + r.normal(0, 0.06) + r.normal(0, 0.15) * t
        x = x + r.normal(0, 0.06) * np.sin(t * r.uniform(1, 7) + r.uniform(0, 6))
        shown = slice(0, 60) if r.random() < 0.6 else slice(r.integers(0, 20), r.integers(30, 60))
        strand = {**m, "base": np.clip(base * r.uniform(0.6, 1.5), 0, 1)}
        canvas.tube(np.c_[x, y][shown], log_uniform(r, 0.002, 0.012), strand, r)
