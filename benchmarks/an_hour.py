"""One hour of sound through the desktop app in this process: does anything grow? `footprint.py` starts it.

    … python -m benchmarks.an_hour SECONDS        (with a screen; prints JSON)

It is an hour of sound, not an hour of clock: the bundled dictation again and again, at `SPEED` times its own speed
where the engines keep up (sound of a file waits for them). Everything else is the app: conductor, engines in their
processes, tray, menu, window, and the note on the clipboard at the end.
"""

import json
import os
import sys
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from importlib.resources import as_file, files
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.process_memory import all_memory, wait_until_steady
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from plainspoken.adapters.one_arena import use_one_arena
from plainspoken.bootstrap import DEMO_SPEECH_MODEL, Composition
from plainspoken.dictation.capture import FrameSink
from plainspoken.ui.app import DesktopApp
from plainspoken.ui.shown import DesktopState, Shown
from plainspoken.workers.conductor import LEVEL_EVERY_FRAMES, Conductor
from plainspoken.workers.messages import Level, Listener
from plainspoken_models.contracts import FRAME_MS
from plainspoken_models.sound import frames_of

PART_MS = 95_800
"""So much of the dictation: then she says "Plan.", and what follows a spoken heading is not asked of the tagger."""

QUARTERS = 4
SPEED = 8
"""Times the speed of speech. At full speed the detector alone keeps Python busy, which no microphone does."""

TICK_MS = 5
"""Qt's event loop is asked to come by this often; what is longer is time in which a click would wait."""

LEVEL_MS = LEVEL_EVERY_FRAMES * FRAME_MS

T = TypeVar("T")


class OverAndOver:
    """A source that says the bundled dictation again and again."""

    live = False

    def __init__(self, sound: Path, frames: int) -> None:
        self._sound, self._frames = sound, frames
        self._closing = threading.Event()

    def open(self, sink: FrameSink) -> None:
        """Begin, in a thread of its own."""
        threading.Thread(target=self._say, args=(sink,), daemon=True).start()

    def close(self) -> None:
        """Stop after this frame."""
        self._closing.set()

    def _say(self, sink: FrameSink) -> None:
        began = time.monotonic()
        part = PART_MS // FRAME_MS
        frames = chain.from_iterable(islice(frames_of(self._sound), part) for _ in count())
        for said, frame in enumerate(islice(frames, self._frames)):
            due_s = said * FRAME_MS / 1000 / SPEED - (time.monotonic() - began)
            if self._closing.wait(max(0.0, due_s)):
                break
            sink.put(frame)
        sink.end()


