"""What a TFLite file says: tensors, constants, operations in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import tflite

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


class Source:
    """Tensors go by their index; pictures and maps are [1, height, width, channels]."""

    def __init__(self, network: bytes):
        self._model = tflite.Model.GetRootAsModel(network, 0)
        self._graph = self._model.Subgraphs(0)
        self.inputs = [int(index) for index in self._graph.InputsAsNumpy()]
        self.outputs = [int(index) for index in self._graph.OutputsAsNumpy()]
        self.constants = self._read_constants()

    def name(self, index: int) -> str:
        return self._graph.Tensors(index).Name().decode()

    def shape(self, index: int) -> list[int]:
        tensor = self._graph.Tensors(index)
        return [int(size) for size in tensor.ShapeAsNumpy()] if tensor.ShapeLength() else []

    def length(self, index: int) -> int:
        return prod(self.shape(index))

    def map_shape(self, index: int) -> list[int]:
        """Height, width and channels of a picture or a feature map."""
        shape = self.shape(index)
        if len(shape) != 4 or shape[0] != 1:
            raise UnsupportedNetwork(f"{self.name(index)} is {shape} and not one feature map")
        return shape[1:]

    def uses(self, index: int) -> int:
        """How many operations and outputs of the network ask for the tensor."""
        operators = (self._graph.Operators(position) for position in range(self._graph.OperatorsLength()))
        return sum(index in operator.InputsAsNumpy() for operator in operators) + (index in self.outputs)

    def operations(self) -> Iterator[Operation]:
        for position in range(self._graph.OperatorsLength()):
            source = self._graph.Operators(position)
            code = self._model.OperatorCodes(source.OpcodeIndex())
            name = OPERATOR_NAMES[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
            if name == "CUSTOM":
                name = code.CustomCode().decode()
            inputs = [int(index) for index in source.InputsAsNumpy()]
            yield Operation(name, inputs, [int(index) for index in source.OutputsAsNumpy()], source)

    def _read_constants(self) -> dict[int, np.ndarray]:
        constants = {}
        for index in range(self._graph.TensorsLength()):
            tensor = self._graph.Tensors(index)
            data = self._model.Buffers(tensor.Buffer())
            if not data.DataLength():
                continue
            if tensor.Type() not in DATA_TYPES:
                raise UnsupportedNetwork(f"no rule for the data type {tensor.Type()} of {self.name(index)}")
            array = np.frombuffer(data.DataAsNumpy().tobytes(), DATA_TYPES[tensor.Type()])
            constants[index] = array.reshape(self.shape(index))
        return constants
