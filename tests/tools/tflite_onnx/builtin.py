"""TFLite's own operators, one rule each: adds the ONNX nodes that compute an operation's output."""

import numpy as np
import tflite

from .graph import CHANNELS_FIRST, CHANNELS_LAST, Operation, Translation, UnsupportedNetwork


def _activated(graph: Translation, operation: Operation, activation: int, layout: str, add) -> None:
    """`add(**target)` adds the node itself; this follows it by its fused activation."""
    target = {"result": operation.outputs[0], "layout": layout}
    if activation == tflite.ActivationFunctionType.NONE:
        add(**target)
    elif activation == tflite.ActivationFunctionType.RELU:
        graph.node("Relu", [add()], **target)
    else:
        raise UnsupportedNetwork(f"no rule for the fused activation {activation} of {operation.name}")


def _padding(kind: int, before: list[int], after: list[int], kernel, strides, dilations=(1, 1)) -> list[int]:
    """ONNX's pads [top, left, bottom, right] for TFLite's SAME or VALID; `before`, `after`: NHWC shapes."""
    if kind == tflite.Padding.VALID:
        return [0, 0, 0, 0]
    starts, ends = [], []
    for axis in (0, 1):
        reach = (kernel[axis] - 1) * dilations[axis] + 1
        total = max((after[1 + axis] - 1) * strides[axis] + reach - before[1 + axis], 0)
        starts.append(total // 2)
        ends.append(total - total // 2)
    return starts + ends


def dequantize(graph: Translation, operation: Operation) -> None:
    source, result = operation.inputs[0], operation.outputs[0]
    graph.constants[result] = graph.constants[source].astype(np.float32)


def _convolve(graph: Translation, operation: Operation, options, weights: np.ndarray, groups: int) -> None:
    """`weights`: [output channels, input channels a group, height, width]."""
    source, _, bias = operation.inputs
    kernel = weights.shape[2:]
    strides = (options.StrideH(), options.StrideW())
    dilations = (options.DilationHFactor(), options.DilationWFactor())
    shapes = graph.shape(source), graph.shape(operation.outputs[0])
    attributes = {
        "kernel_shape": list(kernel),
        "strides": list(strides),
        "dilations": list(dilations),
        "pads": _padding(options.Padding(), *shapes, kernel, strides, dilations),
        "group": groups,
    }
    inputs = [graph.value(source), graph.constant(weights), graph.constant(graph.constants[bias].astype(np.float32))]

    def add(**target):
        return graph.node("Conv", inputs, **target, **attributes)

    _activated(graph, operation, options.FusedActivationFunction(), CHANNELS_FIRST, add)


def convolution(graph: Translation, operation: Operation) -> None:
    weights = graph.constants[operation.inputs[1]].astype(np.float32).transpose(0, 3, 1, 2)
    _convolve(graph, operation, operation.options(tflite.Conv2DOptions), weights, 1)


def depthwise_convolution(graph: Translation, operation: Operation) -> None:
    weights = graph.constants[operation.inputs[1]].astype(np.float32).transpose(3, 0, 1, 2)
    groups = graph.shape(operation.inputs[0])[3]
    _convolve(graph, operation, operation.options(tflite.DepthwiseConv2DOptions), weights, groups)


def _pointwise(operator: str):
    """A rule for an operator on each element alone, in whatever layout its input is held."""

    def rule(graph: Translation, operation: Operation) -> None:
        source = operation.inputs[0]
        layout = CHANNELS_FIRST if graph.is_channels_first(source) else CHANNELS_LAST
        graph.node(operator, [graph.value(source, layout)], result=operation.outputs[0], layout=layout)

    return rule


def prelu(graph: Translation, operation: Operation) -> None:
    inputs = [graph.value(index) for index in operation.inputs]
    graph.node("PRelu", inputs, result=operation.outputs[0], layout=CHANNELS_FIRST)


def _arithmetic(operator: str, options_kind):
    """A rule for an operator on two tensors, either of which may be a constant."""

    def rule(graph: Translation, operation: Operation) -> None:
        pictures = any(graph.is_channels_first(index) for index in operation.inputs)
        layout = CHANNELS_FIRST if pictures else CHANNELS_LAST
        inputs = [graph.value(index, layout) for index in operation.inputs]
        activation = operation.options(options_kind).FusedActivationFunction()
        _activated(graph, operation, activation, layout, lambda **target: graph.node(operator, inputs, **target))

    return rule


def pad(graph: Translation, operation: Operation) -> None:
    source, amounts = operation.inputs
    starts, ends = graph.constants[amounts].astype(np.int64)[[0, 3, 1, 2]].T
    inputs = [graph.value(source), graph.integers(*starts, *ends)]
    graph.node("Pad", inputs, result=operation.outputs[0], layout=CHANNELS_FIRST)


def _pool(operator: str):
    def rule(graph: Translation, operation: Operation) -> None:
        source, result = operation.inputs[0], operation.outputs[0]
        options = operation.options(tflite.Pool2DOptions)
        if options.FusedActivationFunction() != tflite.ActivationFunctionType.NONE:
            raise UnsupportedNetwork(f"no rule for the fused activation of {operation.name}")
        kernel = (options.FilterHeight(), options.FilterWidth())
        strides = (options.StrideH(), options.StrideW())
        before, after = graph.shape(source), graph.shape(result)
        inputs, target = [graph.value(source)], {"result": result, "layout": CHANNELS_FIRST}
        if operator == "AveragePool" and list(kernel) == before[1:3]:
            graph.node("GlobalAveragePool", inputs, **target)
            return
        pads = _padding(options.Padding(), before, after, kernel, strides)
        graph.node(operator, inputs, **target, kernel_shape=list(kernel), strides=list(strides), pads=pads)

    return rule


def resize_bilinear(graph: Translation, operation: Operation) -> None:
    source, result = operation.inputs[0], operation.outputs[0]
    options = operation.options(tflite.ResizeBilinearOptions)
    mode = "half_pixel" if options.HalfPixelCenters() else "asymmetric"
    if options.AlignCorners():
        mode = "align_corners"
    before, after = graph.shape(source), graph.shape(result)
    scales = graph.floats(1, 1, after[1] / before[1], after[2] / before[2])
    attributes = {"mode": "linear", "coordinate_transformation_mode": mode}
    graph.node("Resize", [graph.value(source), "", scales], result=result, layout=CHANNELS_FIRST, **attributes)


def reshape(graph: Translation, operation: Operation) -> None:
    source, result = operation.inputs[0], operation.outputs[0]
    graph.node("Reshape", [graph.value(source, CHANNELS_LAST), graph.integers(*graph.shape(result))], result=result)


def concatenation(graph: Translation, operation: Operation) -> None:
    inputs = [graph.value(index, CHANNELS_LAST) for index in operation.inputs]
    axis = operation.options(tflite.ConcatenationOptions).Axis()
    graph.node("Concat", inputs, result=operation.outputs[0], axis=axis)


def strided_slice(graph: Translation, operation: Operation) -> None:
    source, result = operation.inputs[0], operation.outputs[0]
    if graph.shape(source) != graph.shape(result):
        raise UnsupportedNetwork(f"no rule for a slice from {graph.shape(source)} to {graph.shape(result)}")
    graph.node("Identity", [graph.value(source)], result=result, layout=CHANNELS_FIRST)


RULES = {
    "ADD": _arithmetic("Add", tflite.AddOptions),
    "AVERAGE_POOL_2D": _pool("AveragePool"),
    "CONCATENATION": concatenation,
    "CONV_2D": convolution,
    "DEPTHWISE_CONV_2D": depthwise_convolution,
    "DEQUANTIZE": dequantize,
    "HARD_SWISH": _pointwise("HardSwish"),
    "LOGISTIC": _pointwise("Sigmoid"),
    "MAX_POOL_2D": _pool("MaxPool"),
    "MUL": _arithmetic("Mul", tflite.MulOptions),
    "PAD": pad,
    "PRELU": prelu,
    "RELU": _pointwise("Relu"),
    "RESHAPE": reshape,
    "RESIZE_BILINEAR": resize_bilinear,
    "STRIDED_SLICE": strided_slice,
}
