//! The face: outline, ears (with their jewels), eyes, brows, nose, mouth.
//!
//! Features lie on a ball that [`turn`] rotates for yaw and pitch; the outline moves but little. Proportions follow the hand-made
//! portrait that all the networks took for a face; colours and soft spots were chosen by eye.

use super::svg::{Dice, Point, Svg, ellipse, hex, lerp, map_path, mix, shade};
use super::{HEAD, Hair, Portrait, Rgb};

/// Iris centre of the picture's right eye, head units; the left one mirrors it.
pub const EYE: Point = (49.0, 169.0);
const IRIS_RADIUS: f64 = 10.4;

/// A feature at `at` seen frontally, after the head has turned. `lift`: height above the ball, head units (the nose).
pub fn turn(p: &Portrait, at: Point, lift: f64) -> Point {
    // Half axes of the ball, from the axis between the ears: as wide as the head, a little taller than the face.
    const BALL: [f64; 3] = [112.0, 185.0, 98.0];
    const MIDDLE: f64 = 150.0;
    let (x, y) = (at.0, at.1 - MIDDLE);
    let z = BALL[2] * (1.0 - (x / BALL[0]).powi(2) - (y / BALL[1]).powi(2)).max(0.0).sqrt() + lift;
    let (yaw_sin, yaw_cos) = p.yaw_deg.to_radians().sin_cos();
    let (pitch_sin, pitch_cos) = p.pitch_deg.to_radians().sin_cos();
    let depth = z * yaw_cos - x * yaw_sin;
    (x * yaw_cos + z * yaw_sin, MIDDLE + y * pitch_cos + depth * pitch_sin)
}

/// How far the face's edge goes sideways when the head turns: a little at the cheekbones, most at the chin.
pub fn jaw(p: &Portrait, (x, y): Point) -> Point {
    let (sin, cos) = p.yaw_deg.to_radians().sin_cos();
    let t = ((y - 170.0) / 150.0).clamp(0.0, 1.0);
    // The bald head's top is its crown: it stays on the midline.
    let below = (y / 100.0).clamp(0.0, 1.0);
    (x * (1.0 - below * (1.0 - cos.sqrt())) + sin * (22.0 * below + 42.0 * t * t * (3.0 - 2.0 * t)), y)
}

/// The skin's outline; its lowest point is exactly 320: (2 * 303 + 6 * 325.667) / 8.
pub fn outline(p: &Portrait) -> String {
    let top = if p.hair == Hair::Bald {
        "M-98 150 C-106 58 -74 0 0 0 C74 0 106 58 98 150"
    } else {
        "M-98 144 C-98 48 98 48 98 144"
    };
    let path = format!("{top} C102 230 79 274 48 303 C21 325.667 -21 325.667 -48 303 C-79 274 -102 230 -98 144 Z");
    map_path(&path, |at| jaw(p, at))
}

pub fn chin(p: &Portrait) -> Point {
    jaw(p, (0.0, HEAD))
}

/// Both ears, the picture's left first.
pub fn ears(p: &Portrait) -> [String; 2] {
    [-1.0, 1.0].map(|side| {
        let slide = ear_slide(p, side);
        let path = format!(
            "M{0} 160 C{1} 150 {2} 158 {2} 182 C{2} 206 {3} 222 {4} 224 C{5} 224 {0} 210 {0} 160 Z",
            94.0 * side,
            104.0 * side,
            119.0 * side,
            112.0 * side,
            103.0 * side,
            97.0 * side
        );
        map_path(&path, |(x, y)| (x + slide, y))
    })
}

/// The ear on the near side comes forward, the other goes behind the cheek.
fn ear_slide(p: &Portrait, side: f64) -> f64 {
    let sin = p.yaw_deg.to_radians().sin();
    if sin * side > 0.0 { -14.0 * sin } else { 38.0 * sin }
}

/// Iris centre; `side` -1 is the picture's left. Gaze 1 takes the iris to the corner, to the lid.
pub fn iris(p: &Portrait, side: f64) -> Point {
    let (x, y) = turn(p, (EYE.0 * side, EYE.1), 0.0);
    (x + 13.0 * p.gaze.0, y + 7.0 * p.gaze.1)
}

