//! A part of the frame as plain brightness, and what the measures of fine detail share.

use crate::color::luma;
use crate::frame::Level;

/// Luma of a rectangle of pixels, 0..=255, row by row: what a coder's blocks and most of a sensor's noise lie in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plane {
    pub width: usize,
    pub height: usize,
    pub values: Vec<f32>,
}

impl Plane {
    /// The pixels of `level` in the box [left, top, right, bottom], cut to what there is.
    pub fn of(level: &Level, bounds: [f64; 4]) -> Self {
        // A float to an unsigned integer saturates at zero.
        let [left, top, right, bottom] = bounds.map(|side| side.round() as usize);
        let (right, bottom) = (right.min(level.width), bottom.min(level.height));
        let (left, top) = (left.min(right), top.min(bottom));
        let mut values = Vec::with_capacity((right - left) * (bottom - top));
        for y in top..bottom {
            let row = &level.rgba[(y * level.width + left) * 4..(y * level.width + right) * 4];
            values.extend(row.chunks_exact(4).map(|pixel| luma([pixel[0], pixel[1], pixel[2]].map(f32::from))));
        }
        Self { width: right - left, height: bottom - top, values }
    }

    pub fn row(&self, y: usize) -> &[f32] {
        &self.values[y * self.width..(y + 1) * self.width]
    }

    /// Whether there are no pixels.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Blurred by a Gaussian of `sigma_px`; edges repeat.
    pub fn blurred(&self, sigma_px: f32) -> Self {
        if self.is_empty() {
            return self.clone();
        }
        let weights = bell(sigma_px);
        let reach = weights.len() / 2;
        let (mut across, mut padded) = (vec![0.0; self.values.len()], Vec::new());
        for (y, out) in across.chunks_exact_mut(self.width).enumerate() {
            let row = self.row(y);
            padded.clear();
            padded.extend(std::iter::repeat_n(row[0], reach));
            padded.extend_from_slice(row);
            padded.extend(std::iter::repeat_n(row[self.width - 1], reach));
            add_up(out, &weights, |at| &padded[at..]);
        }
        let mut values = vec![0.0; self.values.len()];
        for (y, out) in values.chunks_exact_mut(self.width).enumerate() {
            add_up(out, &weights, |at| {
                let from = (y + at).saturating_sub(reach).min(self.height - 1);
                &across[from * self.width..]
            });
        }
        Self { values, ..*self }
    }

    /// How far the picture blurred by `fine_px` is from that blurred by `coarse_px`, levels, at every pixel.
    pub fn between(&self, fine_px: f32, coarse_px: f32) -> Self {
        let mut fine = self.blurred(fine_px);
        let coarse = self.blurred(coarse_px);
        fine.values.iter_mut().zip(coarse.values).for_each(|(fine, coarse)| *fine = (*fine - coarse).abs());
        fine
    }

    /// Slope at pixel `at` (not on the edge), levels a px along x and y.
    pub fn slope(&self, at: usize) -> (f32, f32) {
        let half = |ahead: usize, back: usize| (self.values[ahead] - self.values[back]) / 2.0;
        (half(at + 1, at - 1), half(at + self.width, at - self.width))
    }

    /// How steep row `y` (not the first or last) is, levels a px, to `out`: without the row's ends.
    pub fn steepness(&self, y: usize, out: &mut Vec<f32>) {
        let [above, here, below] = [y - 1, y, y + 1].map(|y| self.row(y));
        out.clear();
        // Inside: the row's ends have no neighbours.
        out.extend(here.windows(3).zip(above.iter().zip(below).skip(1)).map(|(three, (above, below))| {
            let (dx, dy) = ((three[2] - three[0]) / 2.0, (below - above) / 2.0);
            (dx * dx + dy * dy).sqrt()
        }));
    }

    /// The places of all pixels that have neighbours on every side at a distance of `margin`.
    pub fn inner(&self, margin: usize) -> impl Iterator<Item = (usize, usize)> {
        let (right, bottom) = (self.width.saturating_sub(margin), self.height.saturating_sub(margin));
        (margin..bottom).flat_map(move |y| (margin..right).map(move |x| (x, y)))
    }
}

