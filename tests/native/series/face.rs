//! Eyes, gaze, lips, teeth, expression and chin in graded one-defect series, on drawn portraits and, where they are
//! there, on labelled photos into which the defect is painted.

use super::one_defect::{Series, drawn, ellipse, mixed, moved, ramp};
use crate::kit::{finding, judge, photo};
use crate::portrait::{Picture, Portrait, Truth};
use photo_precheck::report::{PixelRect, Verdict};

/// Good photos with open eyes and closed lips: of different skin, sex and age.
const PHOTOS: [&str; 4] = [
    "SelfishGene+SFHQ-T2I-dataset/ffeat_r2c7.png",
    "SelfishGene+SFHQ-T2I-dataset/aes1_r4c6.png",
    "SelfishGene+SFHQ-T2I-dataset/eyec_r2c2.png",
    "CivilServiceUSA+us-senate/cory-booker.jpg",
];

const STEPS: [f64; 6] = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];

fn truth() -> Truth {
    Portrait::default().truth()
}

fn failed<'a>(check: &'a str, code: &'a str, at: Option<(f64, f64)>) -> Series<'a> {
    Series { check, code, last: Verdict::Fail, at }
}

/// Below the eyes' middle, where the drawn lips meet.
fn drawn_mouth() -> (f64, f64) {
    let truth = truth();
    (truth.chin.0, truth.chin.1 - 47.0 / 320.0 * truth.head_px())
}

#[test]
fn shutting_an_eye_is_never_better() {
    let open = [1.0, 0.9, 0.75, 0.6, 0.45, 0.3, 0.15, 0.0];
    failed("eyes-open", "shut", Some(truth().left_eye)).holds("left", drawn(&open, |p, open| p.left_eye_open = open));
    failed("eyes-open", "shut", Some(truth().right_eye))
        .holds("right", drawn(&open, |p, open| p.right_eye_open = open));
    failed("eyes-open", "shut", None)
        .holds("both", drawn(&open, |p, open| (p.left_eye_open, p.right_eye_open) = (open, open)));
}

#[test]
fn looking_further_away_is_never_better() {
    let gaze = |code: &str, x: f64, y: f64| {
        let steps = drawn(&STEPS, |p, by| p.gaze = (x * by, y * by));
        failed("gaze-ahead", code, Some(truth().left_eye)).holds(&format!("gaze {x}, {y}"), steps);
    };
    gaze("aside", 1.0, 0.0);
    gaze("aside", -1.0, 0.0);
    gaze("down", 0.0, 1.0);
    // Drawn irises stand a little low: they pass the middle first, and farther up the lid hides them.
    let steps = drawn(&STEPS, |p, by| p.gaze = (0.0, -1.9 * by));
    let up = Series { check: "gaze-ahead", code: "up", last: Verdict::Warn, at: Some(truth().left_eye) };
    up.holds("gaze up", steps);
}

#[test]
fn parting_the_lips_is_never_better() {
    let gaps = [0.0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4];
    let mouth = Some(drawn_mouth());
    failed("mouth-closed", "open", mouth).holds("no teeth", drawn(&gaps, |p, gap| p.lip_gap = gap));
    let teeth = |p: &mut Portrait, gap: f64| (p.lip_gap, p.teeth) = (gap, 1.0);
    failed("mouth-closed", "open", mouth).holds("teeth", drawn(&gaps, teeth));
    failed("teeth-hidden", "teeth", mouth).holds("teeth", drawn(&gaps, teeth));
    let shout = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5];
    let gaping = Series { check: "expression-natural", code: "gaping", last: Verdict::Warn, at: mouth };
    gaping.holds("a shout", drawn(&shout, |p, gap| p.lip_gap = gap));
}

#[test]
fn more_of_the_teeth_is_never_better() {
    let steps = drawn(&[0.0, 0.1, 0.2, 0.4, 0.7, 1.0], |p, teeth| (p.lip_gap, p.teeth) = (0.15, teeth));
    failed("teeth-hidden", "teeth", Some(drawn_mouth())).holds("an open mouth", steps);
}

#[test]
fn a_light_smile_is_natural() {
    for smile in [0.3, 0.6, 1.0] {
        let report = judge(&Portrait { smile, ..Portrait::default() }.draw().0);
        for check in ["expression-natural", "mouth-closed", "teeth-hidden"] {
            assert_eq!(finding(&report, check).verdict, Verdict::Pass, "{check} at a smile of {smile}");
        }
    }
}

