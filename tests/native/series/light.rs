//! Light and colour spoilt step by step, on drawn portraits and on real photos: the check fires, with the right code,
//! at the right place, and more of a defect never scores better.
//!
//! The real photos are not part of the repository; without them their half is left out, with a word. Every series runs
//! before a test fails, and each breach is printed with the whole series.

use crate::kit::{finding, judge, photo};
use crate::portrait::{Picture, Portrait, SkinTone, spoil};
use photo_precheck::report::{Finding, PixelRect, Verdict};

/// The checks of this family.
const LIGHT: [&str; 6] = ["face-exposure", "even-light", "no-backlight", "no-hotspot", "natural-colour", "red-eye"];

/// Photos whose light is labelled in order in every column: light, tan and dark skin, plain and busy backgrounds.
const REAL: [&str; 4] = [
    "CivilServiceUSA+us-senate/joni-ernst.jpg",
    "CivilServiceUSA+us-senate/tim-scott.jpg",
    "SelfishGene+SFHQ-T2I-dataset/age_r4c5.png",
    "SelfishGene+SFHQ-dataset/s3_r1c2.png",
];

/// Where in a photo its defect is.
type Place<'a> = &'a dyn Fn(&PixelRect) -> bool;

/// What is wrong with a series of growing strength, whose last step `check` must answer with `least` or worse and with
/// `code`, at a `place`; empty where nothing is. A series ends where `one-face` fails, for there is nothing left to
/// measure: a photo like that is caught as well.
fn breaches(
    name: &str,
    (check, code, least): (&str, &str, Verdict),
    place: Place,
    steps: Vec<(f64, Picture)>,
) -> Vec<String> {
    let mut lost = false;
    let mut found: Vec<(f64, Finding)> = Vec::new();
    for (strength, picture) in &steps {
        let report = judge(picture);
        lost = finding(&report, "one-face").verdict == Verdict::Fail;
        if lost {
            break;
        }
        found.push((*strength, finding(&report, check).clone()));
    }
    let story: Vec<_> = found.iter().map(|(s, f)| format!("{s}: {:?} {:?} {:?}", f.verdict, f.code, f.value)).collect();
    let mut breaches = Vec::new();
    let mut breach = |what: &str| breaches.push(format!("{name}, {check}: {what}\n    {}", story.join("\n    ")));
    if found.windows(2).any(|pair| pair[1].1.verdict < pair[0].1.verdict) {
        breach("more scores better");
    }
    if found.first().is_none_or(|(_, first)| first.verdict != Verdict::Pass) {
        breach("the first step does not pass");
    }
    if let Some((_, last)) = found.last() {
        if last.verdict < least || last.code != Some(code) {
            if !lost {
                breach("the last step is not caught");
            }
        } else if !last.region.as_ref().is_some_and(place) {
            breach(&format!("seen at {:?}", last.region));
        }
    }
    breaches
}

fn report(breaches: Vec<String>) {
    assert!(breaches.is_empty(), "{} series:\n{}", breaches.len(), breaches.join("\n"));
}

/// `change` of the default portrait in growing strength.
fn drawn(steps: &[f64], change: impl Fn(&mut Portrait, f64)) -> Vec<(f64, Picture)> {
    let draw = |strength: f64| {
        let mut portrait = Portrait::default();
        change(&mut portrait, strength);
        (strength, portrait.draw().0)
    };
    steps.iter().map(|strength| draw(*strength)).collect()
}

/// `change` of a picture in growing strength.
fn spoilt(picture: &Picture, steps: &[f64], change: impl Fn(&Picture, f64) -> Picture) -> Vec<(f64, Picture)> {
    steps.iter().map(|strength| (*strength, change(picture, *strength))).collect()
}

fn middle(region: &PixelRect) -> (f64, f64) {
    (region.x + region.width / 2.0, region.y + region.height / 2.0)
}

/// Where a photo's face is, before it is spoilt.
struct Face {
    left_eye: (f64, f64),
    right_eye: (f64, f64),
    whole: PixelRect,
}

impl Face {
    fn of(picture: &Picture) -> Face {
        let face = judge(picture).face.expect("a face");
        let point = |p: photo_precheck::report::PixelPoint| (p.x, p.y);
        Face { left_eye: point(face.left_eye), right_eye: point(face.right_eye), whole: face.face_box }
    }
    fn holds(&self, region: &PixelRect) -> bool {
        let ((x, y), whole) = (middle(region), &self.whole);
        x > whole.x && x < whole.x + whole.width && y > whole.y && y < whole.y + whole.height
    }
    fn middle_x(&self) -> f64 {
        (self.left_eye.0 + self.right_eye.0) / 2.0
    }
    fn eyes_px(&self) -> f64 {
        (self.right_eye.0 - self.left_eye.0).hypot(self.right_eye.1 - self.left_eye.1)
    }
}

