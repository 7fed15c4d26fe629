"""MediaPipe's custom operators, rebuilt from ONNX's.

The attention mesh finds the eyes and lips roughly, turns each into an upright crop of the feature map
(`Landmarks2TransformMatrix`, `TransformTensorBilinear`), refines it there, and maps the refined points back
(`TransformLandmarks`). Points are rows (x, y); the 4 x 4 matrix maps the crop's pixels to the feature map's.

Few kinds of operators are used, even where another would be the plain one: each kind is 2 to 4 KB of the module that
every phone loads.
"""

import numpy as np
from flatbuffers import flexbuffers

from .graph import CHANNELS_FIRST, CHANNELS_LAST, Operation, Translation, UnsupportedNetwork


def _slice(graph: Translation, tensor: str, start: int, end: int, axis: int) -> str:
    return graph.node("Slice", [tensor, graph.integers(start), graph.integers(end), graph.integers(axis)])


def _negative(graph: Translation, tensor: str) -> str:
    return graph.node("Mul", [tensor, graph.floats(-1)])


def _upper_rows(graph: Translation, matrix: int) -> str:
    """The first two rows, [2, 4], of a 4 x 4 matrix: all that acts on x and y."""
    square = graph.node("Reshape", [graph.value(matrix, CHANNELS_LAST), graph.integers(4, 4)])
    return _slice(graph, square, 0, 2, 0)


def transposed_convolution(graph: Translation, operation: Operation) -> None:
    source, weights, bias = operation.inputs
    _, height, width = np.frombuffer(operation.custom_options(), np.int32)[:3]
    kernel = graph.constants[weights].astype(np.float32)  # [out, height, width, in]
    if kernel.shape[1:3] != (height, width):
        raise UnsupportedNetwork(f"{operation.name}: strides {height} x {width} under a kernel {kernel.shape}")
    inputs = [
        graph.value(source),
        graph.constant(kernel.transpose(3, 0, 1, 2)),
        graph.constant(graph.constants[bias].astype(np.float32)),
    ]
    shape = [int(height), int(width)]
    target = {"result": operation.outputs[0], "layout": CHANNELS_FIRST}
    graph.node("ConvTranspose", inputs, **target, kernel_shape=shape, strides=shape)


def _eye_line_rotation(graph: Translation, points: str, count: int, left: int, right: int) -> tuple[str, str]:
    """The rotation R that lays the line from `left` to `right` of `count` points level, as R transposed and R, both
    [2, 2]."""
    difference = np.zeros((1, count))
    difference[0, [right, left]] = 1, -1
    line = graph.node("MatMul", [graph.floats(*difference), points])
    squares = graph.node("MatMul", [graph.node("Mul", [line, line]), graph.floats([1], [1])])
    unit = graph.node("Div", [line, graph.node("Sqrt", [squares])])  # (cos, -sin)
    cosine, minus_sine = _slice(graph, unit, 0, 1, 1), _slice(graph, unit, 1, 2, 1)
    first = graph.node("Concat", [cosine, _negative(graph, minus_sine)], axis=1)
    second = graph.node("Concat", [minus_sine, cosine], axis=1)
    transposed = graph.node("Concat", [first, second], axis=0)
    return transposed, graph.node("Transpose", [transposed], perm=[1, 0])


