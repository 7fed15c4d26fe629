//! The arithmetic of a network: feature maps as rows of pixels, channels last, one number after the other.
//!
//! Plain loops over small arrays, which the compiler turns into vector instructions where the target has them. Sums are
//! taken in one fixed order and nothing is fused, so that every machine, and wasm, gives the same bits.

/// What follows a sum.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Activation {
    None,
    Relu,
    /// The slope below zero of each channel.
    Prelu(Vec<f32>),
    HardSwish,
    Sigmoid,
}

impl Activation {
    /// On every value of `map`, whose pixels have `channels`.
    pub fn apply(&self, map: &mut [f32], channels: usize) {
        match self {
            Activation::None => {}
            // What is no number is 0, as of `f32::max`, but without a question of its own.
            Activation::Relu => map.iter_mut().for_each(|value| *value = if *value > 0.0 { *value } else { 0.0 }),
            Activation::Prelu(slopes) => {
                for pixel in map.chunks_exact_mut(channels) {
                    for (value, slope) in pixel.iter_mut().zip(slopes) {
                        *value = if *value < 0.0 { *value * slope } else { *value };
                    }
                }
            }
            Activation::HardSwish => {
                map.iter_mut().for_each(|value| *value = *value * (*value + 3.0).clamp(0.0, 6.0) / 6.0);
            }
            Activation::Sigmoid => map.iter_mut().for_each(|value| *value = sigmoid(*value)),
        }
    }
}

/// 1 / (1 + e^-x). The platforms' own exponentials differ in the last bit, so it is worked out here: e^x = 2^n * e^r with
/// |r| <= ln 2 / 2, where seven terms of the series are exact to a float's 24 bits.
fn sigmoid(x: f32) -> f32 {
    let x = f64::from(-x.clamp(-80.0, 80.0));
    // Added and taken away again, so much leaves no fraction: half the mantissa's range, and as much so that below zero
    // nothing changes. `f64::round` is a call where the target has no such instruction.
    const NO_FRACTION: f64 = 3.0 * (1_u64 << 51) as f64;
    let n = (x * std::f64::consts::LOG2_E + NO_FRACTION) - NO_FRACTION;
    let r = x - n * std::f64::consts::LN_2;
    let series = [1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let power = series.iter().fold(0.0, |sum, term| sum * r + term);
    // |n| <= 116: the exponent stays in range.
    let scale = f64::from_bits(((1023 + n as i64) as u64) << 52);
    (1.0 / (1.0 + power * scale)) as f32
}

/// Rows, columns and channels of a feature map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub height: usize,
    pub width: usize,
    pub channels: usize,
}

impl Shape {
    pub fn pixels(&self) -> usize {
        self.height * self.width
    }
    pub fn len(&self) -> usize {
        self.pixels() * self.channels
    }
}

/// How a window moves over a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub height: usize,
    pub width: usize,
    pub stride: usize,
    /// Rows and columns of the map from one place of the window to the next.
    pub spread: usize,
    /// Rows above and columns before the map at which the first window starts.
    pub above: usize,
    pub before: usize,
}

/// Outputs that are summed side by side; two vectors of four.
const LANES: usize = 8;

/// Pixels that are summed side by side: with [`LANES`] eight sums, two weights and one input fit sixteen registers.
const SIDE_BY_SIDE: usize = 4;

/// Pixels whose inputs stay in the first cache while all outputs are summed.
const TILE: usize = 32;

/// Weights of a convolution, in blocks of [`LANES`] outputs: (blocks, inputs, LANES), short blocks filled with zeros.
#[derive(Clone, Debug)]
pub(crate) struct Matrix {
    packed: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
    outputs: usize,
}

impl Matrix {
    /// `weights`: (inputs, outputs); `bias`: (outputs).
    pub fn new(weights: &[f32], bias: Vec<f32>) -> Self {
        let outputs = bias.len();
        let inputs = weights.len() / outputs.max(1);
        let blocks = outputs.div_ceil(LANES);
        let mut packed = vec![0.0; blocks * inputs * LANES];
        for (input, row) in weights.chunks_exact(outputs.max(1)).enumerate() {
            for (output, weight) in row.iter().enumerate() {
                packed[(output / LANES * inputs + input) * LANES + output % LANES] = *weight;
            }
        }
        Self { packed, bias, inputs, outputs }
    }

