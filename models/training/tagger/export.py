"""Write the tagger as GGUF, quantised to eight bits: `python export.py WORK_FOLDER DATA_FOLDER OUT.gguf`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import gguf
import numpy as np
import torch
from numpy.typing import NDArray

from data import kinds
from network import EPSILON, Shape, Tagger
from reader import RESTART_TOKENS
from tokenizer import FIRST_KIND, LONGEST_STATEMENT, RESTART, START, Vocabulary

Floats = NDArray[np.float32]


def export(model: Tagger, words: Vocabulary, names: Sequence[str], target: Path) -> None:
    """Write `target` beside itself first, so that nobody ever reads half a file."""
    new = target.with_name(target.name + ".new")
    writer = gguf.GGUFWriter(new, "llama")
    _describe(writer, model.shape)
    _vocabulary(writer, words, len(names))
    for name, values in tensors(model).items():
        if values.ndim == 1:
            writer.add_tensor(name, values)
        else:
            packed = gguf.quants.quantize(values, gguf.GGMLQuantizationType.Q8_0)
            writer.add_tensor(name, packed, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    new.replace(target)


def _describe(writer: gguf.GGUFWriter, shape: Shape) -> None:
    writer.add_name("Plainspoken section tagger")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_layer_norm_rms_eps(EPSILON)
    writer.add_rope_dimension_count(shape.width // shape.heads)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_quantization_version(2)
    writer.add_bool("plainspoken.tagger.lowercase", True)
    writer.add_uint32("plainspoken.tagger.context_tokens", shape.context)
    writer.add_uint32("plainspoken.tagger.restart_tokens", RESTART_TOKENS)
    writer.add_uint32("plainspoken.tagger.statement_tokens", LONGEST_STATEMENT)
    writer.add_uint32("plainspoken.tagger.restart_token_id", RESTART)


def _vocabulary(writer: gguf.GGUFWriter, words: Vocabulary, labels: int) -> None:
    model = words.model
    writer.add_tokenizer_model("llama")
    writer.add_token_list([model.id_to_piece(i).encode() for i in range(words.size)])
    writer.add_token_scores([model.get_score(i) for i in range(words.size)])
    writer.add_token_types([_type(words, i, labels) for i in range(words.size)])
    writer.add_bos_token_id(START)
    writer.add_eos_token_id(RESTART)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(False)
    writer.add_add_space_prefix(True)


def _type(words: Vocabulary, token: int, labels: int) -> gguf.TokenType:
    if FIRST_KIND <= token < FIRST_KIND + labels:
        return gguf.TokenType.USER_DEFINED
    if words.model.is_unknown(token):
        return gguf.TokenType.UNKNOWN
    if words.model.is_control(token):
        return gguf.TokenType.CONTROL
    return gguf.TokenType.BYTE if words.model.is_byte(token) else gguf.TokenType.NORMAL


def tensors(model: Tagger) -> dict[str, Floats]:
    """llama.cpp's tensors by name. Norms carry no weights of their own, so they are ones."""
    width, hidden = model.shape.width, model.shape.hidden
    state: dict[str, Floats] = {k: v.detach().float().numpy() for k, v in model.state_dict().items()}
    one = np.ones(width, np.float32)
    result = {"token_embd.weight": state["token_embd.weight"], "output_norm.weight": one}
    for i in range(model.shape.layers):
        block = f"blk.{i}."
        q, k, v = np.split(state[block + "attn_qkv.weight"], 3)
        gate, up = np.split(state[block + "ffn_gate_up.weight"], [hidden])
        result |= {
            block + "attn_norm.weight": one,
            block + "ffn_norm.weight": one,
            block + "attn_q.weight": neighbours(q, model.shape.heads),
            block + "attn_k.weight": neighbours(k, model.shape.heads),
            block + "attn_v.weight": v,
            block + "attn_output.weight": state[block + "attn_output.weight"],
            block + "ffn_gate.weight": gate,
            block + "ffn_up.weight": up,
            block + "ffn_down.weight": state[block + "ffn_down.weight"],
        }
    return {name: np.ascontiguousarray(values) for name, values in result.items()}


def neighbours(rows: Floats, heads: int) -> Floats:
    """Reorder a head's rows so that the rotary pairs (i, i + size / 2) become neighbours."""
    return rows.reshape(heads, 2, -1, rows.shape[1]).swapaxes(1, 2).reshape(rows.shape)


def main() -> None:
    """Export what `train.py` left in its work folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("work", "data", "target"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    words = Vocabulary(given.work / "vocabulary.model")
    saved = torch.load(given.work / "tagger.pt")
    model = Tagger(Shape(**saved["shape"]))
    model.load_state_dict(saved["weights"])
    export(model, words, kinds(given.data), given.target)


if __name__ == "__main__":
    main()
