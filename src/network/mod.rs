//! A picture into a neural network, its numbers out. The rest of the crate sees the [`Network`] trait only, so that
//! everything around a network is tested without its weights.

mod attention;
mod file;
pub(crate) mod kernels;
mod program;

use crate::error::ModelError;
use program::Program;

/// One of the three networks that are loaded from files beside the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkKind {
    /// MediaPipe BlazeFace, short range.
    FaceDetection,
    /// MediaPipe face mesh with attention.
    FaceMesh,
    /// MediaPipe selfie segmentation.
    PersonSegmentation,
}

impl NetworkKind {
    pub const ALL: [Self; 3] = [Self::FaceDetection, Self::FaceMesh, Self::PersonSegmentation];

    /// The file that holds it, made by the build.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::FaceDetection => "face_detection.bin",
            Self::FaceMesh => "face_mesh.bin",
            Self::PersonSegmentation => "person_segmentation.bin",
        }
    }

    /// The network whose file is called `name`.
    pub fn from_file_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.file_name() == name)
    }

    /// Side of the square input picture, px.
    pub const fn side(self) -> usize {
        match self {
            Self::FaceDetection => 128,
            Self::FaceMesh => 192,
            Self::PersonSegmentation => 256,
        }
    }

    /// Numbers of the input picture.
    const fn input_length(self) -> usize {
        self.side() * self.side() * 3
    }

    /// The outputs by name, in the order in which [`Network::run`] gives them, and how many numbers each has.
    pub const fn outputs(self) -> &'static [(&'static str, usize)] {
        match self {
            Self::FaceDetection => &[("regressors", 896 * 16), ("classificators", 896)],
            Self::FaceMesh => &[
                ("output_mesh_identity", 468 * 3),
                ("output_lips", 80 * 2),
                ("output_left_eye", 71 * 2),
                ("output_right_eye", 71 * 2),
                ("output_left_iris", 5 * 2),
                ("output_right_iris", 5 * 2),
                ("conv_faceflag", 1),
            ],
            Self::PersonSegmentation => &[("activation_10", 256 * 256)],
        }
    }
}

/// A loaded network.
pub trait Network: Send + Sync {
    /// Runs on one picture (1, side, side, 3), RGB, in the range its kind asks for; gives the outputs of
    /// [`NetworkKind::outputs`], each with the length stated there.
    ///
    /// # Errors
    /// When the network refuses the picture or gives something else.
    fn run(&self, picture: Vec<f32>) -> Result<Vec<Vec<f32>>, ModelError>;
}

/// A network of one of our files.
#[derive(Debug)]
pub(crate) struct FileNetwork {
    kind: NetworkKind,
    program: Program,
}

impl FileNetwork {
    /// Reads a file made by `tests/tools/convert_models.py`.
    ///
    /// # Errors
    /// When the bytes are no such file, or not this network's.
    pub fn load(kind: NetworkKind, bytes: &[u8]) -> Result<Self, ModelError> {
        let wrong = |reason: String| ModelError { model: kind.file_name().to_owned(), reason };
        let program = file::read(bytes).map_err(wrong)?;
        let lengths = kind.outputs().iter().map(|(_, length)| *length);
        if program.input_length() != kind.input_length() || !program.output_lengths().eq(lengths) {
            return Err(wrong("it is another network".to_owned()));
        }
        Ok(Self { kind, program })
    }
}

impl Network for FileNetwork {
    fn run(&self, picture: Vec<f32>) -> Result<Vec<Vec<f32>>, ModelError> {
        let wrong = |reason: String| ModelError { model: self.kind.file_name().to_owned(), reason };
        if picture.len() != self.kind.input_length() {
            return Err(wrong(format!("{} numbers are not a picture of side {}", picture.len(), self.kind.side())));
        }
        let outputs = self.program.run(picture);
        match outputs.iter().zip(self.kind.outputs()).find(|(output, _)| !output.iter().all(|v| v.is_finite())) {
            Some((_, (name, _))) => Err(wrong(format!("{name} gave numbers that are not finite"))),
            None => Ok(outputs),
        }
    }
}

#[cfg(test)]
mod tests;
