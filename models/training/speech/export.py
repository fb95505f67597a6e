"""Write trained weights as a whisper.cpp model file (the "ggml" layout of its convert scripts, version without GGUF).

The file keeps Whisper's own token numbers: ours come first, the special ones stay where whisper.cpp looks for them, and
every other row of the token table holds one number that makes its score -40, so that it never wins.
"""

import argparse
import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
import torch
from gguf import GGMLQuantizationType
from gguf.quants import quantize
from numpy.typing import NDArray

from network import (
    AUDIO_CONTEXT,
    CHARACTERS,
    DECODER_LAYERS,
    ENCODER_LAYERS,
    END,
    HEADS,
    MELS,
    NO_SPEECH,
    NO_TIMES,
    START,
    TEXT_CONTEXT,
    WIDTH,
    mel_filters,
    sinusoids,
)

MAGIC = 0x67676D6C
WHISPER_TOKENS = 51864
PLACES = {END: 50256, START: 50257, NO_SPEECH: 50361, NO_TIMES: 50362}
"""Where whisper.cpp looks for the special tokens of an English model."""
NEVER = -40.0

FLOAT32, FLOAT16 = 0, 1
KINDS = {
    "q5_0": (8, GGMLQuantizationType.Q5_0),
    "q5_1": (9, GGMLQuantizationType.Q5_1),
    "q8_0": (7, GGMLQuantizationType.Q8_0),
}
"""Name: (ggml file type, tensor type). The file type is written with quantization version 2, as 2000 + type."""

Array = NDArray[np.float32]


class Writer:
    """Writes one model file."""

    def __init__(self, file: BinaryIO, kind: str) -> None:
        self._file = file
        self._file_type, self._matrix_type = KINDS[kind]

    def _integers(self, *values: int) -> None:
        self._file.write(struct.pack(f"<{len(values)}i", *values))

    def head(self) -> None:
        """The sizes, the mel filters and our characters."""
        encoder = (AUDIO_CONTEXT, WIDTH, HEADS, ENCODER_LAYERS)
        decoder = (TEXT_CONTEXT, WIDTH, HEADS, DECODER_LAYERS)
        self._integers(MAGIC, WHISPER_TOKENS, *encoder, *decoder, MELS, 2000 + self._file_type)
        filters = mel_filters()
        self._integers(*filters.shape)
        self._file.write(filters.astype("<f4").tobytes())
        self._integers(len(CHARACTERS))
        for character in CHARACTERS:
            self._integers(1)
            self._file.write(character.encode())

    def plain(self, name: str, values: Array) -> None:
        """A tensor as float32."""
        self._tensor(name, values.shape, FLOAT32, values.astype("<f4").tobytes())

    def half(self, name: str, values: Array) -> None:
        """A tensor as float16: convolutions."""
        self._tensor(name, values.shape, FLOAT16, values.astype("<f2").tobytes())

    def matrix(self, name: str, values: Array) -> None:
        """A tensor in the file's quantized type."""
        self._tensor(name, values.shape, self._matrix_type, quantize(values, self._matrix_type).tobytes())

    def _tensor(self, name: str, shape: tuple[int, ...], kind: int, raw: bytes) -> None:
        self._integers(len(shape), len(name), kind, *reversed(shape))
        self._file.write(name.encode())
        self._file.write(raw)


def token_table(embedding: Array) -> Array:
    """Our rows (TOKENS, width) spread over Whisper's 51,864 token numbers."""
    table = np.zeros((WHISPER_TOKENS, WIDTH), np.float32)
    table[:, -1] = NEVER
    table[: len(CHARACTERS)] = embedding[: len(CHARACTERS)]
    for ours, theirs in PLACES.items():
        table[theirs] = embedding[ours]
    return table


def write(path: Path, weights: dict[str, torch.Tensor], kind: str) -> None:
    """Write the file under a temporary name, then rename it to `path`."""
    arrays = {name: values.float().numpy() for name, values in weights.items()}
    arrays["ln.weight"][-1], arrays["ln.bias"][-1] = 0.0, 1.0
    partial = path.with_suffix(".part")
    with partial.open("wb") as file:
        writer = Writer(file, kind)
        writer.head()
        writer.plain("encoder.positional_embedding", sinusoids().numpy())
        writer.plain("decoder.positional_embedding", arrays["pos"])
        writer.matrix("decoder.token_embedding.weight", token_table(arrays["emb.weight"]))
        for name, values in arrays.items():
            _put(writer, name, values)
    partial.rename(path)


def _put(writer: Writer, name: str, values: Array) -> None:
    """One of the network's tensors under whisper.cpp's name; those that only training needs are left out."""
    if name in ("pos", "emb.weight") or name.startswith("ctc."):
        return
    first, _, rest = name.partition(".")
    if first in ("enc", "dec"):
        full = f"{first}oder.blocks.{rest}"
    else:
        full = {"ln": "decoder.ln", "ln_post": "encoder.ln_post"}.get(first, f"encoder.{first}") + "." + rest
    if first in ("conv1", "conv2"):
        writer.half(full, values) if values.ndim == 3 else writer.plain(full, values[:, None])
    elif values.ndim == 2:
        writer.matrix(full, values)
    else:
        writer.plain(full, values)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write weights as a whisper.cpp model file.")
    parser.add_argument("weights", type=Path, help="what train.py wrote (.pt)")
    parser.add_argument("out", type=Path)
    parser.add_argument("--kind", choices=KINDS, default="q5_0")
    options = parser.parse_args()
    write(options.out, torch.load(options.weights), options.kind)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
