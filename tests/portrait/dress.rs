//! Hats, hair, jewels and paint drawn over any portrait, drawn or real: the eyes, the chin and the face's width give the
//! map from head units to its pixels. Ground truth for what nobody photographs in graded steps.

use super::svg::{Affine, Dice, Point, Svg, ellipse, hex, lerp, mix, shade};
use super::{Picture, Rgb, face::EYE};
use photo_precheck::container;
use photo_precheck::decode;
use photo_precheck::geometry::{Photo, Rect};
use photo_precheck::measure::Head;
use resvg::{tiny_skia, usvg};

/// The upright pixels of a photo's file, its long edge shrunk to about `edge_px` where that is quick.
pub fn read(bytes: &[u8], edge_px: u32) -> Option<Picture> {
    let photo = decode::decode(bytes, &container::sniff(bytes), edge_px).ok()?;
    let rgb = photo.rgba.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    Some(Picture { width_px: photo.width as usize, height_px: photo.height as usize, rgb })
}

/// From head units to the pixels of a picture `scale` times as large as the photo whose head was measured.
pub fn map(head: &Head, scale: f64) -> Affine {
    let (sin, cos) = head.roll_deg.to_radians().sin_cos();
    let eyes = head.left_eye.middle(head.right_eye);
    let wide = head.face.width / 196.0 * scale;
    let tall = eyes.distance(head.chin) / (super::HEAD - EYE.1) * scale;
    let (a, b, c, d) = (wide * cos, wide * sin, -tall * sin, tall * cos);
    // The middle between the face's sides, where a turned head's eyes are not.
    let middle = 0.5 * (eyes.x + head.face.centre().x) * scale;
    Affine { a, b, c, d, e: middle - c * EYE.1, f: eyes.y * scale - d * EYE.1 }
}

/// Where `points` of the head lie, as a box in the picture.
pub fn bounds(map: &Affine, points: [Point; 2]) -> Rect<Photo> {
    let [a, b] = points.map(|point| map.apply(point));
    Rect::new(a.0.min(b.0), a.1.min(b.1), (a.0 - b.0).abs(), (a.1 - b.1).abs())
}

/// `picture` with what `draw` draws, in head units, laid over it.
pub fn over(picture: &Picture, map: &Affine, draw: impl FnOnce(&mut Svg)) -> Picture {
    let mut svg = Svg::default();
    svg.begin_map(map);
    draw(&mut svg);
    svg.end();
    let (width, height) = (picture.width_px as u32, picture.height_px as u32);
    let tree = usvg::Tree::from_str(&svg.document(width, height), &usvg::Options::default()).expect("our own SVG");
    let mut drawn = tiny_skia::Pixmap::new(width, height).expect("a picture has a size");
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut drawn.as_mut());
    let mut out = picture.clone();
    for (under, over) in out.rgb.chunks_exact_mut(3).zip(drawn.pixels()) {
        let through = 1.0 - f64::from(over.alpha()) / 255.0;
        for (under, over) in under.iter_mut().zip([over.red(), over.green(), over.blue()]) {
            *under = (f64::from(*under) * through + f64::from(over)).round().min(255.0) as u8;
        }
    }
    out
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hat {
    /// A dome with a peak.
    Cap,
    /// Knitted, tight, over the tops of the ears.
    Beanie,
    /// A dome with a wide brim all round.
    Brim,
    /// About the whole face, down to the shoulders.
    Hood,
}

impl Hat {
    pub const ALL: [Hat; 4] = [Hat::Cap, Hat::Beanie, Hat::Brim, Hat::Hood];
}

