//! A small network that looks for one thing in a small picture: five layers of sums over neighbours, to the odds of
//! each cell, to those of the picture.
//!
//! What the layers sum is fixed by the training script, so it is no program that is read from a file, as the large
//! networks are; the arithmetic is theirs.

use crate::network::kernels::{Activation, Matrix, Shape, Window, convolve};

/// Channels of a picture: red, green and blue, -1..=1, and 1 where it lies inside the photo; all 0 outside.
pub(super) const CHANNELS: usize = 4;

/// One layer's numbers: each output is a weighted sum over a square of cells, never below 0.
#[derive(Clone, Copy)]
pub(super) struct Layer {
    /// Cells of the square's side, odd.
    pub side: usize,
    /// Cells of the map before to one of the map after.
    pub stride: usize,
    /// Cells between neighbours of the square.
    pub spread: usize,
    /// Whether the sums are added to what came in.
    pub added: bool,
    /// Steps: rows of the square, its columns, inputs, outputs.
    pub weights: &'static [i8],
    /// What a step of each output is worth, and what is added to its sum.
    pub steps: &'static [f32],
    pub bias: &'static [f32],
}

/// What a network has learned.
#[derive(Clone, Copy)]
pub(super) struct Learned {
    pub layers: [Layer; 5],
    /// Weights of the last map's channels, and what is added: the log odds of a cell.
    pub head: &'static [f32],
    pub bias: f32,
}

/// The network, ready to look.
pub(super) struct Finder<'a> {
    learned: &'a Learned,
    /// Of each layer.
    matrices: [Matrix; 5],
}

/// A picture, or what a layer makes of it.
pub(super) struct Map {
    pub shape: Shape,
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

impl<'a> Finder<'a> {
    pub fn new(learned: &'a Learned) -> Self {
        Self { learned, matrices: learned.layers.each_ref().map(Layer::matrix) }
    }

    /// What is found in `picture`, of [`CHANNELS`]; `None` where there is no picture.
    pub fn find(&self, picture: Map) -> Option<Found> {
        /// How much more the likeliest cells count than the rest: the odds are a soft maximum, as in the training.
        const SHARPNESS: f32 = 3.0;
        let layers = self.learned.layers.iter().zip(&self.matrices);
        let last = layers.fold(picture, |map, (layer, matrix)| layer.apply(matrix, map));
        let (head, bias) = (self.learned.head, self.learned.bias);
        let odds: Vec<f32> = last
            .values
            .chunks_exact(head.len())
            .map(|cell| cell.iter().zip(head).fold(bias, |sum, (value, weight)| sum + value * weight))
            .collect();
        let (best, most) = odds.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let rest: f32 = odds.iter().map(|value| (SHARPNESS * (value - most)).exp()).sum();
        let log_odds = f64::from(most + rest.ln() / SHARPNESS);
        let likely = |(cell, value): (usize, &f32)| (*value > 0.0 || cell == best).then_some(cell);
        let mut place = [1.0_f64, 1.0, 0.0, 0.0];
        for cell in odds.iter().enumerate().filter_map(likely) {
            let (column, row) = (cell % last.shape.width, cell / last.shape.width);
            let share = |cell: usize, cells: usize| cell as f64 / cells as f64;
            let (left, top) = (share(column, last.shape.width), share(row, last.shape.height));
            let (right, bottom) = (share(column + 1, last.shape.width), share(row + 1, last.shape.height));
            place = [place[0].min(left), place[1].min(top), place[2].max(right), place[3].max(bottom)];
        }
        log_odds.is_finite().then_some(Found { log_odds, place })
    }
}

impl Layer {
    fn matrix(&self) -> Matrix {
        let rows = self.weights.chunks_exact(self.steps.len().max(1));
        let weights: Vec<f32> =
            rows.flat_map(|row| row.iter().zip(self.steps).map(|(steps, worth)| f32::from(*steps) * worth)).collect();
        Matrix::new(&weights, self.bias.to_vec())
    }

