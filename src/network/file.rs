//! A network's file, little-endian: `PPN2`; CRC-32 of all that follows; how many words, weights and bytes follow, u32
//! each; the words, u32; the weights, f16; the bytes, i8.
//!
//! Words: input slot and its length; how many steps; each step as its kind, the number of its words, and these: how many
//! inputs, their slots, the output's slot, activation, where its slopes start among the weights, then what its kind
//! needs; how many outputs; slot and length of each. A slot holds one array and is made once. Everything that a step
//! reads when it runs is checked here.
//!
//! A kernel is two words: where it starts, and 0 where it lies among the weights; or, where it lies among the bytes, one
//! more than the place of its scales among the weights, one a channel: a weight is its byte times its channel's scale.

use super::attention::CropRule;
use super::kernels::{Activation, Depthwise, Matrix, Shape, Window};
use super::program::{Program, Step, Work};

/// A picture of 256 x 256 in 16 channels is a million numbers; nothing here is near this many.
const LONGEST: usize = 1 << 24;

/// Slots and steps that a file may have; the largest network has 308.
const MOST: usize = 1 << 12;

/// Reads a file.
///
/// # Errors
/// Words on what is wrong with it.
pub(super) fn read(bytes: &[u8]) -> Result<Program, String> {
    let mut file = File::open(bytes)?;
    let (input, input_length) = (file.slot()?, file.length()?);
    file.make(input, input_length)?;
    let count = file.size(MOST)?;
    let mut steps = (0..count).map(|_| file.step()).collect::<Result<Vec<_>, _>>()?;
    let count = file.size(MOST)?;
    let outputs = (0..count).map(|_| file.output()).collect::<Result<Vec<_>, _>>()?;
    let mut spent = vec![false; file.lengths.len()];
    outputs.iter().for_each(|(slot, _)| spent[*slot] = true);
    for step in steps.iter_mut().rev() {
        for slot in &step.inputs {
            if !std::mem::replace(&mut spent[*slot], true) {
                step.spent.push(*slot);
            }
        }
    }
    Ok(Program { input, input_length, steps, outputs, slots: file.lengths.len() })
}

/// The file while it is read.
struct File {
    words: std::vec::IntoIter<u32>,
    weights: Vec<f32>,
    bytes: Vec<i8>,
    /// Of the slots made so far.
    lengths: Vec<usize>,
}

impl File {
    fn open(bytes: &[u8]) -> Result<Self, String> {
        let rest = bytes.strip_prefix(b"PPN2").ok_or("it is no network of ours")?;
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
        let (sum, rest) = rest.split_at_checked(4).ok_or("it is cut short")?;
        let (head, body) = rest.split_at_checked(12).ok_or("it is cut short")?;
        if number(sum) != crc32fast::hash(rest) {
            return Err("its bytes are damaged".to_owned());
        }
        let rest = body;
        let [words, weights, bytes] = [0, 4, 8].map(|at| number(&head[at..at + 4]) as usize);
        let length = words.checked_mul(4).and_then(|sum| sum.checked_add(weights.checked_mul(2)?)?.checked_add(bytes));
        if length != Some(rest.len()) {
            let found = rest.len();
            return Err(format!(
                "it has {found} bytes, not those of {words} words, {weights} weights and {bytes} bytes"
            ));
        }
        let (words, rest) = rest.split_at(4 * words);
        let (weights, bytes) = rest.split_at(2 * weights);
        let words: Vec<u32> = words.chunks_exact(4).map(number).collect();
        let weights = weights.chunks_exact(2).map(|pair| half(u16::from_le_bytes([pair[0], pair[1]]))).collect();
        let bytes = bytes.iter().map(|byte| i8::from_le_bytes([*byte])).collect();
        Ok(Self { words: words.into_iter(), weights, bytes, lengths: Vec::new() })
    }

    fn word(&mut self) -> Result<u32, String> {
        self.words.next().ok_or_else(|| "it ends within its words".to_owned())
    }

    /// A word of at most `most`.
    fn size(&mut self, most: usize) -> Result<usize, String> {
        let word = self.word()? as usize;
        if word <= most { Ok(word) } else { Err(format!("{word} is more than {most}")) }
    }

    /// A word of 1 to the longest side or length.
    fn length(&mut self) -> Result<usize, String> {
        let word = self.size(LONGEST)?;
        if word > 0 { Ok(word) } else { Err("a length is 0".to_owned()) }
    }

    fn float(&mut self) -> Result<f32, String> {
        let value = f32::from_bits(self.word()?);
        if value.is_finite() { Ok(value) } else { Err(format!("{value} is not a number")) }
    }

    fn slot(&mut self) -> Result<usize, String> {
        self.size(MOST)
    }