class Stopwatch:
    """When what took how long: a quarter of the sound → milliseconds."""

    def __init__(self, sound_ms: int) -> None:
        self._sound_ms = sound_ms
        self.heard_ms = 0
        self.spent: dict[str, list[array[float]]] = {}

    @property
    def quarter(self) -> int:
        """Of the sound that has been heard, 0 … 3."""
        return min(QUARTERS - 1, self.heard_ms * QUARTERS // self._sound_ms)

    def note(self, what: str, seconds: float) -> None:
        """Something took so long, now."""
        self.spent.setdefault(what, [array("d") for _ in range(QUARTERS)])[self.quarter].append(
            1000 * seconds
        )

    def timing(
        self, what: str, do: Callable[..., T], clock: Callable[[], float] = time.perf_counter
    ) -> Callable[..., T]:
        """`do`, and its time is noted."""

        def timed(*given: Any, **named: Any) -> T:
            began = clock()
            try:
                return do(*given, **named)
            finally:
                self.note(what, clock() - began)

        return timed

    def timing_engine(
        self, what: str, method: str, opens: Callable[[], AbstractContextManager[T]]
    ) -> Callable[[], AbstractContextManager[T]]:
        """Opens the same engine, one of whose methods is timed."""

        @contextmanager
        def opened() -> Iterator[T]:
            with opens() as engine:
                setattr(engine, method, self.timing(what, getattr(engine, method)))
                yield engine

        return opened


def desktop(composition: Composition, watch: Stopwatch, sound: Path, frames: int) -> DesktopApp:
    """The app with the demo's speech model, timed engines, no hotkey, and a microphone that says the dictation."""
    models = composition.models(DEMO_SPEECH_MODEL)
    engines = composition.engines(models)
    timed = replace(
        engines,
        open_transcriber=watch.timing_engine("transcribe a segment", "transcribe", engines.open_transcriber),
        open_tagger=watch.timing_engine("file a sentence", "tag", engines.open_tagger),
    )

    def conductor(listener: Listener) -> Conductor:
        return Conductor(timed, listener)

    parts = composition.desktop(demo_speech=True)
    app = DesktopApp(
        replace(parts, make_conductor=conductor, open_microphone=lambda _name: OverAndOver(sound, frames))
    )
    app.control.changed.disconnect(app.hud.show_state)
    app.control.changed.connect(watch.timing("show a change (CPU)", app.hud.show_state, time.thread_time))
    return app


class Watcher:
    """On Qt's thread: ticks, the memory at the quarters, and the end."""

    def __init__(self, app: DesktopApp, watch: Stopwatch, application: QApplication) -> None:
        self._app, self._watch, self._application = app, watch, application
        self.memories = [all_memory(os.getpid())]
        self._ticked_s = time.perf_counter()
        self._heard_s = array("d")
        """When each step of the level meter came, from the first on."""
        self._filed = 0
        self._ticks = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._ticks.timeout.connect(self._tick)
        app._relay.level.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        app.control.changed.connect(self._see_filed)
        app.control.changed.connect(self._look, Qt.ConnectionType.QueuedConnection)
        self._ticks.start()

    def _tick(self) -> None:
        now_s = time.perf_counter()
        self._watch.note("gap of the event loop", now_s - self._ticked_s)
        self._ticked_s = now_s

    def _see_filed(self, shown: Shown) -> None:
        """The window shows this now: how long ago was the last word of each sentence that is newly filed?"""
        statements = shown.session.document.statements if shown.session else ()
        now_s = time.perf_counter()
        for statement in statements[self._filed :]:
            if statement.filing is None:
                break
            self._filed += 1
            step = min(statement.spoken.end_ms // LEVEL_MS, len(self._heard_s) - 1)
            self._watch.note("a sentence, from its last word to its place", now_s - self._heard_s[step])
        self._filed = min(self._filed, len(statements))  # one was taken out again

    def _hear(self, level: Level) -> None:
        self._heard_s.append(time.perf_counter())
        before, self._watch.heard_ms = self._watch.quarter, level.elapsed_ms
        if self._watch.quarter > before:
            self.memories.append(all_memory(os.getpid()))
            self._ticked_s = time.perf_counter()  # looking took a while, and is no gap of the app's

    def _look(self, shown: Shown) -> None:
        if shown.state in (DesktopState.IDLE, DesktopState.PROBLEM) and shown.session and shown.session.over:
            self._ticks.stop()
            self.memories.append(all_memory(os.getpid()))
            self._application.quit()


def quarters(spent: "list[array[float]]") -> dict[str, list[float]]:
    """Of each quarter: how many, the median, the 95th of 100, the longest; milliseconds."""
    rows: dict[str, list[float]] = {"count": [], "median": [], "p95": [], "longest": []}
    for times in map(sorted, spent):
        rows["count"].append(len(times))
        for name, share in (("median", 0.5), ("p95", 0.95), ("longest", 1.0)):
            rows[name].append(round(times[min(len(times) - 1, int(share * len(times)))], 2) if times else 0.0)
    return rows


def main() -> None:
    """Run, and print JSON."""
    use_one_arena()  # as the app does before anything else
    frames = int(float(sys.argv[1]) * 1000) // FRAME_MS
    watch = Stopwatch(frames * FRAME_MS)
    application = QApplication(["plainspoken"])
    application.setQuitOnLastWindowClosed(False)
    with as_file(files("plainspoken").joinpath("demo", "visit.flac")) as sound:
        app = desktop(Composition(), watch, sound, frames)
        with app:
            wait_until_steady(os.getpid())
            watcher = Watcher(app, watch, application)
            began = time.perf_counter()
            QTimer.singleShot(0, app.control.start)
            application.exec()
            took_s = time.perf_counter() - began
            application.processEvents()
            wait_until_steady(os.getpid())
            watcher.memories.append(all_memory(os.getpid()))
            session = app.control.shown.session
            assert session
            result = {
                "sound_s": frames * FRAME_MS / 1000,
                "took_s": round(took_s, 1),
                "statements": len(session.note.statements),
                "gaps": len(session.gaps),
                "errors": len(session.errors),
                "clipboard": app.control.shown.outcome,
                "memory": watcher.memories,
                "ms": {what: quarters(spent) for what, spent in watch.spent.items()},
            }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
