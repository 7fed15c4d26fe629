#!/usr/bin/env python3
"""Trains the classifiers of src/measure/worn_weights.rs: glasses, reflections, frames over eyes, fringes, covered faces.

    STRAIGHT_PHOTOS=LIST STRAIGHT_OUT=FACES cargo test --lib straight -- --ignored
    train.py LIST FACES LABELS.tsv [--write ../../../src/measure/worn_weights.rs]

LIST names photos, one a line; FACES are their straightened faces. Only those whose name's SHA-256 ends in an even byte
are trained on, each as it is, moved about, and with faults drawn over it (faults.py). `--all` prints the odds of every
real photo, of the half held back too. Logistic regression, one set of weights for both halves of a face. Deterministic.
"""

import argparse
import csv
import hashlib
from multiprocessing import Pool
from pathlib import Path

import faults
import numpy as np
from plane import EYE_AREA, EYE_SKIN, HEIGHT, LOWER_AREA, LOWER_SKIN, WIDTH, X, Y, blurred, describe

HEADS = ["GLASSES", "GLARE", "FRAME", "FRINGE"]
COLUMNS = {
    "GLASSES": "glasses",
    "GLARE": "lens-glare",
    "FRAME": "frame-off-eyes",
    "FRINGE": "brows-clear",
    "COVER": "face-uncovered",
}
UNKNOWN = float("nan")
# Strength of the ridge: of 0.001, 0.003, 0.01 the best on folds of the training half.
RIDGE = 0.01
STEPS = 8

EYES = [((X - side * 3.2) / 1.55) ** 2 + ((Y - 2.75) / 0.62) ** 2 < 1 for side in (-1, 1)]
BROWS = [((X - side * 3.4) / 2.2) ** 2 + ((Y - 4.65) / 0.55) ** 2 < 1 for side in (-1, 1)]
FACE = ((X / 6.2) ** 2 + ((Y + 0.8) / 8.2) ** 2 < 1) & (Y < 1.5)
# Which halves the labels mean, of the training photos whose fault is on one side only.
ONE_SIDED = {
    ("glasses_r1c0.png", "lens-glare"): 1,
    ("ffeat_r0c4.png", "lens-glare"): 1,
    ("glasses_r4c5.png", "brows-clear"): 1,
}


def label(row: dict[str, str], column: str, meaning: dict[str, float]) -> list[float]:
    value = meaning.get(row[column], UNKNOWN)
    side = ONE_SIDED.get((Path(row["file"]).name, column))
    return [value if side in (None, half) else UNKNOWN for half in (0, 1)]


def yes(share: float, from_share: float, none_up_to: float) -> float:
    return 1.0 if share > from_share else 0.0 if share < none_up_to else UNKNOWN


def truths(row: dict[str, str]) -> np.ndarray:
    """(half, head) of a photo as it is."""
    worn = label(row, "glasses", {"none": 0.0, "clear": 1.0, "tinted": 1.0})
    meaning = {"ok": 0.0, "fault": 1.0}
    if row["glasses"] == "none":
        meaning["na"] = 0.0
    columns = ["lens-glare", "frame-off-eyes", "brows-clear"]
    return np.array([worn] + [label(row, column, meaning) for column in columns]).T


def with_glasses(image, r, truth):
    tinted = r.random() < 0.3
    slip = r.uniform(-1.3, 1) if r.random() < 0.5 else 0.0
    glare = r.uniform(0.3, 1) if r.random() < 0.5 else 0.0
    out, halves, style = faults.glasses(image, r, tinted, slip, glare)
    new = []
    for k, half in enumerate(halves):
        on_eye, of_glass = half["glare"][EYES[k]].mean(), half["glare"].sum() / max(half["glass"].sum(), 1)
        shine = 1.0 if on_eye > 0.12 or of_glass > 0.2 else 0.0 if on_eye < 0.02 and of_glass < 0.06 else UNKNOWN
        crossing = yes(half["rim"][EYES[k]].mean(), 0.05, 0.02)
        if (style in ("rimless", "half") and crossing != 0) or shine != 0:
            crossing = UNKNOWN
        new.append([1.0, shine, crossing, truth[k][3]])
    return out, new


