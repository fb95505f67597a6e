"""Models of real shapes with random weights: what they answer means nothing, what they cost is real.

    .venv/bin/python -m benchmarks.random_models [FOLDER] [--shapes tiny.en,base.en,small.en,1B,3B]

For machines that cannot have the real weights. Speech models are whisper.cpp files with the sizes of OpenAI's English
Whispers (Radford et al. 2022, table 1), quantized to q5_1 where whisper.cpp's own `quantize` does so: all matrices but
the positions. Instruct models are GGUF files with the sizes of Llama 3.2, in the mix of types that llama.cpp calls
Q4_K_M (`llama_tensor_get_type`). The quantized blocks are written as random bytes with fitting scales, so nothing is
ever held as floats. Written once: a model that lies in the folder is used as it is.

How long Whisper decodes is a matter of weights, so these end after `TEXT_TOKENS` pieces of text, as many as some ten
seconds of dictation hold. The last number of a position's embedding is strongly negative up to there and strongly
positive from there on; only the end token (strongly) and the time tokens (less so) look at that number.

Llama's vocabulary is the real one, from the source archive of llama-cpp-python (a 77 MB download with pip, once; the
vocabulary is kept in the folder), so that a word costs as many tokens as in the real model.
"""

import argparse
import importlib.metadata
import math
import struct
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

import gguf
import numpy as np
from benchmarks.model_shapes import (
    AUDIO_CONTEXT,
    BLOCKS,
    LLAMA_TOKENS,
    LLAMAS,
    MELS,
    TEXT_CONTEXT,
    WHISPER_TOKENS,
    WHISPERS,
    LlamaShape,
    Tensor,
    WhisperShape,
)
from numpy.typing import NDArray

from plainspoken.bootstrap import threads

Bytes = NDArray[np.uint8]

DEFAULT_FOLDER: Final = Path(tempfile.gettempdir()) / "plainspoken-random-models"

TEXT_TOKENS: Final = 30
"""Pieces of text that a random Whisper writes for any sound."""
_WORDS, _BLANK, _END, _FIRST_TIME = 50256, 220, 50256, 50363
"""Entries of the vocabulary, and where whisper.cpp looks for " ", end and times in an English model."""
_POSITION, _END_WEIGHT, _TIME_WEIGHT = 20.0, 5.0, 2.5
"""The number that counts the positions, and what the end token and the time tokens make of it."""

_VOCABULARY = "ggml-vocab-llama-bpe.gguf"

_Q5_1_STEP = 32 / 12**0.5  # the standard deviation of whole numbers 0 … 31
_Q4_K_STEP = (63 / 3**0.5) * (16 / 12**0.5)  # of products of scales 0 … 63 and numbers around 0, 16 of them
_Q6_K_STEP = (256 / 12**0.5) * (64 / 12**0.5)  # the same, of scales -128 … 127 and 64 numbers


def model(name: str, folder: Path) -> Path:
    """The file of that shape in `folder`, written now if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (f"random-{name}-q5_1.bin" if name in WHISPERS else f"random-{name}-Q4_K_M.gguf")
    if not path.exists():
        print(f"writing {path}", file=sys.stderr)
        partial = path.with_suffix(".part")
        if name in WHISPERS:
            _write_whisper(WHISPERS[name], partial)
        else:
            _write_llama(LLAMAS[name], partial, _vocabulary(folder))
        partial.replace(path)
    return path


def _write_whisper(shape: WhisperShape, path: Path) -> None:
    rng = np.random.default_rng(shape.width)
    sizes = (shape.width, shape.heads, shape.layers)
    with path.open("wb") as file:
        file.write(b"lmgg" + _integers(WHISPER_TOKENS, AUDIO_CONTEXT, *sizes, TEXT_CONTEXT, *sizes, MELS))
        file.write(_integers(2009, MELS, 201))  # quantization version 2, type 9: q5_1
        file.write(_mel_filters().tobytes())
        file.write(_integers(_WORDS))
        for word in map(_word, range(_WORDS)):
            file.write(_integers(len(word)) + word)
        for tensor in shape.tensors():
            _put(file, tensor, _whisper_values(tensor, rng))


def _put(file: BinaryIO, tensor: Tensor, values: NDArray[Any]) -> None:
    kind = {"F32": 0, "F16": 1, "Q5_1": 7}[tensor.kind]
    file.write(_integers(len(tensor.shape), len(tensor.name), kind, *reversed(tensor.shape)))
    file.write(tensor.name.encode() + values.tobytes())


def _integers(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}i", *values)


def _word(index: int) -> bytes:
    """A made-up piece of text; three in four begin a word, which is about Whisper's share."""
    if index == _BLANK:
        return b" "
    letters, rest = "", index
    while rest or not letters:
        rest, letter = divmod(rest, 26)
        letters += chr(ord("a") + letter)
    return (letters if index % 4 == 0 else f" {letters}").encode()