/// The default portrait and the real photos.
fn all() -> Vec<(&'static str, Picture, Face)> {
    let drawn = ("drawn", Portrait::default().draw().0);
    let add_face = |(name, picture): (&'static str, Picture)| {
        let face = Face::of(&picture);
        (name, picture, face)
    };
    std::iter::once(drawn).chain(REAL.iter().filter_map(|name| Some((*name, photo(name)?)))).map(add_face).collect()
}

fn stops(picture: &Picture, rgb: [f64; 3]) -> Picture {
    spoil::gain(picture, rgb.map(f64::exp2))
}

#[test]
fn a_darker_or_lighter_face_is_never_better() {
    let mut found = Vec::new();
    for (name, picture, face) in all() {
        let on_face: Place = &|region| face.holds(region);
        let darker = spoilt(&picture, &[0.0, 1.0, 2.0, 3.0, 4.0], |p, by| stops(p, [-by; 3]));
        found.extend(breaches(name, ("face-exposure", "too-dark", Verdict::Fail), on_face, darker));
        let gamma = spoilt(&picture, &[1.0, 1.5, 3.0, 6.0, 20.0], spoil::gamma);
        found.extend(breaches(name, ("face-exposure", "too-dark", Verdict::Fail), on_face, gamma));
        let lighter = spoilt(&picture, &[0.0, 0.5, 1.5, 3.0, 5.0], |p, by| stops(p, [by; 3]));
        found.extend(breaches(name, ("face-exposure", "too-bright", Verdict::Fail), on_face, lighter));
    }
    report(found);
}

/// Each pixel in as many stops less light as `lost` says of its place.
fn dimmed(picture: &Picture, lost: impl Fn(f64, f64) -> f64) -> Picture {
    picture.map(|x, y, colour| {
        let left = (-lost(x as f64 + 0.5, y as f64 + 0.5)).exp2();
        colour.map(|v| (255.0 * spoil::gamma_coded(spoil::linear(f64::from(v) / 255.0) * left)).round() as u8)
    })
}

/// 0 before -1, 1 after 1, smooth between.
fn soft_step(x: f64) -> f64 {
    let x = (x.clamp(-1.0, 1.0) + 1.0) / 2.0;
    x * x * (3.0 - 2.0 * x)
}

#[test]
fn light_from_one_side_is_never_better() {
    let mut found = Vec::new();
    let steps = [0.0, 0.5, 1.0, 2.0, 3.0];
    let truth = Portrait::default().truth();
    let middle_x = (truth.left_eye.0 + truth.right_eye.0) / 2.0;
    let dark_left: Place = &|region| middle(region).0 < middle_x;
    let dark_right: Place = &|region| middle(region).0 > middle_x;
    found.extend(breaches(
        "drawn",
        ("even-light", "uneven", Verdict::Warn),
        dark_left,
        drawn(&steps, |p, by| p.side_light = by),
    ));
    found.extend(breaches(
        "drawn",
        ("even-light", "uneven", Verdict::Warn),
        dark_right,
        drawn(&steps, |p, by| p.side_light = -by),
    ));
    for (name, picture, face) in all() {
        for side in [-1.0, 1.0] {
            let dark_side: Place = &|region| (middle(region).0 - face.middle_x()) * side > 0.0;
            let off = |x: f64| side * (x - face.middle_x()) / (0.4 * face.whole.width);
            // A face that is lit from one side already is first lit evenly by light from the other.
            let lit = spoilt(&picture, &[0.0, 4.0, 6.0], |p, by| dimmed(p, |x, _| by * soft_step(off(x))));
            found.extend(breaches(name, ("even-light", "uneven", Verdict::Warn), dark_side, lit));
        }
    }
    report(found);
}

#[test]
fn shadow_bands_are_never_better() {
    let mut found = Vec::new();
    for (name, picture, face) in all() {
        let on_face: Place = &|region| face.holds(region);
        // As of a blind: slanted, dark and light in turn, three of each on a face.
        let wave = |x: f64, y: f64| ((0.5 * x + y) / (face.whole.height / 3.0) * std::f64::consts::TAU).sin();
        let steps = [0.0, 1.5, 3.0, 3.5, 4.0, 4.5, 6.0];
        let bands = spoilt(&picture, &steps, |p, by| dimmed(p, |x, y| by * soft_step(2.0 * wave(x, y))));
        found.extend(breaches(name, ("even-light", "uneven", Verdict::Warn), on_face, bands));
    }
    report(found);
}