/// A hat whose edge lies at `edge` head units below the crown (the brows are at 135); `high` of it above the crown.
pub fn hat(s: &mut Svg, kind: Hat, colour: Rgb, edge: f64, high: f64, seed: u64) {
    let mut dice = Dice::new(seed ^ 0x4A7);
    let half = dice.between(108.0, 124.0);
    let paint = |s: &mut Svg| {
        let (from, to) = if seed.is_multiple_of(2) { ((0.0, 0.0), (0.0, 1.0)) } else { ((0.0, 0.2), (1.0, 0.6)) };
        s.linear(from, to, &[(0.0, mix(colour, [255; 3], 0.14), 1.0), (1.0, shade(colour, 0.66), 1.0)])
    };
    let dome = |half: f64, edge: f64, bend: f64| {
        format!(
            "M{0} {edge} C{0} {1} {2} {3} 0 {3} C{4} {3} {5} {1} {5} {edge} C{6} {7} {8} {7} {0} {edge} Z",
            -half,
            edge * 0.4 - high * 0.6,
            -half * 0.66,
            -high,
            half * 0.66,
            half,
            half * 0.5,
            edge + bend,
            -half * 0.5,
        )
    };
    let shape = match kind {
        Hat::Hood => format!(
            "M0 {0} C110 {0} 158 70 150 230 C146 330 190 380 220 460 L-220 460 C-190 380 -146 330 -150 230 C-158 70 -110 {0} 0 {0} Z M0 {1} C-70 {1} -104 100 -98 190 C-92 270 -60 318 0 330 C60 318 92 270 98 190 C104 100 70 {1} 0 {1} Z",
            -high, edge
        ),
        Hat::Beanie => dome(half, edge + 40.0, -34.0),
        Hat::Cap | Hat::Brim => dome(half, edge, -24.0),
    };
    let fill = paint(s);
    s.fill(&shape, &fill);
    s.begin_clip(&shape);
    folds(s, kind, colour, &mut dice);
    s.end();
    match kind {
        Hat::Cap => {
            s.fill(
                &format!(
                    "M{0} {edge} C-64 {1} 64 {1} {2} {edge} C98 {3} -98 {3} {0} {edge} Z",
                    -half - 2.0,
                    edge - 22.0,
                    half + 2.0,
                    edge + dice.between(14.0, 36.0)
                ),
                &hex(shade(colour, dice.between(0.5, 1.1))),
            );
            s.stroke("M0 -14 C4 20 4 60 0 90", shade(colour, 0.6), 1.5, 0.6);
        }
        Hat::Brim => {
            s.stroke(
                &format!("M{} {1} C-50 {2} 50 {2} {half} {1}", -half, edge - 16.0, edge - 30.0),
                shade(colour, 0.35),
                20.0,
                1.0,
            );
            let rim = dice.between(150.0, 200.0);
            s.fill(&ellipse((0.0, edge - 4.0), rim, dice.between(18.0, 34.0)), &hex(shade(colour, 0.8)));
        }
        Hat::Beanie => s.stroke(
            &format!("M{} {1} C-54 {2} 54 {2} {half} {1}", -half, edge + 30.0, edge - 4.0),
            shade(colour, 0.82),
            26.0,
            0.7,
        ),
        Hat::Hood => {}
    }
    // The shade that it throws on the forehead.
    s.soft((0.0, edge + 14.0), 92.0, 14.0, [30, 18, 12], 0.45);
}

fn folds(s: &mut Svg, kind: Hat, colour: Rgb, dice: &mut Dice) {
    let lines = if kind == Hat::Beanie { 60 } else { 14 };
    for i in 0..lines {
        let x = lerp(-150.0, 150.0, f64::from(i) / f64::from(lines - 1)) + dice.between(-3.0, 3.0);
        let tone = if i % 2 == 0 { shade(colour, 0.72) } else { mix(colour, [255; 3], 0.16) };
        let (width, opacity) = if kind == Hat::Beanie { (3.0, 0.6) } else { (dice.between(4.0, 22.0), 0.16) };
        s.stroke(
            &format!("M{x:.1} 460 C{:.1} 200 {:.1} 60 {:.1} -60", x * 1.05, x * 1.0, x * 0.6),
            tone,
            width,
            opacity,
        );
    }
    for _ in 0..160 {
        let (x, y) = (dice.between(-150.0, 150.0), dice.between(-60.0, 300.0));
        let tone = if dice.between(0.0, 1.0) < 0.5 { shade(colour, 0.8) } else { mix(colour, [255; 3], 0.12) };
        s.fill_with(&ellipse((x, y), dice.between(1.0, 3.0), dice.between(1.0, 3.0)), &hex(tone), 0.4);
    }
}

/// Hair that grows from the temple down over the ear of `side` (-1 the picture's left): `amount` 0 leaves it free, 1
/// covers it to below the lobe.
pub fn hair_over_ear(s: &mut Svg, side: f64, amount: f64, colour: Rgb, seed: u64) {
    if amount <= 0.0 {
        return;
    }
    let mut dice = Dice::new(seed ^ 0x4A19);
    let end = lerp(140.0, 262.0, amount.min(1.0)) + 120.0 * (amount - 1.0).max(0.0);
    let (inner, outer) = (dice.between(82.0, 92.0), dice.between(122.0, 140.0));
    let lock = format!(
        "M{0} 60 C{1} 70 {2} 120 {2} {3:.1} C{2} {4:.1} {5} {4:.1} {5} {3:.1} C{5} 150 {6} 110 {0} 60 Z",
        70.0 * side,
        outer * 0.86 * side,
        outer * side,
        end - 14.0,
        end,
        inner * side,
        (inner - 2.0) * side,
    );
    s.fill(&lock, &hex(colour));
    s.begin_clip(&lock);
    for _ in 0..110 {
        let x = dice.between(inner - 6.0, outer + 4.0);
        let (y, long) = (dice.between(40.0, end - 20.0), dice.between(40.0, 120.0));
        let bright = dice.between(0.0, 1.0) < 0.5;
        let tone = if bright { mix(colour, [226, 196, 166], dice.between(0.08, 0.4)) } else { shade(colour, 0.55) };
        let path = format!(
            "M{:.1} {y:.1} Q{:.1} {:.1} {:.1} {:.1}",
            x * side,
            (x + dice.between(-2.0, 8.0)) * side,
            y + long / 2.0,
            (x + dice.between(-6.0, 6.0)) * side,
            y + long
        );
        s.stroke(&path, tone, dice.between(0.8, 2.2), 0.6);
    }
    s.end();
}

