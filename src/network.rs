//! A picture into a neural network, its numbers out. The rest of the crate sees the [`Network`] trait only, so that
//! everything around a network is tested without its weights.

use crate::error::ModelError;
use rten::{ModelOptions, NodeId};
use rten_tensor::{AsView, NdTensor};

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
            Self::FaceDetection => "face_detection.onnx",
            Self::FaceMesh => "face_mesh.onnx",
            Self::PersonSegmentation => "person_segmentation.onnx",
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

/// A network run by rten.
pub(crate) struct RtenNetwork {
    kind: NetworkKind,
    model: rten::Model,
    input: NodeId,
    outputs: Vec<NodeId>,
}

impl RtenNetwork {
    /// Reads an ONNX file.
    ///
    /// # Errors
    /// When the bytes are no ONNX model, or not this one.
    pub fn load(kind: NetworkKind, bytes: Vec<u8>) -> Result<Self, ModelError> {
        let wrong = |reason: String| ModelError { model: kind.file_name().to_owned(), reason };
        let mut options = ModelOptions::with_ops(rten::op_registry!(
            Add,
            Mul,
            Conv,
            ConvTranspose,
            Concat,
            Relu,
            PRelu,
            HardSwish,
            Sigmoid,
            Pad,
            MaxPool,
            GlobalAveragePool,
            Reshape,
            Transpose,
            Resize,
            Identity,
            GridSample,
            Slice,
            Gather,
            MatMul,
            Div,
            Sqrt,
            ReduceMax
        ));
        let model = options.prepack_weights(true).load(bytes).map_err(|error| wrong(error.to_string()))?;
        let input = *model.input_ids().first().ok_or_else(|| wrong("it has no input".to_owned()))?;
        let outputs = kind
            .outputs()
            .iter()
            .map(|(name, _)| model.node_id(name).map_err(|error| wrong(format!("output {name}: {error}"))))
            .collect::<Result<_, _>>()?;
        Ok(Self { kind, model, input, outputs })
    }

    fn wrong(&self, reason: String) -> ModelError {
        ModelError { model: self.kind.file_name().to_owned(), reason }
    }
}

impl Network for RtenNetwork {
    fn run(&self, picture: Vec<f32>) -> Result<Vec<Vec<f32>>, ModelError> {
        let (side, length) = (self.kind.side(), picture.len());
        let input = NdTensor::try_from_data([1, side, side, 3], picture)
            .map_err(|_| self.wrong(format!("{length} numbers are not a picture of side {side}")))?;
        let values = self
            .model
            .run(vec![(self.input, input.into())], &self.outputs, None)
            .map_err(|error| self.wrong(error.to_string()))?;
        let mut numbers = Vec::with_capacity(values.len());
        for (value, (name, length)) in values.into_iter().zip(self.kind.outputs()) {
            let tensor = value.into_tensor::<f32>().ok_or_else(|| self.wrong(format!("{name} is not of numbers")))?;
            let data = tensor.to_vec();
            if data.len() != *length || !data.iter().all(|number| number.is_finite()) {
                return Err(self.wrong(format!("{name} gave {} numbers, {length} finite ones expected", data.len())));
            }
            numbers.push(data);
        }
        Ok(numbers)
    }
}
