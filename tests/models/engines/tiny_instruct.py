"""Writes a Llama of random numbers with a vocabulary that can read our prompt: an instruct model for tests.

It files nothing well, but everything about it is real: the file, the tokeniser, the cache, the letters.
"""

import re
from pathlib import Path

import gguf
import numpy as np

from plainspoken_models.contracts import SectionKind
from plainspoken_models.engines import prompt

WIDTH, LAYERS, HEADS, FEED_FORWARD, CONTEXT = 32, 2, 2, 64, 4096


def write_tiny_instruct(path: Path, *, letters: bool = True) -> None:
    """Write the model; without `letters` no letter after "Section:" is one token of its own."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    _add_vocabulary(writer, pieces := _pieces(letters=letters))
    _add_weights(writer, len(pieces) + 259)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _pieces(*, letters: bool) -> list[str]:
    """Every beginning of every word of the prompt: SentencePiece merges a word from its beginning, letter by letter."""
    sentences = [sentence for sentence, _ in prompt.examples()]
    text = " ".join([prompt.introduction(), *sentences, "Sentence Section"])
    words = [f"▁{word}" for word in re.findall(r"\w+|[^\w\s]", text) if len(word) > 1]
    pieces = {word[:end] for word in words for end in range(2, len(word) + 1)}
    alone = {f"▁{prompt.letter(kind)}" for kind in SectionKind}
    merged = {f":{prompt.letter(kind)}" for kind in SectionKind}
    return ["▁", *sorted(pieces | alone if letters else (pieces - alone) | merged)]


def _add_vocabulary(writer: gguf.GGUFWriter, pieces: list[str]) -> None:
    kinds = gguf.TokenType
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), *pieces]
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * 259 + [float(-at) for at in range(len(pieces))])
    types = [kinds.UNKNOWN, kinds.CONTROL, kinds.CONTROL, *[kinds.BYTE] * 256, *[kinds.NORMAL] * len(pieces)]
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_vocab_size(len(tokens))


def _add_weights(writer: gguf.GGUFWriter, tokens: int) -> None:
    numbers = np.random.default_rng(1)

    def add(name: str, *shape: int) -> None:
        writer.add_tensor(f"{name}.weight", numbers.normal(0, 0.3, shape).astype(np.float32))

    def norm(name: str) -> None:
        writer.add_tensor(f"{name}.weight", np.ones(WIDTH, np.float32))

    add("token_embd", tokens, WIDTH)
    add("output", tokens, WIDTH)
    norm("output_norm")
    for layer in range(LAYERS):
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            add(f"blk.{layer}.{part}", WIDTH, WIDTH)
        for part in ("ffn_gate", "ffn_up"):
            add(f"blk.{layer}.{part}", FEED_FORWARD, WIDTH)
        add(f"blk.{layer}.ffn_down", WIDTH, FEED_FORWARD)
        norm(f"blk.{layer}.attn_norm")
        norm(f"blk.{layer}.ffn_norm")
