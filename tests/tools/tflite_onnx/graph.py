"""The state of one translation: what is known of the TFLite network, and the ONNX nodes and weights made so far.

TFLite keeps the channels last (NHWC), ONNX's convolutions want them first (NCHW). Pictures and feature maps are held
channels first between the nodes; `value` hands out a tensor in the layout that an operator asks for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import tflite
from onnx import helper

CHANNELS_FIRST = "NCHW"
CHANNELS_LAST = "NHWC"

# Float weights are stored as f16, which is what the .tflite files hold themselves; rten widens them when it loads the
# network, so the `Cast` that ONNX itself would want between a weight and its use is left out. Tensors this small gain
# nothing by it.
SMALL_ELEMENTS = 16

DATA_TYPES = {
    tflite.TensorType.FLOAT32: np.float32,
    tflite.TensorType.FLOAT16: np.float16,
    tflite.TensorType.INT32: np.int32,
}
OPERATOR_NAMES = {code: name for name, code in vars(tflite.BuiltinOperator).items() if isinstance(code, int)}


class UnsupportedNetwork(Exception):
    """The network uses something that these rules do not translate."""


@dataclass(frozen=True)
class Operation:
    """One node of the TFLite network. A custom operator goes by its own name, its options are bytes."""

    name: str
    inputs: list[int]
    outputs: list[int]
    source: Any

    def options(self, kind):
        """The built-in options, read as a table of `kind`."""
        table, options = self.source.BuiltinOptions(), kind()
        options.Init(table.Bytes, table.Pos)
        return options

    def custom_options(self) -> bytes:
        return self.source.CustomOptionsAsNumpy().tobytes()


class Translation:
    def __init__(self, network: bytes):
        self._model = tflite.Model.GetRootAsModel(network, 0)
        self._source = self._model.Subgraphs(0)
        self.inputs = [int(index) for index in self._source.InputsAsNumpy()]
        self.outputs = [int(index) for index in self._source.OutputsAsNumpy()]
        self.constants = self._read_constants()
        self.nodes: list = []
        self.initializers: dict[str, np.ndarray] = {}
        self._channels_first: set[int] = set()
        self._names_given = 0

    # What the TFLite network says.

    def name(self, index: int) -> str:
        return self._source.Tensors(index).Name().decode()

    def shape(self, index: int) -> list[int]:
        tensor = self._source.Tensors(index)
        return [int(size) for size in tensor.ShapeAsNumpy()] if tensor.ShapeLength() else []

    def operations(self) -> Iterator[Operation]:
        for position in range(self._source.OperatorsLength()):
            source = self._source.Operators(position)
            code = self._model.OperatorCodes(source.OpcodeIndex())
            name = OPERATOR_NAMES[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
            if name == "CUSTOM":
                name = code.CustomCode().decode()
            inputs = [int(index) for index in source.InputsAsNumpy()]
            yield Operation(name, inputs, [int(index) for index in source.OutputsAsNumpy()], source)

    def is_channels_first(self, index: int) -> bool:
        return index in self._channels_first

    def _read_constants(self) -> dict[int, np.ndarray]:
        constants = {}
        for index in range(self._source.TensorsLength()):
            tensor = self._source.Tensors(index)
            data = self._model.Buffers(tensor.Buffer())
            if not data.DataLength():
                continue
            if tensor.Type() not in DATA_TYPES:
                raise UnsupportedNetwork(f"no rule for the data type {tensor.Type()} of the tensor {self.name(index)}")
            array = np.frombuffer(data.DataAsNumpy().tobytes(), DATA_TYPES[tensor.Type()])
            constants[index] = array.reshape(self.shape(index))
        return constants

    # What the ONNX network is made of.

    def node(self, operator: str, inputs: list[str], *, output="", result=None, layout=CHANNELS_LAST, **attributes) -> str:
        """Adds a node and gives its output's name: `output`, or that of the TFLite tensor `result`, or a new one."""
        if result is not None:
            output = self.mark(result, layout)
        output = output or self._new_name("x")
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def mark(self, index: int, layout: str) -> str:
        """Notes in which layout the tensor `index` will be held, and gives its name."""
        if layout == CHANNELS_FIRST:
            self._channels_first.add(index)
        return f"t{index}"

    def constant(self, array: np.ndarray) -> str:
        array = np.ascontiguousarray(array)
        name = self._new_name("c")
        if array.dtype != np.float32 or array.size <= SMALL_ELEMENTS:
            self.initializers[name] = array
            return name
        self.initializers[name] = array.astype(np.float16)
        return name

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, np.int64))

    def floats(self, *values) -> str:
        return self.constant(np.array(values, np.float32))

    def value(self, index: int, layout: str = CHANNELS_FIRST) -> str:
        """The name of the tensor `index` held in `layout`."""
        if index in self.constants:
            return self.constant(_arranged(self.constants[index].astype(np.float32), layout))
        if layout == CHANNELS_FIRST and not self.is_channels_first(index):
            raise UnsupportedNetwork(f"the tensor {self.name(index)} is wanted channels first and held channels last")
        if layout == CHANNELS_FIRST or not self.is_channels_first(index):
            return f"t{index}"
        shape = self.shape(index)
        if shape[1:3] == [1, 1]:
            return self.node("Reshape", [f"t{index}", self.integers(*shape)])
        return self.node("Transpose", [f"t{index}"], perm=[0, 2, 3, 1])

    def _new_name(self, prefix: str) -> str:
        self._names_given += 1
        return f"{prefix}{self._names_given}"


def _arranged(array: np.ndarray, layout: str) -> np.ndarray:
    """A constant so that it broadcasts against tensors in `layout`: its last axis is the channels'."""
    if layout == CHANNELS_LAST or array.ndim == 0 or array.size == 1:
        return array
    if array.ndim == 1:
        return array.reshape(-1, 1, 1)
    return np.moveaxis(array, -1, -3)
