"""A model in llama.cpp, through the C interface: tokens of a text, and logits after a row of tokens.

What has been evaluated of a row stays in the KV cache: a row that begins as the one before costs its end only.
"""

from collections.abc import Sequence
from ctypes import c_char_p, c_int32, c_uint8, create_string_buffer
from functools import cache
from pathlib import Path
from typing import Final

import llama_cpp.llama_cpp as api
import numpy as np
from llama_cpp._ggml import libggml
from numpy.typing import NDArray

from plainspoken_models.errors import EngineFailed

REMEDY: Final = "Verify the model with `plainspoken-models verify`, or choose another one."

_GGUF_MAGIC: Final = b"GGUF"

_BATCH_TOKENS: Final = 512

_AT_ONCE_TOKENS: Final = 128
"""So many go through the layers together. Attention without "flash" holds a number for each of them, each token of the
context and each head: 64 MiB with 4,096 tokens and 32 heads."""

_METADATA_BYTES: Final = 256

_LOG = api.llama_log_callback(lambda _level, _text, _data: None)  # kept here: llama.cpp keeps only a pointer


class LlamaModel:
    """One model with one context. `open` comes before `logits_after`.

    Args:
        path: the model; its digest has been checked.

    Raises:
        EngineFailed: the file is no model that llama.cpp can load.
    """

    def __init__(self, path: Path) -> None:
        _check_file(path)
        api.llama_log_set(_LOG, None)
        _take_best_build()
        api.llama_backend_init()
        self._row: list[int] = []
        self._logits_at_hand = False
        self._context: api.llama_context_p | None = None
        self._model = api.llama_model_load_from_file(str(path).encode(), api.llama_model_default_params())
        if not self._model:
            raise EngineFailed("llama.cpp cannot load this model.", REMEDY)
        self._vocabulary = api.llama_model_get_vocab(self._model)
        self.trained_tokens = int(api.llama_model_n_ctx_train(self._model))
        """The longest row that the model was trained on, by its own account."""
        self.start_token = int(api.llama_vocab_bos(self._vocabulary))
        """Beginning of text; -1 where the vocabulary has none."""
        self.end_token = int(api.llama_vocab_eos(self._vocabulary))

    def open(self, *, context_tokens: int, threads: int) -> None:
        """Make room for rows of up to `context_tokens`.

        Raises:
            EngineFailed: there is not enough memory.
        """
        parameters = api.llama_context_default_params()
        parameters.n_ctx = context_tokens
        parameters.n_batch, parameters.n_ubatch = _BATCH_TOKENS, _AT_ONCE_TOKENS
        parameters.n_seq_max = 1
        parameters.n_threads = parameters.n_threads_batch = threads
        # Its "flash" way is slower on a processor, the more so the more has been read: with it a sentence in a note's
        # last quarter took a 1B shape 1.8 times as long as in the first, without it 1.2 times
        # (benchmarks/tagger_latency.py; ggml-org/llama.cpp#27086 has others' figures).
        parameters.flash_attn_type = api.LLAMA_FLASH_ATTN_TYPE_DISABLED
        parameters.no_perf = True
        self._context = api.llama_init_from_model(self._model, parameters)
        if not self._context:
            raise EngineFailed(
                "There is not enough memory for this model.", "Close other programs or choose a smaller one."
            )

    def metadata(self, key: str) -> str | None:
        """What the file says under `key`; None where it says nothing."""
        value = create_string_buffer(_METADATA_BYTES)
        length = api.llama_model_meta_val_str(self._model, key.encode(), value, _METADATA_BYTES)
        return None if length < 0 else value.value.decode("utf-8", "replace")

    def tokenise(self, text: str, *, special: bool = False) -> list[int]:
        """The tokens of `text`; names of control tokens in it count as such only where `special`."""
        raw = text.encode("utf-8", "replace")
        room = len(raw) + 8
        tokens = (c_int32 * room)()
        count = api.llama_tokenize(self._vocabulary, raw, len(raw), tokens, room, False, special)
        if count < 0:
            raise EngineFailed("llama.cpp cannot read this statement.", REMEDY)
        return list(tokens[:count])

    def logits_after(self, row: Sequence[int], wanted: Sequence[int]) -> NDArray[np.float64]:
        """Logits of the `wanted` tokens as the next one after `row`, which is not empty and fits the context."""
        if self._row != list(row) or not self._logits_at_hand:
            self._keep_common(row[:-1])  # the last one is evaluated anew: its logits are wanted
            for start in range(len(self._row), len(row), _BATCH_TOKENS):
                self._evaluate(row[start : start + _BATCH_TOKENS])
        logits = api.llama_get_logits_ith(self._context, -1)
        return np.array([logits[token] for token in wanted], dtype=np.float64)

    def state(self) -> bytes:
        """What llama.cpp has made of all that has been evaluated; see `restore`."""
        size = api.llama_state_seq_get_size(self._context, 0)
        buffer = (c_uint8 * size)()
        written = api.llama_state_seq_get_data(self._context, buffer, size, 0)
        return bytes(memoryview(buffer)[:written])

    def restore(self, row: Sequence[int], state: bytes) -> bool:
        """Make `row` what has been evaluated, from the `state` after it; False where llama.cpp does not take it.

        The state must be one of this model: llama.cpp trusts it.
        """
        self._forget_all()
        buffer = (c_uint8 * len(state)).from_buffer_copy(state)
        if not api.llama_state_seq_set_data(self._context, buffer, len(state), 0):
            self._forget_all()
            return False
        self._row = list(row)
        return True

    def evaluated_of(self, row: Sequence[int]) -> int | None:
        """How much of `row` has been evaluated; None where something else has been that it does not begin with."""
        known = len(self._row)
        return known if known < len(row) and list(row[:known]) == self._row else None

    def forget_after(self, length: int) -> None:
        """Keep only the first `length` tokens of what has been evaluated."""
        if length >= len(self._row):
            return
        self._logits_at_hand = False
        if api.llama_memory_seq_rm(api.llama_get_memory(self._context), 0, length, -1):
            del self._row[length:]
        else:
            self._forget_all()  # a memory that cannot be cut (recurrent models): begin again

    def _keep_common(self, row: Sequence[int]) -> None:
        pairs = zip(self._row, row, strict=False)
        self.forget_after(next((at for at, (have, want) in enumerate(pairs) if have != want), len(row)))

    def _forget_all(self) -> None:
        self._row.clear()
        self._logits_at_hand = False
        api.llama_memory_clear(api.llama_get_memory(self._context), True)

    def _evaluate(self, tokens: Sequence[int]) -> None:
        array = (c_int32 * len(tokens))(*tokens)
        if api.llama_decode(self._context, api.llama_batch_get_one(array, len(tokens))) != 0:
            self._forget_all()
            raise EngineFailed(
                "llama.cpp could not read this statement.", "Try again; restart the program if it stays so."
            )
        self._row.extend(tokens)
        self._logits_at_hand = True

    def close(self) -> None:
        """Give the memory back. The model cannot be used afterwards."""
        if self._context:
            api.llama_free(self._context)
        if self._model:
            api.llama_model_free(self._model)
        self._context = self._model = None


def processor_features() -> str:
    """What llama.cpp uses of this processor, as it tells it: "CPU : AVX2 = 1 | FMA = 1 | …"."""
    return str(api.llama_print_system_info().decode())


@cache
def _take_best_build() -> None:
    """Have ggml choose, among the builds of its computing part beside it, the best that this processor can run.

    `./dev` compiles one for AVX2 and one for AVX-512. A wheel with one build inside has nothing to choose from.

    Raises:
        EngineFailed: it can run none.
    """
    load = libggml.ggml_backend_load_all_from_path
    load.restype, load.argtypes = None, (c_char_p,)
    load(str(Path(api.__file__).parent / "lib").encode())
    if not libggml.ggml_backend_dev_count():
        raise EngineFailed(
            "llama.cpp is built for a newer processor than this one.",
            "It needs AVX2 (most processors since 2013); build it on this machine instead.",
        )


def _check_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            magic = file.read(len(_GGUF_MAGIC))
    except OSError:
        raise EngineFailed("The model file cannot be read.", REMEDY) from None
    if magic != _GGUF_MAGIC:
        raise EngineFailed("This file is not a GGUF model.", REMEDY)
