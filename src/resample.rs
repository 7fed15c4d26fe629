//! A picture, or a turned part of it, at another size: each new pixel the weighted mean of those it covers. Rows are
//! made narrow first, then rows are mixed; no more source rows are held than the next new row needs.
//!
//! Ours and not a library's, because the resizer that we used brought its vector code into the module for engines that
//! have no vector instructions, which then refuse it, and the one `unsafe` of the crate.

use crate::color;
use std::collections::VecDeque;
use std::sync::LazyLock;

/// What is seen of the source: a rectangle that starts at `origin` and is turned around it.
pub(crate) struct View {
    /// Where the new picture's top-left corner lies in the source, source pixels; (0, 0) is the outer corner of the first.
    pub origin: (f64, f64),
    /// Source pixels to a new pixel, along the new picture's own axes.
    pub step: (f64, f64),
    /// Clockwise as seen; under 90.
    pub roll_deg: f64,
}

/// How much a source pixel weighs, by its distance.
pub(crate) struct Kernel {
    /// Beyond it nothing weighs, in new pixels.
    radius: f64,
    /// At a distance in new pixels, 0..=`radius`.
    weight: fn(f64) -> f64,
}

/// The linear interpolation of a box's means.
const TRIANGLE: Kernel = Kernel { radius: 1.0, weight: |x| (1.0 - x).max(0.0) };

/// The windowed sinc of three lobes: sharp without a halo that could be seen. Lanczos, Applied Analysis, 1956, as
/// Duchon's window of 1979; Pillow's and libvips' best.
pub(crate) const LANCZOS: Kernel = Kernel { radius: LOBES as f64, weight: lanczos };
const LOBES: usize = 3;

/// Steps of the table to one lobe: read linearly, it is within 5e-6 of the function.
const LOBE_STEPS: usize = 512;

static LANCZOS_TABLE: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let sinc = |x: f64| if x == 0.0 { 1.0 } else { x.sin() / x };
    let at = |x: f64| sinc(std::f64::consts::PI * x) * sinc(std::f64::consts::PI * x / LOBES as f64);
    (0..=LOBES * LOBE_STEPS + 1).map(|step| at((step as f64 / LOBE_STEPS as f64).min(LOBES as f64))).collect()
});

fn lanczos(x: f64) -> f64 {
    let place = (x * LOBE_STEPS as f64).min((LOBES * LOBE_STEPS) as f64);
    let low = place as usize;
    let (a, b) = (LANCZOS_TABLE[low], LANCZOS_TABLE[low + 1]);
    a + (b - a) * (place - low as f64)
}

/// In which light means are taken: bytes to numbers and back, a row at a time.
pub(crate) struct Light {
    open: fn(&[u8], &mut Vec<Pixel>),
    close: fn(&[Pixel], &mut Vec<u8>),
}

/// R G B A.
type Pixel = [f32; 4];

/// The bytes as they are.
const GAMMA: Light = Light {
    open: |bytes, row| row.extend(bytes.chunks_exact(4).map(|p| [p[0], p[1], p[2], p[3]].map(f32::from))),
    // The cast holds values to 0..=255.
    close: |row, bytes| bytes.extend(row.iter().flat_map(|pixel| pixel.map(|value| (value + 0.5) as u8))),
};

/// Linear sRGB, 0..=1: what the lens would have mixed. Opaque.
pub(crate) const LINEAR: Light = Light {
    open: |bytes, row| {
        let linear = color::linear();
        row.extend(bytes.chunks_exact(4).map(|p| [p[0], p[1], p[2], 255].map(|byte| linear[usize::from(byte)])));
    },
    close: |row, bytes| {
        bytes.extend(row.iter().flat_map(|p| {
            let [r, g, b, _] = p.map(color::srgb_byte);
            [r, g, b, 255]
        }));
    },
};

/// Source pixels under one new pixel, along one axis.
#[derive(Default)]
struct Taps {
    first: usize,
    /// From `first` on; they sum to 1.
    weights: Vec<f32>,
    /// The same before they are brought to that sum.
    raw: Vec<f64>,
}

