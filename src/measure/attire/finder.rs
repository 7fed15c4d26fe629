//! A small network that looks for one thing in a small picture: five layers of sums over neighbours, to the odds of
//! each cell, to those of the picture.
//!
//! A map is rows of cells, channels last. What the layers sum is fixed by the training script, so it is no program that
//! is read from a file, as the large networks are, but these loops.

/// Channels of a picture: red, green and blue, -1..=1, and 1 where it lies inside the photo; all 0 outside.
pub(super) const CHANNELS: usize = 4;

/// One layer of `N` outputs: each is a weighted sum over a square of cells, never below 0.
#[derive(Clone, Copy)]
pub(super) struct Layer<const N: usize> {
    pub inputs: usize,
    /// Cells of the square's side, odd.
    pub side: usize,
    /// Cells of the map before to one of the map after.
    pub stride: usize,
    /// Cells between neighbours of the square.
    pub spread: usize,
    /// Whether the sums are added to what came in.
    pub added: bool,
    /// Steps of each output: rows of the square, its columns, inputs.
    pub weights: &'static [[i8; N]],
    /// What a step of each output is worth, and what is added to its sum.
    pub steps: [f32; N],
    pub bias: [f32; N],
}

/// The network. The numbers of outputs are known when this is compiled, so that the sums stay in registers.
#[derive(Clone, Copy)]
pub(super) struct Finder {
    pub first: Layer<12>,
    pub second: Layer<24>,
    pub others: [Layer<28>; 3],
    /// Weights of the last map's channels, and what is added: the log odds of a cell.
    pub head: [f32; 28],
    pub bias: f32,
}

/// A picture, or what a layer makes of it.
pub(super) struct Map {
    pub width: usize,
    pub height: usize,
    /// Row by row, channels last.
    pub values: Vec<f32>,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub log_odds: f64,
    /// Left, top, right and bottom of the cells that are likelier to show it than not, and of the likeliest: shares of
    /// the picture.
    pub place: [f64; 4],
}

impl Finder {
    /// What is found in `picture`, of [`CHANNELS`]; `None` where there is no picture.
    pub fn find(&self, picture: Map) -> Option<Found> {
        /// How much more the likeliest cells count than the rest: the odds are a soft maximum, as in the training.
        const SHARPNESS: f32 = 3.0;
        let picture = self.second.apply(self.first.apply(picture));
        let last = self.others.iter().fold(picture, |map, layer| layer.apply(map));
        let odds: Vec<f32> = last
            .values
            .chunks_exact(self.head.len())
            .map(|cell| cell.iter().zip(&self.head).fold(self.bias, |sum, (value, weight)| sum + value * weight))
            .collect();
        let (best, most) = odds.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let rest: f32 = odds.iter().map(|value| (SHARPNESS * (value - most)).exp()).sum();
        let log_odds = f64::from(most + rest.ln() / SHARPNESS);
        let likely = |(cell, value): (usize, &f32)| (*value > 0.0 || cell == best).then_some(cell);
        let mut place = [1.0_f64, 1.0, 0.0, 0.0];
        for cell in odds.iter().enumerate().filter_map(likely) {
            let (column, row) = (cell % last.width, cell / last.width);
            let share = |cell: usize, cells: usize| cell as f64 / cells as f64;
            let (left, top) = (share(column, last.width), share(row, last.height));
            let (right, bottom) = (share(column + 1, last.width), share(row + 1, last.height));
            place = [place[0].min(left), place[1].min(top), place[2].max(right), place[3].max(bottom)];
        }
        log_odds.is_finite().then_some(Found { log_odds, place })
    }
}

impl<const N: usize> Layer<N> {
    fn apply(&self, map: Map) -> Map {
        let (width, height) = (map.width.div_ceil(self.stride), map.height.div_ceil(self.stride));
        let weights: Vec<[f32; N]> = self.weights.iter().map(|steps| self.worth(steps)).collect();
        // Neighbours that lie side by side in the map are one run of numbers.
        let run = if self.spread == 1 { self.side } else { 1 };
        let mut values = Vec::with_capacity(width * height * N);
        for row in 0..height {
            for column in 0..width {
                let mut sums = self.bias;
                for tap in (0..self.side * self.side).step_by(run) {
                    let Some(down) = self.place(row, tap / self.side).filter(|down| *down < map.height) else {
                        continue;
                    };
                    let (first, skipped) = match self.place(column, tap % self.side) {
                        Some(first) => (first, 0),
                        None => (0, self.side / 2 * self.spread - column * self.stride),
                    };
                    let last = (column * self.stride + (tap % self.side) * self.spread + run)
                        .saturating_sub(self.side / 2 * self.spread)
                        .min(map.width);
                    if skipped >= run || first >= last {
                        continue;
                    }
                    let inputs = (down * map.width + first) * self.inputs..(down * map.width + last) * self.inputs;
                    let from = (tap + skipped) * self.inputs;
                    if let (Some(inputs), Some(weights)) = (map.values.get(inputs), weights.get(from..)) {
                        add(&mut sums, inputs, weights);
                    }
                }
                // `f32::max` is a call that also asks for what is no number.
                values.extend(sums.map(|sum| if sum > 0.0 { sum } else { 0.0 }));
            }
        }
        if self.added {
            values.iter_mut().zip(&map.values).for_each(|(value, before)| *value += before);
        }
        Map { width, height, values }
    }

    fn worth(&self, steps: &[i8; N]) -> [f32; N] {
        std::array::from_fn(|output| f32::from(steps[output]) * self.steps[output])
    }

