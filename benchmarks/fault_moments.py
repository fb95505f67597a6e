"""What is killed and when: moments of a dictation, drawn from a seed, each part of a dictation alike often."""

import random
from dataclasses import dataclass
from itertools import cycle, islice

TARGETS = ("tray", "whisper_cpp", "llama_cpp", "all")
"""The tray process alone, each engine alone, and everything at once."""

PHASES = ("start", "speech", "pause", "stop", "delivery")

AFTER_START_S = 1.0
"""She presses the key and speaks: the microphone opens in this time."""
STOPPING_S = 0.1
"""After the stop key: the microphone closes, the last words are asked for."""
DELIVERING_S = 0.7
"""After that: the note is finished, delivered and written down."""


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill."""

    target: str
    """One of `TARGETS`, or `nothing`: a dictation that is left alone."""
    phase: str
    """One of `PHASES`."""
    after_s: float
    """From the start key, from the first word, or from the stop key on, as the phase has it."""


def drawn(count: int, seed: int, speech_s: list[tuple[float, float]], length_s: float) -> list[Kill]:
    """So many kills.

    Args:
        count: how many.
        seed: of the chance.
        speech_s: the stretches of the clip in which she speaks, in seconds of it.
        length_s: of the clip.
    """
    chance = random.Random(seed)
    pairs = [(target, phase) for phase in PHASES for target in TARGETS]
    chosen = list(islice(cycle(pairs), count))
    chance.shuffle(chosen)
    return [
        Kill(target, phase, round(_after(phase, chance, speech_s, length_s), 3)) for target, phase in chosen
    ]


def _after(phase: str, chance: random.Random, speech_s: list[tuple[float, float]], length_s: float) -> float:
    ends = [end for _, end in speech_s]
    begins = [start for start, _ in speech_s]
    pauses_s = list(zip(ends, [*begins[1:], length_s], strict=True))
    match phase:
        case "start":
            return chance.uniform(0, AFTER_START_S)
        case "speech":
            return chance.uniform(*chance.choice(speech_s))
        case "pause":
            return chance.uniform(*chance.choice(pauses_s))
        case "stop":
            return chance.uniform(0, STOPPING_S)
        case _:
            return chance.uniform(STOPPING_S, DELIVERING_S)