def with_fringe(image, r, truth):
    side = r.random()
    left, right = (-9, 9) if side < 0.5 else (-9, r.uniform(-2, 3)) if side < 0.75 else (r.uniform(-3, 2), 9)
    image, hair = faults.fringe(image, r, r.uniform(2.2, 7.5), left, right)
    if r.random() < 0.25 and truth[0][0] == 0:
        image, truth = faults.glasses(image, r)[0], [[1.0, 0.0, UNKNOWN, 0.0]] * 2
    new = []
    for k in (0, 1):
        brow, eye = hair[BROWS[k]].mean(), hair[EYES[k]].mean()
        covered = 1.0 if brow > 0.45 or eye > 0.3 else 0.0 if brow < 0.12 and eye < 0.03 else UNKNOWN
        worn = truth[k][0]
        new.append([worn, truth[k][1] if worn else 0.0, truth[k][2] if worn else 0.0, covered])
    return image, new


def eye_samples(job):
    seed, image, row, shown = job
    r, truth, rows = np.random.default_rng(seed), truths(row), []

    def add(face, truth, weight):
        described = describe(face, EYE_AREA, EYE_SKIN)
        rows.extend((described[k], truth[k], weight) for k in (0, 1) if shown[k])

    def seen(face):
        return np.clip(blurred(faults.lit(face, r) * r.uniform(0.75, 1.08), r.uniform(0, 0.8)), 0, 255)

    worn = row["glasses"] in ("clear", "tinted")
    add(image, truth, 4.0)
    if min(shown):
        either = np.where((truth == truth[::-1]), truth, UNKNOWN)
        for _ in range(10 if worn else 6):
            add(seen(faults.moved(image, r)), either, 1.0)
        for _ in range(20 if row["glasses"] == "none" else 0):
            face, new = with_glasses(faults.moved(image, r), r, either)
            add(seen(face), new, 1.0)
        for _ in range(10 if row["brows-clear"] == "ok" else 0):
            face, new = with_fringe(faults.moved(image, r), r, either)
            add(seen(face), new, 1.0)
    return rows


def lower_samples(job):
    seed, image, row, shown = job
    r, rows = np.random.default_rng(seed + 1000), []
    truth = {"ok": 0.0, "fault": 1.0}.get(row["face-uncovered"], UNKNOWN)

    def add(face, truth, weight):
        described = describe(face, LOWER_AREA, LOWER_SKIN)
        rows.extend((described[k], [truth[k]], weight) for k in (0, 1) if shown[k])

    def seen(face):
        return np.clip(blurred(faults.lit(face, r) * r.uniform(0.75, 1.08), r.uniform(0, 0.8)), 0, 255)

    add(image, [truth if truth == 0 else UNKNOWN] * 2, 4.0)
    if min(shown) and truth == 0:
        for _ in range(6):
            add(seen(faults.moved(image, r)), [0.0, 0.0], 1.0)
        kinds = [faults.beard] * 3 + [faults.open_mouth] * 5 + [faults.mask] * 4 + [faults.hand] * 7
        kinds += [faults.thing] * 7 + [faults.side_hair] * 2
        for draw in kinds:
            face, where = draw(faults.moved(image, r), r)
            least = 0.3 if draw is faults.side_hair else 0.1
            covered = [yes(where[FACE & (X * side > -0.5)].mean(), least, 0.01) for side in (-1, 1)]
            add(seen(face), covered, 1.0)
    return rows


def trained(described, truth, weight):
    """Weights and bias of the log odds; both classes count alike."""
    weight = weight * np.where(truth == 1, 1 / weight[truth == 1].sum(), 1 / weight[truth == 0].sum()) / 2
    mean = np.average(described, 0, weight)
    spread = np.sqrt(np.average((described - mean) ** 2, 0, weight)) + 0.03
    inputs = np.c_[(described - mean) / spread, np.ones(len(described))]
    # Not quite sure of any label: the odds stay bounded.
    target = np.where(truth == 1, 0.97, 0.03)
    ridge = np.eye(inputs.shape[1]) * RIDGE
    ridge[-1, -1] = 1e-6
    found = np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        odds = 1 / (1 + np.exp(-inputs @ found))
        curve = weight * (odds * (1 - odds) + 1e-4)
        slope = inputs.T @ (weight * (odds - target)) + ridge @ found
        found -= np.linalg.solve((inputs * curve[:, None]).T @ inputs + ridge, slope)
    weights = found[:-1] / spread
    return weights, found[-1] - weights @ mean


