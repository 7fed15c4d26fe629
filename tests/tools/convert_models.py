#!/usr/bin/env python3
"""The three networks of MediaPipe's npm packages to www/models/*.bin, and its canonical face to a Rust table.

    convert_models.py              makes www/models/, if what it is made from has changed
    convert_models.py --is-current exit status 0 when www/models/ is up to date; needs no packages
    convert_models.py --geometry   writes src/face/canonical.rs; with --check only compares; needs no packages

Each source is checked against its SHA-256 before anything is made of it. The same sources give the same bytes.
"""

import argparse
import hashlib
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
ROOT = TOOLS.parent.parent
PACKAGES = ROOT / "node_modules" / "@mediapipe"
MODELS = ROOT / "www" / "models"
STAMP = MODELS / ".stamp"
GEOMETRY_TABLE = ROOT / "src" / "face" / "canonical.rs"
# What decides the bytes of the models, besides the sources.
CONVERTER = [Path(__file__).resolve(), *sorted((TOOLS / "tflite_program").glob("*.py")), TOOLS / "requirements.txt"]

FACE_MESH_ASSETS = "face_mesh/face_mesh_solution_packed_assets.data"


@dataclass(frozen=True)
class Source:
    """Bytes `start..end` of a file of a MediaPipe package; `end` None: to its end."""

    path: str
    sha256: str
    start: int = 0
    end: int | None = None


# The byte ranges are those of the package's own index, in face_mesh_solution_packed_assets_loader.js.
NETWORKS = {
    "face_detection.bin": Source(
        "face_detection/face_detection_short_range.tflite",
        "3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633",
    ),
    "person_segmentation.bin": Source(
        "selfie_segmentation/selfie_segmentation.tflite",
        "8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27",
    ),
    "face_mesh.bin": Source(
        FACE_MESH_ASSETS,
        "883b7411747bac657c30c462d305d312e9dec6adbf8b85e2f5d8d722fca9455d",
        end=2495952,
    ),
}
# The mesh is five sixths of all weights: with its kernels as bytes, module and models are 1.8 MB as brotli, not 2.8. On 238
# photos its answers move by 0.1 degrees and 0.001 of the picture (medians; at most 1.3 and 0.004), and no false alarm or
# miss is added on the labelled ones. The two others together lost two faces as bytes, and would save 0.2 MB.
KERNELS_AS_BYTES = {"face_mesh.bin"}
GEOMETRY = Source(
    FACE_MESH_ASSETS,
    "bdbcda96dfcb7da883da124aaa2c55dee49770d934f0fcc71747f8c21bdc75b4",
    start=3737848,
    end=3757224,
)
GEOMETRY_COMMAND = "python3 tests/tools/convert_models.py --geometry"

# Field numbers of MediaPipe's face_geometry/protos: GeometryPipelineMetadata.canonical_mesh, Mesh3d.vertex_buffer.
CANONICAL_MESH_FIELD = 1
VERTEX_BUFFER_FIELD = 3
VERTICES = 468
# x, y, z and two texture coordinates.
NUMBERS_A_VERTEX = 5


class SourceError(Exception):
    """A file of the packages is missing or is not what these tools were written for."""


def read(source: Source) -> bytes:
    path = PACKAGES / source.path
    try:
        data = path.read_bytes()[source.start : source.end]
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}; `npm ci` brings it") from error
    found = hashlib.sha256(data).hexdigest()
    if found != source.sha256:
        end = "the end" if source.end is None else source.end
        raise SourceError(f"{path}, bytes {source.start} to {end}: SHA-256 is {found}, {source.sha256} was expected")
    return data


# The models.


def stamp() -> str:
    """Tells this state of the converter and of the models apart from any other; the sources are pinned in it."""
    files = CONVERTER + [MODELS / name for name in NETWORKS]
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def is_current() -> bool:
    try:
        return STAMP.read_text() == stamp()
    except OSError:
        return False


