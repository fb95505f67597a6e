"""The desktop app, with a clock at each step from the hotkey to the first sound. `footprint.py` starts it.

    … python -m benchmarks.hotkey_app        (with a screen and a sound server)

All parts are the app's own; only what the microphone gives passes an observer on its way. When the first frame has
come, one line of JSON goes to standard output, and the dictation is cancelled, so that the key can be pressed again.
Times are seconds of the system's monotonic clock, which all processes share.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from plainspoken.bootstrap import DEMO_SPEECH_MODEL, Composition
from plainspoken.dictation.capture import TOO_BUSY, AudioSource, FrameSink
from plainspoken.ui.app import DesktopApp
from plainspoken.ui.interrupts import call_on_interrupt
from plainspoken.ui.parts import ListenForHotkeys
from plainspoken.ui.shown import DesktopState, Shown
from plainspoken.workers.conductor import Conductor
from plainspoken_models.contracts import Samples
from plainspoken_models.errors import PlainspokenError

IDLE_S = 1.0
"""The engines end so soon after a dictation, instead of after minutes: the next key press finds them cold."""

LOOK_AT = slice(300, 400)
"""Samples of the first frame whose mean tells when it was said: the first ones hold the resamplers' transients."""


class Clocks(QObject):
    """What was when, in one dictation."""

    complete = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[str, float] = {}

    def mark(self, what: str) -> None:
        """Now; the first time counts."""
        self.at.setdefault(what, time.monotonic())

    def hear(self, first: Samples) -> None:
        """The first frame is on its way to the conductor."""
        self.at["value"] = float(first[LOOK_AT].mean())
        self.mark("first_frame")
        self.complete.emit()


class Observed:
    """A sink that looks at the first frame; the rest is the conductor's own sink."""

    def __init__(self, sink: FrameSink, clocks: Clocks) -> None:
        self._sink, self._clocks = sink, clocks
        self._heard = False

    def offer(self, samples: Samples) -> None:
        """Pass it on, and look at the first one."""
        self._sink.offer(samples)
        if not self._heard:
            self._heard = True
            self._clocks.hear(samples)

    def put(self, samples: Samples) -> None:
        """Pass it on."""
        self._sink.put(samples)

    def lost(self, lost_ms: int, reason: str = TOO_BUSY) -> None:
        """Pass it on."""
        self._sink.lost(lost_ms, reason)

    def warn(self, error: PlainspokenError) -> None:
        """Pass it on."""
        self._sink.warn(error)

    def end(self, error: PlainspokenError | None = None) -> None:
        """Pass it on."""
        self._sink.end(error)


class ObservedMicrophone:
    """The microphone, opened with an observed sink."""

    live = True

    def __init__(self, microphone: AudioSource, clocks: Clocks) -> None:
        self._microphone, self._clocks = microphone, clocks

    def open(self, sink: FrameSink) -> None:
        """Open it."""
        self._clocks.mark("opening")
        try:
            self._microphone.open(Observed(sink, self._clocks))
        except PlainspokenError:
            self._clocks.mark("failed")
            raise

    def close(self) -> None:
        """Close it."""
        self._microphone.close()


def observed_hotkeys(listen: ListenForHotkeys, clocks: Clocks) -> ListenForHotkeys:
    """The same hotkeys; when the toggle key arrives is noted."""

    @contextmanager
    def listening(
        *, toggle: Callable[[], None], push: Callable[[], None], release: Callable[[], None]
    ) -> Iterator[None]:
        def pressed() -> None:
            clocks.mark("hotkey")
            toggle()

        with listen(toggle=pressed, push=push, release=release):
            yield

    def start(**keys: Callable[[], None]) -> AbstractContextManager[object]:
        return listening(**keys)

    return start


def say(fields: dict[str, object]) -> None:
    """One line to whoever presses the key."""
    print(json.dumps(fields), flush=True)


def main() -> None:
    """Run the app until it is told to end."""
    application, clocks = QApplication(["plainspoken"]), Clocks()
    application.setQuitOnLastWindowClosed(False)
    composition = Composition()
    parts, models = composition.desktop(demo_speech=True), composition.models(DEMO_SPEECH_MODEL)
    engines = replace(composition.engines(models), idle_s=IDLE_S)
    app = DesktopApp(
        replace(
            parts,
            make_conductor=lambda listener: Conductor(engines, listener),
            open_microphone=lambda name: ObservedMicrophone(parts.open_microphone(name), clocks),
            hotkeys=observed_hotkeys(parts.hotkeys, clocks),
        )
    )

    def heard() -> None:
        say({"at": clocks.at})
        app.control.cancel()

    def changed(shown: Shown) -> None:
        over = shown.state in (DesktopState.IDLE, DesktopState.PROBLEM)
        if over and clocks.at.keys() & {"first_frame", "failed"}:
            if "failed" in clocks.at:
                say({"at": {}})
            clocks.at = {}
            say({"ready": True})

    clocks.complete.connect(heard, Qt.ConnectionType.QueuedConnection)
    app.control.changed.connect(changed)
    QTimer.singleShot(0, lambda: say({"ready": True}))
    with app, call_on_interrupt(application.quit):
        application.exec()


if __name__ == "__main__":
    main()
