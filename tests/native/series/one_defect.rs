//! One defect in growing strength, on drawn and on real portraits: each step is judged from its own bytes, and what is
//! said must never improve.

use crate::kit::{finding, judge};
use crate::portrait::{Picture, Portrait};
use photo_precheck::report::{Finding, PixelRect, Report, Verdict};

/// What a series must come to.
pub struct Series<'a> {
    pub check: &'a str,
    /// The code of every finding that is no pass.
    pub code: &'a str,
    /// The last step's verdict at least.
    pub last: Verdict,
    /// A place that the last finding's region must hold, px.
    pub at: Option<(f64, f64)>,
}

impl Series<'_> {
    /// The first step passes; no later one scores better than one before, up to the report's own digits; the last is
    /// caught, where the defect is.
    pub fn holds(&self, name: &str, steps: impl IntoIterator<Item = (f64, Picture)>) {
        let judged: Vec<(f64, Report)> =
            steps.into_iter().map(|(strength, picture)| (strength, judge(&picture))).collect();
        let of = |at: usize| finding(&judged[at].1, self.check);
        let step = |at: usize| {
            let Finding { verdict, value, code, .. } = of(at);
            format!("{}: {verdict:?} {value:?} {code:?}", judged[at].0)
        };
        let story =
            || format!("{name}, {}:\n{}", self.check, (0..judged.len()).map(step).collect::<Vec<_>>().join("\n"));
        assert_eq!(of(0).verdict, Verdict::Pass, "{}", story());
        for (at, (strength, _)) in judged.iter().enumerate().skip(1) {
            assert!(of(at).verdict >= of(at - 1).verdict, "improves at {strength}\n{}", story());
            assert!(of(at).verdict == Verdict::Pass || of(at).code == Some(self.code), "{}", story());
        }
        let last = of(judged.len() - 1);
        assert!(last.verdict >= self.last, "{}", story());
        if let Some((x, y)) = self.at {
            let region = last.region.unwrap_or_else(|| panic!("no region\n{}", story()));
            let PixelRect { x: left, y: top, width, height } = region;
            let inside = (left..=left + width).contains(&x) && (top..=top + height).contains(&y);
            assert!(inside, "{region:?} does not hold {x:.0}, {y:.0}\n{}", story());
        }
    }
}

/// `change` of the default portrait in growing strength.
pub fn drawn(steps: &[f64], change: impl Fn(&mut Portrait, f64)) -> Vec<(f64, Picture)> {
    let draw = |strength: f64| {
        let mut portrait = Portrait::default();
        change(&mut portrait, strength);
        (strength, portrait.draw().0)
    };
    steps.iter().map(|strength| draw(*strength)).collect()
}

/// `share` of the second picture over the first, pixel by pixel.
pub fn mixed(under: &Picture, over: &Picture, share: impl Fn(f64, f64) -> f64) -> Picture {
    under.map(|x, y, low| {
        let (high, share) = (over.at(x as isize, y as isize), share(x as f64, y as f64).clamp(0.0, 1.0));
        [0, 1, 2].map(|i| (f64::from(low[i]) + share * (f64::from(high[i]) - f64::from(low[i]))).round() as u8)
    })
}

/// Every pixel taken from elsewhere: `from` gives the place for each, bilinear.
pub fn moved(picture: &Picture, from: impl Fn(f64, f64) -> (f64, f64)) -> Picture {
    picture.map(|x, y, _| {
        let (u, v) = from(x as f64, y as f64);
        let (left, top) = (u.floor(), v.floor());
        let (right, down) = (u - left, v - top);
        let at = |dx: isize, dy: isize| picture.at(left as isize + dx, top as isize + dy).map(f64::from);
        let [a, b, c, d] = [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
        [0, 1, 2].map(|i| {
            let (above, below) = (a[i] + (b[i] - a[i]) * right, c[i] + (d[i] - c[i]) * right);
            (above + (below - above) * down).round() as u8
        })
    })
}

/// 1 inside a soft-edged ellipse, 0 outside.
pub fn ellipse((x, y): (f64, f64), centre: (f64, f64), (rx, ry): (f64, f64), soft: f64) -> f64 {
    let distance = ((x - centre.0) / rx).hypot((y - centre.1) / ry);
    ((1.0 + soft - distance) / soft.max(1e-6)).clamp(0.0, 1.0)
}

/// From 0 at `start` to 1 at `end`, smooth.
pub fn ramp(value: f64, start: f64, end: f64) -> f64 {
    let t = ((value - start) / (end - start)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