def make_models() -> None:
    from tflite_program import convert

    MODELS.mkdir(parents=True, exist_ok=True)
    for name, source in NETWORKS.items():
        model = convert(read(source), name in KERNELS_AS_BYTES)
        partial = MODELS / f".{name}.partial"
        partial.write_bytes(model)
        partial.replace(MODELS / name)
        print(f"{name}: {len(model)} bytes")
    STAMP.write_text(stamp())


# The canonical face.


def varint(data: bytes, position: int) -> tuple[int, int]:
    """A protobuf variable-length integer, and the position after it."""
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, position


def fields(message: bytes):
    """The (number, value) pairs of a protobuf message: integers, bytes, and single floats."""
    position = 0
    while position < len(message):
        tag, position = varint(message, position)
        number, wire_type = tag >> 3, tag & 7
        if wire_type == 0:
            value, position = varint(message, position)
        elif wire_type == 2:
            length, position = varint(message, position)
            value, position = message[position : position + length], position + length
        elif wire_type == 5:
            (value,) = struct.unpack_from("<f", message, position)
            position += 4
        else:
            raise SourceError(f"canonical face: wire type {wire_type} of field {number} at byte {position}")
        yield number, value


def canonical_vertices() -> list[list[float]]:
    meshes = [value for number, value in fields(read(GEOMETRY)) if number == CANONICAL_MESH_FIELD]
    numbers = [value for number, value in fields(meshes[0]) if number == VERTEX_BUFFER_FIELD]
    if len(numbers) != VERTICES * NUMBERS_A_VERTEX:
        raise SourceError(f"canonical face: {len(numbers)} numbers, {VERTICES * NUMBERS_A_VERTEX} were expected")
    return [numbers[start : start + 3] for start in range(0, len(numbers), NUMBERS_A_VERTEX)]


def shortest(value: float) -> str:
    """The fewest digits that an f32 reads back as `value`, as a Rust literal."""
    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        if struct.pack("<f", float(text)) == struct.pack("<f", value):
            break
    return text if "." in text or "e" in text else f"{text}.0"


def geometry_table() -> str:
    rows = "".join(f"    [{', '.join(shortest(value) for value in vertex)}],\n" for vertex in canonical_vertices())
    return f"""\
//! The canonical face: where MediaPipe's mesh has its points on an average head that looks straight ahead, cm, x to
//! the picture's right, y up, z towards the camera.
//!
//! Made by `{GEOMETRY_COMMAND}` from the npm package @mediapipe/face_mesh
//! ({Path(GEOMETRY.path).name}, bytes {GEOMETRY.start} to {GEOMETRY.end}). Copyright The MediaPipe Authors,
//! Apache License 2.0; see NOTICE.

pub(crate) static VERTICES: [[f32; 3]; {VERTICES}] = [
{rows}];
"""


def write_geometry(check: bool) -> None:
    table = geometry_table()
    if not check:
        GEOMETRY_TABLE.write_text(table)
        print(f"{GEOMETRY_TABLE.relative_to(ROOT)}: {VERTICES} vertices")
    elif GEOMETRY_TABLE.read_text() != table:
        raise SourceError(f"{GEOMETRY_TABLE.relative_to(ROOT)} is stale: run `{GEOMETRY_COMMAND}`")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Makes the networks' files and the canonical face's table.")
    parser.add_argument("--is-current", action="store_true", help="only tell whether www/models is up to date")
    parser.add_argument("--geometry", action="store_true", help="write the canonical face's table")
    parser.add_argument("--check", action="store_true", help="with --geometry: compare, write nothing")
    return parser.parse_args()


def main() -> int:
    chosen = arguments()
    if chosen.is_current:
        return 0 if is_current() else 1
    try:
        if chosen.geometry:
            write_geometry(chosen.check)
        elif not is_current():
            make_models()
    except SourceError as error:
        print(f"convert_models: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
