"""The program under construction: steps on numbered slots, weights as f16, kernels as bytes where that is asked for.
Written as src/network/file.rs reads it."""

import struct
import zlib
from dataclasses import dataclass

import numpy as np

MAGIC = b"PPN2"

# The order is that of `File::step` in src/network/file.rs.
STEPS = [
    "conv",
    "depthwise",
    "add",
    "scale",
    "gate",
    "pad-channels",
    "max-pool",
    "mean",
    "resize",
    "concat",
    "depth-to-space",
    "activate",
    "crop-matrix",
    "crop-map",
    "map-points",
]
# The largest byte of a kernel; -128 is not used, so that both signs have as many steps.
LARGEST_BYTE = 127
ACTIVATIONS = ["none", "relu", "prelu", "hard-swish", "sigmoid"]


@dataclass
class Step:
    name: str
    inputs: list[int]
    output: int
    words: list[int]
    activation: str = "none"
    # Where the slopes of a "prelu" start among the weights.
    slopes: int = 0


def float_word(value: float) -> int:
    return struct.unpack("<I", struct.pack("<f", float(value)))[0]


class Program:
    def __init__(self, inputs: list[int], outputs: list[int], kernels_as_bytes: bool):
        self.inputs, self.outputs = inputs, outputs
        self._kernels_as_bytes = kernels_as_bytes
        self._bytes: list[np.ndarray] = []
        self._bytes_length = 0
        self.steps: list[Step] = []
        self._weights: list[np.ndarray] = []
        self._weights_length = 0
        self._aliases: dict[int, int] = {}

    def weights(self, array: np.ndarray) -> int:
        """Stores numbers, which the sources hold as f16 themselves; gives the place of the first."""
        flat = np.ascontiguousarray(array, np.float32).reshape(-1)
        half = flat.astype(np.float16)
        if not np.array_equal(half.astype(np.float32), flat):
            raise ValueError(f"weights of {array.shape} lose digits as f16")
        start = self._weights_length
        self._weights.append(half)
        self._weights_length += half.size
        return start

    def kernel(self, array: np.ndarray, channels: int) -> list[int]:
        """Stores a kernel, whose channels follow each other: the two words that tell where it lies."""
        if not self._kernels_as_bytes:
            return [self.weights(array), 0]
        rows = np.ascontiguousarray(array, np.float32).reshape(-1, channels)
        largest = np.abs(rows).max(axis=0) / LARGEST_BYTE
        scales = largest.astype(np.float16)
        # Never less than what the largest weight asks for, so that no weight is cut.
        short = scales.astype(np.float32) < largest
        scales[short] = np.nextafter(scales[short], np.float16(np.inf))
        scales[scales == 0] = 1
        start = self._bytes_length
        self._bytes.append(np.rint(rows / scales.astype(np.float32)).astype(np.int8).reshape(-1))
        self._bytes_length += rows.size
        return [start, 1 + self.weights(scales)]

    def add(self, name: str, inputs: list[int], output: int, *words: int) -> None:
        self.steps.append(Step(name, [self.slot(index) for index in inputs], output, list(words)))

    def alias(self, tensor: int, source: int) -> None:
        """`tensor` is `source` in another shape: the numbers and their order are the same."""
        self._aliases[tensor] = self.slot(source)

    def slot(self, tensor: int) -> int:
        return self._aliases.get(tensor, tensor)

    def activate(self, tensor: int, output: int, activation: str, slopes: int, channels: int, length: int, alone: bool) -> None:
        """As part of the step that made `tensor`, where nothing else asks for `tensor` (`alone`), or as its own step."""
        made = next((step for step in self.steps if step.output == self.slot(tensor)), None)
        if alone and made and made.activation == "none" and made.name in ("conv", "depthwise", "add"):
            made.activation, made.slopes, made.output = activation, slopes, output
            return
        self.add("activate", [tensor], output, length, channels)
        self.steps[-1].activation, self.steps[-1].slopes = activation, slopes

    def file(self, lengths: dict[int, int]) -> bytes:
        numbers: dict[int, int] = {}

        def made(slot: int) -> int:
            if slot in numbers:
                raise ValueError(f"slot {slot} is made twice")
            numbers[slot] = len(numbers)
            return numbers[slot]

        words = [made(self.inputs[0]), lengths[self.inputs[0]], len(self.steps)]
        for step in self.steps:
            inputs = [numbers[slot] for slot in step.inputs]
            body = [len(inputs), *inputs, made(step.output), ACTIVATIONS.index(step.activation), step.slopes, *step.words]
            words += [STEPS.index(step.name), len(body), *body]
        words.append(len(self.outputs))
        for output in self.outputs:
            words += [numbers[self.slot(output)], lengths[output]]
        weights = np.concatenate(self._weights)
        kernels = np.concatenate([np.zeros(0, np.int8), *self._bytes])
        head = struct.pack(f"<III{len(words)}I", len(words), weights.size, kernels.size, *words)
        body = head + weights.astype("<f2").tobytes() + kernels.tobytes()
        return MAGIC + struct.pack("<I", zlib.crc32(body)) + body
