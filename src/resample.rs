//! A picture made smaller, each new pixel the weighted mean of those it covers: separable, row by row, so that no more
//! than a few rows of intermediate sums are held.
//!
//! Ours and not a library's, because the resizer that we used brought its vector code into the module for engines that
//! have no vector instructions, which then refuse it, and the one `unsafe` of the crate.

/// Weights of the source samples under each new sample, along one axis.
struct Axis {
    /// For each new sample: the first source sample, and the weights from there on; they sum to 1.
    taps: Vec<(usize, Vec<f32>)>,
}

impl Axis {
    /// A triangle filter as wide as the shrinking: the linear interpolation of a box's means. `to` must not be more
    /// than `from`.
    fn triangle(from: usize, to: usize) -> Self {
        let ratio = from as f64 / to as f64;
        let tap = |index: usize| {
            let centre = (index as f64 + 0.5) * ratio;
            let first = (centre - ratio).floor().max(0.0) as usize;
            let last = ((centre + ratio).ceil() as usize).min(from);
            let raw = (first..last).map(|at| (1.0 - ((at as f64 + 0.5 - centre) / ratio).abs()).max(0.0));
            let weights: Vec<f64> = raw.collect();
            let sum: f64 = weights.iter().sum();
            (first, weights.into_iter().map(|weight| (weight / sum) as f32).collect())
        };
        Self { taps: (0..to).map(tap).collect() }
    }
}

/// `rgba` of `from` = (width, height), R G B A rows, at the size `to`, which is at most `from` and not empty; on the
/// values as they are (gamma light). `None` where the sizes do not fit.
pub(crate) fn shrink(rgba: &[u8], from: (usize, usize), to: (usize, usize)) -> Option<Vec<u8>> {
    let fits = |from: usize, to: usize| to > 0 && to <= from;
    if !fits(from.0, to.0) || !fits(from.1, to.1) || from.0.checked_mul(from.1)?.checked_mul(4)? != rgba.len() {
        return None;
    }
    let (across, down) = (Axis::triangle(from.0, to.0), Axis::triangle(from.1, to.1));
    let mut out = Vec::with_capacity(to.0 * to.1 * 4);
    // The narrowed source rows that the next new row may still need, the first of them `oldest`.
    let mut rows: std::collections::VecDeque<Vec<[f32; 4]>> = std::collections::VecDeque::new();
    let mut oldest = 0;
    let mut mean = vec![[0.0_f32; 4]; to.0];
    for (first, weights) in &down.taps {
        while oldest < *first && rows.pop_front().is_some() {
            oldest += 1;
        }
        oldest = oldest.max(*first);
        for source in
            rgba.chunks_exact(from.0 * 4).skip(oldest + rows.len()).take(first + weights.len() - oldest - rows.len())
        {
            rows.push_back(narrowed(source, &across));
        }
        mean.fill([0.0; 4]);
        for (row, weight) in rows.iter().zip(weights) {
            for (sum, pixel) in mean.iter_mut().zip(row) {
                for channel in 0..4 {
                    sum[channel] += weight * pixel[channel];
                }
            }
        }
        // The cast holds values to 0..=255.
        out.extend(mean.iter().flat_map(|pixel| pixel.map(|value| (value + 0.5) as u8)));
    }
    Some(out)
}

/// One source row with the new width.
fn narrowed(source: &[u8], across: &Axis) -> Vec<[f32; 4]> {
    let mean = |(first, weights): &(usize, Vec<f32>)| {
        let mut sum = [0.0_f32; 4];
        for (pixel, weight) in source[first * 4..].chunks_exact(4).zip(weights) {
            for channel in 0..4 {
                sum[channel] += weight * f32::from(pixel[channel]);
            }
        }
        sum
    };
    across.taps.iter().map(mean).collect()
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