/// Ears, skin, features; what covers the face comes later, see `cover`.
pub fn draw(s: &mut Svg, p: &Portrait) {
    let skin = p.skin.colour();
    let yaw = p.yaw_deg;
    for (path, side) in ears(p).iter().zip([-1.0, 1.0]) {
        // The ear on the side that the head turns away from hides behind the cheek; both do when frontal.
        if yaw * side >= -4.0 {
            ear(s, p, path, side);
        }
    }
    let (light, deep) = (mix(shade(skin, 1.07), [255, 255, 250], 0.1), shade(skin, 0.8));
    let paint = s.radial(
        (0.5, 0.43),
        0.62,
        &[(0.0, light, 1.0), (0.55, skin, 1.0), (0.8, shade(skin, 0.92), 1.0), (1.0, deep, 1.0)],
    );
    let outline = outline(p);
    s.fill(&outline, &paint);
    s.begin_clip(&outline);
    relief(s, p, skin);
    for side in [-1.0, 1.0] {
        eye(s, p, side);
        brow(s, p, side);
    }
    nose(s, p, skin);
    mouth(s, p, skin);
    s.end();
    for (path, side) in ears(p).iter().zip([-1.0, 1.0]) {
        if yaw * side < -4.0 {
            ear(s, p, path, side);
        }
    }
}

fn ear(s: &mut Svg, p: &Portrait, path: &str, side: f64) {
    let skin = p.skin.colour();
    let paint = s.linear((0.0, 0.0), (1.0, 0.0), if side < 0.0 { &EAR_LIGHT } else { &EAR_DARK });
    s.fill(path, &hex(shade(skin, 0.9)));
    let slide = ear_slide(p, side);
    let place = |text: String| map_path(&text, |(x, y)| (x * side + slide, y));
    s.begin_clip(path);
    s.fill(path, &paint);
    s.soft((107.0 * side + slide, 187.0), 9.0, 22.0, shade(skin, 0.5), 0.55);
    s.stroke(&place("M101 163 C111 158 115 172 113 190 C112 202 109 208 106 212".into()), shade(skin, 1.06), 2.6, 0.7);
    s.stroke(&place("M103 176 C108 172 110 184 107 196".into()), shade(skin, 0.55), 2.0, 0.6);
    s.end();
    if p.earrings && p.hair != Hair::Long {
        let at = (105.0 * side + slide, 228.0);
        let gold = s.radial(
            (0.4, 0.35),
            0.7,
            &[(0.0, [255, 244, 190], 1.0), (0.5, [222, 176, 72], 1.0), (1.0, [130, 88, 24], 1.0)],
        );
        s.fill(&ellipse(at, 5.5, 6.0), &gold);
        s.fill(&ellipse((at.0, at.1 + 13.0), 4.0, 8.0), &gold);
    }
}

const EAR_LIGHT: [(f64, Rgb, f64); 2] = [(0.0, [255, 220, 200], 0.12), (1.0, [60, 25, 15], 0.35)];
const EAR_DARK: [(f64, Rgb, f64); 2] = [(0.0, [60, 25, 15], 0.35), (1.0, [255, 220, 200], 0.12)];