def _mel_filters() -> NDArray[np.float32]:
    """Overlapping triangles: evenly spread ones, for no one listens."""
    distance = np.abs(np.arange(201)[None] - np.linspace(1, 199, MELS)[:, None])
    return np.maximum(0, 1 - distance / 2.5).astype(np.float32)


def _whisper_values(tensor: Tensor, rng: np.random.Generator) -> NDArray[Any]:
    if tensor.kind == "Q5_1":
        blocks = q5_1_blocks(tensor.shape[0], tensor.shape[1], rng)
        if tensor.name == "decoder.token_embedding.weight":
            _see_the_end(blocks)
        return blocks
    if tensor.kind == "F16":
        return (_normal(tensor, rng) / math.sqrt(np.prod(tensor.shape[1:]))).astype(np.float16)
    if tensor.name.endswith("positional_embedding"):
        values = _normal(tensor, rng)
        if tensor.name.startswith("decoder"):
            values[:TEXT_TOKENS, -1], values[TEXT_TOKENS:, -1] = -_POSITION, _POSITION
        return values
    return np.full(tensor.shape, tensor.name.endswith("weight"), np.float32)


def _normal(tensor: Tensor, rng: np.random.Generator) -> NDArray[np.float32]:
    return rng.standard_normal(tensor.shape, np.float32)


def _see_the_end(table: Bytes) -> None:
    """The last column of the token table: zero, but not for the end token and the time tokens (see the head)."""
    table[:, -1, 23] &= 0x0F  # the last weight's half byte
    table[:, -1, 7] |= 0x80  # its fifth bit: together 16, which is zero
    for tokens, weight in ((slice(_END, _END + 1), _END_WEIGHT), (slice(_FIRST_TIME, None), _TIME_WEIGHT)):
        last = table[tokens, -1]
        last[:, 4:8], last[:, 8:23], last[:, 23] = (
            0xFF,
            0x00,
            0xF0,
        )  # 16 for all of the block, 31 for the last
        scale_q5_1(last, np.full(len(last), weight / 15, np.float16))


def _write_llama(shape: LlamaShape, path: Path, vocabulary: Path) -> None:
    rng = np.random.default_rng(shape.width)
    writer = gguf.GGUFWriter(path, "llama")
    _describe(writer, shape)
    for field in gguf.GGUFReader(vocabulary).fields.values():
        if field.name.startswith("tokenizer."):
            kind, *of = field.types
            writer.add_key_value(field.name, field.contents(), kind, of[0] if of else None)
    tensors = list(shape.tensors())
    for tensor in tensors:
        stored = gguf.GGMLQuantizationType[tensor.kind]
        writer.add_tensor_info(tensor.name, tensor.shape, np.dtype(np.float32), tensor.bytes, stored)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    for tensor in tensors:
        writer.write_tensor_data(_llama_values(tensor, rng))
    writer.close()


def _describe(writer: gguf.GGUFWriter, shape: LlamaShape) -> None:
    writer.add_name("Random weights")
    writer.add_context_length(131072)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.key_heads)
    writer.add_rope_dimension_count(shape.width // shape.heads)
    writer.add_rope_freq_base(500000.0)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(LLAMA_TOKENS)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_K_M)
    writer.add_quantization_version(2)


def _llama_values(tensor: Tensor, rng: np.random.Generator) -> NDArray[Any]:
    if tensor.kind == "F32":
        return np.ones(tensor.shape, np.float32)
    blocks = q4_k_blocks if tensor.kind == "Q4_K" else q6_k_blocks
    return blocks(tensor.shape[0], tensor.shape[1], rng)


