//! One defect over the face, little by little: darker lenses, larger reflections, a frame that slides over the eye, a
//! longer fringe, a larger mask. Each check passes without it, fires with all of it and where it was put, and never
//! judges more of it more kindly.
//!
//! On drawn portraits of every skin, by their own parameters and painted over; on labelled photos of people, where those
//! lie beside the project.

use crate::kit::{finding, judge, open, photo};
use crate::portrait::{Cover, Glasses, Picture, Portrait, SkinTone};
use photo_precheck::geometry::{Photo, Point, Rect};
use photo_precheck::report::{Report, Verdict};
use std::sync::LazyLock;

/// What a check says of a picture.
#[derive(Clone, Copy, Debug)]
struct Said {
    verdict: Verdict,
    value: Option<f64>,
    region: Option<Rect<Photo>>,
}

impl Said {
    fn of(report: &Report, check: &str) -> Said {
        let found = finding(report, check);
        let region = found.region.as_ref().map(|r| Rect::new(r.x, r.y, r.width, r.height));
        Said { verdict: found.verdict, value: found.value, region }
    }
}

fn said(picture: &Picture, check: &str) -> Said {
    Said::of(&judge(picture), check)
}

/// Kinder first; what could not be measured is no judgement.
fn rank(verdict: Verdict) -> Option<u8> {
    match verdict {
        Verdict::Pass => Some(0),
        Verdict::Warn => Some(1),
        Verdict::Fail => Some(2),
        _ => None,
    }
}

/// A face to paint on: its picture, the middle between the eyes, and the vector from the left eye to the right one, px.
struct Face {
    name: String,
    picture: Picture,
    middle: (f64, f64),
    across: (f64, f64),
}

impl Face {
    fn new(name: &str, picture: Picture) -> Face {
        let opened = open(&picture);
        let head = opened.evidence().head.unwrap_or_else(|reason| panic!("{name}: {}", reason.code()));
        let (left, right) = (head.left_eye, head.right_eye);
        Face {
            name: name.to_owned(),
            picture,
            middle: ((left.x + right.x) / 2.0, (left.y + right.y) / 2.0),
            across: (right.x - left.x, right.y - left.y),
        }
    }

    /// The picture with `paint` over it: from a place in distances of the eyes (x to the right, y down, from the middle
    /// between them) to a colour and its opacity.
    fn painted(&self, paint: impl Fn(f64, f64) -> ([f64; 3], f64)) -> Picture {
        let (ax, ay) = self.across;
        let length = ax * ax + ay * ay;
        self.picture.map(|x, y, pixel| {
            // Four samples a pixel, so that thin lines are as smooth as a lens makes them.
            let mut sum = [0.0; 3];
            for (right, down) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                let (dx, dy) = (x as f64 + right - self.middle.0, y as f64 + down - self.middle.1);
                let (colour, opacity) = paint((dx * ax + dy * ay) / length, (dy * ax - dx * ay) / length);
                for channel in 0..3 {
                    sum[channel] += f64::from(pixel[channel]) * (1.0 - opacity) + colour[channel] * opacity;
                }
            }
            sum.map(|value| (value / 4.0).round().clamp(0.0, 255.0) as u8)
        })
    }

    /// The place (x, y) of [`Face::painted`] in the picture.
    fn at(&self, x: f64, y: f64) -> Point<Photo> {
        let (ax, ay) = self.across;
        Point::new(self.middle.0 + x * ax - y * ay, self.middle.1 + x * ay + y * ax)
    }
}

/// Drawn faces of three skins, and some of the labelled photos' in which nothing is worn.
static FACES: LazyLock<Vec<Face>> = LazyLock::new(|| {
    let mut faces: Vec<Face> = [SkinTone::Light, SkinTone::Tan, SkinTone::Dark]
        .iter()
        .map(|skin| Face::new(&format!("{skin:?}"), Portrait { skin: *skin, ..Portrait::default() }.draw().0))
        .collect();
    const PEOPLE: [&str; 4] = ["cory-booker", "deb-fischer", "richard-burr", "tim-scott"];
    for person in PEOPLE {
        let photo = photo(&format!("CivilServiceUSA+us-senate/{person}.jpg"));
        faces.extend(photo.map(|picture| Face::new(person, picture)));
    }
    faces
});

