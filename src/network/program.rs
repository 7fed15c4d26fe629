//! A network as a program of steps on numbered slots; [`super::file`] reads it, and checks that everything a step reads
//! when it runs is there, so that running needs no errors.

use super::attention::{self, CropRule};
use super::kernels::{self, Activation, Depthwise, Matrix, Shape, Window};

/// A checked program.
#[derive(Debug)]
pub(super) struct Program {
    pub input: usize,
    pub input_length: usize,
    pub steps: Vec<Step>,
    /// Slot and length.
    pub outputs: Vec<(usize, usize)>,
    pub slots: usize,
}

#[derive(Debug)]
pub(super) struct Step {
    pub inputs: Vec<usize>,
    pub output: usize,
    pub length: usize,
    pub work: Work,
    pub activation: Activation,
    /// Channels for the activation.
    pub channels: usize,
    /// Slots that nothing after this step reads.
    pub spent: Vec<usize>,
}

#[derive(Debug)]
pub(super) enum Work {
    /// A convolution of single pixels.
    Multiply(Matrix),
    Convolve {
        from: Shape,
        to: Shape,
        window: Window,
        matrix: Matrix,
    },
    Depthwise {
        from: Shape,
        to: Shape,
        window: Window,
        weights: Depthwise,
    },
    Add,
    /// Factors repeat.
    Scale(Vec<f32>),
    /// Each pixel times the second input, channel by channel.
    Gate,
    /// Zeros after each pixel's channels.
    PadChannels {
        from: usize,
        to: usize,
    },
    MaxPool(Shape),
    Mean {
        channels: usize,
    },
    Resize {
        from: Shape,
        to: Shape,
    },
    Concat,
    DepthToSpace {
        height: usize,
        width: usize,
        channels: usize,
    },
    Activate,
    CropMatrix(CropRule),
    CropMap {
        from: Shape,
        to: Shape,
    },
    MapPoints,
}

impl Program {
    /// How many numbers the picture has.
    pub fn input_length(&self) -> usize {
        self.input_length
    }

    /// Length of each output.
    pub fn output_lengths(&self) -> impl Iterator<Item = usize> {
        self.outputs.iter().map(|(_, length)| *length)
    }

    /// The outputs for `picture`, which must have [`Program::input_length`] numbers.
    pub fn run(&self, picture: Vec<f32>) -> Vec<Vec<f32>> {
        let mut slots: Vec<Vec<f32>> = vec![Vec::new(); self.slots];
        slots[self.input] = picture;
        for step in &self.steps {
            slots[step.output] = step.run(&mut slots);
            step.spent.iter().for_each(|slot| slots[*slot] = Vec::new());
        }
        self.outputs.iter().map(|(slot, _)| slots[*slot].clone()).collect()
    }
}

impl Step {
    fn run(&self, slots: &mut [Vec<f32>]) -> Vec<f32> {
        // What nothing reads any more may be changed in place.
        let owned =
            self.spent.contains(&self.inputs[0]) && self.inputs[1..].iter().all(|other| *other != self.inputs[0]);
        let first = if owned { std::mem::take(&mut slots[self.inputs[0]]) } else { Vec::new() };
        let read = |index: usize| if owned && index == 0 { &first } else { &slots[self.inputs[index]] };
        let blank = || vec![0.0_f32; self.length];
        let mut out = match &self.work {
            Work::Multiply(matrix) => {
                let mut out = blank();
                matrix.multiply(read(0), &mut out, &self.activation);
                return out;
            }
            Work::Convolve { from, to, window, matrix } => {
                let mut out = blank();
                kernels::convolve(read(0), *from, &mut out, *to, *window, matrix, &self.activation);
                return out;
            }
            Work::Depthwise { from, to, window, weights } => {
                let mut out = blank();
                weights.convolve(read(0), *from, &mut out, *to, *window, &self.activation);
                return out;
            }
            Work::Add | Work::Scale(_) | Work::Gate | Work::Activate => {
                let mut out = if owned { first } else { slots[self.inputs[0]].clone() };
                match &self.work {
                    Work::Add => out.iter_mut().zip(&slots[self.inputs[1]]).for_each(|(sum, value)| *sum += value),
                    Work::Scale(factors) => multiply_by(&mut out, factors),
                    Work::Gate => multiply_by(&mut out, &slots[self.inputs[1]]),
                    _ => {}
                }
                out
            }
            Work::PadChannels { from, to } => {
                let mut out = blank();
                for (out, pixel) in out.chunks_exact_mut(*to).zip(read(0).chunks_exact(*from)) {
                    out[..*from].copy_from_slice(pixel);
                }
                out
            }
            Work::MaxPool(shape) => {
                let mut out = blank();
                kernels::max_pool(read(0), *shape, &mut out);
                out
            }
            Work::Mean { channels } => kernels::mean(read(0), *channels),
            Work::Resize { from, to } => {
                let mut out = blank();
                kernels::resize(read(0), *from, &mut out, *to);
                out
            }
            Work::Concat => {
                let mut out = Vec::with_capacity(self.length);
                (0..self.inputs.len()).for_each(|index| out.extend_from_slice(read(index)));
                out
            }
            Work::DepthToSpace { height, width, channels } => {
                let mut out = blank();
                kernels::depth_to_space(read(0), *height, *width, *channels, &mut out);
                out
            }
            Work::CropMatrix(rule) => attention::crop_matrix(read(0), rule),
            Work::CropMap { from, to } => {
                let mut out = blank();
                attention::crop_map(read(0), *from, read(1), &mut out, *to);
                out
            }
            Work::MapPoints => attention::map_points(read(0), read(1)),
        };
        self.activation.apply(&mut out, self.channels);
        out
    }
}

fn multiply_by(map: &mut [f32], factors: &[f32]) {
    for pixel in map.chunks_exact_mut(factors.len()) {
        pixel.iter_mut().zip(factors).for_each(|(value, factor)| *value *= factor);
    }
}
