//! Shapes as text: path geometry and a small writer of SVG.
//!
//! Paths use absolute `M`, `L`, `Q`, `C`, `Z` only, so that every number pair is a point: [`map_path`] bends any shape through
//! a function, and [`bounds`] finds its true extent. [`Svg`] collects shapes and the gradients and clips that they name.

use super::Rgb;
use std::fmt::Write;

/// x right, y down.
pub type Point = (f64, f64);

/// An affine map: `x' = a x + c y + e`, `y' = b x + d y + f`, SVG's order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    pub d: f64,
    pub e: f64,
    pub f: f64,
}

impl Affine {
    /// Scale by `scale`, turn clockwise as seen by `turn_deg`, so that `pivot` lands on `target`.
    pub fn about(pivot: Point, target: Point, scale: f64, turn_deg: f64) -> Affine {
        let (sin, cos) = turn_deg.to_radians().sin_cos();
        let (a, b, c, d) = (scale * cos, scale * sin, -scale * sin, scale * cos);
        Affine { a, b, c, d, e: target.0 - a * pivot.0 - c * pivot.1, f: target.1 - b * pivot.0 - d * pivot.1 }
    }

    pub fn apply(&self, (x, y): Point) -> Point {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// The inverse map; the scale is never nought here.
    pub fn inverse(&self) -> Affine {
        let det = self.a * self.d - self.b * self.c;
        let (a, b, c, d) = (self.d / det, -self.b / det, -self.c / det, self.a / det);
        Affine { a, b, c, d, e: -(a * self.e + c * self.f), f: -(b * self.e + d * self.f) }
    }

    fn attribute(&self) -> String {
        format!("matrix({:.6} {:.6} {:.6} {:.6} {:.4} {:.4})", self.a, self.b, self.c, self.d, self.e, self.f)
    }
}

/// The path with each of its points moved by `f`.
pub fn map_path(path: &str, f: impl Fn(Point) -> Point) -> String {
    let mut out = String::with_capacity(path.len() + 16);
    let mut x = None;
    for token in path.split_whitespace() {
        let (command, number) = match token.chars().next() {
            Some(c) if c.is_ascii_alphabetic() => token.split_at(1),
            _ => ("", token),
        };
        out.push_str(command);
        if number.is_empty() {
            out.push(' ');
            continue;
        }
        let value: f64 = number.parse().expect("a path holds letters and numbers");
        match x.take() {
            None => x = Some(value),
            Some(px) => {
                let (px, py) = f((px, value));
                write!(out, "{px:.2} {py:.2} ").expect("text");
            }
        }
    }
    out
}

/// (left, top, right, bottom) of the drawn outline after `map`, found by walking its curves.
pub fn bounds(path: &str, map: &Affine) -> [f64; 4] {
    let mut points: Vec<Point> = Vec::new();
    let mut curve: Vec<Point> = Vec::new();
    let mut command = 'M';
    // The same walk as map_path; the points are collected, a curve is flattened when its last point has come.
    let tokens: Vec<&str> = path.split_whitespace().collect();
    let mut numbers: Vec<f64> = Vec::new();
    for token in tokens {
        let rest = token.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        if let Some(c) = token.chars().next().filter(char::is_ascii_alphabetic) {
            command = c;
        }
        if rest.is_empty() {
            continue;
        }
        numbers.push(rest.parse().expect("a path holds letters and numbers"));
        if numbers.len() < 2 {
            continue;
        }
        curve.push(map.apply((numbers[0], numbers[1])));
        numbers.clear();
        let wanted = match command {
            'C' => 3,
            'Q' => 2,
            _ => 1,
        };
        if curve.len() == wanted {
            let mut control = vec![*points.last().unwrap_or(&curve[0])];
            control.append(&mut curve);
            for step in 1..=200 {
                points.push(de_casteljau(&control, f64::from(step) / 200.0));
            }
        }
    }
    points.iter().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |b, p| {
        [b[0].min(p.0), b[1].min(p.1), b[2].max(p.0), b[3].max(p.1)]
    })
}

fn de_casteljau(control: &[Point], t: f64) -> Point {
    let mut points = control.to_vec();
    while points.len() > 1 {
        points = points.windows(2).map(|w| (w[0].0 + t * (w[1].0 - w[0].0), w[0].1 + t * (w[1].1 - w[0].1))).collect();
    }
    points[0]
}

/// An ellipse as a path, so that it can be bent like any other shape.
pub fn ellipse((cx, cy): Point, rx: f64, ry: f64) -> String {
    /// The usual cubic approximation of a quarter circle: 4/3 (sqrt 2 - 1); the extremes are exact.
    const K: f64 = 0.552_284_75;
    let (kx, ky) = (rx * K, ry * K);
    let (l, t, r, b) = (cx - rx, cy - ry, cx + rx, cy + ry);
    format!(
        "M{l:.2} {cy:.2} C{l:.2} {:.2} {:.2} {t:.2} {cx:.2} {t:.2} C{:.2} {t:.2} {r:.2} {:.2} {r:.2} {cy:.2} \
         C{r:.2} {:.2} {:.2} {b:.2} {cx:.2} {b:.2} C{:.2} {b:.2} {l:.2} {:.2} {l:.2} {cy:.2} Z",
        cy - ky,
        cx - kx,
        cx + kx,
        cy - ky,
        cy + ky,
        cx + kx,
        cx - kx,
        cy + ky
    )
}