/// A defect in steps: nothing at the first, all of it at the last. `places`: where it lies, one or the
/// other of them.
fn series(check: &str, name: &str, steps: &[Picture], places: &[Point<Photo>]) -> Vec<String> {
    let said: Vec<Said> = steps.iter().map(|picture| said(picture, check)).collect();
    let told: Vec<String> =
        said.iter().map(|said| format!("{:?} {:.3}", said.verdict, said.value.unwrap_or(f64::NAN))).collect();
    println!("{check} {name}: {}", told.join(", "));
    let ranks: Vec<Option<u8>> = said.iter().map(|said| rank(said.verdict)).collect();
    let mut wrong = Vec::new();
    if ranks[0] != Some(0) {
        wrong.push("does not pass at first");
    }
    if ranks.last().is_none_or(|last| last.is_none_or(|last| last == 0)) {
        wrong.push("does not fire at last");
    }
    let judged: Vec<u8> = ranks.into_iter().flatten().collect();
    if judged.windows(2).any(|pair| pair[1] < pair[0]) {
        wrong.push("judges more of it more kindly");
    }
    if said
        .last()
        .is_some_and(|last| !last.region.is_some_and(|region| places.iter().any(|place| region.holds(*place))))
    {
        wrong.push("fires elsewhere");
    }
    wrong.into_iter().map(|wrong| format!("{check} {wrong}: {name}: {}", told.join(", "))).collect()
}

fn none(failures: Vec<String>) {
    assert!(failures.is_empty(), "{} of the series:\n{}", failures.len(), failures.join("\n"));
}

/// Runs `check` over every face with `paint` in `steps`.
fn painted(check: &str, steps: &[f64], places: &[(f64, f64)], paint: impl Fn(f64, f64, f64) -> ([f64; 3], f64)) {
    none(FACES.iter().fold(Vec::new(), |mut failures, face| {
        let pictures: Vec<Picture> = steps.iter().map(|step| face.painted(|x, y| paint(*step, x, y))).collect();
        failures.extend(series(
            check,
            &face.name,
            &pictures,
            &places.iter().map(|(x, y)| face.at(*x, *y)).collect::<Vec<_>>(),
        ));
        failures
    }));
}

/// Where a pair of spectacles has its frame, and where its glass: `down` is how far it has slid, distances of the eyes.
fn spectacles(x: f64, y: f64, down: f64) -> (bool, bool) {
    const THICK: f64 = 0.035;
    // Beyond the temples' ends and the rings there is nothing; powers are slow.
    if x.abs() > 1.15 || (y - 0.06 - down).abs() > 0.4 {
        return (false, false);
    }
    let (out, low) = ((x.abs() - 0.52) / 0.40, (y - 0.06 - down) / 0.31);
    let ring = (out.abs().powf(2.6) + low.abs().powf(2.6)).powf(1.0 / 2.6) - 1.0;
    let edge = ring.abs() * 0.31 < THICK / 2.0;
    let bridge = x.abs() < 0.13 && (y + 0.02 - down + 0.04 * (1.0 - (x / 0.13).powi(2))).abs() < THICK / 2.0;
    let temple = x.abs() > 0.92 && x.abs() < 1.15 && (y - down).abs() < THICK / 2.0;
    (edge || bridge || temple, ring < 0.0)
}

/// In distances of the eyes from the middle between them.
const BOTH_EYES: [(f64, f64); 2] = [(-0.5, 0.0), (0.5, 0.0)];

const DARK_RIM: [f64; 3] = [32.0, 28.0, 28.0];

#[test]
fn darker_lenses() {
    painted("glasses-clear", &[0.0, 0.3, 0.6, 0.95], &BOTH_EYES, |tint, x, y| match spectacles(x, y, 0.0) {
        (true, _) => (DARK_RIM, 0.95),
        (_, true) => ([26.0, 24.0, 30.0], tint),
        _ => ([0.0; 3], 0.0),
    });
}

