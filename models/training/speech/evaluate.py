"""Measure word errors of a model file, run by whisper.cpp itself, on held-out speech in the demo voices."""

import argparse
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import _pywhispercpp as whisper
import numpy as np
from numpy.typing import NDArray

from clips import Clip, Spoken, audio_context, clips, read_bank
from voices import RATE_HZ, VOICES, speak

Array = NDArray[np.float32]
_PUNCTUATION = re.compile(r"[.,](?!\d)|(?<!\d)[.,]|[-/']")


class Recogniser:
    """whisper.cpp with one model file and the settings that the demo model was trained for."""

    def __init__(self, model: Path, flash_attention: bool = False) -> None:
        context = whisper.whisper_context_default_params()
        context.use_gpu, context.flash_attn = False, flash_attention
        self._context = whisper.whisper_init_from_file_with_params(str(model), context)
        settings = whisper.whisper_full_default_params(
            whisper.whisper_sampling_strategy.WHISPER_SAMPLING_GREEDY
        )
        settings.no_timestamps = settings.single_segment = settings.no_context = True
        settings.temperature = settings.temperature_inc = 0.0
        settings.suppress_blank = False
        settings.print_progress = settings.print_realtime = settings.print_timestamps = False
        settings.n_threads, settings.language = 1, "en"
        self._settings = settings

    def text(self, sound: Array, fitted: bool = True) -> str:
        """The text of a clip (float32, 16 kHz, mono), with the encoder fitted to it or run at full length."""
        self._settings.audio_ctx = audio_context(len(sound)) if fitted else 0
        if whisper.whisper_full(self._context, self._settings, sound, sound.size) != 0:
            raise RuntimeError("whisper.cpp refused the clip")
        count = whisper.whisper_full_n_segments(self._context)
        parts = [whisper.whisper_full_get_segment_text(self._context, i).decode() for i in range(count)]
        return "".join(parts).strip()


def words(text: str) -> list[str]:
    """The words that are compared: lower case, no punctuation outside numbers, hyphens and slashes as spaces."""
    return _PUNCTUATION.sub(" ", text.lower()).replace("%", " percent").split()


def word_errors(said: list[str], heard: list[str]) -> int:
    """The least number of words to replace, insert or delete."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


def sound_of(clip: Clip) -> Array:
    """The clip without noise, float32."""
    parts = [_silence(clip.pauses_s[0])]
    for sentence, pause_s in zip(clip.sentences, clip.pauses_s[1:], strict=True):
        parts += [sentence.sound.astype(np.float32) / np.float32(32768), _silence(pause_s)]
    return np.concatenate(parts)


def _silence(seconds: float) -> Array:
    return np.zeros(round(seconds * RATE_HZ), dtype=np.float32)


def visits(path: Path) -> Iterator[tuple[str, Clip]]:
    """The hand-written sentences, each in every voice at its usual pace."""
    for line in path.read_text().splitlines():
        for voice in VOICES:
            yield "visits", Clip((Spoken(line, voice, "visits", speak(line, voice)),), (0.2, 0.3))


def held_out(bank: list[Spoken], chance: random.Random) -> Iterator[tuple[str, Clip]]:
    """Each sentence on its own, then one to three together."""
    for sentence in bank:
        yield sentence.kind, Clip((sentence,), (0.2, 0.3))
    for clip in clips(bank, chance):
        if len(clip.sentences) > 1:
            yield "two or three together", clip


def measure(recogniser: Recogniser, examples: list[tuple[str, Clip]], fitted: bool, shown: int) -> None:
    """Print word error rates by kind and voice, the time taken, and some of the worst examples."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    errors: list[tuple[int, str, str]] = []
    started, heard_s = time.process_time(), 0.0
    for kind, clip in examples:
        sound = sound_of(clip)
        heard = recogniser.text(sound, fitted)
        wrong, total = word_errors(words(clip.text), words(heard)), len(words(clip.text))
        heard_s += len(sound) / RATE_HZ
        errors.append((wrong, clip.text, heard))
        for voice in (clip.sentences[0].voice, "all"):
            counts[kind, voice][0] += wrong
            counts[kind, voice][1] += total
    _print_table(counts)
    print(f"{heard_s:.0f} s of sound in {time.process_time() - started:.1f} s of CPU, one thread")
    for wrong, said, heard in random.Random(1).sample([e for e in errors if e[0]], shown):
        print(f"  {wrong}  {said}\n     {heard}")


def _print_table(counts: dict[tuple[str, str], list[int]]) -> None:
    columns = (*VOICES, "all")
    print("| WER % (words) |", " | ".join(columns), "|\n|---|" + "---|" * len(columns))
    for kind in dict.fromkeys(kind for kind, _ in counts):
        cells = [counts[kind, voice] for voice in columns]
        print(f"| {kind} |", " | ".join(f"{100 * a / max(1, b):.1f} ({b})" for a, b in cells), "|")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("banks", type=Path, help="folder with held-out-*.npz (voices.py --held-out)")
    parser.add_argument("--most", type=int, default=300, help="sentences of the bank to use")
    parser.add_argument(
        "--full", action="store_true", help="run the encoder at its full length of 1,500 positions"
    )
    parser.add_argument("--flash", action="store_true", help="with flash attention")
    parser.add_argument("--shown", type=int, default=0, help="wrong sentences to print")
    options = parser.parse_args()
    bank = [s for path in sorted(options.banks.glob("held-out-*.npz")) for s in read_bank(path)][
        : options.most
    ]
    examples = [*held_out(bank, random.Random(3)), *visits(Path(__file__).with_name("visits.txt"))]
    measure(Recogniser(options.model, options.flash), examples, not options.full, options.shown)


if __name__ == "__main__":
    main()