/// An earring at the lobe of `side`, `size` 0 none, 1 a stud of 6 head units and a drop of 16.
pub fn earring(s: &mut Svg, side: f64, at: Point, size: f64, colour: Rgb, seed: u64) {
    if size <= 0.0 {
        return;
    }
    let at = (at.0 * side, at.1);
    let metal = s.radial(
        (0.4, 0.35),
        0.7,
        &[(0.0, mix(colour, [255; 3], 0.75), 1.0), (0.5, colour, 1.0), (1.0, shade(colour, 0.5), 1.0)],
    );
    match seed % 3 {
        0 => s.fill(&ellipse(at, 6.0 * size, 6.0 * size), &metal),
        1 => {
            s.fill(&ellipse(at, 4.5 * size, 5.0 * size), &metal);
            s.fill(&ellipse((at.0, at.1 + 14.0 * size), 4.5 * size, 9.0 * size), &metal);
        }
        _ => s.stroke(&ellipse((at.0, at.1 + 15.0 * size), 9.0 * size, 14.0 * size), colour, 2.6 * size.sqrt(), 0.95),
    }
}

/// Colour on lips and lids, `amount` 0..=1.
pub fn paint(s: &mut Svg, amount: f64) {
    s.soft((0.0, 268.0), 36.0, 20.0, [176, 12, 44], amount);
    for side in [-1.0, 1.0] {
        s.soft((50.0 * side, 154.0), 34.0, 15.0, [70, 36, 100], amount);
    }
}

/// One of the colours that cloth has, dark ones as often as bright ones.
fn cloth(dice: &mut Dice) -> Rgb {
    let grey = dice.between(14.0, 200.0);
    if dice.between(0.0, 1.0) < 0.45 {
        return [grey, grey * dice.between(0.9, 1.05), grey * dice.between(0.85, 1.15)].map(|v| v.min(250.0) as u8);
    }
    [0; 3].map(|_| dice.between(10.0, 230.0) as u8)
}

fn hair_colour(dice: &mut Dice) -> Rgb {
    let all: [Rgb; 6] = [[26, 22, 20], [40, 30, 24], [74, 50, 34], [128, 92, 58], [190, 158, 112], [150, 148, 146]];
    all[dice.between(0.0, 5.999) as usize]
}

/// `picture` as another camera or another room would give it, so that a judge does not learn one photo's light by heart:
/// smaller and pressed harder, darker and warmer, brighter and cooler.
pub fn again(picture: &Picture) -> Vec<Picture> {
    use super::spoil::{channel_cast, gamma, jpeg, resize};
    let side = |px: usize, by: f64| (px as f64 * by) as usize;
    let small = |by: f64| resize(picture, side(picture.width_px, by), side(picture.height_px, by));
    vec![
        jpeg(&small(0.6), 70),
        channel_cast(&gamma(picture, 1.35), [8.0, 0.0, -8.0]),
        jpeg(&channel_cast(&gamma(&small(0.8), 0.75), [-6.0, 0.0, 8.0]), 85),
    ]
}

/// `picture` in what was drawn over it: the name says what.
pub fn samples(picture: &Picture, map: &Affine, seed: u64) -> Vec<(&'static str, Picture)> {
    let mut dice = Dice::new(seed ^ 0x5A);
    let mut out = Vec::new();
    for turn in 0..3 {
        let kind = Hat::ALL[((seed + turn) % 4) as usize];
        let (colour, edge, high) = (cloth(&mut dice), dice.between(56.0, 112.0), dice.between(-6.0, 40.0));
        out.push(("hat", over(picture, map, |s| hat(s, kind, colour, edge, high, seed * 3 + turn))));
    }
    for (name, sides) in [("hair", [1.0, 1.0]), ("hair-left", [1.0, 0.0]), ("hair-right", [0.0, 1.0])] {
        let (colour, amount) = (hair_colour(&mut dice), dice.between(0.85, 1.9));
        let draw = |s: &mut Svg| {
            hair_over_ear(s, -1.0, sides[0] * amount, colour, seed);
            hair_over_ear(s, 1.0, sides[1] * amount, colour, seed + 1);
        };
        out.push((name, over(picture, map, draw)));
    }
    for turn in 0..2 {
        let metals: [Rgb; 5] = [[226, 184, 84], [200, 202, 206], [236, 234, 228], [40, 40, 44], [190, 60, 70]];
        let colour = metals[dice.between(0.0, 4.999) as usize];
        let (x, y, size) = (dice.between(98.0, 112.0), dice.between(218.0, 238.0), dice.between(0.7, 1.5));
        let draw = |s: &mut Svg| {
            for side in [-1.0, 1.0] {
                earring(s, side, (x, y), size, colour, seed + turn);
            }
        };
        out.push(("earrings", over(picture, map, draw)));
    }
    out
}
