//! Hair: what falls behind the shoulders, the ball around the head, and what lies over the face's edge.
//!
//! The ball's top is the crown, exactly at 0 head units. Strands are short curves that follow the ball, cut at its outline.

use super::svg::{Dice, Point, Svg, ellipse, hex, lerp, map_path, mix, shade};
use super::{Hair, Portrait, face};

/// Half axes and middle of the ball of hair.
const BALL: (f64, f64) = (113.0, 130.0);
/// The knot of [`Hair::Bun`]: middle height and half axes.
const KNOT: (f64, f64, f64) = (-8.0, 44.0, 34.0);

/// The outline of the hair about the head (of the skin when bald): what the crown is the top of.
pub fn outline(p: &Portrait) -> String {
    let ball = ellipse((0.0, BALL.1), BALL.0, BALL.1);
    match p.hair {
        Hair::Short | Hair::Long => ball,
        Hair::Bun => format!("{} {ball}", ellipse((0.0, KNOT.0), KNOT.1, KNOT.2)),
        Hair::Bald => face::outline(p),
    }
}

/// Top of the hair on the midline.
pub fn crown(p: &Portrait) -> Point {
    (0.0, if p.hair == Hair::Bun { KNOT.0 - KNOT.2 } else { 0.0 })
}

/// Long hair behind neck and shoulders.
pub fn behind(s: &mut Svg, p: &Portrait) {
    if p.hair == Hair::Long {
        s.fill(
            "M-112 130 C-124 240 -140 340 -122 440 L122 440 C140 340 124 240 112 130 Z",
            &hex(shade(p.hair_colour, 0.7)),
        );
    }
}

/// The hair that the face lies on.
pub fn ball(s: &mut Svg, p: &Portrait) {
    if p.hair == Hair::Bald {
        return;
    }
    if p.hair == Hair::Bun {
        let knot = ellipse((0.0, KNOT.0), KNOT.1, KNOT.2);
        s.fill(&knot, &hex(p.hair_colour));
        strands(s, p, &knot, (0.0, KNOT.0), (KNOT.1, KNOT.2), 60, 3);
    }
    let ball = ellipse((0.0, BALL.1), BALL.0, BALL.1);
    s.fill(&ball, &hex(p.hair_colour));
    strands(s, p, &ball, (0.0, BALL.1), BALL, 160, 5);
}

/// Hairline, sides and fringe, over the edge of the face.
pub fn front(s: &mut Svg, p: &Portrait) {
    if p.hair == Hair::Bald {
        return;
    }
    // The hairline goes along with the face when the head turns; the outline stays.
    let slide = 50.0 * p.yaw_deg.to_radians().sin();
    let drop = 45.0 * p.pitch_deg.to_radians().sin();
    let place = |text: &str| {
        map_path(text, |(x, y)| {
            let low = ((y - 20.0) / 55.0).clamp(0.0, 1.0) * (1.0 - 0.6 * (x / 112.0).powi(2));
            (x + slide * low, y + drop * low * (1.0 - (x / 112.0).powi(2)).max(0.0))
        })
    };
    let cap = place(
        "M-107 162 C-112 19 -42 5 0 5 C42 5 112 19 107 162 L98 166 C97 138 94 108 74 84 C46 66 20 72 -22 62 C-48 64 -70 72 -80 92 C-94 112 -97 138 -98 166 Z",
    );
    s.begin_clip(&ellipse((0.0, BALL.1), BALL.0, BALL.1));
    s.fill(&cap, &hex(p.hair_colour));
    strands(s, p, &cap, (0.0, BALL.1), BALL, 260, 7);
    s.end();
    s.begin_clip(&cap);
    let sheen = mix(p.hair_colour, [255, 236, 216], 0.55);
    s.soft((-36.0, 44.0), 62.0, 20.0, sheen, 0.42);
    s.soft((52.0, 50.0), 40.0, 18.0, sheen, 0.26);
    s.end();
    edge(s, p, &place);
    if p.hair == Hair::Long {
        for side in [-1.0, 1.0] {
            let lock = map_path(
                "M60 40 C104 60 122 150 124 240 C126 330 122 400 110 446 C96 456 76 452 66 440 C84 370 96 300 93 220 C91 160 88 104 60 76 Z",
                |(x, y)| (x * side, y),
            );
            s.fill(&lock, &hex(p.hair_colour));
            locks(s, p, &lock, side);
        }
    }
    if p.fringe > 0.0 {
        fringe(s, p, &place);
    }
}