    /// `slot` gets its array of `length` numbers. Slots are made in the order of their numbers.
    fn make(&mut self, slot: usize, length: usize) -> Result<(), String> {
        if slot != self.lengths.len() || length == 0 || length > LONGEST {
            return Err(format!("slot {slot} of {length} numbers cannot be made after {} others", self.lengths.len()));
        }
        self.lengths.push(length);
        Ok(())
    }

    fn output(&mut self) -> Result<(usize, usize), String> {
        let (slot, length) = (self.slot()?, self.length()?);
        self.holds(slot, length)?;
        Ok((slot, length))
    }

    fn holds(&self, slot: usize, length: usize) -> Result<(), String> {
        let held = self.lengths.get(slot).copied().unwrap_or(0);
        if held == length { Ok(()) } else { Err(format!("slot {slot} holds {held} numbers, not {length}")) }
    }

    fn shape(&mut self) -> Result<Shape, String> {
        let (height, width, channels) = (self.length()?, self.length()?, self.length()?);
        within(&[height, width, channels])?;
        Ok(Shape { height, width, channels })
    }

    /// `count` weights from the place in the next word on.
    fn weights(&mut self, count: usize) -> Result<Vec<f32>, String> {
        let start = self.word()? as usize;
        let found = self.weights.get(start..).and_then(|rest| rest.get(..count));
        found.map(<[f32]>::to_vec).ok_or_else(|| format!("there are no {count} weights at {start}"))
    }

    /// A kernel of `count` weights, whose channels follow each other.
    fn kernel(&mut self, count: usize, channels: usize) -> Result<Vec<f32>, String> {
        if self.words.as_slice().get(1) == Some(&0) {
            let kernel = self.weights(count);
            self.words.next();
            return kernel;
        }
        let (start, scales) = (self.word()? as usize, self.word()? as usize);
        let bytes = self.bytes.get(start..).and_then(|rest| rest.get(..count));
        let scales = scales.checked_sub(1).and_then(|at| self.weights.get(at..)?.get(..channels));
        let (bytes, scales) = bytes.zip(scales).ok_or_else(|| format!("there is no kernel of {count} at {start}"))?;
        Ok(bytes.iter().zip(scales.iter().cycle()).map(|(byte, scale)| f32::from(*byte) * scale).collect())
    }

    fn step(&mut self) -> Result<Step, String> {
        let kind = self.word()?;
        let count = self.size(MOST)?;
        let end = self.words.len().checked_sub(count).ok_or("a step is cut short")?;
        let inputs_count = self.size(8)?;
        let inputs = (0..inputs_count).map(|_| self.slot()).collect::<Result<Vec<_>, _>>()?;
        let output = self.slot()?;
        let (activation, slopes) = (self.word()?, self.word()? as usize);
        let input = |file: &Self, index: usize| -> Result<usize, String> {
            let slot = inputs.get(index).ok_or("a step lacks an input")?;
            file.lengths.get(*slot).copied().ok_or_else(|| format!("slot {slot} is not made yet"))
        };
        let demand = |holds: bool| if holds { Ok(()) } else { Err(format!("slot {output}: the sizes do not fit")) };
        for index in 0..inputs.len() {
            input(self, index)?;
        }
        let first = input(self, 0)?;
        let (work, length, channels) = match kind {
            0 | 1 => {
                let (from, to, window) = (self.shape()?, self.shape()?, self.window()?);
                demand(from.len() == first)?;
                let area = window.height * window.width;
                if kind == 1 {
                    demand(from.channels == to.channels)?;
                    let count = within(&[area, from.channels])?;
                    let weights =
                        Depthwise { weights: self.kernel(count, from.channels)?, bias: self.weights(from.channels)? };
                    (Work::Depthwise { from, to, window, weights }, to.len(), to.channels)
                } else {
                    let count = within(&[area, from.channels, to.channels])?;
                    let matrix = Matrix::new(&self.kernel(count, to.channels)?, self.weights(to.channels)?);
                    let single = area == 1 && window.stride == 1 && from.pixels() == to.pixels();
                    demand(within(&[to.width, area, from.channels]).is_ok())?;
                    let work =
                        if single { Work::Multiply(matrix) } else { Work::Convolve { from, to, window, matrix } };
                    (work, to.len(), to.channels)
                }
            }
            2 => {
                let (length, channels) = (self.length()?, self.length()?);
                demand(length == first && input(self, 1)? == length)?;
                (Work::Add, length, channels)
            }
            3 => {
                let length = self.length()?;
                let count = self.words.len().saturating_sub(end);
                let factors = (0..count).map(|_| self.float()).collect::<Result<Vec<_>, _>>()?;
                demand(length == first && count > 0 && length % count == 0)?;
                (Work::Scale(factors), length, count)
            }
            4 | 7 => {
                let (pixels, channels) = (self.length()?, self.length()?);
                demand(within(&[pixels, channels])? == first)?;
                if kind == 4 {
                    demand(input(self, 1)? == channels)?;
                    (Work::Gate, first, channels)
                } else {
                    (Work::Mean { channels }, channels, channels)
                }
            }
            5 => {
                let (pixels, from, to) = (self.length()?, self.length()?, self.length()?);
                demand(within(&[pixels, from])? == first && from <= to)?;
                (Work::PadChannels { from, to }, within(&[pixels, to])?, to)
            }
            6 => {
                let shape = self.shape()?;
                demand(shape.len() == first && shape.height % 2 == 0 && shape.width % 2 == 0)?;
                (Work::MaxPool(shape), first / 4, shape.channels)
            }
            8 | 13 => {
                let from = self.shape()?;
                let to = Shape { height: self.length()?, width: self.length()?, channels: from.channels };
                demand(from.len() == first && within(&[to.height, to.width, to.channels]).is_ok())?;
                if kind == 8 {
                    (Work::Resize { from, to }, to.len(), to.channels)
                } else {
                    demand(input(self, 1)? == 16)?;
                    (Work::CropMap { from, to }, to.len(), to.channels)
                }
            }
            9 => {
                let mut total = 0_usize;
                for index in 0..inputs.len() {
                    let length = self.length()?;
                    demand(input(self, index)? == length)?;
                    total += length;
                }
                (Work::Concat, total, 1)
            }
            10 => {
                let (height, width, channels) = (self.length()?, self.length()?, self.length()?);
                demand(within(&[height, width, channels, 4])? == first)?;
                (Work::DepthToSpace { height, width, channels }, first, channels)
            }
            11 => {
                let (length, channels) = (self.length()?, self.length()?);
                demand(length == first)?;
                (Work::Activate, length, channels)
            }
            12 => (Work::CropMatrix(self.crop_rule(first, end)?), 16, 16),
            14 => {
                let length = self.length()?;
                demand(length == first && length % 2 == 0 && input(self, 1)? == 16)?;
                (Work::MapPoints, length, 2)
            }
            _ => return Err(format!("there is no step of kind {kind}")),
        };
        if self.words.len() != end {
            return Err(format!("slot {output}: its step has words that it does not need"));
        }
        demand(length % channels == 0)?;
        let activation = self.activation(activation, slopes, channels)?;
        self.make(output, length)?;
        Ok(Step { inputs, output, length, work, activation, channels, spent: Vec::new() })
    }