/// `a` at 0, `b` at 1.
pub fn lerp(a: f64, b: f64, t: f64) -> f64 {
    a + (b - a) * t
}

/// `colour` times `k`, kept in 0..=255.
pub fn shade(colour: Rgb, k: f64) -> Rgb {
    colour.map(|v| (f64::from(v) * k).round().clamp(0.0, 255.0) as u8)
}

/// `a` at 0, `b` at 1, in sRGB values.
pub fn mix(a: Rgb, b: Rgb, t: f64) -> Rgb {
    [0, 1, 2].map(|i| lerp(f64::from(a[i]), f64::from(b[i]), t).round() as u8)
}

pub fn hex(c: Rgb) -> String {
    format!("#{:02x}{:02x}{:02x}", c[0], c[1], c[2])
}

/// Evenly spread, repeatable numbers: splitmix64. The same seed draws the same strands.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// In `low..high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A picture being written.
#[derive(Default)]
pub struct Svg {
    defs: String,
    shapes: String,
    names: usize,
}

impl Svg {
    fn name(&mut self) -> String {
        self.names += 1;
        format!("n{}", self.names)
    }

    /// Fills with a paint: `#rrggbb` or what [`Svg::radial`] or [`Svg::linear`] gave.
    pub fn fill(&mut self, path: &str, paint: &str) {
        self.fill_with(path, paint, 1.0);
    }

    /// Fills with `opacity` 0..=1.
    pub fn fill_with(&mut self, path: &str, paint: &str, opacity: f64) {
        writeln!(self.shapes, r#"<path d="{path}" fill="{paint}" fill-opacity="{opacity:.3}" fill-rule="evenodd"/>"#)
            .expect("text");
    }

    pub fn stroke(&mut self, path: &str, colour: Rgb, width: f64, opacity: f64) {
        writeln!(
            self.shapes,
            r#"<path d="{path}" fill="none" stroke="{}" stroke-width="{width:.2}" stroke-opacity="{opacity:.3}" stroke-linecap="round"/>"#,
            hex(colour)
        )
        .expect("text");
    }

    /// A soft spot that fades to nothing at its rim: shading without a filter.
    pub fn soft(&mut self, (x, y): Point, rx: f64, ry: f64, colour: Rgb, opacity: f64) {
        let paint = self.radial(
            (0.5, 0.5),
            0.5,
            &[(0.0, colour, opacity), (0.35, colour, 0.72 * opacity), (0.7, colour, 0.2 * opacity), (1.0, colour, 0.0)],
        );
        self.fill(&ellipse((x, y), rx, ry), &paint);
    }

    fn stops(&mut self, stops: &[(f64, Rgb, f64)]) {
        for (at, colour, opacity) in stops {
            write!(self.defs, r#"<stop offset="{at}" stop-color="{}" stop-opacity="{opacity:.3}"/>"#, hex(*colour))
                .expect("text");
        }
    }

    /// A radial gradient in shares of the shape's box; stops are (share, colour, opacity).
    pub fn radial(&mut self, (cx, cy): Point, r: f64, stops: &[(f64, Rgb, f64)]) -> String {
        let id = self.name();
        write!(self.defs, r#"<radialGradient id="{id}" cx="{cx}" cy="{cy}" r="{r}">"#).expect("text");
        self.stops(stops);
        self.defs.push_str("</radialGradient>\n");
        format!("url(#{id})")
    }

    /// A linear gradient in shares of the shape's box.
    pub fn linear(&mut self, from: Point, to: Point, stops: &[(f64, Rgb, f64)]) -> String {
        let id = self.name();
        write!(self.defs, r#"<linearGradient id="{id}" x1="{}" y1="{}" x2="{}" y2="{}">"#, from.0, from.1, to.0, to.1)
            .expect("text");
        self.stops(stops);
        self.defs.push_str("</linearGradient>\n");
        format!("url(#{id})")
    }

    /// Everything drawn until [`Svg::end`] is seen only inside `path`.
    pub fn begin_clip(&mut self, path: &str) {
        let id = self.name();
        writeln!(self.defs, r#"<clipPath id="{id}"><path d="{path}"/></clipPath>"#).expect("text");
        writeln!(self.shapes, r#"<g clip-path="url(#{id})">"#).expect("text");
    }

    /// Everything drawn until [`Svg::end`] is moved by `map`.
    pub fn begin_map(&mut self, map: &Affine) {
        writeln!(self.shapes, r#"<g transform="{}">"#, map.attribute()).expect("text");
    }

    pub fn end(&mut self) {
        self.shapes.push_str("</g>\n");
    }

    /// The whole document, `width` x `height` px.
    pub fn document(&self, width: u32, height: u32) -> String {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><defs>{}</defs>{}</svg>"#,
            self.defs, self.shapes
        )
    }
}
