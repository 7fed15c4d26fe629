//! What lies over the face: spectacles, a cap, a mask, a hand.
//!
//! Drawn last, over skin and hair. Spectacles turn with the head; the others follow its outline.

use super::face::{EYE, jaw, turn};
use super::svg::{Svg, hex, map_path, mix, shade};
use super::{Cover, Glasses, Portrait};

/// What lies over the face: mask, hand, spectacles, cap.
pub fn draw(s: &mut Svg, p: &Portrait) {
    match p.cover {
        Cover::Nothing => {}
        Cover::Mask => mask(s, p),
        Cover::Hand => hand(s, p),
    }
    if let Some(glasses) = &p.glasses {
        spectacles(s, p, glasses);
    }
    if let Some(colour) = p.hat {
        let paint = s.linear(
            (0.0, 0.0),
            (0.0, 1.0),
            &[(0.0, mix(colour, [255; 3], 0.15), 1.0), (1.0, shade(colour, 0.7), 1.0)],
        );
        s.fill("M-118 112 C-124 12 -82 -16 0 -16 C82 -16 124 12 118 112 Z", &paint);
        s.stroke("M0 -16 C4 20 4 60 0 96", shade(colour, 0.6), 1.5, 0.6);
        s.fill("M-120 104 C-64 84 64 84 120 104 C98 142 -98 142 -120 104 Z", &hex(shade(colour, 0.6)));
    }
}

fn mask(s: &mut Svg, p: &Portrait) {
    let path = map_path(
        "M-95 206 C-60 200 -30 192 0 194 C30 192 60 200 95 206 L88 256 C72 296 40 319 0 319.5 C-40 319 -72 296 -88 256 Z",
        |at| jaw(p, at),
    );
    for side in [-1.0, 1.0] {
        s.stroke(
            &format!("M{} 208 L{} 190 M{} 252 L{} 222", 92.0 * side, 106.0 * side, 88.0 * side, 104.0 * side),
            [236, 240, 244],
            2.5,
            1.0,
        );
    }
    let paint = s.linear((0.0, 0.0), (0.0, 1.0), &[(0.0, [196, 222, 236], 1.0), (1.0, [146, 182, 206], 1.0)]);
    s.fill(&path, &paint);
    s.begin_clip(&path);
    for y in [226.0, 246.0, 266.0, 286.0] {
        s.stroke(&format!("M-100 {y} C-40 {0} 40 {0} 100 {y}", y + 9.0), [112, 148, 172], 1.6, 0.6);
    }
    s.end();
}

fn hand(s: &mut Svg, p: &Portrait) {
    let skin = shade(p.skin.colour(), 0.9);
    let paint = s.linear((0.0, 0.0), (0.0, 1.0), &[(0.0, shade(skin, 1.08), 1.0), (1.0, shade(skin, 0.8), 1.0)]);
    s.fill("M30 300 C20 360 60 420 110 640 L230 640 C190 480 150 330 110 290 Z", &paint);
    for i in 0..4 {
        let y = 246.0 + 19.0 * f64::from(i);
        let finger = format!(
            "M118 {0} C70 {1} 10 {1} -52 {2} C-66 {3} -66 {4} -50 {5} C10 {6} 70 {6} 124 {7} Z",
            y + 22.0,
            y - 2.0,
            y + 1.0,
            y + 3.0,
            y + 15.0,
            y + 17.0,
            y + 18.0,
            y + 44.0
        );
        s.fill(&finger, &paint);
        s.stroke(&finger, shade(skin, 0.6), 1.2, 0.6);
    }
}

fn spectacles(s: &mut Svg, p: &Portrait, g: &Glasses) {
    let place = |text: &str| map_path(text, |(x, y)| turn(p, (x, y + g.slip), 12.0));
    for side in [-1.0, 1.0] {
        let x = |u: f64| (EYE.0 + u) * side;
        let lens = format!(
            "M{0} 172 C{0} 150 {1} 146 {2} 146 C{3} 146 {4} 150 {4} 172 C{4} 194 {3} 200 {2} 200 C{1} 200 {0} 194 {0} 172 Z",
            x(-35.0),
            x(-24.0),
            x(0.0),
            x(28.0),
            x(37.0)
        );
        let lens = place(&lens);
        s.fill_with(&lens, "#ffffff", 0.03);
        if g.tint > 0.0 {
            s.fill_with(&lens, &hex(g.tint_colour), g.tint.min(1.0));
        }
        if g.glare > 0.0 {
            s.begin_clip(&lens);
            s.fill_with(
                &place(&format!("M{} 140 L{} 140 L{} 206 L{} 206 Z", x(-4.0), x(20.0), x(-2.0), x(-26.0))),
                "#f4faff",
                0.92 * g.glare,
            );
            s.end();
        }
        s.stroke(&lens, g.rim_colour, g.rim, 0.95);
        s.stroke(&place(&format!("M{} 166 L{} 168", x(37.0), 104.0 * side)), g.rim_colour, g.rim.max(2.0), 0.95);
    }
    s.stroke(&place("M-14.5 166 C-8 160 8 160 14.5 166"), g.rim_colour, g.rim.max(2.0), 0.95);
}