/// A Gaussian's weights, sum 1, out to three deviations.
fn bell(sigma_px: f32) -> Vec<f32> {
    let reach = (3.0 * sigma_px).ceil().max(1.0);
    let weight = |at: f32| (-at * at / (2.0 * sigma_px * sigma_px)).exp();
    let weights: Vec<f32> = (0..=2 * reach as usize).map(|at| weight(at as f32 - reach)).collect();
    let sum: f32 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

/// Adds to `sums` the rows that `from` gives, at least as long, each times its weight. Four at a time, so that a sum is
/// fetched and stored once for four; one after the other, so that it is the same to the last bit.
fn add_up<'a>(sums: &mut [f32], weights: &[f32], from: impl Fn(usize) -> &'a [f32]) {
    let (fours, _) = weights.as_chunks::<4>();
    for (at, [a, b, c, d]) in fours.iter().enumerate() {
        let rows = from(4 * at).iter().zip(from(4 * at + 1)).zip(from(4 * at + 2).iter().zip(from(4 * at + 3)));
        for (sum, ((p, q), (r, s))) in sums.iter_mut().zip(rows) {
            *sum = *sum + a * p + b * q + c * r + d * s;
        }
    }
    for (at, weight) in weights.iter().enumerate().skip(4 * fours.len()) {
        sums.iter_mut().zip(from(at)).for_each(|(sum, value)| *sum += weight * value);
    }
}

/// The value that the share `share`, 0..=1, of `values` do not exceed; `None` of nothing. Leaves them in another order.
pub(super) fn quantile(values: &mut [f32], share: f32) -> Option<f32> {
    let last = values.len().checked_sub(1)?;
    let place = ((last as f32 * share).round() as usize).min(last);
    Some(*values.select_nth_unstable_by(place, f32::total_cmp).1)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Of a plane of grain, px.
    pub const SIDE: usize = 120;

    /// Grain of about `deviation` on a slope, the same every time.
    pub fn grainy(deviation: f32) -> Plane {
        let (width, height) = (SIDE, SIDE);
        let mut state = 7_u32;
        let mut evenly = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32 - 0.5
        };
        // The sum of three evenly spread numbers has a deviation of a half.
        let values = (0..width * height)
            .map(|at| 120.0 + 0.4 * (at % width) as f32 + 2.0 * deviation * (evenly() + evenly() + evenly()))
            .collect();
        Plane { width, height, values }
    }

    #[test]
    fn a_blurred_step_has_the_slope_of_its_bell() {
        let values = (0..40 * 40).map(|at| if at % 40 < 20 { 0.0 } else { 100.0 }).collect();
        let step = Plane { width: 40, height: 40, values };
        let steepest = step.blurred(2.0).slope(20 * 40 + 20).0;
        // 100 levels over a bell of deviation 2; a slope is taken over two pixels.
        assert!((steepest - 100.0 / (2.0 * (2.0 * std::f32::consts::PI).sqrt())).abs() < 1.5, "{steepest}");
        let flat = Plane { values: vec![7.0; 1600], ..step };
        assert!(flat.blurred(3.0).values.iter().all(|value| (value - 7.0).abs() < 1e-3));
    }

    #[test]
    fn a_box_is_cut_to_the_picture() {
        let level = Level { width: 4, height: 3, rgba: vec![255; 48] };
        let plane = Plane::of(&level, [-5.0, 1.0, 99.0, 99.0]);
        assert_eq!((plane.width, plane.height, plane.values.len()), (4, 2, 8));
        assert!(Plane::of(&level, [9.0, 9.0, 12.0, 12.0]).is_empty());
        assert!(Plane::of(&level, [f64::NAN; 4]).is_empty());
    }

    #[test]
    fn quantiles_of_few_and_none() {
        assert_eq!(quantile(&mut [], 0.5), None);
        assert_eq!(quantile(&mut [3.0], 0.9), Some(3.0));
        assert_eq!(quantile(&mut [3.0, 1.0, 2.0], 0.5), Some(2.0));
    }
}
