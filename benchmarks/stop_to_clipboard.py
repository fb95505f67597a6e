"""How long she waits for the note after the stop key, for dictations of different lengths.

    xvfb-run -a .venv/bin/python -m benchmarks.stop_to_clipboard [--minutes 0.5 2 5 10] [--repeats 6 4 2 2]
        [--real-size FOLDER] [--chart FILE.svg] [--json FILE]

Ours: the desktop app in this process (conductor, window, tray, clipboard), its engines in their own processes, and a
microphone that plays a dictation in real time; the key is pressed 0.5 s after the last word. Timed from the key to the
note on the clipboard. In the same run, with the same engines and weights, the two orders that others work in:
(a) everything is transcribed after the key, then filed; (b) it is transcribed in chunks while she speaks, of which
only the last one is left, and all of it is filed after the key. What (a) and (b) do before the key is not timed.

With `--real-size`: Whisper of the shape of base.en and Llama of 1B parameters, with random weights (see
`random_models.py`). A random Whisper says nothing sensible, so its work is done and timed, and then a sentence of the
bundled dictation is put in the place of its words: the tagger gets real statements.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from benchmarks.replay import Dictation, ReplayMicrophone, dictation, segments_of
from benchmarks.wait_chart import chart
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from plainspoken.bootstrap import DEMO_SPEECH_MODEL, Composition, threads
from plainspoken.dictation.note import Note
from plainspoken.dictation.transcribe import Utterance, judge
from plainspoken.ui.app import DesktopApp
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.workers.conductor import Conductor
from plainspoken.workers.engines import Engines
from plainspoken.workers.messages import BeginText
from plainspoken_models.contracts import Samples, SectionKind, Transcriber, Transcription, Word
from plainspoken_models.engines.host import open_tagger, open_transcriber
from plainspoken_models.segmenter import SpeechSegment

AFTER_LAST_WORD_S = 0.5
LOOK_MS = 5
"""The key is pressed at most that late. The clock starts with the press and is stopped by a signal."""
ORDERS = ("ours", "a", "b")


@dataclass(frozen=True, slots=True)
class Wait:
    """One dictation."""

    order: str
    minutes: float
    seconds: float
    """From the key to the clipboard."""
    statements: int


class Worded:
    """A transcriber that does its work, and then says a sentence of the bundled dictation."""

    def __init__(self, engine: Transcriber) -> None:
        self._engine = engine
        text = files("plainspoken").joinpath("demo", "visit.txt").read_text("utf-8")
        self._sentences = [line for line in text.splitlines() if len(line.split()) > 3]

    def transcribe(self, samples: Samples) -> Transcription:
        """The same sound always gives the same sentence."""
        self._engine.transcribe(samples)
        text = self._sentences[len(samples) // 512 % len(self._sentences)]
        words = tuple(Word(word, 0, 0, 0.9) for word in text.split())
        return Transcription(text, words, 0.0)


class Screen:
    """Waits for the conductor's note, and puts it on the clipboard."""

    def __init__(self) -> None:
        self.note: Note | None = None

    def session_changed(self, session: object) -> None:
        """Not shown."""

    def level_changed(self, level: object) -> None:
        """Not shown."""

    def note_ready(self, note: Note) -> None:
        """Kept for the thread that waits."""
        self.note = note


class Bench:
    """The engines, and the three orders of work with them."""

    def __init__(self, real_size: Path | None) -> None:
        self.composition = Composition()
        self._real_size = real_size
        self._template = self.composition.template("soap")

    def engines(self) -> Engines:
        """Those that ship, or those of real size."""
        real = self.composition.engines(self.composition.models(DEMO_SPEECH_MODEL))
        if self._real_size is None:
            return real
        return replace(real, open_transcriber=self._transcriber, open_tagger=self._tagger)

    @contextmanager
    def _transcriber(self) -> Iterator[Transcriber]:
        from benchmarks.random_models import model  # noqa: PLC0415  only where it is wanted: needs gguf

        assert self._real_size
        path = model("base.en", self._real_size)
        with open_transcriber(path, encoder_context="full", threads=threads()) as engine:
            yield Worded(engine)

    @contextmanager
    def _tagger(self) -> Iterator[Any]:
        from benchmarks.random_models import model  # noqa: PLC0415

        assert self._real_size
        path = model("1B", self._real_size)
        with open_tagger(path, label_style="letters", threads=threads(), cache=self._real_size) as engine:
            engine.start(tuple(SectionKind))
            yield engine

    def ours(self, spoken: Sequence[Dictation]) -> Iterator[tuple[float, int]]:
        """Seconds from key to clipboard, and statements, of each dictation, one after the other in one app."""
        microphones = [ReplayMicrophone(one, AFTER_LAST_WORD_S) for one in spoken]
        waiting = iter(microphones)
        parts = replace(
            self.composition.desktop(demo_speech=True),
            make_conductor=lambda listener: Conductor(self.engines(), listener),
            open_microphone=lambda _name: next(waiting),
            hotkeys=_no_hotkeys,
        )
        app = DesktopApp(parts)
        copied: list[tuple[float, int]] = []
        app.control.copied.connect(lambda note: copied.append((time.perf_counter(), len(note.statements))))
        with app:
            for number, microphone in enumerate(microphones):
                app.control.start()
                _until(microphone.press.is_set)
                pressed = time.perf_counter()
                app.control.stop()
                _until(partial(_more_than, number, copied))
                at, statements = copied[-1]
                yield at - pressed, statements
                _until(lambda: not app.control.shown.dictating)

    def others(self, order: str, spoken: Sequence[Dictation]) -> Iterator[tuple[float, int]]:
        """The same of the orders (a) and (b)."""
        engines, screen, clipboard = self.engines(), Screen(), NoteClipboard()
        conductor = Conductor(engines, screen)
        conductor.start(speech=False)
        with engines.open_transcriber() as transcriber:
            for one in spoken:
                segments = segments_of(one.samples)
                before = segments[:-1] if order == "b" else []
                heard = [self._words(transcriber, segment) for segment in before]
                pressed = time.perf_counter()
                heard += [self._words(transcriber, segment) for segment in segments[len(before) :]]
                screen.note = None
                conductor.begin(BeginText(self._template, tuple(each for each in heard if each)))
                while screen.note is None:
                    time.sleep(0.001)
                clipboard.put(screen.note)
                yield time.perf_counter() - pressed, len(screen.note.statements)
        conductor.close()

    @staticmethod
    def _words(transcriber: Transcriber, segment: SpeechSegment) -> Utterance | None:
        judged = judge(segment, transcriber.transcribe(segment.samples))
        return judged if isinstance(judged, Utterance) and judged.words else None