    /// The row or column of the map under the square's `at`th, whose middle is `out` of the map after; none before the
    /// map's first.
    fn place(&self, out: usize, at: usize) -> Option<usize> {
        (out * self.stride + at * self.spread).checked_sub(self.side / 2 * self.spread)
    }
}

/// Adds `inputs`, each times its weights.
fn add<const N: usize>(sums: &mut [f32; N], inputs: &[f32], weights: &[[f32; N]]) {
    let mut kept = *sums;
    for (input, weights) in inputs.iter().zip(weights) {
        for (sum, weight) in kept.iter_mut().zip(weights) {
            *sum += input * weight;
        }
    }
    *sums = kept;
}

#[cfg(test)]
mod tests {
    use super::super::jewel_weights::EARRING;
    use super::*;

    fn row(values: &[f32]) -> Map {
        Map { width: values.len(), height: 1, values: values.to_vec() }
    }

    fn layer(side: usize, stride: usize, weights: &'static [[i8; 1]], added: bool) -> Layer<1> {
        Layer { inputs: 1, side, stride, spread: 1, added, weights, steps: [0.5], bias: [0.0] }
    }

    #[test]
    fn neighbours_are_weighed_and_what_is_below_nothing_is_nothing() {
        let across = |weights| layer(3, 1, weights, false).apply(row(&[1.0, 3.0, 2.0])).values;
        assert_eq!(across(&[[0], [0], [0], [2], [0], [-2], [0], [0], [0]]), [0.0, 0.0, 3.0]);
        assert_eq!(across(&[[0], [0], [0], [-2], [0], [2], [0], [0], [0]]), [3.0, 1.0, 0.0]);
    }

    #[test]
    fn a_stride_skips_cells_and_a_sum_may_be_added_to_what_came_in() {
        assert_eq!(layer(1, 2, &[[2]], false).apply(row(&[1.0, 3.0, 2.0])).values, [1.0, 2.0]);
        assert_eq!(layer(1, 1, &[[2]], true).apply(row(&[1.0, 3.0, 2.0])).values, [2.0, 6.0, 4.0]);
    }

    /// The plain sum over the square that [`Layer::apply`] takes in runs.
    fn plainly<const N: usize>(layer: &Layer<N>, map: &Map) -> Vec<f32> {
        let (width, height) = (map.width.div_ceil(layer.stride), map.height.div_ceil(layer.stride));
        let mut out = Vec::new();
        for at in 0..width * height * N {
            let (output, column, row) = (at % N, at / N % width, at / N / width);
            let mut sum = layer.bias[output];
            for tap in 0..layer.side * layer.side {
                let place = |out: usize, at: usize| {
                    (out * layer.stride + at * layer.spread).checked_sub(layer.side / 2 * layer.spread)
                };
                let (Some(x), Some(y)) = (place(column, tap % layer.side), place(row, tap / layer.side)) else {
                    continue;
                };
                if x < map.width && y < map.height {
                    for input in 0..layer.inputs {
                        let weight = layer.worth(&layer.weights[tap * layer.inputs + input])[output];
                        sum += map.values[(y * map.width + x) * layer.inputs + input] * weight;
                    }
                }
            }
            let before = if layer.added { map.values[at] } else { 0.0 };
            out.push(sum.max(0.0) + before);
        }
        out
    }

    fn noise(width: usize, height: usize, channels: usize) -> Map {
        let values = (0..width * height * channels).map(|at| (at * 7919 % 255) as f32 / 127.5 - 1.0).collect();
        Map { width, height, values }
    }

    #[test]
    fn sums_in_runs_are_the_plain_sums() {
        assert_eq!(EARRING.first.apply(noise(9, 7, CHANNELS)).values, plainly(&EARRING.first, &noise(9, 7, CHANNELS)));
        assert_eq!(EARRING.second.apply(noise(6, 5, 12)).values, plainly(&EARRING.second, &noise(6, 5, 12)));
        let [_, near, far] = &EARRING.others;
        assert_eq!(near.apply(noise(5, 4, 28)).values, plainly(near, &noise(5, 4, 28)));
        assert_eq!(far.apply(noise(5, 4, 28)).values, plainly(far, &noise(5, 4, 28)));
    }

    #[test]
    fn what_was_learned_fits_the_layers() {
        fn fits<const N: usize>(layer: &Layer<N>, inputs: usize) {
            assert_eq!((layer.inputs, layer.weights.len()), (inputs, layer.side * layer.side * inputs));
        }
        fits(&EARRING.first, CHANNELS);
        fits(&EARRING.second, 12);
        fits(&EARRING.others[0], 24);
        EARRING.others[1..].iter().for_each(|layer| fits(layer, 28));
    }

    #[test]
    fn what_is_found_lies_where_it_is_seen() {
        let finder = |bias: f32| Finder { bias, ..EARRING };
        let picture = || noise(48, 64, CHANNELS);
        assert_eq!(finder(1e3).find(picture()).unwrap().place, [0.0, 0.0, 1.0, 1.0]);
        let [left, top, right, bottom] = finder(-1e3).find(picture()).unwrap().place;
        assert!((right - left - 1.0 / 12.0).abs() < 1e-9 && (bottom - top - 1.0 / 16.0).abs() < 1e-9, "one cell");
    }

    #[test]
    fn an_empty_picture_has_nothing_to_find() {
        assert_eq!(EARRING.find(noise(0, 0, CHANNELS)), None);
        assert!(EARRING.find(noise(48, 64, CHANNELS)).is_some());
    }
}