impl Taps {
    /// Those around `centre`, of a source of `length`, with `ratio` source pixels to a new one.
    fn set(&mut self, kernel: &Kernel, centre: f64, ratio: f64, length: usize) {
        // Where the new picture reaches over the edge, the edge goes on.
        let centre = centre.clamp(0.5, length as f64 - 0.5);
        // Between source pixels nothing is to be averaged: the kernel is then as wide as they are.
        let ratio = ratio.max(1.0);
        let reach = kernel.radius * ratio;
        self.first = (centre - reach).floor().max(0.0) as usize;
        let last = ((centre + reach).ceil() as usize).min(length);
        let weight = |at: usize| (kernel.weight)(((at as f64 + 0.5 - centre) / ratio).abs());
        self.raw.clear();
        self.raw.extend((self.first..last).map(weight));
        let sum: f64 = self.raw.iter().sum();
        self.weights.clear();
        self.weights.extend(self.raw.iter().map(|weight| (weight / sum) as f32));
    }

    fn end(&self) -> usize {
        self.first + self.weights.len()
    }

    fn mean<'a>(&self, pixels: impl Iterator<Item = &'a Pixel>) -> Pixel {
        let mut sum = [0.0; 4];
        for (pixel, weight) in pixels.zip(&self.weights) {
            for channel in 0..4 {
                sum[channel] += weight * pixel[channel];
            }
        }
        sum
    }
}

/// `rgba` of `from` = (width, height), R G B A rows, at the size `to`, which is at most `from` and not empty; by
/// triangles as wide as the shrinking, on the values as they are. `None` where the sizes do not fit.
pub(crate) fn shrink(rgba: &[u8], from: (usize, usize), to: (usize, usize)) -> Option<Vec<u8>> {
    if to.0 > from.0 || to.1 > from.1 {
        return None;
    }
    let step = (from.0 as f64 / to.0 as f64, from.1 as f64 / to.1 as f64);
    resample(rgba, from, &View { origin: (0.0, 0.0), step, roll_deg: 0.0 }, to, &TRIANGLE, &GAMMA)
}

/// What `view` sees of `rgba`, R G B A rows of `from` = (width, height), as R G B A rows of `to`. `None` where a size is
/// zero or not that of the rows.
pub(crate) fn resample(
    rgba: &[u8],
    from: (usize, usize),
    view: &View,
    to: (usize, usize),
    kernel: &Kernel,
    light: &Light,
) -> Option<Vec<u8>> {
    let empty = [from.0, from.1, to.0, to.1].contains(&0);
    if empty || from.0.checked_mul(from.1)?.checked_mul(4)? != rgba.len() {
        return None;
    }
    let mut narrow = Narrow::new(view, from.0, to.0, kernel, light);
    let mut down = Taps::default();
    let (sin, cos) = view.roll_deg.to_radians().sin_cos();
    let ratio = view.step.1 * cos;
    // Where the new pixel (`u`, `v`) lies in the source, from the top.
    let y_at = |u: usize, v: usize| {
        view.origin.1 + (u as f64 + 0.5) * view.step.0 * sin + (v as f64 + 0.5) * view.step.1 * cos
    };
    let mut out = Vec::with_capacity(to.0.checked_mul(to.1)?.checked_mul(4)?);
    // The narrowed source rows that the next new row may still need, the first of them `oldest`.
    let mut rows: VecDeque<Vec<Pixel>> = VecDeque::new();
    let mut oldest = 0;
    let mut row = vec![[0.0; 4]; to.0];
    for v in 0..to.1 {
        let mut needed = [0, to.0 - 1].map(|u| {
            down.set(kernel, y_at(u, v), ratio, from.1);
            (down.first, down.end())
        });
        needed.sort_unstable();
        while oldest < needed[0].0 && rows.pop_front().is_some() {
            oldest += 1;
        }
        oldest = oldest.max(needed[0].0);
        for y in oldest + rows.len()..needed[1].1 {
            rows.push_back(narrow.row(&rgba[y * from.0 * 4..][..from.0 * 4], y));
        }
        if sin == 0.0 {
            mix(&rows, &down.weights, &mut row);
        } else {
            for (u, pixel) in row.iter_mut().enumerate() {
                down.set(kernel, y_at(u, v), ratio, from.1);
                *pixel = down.mean(rows.range(down.first - oldest..).map(|row| &row[u]));
            }
        }
        (light.close)(&row, &mut out);
    }
    Some(out)
}

