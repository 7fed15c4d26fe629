"""Draws glasses, dark lenses, reflections, fringes, masks, hands, things and beards over a straightened face.

Each function takes a face and a random generator and gives the new face and where it drew, 0..1. Ranges are wide and
chosen by eye on contact sheets: a classifier that has seen all of them will not be surprised by one of them.
"""

import numpy as np
from plane import HEIGHT, WIDTH, X, Y, sampled


def soft(distance, width):
    """1 inside (negative distance, cm), 0 outside, over `width`."""
    return np.clip(0.5 - distance / width, 0, 1)


def over(image, mask, colour):
    return np.clip(image * (1 - mask[..., None]) + colour * mask[..., None], 0, 255)


def brightness(image):
    return np.percentile(image.mean(-1), 70) / 170


def moved(image, r):
    """A little shifted, scaled, perhaps mirrored: as another mesh would have placed it."""
    (dx, dy), scale = r.normal(0, 1.2, 2), 1 + r.normal(0, 0.025)
    x, y = np.meshgrid(np.arange(WIDTH) + 0.5, np.arange(HEIGHT) + 0.5)
    out = sampled(image, (x - 60) * scale + 60 + dx, (y - 48) * scale + 48 + dy)
    return out[:, ::-1] if r.random() < 0.5 else out


def capsule(x0, y0, x1, y1, radius):
    dx, dy = x1 - x0, y1 - y0
    t = np.clip(((X - x0) * dx + (Y - y0) * dy) / (dx * dx + dy * dy), 0, 1)
    return np.hypot(X - x0 - t * dx, Y - y0 - t * dy) - radius


def lens_distance(p, side):
    x, y = X * side - p["x"], Y - p["y"] - p["slant"] * (X * side - p["x"])
    ring = ((np.abs(x) / p["wide"]) ** p["power"] + (np.abs(y) / p["high"]) ** p["power"]) ** (1 / p["power"])
    return (ring - 1) * min(p["wide"], p["high"])


def rim_colour(r, light):
    kinds = [
        (0.55, r.uniform(5, 60) + r.uniform(-8, 12, 3)),
        (0.15, np.array([150, 130, 90]) * r.uniform(0.6, 1.5)),
        (0.12, np.array([170, 170, 170]) * r.uniform(0.6, 1.3)),
        (0.10, np.array([90, 50, 25]) * r.uniform(0.5, 1.5)),
        (0.08, r.uniform(0, 255, 3)),
    ]
    pick = r.choice(len(kinds), p=[share for share, _ in kinds])
    return np.clip(kinds[pick][1] * np.clip(light, 0.3, 1.2), 0, 255)


def reflection(r, p, side, strength):
    x, y = X * side - p["x"], Y - p["y"]
    (gx, gy), size, lean = r.uniform(-0.6, 0.6, 2), r.uniform(0.3, 0.9) * strength, r.uniform(-1, 1)
    shapes = [
        lambda: soft(np.hypot(x - gx, (y - gy) / 0.7) - 1.6 * size, 0.3),
        lambda: soft(np.abs((x - gx) + lean * (y - gy)) - 0.9 * size, 0.25),
        lambda: soft(np.maximum(np.abs(x - gx) / 1.4, np.abs(y - gy - 0.3)) - 1.2 * size, 0.2),
    ]
    return shapes[r.integers(3)]() * r.uniform(0.75, 1)


