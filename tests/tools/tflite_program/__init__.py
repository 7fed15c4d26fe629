"""A TFLite network to the program that `src/network` runs, for the operators of the three networks used here.

`source` reads the TFLite file, `rules` says what each operator becomes, `program` writes it down. An operator, a data
type or a property that no rule covers is an error that names it. The file's form: head of src/network/file.rs.
"""

from .program import Program
from .rules import RULES
from .source import Source, UnsupportedNetwork

__all__ = ["UnsupportedNetwork", "convert"]


def convert(network: bytes, kernels_as_bytes: bool) -> bytes:
    """The program's file for the TFLite file `network`; inputs and outputs keep their order."""
    source = Source(network)
    program = Program(source.inputs, source.outputs, kernels_as_bytes)
    for operation in source.operations():
        if operation.name not in RULES:
            raise UnsupportedNetwork(f"no rule for the operator {operation.name}")
        RULES[operation.name](source, program, operation)
    sizes = {index: source.length(index) for index in [*source.inputs, *source.outputs]}
    return program.file(sizes)
