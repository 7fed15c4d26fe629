//! Half a straightened face as a list of numbers, and what a linear classifier says of it.
//!
//! A square centimetre of the face is a cell; each cell has twelve numbers: its colour beside this face's own skin (so
//! that every skin is alike), how much of it is much darker, brighter or more coloured, and how strong its edges are in
//! four directions. The right half is described as it is, the left one mirrored, so one set of weights serves both.

use super::Spot;
use super::straight::{Area, HEIGHT, Straight, WIDTH, median};
use crate::color::Lab;

/// Numbers of a cell.
const CHANNELS: usize = 10;
pub(super) const NUMBERS: usize = CHANNELS + 2;

/// Side of a cell, pixels of the straightened picture: 1 cm.
const CELL: usize = 8;

/// The channels as planes, for every pixel of the picture.
pub(super) struct Channels {
    values: Vec<[f32; CHANNELS]>,
}

/// One half of the face: the picture's left or right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

impl Side {
    pub(super) const BOTH: [Side; 2] = [Side::Left, Side::Right];
    /// `area`, given for the right half, on this one.
    pub(super) fn place(self, area: Area) -> Area {
        if self == Side::Right { area } else { area.mirrored() }
    }
}

impl Channels {
    /// Beside the skin at `skin`: the median of those places' medians.
    pub fn new(face: &Straight, skin: &[Area]) -> Self {
        let skin = median(&skin.iter().map(|area| face.median(*area)).collect::<Vec<_>>());
        // Nearly black skin would make noise of every difference.
        let scale = skin[0].max(12.0);
        let light = |at: usize| (face.lab[at][0] / scale) as f32;
        let mut values = Vec::with_capacity(face.lab.len());
        for (at, colour) in face.lab.iter().enumerate() {
            let (column, row) = (at % WIDTH, at / WIDTH);
            // Half the difference of the neighbours, in eighths of the skin's lightness; none at the picture's edge.
            let slope = |before: usize, after: usize| (light(after) - light(before)) * 4.0;
            let across = if (1..WIDTH - 1).contains(&column) { slope(at - 1, at + 1) } else { 0.0 };
            let down = if (1..HEIGHT - 1).contains(&row) { slope(at - WIDTH, at + WIDTH) } else { 0.0 };
            values.push(channels(*colour, skin, scale, across, down));
        }
        Self { values }
    }

    /// The cells of `area`, which is given for the right half, row by row from the top, outwards from the nose.
    pub fn describe(&self, area: Area, side: Side) -> Vec<f32> {
        let (columns, rows) = area.cells();
        let (wide, high) = (columns.len() / CELL, rows.len() / CELL);
        let mut out = Vec::with_capacity(wide * high * NUMBERS);
        for row in 0..high {
            for column in 0..wide {
                out.extend(self.cell(columns.start + column * CELL, rows.start + row * CELL, side));
            }
        }
        out
    }

    /// Colours are means over the cell, edges roots of means; the last two numbers are lines: the strongest edge in
    /// each row (then column), mean over the cell.
    fn cell(&self, left: usize, top: usize, side: Side) -> [f32; NUMBERS] {
        let mut sum = [0.0_f32; CHANNELS];
        let (mut row_lines, mut columns) = (0.0_f32, [0.0_f32; CELL]);
        for row in 0..CELL {
            let mut strongest = 0.0_f32;
            for (column, best) in columns.iter_mut().enumerate() {
                let right = left + column;
                let x = if side == Side::Right { right } else { WIDTH - 1 - right };
                let value = &self.values[(top + row) * WIDTH + x];
                sum.iter_mut().zip(value).for_each(|(sum, value)| *sum += value);
                strongest = strongest.max(value[EDGES]);
                *best = best.max(value[EDGES + 1]);
            }
            row_lines += strongest;
        }
        if side == Side::Left {
            // Slanting edges change places in a mirror.
            sum.swap(EDGES + 2, EDGES + 3);
        }
        let area = (CELL * CELL) as f32;
        let mut out = [0.0; NUMBERS];
        for (channel, (out, sum)) in out.iter_mut().zip(sum).enumerate() {
            *out = if channel < EDGES { sum / area } else { (sum / area).sqrt() };
        }
        out[CHANNELS] = (row_lines / CELL as f32).sqrt();
        out[CHANNELS + 1] = (columns.iter().sum::<f32>() / CELL as f32).sqrt();
        out
    }
}

/// From this channel on: edges across, down, and along the two slants.
const EDGES: usize = 6;

/// A pixel's channels. A surface in less light has less chroma, in proportion: colour is compared with the skin's at
/// the pixel's own lightness.
fn channels(colour: Lab, skin: Lab, scale: f64, across: f32, down: f32) -> [f32; CHANNELS] {
    let light = colour[0] / scale;
    let shade = light.clamp(0.2, 1.3);
    let a = ((colour[1] - skin[1] * shade) / scale * 2.0) as f32;
    let b = ((colour[2] - skin[2] * shade) / scale * 2.0) as f32;
    let light = light as f32;
    let slant = std::f32::consts::FRAC_1_SQRT_2;
    [
        light.clamp(0.0, 2.0),
        a.clamp(-1.0, 1.0),
        b.clamp(-1.0, 1.0),
        (0.55 - light).clamp(0.0, 1.0),
        (light - 1.2).clamp(0.0, 1.0),
        a.hypot(b).min(1.0),
        across.abs(),
        down.abs(),
        (across + down).abs() * slant,
        (across - down).abs() * slant,
    ]
}

impl Spot {
    /// The worst of the `halves`' values, which were measured on `area` of the right half or its mirror image; placed on
    /// both where the other has nearly as much. `None` without a half.
    pub(super) fn worst(face: &Straight, area: Area, halves: impl Iterator<Item = (f64, Side)>) -> Option<Self> {
        /// Share of the worst value.
        const NEARLY: f64 = 0.75;
        let halves: Vec<_> = halves.collect();
        let (value, side) = halves.iter().copied().reduce(|a, b| if b.0 > a.0 { b } else { a })?;
        let both = halves.len() == 2 && halves.iter().all(|half| half.0 >= NEARLY * value);
        let area = if both { Area { left: -area.right, ..area } } else { side.place(area) };
        Some(Self { value, place: face.in_photo(area)? })
    }
}

/// A linear classifier of descriptors: the log odds of what it was trained for.
pub(super) struct Head {
    pub bias: f32,
    /// What each step of a weight is worth.
    pub step: f32,
    pub weights: &'static [i8],
}

impl Head {
    /// Log odds; over 0 is likelier than not.
    pub fn odds(&self, described: &[f32]) -> f64 {
        let sum: f32 = self.weights.iter().zip(described).map(|(weight, value)| f32::from(*weight) * value).sum();
        f64::from(self.bias + self.step * sum)
    }
}
