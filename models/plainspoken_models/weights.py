"""Whether a file can be weights at all, read from its headers, and its digest.

whisper.cpp and llama.cpp take the process down on a file that is not theirs or that breaks off. The digest
settles it for a model of the registry; for a user's own file these checks are all there is. Formats:
docs/gguf.md of the ggml project, and `whisper_model_load` in whisper.cpp.
"""

import hashlib
import math
import stat
import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from plainspoken_models.registry import WeightFormat

MAGIC: Final[dict[WeightFormat, bytes]] = {"ggml": b"lmgg", "gguf": b"GGUF"}
"""First four bytes: 0x67676d6c little-endian for whisper.cpp's layout, the plain letters for GGUF."""

CHUNK_BYTES = 1 << 20

_BLOCK: Final = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292),
    16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82),
    23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2),
    34: (256, 54), 35: (256, 66), 39: (32, 17),
}  # fmt: skip
"""Tensor type → (numbers in a block, bytes of a block), as in ggml.h; any other type is unknown."""

_SCALAR_BYTES: Final = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_STRING, _ARRAY, _UINT32 = 8, 9, 4
_DEFAULT_ALIGNMENT = 32
_LARGEST_COUNT = 10_000_000
"""More entries than any vocabulary or tensor list has: beyond it a count is garbage."""


class NotWeights(ValueError):
    """The bytes are not what the format says. The message is a clause for people: "it breaks off", "…"."""


def sha256_of(file: Path, seen: Callable[[bytes], object] = lambda _chunk: None) -> str:
    """The SHA-256 of a file in hexadecimal; `seen` is given each chunk as it passes (to copy it, say)."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
            seen(chunk)
    return digest.hexdigest()


def format_of(file: Path) -> WeightFormat | None:
    """The format that the first four bytes promise, None where they promise neither, or are no file's."""
    kind = file.stat().st_mode
    if stat.S_ISFIFO(kind) or stat.S_ISCHR(kind):  # reading would wait for whoever writes
        return None
    with file.open("rb") as stream:
        start = stream.read(4)
    return next((name for name, magic in MAGIC.items() if magic == start), None)


def check_shape(file: Path) -> WeightFormat:
    """Follow the file's headers to its end.

    Raises:
        NotWeights: no known format, nonsense in a header, or fewer bytes than the tensors take.
        OSError: it cannot be read.
    """
    found = format_of(file)
    if found is None:
        raise NotWeights("it is neither GGUF nor whisper.cpp's ggml")
    with file.open("rb") as stream:
        reader = _Reader(stream, file.stat().st_size)
        reader.skip(4)
        (_walk_gguf if found == "gguf" else _walk_ggml)(reader)
    return found


class _Reader:
    """Reads little-endian numbers and never past the end."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._size, self._at = stream, size, 0

    def numbers(self, code: str) -> tuple[int, ...]:
        length = struct.calcsize(f"<{code}")
        self._need(length)
        values: tuple[int, ...] = struct.unpack(f"<{code}", self._stream.read(length))
        return values

    def count(self, code: str) -> int:
        (value,) = self.numbers(code)
        if not 0 <= value <= _LARGEST_COUNT:
            raise NotWeights("a count in its header is out of all proportion")
        return value

    def skip(self, length: int) -> None:
        self._need(length)
        self._stream.seek(length, 1)

    def to_boundary(self, alignment: int) -> None:
        self.skip(-self._at % alignment)

    @property
    def left(self) -> int:
        return self._size - self._at

    def _need(self, length: int) -> None:
        if length > self.left:
            raise NotWeights("it breaks off before its end")
        self._at += length


def _tensor_bytes(kind: int, shape: tuple[int, ...]) -> int:
    block, size = _BLOCK.get(kind, (1, 0))
    return math.prod(shape) // block * size


def _walk_gguf(reader: _Reader) -> None:
    """GGUF: header, key-value pairs, tensor list with offsets, then the tensors from an aligned place on."""
    version = reader.count("I")
    if version not in (2, 3):
        raise NotWeights(f"it is GGUF of version {version}, and 2 and 3 are known")
    tensors, pairs = reader.count("Q"), reader.count("Q")
    alignment = _DEFAULT_ALIGNMENT
    for _ in range(pairs):
        alignment = _alignment_after_pair(reader) or alignment
    ends = [_tensor_end(reader) for _ in range(tensors)]
    if not ends:
        raise NotWeights("it holds no tensors")
    reader.to_boundary(alignment)
    reader.skip(max(ends))


def _alignment_after_pair(reader: _Reader) -> int | None:
    """Pass one key-value pair; the value where the key is `general.alignment`."""
    length = reader.count("Q")
    key = bytes(reader.numbers(f"{length}B"))
    kind = reader.count("I")
    if key != b"general.alignment" or kind != _UINT32:
        _skip_value(reader, kind)
        return None
    alignment = reader.count("I")
    if alignment == 0 or alignment % 8:
        raise NotWeights("its alignment is not a multiple of eight")
    return alignment


def _skip_value(reader: _Reader, kind: int) -> None:
    if kind == _ARRAY:
        (element, count) = reader.count("I"), reader.count("Q")
        if element in _SCALAR_BYTES:
            reader.skip(count * _SCALAR_BYTES[element])
        elif element == _STRING:
            for _ in range(count):
                reader.skip(reader.count("Q"))
        else:
            raise NotWeights("a list in its header is of an unknown type")
    elif kind == _STRING:
        reader.skip(reader.count("Q"))
    elif kind in _SCALAR_BYTES:
        reader.skip(_SCALAR_BYTES[kind])
    else:
        raise NotWeights("a value in its header is of an unknown type")


def _tensor_end(reader: _Reader) -> int:
    """Pass one entry of the tensor list; where its data end, counted from the start of the data."""
    reader.skip(reader.count("Q"))
    shape = reader.numbers(f"{_dimensions(reader)}Q")
    kind, offset = reader.numbers("IQ")
    return offset + _tensor_bytes(kind, shape)


def _dimensions(reader: _Reader) -> int:
    dimensions = reader.count("I")
    if not 1 <= dimensions <= 4:
        raise NotWeights("a tensor in it has an impossible shape")
    return dimensions


def _walk_ggml(reader: _Reader) -> None:
    """whisper.cpp: 11 numbers, mel filters, vocabulary, then tensors with their headers, to the last byte."""
    shape = reader.numbers("11i")
    audio_layers, text_layers = shape[4], shape[8]
    mels, bins = reader.count("i"), reader.count("i")
    reader.skip(mels * bins * 4)
    for _ in range(reader.count("i")):
        reader.skip(reader.count("I"))
    # 7 and 4 tensors outside the layers, 15 in an encoder layer, 24 in a decoder layer (cross-attention).
    expected = 11 + 15 * audio_layers + 24 * text_layers
    found = 0
    while reader.left:
        _skip_ggml_tensor(reader)
        found += 1
    if found != expected:
        raise NotWeights(f"it holds {found} tensors where its header promises {expected}")


def _skip_ggml_tensor(reader: _Reader) -> None:
    dimensions, name_length, kind = _dimensions(reader), reader.count("i"), reader.count("i")
    shape = reader.numbers(f"{dimensions}i")
    if kind not in _BLOCK or min(shape) < 1:
        raise NotWeights("a tensor in it has an impossible shape")
    reader.skip(name_length)
    reader.skip(_tensor_bytes(kind, shape))