/// Soft light and shade of brow ridge, temples, cheeks, chin.
fn relief(s: &mut Svg, p: &Portrait, skin: Rgb) {
    let (dark, light, warm) = (shade(skin, 0.55), mix(skin, [255, 246, 236], 0.6), mix(skin, [214, 92, 82], 0.5));
    let mut spot =
        |at: Point, rx: f64, ry: f64, colour: Rgb, opacity: f64| s.soft(turn(p, at, 0.0), rx, ry, colour, opacity);
    spot((0.0, 112.0), 60.0, 34.0, light, 0.3);
    if p.hair != Hair::Bald {
        spot((0.0, 70.0), 95.0, 24.0, dark, 0.5); // under the hair
    }
    spot((0.0, 306.0), 22.0, 14.0, light, 0.32);
    spot((0.0, 291.0), 27.0, 8.0, dark, 0.4);
    for side in [-1.0, 1.0] {
        spot((94.0 * side, 240.0), 42.0, 80.0, dark, 0.42);
        spot((96.0 * side, 120.0), 30.0, 50.0, dark, 0.4);
        spot((49.0 * side, 166.0), 38.0, 21.0, dark, 0.42);
        spot((26.0 * side, 158.0), 12.0, 20.0, dark, 0.36);
        spot((52.0 * side, 191.0), 26.0, 8.0, dark, 0.2);
        spot((55.0 * side, 212.0), 28.0, 20.0, light, 0.3);
        spot((54.0 * side, 226.0), 32.0, 24.0, warm, 0.2 + 0.5 * p.makeup);
        spot((44.0 * side, 296.0), 26.0, 20.0, dark, 0.22);
    }
    let fold = |side: f64| {
        format!(
            "M{} 238 C{} 250 {} 258 {} 270",
            29.0 * side,
            36.0 * side,
            (40.0 + 4.0 * p.smile) * side,
            (42.0 + 8.0 * p.smile) * side
        )
    };
    for side in [-1.0, 1.0] {
        let path = map_path(&fold(side), |at| turn(p, at, 0.0));
        for width in [7.0, 4.0, 2.0] {
            s.stroke(&path, dark, width, 0.035 + 0.05 * p.smile.max(0.0));
        }
    }
}

fn eye(s: &mut Svg, p: &Portrait, side: f64) {
    let skin = p.skin.colour();
    let open = if side < 0.0 { p.left_eye_open } else { p.right_eye_open }.clamp(0.0, 1.0);
    // u runs outwards from the iris, so that one drawing serves both eyes.
    let place = |text: &str| map_path(text, |(u, y)| turn(p, ((EYE.0 + u) * side, y), 0.0));
    let upper = lerp(182.0, 156.6, open);
    let lower = lerp(182.4, 181.6, open);
    let lid = format!("M26 170.5 C14.5 {upper:.2} -14.5 {upper:.2} -24 172");
    let shape = place(&format!("{lid} C-12.5 {lower:.2} 12.5 {:.2} 26 170.5 Z", lower + 0.8));
    let lash = mix(p.hair_colour, [14, 9, 7], 0.75);
    if p.makeup > 0.0 {
        s.soft(turn(p, (50.0 * side, 154.0), 0.0), 34.0, 15.0, [84, 48, 104], 0.9 * p.makeup);
    }
    if open > 0.02 {
        s.fill(&shape, "#ece5df");
        s.begin_clip(&shape);
        s.fill(&ellipse(turn(p, (side * (EYE.0 - 24.0), 172.0), 0.0), 4.0, 3.0), "#cf9a8c");
        let at = iris(p, side);
        let brown =
            s.radial((0.5, 0.55), 0.5, &[(0.0, [92, 58, 34], 1.0), (0.7, [66, 40, 24], 1.0), (1.0, [34, 20, 13], 1.0)]);
        s.fill(&ellipse(at, IRIS_RADIUS, IRIS_RADIUS), &brown);
        for i in 0..24 {
            let (sin, cos) = (f64::from(i) * std::f64::consts::TAU / 24.0).sin_cos();
            let (near, far) = (5.0, 7.0 + f64::from(i * 7 % 5) * 0.45);
            s.stroke(
                &format!(
                    "M{:.2} {:.2} L{:.2} {:.2}",
                    at.0 + near * cos,
                    at.1 + near * sin,
                    at.0 + far * cos,
                    at.1 + far * sin
                ),
                [138, 96, 60],
                0.7,
                0.45,
            );
        }
        s.fill(&ellipse(at, 4.6, 4.6), &hex(mix([10, 7, 6], [214, 30, 24], p.red_eye)));
        if p.red_eye > 0.0 {
            s.soft(at, 8.0, 8.0, [230, 50, 36], p.red_eye);
        }
        s.fill_with(&ellipse((at.0 + 3.0, at.1 - 3.6), 2.0, 2.0), "#ffffff", 0.95);
        s.soft(turn(p, (EYE.0 * side, upper + 3.5), 0.0), 30.0, 9.0, [40, 26, 22], 0.6);
        s.end();
    } else {
        s.soft(turn(p, (EYE.0 * side, 168.0), 0.0), 27.0, 13.0, mix(skin, [255, 240, 225], 0.5), 0.5);
    }
    s.stroke(&place(&lid), lash, 2.4, 0.95);
    s.stroke(
        &place(&format!("M24 171 C12.5 {:.2} -12.5 {lower:.2} -20 173", lower + 0.9)),
        mix(skin, lash, 0.6),
        1.1,
        0.7,
    );
    s.stroke(
        &place(&format!("M29 165 C17 {0:.2} -13 {0:.2} -25 166", lerp(160.0, 148.0, open))),
        shade(skin, 0.5),
        1.4,
        0.5 * open,
    );
    for i in 0..13 {
        let t = f64::from(i) / 12.0;
        let (x, droop) = (lerp(25.0, -14.0, t), 1.0 - (2.0 * t - 0.85).powi(2));
        let base = 171.0 + 0.75 * (upper - 171.0) * droop.clamp(0.05, 1.0);
        let (dx, dy) =
            (lerp(3.2, -1.0, t) * (1.0 + p.makeup), lerp(-1.6, -2.6, t) * (1.0 + p.makeup) * (2.0 * open - 1.0));
        s.stroke(&place(&format!("M{x:.2} {base:.2} L{:.2} {:.2}", x + dx, base + dy)), lash, 0.9, 0.7);
    }
}

