//! Neck, shoulders and clothes. They run on far below the picture, so that a small or leaning person still stands in it.

use super::svg::{Affine, Dice, Svg, ellipse, hex, map_path, mix, shade};
use super::{Clothes, Portrait, Rgb};

pub const NECK: &str =
    "M-56 200 L-56 270 C-54 315 -54 346 -64 374 C-42 432 42 432 64 374 C54 346 54 315 56 270 L56 200 Z";

/// From the collar over the shoulders to far below.
const TORSO: &str = "M-235 2200 L-228 620 C-222 466 -158 412 -56 374 L56 374 C158 412 222 466 228 620 L235 2200 Z";

/// Where the body stands under the head: turned for sloping shoulders about the middle of the neck.
pub fn stance(p: &Portrait) -> Affine {
    Affine::about((0.0, 340.0), (0.0, 328.0), 1.0, p.shoulder_tilt_deg)
}

/// The body behind the head.
pub fn draw(s: &mut Svg, p: &Portrait) {
    let skin = p.skin.colour();
    s.begin_map(&stance(p));
    let dark = shade(p.clothes_colour, 0.62);
    match p.clothes {
        Clothes::JacketShirt => {
            torso(s, p.clothes_colour);
            s.fill("M-68 372 L0 600 L68 372 Z", "#edeff2");
            neck(s, p, skin);
            shirt(s, p, dark);
        }
        Clothes::StrapTop => {
            torso(s, shade(skin, 0.94));
            neck(s, p, skin);
            s.soft((0.0, 420.0), 110.0, 16.0, shade(skin, 0.6), 0.35);
            s.fill("M-150 2200 L-150 560 C-120 540 -108 500 -104 432 L-88 424 C-84 480 -60 520 0 522 C60 520 84 480 88 424 L104 432 C108 500 120 540 150 560 L150 2200 Z", &hex(p.clothes_colour));
        }
        Clothes::FurCollar => {
            torso(s, p.clothes_colour);
            neck(s, p, skin);
            fur(s, p);
        }
    }
    if p.necklace {
        let gold = [226, 184, 84];
        s.stroke("M-53 366 C-40 452 40 452 53 366", gold, 2.4, 0.95);
        s.fill(&ellipse((0.0, 434.0), 6.5, 8.0), &hex(gold));
    }
    s.end();
}

fn torso(s: &mut Svg, colour: Rgb) {
    let paint = s.linear(
        (0.0, 0.0),
        (1.0, 0.0),
        &[
            (0.0, shade(colour, 0.75), 1.0),
            (0.3, shade(colour, 1.12), 1.0),
            (0.55, colour, 1.0),
            (1.0, shade(colour, 0.7), 1.0),
        ],
    );
    s.fill(TORSO, &paint);
    s.begin_clip(TORSO);
    for side in [-1.0, 1.0] {
        s.soft((150.0 * side, 448.0), 90.0, 40.0, mix(colour, [255; 3], 0.35), 0.35);
        s.soft((192.0 * side, 640.0), 30.0, 150.0, shade(colour, 0.4), 0.6);
    }
    s.end();
}

fn neck(s: &mut Svg, p: &Portrait, skin: Rgb) {
    let paint = s.linear(
        (0.0, 0.0),
        (0.0, 1.0),
        &[
            (0.32, shade(skin, 0.66), 1.0),
            (0.59, shade(skin, 0.76), 1.0),
            (0.8, shade(skin, 0.92), 1.0),
            (1.0, shade(skin, 0.92), 1.0),
        ],
    );
    s.fill(NECK, &paint);
    s.begin_clip(NECK);
    s.soft((48.0 * p.yaw_deg.to_radians().sin(), 326.0), 72.0, 40.0, shade(skin, 0.4), 0.6);
    for side in [-1.0, 1.0] {
        s.soft((58.0 * side, 340.0), 24.0, 70.0, shade(skin, 0.45), 0.45);
        s.soft((15.0 * side, 396.0), 10.0, 34.0, shade(skin, 0.62), 0.35);
    }
    s.soft((0.0, 402.0), 9.0, 12.0, shade(skin, 0.5), 0.4);
    s.end();
}

fn shirt(s: &mut Svg, p: &Portrait, dark: Rgb) {
    let fold: Rgb = [190, 196, 206];
    let paint = s.linear((0.0, 0.0), (0.0, 1.0), &[(0.0, [252, 253, 254], 1.0), (1.0, [222, 226, 232], 1.0)]);
    s.stroke("M0 424 L0 640", fold, 1.6, 0.9);
    for y in [470.0, 530.0, 590.0] {
        s.fill(&ellipse((4.0, y), 3.2, 3.2), "#d3d7de");
    }
    for side in [-1.0, 1.0] {
        let wing =
            map_path("M62 350 C69 360 72 374 71 386 L34 448 L0 421 C32 411 56 388 62 350 Z", |(x, y)| (x * side, y));
        s.fill(&wing, &paint);
        s.stroke(&wing, fold, 1.2, 0.9);
        let lapel = map_path(
            "M68 378 C86 384 96 392 104 402 L112 452 L92 456 L100 478 C70 540 40 600 0 660 L0 600 C26 540 58 450 68 378 Z",
            |(x, y)| (x * side, y),
        );
        s.fill(&lapel, &hex(mix(p.clothes_colour, [255; 3], 0.07)));
        s.stroke(&lapel, dark, 1.6, 0.9);
    }
    let mut dice = Dice::new(p.seed ^ 0xC1);
    s.begin_clip(TORSO);
    for _ in 0..260 {
        // A weave of short threads, so that cloth is not a flat colour.
        let (x, y) = (
            dice.between(80.0, 222.0) * if dice.between(0.0, 1.0) < 0.5 { -1.0 } else { 1.0 },
            dice.between(470.0, 760.0),
        );
        s.stroke(
            &format!("M{x:.2} {y:.2} L{:.2} {:.2}", x + dice.between(-3.0, 3.0), y + 14.0),
            mix(p.clothes_colour, [255; 3], 0.12),
            1.0,
            0.3,
        );
    }
    s.end();
}

fn fur(s: &mut Svg, p: &Portrait) {
    let mut dice = Dice::new(p.seed ^ 0xF0);
    s.fill(
        "M-66 352 C-118 366 -132 420 -96 458 C-50 490 50 490 96 458 C132 420 118 366 66 352 C52 408 -52 408 -66 352 Z",
        "#6b513c",
    );
    for _ in 0..700 {
        let angle: f64 = dice.between(0.05, 3.09);
        let k = dice.between(0.55, 1.0);
        let (x, y) = (118.0 * k * angle.cos(), 362.0 + 110.0 * k * angle.sin());
        let (dx, dy) = (16.0 * angle.cos() + dice.between(-5.0, 5.0), 16.0 * angle.sin() + dice.between(-5.0, 5.0));
        let tone = shade([150, 118, 88], dice.between(0.45, 1.3));
        s.stroke(&format!("M{x:.2} {y:.2} L{:.2} {:.2}", x + dx, y + dy), tone, 1.5, 0.8);
    }
}