/// Short hairs that soften the hairline.
fn edge(s: &mut Svg, p: &Portrait, place: &impl Fn(&str) -> String) {
    let mut dice = Dice::new(p.seed ^ 0xED);
    for i in 0..70 {
        let t = f64::from(i) / 69.0 * 2.0 - 1.0;
        let (x, y) = (t * 88.0, 66.0 + 4.0 * t + 34.0 * t.powi(4) + dice.between(-5.0, 0.0));
        let path = place(&format!(
            "M{x:.2} {y:.2} L{:.2} {:.2}",
            x + t * 3.0 + dice.between(-2.0, 2.0),
            y + dice.between(3.0, 9.0)
        ));
        s.stroke(&path, p.hair_colour, 1.1, 0.5);
    }
}

/// Tufts from the hairline down to the brows or the eyes.
fn fringe(s: &mut Svg, p: &Portrait, place: &impl Fn(&str) -> String) {
    let mut dice = Dice::new(p.seed ^ 0xF1);
    let end = lerp(76.0, 182.0, p.fringe.min(1.0));
    s.fill(
        &place(&format!(
            "M-90 {1} C-86 60 86 60 90 {1} C50 {0} -50 {0} -90 {1} Z",
            end - 8.0,
            lerp(90.0, end - 12.0, 0.8)
        )),
        &hex(p.hair_colour),
    );
    for i in -22..=22 {
        let x = 4.0 * f64::from(i) + dice.between(-1.5, 1.5);
        let tip = end + dice.between(-9.0, 3.0) - 12.0 * (x / 90.0).powi(2);
        let path =
            format!("M{:.2} 62 L{:.2} 62 L{:.2} {tip:.2} Z", x * 0.9 - 6.0, x * 0.9 + 6.0, x + dice.between(-3.0, 3.0));
        s.fill(&place(&path), &hex(shade(p.hair_colour, dice.between(0.85, 1.35))));
    }
}

/// Curves that follow an oval with the half axes `r` about `middle`, seen only inside `outline`.
fn strands(s: &mut Svg, p: &Portrait, outline: &str, middle: Point, r: (f64, f64), count: usize, salt: u64) {
    let mut dice = Dice::new(p.seed ^ (salt << 8));
    s.begin_clip(outline);
    for _ in 0..count {
        let depth = dice.between(0.4, 0.995);
        let from: f64 = dice.between(-1.75, 1.75);
        let long = dice.between(0.3, 0.75) * from.signum();
        let at =
            |angle: f64, k: f64| (middle.0 + r.0 * depth * k * angle.sin(), middle.1 - r.1 * depth * k * angle.cos());
        let (a, c, b) = (at(from, 1.0), at(from + long / 2.0, 1.0 / (long / 2.0).cos()), at(from + long, 1.0));
        let colour = if dice.between(0.0, 1.0) < 0.5 {
            mix(p.hair_colour, [214, 176, 146], dice.between(0.08, 0.3))
        } else {
            shade(p.hair_colour, dice.between(0.35, 0.8))
        };
        s.stroke(
            &format!("M{:.2} {:.2} Q{:.2} {:.2} {:.2} {:.2}", a.0, a.1, c.0, c.1, b.0, b.1),
            colour,
            dice.between(0.7, 1.8),
            0.5,
        );
    }
    s.end();
}

/// Long strands down one side.
fn locks(s: &mut Svg, p: &Portrait, outline: &str, side: f64) {
    let mut dice = Dice::new(p.seed ^ if side < 0.0 { 0x10C } else { 0x20C });
    s.begin_clip(outline);
    for _ in 0..70 {
        let (x, y) = (dice.between(74.0, 126.0), dice.between(40.0, 330.0));
        let long = dice.between(60.0, 150.0);
        let colour = if dice.between(0.0, 1.0) < 0.5 {
            mix(p.hair_colour, [214, 176, 146], 0.2)
        } else {
            shade(p.hair_colour, 0.6)
        };
        let path = format!(
            "M{:.2} {y:.2} Q{:.2} {:.2} {:.2} {:.2}",
            x * side,
            (x + 6.0) * side,
            y + long / 2.0,
            (x - 2.0) * side,
            y + long
        );
        s.stroke(&path, colour, dice.between(0.8, 1.8), 0.5);
    }
    s.end();
}