def _no_hotkeys(**_calls: object) -> AbstractContextManager[object]:
    return nullcontext()


def _more_than(number: int, found: Sequence[object]) -> bool:
    return len(found) > number


def _until(true: Callable[[], bool]) -> None:
    """Let Qt work, and sleep, until something is true."""
    loop, look = QEventLoop(), QTimer(interval=LOOK_MS)
    look.timeout.connect(lambda: loop.quit() if true() else None)
    look.start()
    loop.exec()


def measure(bench: Bench, minutes: Sequence[float], repeats: Sequence[int]) -> list[Wait]:
    """All waits; the orders take turns within each length."""
    waits: list[Wait] = []
    for length, count in zip(minutes, repeats, strict=True):
        spoken = [dictation(60 * length, seed) for seed in range(count)]
        for order in ORDERS:
            found = bench.ours(spoken) if order == "ours" else bench.others(order, spoken)
            for seconds, statements in found:
                waits.append(Wait(order, length, seconds, statements))
                print(f"{order:<5}{length:>5g} min {seconds:>8.2f} s {statements:>5} statements", flush=True)
    return waits


def of(waits: Sequence[Wait], order: str, minutes: float | None = None) -> list[float]:
    """The seconds of an order, for one length or for all."""
    return sorted(w.seconds for w in waits if w.order == order and minutes in (None, w.minutes))


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed; the largest one where there are fewer than twenty."""
    return values[min(len(values) - 1, int(0.95 * len(values)))]


def report(waits: Sequence[Wait], minutes: Sequence[float]) -> dict[str, Any]:
    """Print the table; the same as data."""
    print(
        f"\n{'':<6}"
        + "".join(f"{length:>9g} min" for length in minutes)
        + f"{'all: p50':>12}{'p95':>8}{'growth':>8}"
    )
    found: dict[str, Any] = {"waits": [asdict(wait) for wait in waits]}
    for order in ORDERS:
        medians = [statistics.median(of(waits, order, length)) for length in minutes]
        everything = of(waits, order)
        row = {"p50_s": medians, "all_p50_s": statistics.median(everything), "all_p95_s": p95(everything),
               "growth": medians[-1] / medians[0]}  # fmt: skip
        found[order] = row
        print(f"{order:<6}" + "".join(f"{m:>11.2f} s" for m in medians)
              + f"{row['all_p50_s']:>10.2f} s{row['all_p95_s']:>6.2f} s{row['growth']:>7.2f}x")  # fmt: skip
    ratios = [a / o for a, o in zip(found["a"]["p50_s"], found["ours"]["p50_s"], strict=True)]
    print(
        "less waiting than (a): "
        + ", ".join(f"{r:.0f}x at {m:g} min" for r, m in zip(ratios, minutes, strict=True))
    )
    return found


def main() -> None:
    """Measure, print, and draw."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, nargs="+", default=[0.5, 2, 5, 10])
    parser.add_argument(
        "--repeats", type=int, nargs="+", default=[6, 4, 2, 2], help="dictations of each length"
    )
    parser.add_argument(
        "--real-size", type=Path, metavar="FOLDER", help="random weights of real size, kept there"
    )
    parser.add_argument("--chart", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    application = QApplication(["benchmark"])
    application.setQuitOnLastWindowClosed(False)
    found = report(measure(Bench(given.real_size), given.minutes, given.repeats), given.minutes)
    if given.chart:
        given.chart.write_text(chart(given.minutes, {o: found[o]["p50_s"] for o in ORDERS}), "utf-8")
    if given.json:
        given.json.write_text(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