/// Darker in an ellipse around head and shoulders and lighter outside, by `by` stops each, with a soft edge: a window
/// behind.
fn window_behind(picture: &Picture, face: &Face, by: f64) -> Picture {
    let (x0, y0) = middle(&face.whole);
    let (half_width, half_height) = (face.whole.width * 0.85, face.whole.height * 1.0);
    picture.map(|x, y, colour| {
        let below = y as f64 > y0;
        let (dx, dy) = ((x as f64 - x0) / half_width, (y as f64 - y0) / half_height);
        let off = if below { dx.abs() } else { dx.hypot(dy) };
        let stops = by * (2.0 * ((off - 0.9) / 0.2).clamp(0.0, 1.0) - 1.0);
        let table = |v: u8| spoil::gamma_coded((spoil::linear(f64::from(v) / 255.0) * stops.exp2()).min(1.0));
        colour.map(|v| (255.0 * table(v)).round() as u8)
    })
}

#[test]
fn light_from_behind_is_never_better() {
    let mut found = Vec::new();
    let steps = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
    let behind: Place = &|region| region.width > 0.0;
    found.extend(breaches(
        "drawn",
        ("no-backlight", "backlit", Verdict::Fail),
        behind,
        drawn(&steps, |p, by| p.person_stops = -by),
    ));
    for (name, picture, face) in all() {
        let window = spoilt(&picture, &[0.0, 1.0, 2.0, 3.0, 4.0], |p, by| window_behind(p, &face, by));
        // Seen around the head, not on it alone.
        let around: Place = &|region| region.width > face.whole.width && region.y < face.whole.y + face.whole.height;
        found.extend(breaches(name, ("no-backlight", "backlit", Verdict::Fail), around, window));
    }
    report(found);
}

/// White light at (`x`, `y`), bell-shaped, `strength` 0..=1.
fn glow(picture: &Picture, (x0, y0): (f64, f64), radius: f64, strength: f64) -> Picture {
    picture.map(|x, y, colour| {
        let off = ((x as f64 - x0).hypot(y as f64 - y0)) / radius;
        let white = (1.4 * strength * (-0.5 * off * off).exp()).min(1.0);
        colour.map(|v| (f64::from(v) + (255.0 - f64::from(v)) * white).round() as u8)
    })
}

#[test]
fn more_shine_is_never_better() {
    let mut found = Vec::new();
    let steps = [0.0, 0.25, 0.5, 0.75, 1.0];
    let truth = Portrait::default().truth();
    let upper: Place = &|region| middle(region).1 < truth.chin.1 - 0.3 * truth.head_px();
    found.extend(breaches(
        "drawn",
        ("no-hotspot", "shine", Verdict::Fail),
        upper,
        drawn(&steps, |p, by| p.hot_spot = by),
    ));
    for (name, picture, face) in all() {
        // On the cheek below the picture's right eye.
        let (x, y) = (face.right_eye.0, face.right_eye.1 + 0.6 * face.eyes_px());
        let there: Place = &|region| (middle(region).0 - x).hypot(middle(region).1 - y) < 0.5 * face.eyes_px();
        let shine = spoilt(&picture, &steps, |p, by| glow(p, (x, y), 0.4 * face.eyes_px(), by));
        found.extend(breaches(name, ("no-hotspot", "shine", Verdict::Fail), there, shine));
    }
    report(found);
}

/// `amount` 0..=1 of the picture toned: its luma in the shades of brown of an old print.
fn sepia(picture: &Picture, amount: f64) -> Picture {
    picture.map(|_, _, colour| {
        let luma = 0.299 * f64::from(colour[0]) + 0.587 * f64::from(colour[1]) + 0.114 * f64::from(colour[2]);
        let toned = [1.12, 1.0, 0.82].map(|gain: f64| (luma * gain).min(255.0));
        std::array::from_fn(|i| (f64::from(colour[i]) * (1.0 - amount) + toned[i] * amount).round() as u8)
    })
}

