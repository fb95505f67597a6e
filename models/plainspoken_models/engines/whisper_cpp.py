"""Speech recognition with whisper.cpp, through the low-level module of pywhispercpp.

The high-level one (`pywhispercpp.model`) imports a download library, which binds a socket; it also swallows failures.
"""

import atexit
import ctypes
import struct
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, Literal

import _pywhispercpp as api
import numpy as np

from plainspoken_models.contracts import SAMPLE_RATE_HZ, Samples, Transcription
from plainspoken_models.engines.framing import Frame, Operations
from plainspoken_models.engines.requantized import eight_bit
from plainspoken_models.engines.whisper_words import Decoded, Token, words_in_parts
from plainspoken_models.errors import EngineFailed

EncoderContext = Literal["full", "fitted"]
"""How much of the 30 s window the encoder computes: all, as Whisper was trained, or what the sound needs."""

MAX_SAMPLES: Final = 30 * SAMPLE_RATE_HZ
"""Whisper's window (Radford et al. 2022, section 2.2)."""

_MIN_SAMPLES: Final = SAMPLE_RATE_HZ
"""Shorter sound is padded with zeros: whisper.cpp returns nothing at all for less than 100 ms."""

_FULL_CONTEXT: Final = 1500
_CONTEXT_SAMPLES: Final = 320
"""Samples that one position of the encoder stands for: two frames of 160."""
_DEMO_MARGIN: Final = 8
"""Positions beyond the sound, as the demo model was trained."""
_MARGIN: Final = 64
"""The same for other models made for fitted windows: with 8 an ACFT model repeated itself (docs/encoder-context.md)."""
_CONTEXT_STEP: Final = 64

_MAX_TOKENS: Final = 219
"""whisper.cpp stops after 220 tokens, and then throws *all* of them away. This one less stops it in time."""

_TIMESTAMP_MS: Final = 20
"""What one timestamp token of Whisper stands for (section 2.3)."""

_MAGIC: Final = 0x67676D6C
_LARGEST_SIZE: Final = 100_000
"""No size in a model's header is larger; the vocabulary, with 51,866 entries, comes closest."""

_NO_MODEL: Final = "This file is not a model for whisper.cpp."
_REMEDY: Final = "Verify the model with `plainspoken-models verify`, or choose another one."


class WhisperCpp:
    """A `Transcriber` on a model file of whisper.cpp: Whisper's own, or our character-level demo model.

    Args:
        path: the model; its digest has been checked.
        encoder_context: "fitted" is several times faster, for models that were trained for it.
        threads: processor threads, at least 1.

    Raises:
        EngineFailed: the model cannot be loaded.
    """

    def __init__(self, path: Path, *, encoder_context: EncoderContext, threads: int) -> None:
        _check_file(path)
        _silence()
        parameters = api.whisper_context_default_params()
        # 20 to 25 % faster, measured; but it pads the sound to a multiple of 256 positions and attends to the padding
        # too, which costs words where the context is short (measured with the demo model).
        parameters.flash_attn = encoder_context == "full"
        self._context = _context(path, parameters)
        self._address = _address(self._context)
        if not self._address:
            raise EngineFailed("whisper.cpp cannot load this model.", _REMEDY)
        self._logits = _logits_function()
        self._threads = threads
        self._encoder_context = encoder_context
        self._end = api.whisper_token_eot(self._context)
        self._margin = _DEMO_MARGIN if self._spells() else _MARGIN
        self._first_time = api.whisper_token_beg(self._context)
        self._parameters = self._decoding()

    def _decoding(self) -> api.whisper_full_params:
        parameters = api.whisper_full_default_params(api.whisper_sampling_strategy.WHISPER_SAMPLING_GREEDY)
        parameters.n_threads = self._threads
        parameters.greedy = {"best_of": 1}
        parameters.temperature = 0.0
        parameters.temperature_inc = 0.0  # no second try with chance in it: same sound, same words
        parameters.no_context = True
        parameters.single_segment = True
        # The demo model was trained to say nothing of silence, which for it is a blank: then it does (measured).
        parameters.suppress_blank = not self._spells()
        parameters.no_speech_thold = 2.0  # never drops anything by itself: our own rules decide, and say so
        parameters.max_tokens = _MAX_TOKENS
        parameters.print_progress = False
        # Timestamp tokens anchor the words, but the demo model knows none.
        parameters.no_timestamps = self._spells()
        return parameters

    def _spells(self) -> bool:
        """Whether this is the demo model: its file names fewer than 256 pieces, where Whisper has 50,000."""
        return bytes(api.whisper_token_to_bytes(self._context, 1000)).startswith(b"[_extra_token")

    def transcribe(self, samples: Samples) -> Transcription:
        """The words in `samples`, float32 of shape (n,), n at most `MAX_SAMPLES`.

        Raises:
            ValueError: other samples than those.
            EngineFailed: whisper.cpp could not.
        """
        if samples.dtype != np.float32 or samples.ndim != 1 or samples.size > MAX_SAMPLES:
            raise ValueError("A transcriber takes float32 mono sound of at most 30 s.")
        if samples.size == 0:
            return Transcription("", (), 1.0)
        words, no_speech = words_in_parts(self._decode, samples)
        return Transcription(" ".join(word.text for word in words), tuple(words), no_speech)

    def _decode(self, samples: Samples) -> Decoded:
        padded = np.zeros(max(samples.size, _MIN_SAMPLES), dtype=np.float32)
        padded[: samples.size] = samples
        self._parameters.audio_ctx = (
            fitted_context(padded.size, self._margin) if self._encoder_context == "fitted" else _FULL_CONTEXT
        )
        code = api.whisper_full(self._context, self._parameters, padded, padded.size)
        if code != 0:
            raise EngineFailed(
                f"whisper.cpp could not transcribe a segment (code {code}).", "Restart the program."
            )
        if api.whisper_full_n_segments(self._context) == 0:
            return Decoded((), 1.0, complete=True)
        count = api.whisper_full_n_tokens(self._context, 0)
        tokens = [api.whisper_full_get_token_data(self._context, 0, index) for index in range(count)]
        texts = tuple(token for data in tokens for token in self._read(data))
        return Decoded(texts, self._no_speech(), complete=count <= _MAX_TOKENS or tokens[-1].id == self._end)

    def _read(self, data: api.whisper_token_data) -> Iterator[Token]:
        if data.id >= self._first_time:
            yield Token(b"", data.p, (data.id - self._first_time) * _TIMESTAMP_MS)
        elif data.id < self._end:
            yield Token(api.whisper_token_to_bytes(self._context, data.id), data.p)

    def _no_speech(self) -> float:
        """Whisper's probability of the no-speech token as the first one (section 2.3); 0 where it cannot be had.

        whisper.cpp's own figure is read from a row that was never written, where more than one token comes before
        (github.com/ggml-org/whisper.cpp/pull/3945). So we ask the decoder again, with the first token alone.
        """
        if self._logits is None:
            return 0.0
        if api.whisper_decode(self._context, api.whisper_token_sot(self._context), 1, 0, self._threads) != 0:
            raise EngineFailed("whisper.cpp could not transcribe a segment.", "Restart the program.")
        count = api.whisper_n_vocab(self._context)
        logits = np.ctypeslib.as_array(self._logits(self._address), (count,)).astype(np.float64)
        odds = np.exp(logits - logits.max())
        # The no-speech token stands right before "no timestamps" in all of Whisper's vocabularies.
        return float(odds[api.whisper_token_not(self._context) - 1] / odds.sum())

    def close(self) -> None:
        """Give the memory back. The engine cannot be used afterwards."""
        api.whisper_free(self._context)


