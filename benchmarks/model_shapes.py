"""The sizes of the models that people use: which tensors lie in the file, of which shape, in which number format."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

WHISPER_TOKENS, AUDIO_CONTEXT, TEXT_CONTEXT, MELS = 51864, 1500, 448, 80
LLAMA_TOKENS: Final = 128256

BLOCKS: Final = {
    "F32": (1, 4),
    "F16": (1, 2),
    "Q5_1": (32, 24),
    "Q8_0": (32, 34),
    "Q4_K": (256, 144),
    "Q6_K": (256, 210),
}
"""Name: (weights in a block, bytes of a block), as in ggml-common.h."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor's place in the model."""

    name: str
    shape: tuple[int, ...]
    """Rows first, as in numpy."""
    kind: str
    """As in `BLOCKS`."""

    @property
    def bytes(self) -> int:
        """Its size in the file."""
        count = int(np.prod(self.shape))
        weights, size = BLOCKS[self.kind]
        return count // weights * size


@dataclass(frozen=True, slots=True)
class WhisperShape:
    """Sizes of an English Whisper."""

    width: int
    heads: int
    layers: int
    """Of the encoder; the decoder has as many."""

    def tensors(self) -> Iterator[Tensor]:
        """Everything in the file, under whisper.cpp's names."""
        n = self.width
        yield Tensor("encoder.positional_embedding", (AUDIO_CONTEXT, n), "F32")
        for name, columns in (("encoder.conv1", MELS), ("encoder.conv2", n)):
            yield Tensor(f"{name}.weight", (n, columns, 3), "F16")
            yield Tensor(f"{name}.bias", (n, 1), "F32")
        yield Tensor("decoder.positional_embedding", (TEXT_CONTEXT, n), "F32")
        yield Tensor("decoder.token_embedding.weight", (WHISPER_TOKENS, n), "Q5_1")
        yield from _norm("encoder.ln_post", n)
        yield from _norm("decoder.ln", n)
        for layer in range(self.layers):
            yield from _whisper_block(f"encoder.blocks.{layer}", n, ("attn",))
            yield from _whisper_block(f"decoder.blocks.{layer}", n, ("attn", "cross_attn"))

    @property
    def encoder_operations(self) -> int:
        """Additions and multiplications for one window, with the keys and values that the decoder looks at."""
        n, positions = self.width, AUDIO_CONTEXT
        convolutions = 2 * 3 * (2 * positions * MELS * n + positions * n * n)
        layer = 2 * positions * 12 * n * n + 4 * positions * positions * n
        return convolutions + self.layers * (layer + 2 * positions * 2 * n * n)

    @property
    def token_bytes(self) -> int:
        """What the decoder reads for one token: weights, and the keys and values of the window, as 16-bit floats.

        The five-bit weights count as what they are in memory (`engines/requantized.py`).
        """
        unread = ("encoder", "cross_attn.key", "cross_attn.value", "positional")
        read = (t for t in self.tensors() if not any(part in t.name for part in unread))
        weights = sum((replace(t, kind="Q8_0") if t.kind == "Q5_1" else t).bytes for t in read)
        return weights + self.layers * 2 * AUDIO_CONTEXT * self.width * 2


@dataclass(frozen=True, slots=True)
class LlamaShape:
    """Sizes of a Llama with tied embeddings."""

    layers: int
    width: int
    heads: int
    key_heads: int
    hidden: int

    def tensors(self) -> Iterator[Tensor]:
        """Everything in the file, under llama.cpp's names."""
        head = self.width // self.heads
        yield Tensor("token_embd.weight", (LLAMA_TOKENS, self.width), "Q6_K")
        yield Tensor("output_norm.weight", (self.width,), "F32")
        yield Tensor("rope_freqs.weight", (head // 2,), "F32")
        for layer in range(self.layers):
            yield from self._block(layer, self.key_heads * head)

    def operations(self, tokens: int) -> int:
        """Additions and multiplications to read so many tokens from the start, and to answer once."""
        blocks = sum(
            int(np.prod(t.shape)) for t in self.tensors() if t.name.startswith("blk.") and len(t.shape) == 2
        )
        attention = self.layers * 2 * self.width * tokens * tokens  # each token looks at half of them
        return 2 * tokens * blocks + attention + 2 * self.width * LLAMA_TOKENS

    @property
    def token_bytes(self) -> int:
        """What is read for one token: all weights, for the table of tokens is the output's too."""
        return sum(tensor.bytes for tensor in self.tensors())

    def _block(self, layer: int, keys: int) -> Iterator[Tensor]:
        n, hidden, block = self.width, self.hidden, f"blk.{layer}."
        eighth = self.layers // 8  # `use_more_bits`, which decides where attn_v and ffn_down are larger
        more = layer < eighth or layer >= 7 * self.layers // 8 or (layer - eighth) % 3 == 2
        large = "Q6_K" if more else "Q4_K"
        for name in ("attn_norm", "ffn_norm"):
            yield Tensor(f"{block}{name}.weight", (n,), "F32")
        yield Tensor(f"{block}attn_q.weight", (n, n), "Q4_K")
        yield Tensor(f"{block}attn_k.weight", (keys, n), "Q4_K")
        yield Tensor(f"{block}attn_v.weight", (keys, n), large)
        yield Tensor(f"{block}attn_output.weight", (n, n), "Q4_K")
        yield Tensor(f"{block}ffn_gate.weight", (hidden, n), "Q4_K")
        yield Tensor(f"{block}ffn_up.weight", (hidden, n), "Q4_K")
        yield Tensor(f"{block}ffn_down.weight", (n, hidden), large)


WHISPERS: Final = {
    "tiny.en": WhisperShape(384, 6, 4),
    "base.en": WhisperShape(512, 8, 6),
    "small.en": WhisperShape(768, 12, 12),
}
LLAMAS: Final = {"1B": LlamaShape(16, 2048, 32, 8, 8192), "3B": LlamaShape(28, 3072, 24, 8, 8192)}


def _norm(name: str, width: int) -> Iterator[Tensor]:
    yield Tensor(f"{name}.weight", (width,), "F32")
    yield Tensor(f"{name}.bias", (width,), "F32")


def _whisper_block(block: str, n: int, attentions: tuple[str, ...]) -> Iterator[Tensor]:
    linears = [(f"{name}.{part}", n, n) for name in attentions for part in ("query", "key", "value", "out")]
    for name, rows, columns in (*linears, ("mlp.0", 4 * n, n), ("mlp.2", n, 4 * n)):
        yield Tensor(f"{block}.{name}.weight", (rows, columns), "Q5_1")
        if not name.endswith("key"):
            yield Tensor(f"{block}.{name}.bias", (rows,), "F32")
    for name in (*attentions, "mlp"):
        yield from _norm(f"{block}.{name}_ln", n)