fn brow(s: &mut Svg, p: &Portrait, side: f64) {
    if p.brows <= 0.0 {
        return;
    }
    let mut dice = Dice::new(p.seed ^ if side < 0.0 { 0xB0 } else { 0xB2 });
    let place = |text: &str| map_path(text, |(u, y)| turn(p, ((EYE.0 + u) * side, y), 2.0));
    let colour = mix(p.hair_colour, [30, 20, 15], 0.4);
    s.fill_with(
        &place("M32 141 C16 129 -12 128 -26 137 L-25 143.5 C-9 138 14 138.5 31 144 Z"),
        &hex(colour),
        0.72 * p.brows,
    );
    for i in 0..44 {
        let t = f64::from(i) / 43.0;
        let x = lerp(-25.0, 32.0, t);
        let y = lerp(143.0, 143.5, t) - 5.0 * (1.0 - (2.0 * t - 1.0).powi(2)) + dice.between(-2.2, 1.0);
        let (dx, dy) = (lerp(2.0, 7.0, t), lerp(-8.0, -0.5, t) + dice.between(-1.0, 1.0));
        s.stroke(
            &place(&format!("M{x:.2} {y:.2} L{:.2} {:.2}", x + dx, y + dy)),
            shade(colour, dice.between(0.6, 1.25)),
            1.0,
            0.6 * p.brows,
        );
    }
}

fn nose(s: &mut Svg, p: &Portrait, skin: Rgb) {
    let (dark, light) = (shade(skin, 0.52), mix(skin, [255, 244, 232], 0.75));
    let mut spot = |at: Point, lift: f64, rx: f64, ry: f64, colour: Rgb, opacity: f64| {
        s.soft(turn(p, at, lift), rx, ry, colour, opacity)
    };
    spot((0.0, 248.0), 2.0, 34.0, 11.0, dark, 0.42);
    for side in [-1.0, 1.0] {
        spot((16.0 * side, 198.0), 6.0, 11.0, 46.0, dark, 0.42);
        spot((24.0 * side, 233.0), 6.0, 9.0, 12.0, dark, 0.5);
    }
    spot((0.0, 196.0), 14.0, 8.5, 52.0, light, 0.62);
    spot((0.0, 231.0), 22.0, 16.0, 13.0, light, 0.6);
    for side in [-1.0, 1.0] {
        let wing = map_path(
            &format!("M{} 222 C{} 228 {} 242 {} 241", 21.0 * side, 29.0 * side, 27.0 * side, 17.0 * side),
            |at| turn(p, at, 10.0),
        );
        s.stroke(&wing, dark, 1.8, 0.5);
        s.soft(turn(p, (12.5 * side, 239.0), 12.0), 8.5, 5.5, shade(skin, 0.22), 0.95);
    }
    let base = map_path("M-13 242 C-6 247 6 247 13 242", |at| turn(p, at, 14.0));
    s.stroke(&base, dark, 2.0, 0.45);
}