/// The mean of `rows`, weighted, pixel by pixel.
fn mix(rows: &VecDeque<Vec<Pixel>>, weights: &[f32], mean: &mut [Pixel]) {
    mean.fill([0.0; 4]);
    for (row, weight) in rows.iter().zip(weights) {
        for (sum, pixel) in mean.iter_mut().zip(row) {
            for channel in 0..4 {
                sum[channel] += weight * pixel[channel];
            }
        }
    }
}

/// Source rows with the new width. A turned row starts ever further to one side, and the columns that are mixed
/// afterwards run across the rows at a slant: together the turn, each source pixel weighed once along each axis
/// (Catmull and Smith, 3-D transformations of images in scanline order, 1980).
struct Narrow<'a> {
    kernel: &'a Kernel,
    light: &'a Light,
    taps: Vec<Taps>,
    /// Length of a source row.
    length: usize,
    /// Where the first new pixel of the row at `top` lies, source pixels to a new one, and the shift from row to row.
    start: f64,
    top: f64,
    step: f64,
    slant: f64,
    /// The source row in its light.
    opened: Vec<Pixel>,
}

impl<'a> Narrow<'a> {
    fn new(view: &View, length: usize, width: usize, kernel: &'a Kernel, light: &'a Light) -> Self {
        let (sin, cos) = view.roll_deg.to_radians().sin_cos();
        let taps = std::iter::repeat_with(Taps::default).take(width).collect();
        let (start, top) = view.origin;
        let step = view.step.0 / cos;
        let mut new = Self { kernel, light, taps, length, start, top, step, slant: -sin / cos, opened: Vec::new() };
        new.place(0);
        new
    }

    /// Sets the taps for source row `y`.
    fn place(&mut self, y: usize) {
        let start = self.start + self.slant * (y as f64 + 0.5 - self.top);
        for (u, taps) in self.taps.iter_mut().enumerate() {
            taps.set(self.kernel, start + (u as f64 + 0.5) * self.step, self.step, self.length);
        }
    }

    fn row(&mut self, source: &[u8], y: usize) -> Vec<Pixel> {
        if self.slant != 0.0 {
            self.place(y);
        }
        let left = self.taps.first().map_or(0, |taps| taps.first);
        let right = self.taps.last().map_or(0, Taps::end);
        self.opened.clear();
        (self.light.open)(&source[left * 4..right * 4], &mut self.opened);
        self.taps.iter().map(|taps| taps.mean(self.opened[taps.first - left..].iter())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_picture_stays_as_it_is_at_any_size() {
        let flat = [10, 200, 255, 255].repeat(37 * 23);
        for to in [(37, 23), (36, 5), (1, 1), (20, 22)] {
            assert_eq!(shrink(&flat, (37, 23), to).unwrap(), [10, 200, 255, 255].repeat(to.0 * to.1), "{to:?}");
        }
    }

    #[test]
    fn halving_weighs_four_neighbours_by_their_distance() {
        let row: Vec<u8> = [0, 80, 160, 240].iter().flat_map(|v| [*v, *v, *v, 255]).collect();
        let out = shrink(&row, (4, 1), (2, 1)).unwrap();
        // Weights 3 3 1 at the edge, where one neighbour is missing: (0 * 3 + 80 * 3 + 160) / 7.
        assert_eq!((out[0], out[4]), (57, 183));
    }

    #[test]
    fn a_gradient_keeps_its_place() {
        let at = |x: usize| (x * 255 / 299) as u8;
        let wide: Vec<u8> = (0..2).flat_map(|_| (0..300).flat_map(|x| [at(x), 0, 0, 255])).collect();
        let out = shrink(&wide, (300, 2), (100, 1)).unwrap();
        assert!((5..95).all(|x| out[x * 4].abs_diff(at(3 * x + 1)) <= 1));
    }

    #[test]
    fn sizes_that_do_not_fit_are_refused() {
        let flat = vec![0; 4 * 4 * 4];
        for (from, to) in [((4, 4), (5, 4)), ((4, 4), (0, 1)), ((4, 5), (2, 2)), ((usize::MAX, 9), (1, 1))] {
            assert!(shrink(&flat, from, to).is_none());
        }
    }
}
