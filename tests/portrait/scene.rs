//! What is behind the person: plain colour, gradient, stripes, bricks, a room, and the shadow that the head throws.
//!
//! Drawn in shares of the picture's height, so that it looks the same at every size.

use super::svg::{Dice, Svg, ellipse, hex, mix, shade};
use super::{Pattern, Portrait};

fn rect(x: f64, y: f64, w: f64, h: f64) -> String {
    format!("M{x:.2} {y:.2} L{:.2} {y:.2} L{:.2} {:.2} L{x:.2} {:.2} Z", x + w, x + w, y + h, y + h)
}

/// Draws the background over the whole picture, in picture pixels.
pub fn draw(s: &mut Svg, p: &Portrait) {
    let (w, h) = (f64::from(p.width_px), f64::from(p.height_px));
    let colour = p.background;
    s.fill(&rect(0.0, 0.0, w, h), &hex(colour));
    match p.pattern {
        Pattern::Plain => {}
        Pattern::Stripes => {
            let step = h / 16.0;
            for i in 0..(w / step).ceil() as usize {
                s.fill(&rect(i as f64 * step, 0.0, step / 2.0, h), &hex(shade(colour, 0.72)));
            }
        }
        Pattern::Bricks => bricks(s, p, w, h),
        Pattern::Room => room(s, p, w, h),
    }
    if p.background_gradient > 0.0 {
        let paint = s.linear((0.0, 0.0), (1.0, 1.0), &[(0.0, [0; 3], 0.0), (1.0, [0; 3], 0.8 * p.background_gradient)]);
        s.fill(&rect(0.0, 0.0, w, h), &paint);
    }
    if p.shadow > 0.0 {
        shadow(s, p);
    }
}

fn bricks(s: &mut Svg, p: &Portrait, w: f64, h: f64) {
    let mut dice = Dice::new(p.seed ^ 0xB1);
    let (bw, bh) = (h / 9.0, h / 22.0);
    s.fill(&rect(0.0, 0.0, w, h), "#b9b0a6");
    for row in 0..=22 {
        let offset = if row % 2 == 0 { 0.0 } else { -bw / 2.0 };
        for col in 0..=(w / bw).ceil() as usize {
            let tone = shade([158, 84, 66], dice.between(0.8, 1.15));
            s.fill(&rect(offset + col as f64 * bw, f64::from(row) * bh, bw * 0.95, bh * 0.88), &hex(tone));
        }
    }
}

fn room(s: &mut Svg, p: &Portrait, w: f64, h: f64) {
    let mut dice = Dice::new(p.seed ^ 0x10);
    s.fill(&rect(0.0, 0.0, w, h), "#d8cfbe");
    s.fill(&rect(0.0, 0.72 * h, w, 0.28 * h), "#8a6b4c");
    s.fill(&rect(0.04 * w, 0.06 * h, 0.3 * w, 0.34 * h), "#f4f6f7");
    s.fill(&rect(0.06 * w, 0.075 * h, 0.125 * w, 0.31 * h), "#a9cbe6");
    s.fill(&rect(0.195 * w, 0.075 * h, 0.125 * w, 0.31 * h), "#a9cbe6");
    s.fill(&rect(0.64 * w, 0.05 * h, 0.36 * w, 0.66 * h), "#6d4f36");
    for shelf in 0..4 {
        let y = (0.07 + 0.16 * f64::from(shelf)) * h;
        s.fill(&rect(0.66 * w, y, 0.34 * w, 0.14 * h), "#3a2a1e");
        let mut x = 0.665 * w;
        while x < w {
            let (bw, bh) = (dice.between(0.012, 0.032) * h, dice.between(0.085, 0.13) * h);
            let tone =
                [dice.between(50.0, 220.0) as u8, dice.between(50.0, 190.0) as u8, dice.between(50.0, 190.0) as u8];
            s.fill(&rect(x, y + 0.14 * h - bh, bw * 0.92, bh), &hex(tone));
            x += bw;
        }
    }
}

/// Head and shoulders as soft dark spots, moved by the offset.
fn shadow(s: &mut Svg, p: &Portrait) {
    let dark = mix(shade(p.background, 0.35), [0, 0, 0], 0.3);
    s.begin_map(&p.map(&p.place));
    let (dx, dy) = p.shadow_offset;
    // A few copies that grow make a soft edge without a filter.
    for i in 0..14 {
        let grow = 0.94 + 0.014 * f64::from(i);
        let opacity = p.shadow * 0.1;
        s.fill_with(&ellipse((dx, 135.0 + dy), 114.0 * grow, 138.0 * grow), &hex(dark), opacity);
        s.fill_with(&ellipse((dx, 250.0 + dy), 80.0 * grow, 100.0 * grow), &hex(dark), opacity);
        s.fill_with(&ellipse((dx, 560.0 + dy), 240.0 * grow, 200.0 * grow), &hex(dark), opacity);
    }
    s.end();
}
