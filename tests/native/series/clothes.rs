//! Shoulders, clothes and the shadow behind the head in graded one-defect series, on drawn portraits and, where they
//! are there, on labelled photos into which the defect is painted.

use super::one_defect::{Series, drawn, ellipse, mixed, moved, ramp};
use crate::kit::{finding, judge, photo};
use crate::portrait::{Clothes, Picture, Portrait, STANDARD_BLUE};
use photo_precheck::report::{PixelPoint, Verdict};

/// Good photos with shoulders before one colour.
const PHOTOS: [&str; 3] = [
    "SelfishGene+SFHQ-T2I-dataset/ffeat_r2c7.png",
    "CivilServiceUSA+us-senate/cory-booker.jpg",
    "Zeyi-Lin+HivisionIDPhotos/demoImage_crop0.png",
];

const STEPS: [f64; 6] = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];

/// Eyes and chin of a photo, as its report says.
struct Face {
    middle: (f64, f64),
    apart: f64,
    chin_y: f64,
}

fn face(picture: &Picture) -> Face {
    let face = judge(picture).face.expect("a face");
    let (PixelPoint { x: a, y: b }, PixelPoint { x: c, y: d }) = (face.left_eye, face.right_eye);
    Face { middle: ((a + c) / 2.0, (b + d) / 2.0), apart: (c - a).hypot(d - b), chin_y: face.chin_y }
}

fn on_photos(check: &str, code: &str, last: Verdict, defect: impl Fn(&Picture, &Face, f64) -> Picture) {
    for file in PHOTOS {
        let Some(good) = photo(file) else { continue };
        let face = face(&good);
        let steps = STEPS.map(|strength| (strength, defect(&good, &face, strength)));
        Series { check, code, last, at: None }.holds(file, steps);
    }
}

#[test]
fn shoulders_sloping_more_are_never_better() {
    let steps = [0.0, 3.0, 5.0, 8.0, 11.0, 14.0, 18.0];
    let collar = (240.0, 430.0);
    let series = |code| Series { check: "shoulders-level", code, last: Verdict::Fail, at: Some(collar) };
    series("right-lower").holds("right", drawn(&steps, |p, slope| p.shoulder_tilt_deg = slope));
    series("left-lower").holds("left", drawn(&steps, |p, slope| p.shoulder_tilt_deg = -slope));
}

#[test]
fn shoulders_of_a_photo_sloping_more_are_never_better() {
    for (sign, code) in [(1.0, "right-lower"), (-1.0, "left-lower")] {
        on_photos("shoulders-level", code, Verdict::Fail, |picture, face, strength| {
            let slope = sign * (18.0 * strength).to_radians().tan();
            moved(picture, |x, y| {
                // The head stays; the body is sheared, from the jaw down.
                let body = ramp((x - face.middle.0).abs(), 0.9 * face.apart, 1.3 * face.apart).max(ramp(
                    y,
                    face.chin_y,
                    face.chin_y + 0.5 * face.apart,
                ));
                (x, y - slope * (x - face.middle.0) * body * ramp(y, face.middle.1, face.chin_y))
            })
        });
    }
}

#[test]
fn clothes_nearer_to_the_background_are_never_better() {
    let navy = Portrait::default().clothes_colour;
    let steps = drawn(&STEPS, |p, share| {
        p.clothes_colour = [0, 1, 2].map(|i| {
            let (from, to) = (f64::from(navy[i]), f64::from(STANDARD_BLUE[i]));
            (from + share * (to - from)).round() as u8
        });
    });
    // Even cloth of the background's colour has folds.
    Series { check: "clothes-contrast", code: "alike", last: Verdict::Warn, at: None }.holds("navy to blue", steps);
}

#[test]
fn clothes_of_a_photo_nearer_to_the_background_are_never_better() {
    on_photos("clothes-contrast", "alike", Verdict::Fail, |picture, face, strength| {
        // The background's colour, from beside the head.
        let wall = Picture::plain(picture.width_px, picture.height_px, picture.at(6, face.middle.1 as isize));
        mixed(picture, &wall, |_, y| 0.97 * strength * ramp(y, face.chin_y - 0.2 * face.apart, face.chin_y))
    });
}

#[test]
fn barer_shoulders_are_never_better() {
    let covered = Portrait::default().draw().0;
    let bare = Portrait { clothes: Clothes::StrapTop, ..Portrait::default() }.draw().0;
    let steps = STEPS.map(|share| {
        let edge = share * covered.width_px as f64;
        (share, mixed(&covered, &bare, |x, _| if x < edge { 1.0 } else { 0.0 }))
    });
    // Clothes may have the colour of skin: straps are a warning.
    Series { check: "clothes-suitable", code: "bare", last: Verdict::Warn, at: Some((240.0, 480.0)) }
        .holds("sleeves away", steps);
}

#[test]
fn a_deeper_shadow_is_never_better() {
    // A black shadow is hair to the segmentation, and no more than warned of.
    let steps = [0.0, 0.1, 0.2, 0.35, 0.5, 0.75];
    let beside = |x: f64| Some((x, 260.0));
    let series = |at| Series { check: "background-shadow", code: "shadow", last: Verdict::Fail, at };
    series(beside(353.0)).holds("right", drawn(&steps, |p, depth| p.shadow = depth));
    series(beside(127.0)).holds(
        "left",
        drawn(&steps, |p, depth| {
            p.shadow = depth;
            p.shadow_offset.0 *= -1.0;
        }),
    );
}

#[test]
fn a_deeper_shadow_in_a_photo_is_never_better() {
    on_photos("background-shadow", "shadow", Verdict::Fail, |picture, face, strength| {
        let wall = picture.at(6, face.middle.1 as isize);
        let dark = Picture { rgb: picture.rgb.iter().map(|v| (f64::from(*v) * 0.55) as u8).collect(), ..*picture };
        let centre = (face.middle.0 + 0.45 * face.apart, face.middle.1 + 0.1 * face.apart);
        mixed(picture, &dark, |x, y| {
            // Only the wall is darkened: what has its colour.
            let here = picture.at(x as isize, y as isize);
            let apart: f64 = here.iter().zip(wall).map(|(a, b)| (f64::from(*a) - f64::from(b)).abs()).sum();
            let on_wall = 1.0 - ramp(apart, 30.0, 60.0);
            strength * on_wall * ellipse((x, y), centre, (1.45 * face.apart, 2.0 * face.apart), 0.12)
        })
    });
}

#[test]
fn a_plain_background_has_no_shadow_in_any_light() {
    for gradient in [0.0, 0.15, 0.3] {
        let report = judge(&Portrait { background_gradient: gradient, ..Portrait::default() }.draw().0);
        assert_eq!(finding(&report, "background-shadow").verdict, Verdict::Pass, "a gradient of {gradient}");
    }
}
