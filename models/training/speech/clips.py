"""Training clips: spoken sentences from the banks put together, with silence, level and noise, in batches."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from network import CHARACTERS, END, HOP, NO_SPEECH, NO_TIMES, START

RATE_HZ = 16000
LONGEST_S = 14.0
MOST_CHARACTERS = 200
CONTEXT_STEP = 64
"""The encoder runs on a multiple of 64 positions of 20 ms, in training as in use."""
MARGIN = 8
"""At least this many positions of silence follow the sound."""
IGNORED = -100
_NUMBER = {character: number for number, character in enumerate(CHARACTERS)}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence of a bank."""

    text: str
    voice: str
    kind: str
    sound: NDArray[np.int16]
    """16 kHz, mono, trimmed."""


@dataclass(frozen=True, slots=True)
class Clip:
    """What one training example says, not yet mixed."""

    sentences: tuple[Spoken, ...]
    pauses_s: tuple[float, ...]
    """The silence before each sentence, and after the last."""

    @property
    def text(self) -> str:
        """The sentences as one text; a full stop is added where another sentence follows."""
        *front, last = [s.text for s in self.sentences] or [""]
        return " ".join([text if text.endswith(".") else text.rstrip(",") + "." for text in front] + [last])

    @property
    def seconds(self) -> float:
        """The length with silence."""
        return sum(self.pauses_s) + sum(len(s.sound) for s in self.sentences) / RATE_HZ


def read_bank(path: Path) -> list[Spoken]:
    """The sentences of one bank. Raises OSError or ValueError if it is not one."""
    with np.load(path) as bank:
        samples, ends, labels = bank["samples"], bank["ends"], json.loads(str(bank["labels"]))
    starts = [0, *ends[:-1]]
    return [
        Spoken(x["text"], x["voice"], x["kind"], samples[a:b])
        for x, a, b in zip(labels, starts, ends, strict=True)
    ]


def audio_context(samples: int) -> int:
    """The encoder positions to run for a clip of so many samples at 16 kHz: at most 1,500."""
    return min(1500, -(-(-(-samples // 320) + MARGIN) // CONTEXT_STEP) * CONTEXT_STEP)


def clips(sentences: list[Spoken], chance: random.Random) -> Iterator[Clip]:
    """Yield every sentence once, alone or with one or two others in the same voice; and a few clips of silence."""
    waiting: dict[str, list[Spoken]] = {}
    for sentence in chance.sample(sentences, len(sentences)):
        waiting.setdefault(sentence.voice, []).append(sentence)
    while waiting:
        if chance.random() < 0.012:
            yield Clip((), (chance.uniform(0.4, 8),))
        voice = chance.choice(list(waiting))
        yield _one_to_three(waiting[voice], chance)
        if not waiting[voice]:
            del waiting[voice]


def _one_to_three(stack: list[Spoken], chance: random.Random) -> Clip:
    chosen = [stack.pop()]
    pauses = [chance.uniform(0, 0.7), chance.uniform(0, 0.7)]
    for _ in range(chance.choices((0, 1, 2), (50, 28, 22))[0]):
        pauses.insert(1, chance.uniform(0.1, 0.5))
        longer = Clip((*chosen, *stack[-1:]), tuple(pauses))
        if not stack or longer.seconds > LONGEST_S or len(longer.text) > MOST_CHARACTERS:
            pauses.pop(1)
            break
        chosen.append(stack.pop())
    return Clip(tuple(chosen), tuple(pauses))


def batches(source: Iterator[Clip], seconds: float, chance: random.Random) -> Iterator[list[Clip]]:
    """Group clips of like length, so that a batch with its padding lasts at most `seconds`; shuffled."""
    pool = sorted(source, key=lambda clip: clip.seconds + chance.uniform(0, 0.8))
    made: list[list[Clip]] = [[]]
    for clip in pool:
        longest = max([clip.seconds, *(c.seconds for c in made[-1])]) + 0.8
        if made[-1] and longest * (len(made[-1]) + 1) > seconds:
            made.append([])
        made[-1].append(clip)
    chance.shuffle(made)
    yield from made


def mixed(batch: list[Clip], chance: random.Random) -> Tensor:
    """The sound of a batch: float32 (clips, samples), each at its own level and with its own white noise.

    Beyond the end of a clip the samples are zero, as whisper.cpp pads them.
    """
    longest = max(int(clip.seconds * RATE_HZ) for clip in batch) + 2 * HOP
    positions = audio_context(longest) + CONTEXT_STEP * chance.choices((0, 1, 3), (85, 12, 3))[0]
    out = torch.zeros(len(batch), positions * 2 * HOP)
    for row, clip in zip(out, batch, strict=True):
        level, at = 10 ** chance.uniform(-0.8, 0.15) / 32767, 0.0
        for pause_s, sentence in zip(clip.pauses_s, clip.sentences, strict=False):
            at += pause_s
            start = int(at * RATE_HZ)
            row[start : start + len(sentence.sound)] = (
                torch.from_numpy(sentence.sound.astype(np.float32)) * level
            )
            at += len(sentence.sound) / RATE_HZ
        noise = torch.empty(int(clip.seconds * RATE_HZ)).normal_(std=10 ** chance.uniform(-5.5, -2.3))
        row[: len(noise)] += noise
    return out.clamp_(-1, 1)


def targets(batch: list[Clip], chance: random.Random) -> Tensor:
    """Tokens (clips, longest), filled up with `IGNORED`. Silence is "no speech", or at times the end at once."""
    rows = [[START, NO_TIMES, *(_NUMBER[c] for c in clip.text), END] for clip in batch]
    for row, clip in zip(rows, batch, strict=True):
        if not clip.sentences and chance.random() < 0.7:
            row[2] = NO_SPEECH
    width = -(-max(map(len, rows)) // 16) * 16 + 1
    return torch.tensor([row + [IGNORED] * (width - len(row)) for row in rows])