def glasses(image, r, tinted=False, slip=0.0, glare=0.0):
    """The new face, and of each half: where its glass, its rim and its reflection are; and the frame's style."""
    p = {"wide": r.uniform(2.2, 3.1), "high": r.uniform(1.5, 2.5), "power": r.uniform(2, 4.5)}
    p |= {"y": r.uniform(1.7, 2.5) + slip, "slant": r.uniform(-0.08, 0.12)}
    if tinted:
        p |= {"wide": p["wide"] * 1.08, "high": max(p["high"], 1.8) * 1.08}
    p["x"] = max(r.uniform(3, 3.5), p["wide"] + 0.35)
    thick = np.exp(r.uniform(np.log(0.05), np.log(0.45)))
    style = r.choice(["full", "full", "full", "half", "rimless", "top"])
    light = brightness(image)
    rim = rim_colour(r, light)
    strong = r.uniform(0.25, 0.6) if style == "rimless" else r.uniform(0.75, 1)
    tint = r.uniform(0.3, 0.97)
    glass_colour = r.uniform(0, 140, 3) if r.random() < 0.35 else (25 + r.uniform(-15, 25, 3)) * min(1, light * 1.2)
    graded = r.random() < 0.3
    glare_colour = np.array([245, 250, 255]) if r.random() < 0.7 else np.array([170, 235, 200])
    glare_colour = np.clip(glare_colour * r.uniform(0.75, 1), 0, 255)
    glare_side, film = r.choice([-1, 1, 0]), r.random() * 0.04 if r.random() < 0.5 else 0.0
    temple_y = p["y"] + 0.45 * p["high"] + r.uniform(-0.1, 0.1)
    out, halves = image, []
    for side in (-1, 1):
        distance = lens_distance(p, side)
        inside = soft(distance, 0.15)
        shown = np.zeros_like(X)
        if tinted:
            fade = np.clip(1 - 0.45 * (p["y"] + p["high"] - Y) / (2 * p["high"]), 0, 1) if graded else 1
            out = over(out, inside * tint * fade, glass_colour)
        else:
            out = over(out, inside * film, 255)
        if glare > 0 and glare_side in (0, side):
            shown = reflection(r, p, side, glare) * inside
            out = over(out, shown, glare_colour)
        ring = soft(np.abs(distance) - thick / 2, 0.1) * strong
        if style == "half":
            ring = ring * np.where(p["y"] - 0.2 * p["high"] < Y, 1, 0.15)
        if style == "top":
            ring = ring * np.where(p["y"] + 0.1 < Y, 1, 0.4)
        temple = soft(np.abs(Y - temple_y) - max(thick, 0.1) / 2, 0.1) * (X * side > p["x"] + p["wide"])
        out = over(over(out, ring, rim), temple * max(strong, 0.6), rim)
        halves.append({"glass": inside, "glare": shown, "rim": np.abs(distance) < max(thick, 0.12) / 2})
    gap = p["x"] - p["wide"]
    arch = p["y"] + p["high"] * r.uniform(0.15, 0.5) + 0.35 * (1 - (X / max(gap, 0.2)) ** 2) * r.random()
    bridge = soft(np.abs(Y - arch) - max(thick * r.uniform(0.8, 1.3), 0.1) / 2, 0.1) * (np.abs(X) < gap + 0.1)
    return over(out, bridge * max(strong, 0.75), rim), halves, style


def hair_colour(image, r):
    browns = [(22, 18, 16), (45, 32, 24), (80, 55, 35), (150, 115, 70)]
    kinds = browns + [(190, 160, 110), (120, 118, 116), (200, 200, 198), (110, 50, 25)]
    kind = np.array(kinds[r.choice(8, p=[0.3, 0.22, 0.14, 0.1, 0.06, 0.07, 0.05, 0.06])], float)
    return np.clip(kind * np.clip(brightness(image), 0.15, 1.3) * r.uniform(0.7, 1.3), 0, 255)


def along(r, at, knots, spread):
    """A random line: `knots` random heights, between them straight."""
    return np.interp(at, np.linspace(-10, 10, knots), r.normal(0, spread, knots))


def fringe(image, r, down_to, left, right):
    lean = r.uniform(-0.5, 0.5)
    x = X + lean * (Y - 5)
    ends = down_to + along(r, x, 18, 0.25) + along(r, x, 75, 0.25)
    mask = soft(ends - Y, 0.2) * soft(np.maximum(left - x, x - right), 0.4)
    gaps, sparse = along(r, x, 110, 1), r.uniform(-3, -0.4)
    mask = mask * np.where(gaps < sparse, 0.25, 1)
    colour = np.clip(hair_colour(image, r) * (1 + 0.28 * along(r, x, 110, 1)[..., None]), 0, 255)
    return over(image, mask, colour), mask