def fitted_context(samples: int, margin: int) -> int:
    """Encoder positions for so many samples: those of the sound and a margin of silence, in steps.

    The same rule as in the training of the demo model: models/training/speech/clips.py.
    """
    needed = -(-samples // _CONTEXT_SAMPLES) + margin
    return min(_FULL_CONTEXT, -(-needed // _CONTEXT_STEP) * _CONTEXT_STEP)


def operations(model: Path, *, encoder_context: EncoderContext, threads: int) -> Operations:
    """What a child process answers with a transcriber in it; see `host.HostedTranscriber` for the other side."""
    engine = WhisperCpp(model, encoder_context=encoder_context, threads=threads)

    def transcribe(request: Frame) -> Frame:
        found = engine.transcribe(np.frombuffer(request.payload, dtype=np.float32))
        words = [(word.text, word.start_ms, word.end_ms, word.probability) for word in found.words]
        return Frame(
            {"text": found.text, "words": words, "no_speech_probability": found.no_speech_probability}
        )

    def processor(_request: Frame) -> Frame:
        return Frame({"features": api.whisper_print_system_info()})

    return {"transcribe": transcribe, "processor": processor}


def _check_file(path: Path) -> None:
    """A file that is no model would not fail in whisper.cpp but abort the process.

    The header: a magic number, then the sizes of the vocabulary, audio context, state, heads and layers, text
    context, state, heads and layers, the mel bands, and the number format (`whisper_model_load`).
    """
    try:
        with path.open("rb") as file:
            header = np.frombuffer(file.read(48), dtype="<i4")
    except (OSError, ValueError):  # ValueError: not a whole number of integers
        header = np.zeros(0, dtype="<i4")
    sizes = header[1:11]
    if header.size != 12 or header[0] != _MAGIC or sizes.min() <= 0 or sizes.max() > _LARGEST_SIZE:
        raise EngineFailed(_NO_MODEL, _REMEDY)


def _context(path: Path, parameters: api.whisper_context_params) -> api.whisper_context:
    """The loaded model. whisper.cpp copies what it is given."""
    try:
        model = eight_bit(path)
    except (ValueError, KeyError, struct.error):
        raise EngineFailed(_NO_MODEL, _REMEDY) from None
    if model is None:
        return api.whisper_init_from_file_with_params(str(path), parameters)
    capsule = ctypes.pythonapi.PyCapsule_New
    capsule.restype, capsule.argtypes = ctypes.py_object, (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p)
    return api.whisper_init_from_buffer_with_params(capsule(model, None, None), len(model), parameters)


def _address(context: api.whisper_context) -> int:
    """The C address of a context; 0 where loading failed, which the binding does not tell.

    A pybind11 object holds, after Python's own header, a pointer to the C++ value: here a struct of one pointer.
    """
    value = ctypes.c_void_p.from_address(id(context) + object.__basicsize__).value
    return (ctypes.c_void_p.from_address(value).value or 0) if value else 0


def _logits_function() -> Callable[[int], ctypes.Array[ctypes.c_float]] | None:
    """`whisper_get_logits`, which pywhispercpp binds as one number; None where it cannot be reached.

    The library is loaded already. A Unix loader finds the symbols of what it links through it; Windows' does not.
    """
    function = getattr(ctypes.CDLL(api.__file__), "whisper_get_logits", None)
    if function is not None:
        function.restype = ctypes.POINTER(ctypes.c_float)
        function.argtypes = (ctypes.c_void_p,)
    return function


@cache
def _silence() -> None:
    """No log lines of the library on standard error. It must let go of the callback while Python still runs."""
    api.whisper_log_set(lambda _level, _text: None)
    atexit.register(api.whisper_log_set, None)