    fn window(&mut self) -> Result<Window, String> {
        /// No window here is larger than 5 x 5.
        const LARGEST: usize = 16;
        let (height, width) = (self.size(LARGEST)?, self.size(LARGEST)?);
        let (stride, above, before) = (self.size(LARGEST)?, self.size(LARGEST)?, self.size(LARGEST)?);
        if height * width * stride == 0 {
            return Err("a window is empty".to_owned());
        }
        // A window with gaps is refused where the file is made.
        Ok(Window { height, width, stride, spread: 1, above, before })
    }

    fn crop_rule(&mut self, length: usize, end: usize) -> Result<CropRule, String> {
        let points = self.length()? / 3;
        let point = |file: &mut Self| file.size(points.saturating_sub(1));
        let (left, right) = (point(self)?, point(self)?);
        let (scale_x, scale_y) = (self.float()?, self.float()?);
        let (width, height) = (self.length()? as f32, self.length()? as f32);
        let count = self.words.len().saturating_sub(end);
        let subset = (0..count).map(|_| point(self)).collect::<Result<Vec<_>, _>>()?;
        if points * 3 != length || points == 0 || subset.is_empty() {
            return Err(format!("a crop around {} of {points} points of {length} numbers", subset.len()));
        }
        Ok(CropRule { left, right, scale_x, scale_y, width, height, subset })
    }

    fn activation(&self, kind: u32, slopes: usize, channels: usize) -> Result<Activation, String> {
        Ok(match kind {
            0 => Activation::None,
            1 => Activation::Relu,
            2 => {
                let found = self.weights.get(slopes..).and_then(|rest| rest.get(..channels));
                Activation::Prelu(found.ok_or("slopes are missing")?.to_vec())
            }
            3 => Activation::HardSwish,
            4 => Activation::Sigmoid,
            _ => return Err(format!("there is no activation {kind}")),
        })
    }
}

/// The product of `sides`, at most [`LONGEST`].
fn within(sides: &[usize]) -> Result<usize, String> {
    let product = sides.iter().try_fold(1_usize, |product, side| product.checked_mul(*side));
    product.filter(|product| *product <= LONGEST).ok_or_else(|| format!("{sides:?} is too large"))
}

/// An IEEE 754 binary16 as f32, which holds each exactly.
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f32::from(bits & 1023));
    match exponent {
        0 => sign * fraction * 2.0_f32.powi(-24),
        31 => sign * if fraction == 0.0 { f32::INFINITY } else { f32::NAN },
        _ => sign * (1024.0 + fraction) * 2.0_f32.powi(exponent - 25),
    }
}