    /// Each pixel of `map` (pixels, inputs) times the weights, into `out` (pixels, outputs).
    pub fn multiply(&self, map: &[f32], out: &mut [f32], activation: &Activation) {
        let tiles = map.chunks(TILE * self.inputs).zip(out.chunks_mut(TILE * self.outputs));
        for (map, out) in tiles {
            for (block, weights) in self.packed.chunks_exact(self.inputs * LANES).enumerate() {
                let first = block * LANES;
                let width = LANES.min(self.outputs - first);
                let mut bias = [0.0; LANES];
                bias[..width].copy_from_slice(&self.bias[first..first + width]);
                let groups = map.chunks(SIDE_BY_SIDE * self.inputs).zip(out.chunks_mut(SIDE_BY_SIDE * self.outputs));
                for (pixels, out) in groups {
                    if pixels.len() == SIDE_BY_SIDE * self.inputs {
                        let sums = four(pixels, weights, self.inputs, bias);
                        for (sum, out) in sums.iter().zip(out.chunks_exact_mut(self.outputs)) {
                            out[first..first + width].copy_from_slice(&sum[..width]);
                        }
                    } else {
                        for (pixel, out) in pixels.chunks_exact(self.inputs).zip(out.chunks_exact_mut(self.outputs)) {
                            out[first..first + width].copy_from_slice(&one(pixel, weights, bias)[..width]);
                        }
                    }
                }
            }
            activation.apply(out, self.outputs);
        }
    }
}

/// One pixel times one block of weights.
#[inline]
fn one(pixel: &[f32], weights: &[f32], bias: [f32; LANES]) -> [f32; LANES] {
    let mut sum = bias;
    for (value, weights) in pixel.iter().zip(weights.chunks_exact(LANES)) {
        for lane in 0..LANES {
            sum[lane] += value * weights[lane];
        }
    }
    sum
}

/// Four pixels times one block of weights: [`one`] of each, but each weight is loaded once for all.
#[inline]
fn four(pixels: &[f32], weights: &[f32], inputs: usize, bias: [f32; LANES]) -> [[f32; LANES]; SIDE_BY_SIDE] {
    let (first, rest) = pixels.split_at(inputs);
    let (second, rest) = rest.split_at(inputs);
    let (third, fourth) = rest.split_at(inputs);
    let (mut a, mut b, mut c, mut d) = (bias, bias, bias, bias);
    let values = first.iter().zip(second).zip(third.iter().zip(fourth));
    for (((p, q), (r, s)), weights) in values.zip(weights.chunks_exact(LANES)) {
        for lane in 0..LANES {
            a[lane] += p * weights[lane];
            b[lane] += q * weights[lane];
            c[lane] += r * weights[lane];
            d[lane] += s * weights[lane];
        }
    }
    [a, b, c, d]
}

/// A convolution of windows larger than a pixel: the windows of a row of outputs, laid side by side, are multiplied.
pub(crate) fn convolve(
    map: &[f32],
    from: Shape,
    out: &mut [f32],
    to: Shape,
    window: Window,
    matrix: &Matrix,
    activation: &Activation,
) {
    let inputs = window.height * window.width * from.channels;
    let mut windows = vec![0.0; to.width * inputs];
    for (row, out) in out.chunks_exact_mut(to.width * to.channels).enumerate() {
        windows.fill(0.0);
        for (column, target) in windows.chunks_exact_mut(inputs).enumerate() {
            for (line, target) in target.chunks_exact_mut(window.width * from.channels).enumerate() {
                let Some(y) = inside(row * window.stride + line * window.spread, window.above, from.height) else {
                    continue;
                };
                for (place, target) in target.chunks_exact_mut(from.channels).enumerate() {
                    if let Some(x) = inside(column * window.stride + place * window.spread, window.before, from.width) {
                        target.copy_from_slice(&map[(y * from.width + x) * from.channels..][..from.channels]);
                    }
                }
            }
        }
        matrix.multiply(&windows, out, activation);
    }
}

/// `at` counted from `start` places before the map, where it lies in the map.
#[inline]
fn inside(at: usize, start: usize, length: usize) -> Option<usize> {
    at.checked_sub(start).filter(|at| *at < length)
}

/// Weights of a convolution of each channel by itself.
#[derive(Clone, Debug)]
pub(super) struct Depthwise {
    /// (window height, window width, channels).
    pub weights: Vec<f32>,
    pub bias: Vec<f32>,
}