def rounded(weights, bias):
    step = np.abs(weights).max() / 127
    return np.round(weights / step).astype(int), step, bias


def source(heads) -> str:
    lines = [
        "//! What the classifiers of eyewear and cover have learned: made by `tests/tools/worn/train.py`; do not edit.",
        "//!",
        "//! Trained on the labelled photos whose name's SHA-256 ends in an even byte, as they are and with glasses, dark",
        "//! lenses, reflections, fringes, masks, hands, things and beards drawn over them. A row is a cell of the",
        "//! descriptor, the cells from the top, outwards from the nose.",
        "",
        "use super::descriptor::Head;",
    ]
    for name, (weights, step, bias) in heads.items():
        lines += ["", f"#[rustfmt::skip]\npub(super) static {name}: Head = Head {{"]
        lines += [f"    bias: {bias:.5},", f"    step: {step:.7},", "    weights: &["]
        lines += [f"        {', '.join(map(str, cell))}," for cell in weights.reshape(-1, 12)]
        lines += ["    ],", "};"]
    return "\n".join(lines) + "\n"


def is_held_back(name: str) -> bool:
    return hashlib.sha256(name.encode()).digest()[-1] % 2 == 1


def load(photos: Path, faces: Path, labels: Path):
    with labels.open(newline="", encoding="utf-8") as lines:
        rows = {row["file"]: row for row in csv.DictReader(lines, delimiter="\t")}
    size = 8 + HEIGHT * WIDTH * 12
    data = np.frombuffer(faces.read_bytes(), np.uint8).reshape(-1, size)
    out = []
    for path, part in zip(photos.read_text().splitlines(), data, strict=True):
        row = rows["/".join(path.split("/")[-2:])]
        if part[4]:
            image = np.frombuffer(part[8:].tobytes(), "<f4").reshape(HEIGHT, WIDTH, 3).astype(float)
            out.append((image, row, part[:4]))
    return out


def learn(jobs, samples, heads):
    with Pool(2) as pool:
        rows = sum(pool.map(samples, jobs, chunksize=4), [])
    described, weight = np.array([row[0] for row in rows]), np.array([row[2] for row in rows])
    truth = np.array([row[1] for row in rows], float)
    out = {}
    for k, name in enumerate(heads):
        known = np.isfinite(truth[:, k])
        print(f"{name}: {int((truth[known, k] == 1).sum())} of {known.sum()} samples", flush=True)
        out[name] = rounded(*trained(described[known], truth[known, k], weight[known]))
    return out


def show(faces, heads) -> None:
    """The odds of every half of every photo, the largest last."""
    for name, (weights, step, bias) in heads.items():
        area, skin, first = (LOWER_AREA, LOWER_SKIN, 2) if name == "COVER" else (EYE_AREA, EYE_SKIN, 0)
        column = COLUMNS[name]
        found = []
        for image, row, shown in faces:
            odds = describe(image, area, skin) @ weights * step + bias
            odds = [round(float(odds[k]), 1) if shown[first + k] else None for k in (0, 1)]
            largest = max((value for value in odds if value is not None), default=-99)
            kind = "held back" if is_held_back(row["file"]) else "trained on"
            found.append((largest, f"{name} {kind} {row[column]:7} {odds} {Path(row['file']).name}"))
        print("\n".join(line for _, line in sorted(found)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Trains the classifiers of worn_weights.rs.")
    parser.add_argument("photos", type=Path, metavar="LIST")
    parser.add_argument("faces", type=Path, metavar="FACES")
    parser.add_argument("labels", type=Path, metavar="LABELS.tsv")
    parser.add_argument("--write", type=Path, metavar="FILE")
    parser.add_argument("--all", action="store_true", help="print the odds of every photo")
    chosen = parser.parse_args()
    faces = load(chosen.photos, chosen.faces, chosen.labels)
    training = [(k, *face) for k, face in enumerate(faces) if not is_held_back(face[1]["file"])]
    heads = learn([(k, image, row, shown[:2]) for k, image, row, shown in training], eye_samples, HEADS)
    heads |= learn([(k, image, row, shown[2:]) for k, image, row, shown in training], lower_samples, ["COVER"])
    if chosen.write:
        chosen.write.write_text(source(heads), encoding="utf-8")
    if chosen.all:
        show(faces, heads)


if __name__ == "__main__":
    main()
