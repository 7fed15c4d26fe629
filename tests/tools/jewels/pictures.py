"""Heads and shoulders as `busts` in src/measure/attire/busts.rs writes them, and pictures of ears cut from them: as they
are, moved and lit otherwise, before other backgrounds, with earrings and hair drawn on them.

What an earring covers is known for each drawn one. Ranges are wide and were chosen by eye on sheets of what comes out.
"""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import jewels
import numpy as np

cv2.setNumThreads(1)
# A bust's size, px, and how many of them to a face unit; the row of the eyes. As in busts.rs.
BUST_WIDTH, BUST_HEIGHT, BUST_UNIT, EYES = 256, 320, 128, 64
HEAD_BYTES = 64
# A picture's size and how many px to a face unit; where it begins, outwards from the cheek's edge, and its middle's
# height below the eyes, face units. As `EAR` in jewels.rs.
WIDTH, HEIGHT, UNIT, INNER, MIDDLE_DOWN = 48, 64, 96, -0.16, 0.02 + 0.3333
GREY = np.array([0.3, 0.59, 0.11])
# Where a lobe's hole is where nobody saw one: outwards, down.
USUAL_HOLE = (0.03, 0.3)


@dataclass
class Bust:
    file: str
    # ok, fault and so on; which sides wear an earring, "-" none: as attire_sides.tsv has them.
    label: str
    sides: str
    unit_px: float
    # Columns of the cheeks' edges.
    cheeks: tuple[np.float32, np.float32]
    image: np.ndarray
    # 0 outside the photo, 1..=255 how likely a person.
    person: np.ndarray

    @property
    def drawn(self) -> bool:
        return self.file.startswith("drawn ")


def held_back(file: str) -> bool:
    return hashlib.sha256(file.encode()).digest()[-1] % 2 == 1


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def read(data: Path, files: list[str], labels: dict[str, str], sides: dict[str, str]) -> list[Bust]:
    """The faces of `files`, in their order, without those that have none."""
    size = HEAD_BYTES + BUST_WIDTH * BUST_HEIGHT * 4
    out = []
    for file, part in zip(files, np.fromfile(data, np.uint8).reshape(-1, size), strict=True):
        head = np.frombuffer(part[:HEAD_BYTES].tobytes(), "<f4")
        picture = part[HEAD_BYTES:].reshape(BUST_HEIGHT, BUST_WIDTH, 4)
        if head[0] > 0:
            cheeks = head[2], head[4]
            worn = labels.get(file, "ok"), sides.get(file, "-")
            out.append(Bust(file, *worn, float(head[1]), cheeks, picture[..., :3], picture[..., 3]))
    return out


def as_right(bust: Bust, side: int):
    """The image 0..1 and the person, mirrored so that outwards is to the right, and the cheek's column."""
    image, person, cheek = bust.image, bust.person, bust.cheeks[1]
    if side == 0:
        image, person, cheek = image[:, ::-1], person[:, ::-1], BUST_WIDTH - bust.cheeks[0]
    return image.astype(np.float32) / 255, person, float(cheek)


def skin_of(image, cheek):
    x, y = int(cheek - 0.2 * BUST_UNIT), int(EYES + 0.22 * BUST_UNIT)
    patch = image[y - 8 : y + 8, max(x - 8, 0) : x + 8].reshape(-1, 3)
    return np.median(patch, 0) if len(patch) else np.array([0.6, 0.5, 0.45])