#[test]
fn darker_lenses_of_drawn_glasses() {
    let tints = [0.0, 0.3, 0.6, 0.95];
    none(SkinTone::ALL.into_iter().fold(Vec::new(), |mut failures, skin| {
        let worn =
            |tint: f64| Portrait { skin, glasses: Some(Glasses { tint, ..Glasses::default() }), ..Portrait::default() };
        let pictures: Vec<Picture> = tints.iter().map(|tint| worn(*tint).draw().0).collect();
        let truth = worn(0.0).truth();
        let eyes = [truth.left_eye, truth.right_eye].map(|(x, y)| Point::new(x, y));
        failures.extend(series("glasses-clear", &format!("{skin:?}, drawn"), &pictures, &eyes));
        failures
    }));
}

#[test]
fn a_larger_reflection() {
    painted("lens-glare", &[0.0, 0.08, 0.16, 0.24], &[(0.5, 0.05)], |size, x, y| match spectacles(x, y, 0.0) {
        (true, _) => (DARK_RIM, 0.95),
        (_, true) if (x - 0.5).hypot(y - 0.04) < size => ([238.0, 246.0, 255.0], 0.95),
        _ => ([0.0; 3], 0.0),
    });
}

#[test]
fn a_frame_that_slides_over_the_eyes() {
    painted("frame-off-eyes", &[0.0, 0.1, 0.2, 0.26], &BOTH_EYES, |down, x, y| match spectacles(x, y, down) {
        (true, _) => (DARK_RIM, 0.95),
        _ => ([0.0; 3], 0.0),
    });
}

#[test]
fn a_longer_fringe() {
    painted("brows-clear", &[-1.0, -0.6, -0.3, -0.1, 0.1], &[(0.5, -0.3)], |down_to, x, y| {
        // Strands of different lengths, from above the head.
        let strand = ((x * 40.0).floor() * 12.9898).sin().abs();
        let over = x > -0.1 && x < 1.1 && y > -1.7 && y < down_to + 0.08 * strand && down_to > -0.99;
        ([30.0 + 25.0 * strand, 24.0 + 20.0 * strand, 20.0 + 16.0 * strand], if over { 0.97 } else { 0.0 })
    });
}

#[test]
fn a_larger_mask() {
    painted("face-uncovered", &[0.0, 0.25, 0.5, 0.75, 1.0], &[(-0.3, 1.2), (0.3, 1.2)], |share, x, y| {
        // From the chin up to the middle of the nose; the edge sinks towards the ears.
        let top = 2.1 - 1.55 * share + 0.12 * x * x;
        let pleat = if ((y * 9.0).fract() - 0.5).abs() < 0.1 { 0.85 } else { 1.0 };
        let over = share > 0.0 && y > top && y < 2.1 && x.abs() < 1.0 - 0.25 * (y - 1.0).max(0.0);
        ([170.0, 204.0, 224.0].map(|value| value * pleat), if over { 1.0 } else { 0.0 })
    });
}

#[test]
fn drawn_masks_and_hands_are_seen_on_every_skin() {
    let mut failures = Vec::new();
    for skin in SkinTone::ALL {
        for cover in [Cover::Mask, Cover::Hand] {
            let said = said(&Portrait { skin, cover, ..Portrait::default() }.draw().0, "face-uncovered");
            if rank(said.verdict).is_none_or(|rank| rank == 0) {
                failures.push(format!("{skin:?} {cover:?}: {said:?}"));
            }
        }
    }
    none(failures);
}

#[test]
fn nothing_worn_is_no_fault() {
    const CHECKS: [&str; 5] = ["glasses-clear", "lens-glare", "frame-off-eyes", "brows-clear", "face-uncovered"];
    let mut failures = Vec::new();
    for face in FACES.iter() {
        let report = judge(&face.picture);
        for check in CHECKS {
            let said = Said::of(&report, check);
            if said.verdict != Verdict::Pass {
                failures.push(format!("{} {check}: {said:?}", face.name));
            }
        }
    }
    none(failures);
}
