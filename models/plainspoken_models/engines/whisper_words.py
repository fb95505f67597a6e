"""From decoded tokens to words with times and probabilities. Pure: no engine is needed for it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import exp, log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from plainspoken_models.contracts import SAMPLE_RATE_HZ, Samples, Word

_FRAME_MS = 10
_FRAME_SAMPLES = SAMPLE_RATE_HZ * _FRAME_MS // 1000

_AUDIBLE = 0.1
"""A frame counts as audible from this share of the loudest one's level on (-20 dB): above most pauses."""

_SHORTEST_HALF: Final = 2 * SAMPLE_RATE_HZ
"""Sound with too many tokens is transcribed in two halves, but a half shorter than this is a loop, not speech."""

_FIGURE_LETTERS = 4
"""A figure is spoken as a word of about four letters."""


@dataclass(frozen=True, slots=True)
class Token:
    """One decoded token: text, or a time."""

    piece: bytes
    """UTF-8, possibly a part of a character; empty for a time."""
    probability: float
    at_ms: int | None = None
    """The time that a timestamp token stands for."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What one run of the decoder gave."""

    tokens: tuple[Token, ...]
    no_speech_probability: float
    complete: bool
    """Whether the model came to an end by itself; otherwise there was more to write than it has room for."""


@dataclass(slots=True)
class _Run:
    """Words between two known times."""

    start_ms: int
    end_ms: int
    words: list[list[Token]] = field(default_factory=list)


def words_in_parts(decode: Callable[[Samples], Decoded], samples: Samples) -> tuple[list[Word], float]:
    """Words and no-speech probability of `samples`: in two halves where the decoder has no room for all of it."""
    found = decode(samples)
    if found.complete or samples.size < 2 * _SHORTEST_HALF:
        return timed_words(found.tokens, samples), found.no_speech_probability
    middle = _quiet_middle(samples)
    before, first = words_in_parts(decode, samples[:middle])
    after, second = words_in_parts(decode, samples[middle:])
    return before + [_later(word, middle) for word in after], min(first, second)


def timed_words(tokens: Sequence[Token], samples: Samples) -> list[Word]:
    """Group tokens into words at blanks, and give each word its time in `samples`.

    The library gives no times for words that fit here: without timestamp tokens, and in one single segment, its
    `token_timestamps` counts as if the sound were always 30 s long. So the words between two known times (timestamp
    tokens, or the ends of the sound) share the audible part of the sound between them, in proportion to their length.
    """
    length_ms = samples.size * 1000 // SAMPLE_RATE_HZ
    return [word for run in _runs(tokens, length_ms) if run.words for word in _spread(run, samples)]


def _runs(tokens: Sequence[Token], length_ms: int) -> list[_Run]:
    runs = [_Run(0, length_ms)]
    inside = False  # a word, to which the next piece still belongs
    for token in tokens:
        if token.at_ms is not None:
            _pass_time(runs, min(max(token.at_ms, runs[-1].start_ms), length_ms))
            inside = False
        for index, piece in enumerate(token.piece.split(b" ")):
            inside = inside and index == 0
            if piece and not inside:
                runs[-1].words.append([])
            if piece:
                runs[-1].words[-1].append(Token(piece, token.probability))
                inside = True
    return runs


def _pass_time(runs: list[_Run], at_ms: int) -> None:
    if runs[-1].words:
        runs.append(_Run(at_ms, runs[-1].end_ms))
        runs[-2].end_ms = at_ms
    else:
        runs[-1].start_ms = at_ms


def _spread(run: _Run, samples: Samples) -> Iterator[Word]:
    texts = [b"".join(token.piece for token in word).decode("utf-8", "replace") for word in run.words]
    ends = np.cumsum([_spoken_length(text) for text in texts])
    audible = np.cumsum(_audible(samples[_sample(run.start_ms) : _sample(run.end_ms)]))
    shares = np.concatenate(([0.0], ends / ends[-1])) * (audible[-1] if audible.size else 0)
    previous_ms = run.start_ms
    for word, text, (first, last) in zip(run.words, texts, pairwise(shares), strict=True):
        # A word begins after the pause before it, and ends before the pause after it.
        start_ms = run.start_ms + _FRAME_MS * int(np.searchsorted(audible, first, side="right"))
        end_ms = run.start_ms + _FRAME_MS * (int(np.searchsorted(audible, last, side="left")) + 1)
        start_ms = min(max(start_ms, previous_ms), run.end_ms)
        previous_ms = min(max(end_ms, start_ms), run.end_ms)
        yield Word(text, start_ms, previous_ms, _geometric_mean([token.probability for token in word]))


def _geometric_mean(probabilities: Sequence[float]) -> float:
    return min(exp(sum(log(max(each, 1e-9)) for each in probabilities) / len(probabilities)), 1.0)


def _spoken_length(text: str) -> int:
    return 1 + sum(_FIGURE_LETTERS if letter.isdigit() else letter.isalpha() for letter in text)


def _audible(samples: Samples) -> NDArray[np.bool_]:
    """For each whole or begun frame, whether something is heard in it."""
    frames = np.pad(samples, (0, -samples.size % _FRAME_SAMPLES)).reshape(-1, _FRAME_SAMPLES)
    level = np.sqrt(np.mean(np.square(frames, dtype=np.float64), axis=1))
    return np.asarray(level >= _AUDIBLE * level.max(initial=0.0), dtype=np.bool_)


def _quiet_middle(samples: Samples) -> int:
    """The quietest place in the middle third, as an index into `samples`."""
    frame = SAMPLE_RATE_HZ // 10
    start = samples.size // 3
    middle = samples[start : start + (start // frame) * frame].reshape(-1, frame)
    return start + int(np.square(middle).sum(axis=1).argmin()) * frame + frame // 2


def _later(word: Word, samples: int) -> Word:
    shift_ms = samples * 1000 // SAMPLE_RATE_HZ
    return Word(word.text, word.start_ms + shift_ms, word.end_ms + shift_ms, word.probability)


def _sample(at_ms: int) -> int:
    return at_ms * SAMPLE_RATE_HZ // 1000