def side_hair(image, r):
    side, lean = r.choice([-1, 1]), r.uniform(-0.25, 0.25)
    edge = r.uniform(0.5, 6.5) + lean * Y + along(r, Y, 10, 0.3)
    mask = soft(edge - X * side, 0.25)
    colour = np.clip(hair_colour(image, r) * (1 + 0.28 * along(r, X * side + lean * Y, 120, 1)[..., None]), 0, 255)
    return over(image, mask, colour), mask


def blotches(r):
    rough = r.normal(0, 1, (12, 12, 1))
    x, y = np.meshgrid(np.arange(WIDTH) / WIDTH * 12, np.arange(HEIGHT) / HEIGHT * 12)
    return sampled(rough, x, y)


def cloth(image, r):
    kinds = [(235, 238, 240), (150, 190, 215), (28, 28, 32), (225, 170, 180), tuple(r.uniform(20, 230, 3))]
    colour = np.array(kinds[r.choice(5, p=[0.25, 0.2, 0.15, 0.05, 0.35])], float)
    colour = np.clip(colour * np.clip(brightness(image), 0.3, 1.3), 0, 250)
    slope = r.normal(0, 0.06) * X[..., None] / 6 + r.normal(0, 0.05) * (Y[..., None] + 4) / 5
    return colour * (1 + 0.12 * blotches(r) + slope)


def mask(image, r):
    """A mask over nose and mouth, a scarf, a mask pulled down to the mouth."""
    top = r.uniform(-1.4, 1.6)
    side = top - r.uniform(0.3, 2.2)
    if r.random() < 0.15:
        top -= r.uniform(1.5, 4)
        side = top - r.uniform(0, 1)
    wave = 0.15 * r.normal() * np.sin(X * r.uniform(0.5, 1.5) + r.uniform(0, 6))
    edge = top + (side - top) * (np.abs(X) / 6.3) ** r.uniform(0.8, 2) + wave
    where = soft(Y - edge, 0.15) * soft(np.abs(X) - r.uniform(5.6, 8), 0.3)
    colour = cloth(image, r)
    for _ in range(r.integers(5)):
        pleat = soft(np.abs(Y - r.uniform(-8, -1) - 0.1 * np.cos(X / 3)) - 0.05, 0.15)
        colour = colour * (1 - 0.25 * pleat[..., None])
    if r.random() < 0.5:
        colour = colour * (1 - 0.35 * soft(np.abs(Y - edge + 0.12) - 0.06, 0.12)[..., None])
    if r.random() < 0.3:
        colour = colour * (1 + 0.15 * np.sin(X * r.uniform(6, 15) + Y * r.uniform(-5, 5)))[..., None]
    return over(image, where, np.clip(colour, 0, 255)), where


def hand(image, r):
    """One to four fingers from below or from a side, in the colour of this face's skin."""
    skin = np.median(image[(np.abs(np.abs(X) - 3.3) < 1.1) & (np.abs(Y - 0.4) < 0.6)], 0)
    skin = skin * r.uniform(0.75, 1.15) * np.array([1, r.uniform(0.92, 1.04), r.uniform(0.88, 1.05)])
    (x, y), angle = (r.uniform(-4.5, 4.5), r.uniform(-6.5, 0)), r.uniform(-0.95, -0.05) * np.pi
    fingers, radius = (r.integers(2, 5) if r.random() < 0.8 else 1), r.uniform(0.65, 0.95)
    (ux, uy), (vx, vy) = (np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))
    shapes = []
    for k in range(fingers):
        back = abs(k - fingers / 2) * 0.5
        fx, fy = x + vx * radius * 1.9 * k + ux * back, y + vy * radius * 1.9 * k + uy * back
        shapes.append(capsule(fx, fy, fx + ux * 7, fy + uy * 7, radius))
    if r.random() < 0.5:
        px, py = x + vx * fingers * radius, y + vy * fingers * radius
        shapes.append(capsule(px + ux * 6, py + uy * 6, px + ux * 12, py + uy * 12, radius * fingers * 1.1))
    where = np.zeros_like(X)
    for distance in shapes:
        inside, rounded = soft(distance, 0.12), np.clip(1 + distance / 0.5, 0, 1) ** 2 * r.uniform(0.5, 1)
        colour = skin * (1 - 0.35 * rounded[..., None]) * (1 + 0.04 * blotches(r))
        line = soft(np.abs(distance) - 0.05, 0.15) * r.uniform(0.2, 0.6)
        image = over(over(image, inside, colour), line, 0)
        where = np.maximum(where, inside)
    return image, where