#[test]
fn a_stronger_cast_or_less_colour_is_never_better() {
    let mut found = Vec::new();
    for (name, picture, face) in all() {
        let on_face: Place = &|region| face.holds(region);
        let casts = [
            ("blue", [-0.3, 0.0, 0.6]),
            ("green", [-0.4, 0.4, -0.3]),
            ("red", [0.7, -0.3, -0.3]),
            ("yellow", [0.2, 0.1, -1.0]),
        ];
        for (hue, per_step) in casts {
            let steps = [0.0, 1.0, 2.0, 3.0, 4.0];
            let cast = spoilt(&picture, &steps, |p, by| stops(p, per_step.map(|gain: f64| gain * by)));
            found.extend(breaches(&format!("{name}, {hue}"), ("natural-colour", "cast", Verdict::Fail), on_face, cast));
        }
        let steps = [0.0, 0.3, 0.6, 0.85, 1.0];
        let grey = ("natural-colour", "no-colour", Verdict::Fail);
        found.extend(breaches(name, grey, on_face, spoilt(&picture, &steps, spoil::greyscale)));
        found.extend(breaches(&format!("{name}, sepia"), grey, on_face, spoilt(&picture, &steps, sepia)));
    }
    report(found);
}

/// Red light in both pupils, `strength` 0..=1.
fn flash_in_eyes(picture: &Picture, face: &Face, strength: f64) -> Picture {
    // An iris is 11.7 mm wide, the eyes 63 mm apart, and a pupil in the dark half as wide as its iris (Bron et al.,
    // Wolff's Anatomy of the Eye, 8th edition).
    let radius = 11.7 / 63.0 / 2.0 * 0.55 * face.eyes_px();
    picture.map(|x, y, colour| {
        let off = [face.left_eye, face.right_eye].map(|eye| (x as f64 + 0.5 - eye.0).hypot(y as f64 + 0.5 - eye.1));
        let share = strength * (radius + 0.5 - off[0].min(off[1])).clamp(0.0, 1.0);
        let red = [214.0, 46.0, 40.0];
        std::array::from_fn(|i| (f64::from(colour[i]) * (1.0 - share) + red[i] * share).round() as u8)
    })
}

#[test]
fn redder_pupils_are_never_better() {
    let mut found = Vec::new();
    let steps = [0.0, 0.3, 0.6, 1.0];
    let truth = Portrait::default().truth();
    let near = |region: &PixelRect, eyes: [(f64, f64); 2], reach: f64| {
        let (x, y) = middle(region);
        eyes.iter().any(|eye| (eye.0 - x).hypot(eye.1 - y) < reach)
    };
    let on_eye: Place = &|region| near(region, [truth.left_eye, truth.right_eye], 6.0);
    found.extend(breaches("drawn", ("red-eye", "red", Verdict::Fail), on_eye, drawn(&steps, |p, by| p.red_eye = by)));
    for (name, picture, face) in all() {
        let on_eye: Place = &|region| near(region, [face.left_eye, face.right_eye], 0.1 * face.eyes_px());
        let red = spoilt(&picture, &steps, |p, by| flash_in_eyes(p, &face, by));
        found.extend(breaches(name, ("red-eye", "red", Verdict::Fail), on_eye, red));
    }
    report(found);
}

/// Every check of the family passes each of these.
fn all_pass(portraits: impl IntoIterator<Item = (String, Portrait)>) {
    let mut failures = Vec::new();
    for (what, portrait) in portraits {
        let report = judge(&portrait.draw().0);
        let worse = LIGHT.map(|check| finding(&report, check)).into_iter().filter(|f| f.verdict != Verdict::Pass);
        failures.extend(worse.map(|f| format!("{what}: {} {:?} {:?} {:?}", f.check, f.verdict, f.code, f.value)));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_skin_before_every_wall_passes() {
    const WALLS: [[u8; 3]; 6] = [[255; 3], [226; 3], [110; 3], [42; 3], [100, 197, 255], [200, 30, 40]];
    let before = |skin, background| {
        (format!("{skin:?} before {background:?}"), Portrait { skin, background, ..Portrait::default() })
    };
    all_pass(SkinTone::ALL.into_iter().flat_map(|skin| WALLS.map(|background| before(skin, background))));
}

#[test]
fn a_little_of_each_is_no_fault() {
    type Change = fn(&mut Portrait);
    let little: [(&str, Change); 6] = [
        ("half a stop darker", |p| p.exposure_stops = -0.5),
        ("a third of a stop lighter", |p| p.exposure_stops = 0.33),
        ("a soft side light", |p| p.side_light = 0.15),
        ("warm light", |p| p.cast = [1.08, 1.0, 0.88]),
        ("cool light", |p| p.cast = [0.94, 1.0, 1.1]),
        ("a little shine", |p| p.hot_spot = 0.2),
    ];
    let on = |skin, (what, change): (&str, Change)| {
        let mut portrait = Portrait { skin, ..Portrait::default() };
        change(&mut portrait);
        (format!("{what} on {skin:?}"), portrait)
    };
    all_pass(SkinTone::ALL.into_iter().flat_map(|skin| little.map(|change| on(skin, change))));
}
