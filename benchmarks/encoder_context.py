"""How much of Whisper's 30 s window the encoder has to compute: word errors and seconds of work at several contexts.

    .venv/bin/python -m benchmarks.encoder_context [--quick] [--shapes tiny.en,base.en,small.en] [--json FILE]

First the demo speech model, on the sound that lies in the repository, cut by the product's own segmenter; then the same
segments put together to at most 14 s, the longest that the segmenter makes. All contexts take turns on each segment,
and seconds are CPU seconds of one thread, so that a busy machine changes the ratios little. "Left out" and "put in" are
words; "rejected" are segments whose text the dictation would show as a gap.

Then models of Whisper's real shapes with random weights: times only, for what they write means nothing (see
random_models.py). What the figures mean: docs/encoder-context.md.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jiwer
import numpy as np
from benchmarks import random_models
from benchmarks.demo_speech import normal, segments_of

from plainspoken.bootstrap import DEMO_SPEECH_MODEL
from plainspoken.dictation.transcribe import Rejected, judge
from plainspoken_models.contracts import SAMPLE_RATE_HZ, Samples, Transcription
from plainspoken_models.engines import whisper_cpp
from plainspoken_models.engines.whisper_cpp import WhisperCpp
from plainspoken_models.segmenter import Smoothing, SpeechSegment
from plainspoken_models.store import Store

FULL_POSITIONS = 1500
SAMPLES_PER_POSITION = 320
RECORDINGS = (
    Path(str(files("plainspoken").joinpath("demo"))),
    Path(__file__).parent.parent / "tests" / "e2e" / "clips",
)
"""Folders with `visit.flac` and what is said in it, `visit.txt`. The last one alone for `--quick`."""
LENGTHS_S = (2, 5, 8, 14)

Rule = Callable[[int], int]
"""Samples → encoder positions."""


@dataclass(frozen=True, slots=True)
class Context:
    """A way to choose the encoder's context."""

    name: str
    rule: Rule
    flash: bool = False