def landmarks_to_matrix(graph: Translation, operation: Operation) -> None:
    """The crop: the upright box round a few landmarks, scaled, as a map from crop pixels to feature-map pixels."""
    options = flexbuffers.Loads(operation.custom_options())
    if options["target_rotation_radians"] != 0:
        raise UnsupportedNetwork(f"{operation.name}: target rotation {options['target_rotation_radians']}")
    width, height = options["output_width"], options["output_height"]
    landmarks = graph.value(operation.inputs[0], CHANNELS_LAST)
    points = _slice(graph, graph.node("Reshape", [landmarks, graph.integers(-1, 3)]), 0, 2, 1)
    count = int(np.prod(graph.shape(operation.inputs[0]))) // 3
    eyes = options["left_rotation_idx"], options["right_rotation_idx"]
    unturn, turn = _eye_line_rotation(graph, points, count, *eyes)

    subset = graph.node("Gather", [points, graph.integers(*options["subset_idxs"])], axis=0)
    level = graph.node("MatMul", [subset, unturn])  # rows: (R v) transposed
    high = graph.node("ReduceMax", [level], axes=[0], keepdims=1)
    minus_low = graph.node("ReduceMax", [_negative(graph, level)], axes=[0], keepdims=1)
    doubled_middle = graph.node("Add", [high, _negative(graph, minus_low)])
    centre = graph.node("MatMul", [graph.node("Mul", [doubled_middle, graph.floats(0.5)]), turn])
    size = graph.node("Add", [high, minus_low])
    scale = graph.node("Mul", [size, graph.floats(options["scale_x"] / width, options["scale_y"] / height)])

    linear = graph.node("Mul", [unturn, scale])  # the columns, scaled
    to_corner = graph.node("MatMul", [linear, graph.floats([-width / 2], [-height / 2])])
    shift = graph.node("Add", [graph.node("Transpose", [centre], perm=[1, 0]), to_corner])
    upper = graph.node("Concat", [linear, graph.floats([0], [0]), shift], axis=1)
    matrix = graph.node("Concat", [upper, graph.floats([0, 0, 1, 0], [0, 0, 0, 1])], axis=0)
    graph.node("Reshape", [matrix, graph.integers(1, 4, 4)], result=operation.outputs[0])


def transform_tensor(graph: Translation, operation: Operation) -> None:
    """The crop's pixels, bilinear. Differs a little from the original where the crop leaves the feature map."""
    options = flexbuffers.Loads(operation.custom_options())
    width, height = options["output_width"], options["output_height"]
    feature_map, matrix = operation.inputs
    _, map_height, map_width, _ = graph.shape(feature_map)
    rows, columns = np.mgrid[0:height, 0:width]
    ones = np.ones_like(rows)
    centres = np.stack([columns + 0.5, rows + 0.5, 0 * ones, ones], -1).reshape(-1, 4).astype(np.float32)
    across = graph.node("Transpose", [_upper_rows(graph, matrix)], perm=[1, 0])
    places = graph.node("MatMul", [graph.constant(centres), across])
    # GridSample with aligned corners counts from -1 at the first pixel's centre to 1 at the last's.
    scaled = graph.node("Mul", [places, graph.floats(2 / (map_width - 1), 2 / (map_height - 1))])
    shift = graph.floats(-1 - 1 / (map_width - 1), -1 - 1 / (map_height - 1))
    grid = graph.node("Reshape", [graph.node("Add", [scaled, shift]), graph.integers(1, height, width, 2)])
    attributes = {"mode": "bilinear", "padding_mode": "zeros", "align_corners": 1}
    target = {"result": operation.outputs[0], "layout": CHANNELS_FIRST}
    graph.node("GridSample", [graph.value(feature_map), grid], **target, **attributes)


def transform_landmarks(graph: Translation, operation: Operation) -> None:
    """Points of the crop to points of the feature map."""
    points, matrix = operation.inputs
    result = operation.outputs[0]
    shape = graph.shape(result)
    if shape[-1] != 2:
        raise UnsupportedNetwork(f"{operation.name}: points of {shape[-1]} coordinates")
    upper = _upper_rows(graph, matrix)
    linear = graph.node("Transpose", [_slice(graph, upper, 0, 2, 1)], perm=[1, 0])
    shift = graph.node("Transpose", [_slice(graph, upper, 3, 4, 1)], perm=[1, 0])
    rows = graph.node("Reshape", [graph.value(points, CHANNELS_LAST), graph.integers(-1, 2)])
    moved = graph.node("Add", [graph.node("MatMul", [rows, linear]), shift])
    graph.node("Reshape", [moved, graph.integers(*shape)], result=result)


RULES = {
    "Convolution2DTransposeBias": transposed_convolution,
    "Landmarks2TransformMatrix": landmarks_to_matrix,
    "TransformLandmarks": transform_landmarks,
    "TransformTensorBilinear": transform_tensor,
}