def background(r, busts):
    """One colour, a blur of colours, or a piece of another photo; spots of light before it now and then."""
    kind, h, w = r.random(), HEIGHT, WIDTH
    if kind < 0.4:
        image = np.ones((h, w, 3)) * (r.uniform(0, 1, 3) if r.random() < 0.5 else np.full(3, r.uniform(0, 1)))
    else:
        n = r.integers(2, 7)
        image = cv2.resize(r.uniform(0, 1, (n, n, 3)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
        if r.random() < 0.4:
            image = image * 0.3 + 0.7 * image.mean((0, 1))
    if kind > 0.7:
        other = busts[r.integers(len(busts))].image
        y, x = r.integers(0, BUST_HEIGHT - 100), r.integers(0, BUST_WIDTH - 80)
        image = cv2.resize(other[y : y + 96, x : x + 72], (w, h)).astype(np.float32) / 255
        if r.random() < 0.5:
            image = cv2.GaussianBlur(image, (0, 0), r.uniform(0.5, 4))
    for _ in range(r.integers(0, 4) if r.random() < 0.25 else 0):
        radius, spot = r.uniform(1, 9), np.zeros((h, w), np.float32)
        cv2.circle(spot, (int(r.integers(0, w)), int(r.integers(0, h))), int(max(radius, 1)), 1.0, -1)
        spot = cv2.GaussianBlur(spot, (0, 0), r.uniform(0.5, 3))
        image = image * (1 - spot[..., None]) + spot[..., None] * r.uniform(0, 1.1, 3)
    return np.clip(image, 0, 1).astype(np.float32)


def taken_otherwise(image, r):
    """As another camera, light and file would give it: 0..=255."""
    if r.random() < 0.08:
        image = (image @ GREY.astype(np.float32))[..., None].repeat(3, -1)
    image = np.clip(image, 0, 1) ** np.exp(r.normal(0, 0.22))
    image = image * np.exp(r.normal(0, 0.16)) * np.exp(r.normal(0, 0.07, 3))
    if r.random() < 0.05:
        image = image * r.uniform(0.3, 1.1, 3)
    image = (image - 0.5) * np.exp(r.normal(0, 0.15)) + 0.5
    more, grey = np.exp(r.normal(0, 0.25)), image.mean(-1, keepdims=True)
    image = grey + (image - grey) * more
    if r.random() < 0.35:
        image = cv2.GaussianBlur(image.astype(np.float32), (0, 0), r.uniform(0.25, 0.9))
    if r.random() < 0.12:
        image = image + r.uniform(0.3, 1.0) * (image - cv2.GaussianBlur(image.astype(np.float32), (0, 0), 1.0))
    if r.random() < 0.4:
        image = image + r.normal(0, jewels.log_uniform(r, 0.004, 0.035), image.shape)
    image = np.clip(image, 0, 1) * 255
    if r.random() < 0.4:
        scale, (h, w) = r.uniform(0.7, 1.6), image.shape[:2]
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        sized = cv2.resize(image.astype(np.float32), (int(w * scale), int(h * scale)), interpolation=how)
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(r.integers(35, 95))]
        _, file = cv2.imencode(".jpg", sized.clip(0, 255).astype(np.uint8), quality)
        image = cv2.resize(cv2.imdecode(file, 1), (w, h))
    return np.clip(np.round(image), 0, 255).astype(np.uint8)


def with_centres(matrix):
    """OpenCV counts from the middle of a pixel, we from its corner."""
    out = matrix.copy()
    out[:, 2] = matrix @ np.array([0.5, 0.5, 1]) - 0.5
    return out


class Picture:
    """One ear's surroundings: `image` (HEIGHT, WIDTH, 3) 0..1, `inside` the photo, `worn` where an earring was drawn."""

    def __init__(self, bust: Bust, side: int, r, moved: bool):
        self.whole, person, self.cheek = as_right(bust, side)
        (dx, dy), scale, turn = (0, 0), 1, 0
        if moved:
            dx, dy = r.normal(0, 0.028), r.normal(0, 0.03)
            scale, turn = np.exp(r.normal(0, 0.08)), r.normal(0, 0.07)
        self.scale, self.turn = scale, turn
        size = UNIT / BUST_UNIT / scale
        cx = self.cheek + (INNER + 0.25 + dx) * BUST_UNIT
        cy = EYES + (MIDDLE_DOWN + dy) * BUST_UNIT
        c, s = np.cos(turn) * size, np.sin(turn) * size
        self.to_picture = np.array([[c, -s, WIDTH / 2 - (c * cx - s * cy)], [s, c, HEIGHT / 2 - (s * cx + c * cy)]])
        self.image = self.cut(self.whole, cv2.BORDER_REPLICATE)
        self.person = self.cut(person.astype(np.float32), cv2.BORDER_CONSTANT)
        self.inside = self.cut((person > 0).astype(np.float32), cv2.BORDER_CONSTANT) > 0.5
        self.skin = skin_of(self.whole, self.cheek)
        self.bright = float(self.skin.max())
        # Of a photo smaller than its bust, what is drawn is as soft as it.
        self.soft = max(0.0, 0.45 * BUST_UNIT / max(bust.unit_px, 40) - 0.2)
        self.grey = np.abs(self.whole - self.whole.mean(-1, keepdims=True)).mean() < 0.004
        self.worn = np.zeros((HEIGHT, WIDTH), np.float32)

    def cut(self, image, border):
        matrix = with_centres(self.to_picture)
        return cv2.warpAffine(image, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=border)

    def place(self, outwards, down):
        return self.to_picture @ np.array([self.cheek + outwards * BUST_UNIT, EYES + down * BUST_UNIT, 1])

    def lay(self, canvas, at, r, hidden=None, shadow=False):
        """Draws `canvas` with its origin at `at`, in this photo's light; gives what it covers."""
        shrink = UNIT / self.scale / jewels.SCALE
        c, s = np.cos(self.turn) * shrink, np.sin(self.turn) * shrink
        matrix = np.array([[c, -s, 0], [s, c, 0]])
        origin = np.array([canvas.left * jewels.SCALE, canvas.above * jewels.SCALE])
        matrix[:, 2] = self.place(*at) - matrix[:, :2] @ origin
        matrix = with_centres(matrix)
        blur, soft = max(0.5 * (1 / shrink - 1), 0) * 0.6, self.soft * UNIT / BUST_UNIT

        def shrunk(image):
            image = image.astype(np.float32)
            image = cv2.GaussianBlur(image, (0, 0), blur) if blur > 0.2 else image
            image = cv2.warpAffine(image, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
            return cv2.GaussianBlur(image, (0, 0), soft) if soft > 0.15 else image

        cover, colour = shrunk(canvas.cover), shrunk(canvas.colour)
        if hidden is not None:
            cover, colour = cover * (1 - hidden), colour * (1 - hidden)[..., None]
        if shadow:
            thrown = np.roll(np.roll(cover, r.integers(0, 3), 0), r.integers(-2, 3), 1)
            dark = cv2.GaussianBlur(thrown, (0, 0), r.uniform(0.6, 2)) * r.uniform(0, 0.5)
            self.image = self.image * (1 - dark[..., None])
        level = np.clip(self.bright * r.uniform(0.8, 1.5), 0.15, 1.2)
        cast = (self.skin / (self.skin.mean() + 1e-3) / np.array([1.2, 0.97, 0.83])) ** r.uniform(0.3, 0.9)
        colour = colour * level * np.clip(cast, 0.2, 2)
        if self.grey:
            colour = (colour @ GREY)[..., None].repeat(3, -1)
        self.image = self.image * (1 - cover[..., None]) + np.clip(colour, 0, 1.1)
        return cover

    def wear(self, hole, r):
        """Draws an earring that can be seen."""
        for _ in range(12):
            canvas = jewels.earring(r)
            at, hidden = (hole[0] + r.normal(0, 0.012), hole[1] + r.normal(-0.01, 0.02)), None
            if r.random() < 0.3:
                rows, columns = np.mgrid[:HEIGHT, :WIDTH]
                turn, (x, y) = r.uniform(0, 6.28), self.place(*at)
                away = (columns - x) * np.cos(turn) + (rows - y) * np.sin(turn)
                hidden = np.clip((away - r.uniform(-1, 5)) / 1.2 + 0.5, 0, 1)
            before = self.image.copy()
            cover = self.lay(canvas, at, r, hidden, True)
            change = np.abs(self.image - before).max(-1) * (cover > 0.15)
            if change.max() > 0.2 and (change > 0.1).sum() >= 3:
                self.worn = np.maximum(self.worn, (change > 0.05) * cover)
                return
            self.image = before

    def strands(self, hole, r):
        canvas = jewels.Canvas(0.6, 0.75, 0.3, 0.25)
        count = r.integers(1, 8)
        kinds = np.array([[0.1, 0.08, 0.06], [0.2, 0.15, 0.1], [0.45, 0.3, 0.18], [0.7, 0.6, 0.45], [0.6, 0.6, 0.6]])
        jewels.hair(canvas, r, kinds[r.integers(5)] / max(self.bright, 0.3), count)
        cover = self.lay(canvas, (hole[0] + r.normal(0, 0.08), hole[1] + r.normal(0, 0.06)), r)
        self.worn = self.worn * (1 - cover)

    def glints(self, hole, r):
        """Soft shine and moles of the skin's own colour: nothing that is worn."""
        for _ in range(r.integers(1, 3)):
            rows, columns = np.mgrid[:HEIGHT, :WIDTH]
            x, y = self.place(hole[0] + r.normal(-0.02, 0.06), hole[1] + r.normal(-0.05, 0.08))
            spot = (columns - x) ** 2 / r.uniform(2, 20) + (rows - y) ** 2 / r.uniform(2, 30)
            spot = np.exp(-spot)[..., None] * r.uniform(0.1, 0.6)
            colour = self.skin * r.uniform(1.1, 1.7) if r.random() < 0.6 else self.skin * r.uniform(0.15, 0.7)
            self.image = self.image * (1 - spot) + spot * colour


def packed(image, inside):
    return np.dstack([np.where(inside[..., None], image, 128), inside.astype(np.uint8) * 255])


def as_it_is(bust: Bust, side: int):
    """(HEIGHT, WIDTH, 4): red, green, blue, and 255 inside the photo."""
    picture = Picture(bust, side, None, False)
    return packed(np.clip(np.round(picture.image * 255), 0, 255).astype(np.uint8), picture.inside)


def sample(bust: Bust, side: int, hole, worn: bool, r, busts):
    """Such a picture made otherwise, and where an earring was drawn, 0..=255."""
    picture = Picture(bust, side, r, True)
    if r.random() < 0.4:
        person = np.clip((picture.person - 1) / 254 * 1.6 - 0.3, 0, 1)[..., None]
        behind = background(r, busts) * np.clip(picture.bright * 1.2, 0.3, 1)
        picture.image = picture.image * person + behind * (1 - person)
    if worn:
        picture.wear(hole, r)
    if r.random() < 0.14:
        picture.strands(hole, r)
    if r.random() < 0.12:
        picture.glints(hole, r)
    image, inside = taken_otherwise(picture.image, r), picture.inside
    if r.random() < 0.06:
        inside = inside & (np.arange(WIDTH)[None] < r.integers(20, WIDTH))
    if r.random() < 0.04:
        inside = inside & (np.arange(HEIGHT)[:, None] < r.integers(24, HEIGHT))
    return packed(image, inside), (picture.worn * 255).astype(np.uint8)


def elsewhere(bust: Bust, r) -> Bust:
    """The bust moved, so that another part of it lies where its ear was: what is not worn looks many ways."""
    dx, dy = r.uniform(-150, 60), r.uniform(-50, 150)
    matrix = np.float32([[1, 0, -dx], [0, 1, -dy]])
    if r.random() < 0.3:
        matrix = np.float32([[1.35, 0, -dx - 0.2 * BUST_WIDTH], [0, 1.35, -dy - 0.2 * BUST_HEIGHT]])
    size = (BUST_WIDTH, BUST_HEIGHT)
    image = cv2.warpAffine(bust.image, matrix, size, borderMode=cv2.BORDER_REFLECT)
    person = np.maximum(cv2.warpAffine(bust.person, matrix, size), 1)
    return Bust(bust.file, bust.label, bust.sides, bust.unit_px, bust.cheeks, image, person)