fn mouth(s: &mut Svg, p: &Portrait, skin: Rgb) {
    let gap = p.lip_gap.clamp(0.0, 0.5) * 2.0 * EYE.0;
    // A cubic's middle follows its two inner points by three quarters.
    let (up, down) = (-0.35 * gap / 0.75, 0.65 * gap / 0.75);
    let (cx, cy) = (33.0 + 7.0 * p.smile, 270.0 - 9.0 * p.smile);
    let bow = 270.0 + 0.5 * (cy - 270.0);
    let rose = mix(mix(skin, [176, 74, 70], 0.52), [196, 16, 44], p.makeup);
    let place = |text: String| map_path(&text, |at| turn(p, at, 6.0));
    let seam = 273.0 + 4.0 * p.smile;
    let hole = place(format!(
        "M{cx} {cy} C16 {0:.2} -16 {0:.2} -{cx} {cy} C-16 {1:.2} 16 {1:.2} {cx} {cy} Z",
        seam + up,
        seam + down
    ));
    if gap > 0.0 {
        s.fill(&hole, "#3a1414");
        s.begin_clip(&hole);
        s.soft(turn(p, (0.0, 274.0 + 0.65 * gap), 6.0), 22.0, 0.35 * gap + 1.0, [176, 84, 82], 0.9);
        if p.teeth > 0.0 {
            let edge = seam + up + p.teeth * (down - up);
            s.fill(
                &place(format!(
                    "M{cx} {cy} C16 {0:.2} -16 {0:.2} -{cx} {cy} C-16 {edge:.2} 16 {edge:.2} {cx} {cy} Z",
                    seam + up - 2.0
                )),
                "#ece6da",
            );
            for i in -3..=3 {
                let x = 7.5 * f64::from(i);
                s.stroke(&place(format!("M{x} 255 L{x} 300")), [150, 130, 118], 0.8, 0.45);
            }
        }
        s.end();
    }
    let top = [261.3, 262.3].map(|y| y + up + bow - 270.0);
    let paint = s.linear((0.0, 0.0), (0.0, 1.0), &[(0.0, mix(rose, skin, 0.25), 1.0), (1.0, shade(rose, 0.78), 1.0)]);
    s.fill(
        &place(format!(
            "M-{cx} {cy} C-17 {0:.2} -6 {1:.2} 0 {2:.2} C6 {1:.2} 17 {0:.2} {cx} {cy} C16 {3:.2} -16 {3:.2} -{cx} {cy} Z",
            top[0], top[1], 265.2 + 0.75 * up + bow - 270.0, seam + up
        )),
        &paint,
    );
    let paint = s.linear(
        (0.0, 0.0),
        (0.0, 1.0),
        &[
            (0.0, shade(rose, 0.9), 1.0),
            (0.45, mix(rose, [255, 220, 210], 0.16), 1.0),
            (1.0, mix(rose, skin, 0.35), 1.0),
        ],
    );
    s.fill(
        &place(format!(
            "M-{cx} {cy} C-16 {0:.2} 16 {0:.2} {cx} {cy} C23 {1:.2} -23 {1:.2} -{cx} {cy} Z",
            seam + down,
            288.5 + down
        )),
        &paint,
    );
    let line = mix(rose, [60, 20, 18], 0.7);
    if gap < 2.0 {
        s.stroke(&place(format!("M-{cx} {cy} C-16 {seam} 16 {seam} {cx} {cy}")), line, 1.7, 0.8);
    }
    for i in -6..=6 {
        let x = 3.6 * f64::from(i);
        s.stroke(
            &place(format!("M{x} {:.2} L{:.2} {:.2}", 274.5 + 0.75 * down, x * 1.1, 281.0 + 0.75 * down)),
            shade(rose, 0.85),
            0.6,
            0.4,
        );
    }
    for side in [-1.0, 1.0] {
        s.soft(turn(p, (side * (cx + 2.0), cy), 4.0), 7.0, 6.0, shade(skin, 0.5), 0.4);
    }
}