#[test]
fn tilting_the_head_further_is_never_better() {
    let steps = [0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0];
    let nose = Some((truth().chin.0, (truth().left_eye.1 + truth().chin.1) / 2.0));
    failed("chin-level", "chin-down", nose).holds("down", drawn(&steps, |p, pitch| p.pitch_deg = pitch));
    let up = Series { check: "chin-level", code: "chin-up", last: Verdict::Warn, at: nose };
    up.holds("up", drawn(&steps, |p, pitch| p.pitch_deg = -pitch));
}

// On labelled photos: the report of the untouched photo says where eyes and lips are.

/// Centre and half sides of what a check looked at.
struct Spot {
    centre: (f64, f64),
    half: (f64, f64),
}

fn spot(picture: &Picture, check: &str) -> Spot {
    let region = finding(&judge(picture), check).region.unwrap_or_else(|| panic!("{check} has no region"));
    let PixelRect { x, y, width, height } = region;
    Spot { centre: (x + width / 2.0, y + height / 2.0), half: (width / 2.0, height / 2.0) }
}

fn on_photos(check: &str, code: &str, last: Verdict, defect: impl Fn(&Picture, &Spot, f64) -> Picture) {
    for file in PHOTOS {
        let Some(good) = photo(file) else { continue };
        let spot = spot(&good, check);
        let steps = STEPS.map(|strength| (strength, defect(&good, &spot, strength)));
        Series { check, code, last, at: Some(spot.centre) }.holds(file, steps);
    }
}

/// A dark gap between the lips, `strength` of their height, with teeth in its upper part.
fn gap(picture: &Picture, spot: &Spot, strength: f64, teeth: bool) -> Picture {
    let height = 0.9 * spot.half.1 * strength;
    if height <= 0.0 {
        return picture.clone();
    }
    // The lips give way: what is above moves up, what is below down.
    let parted = moved(picture, |x, y| {
        let (dx, dy) = (x - spot.centre.0, y - spot.centre.1);
        let across = (1.0 - (dx / spot.half.0 / 0.8).powi(2)).max(0.0);
        let away = ramp(dy.abs(), spot.half.1 * 6.0, 0.0);
        (x, y - dy.signum() * height * across * away)
    });
    let hole = |x: f64, y: f64| ellipse((x, y), spot.centre, (0.75 * spot.half.0, height), 0.15);
    let dark = Picture::plain(picture.width_px, picture.height_px, [45, 18, 18]);
    let open = mixed(&parted, &dark, hole);
    let white = Picture::plain(picture.width_px, picture.height_px, [225, 218, 205]);
    if teeth { mixed(&open, &white, |x, y| hole(x, y + 0.3 * height) * hole(x, y)) } else { open }
}

#[test]
fn parting_the_lips_of_a_photo_is_never_better() {
    on_photos("mouth-closed", "open", Verdict::Fail, |picture, spot, strength| gap(picture, spot, strength, false));
    on_photos("mouth-closed", "open", Verdict::Fail, |picture, spot, strength| gap(picture, spot, strength, true));
    on_photos("teeth-hidden", "teeth", Verdict::Fail, |picture, spot, strength| gap(picture, spot, strength, true));
}

#[test]
fn moving_the_irises_of_a_photo_is_never_better() {
    for file in PHOTOS {
        let Some(good) = photo(file) else { continue };
        let face = judge(&good).face.expect("a face");
        let eyes = [&face.left_eye, &face.right_eye].map(|eye| (eye.x, eye.y));
        let apart = (eyes[1].0 - eyes[0].0).hypot(eyes[1].1 - eyes[0].1);
        let steps = STEPS.map(|strength| {
            let by = 0.11 * apart * strength;
            let looking = moved(&good, |x, y| {
                let near = eyes.iter().map(|eye| ellipse((x, y), *eye, (0.1 * apart, 0.1 * apart), 1.4));
                (x - by * near.fold(0.0, f64::max), y)
            });
            (strength, looking)
        });
        Series { check: "gaze-ahead", code: "aside", last: Verdict::Warn, at: Some(eyes[0]) }.holds(file, steps);
    }
}
