"""What each operator becomes. TFLite's own ones first, then MediaPipe's, by which the attention mesh finds the eyes and
lips roughly, turns each into an upright crop of the feature map (`Landmarks2TransformMatrix`,
`TransformTensorBilinear`), refines it there, and maps the refined points back (`TransformLandmarks`)."""

import numpy as np
import tflite
from flatbuffers import flexbuffers

from .program import Program, float_word
from .source import Operation, Source, UnsupportedNetwork


def _demand(holds: bool, operation: Operation, words: str) -> None:
    if not holds:
        raise UnsupportedNetwork(f"no rule for {operation.name} with {words}")


def _padding(kind: int, before: list[int], after: list[int], kernel, stride: int) -> list[int]:
    """Rows above and columns before, for TFLite's SAME or VALID; `before`, `after`: height, width, ..."""
    if kind == tflite.Padding.VALID:
        return [0, 0]
    return [max((after[axis] - 1) * stride + kernel[axis] - before[axis], 0) // 2 for axis in (0, 1)]


def dequantize(source: Source, program: Program, operation: Operation) -> None:
    source.constants[operation.outputs[0]] = source.constants[operation.inputs[0]].astype(np.float32)


def _convolution(name: str, options_kind, order):
    """`order`: the weights' axes as height, width, input channels, output channels (depthwise: one of them)."""

    def rule(source: Source, program: Program, operation: Operation) -> None:
        options = operation.options(options_kind)
        picture, weights, bias = operation.inputs
        stride = options.StrideH()
        _demand(stride == options.StrideW(), operation, "two strides")
        _demand(options.DilationHFactor() == options.DilationWFactor() == 1, operation, "a dilation")
        _demand(options.FusedActivationFunction() == tflite.ActivationFunctionType.NONE, operation, "an activation")
        kernel = source.constants[weights].transpose(order)
        before, after = source.map_shape(picture), source.map_shape(operation.outputs[0])
        words = [*before, *after, *kernel.shape[:2], stride, *_padding(options.Padding(), before, after, kernel.shape, stride)]
        places = [*program.kernel(kernel, after[2]), program.weights(source.constants[bias])]
        program.add(name, [picture], operation.outputs[0], *words, *places)

    return rule


def transposed_convolution(source: Source, program: Program, operation: Operation) -> None:
    """Stride and kernel are both 2: each pixel becomes a square of its own, four outputs of one pixel's convolution."""
    picture, weights, bias = operation.inputs
    _, height, width = np.frombuffer(operation.custom_options(), np.int32)[:3]
    kernel = source.constants[weights].astype(np.float32)  # [out, height, width, in]
    _demand(kernel.shape[1:3] == (height, width) == (2, 2), operation, f"a kernel {kernel.shape}")
    before = source.map_shape(picture)
    outputs = 4 * kernel.shape[0]
    square = -1 - operation.outputs[0]
    places = [
        *program.kernel(kernel.transpose(3, 1, 2, 0), outputs),
        program.weights(np.tile(source.constants[bias], 4)),
    ]
    program.add("conv", [picture], square, *before, *before[:2], outputs, 1, 1, 1, 0, 0, *places)
    program.add("depth-to-space", [square], operation.outputs[0], *before[:2], kernel.shape[0])


def add(source: Source, program: Program, operation: Operation) -> None:
    first, second = operation.inputs
    _demand(source.shape(first) == source.shape(second), operation, "a broadcast")
    options = operation.options(tflite.AddOptions)
    _demand(options.FusedActivationFunction() == tflite.ActivationFunctionType.NONE, operation, "an activation")
    program.add("add", [first, second], operation.outputs[0], source.length(first), source.shape(first)[-1])


def multiply(source: Source, program: Program, operation: Operation) -> None:
    options = operation.options(tflite.MulOptions)
    _demand(options.FusedActivationFunction() == tflite.ActivationFunctionType.NONE, operation, "an activation")
    first, second = sorted(operation.inputs, key=source.length, reverse=True)
    if first in source.constants:
        first, second = second, first
    if second in source.constants:
        # The factors repeat: their axes are the last ones of the other's.
        factors, shape = source.constants[second], source.shape(first)
        _demand(factors.size == 1 or list(factors.shape) == shape, operation, f"factors {factors.shape}")
        program.add("scale", [first], operation.outputs[0], source.length(first), *map(float_word, factors.reshape(-1)))
        return
    height, width, channels = source.map_shape(first)
    _demand(source.map_shape(second) == [1, 1, channels], operation, f"{source.shape(second)}")
    program.add("gate", [first, second], operation.outputs[0], height * width, channels)


def _activation(name: str):
    def rule(source: Source, program: Program, operation: Operation) -> None:
        tensor, slopes, channels = operation.inputs[0], 0, source.shape(operation.inputs[0])[-1]
        if name == "prelu":
            values = source.constants[operation.inputs[1]]
            _demand(values.size == channels, operation, f"slopes {values.shape}")
            slopes = program.weights(values)
        alone = source.uses(tensor) == 1
        program.activate(tensor, operation.outputs[0], name, slopes, channels, source.length(tensor), alone)

    return rule


def pad(source: Source, program: Program, operation: Operation) -> None:
    picture, amounts = operation.inputs
    *others, (before, after) = source.constants[amounts].tolist()
    _demand(before == 0 and not np.any(others), operation, f"{source.constants[amounts].tolist()}")
    height, width, channels = source.map_shape(picture)
    program.add("pad-channels", [picture], operation.outputs[0], height * width, channels, channels + after)


def max_pool(source: Source, program: Program, operation: Operation) -> None:
    options = operation.options(tflite.Pool2DOptions)
    sides = {options.FilterHeight(), options.FilterWidth(), options.StrideH(), options.StrideW()}
    before, after = (source.map_shape(index) for index in (operation.inputs[0], operation.outputs[0]))
    _demand(sides == {2} and [2 * side for side in after[:2]] == before[:2], operation, f"{before} to {after}")
    program.add("max-pool", operation.inputs, operation.outputs[0], *before)


def mean(source: Source, program: Program, operation: Operation) -> None:
    height, width, channels = source.map_shape(operation.inputs[0])
    _demand(source.map_shape(operation.outputs[0]) == [1, 1, channels], operation, "more than one mean")
    program.add("mean", operation.inputs, operation.outputs[0], height * width, channels)


def resize(source: Source, program: Program, operation: Operation) -> None:
    options = operation.options(tflite.ResizeBilinearOptions)
    _demand(options.HalfPixelCenters() and not options.AlignCorners(), operation, "other centres")
    picture = operation.inputs[0]
    sides = source.map_shape(operation.outputs[0])[:2]
    program.add("resize", [picture], operation.outputs[0], *source.map_shape(picture), *sides)


def same_numbers(source: Source, program: Program, operation: Operation) -> None:
    picture, result = operation.inputs[0], operation.outputs[0]
    _demand(source.length(picture) == source.length(result), operation, "a part only")
    program.alias(result, picture)


def concatenation(source: Source, program: Program, operation: Operation) -> None:
    axis = operation.options(tflite.ConcatenationOptions).Axis()
    _demand(all(np.prod(source.shape(index)[:axis]) == 1 for index in operation.inputs), operation, f"axis {axis}")
    lengths = [source.length(index) for index in operation.inputs]
    program.add("concat", operation.inputs, operation.outputs[0], *lengths)


def landmarks_to_matrix(source: Source, program: Program, operation: Operation) -> None:
    """The upright box round a few landmarks, scaled, as a map from crop pixels to feature-map pixels."""
    options = flexbuffers.Loads(operation.custom_options())
    _demand(options["target_rotation_radians"] == 0, operation, "a target rotation")
    width, height = options["output_width"], options["output_height"]
    places = source.length(operation.inputs[0]), options["left_rotation_idx"], options["right_rotation_idx"]
    scales = float_word(options["scale_x"]), float_word(options["scale_y"])
    program.add("crop-matrix", operation.inputs, operation.outputs[0], *places, *scales, width, height, *options["subset_idxs"])


def transform_tensor(source: Source, program: Program, operation: Operation) -> None:
    """The crop's pixels, bilinear."""
    options = flexbuffers.Loads(operation.custom_options())
    sides = options["output_height"], options["output_width"]
    program.add("crop-map", operation.inputs, operation.outputs[0], *source.map_shape(operation.inputs[0]), *sides)


def transform_landmarks(source: Source, program: Program, operation: Operation) -> None:
    """Points of the crop to points of the feature map."""
    _demand(source.shape(operation.outputs[0])[-1] == 2, operation, "points that are not pairs")
    program.add("map-points", operation.inputs, operation.outputs[0], source.length(operation.inputs[0]))


RULES = {
    "ADD": add,
    "AVERAGE_POOL_2D": mean,
    "CONCATENATION": concatenation,
    "CONV_2D": _convolution("conv", tflite.Conv2DOptions, (1, 2, 3, 0)),
    "DEPTHWISE_CONV_2D": _convolution("depthwise", tflite.DepthwiseConv2DOptions, (1, 2, 3, 0)),
    "DEQUANTIZE": dequantize,
    "HARD_SWISH": _activation("hard-swish"),
    "LOGISTIC": _activation("sigmoid"),
    "MAX_POOL_2D": max_pool,
    "MUL": multiply,
    "PAD": pad,
    "PRELU": _activation("prelu"),
    "RELU": _activation("relu"),
    "RESHAPE": same_numbers,
    "RESIZE_BILINEAR": resize,
    "STRIDED_SLICE": same_numbers,
    "Convolution2DTransposeBias": transposed_convolution,
    "Landmarks2TransformMatrix": landmarks_to_matrix,
    "TransformLandmarks": transform_landmarks,
    "TransformTensorBilinear": transform_tensor,
}
