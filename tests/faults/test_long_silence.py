"""Hours in which nobody says a word: nothing reaches the speech engine, and memory stays flat.

PLAINSPOKEN_SILENT_HOURS=3 for three of them, which take minutes.
"""

import os
import threading
from collections.abc import Callable

import numpy as np
import psutil
import pytest

from fakes import FakeScreen, FakeTagger, FakeTranscriber, opened
from plainspoken.dictation.capture import FrameSink
from plainspoken.dictation.effects import Phase
from plainspoken.dictation.session import Session
from plainspoken.workers.conductor import Conductor
from plainspoken.workers.engines import Engines
from plainspoken.workers.messages import Begin, Level
from plainspoken_models.contracts import FRAME_MS, FRAME_SAMPLES
from plainspoken_models.engines.silero import Silero
from workers.stage import SOAP

HOURS = float(os.environ.get("PLAINSPOKEN_SILENT_HOURS", "0.25"))
FRAMES = round(HOURS * 3_600_000 / FRAME_MS)
WARM_FRAMES = 2_000
"""Everything has been used once by then."""

FLAT_BYTES = 20_000_000
"""What a run may grow by; a quarter of an hour of sound is 58 MB, three hours are 691 MB."""

SECONDS = 1200.0

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1500)]


class Hiss:
    """A microphone in a quiet room, as fast as its sound is taken; it takes a look at memory now and then."""

    live = True

    def __init__(self, look: Callable[[], None]) -> None:
        self._look = look

    def open(self, sink: FrameSink) -> None:
        """From a thread, as a microphone does."""
        threading.Thread(target=self._hiss, args=(sink,), daemon=True).start()

    def close(self) -> None:
        """It ends by itself."""

    def _hiss(self, sink: FrameSink) -> None:
        noise = np.random.default_rng(4).normal(0, 3 / 32768, (64, FRAME_SAMPLES)).astype(np.float32)
        for number in range(FRAMES):
            sink.put(noise[number % 64])  # waits for room: no frame is lost at this speed
            if number == WARM_FRAMES or number == FRAMES - 1:
                self._look()
        sink.end()


class Over(FakeScreen):
    """Keeps the last session only."""

    def __init__(self) -> None:
        super().__init__()
        self.over = threading.Event()
        self.last: Session | None = None
        self.elapsed_ms = 0

    def session_changed(self, session: Session) -> None:
        """Keep it."""
        self.last = session
        if session.over:
            self.over.set()

    def level_changed(self, level: Level) -> None:
        """Keep the time."""
        self.elapsed_ms = level.elapsed_ms


def test_hours_of_silence_cost_nothing() -> None:
    """Real voice detection, a played speech engine that counts."""
    resident: list[int] = []
    screen, transcriber = Over(), FakeTranscriber(())
    conductor = Conductor(
        Engines(Silero(), lambda: opened(transcriber), lambda: opened(FakeTagger({}))), screen
    )
    conductor.start()
    conductor.begin(Begin(SOAP, Hiss(lambda: resident.append(psutil.Process().memory_info().rss))))
    assert screen.over.wait(SECONDS)
    conductor.close()
    assert transcriber.segments == []
    assert screen.last
    assert (screen.last.phase, screen.last.note.statements, screen.last.gaps) == (Phase.DELIVERED, (), ())
    assert screen.elapsed_ms >= FRAMES * FRAME_MS - 96
    before, after = resident
    print(f"{HOURS:g} h of silence: {(after - before) / 1e6:+.1f} MB")
    assert after - before < FLAT_BYTES
