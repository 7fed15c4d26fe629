"""A TFLite network to an ONNX network that computes the same, for the operators of the three networks used here.

`graph` holds the translation's state, `builtin` the operators of TFLite, `mediapipe` the custom ones. An operator, a
data type or a property that no rule covers is an error that names it.
"""

import onnx
from onnx import TensorProto, helper, numpy_helper

from . import builtin, mediapipe
from .graph import CHANNELS_FIRST, CHANNELS_LAST, Translation, UnsupportedNetwork

__all__ = ["UnsupportedNetwork", "convert"]

RULES = builtin.RULES | mediapipe.RULES

# The newest operator used is HardSwish (14) and GridSample (16).
OPSET = 16
# The model format's version that came with opset 16; later readers take it too.
IR_VERSION = 8


def convert(network: bytes) -> bytes:
    """The ONNX file for the TFLite file `network`; inputs and outputs keep their names and their NHWC shapes."""
    translation = Translation(network)
    inputs = [_input(translation, index) for index in translation.inputs]
    for operation in translation.operations():
        if operation.name not in RULES:
            raise UnsupportedNetwork(f"no rule for the operator {operation.name}")
        RULES[operation.name](translation, operation)
    outputs = [_output(translation, index) for index in translation.outputs]
    weights = [numpy_helper.from_array(array, name) for name, array in translation.initializers.items()]
    graph = helper.make_graph(translation.nodes, "network", inputs, outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    onnx.checker.check_model(model)
    return model.SerializeToString(deterministic=True)


def _input(translation: Translation, index: int):
    name, shape = translation.name(index), translation.shape(index)
    translation.node("Transpose", [name], result=index, layout=CHANNELS_FIRST, perm=[0, 3, 1, 2])
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def _output(translation: Translation, index: int):
    name, shape = translation.name(index), translation.shape(index)
    translation.node("Identity", [translation.value(index, CHANNELS_LAST)], output=name)
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