def q5_1_blocks(rows: int, columns: int, rng: np.random.Generator) -> Bytes:
    """Random q5_1: scale, smallest value, 32 fifth bits, 32 half bytes. Weights have a deviation of columns^-½ / 2."""
    blocks = _random(rows, columns, "Q5_1", rng)
    scale_q5_1(blocks, _varied(0.5 * columns**-0.5 / _Q5_1_STEP, blocks, rng))
    return blocks


def scale_q5_1(blocks: Bytes, step: NDArray[np.float16]) -> None:
    """Give each block its scale; its 16 then stands for 0."""
    blocks[..., 0:2] = _raw(step)
    blocks[..., 2:4] = _raw(-16 * step)


def q4_k_blocks(rows: int, columns: int, rng: np.random.Generator) -> Bytes:
    """Random Q4_K: two scales, eight pairs of six bits, 256 half bytes. Weights have a deviation of columns^-½."""
    blocks = _random(rows, columns, "Q4_K", rng)
    step = _varied(columns**-0.5 / _Q4_K_STEP, blocks, rng)
    blocks[..., 0:2] = _raw(step)
    blocks[..., 2:4] = _raw(step * np.float16(7.5))  # the middle of 0 … 15 stands for 0 …
    blocks[..., 8:12] = blocks[..., 4:8]  # … where offsets are like scales: four of each here,
    blocks[..., 12:16] = (blocks[..., 12:16] & 0x0F) * 17  # and here the lower halves of the others
    return blocks


def q6_k_blocks(rows: int, columns: int, rng: np.random.Generator) -> Bytes:
    """Random Q6_K: 256 times four and two bits, 16 signed scales, one scale. Weights have a deviation of columns^-½."""
    blocks = _random(rows, columns, "Q6_K", rng)
    blocks[..., 208:210] = _raw(_varied(columns**-0.5 / _Q6_K_STEP, blocks, rng))
    return blocks


def _random(rows: int, columns: int, kind: str, rng: np.random.Generator) -> Bytes:
    """Random bytes of shape (rows, blocks in a row, bytes of a block)."""
    weights, size = BLOCKS[kind]
    return rng.integers(0, 256, (rows, columns // weights, size), np.uint8)


def _varied(step: float, blocks: Bytes, rng: np.random.Generator) -> NDArray[np.float16]:
    """A scale for each block, within a quarter of `step`."""
    return (step * rng.uniform(0.75, 1.25, blocks.shape[:2])).astype(np.float16)


def _raw(values: NDArray[np.float16]) -> Bytes:
    return values.astype("<f2")[..., None].view(np.uint8)


def _vocabulary(folder: Path) -> Path:
    """Llama 3's vocabulary; llama.cpp has it among its test files."""
    path = folder / _VOCABULARY
    if not path.exists():
        package = f"llama-cpp-python=={importlib.metadata.version('llama_cpp_python')}"
        source = ("--no-deps", "--no-binary", "llama-cpp-python", package)
        with tempfile.TemporaryDirectory() as work:
            subprocess.run([sys.executable, "-m", "pip", "download", "-q", *source, "-d", work], check=True)
            with tarfile.open(next(Path(work).glob("*.tar.gz"))) as archive:
                member = next(entry for entry in archive if entry.name.endswith(f"/models/{_VOCABULARY}"))
                content = archive.extractfile(member)
                assert content
                path.write_bytes(content.read())
    return path


def options(description: str | None, shapes: Sequence[str]) -> argparse.ArgumentParser:
    """What the benchmarks on these models are asked with; `shapes` are those that are measured if nobody says which."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--shapes", default=",".join(shapes), help="with commas between (default: %(default)s)"
    )
    parser.add_argument(
        "--threads", type=int, default=threads(), help="default: the product's, %(default)s here"
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--models", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER")
    return parser


def main() -> None:
    """Write them, and say where they are."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT_FOLDER)
    parser.add_argument("--shapes", default=",".join([*WHISPERS, *LLAMAS]))
    given = parser.parse_args()
    for name in given.shapes.split(","):
        path = model(name, given.folder)
        print(f"{path.stat().st_size / 1e6:>8.0f} MB  {path}")


if __name__ == "__main__":
    main()
