"""Five-bit Whisper weights as eight-bit ones: the same values in the format that the processor multiplies fastest.

The files that people install are q5_1 or q5_0: small to download. whisper.cpp multiplies Q8_0 a third faster (base.en's
shape, one window of 30 s, two threads: 1.9 s as q5_1, 1.3 s as Q8_0; `benchmarks.requantized`), for half as much
memory again. So they are turned into Q8_0 as they are loaded, in memory: there is no second file to keep or to verify.

A block is 32 weights. q5_1 holds a scale, a least value and 32 numbers 0 … 31; q5_0 a scale and numbers -16 … 15;
Q8_0 a scale and numbers -127 … 127 (`block_q5_1` and so on in ggml-common.h, `quantize_row_q8_0_ref` in ggml-quants.c).
"""

import math
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

LARGEST_BYTES: Final = 300_000_000
"""Larger files are left as they are: such models are for machines with a GPU, and memory counts there."""

_HEADER: Final = 48
_FILE_TYPE: Final = slice(44, 48)
_VERSIONS: Final = 1000
"""The whole file's type is its number plus a thousand times the version of the quantization."""
_FILE_TYPES: Final = {8: 6, 9: 7}
"""The whole file's type → its matrices' type: q5_0 and q5_1 (`ggml_ftype` and `ggml_type` in ggml.h)."""
_FILE_Q8_0, _Q8_0 = 7, 8

_WEIGHTS: Final = 32
_Q5: Final = {
    6: np.dtype([("scale", "<f2"), ("high", "<u4"), ("low", "u1", 16)]),
    7: np.dtype([("scale", "<f2"), ("least", "<f2"), ("high", "<u4"), ("low", "u1", 16)]),
}
_Q8: Final = np.dtype([("scale", "<f2"), ("numbers", "i1", _WEIGHTS)])
_BLOCKS: Final = {0: (1, 4), 1: (1, 2), **{kind: (_WEIGHTS, block.itemsize) for kind, block in _Q5.items()}}
"""Type → (weights, bytes) of a block: float32 and float16, which stay, and the five-bit ones."""

_BLOCKS_AT_ONCE: Final = 4096
"""So many fit into a processor's cache with all that is made of them."""


def eight_bit(path: Path) -> bytes | None:
    """The model in `path` with its five-bit matrices as Q8_0; None where there is nothing to gain.

    Raises:
        OSError: it cannot be read.
        ValueError, KeyError, struct.error: it is damaged.
    """
    with path.open("rb") as file:
        head = file.read(_HEADER)
    (file_type,) = struct.unpack("<i", head[_FILE_TYPE])
    kind = _FILE_TYPES.get(file_type % _VERSIONS)
    if kind is None or path.stat().st_size > LARGEST_BYTES:
        return None
    return b"".join(_pieces(memoryview(path.read_bytes()), kind))


def _pieces(content: memoryview, kind: int) -> Iterator[bytes | memoryview]:
    """The new file in order: its head, then each tensor, of type `kind` as Q8_0 and any other as it was."""
    at = _start_of_tensors(content)
    (file_type,) = struct.unpack("<i", content[_FILE_TYPE])
    yield content[: _FILE_TYPE.start]
    yield struct.pack("<i", file_type - file_type % _VERSIONS + _FILE_Q8_0)
    yield content[_FILE_TYPE.stop : at]
    while at < len(content):
        dimensions, name, found = struct.unpack_from("<3i", content, at)
        shape_at = at + 12
        data_at = shape_at + 4 * dimensions + name
        count = math.prod(struct.unpack_from(f"<{dimensions}i", content, shape_at))
        weights, block_bytes = _BLOCKS[found]
        size = count // weights * block_bytes
        yield struct.pack("<3i", dimensions, name, _Q8_0 if found == kind else found)
        yield content[shape_at:data_at]
        data = content[data_at : data_at + size]
        yield from _as_q8(np.frombuffer(data, _Q5[kind])) if found == kind else (data,)
        at = data_at + size
    if at != len(content):
        raise ValueError("The last tensor breaks off.")


def _start_of_tensors(content: memoryview) -> int:
    """Where the mel filters and the vocabulary, which follow the header, end."""
    mels, bins = struct.unpack_from("<2i", content, _HEADER)
    at: int = _HEADER + 8 + 4 * mels * bins
    (pieces,) = struct.unpack_from("<i", content, at)
    at += 4
    for _ in range(pieces):
        (length,) = struct.unpack_from("<I", content, at)
        at += 4 + length
    return at


def _as_q8(blocks: NDArray[np.void]) -> Iterator[bytes]:
    for first in range(0, len(blocks), _BLOCKS_AT_ONCE):
        some = blocks[first : first + _BLOCKS_AT_ONCE]
        numbers, scale, least = _numbers(some), some["scale"].astype(np.float32), _least(some)
        ends = [least + scale * end(numbers, axis=1) for end in (np.min, np.max)]
        step = np.maximum(*np.abs(ends)) / np.float32(127)
        made = np.empty(len(some), _Q8)
        made["scale"] = step
        step[step == 0] = 1  # a block of zeros
        scaled = numbers * (scale / step)[:, None]
        scaled += (least / step)[:, None]
        made["numbers"] = np.rint(scaled, out=scaled)
        yield made.tobytes()


def _numbers(blocks: NDArray[np.void]) -> NDArray[np.uint8]:
    """What q5 blocks hold beside their scales: 0 … 31, of shape (blocks, 32)."""
    low = np.concatenate((blocks["low"] & 15, blocks["low"] >> 4), axis=1)
    high = np.unpackbits(np.ascontiguousarray(blocks["high"]).view(np.uint8), bitorder="little")
    numbers: NDArray[np.uint8] = low | high.reshape(-1, _WEIGHTS) << 4
    return numbers


def _least(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    """The weight that the number 0 stands for."""
    stored = "least" in (blocks.dtype.names or ())
    least: NDArray[np.float32] = (blocks["least"] if stored else -16 * blocks["scale"]).astype(np.float32)
    return least