impl Depthwise {
    pub fn convolve(
        &self,
        map: &[f32],
        from: Shape,
        out: &mut [f32],
        to: Shape,
        window: Window,
        activation: &Activation,
    ) {
        let channels = from.channels;
        // (input, weights) of the window's places that lie in the map: where their channels start.
        let mut taps: Vec<(usize, usize)> = Vec::with_capacity(window.height * window.width);
        for (row, out) in out.chunks_exact_mut(to.width * channels).enumerate() {
            for (column, out) in out.chunks_exact_mut(channels).enumerate() {
                taps.clear();
                for line in 0..window.height {
                    let Some(y) = inside(row * window.stride + line * window.spread, window.above, from.height) else {
                        continue;
                    };
                    for place in 0..window.width {
                        if let Some(x) =
                            inside(column * window.stride + place * window.spread, window.before, from.width)
                        {
                            taps.push(((y * from.width + x) * channels, (line * window.width + place) * channels));
                        }
                    }
                }
                let mut at = 0;
                while at + 16 <= channels {
                    self.sum::<16>(map, &taps, at, out);
                    at += 16;
                }
                while at + 4 <= channels {
                    self.sum::<4>(map, &taps, at, out);
                    at += 4;
                }
                while at < channels {
                    self.sum::<1>(map, &taps, at, out);
                    at += 1;
                }
            }
            activation.apply(out, channels);
        }
    }

    /// The sums of `N` channels from `at` on.
    #[inline]
    fn sum<const N: usize>(&self, map: &[f32], taps: &[(usize, usize)], at: usize, out: &mut [f32]) {
        let mut sum = [0.0; N];
        sum.copy_from_slice(&self.bias[at..at + N]);
        for (input, weight) in taps {
            let (values, weights) = (&map[input + at..][..N], &self.weights[weight + at..][..N]);
            for lane in 0..N {
                sum[lane] += values[lane] * weights[lane];
            }
        }
        out[at..at + N].copy_from_slice(&sum);
    }
}

/// The largest of each square of four pixels.
pub(super) fn max_pool(map: &[f32], shape: Shape, out: &mut [f32]) {
    let Shape { width, channels, .. } = shape;
    let row = width * channels;
    for (out, rows) in out.chunks_exact_mut((width / 2 * channels).max(1)).zip(map.chunks_exact(2 * row)) {
        let (above, below) = rows.split_at(row);
        let squares = above.chunks_exact(2 * channels).zip(below.chunks_exact(2 * channels));
        for (out, (above, below)) in out.chunks_exact_mut(channels).zip(squares) {
            for channel in 0..channels {
                let upper = above[channel].max(above[channel + channels]);
                out[channel] = upper.max(below[channel].max(below[channel + channels]));
            }
        }
    }
}

/// The mean of all pixels, channel by channel.
pub(super) fn mean(map: &[f32], channels: usize) -> Vec<f32> {
    let mut sum = vec![0.0_f32; channels];
    for pixel in map.chunks_exact(channels) {
        sum.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += value);
    }
    let pixels = (map.len() / channels) as f32;
    sum.iter().map(|sum| sum / pixels).collect()
}

/// Another size, bilinear between the pixels' centres, the border repeated.
pub(super) fn resize(map: &[f32], from: Shape, out: &mut [f32], to: Shape) {
    let channels = from.channels;
    let place = |at: usize, from: usize, to: usize| {
        let exact = ((at as f32 + 0.5) * from as f32 / to as f32 - 0.5).max(0.0);
        let first = (exact as usize).min(from - 1);
        (first, (first + 1).min(from - 1), exact - first as f32)
    };
    for (row, out) in out.chunks_exact_mut(to.width * channels).enumerate() {
        let (top, bottom, down) = place(row, from.height, to.height);
        for (column, out) in out.chunks_exact_mut(channels).enumerate() {
            let (left, right, across) = place(column, from.width, to.width);
            let pixel = |y: usize, x: usize| &map[(y * from.width + x) * channels..][..channels];
            let (a, b, c, d) = (pixel(top, left), pixel(top, right), pixel(bottom, left), pixel(bottom, right));
            for channel in 0..channels {
                let above = a[channel] + (b[channel] - a[channel]) * across;
                let below = c[channel] + (d[channel] - c[channel]) * across;
                out[channel] = above + (below - above) * down;
            }
        }
    }
}

/// Each pixel's four groups of channels become a square of four pixels.
pub(super) fn depth_to_space(map: &[f32], height: usize, width: usize, channels: usize, out: &mut [f32]) {
    for y in 0..height {
        for x in 0..width {
            let pixel = &map[(y * width + x) * 4 * channels..][..4 * channels];
            for (corner, group) in pixel.chunks_exact(channels).enumerate() {
                let (row, column) = (2 * y + corner / 2, 2 * x + corner % 2);
                out[(row * 2 * width + column) * channels..][..channels].copy_from_slice(group);
            }
        }
    }
}