    fn apply(&self, matrix: &Matrix, map: Map) -> Map {
        let from = map.shape;
        let over = |cells: usize| cells.div_ceil(self.stride);
        let to = Shape { height: over(from.height), width: over(from.width), channels: self.bias.len() };
        let before = self.side / 2 * self.spread;
        let (side, stride, spread) = (self.side, self.stride, self.spread);
        let window = Window { height: side, width: side, stride, spread, above: before, before };
        let mut values = vec![0.0; to.len()];
        if !values.is_empty() {
            convolve(&map.values, from, &mut values, to, window, matrix, &Activation::Relu);
        }
        if self.added {
            values.iter_mut().zip(&map.values).for_each(|(value, before)| *value += before);
        }
        Map { shape: to, values }
    }
}

#[cfg(test)]
mod tests {
    use super::super::jewel_weights::EARRING;
    use super::*;

    fn noise(width: usize, height: usize) -> Map {
        let shape = Shape { height, width, channels: CHANNELS };
        let values = (0..shape.len()).map(|at| (at * 7919 % 255) as f32 / 127.5 - 1.0).collect();
        Map { shape, values }
    }

    fn layer(side: usize, stride: usize, weights: &'static [i8], added: bool) -> Layer {
        Layer { side, stride, spread: 1, added, weights, steps: &[0.5], bias: &[0.0] }
    }

    fn of_row(layer: &Layer) -> Vec<f32> {
        let shape = Shape { height: 1, width: 3, channels: 1 };
        layer.apply(&layer.matrix(), Map { shape, values: vec![1.0, 3.0, 2.0] }).values
    }

    #[test]
    fn neighbours_are_weighed_and_what_is_below_nothing_is_nothing() {
        assert_eq!(of_row(&layer(3, 1, &[0, 0, 0, 2, 0, -2, 0, 0, 0], false)), [0.0, 0.0, 3.0]);
        assert_eq!(of_row(&layer(3, 1, &[0, 0, 0, -2, 0, 2, 0, 0, 0], false)), [3.0, 1.0, 0.0]);
    }

    #[test]
    fn a_stride_skips_cells_and_a_sum_may_be_added_to_what_came_in() {
        assert_eq!(of_row(&layer(1, 2, &[2], false)), [1.0, 2.0]);
        assert_eq!(of_row(&layer(1, 1, &[2], true)), [2.0, 6.0, 4.0]);
    }

    #[test]
    fn what_was_learned_fits_the_layers() {
        let layers = &EARRING.layers;
        let outputs = std::iter::once(CHANNELS).chain(layers.iter().map(|layer| layer.bias.len()));
        for (layer, inputs) in layers.iter().zip(outputs) {
            assert_eq!(layer.steps.len(), layer.bias.len());
            assert_eq!(layer.weights.len(), layer.side * layer.side * inputs * layer.bias.len());
            assert!(layer.side % 2 == 1 && (!layer.added || (layer.stride, inputs) == (1, layer.bias.len())));
        }
        assert_eq!(EARRING.head.len(), layers[4].bias.len());
    }

    #[test]
    fn what_is_found_lies_where_it_is_seen() {
        let place = |bias: f32| {
            let sure = Learned { bias, ..EARRING };
            Finder::new(&sure).find(noise(48, 64)).unwrap().place
        };
        assert_eq!(place(1e3), [0.0, 0.0, 1.0, 1.0]);
        let [left, top, right, bottom] = place(-1e3);
        assert!((right - left - 1.0 / 12.0).abs() < 1e-9 && (bottom - top - 1.0 / 16.0).abs() < 1e-9, "one cell");
    }

    #[test]
    fn an_empty_picture_has_nothing_to_find() {
        let finder = Finder::new(&EARRING);
        assert_eq!(finder.find(noise(0, 0)), None);
        assert!(finder.find(noise(48, 64)).is_some());
    }
}