def thing(image, r):
    """A microphone on its arm, or a card, phone or sheet."""
    if r.random() < 0.45:
        side = r.choice([-1, 1])
        x, y = side * r.uniform(0.3, 3), r.uniform(-6.5, -3.5)
        arm = capsule(x, y, side * 7, y + r.uniform(-1, 4), r.uniform(0.08, 0.25))
        distance, colour = np.minimum(np.hypot((X - x) / 1.3, Y - y) - r.uniform(0.35, 0.8), arm), np.full(3, 26.0)
    else:
        turn, x, y = r.uniform(-0.6, 0.6), r.uniform(-4.5, 4.5), r.uniform(-8, -1)
        u, v = (X - x) * np.cos(turn) + (Y - y) * np.sin(turn), (Y - y) * np.cos(turn) - (X - x) * np.sin(turn)
        distance, colour = np.maximum(np.abs(u) - r.uniform(1, 4), np.abs(v) - r.uniform(0.8, 3)), cloth(image, r)
    where = soft(distance, 0.12)
    return over(image, where, np.clip(colour, 0, 255)), where


def beard(image, r):
    """Stubble to a full beard: covers nothing that the rule is about."""
    edge = -3.2 - 1.2 * np.cos(X / 2.2) + np.maximum(np.abs(X) - 4, 0) * 2
    where = np.clip(soft(Y - edge, 1.2) * r.uniform(0.2, 0.75) * (1 + 0.15 * r.normal(0, 1, X.shape)), 0, 1)
    where = where * ((X / 2.3) ** 2 + ((Y + 4.6) / 0.9) ** 2 >= 1)
    return over(image, where, hair_colour(image, r)), np.zeros_like(X)


def lit(image, r):
    """Light from one side, or a shadow with a firm edge, as often as not none: no fault of what is worn."""
    kind = r.random()
    if kind < 0.5:
        return image
    turn = r.uniform(0, 2 * np.pi)
    across = X * np.cos(turn) + (Y + 1) * np.sin(turn)
    if kind < 0.8:
        return np.clip(image * np.exp(r.uniform(-0.16, 0.16) * across)[..., None], 0, 255)
    band = np.maximum(across - r.uniform(-3, 6), r.uniform(-9, 0) - across) if r.random() < 0.5 else across - r.uniform(-4, 4)
    dark = soft(-band, r.uniform(0.3, 2)) * r.uniform(0.2, 0.75)
    return image * (1 - dark[..., None] * np.array([0.9, 1, 1.05]))


def open_mouth(image, r):
    """A mouth wide open, with lips, teeth or a tongue: another check's fault, nothing that covers."""
    y, wide, high = r.uniform(-6.2, -4.6), r.uniform(1.2, 2.6), r.uniform(0.5, 2.2)
    distance = (np.hypot((X - r.normal(0, 0.2)) / wide, (Y - y) / high) - 1) * min(wide, high)
    light = np.clip(brightness(image), 0.3, 1.2)
    image = over(image, soft(distance - 0.35, 0.2), np.array([165, 85, 80]) * r.uniform(0.7, 1.2) * light)
    image = over(image, soft(distance, 0.2), np.array([60, 25, 22]) * r.uniform(0.4, 1.2) * light)
    if r.random() < 0.6:
        teeth = soft(distance + 0.1, 0.15) * (y + high * r.uniform(0.2, 0.8) < Y)
        image = over(image, teeth, np.array([215, 210, 195]) * light)
    if r.random() < 0.5:
        tongue = np.hypot(X / (0.8 * wide), (Y - y + 0.6 * high) / (0.7 * high)) - 1
        image = over(image, soft(tongue, 0.2), np.array([190, 95, 95]) * r.uniform(0.8, 1.1) * light)
    return image, np.zeros_like(X)