def fitted(margin: int, step: int) -> Rule:
    """The product's rule with other numbers: the sound and a margin, in steps; in positions of 20 ms."""
    return lambda samples: min(
        FULL_POSITIONS, -(-(-(-samples // SAMPLES_PER_POSITION) + margin) // step) * step
    )


def fixed(positions: int) -> Rule:
    """The same for any sound; what is longer is not heard."""
    return lambda _samples: positions


FITTED = Context("margin 8, step 64: as shipped", fitted(8, 64))
FITTED_FLASH = Context("the same, flash attention", fitted(8, 64), flash=True)
MARGIN_64 = Context("margin 64, step 64", fitted(64, 64))
FIXED_512 = Context("fixed 512", fixed(512))
FIXED_768 = Context("fixed 768", fixed(768))
FULL_PLAIN = Context("full, no flash attention", fixed(FULL_POSITIONS))
FULL = Context("full, as shipped (flash)", fixed(FULL_POSITIONS), flash=True)
CONTEXTS = (
    FITTED,
    Context("margin 0, step 1", fitted(0, 1)),
    Context("margin 8, step 1", fitted(8, 1)),
    Context("margin 32, step 1", fitted(32, 1)),
    Context("margin 32, step 64", fitted(32, 64)),
    MARGIN_64,
    Context("margin 128, step 64", fitted(128, 64)),
    FITTED_FLASH,
    Context("margin 8, step 256, flash", fitted(8, 256), flash=True),
    Context("fixed 256", fixed(256)),
    FIXED_512,
    FIXED_768,
    FULL_PLAIN,
    FULL,
)
QUICK = (FITTED, FIXED_512, FULL)
TIMED = (FITTED, MARGIN_64, FIXED_768, FULL_PLAIN, FULL)
"""For the shapes: those that hear 14 s to the end."""


class CutTranscriber(WhisperCpp):
    """The product's transcriber with a rule of our own in place of its own."""

    def __init__(self, path: Path, context: Context) -> None:
        super().__init__(path, encoder_context="full" if context.flash else "fitted", threads=1)
        self._encoder_context = (
            "fitted"  # what it says of flash attention is settled; from here on the rule is asked
        )
        self._rule = context.rule
        self.positions: list[int] = []
        """Of each run of the encoder so far."""

    def transcribe(self, samples: Samples) -> Transcription:
        """As the product does it, but for the context."""
        asked = len(self.positions)
        with patch.object(whisper_cpp, "fitted_context", self._positions_for):
            found = super().transcribe(samples)
        assert len(self.positions) > asked, "the engine no longer asks `fitted_context`"
        return found

    def _positions_for(self, samples: int, _margin: int) -> int:
        self.positions.append(self._rule(samples))
        return self.positions[-1]


@dataclass(slots=True)
class Heard:
    """What came of some segments at one context."""

    texts: list[str] = field(default_factory=list)
    rejected: int = 0
    seconds: float = 0.0

    def hear(self, transcriber: WhisperCpp, segment: SpeechSegment) -> None:
        """Transcribe one more, and count."""
        began = time.process_time()
        found = transcriber.transcribe(segment.samples)
        self.seconds += time.process_time() - began
        self.texts.append(found.text)
        self.rejected += isinstance(judge(segment, found), Rejected)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    context: str
    positions: float
    """Mean of all runs of the encoder."""
    wrong_percent: float
    left_out: int
    put_in: int
    rejected: int
    seconds: float
    of_full: float


def joined(segments: Sequence[SpeechSegment]) -> list[SpeechSegment]:
    """Neighbours put together, to the longest that the segmenter would make."""
    longest = Smoothing().longest_ms * SAMPLE_RATE_HZ // 1000
    made = [segments[0]]
    for segment in segments[1:]:
        both = np.concatenate((made[-1].samples, segment.samples))
        if both.size <= longest:
            made[-1] = SpeechSegment(both, made[-1].start_ms)
        else:
            made.append(segment)
    return made


def accuracy(
    model: Path, contexts: Sequence[Context], segments: Sequence[SpeechSegment], spoken: str
) -> list[Row]:
    """Word errors and seconds of each context; the last context is full."""
    heard = [Heard() for _ in contexts]
    with ExitStack() as stack:
        transcribers = [stack.enter_context(closing(CutTranscriber(model, each))) for each in contexts]
        for segment in segments:
            for result, transcriber in zip(heard, transcribers, strict=True):
                result.hear(transcriber, segment)
    return [
        _row(context, transcriber, result, spoken, heard[-1].seconds)
        for context, transcriber, result in zip(contexts, transcribers, heard, strict=True)
    ]


def _row(
    context: Context, transcriber: CutTranscriber, heard: Heard, spoken: str, full_seconds: float
) -> Row:
    words = jiwer.process_words(spoken, normal(" ".join(heard.texts)))
    return Row(
        context.name,
        float(np.mean(transcriber.positions)),
        100 * words.wer,
        words.deletions,
        words.insertions,
        heard.rejected,
        heard.seconds,
        heard.seconds / full_seconds,
    )


def swayed(model: Path, context: Context, segments: Sequence[SpeechSegment]) -> int:
    """How many segments give another text where all come in reverse order: what was heard before should not matter."""
    with closing(CutTranscriber(model, context)) as transcriber:
        forth = [transcriber.transcribe(segment.samples).text for segment in segments]
        back = [transcriber.transcribe(segment.samples).text for segment in reversed(segments)]
    return sum(one != other for one, other in zip(forth, reversed(back), strict=True))


def times(model: Path, sounds: Sequence[Samples], runs: int) -> dict[str, list[float]]:
    """Context → median seconds of work for each sound."""
    spent: dict[str, list[list[float]]] = {context.name: [[] for _ in sounds] for context in TIMED}
    with ExitStack() as stack:
        transcribers = {
            context.name: stack.enter_context(closing(CutTranscriber(model, context))) for context in TIMED
        }
        for _ in range(runs):
            for index, sound in enumerate(sounds):
                for name, transcriber in transcribers.items():
                    began = time.process_time()
                    transcriber.transcribe(sound)
                    spent[name][index].append(time.process_time() - began)
    return {name: [float(np.median(each)) for each in seconds] for name, seconds in spent.items()}


def show(title: str, rows: Sequence[Row]) -> None:
    """Print a table of accuracy."""
    names = ("positions", "wrong %", "left out", "put in", "rejected", "seconds", "of full")
    print(f"\n{title}\n{'context':<28}{''.join(f'{name:>10}' for name in names)}")
    for row in rows:
        words = f"{row.wrong_percent:>10.1f}{row.left_out:>10}{row.put_in:>10}{row.rejected:>10}"
        print(f"{row.context:<28}{row.positions:>10.0f}{words}{row.seconds:>10.2f}{row.of_full:>10.2f}")


def show_times(shape: str, seconds: dict[str, list[float]]) -> None:
    """Print a table of times."""
    print(
        f"\n{shape}, random weights: seconds of work, and of full\n{'context':<28}"
        + "".join(f"{length:>14} s" for length in LENGTHS_S)
    )
    for name, each in seconds.items():
        cells = (f"{s:>10.2f}{s / full:>6.2f}" for s, full in zip(each, seconds[FULL.name], strict=True))
        print(f"{name:<28}{''.join(cells)}")


def measure_demo(quick: bool) -> dict[str, Any]:
    """The tables of the demo model."""
    store = Store()
    model = store.path(store.model(DEMO_SPEECH_MODEL).id)
    folders = RECORDINGS[-1:] if quick else RECORDINGS
    spoken = normal(" ".join((folder / "visit.txt").read_text("utf-8") for folder in folders))
    recordings = [segments_of(folder / "visit.flac") for folder in folders]
    cut = [segment for recording in recordings for segment in recording]
    together = [segment for recording in recordings for segment in joined(recording)]
    found: dict[str, Any] = {"words": len(spoken.split())}
    for name, segments in (("as cut", cut), ("put together", together)):
        rows = accuracy(model, QUICK if quick else CONTEXTS, segments, spoken)
        mean_s = sum(segment.samples.size for segment in segments) / SAMPLE_RATE_HZ / len(segments)
        show(f"{name}: {len(segments)} segments, {mean_s:.1f} s on average, {found['words']} words", rows)
        found[name] = [asdict(row) for row in rows]
    found["swayed"] = {each.name: swayed(model, each, cut) for each in (FITTED, FITTED_FLASH)}
    print(f"\nAnother text in reverse order, of {len(cut)} segments: {found['swayed']}")
    return found


def measure_shapes(shapes: Sequence[str], folder: Path, runs: int) -> dict[str, dict[str, list[float]]]:
    """The tables of the random models."""
    recording = np.concatenate([segment.samples for segment in segments_of(RECORDINGS[-1] / "visit.flac")])
    sounds = [recording[: length * SAMPLE_RATE_HZ] for length in LENGTHS_S]
    found = {}
    for shape in shapes:
        found[shape] = times(random_models.model(shape, folder), sounds, runs)
        show_times(shape, found[shape])
    return found


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="one short recording, few contexts, one run")
    parser.add_argument("--shapes", default="tiny.en,base.en,small.en", help="empty for none")
    parser.add_argument("--models", type=Path, default=random_models.DEFAULT_FOLDER, metavar="FOLDER")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    shapes = [shape for shape in given.shapes.split(",") if shape]
    demo = measure_demo(given.quick)
    found = {"demo": demo, "shapes": measure_shapes(shapes, given.models, runs=1 if given.quick else 3)}
    if given.json:
        given.json.write_text(json.dumps({**found, "lengths_s": LENGTHS_S}, indent=2) + "\n")


if __name__ == "__main__":
    main()
