"""A sink that remembers what it was given."""

import threading

from plainspoken.dictation.capture import TOO_BUSY
from plainspoken.dictation.note import Note
from plainspoken.workers.clocks import Clocks
from plainspoken.workers.keeping import Retention
from plainspoken_models.errors import PlainspokenError
from ui.desktop_fakes import COUGH, listening

WAIT_S = 20.0
LOOK_S = 0.05

RETENTION = Retention(sound_ms=5, notes_ms=7)
STANDING = Clocks(lambda: 1000, lambda: 50)
NOTE: Note = listening(COUGH).note


class Sink:
    """Takes kept sound."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.error: PlainspokenError | None = None

    def offer(self, samples: object) -> None:
        """Not for a source that is not live."""
        raise AssertionError(samples)

    def put(self, samples: object) -> None:
        """Nobody does it."""
        raise AssertionError(samples)

    def lost(self, lost_ms: int, reason: str = TOO_BUSY) -> None:  # noqa: ARG002
        """Nobody does it."""
        raise AssertionError(lost_ms)

    def warn(self, error: PlainspokenError) -> None:
        """Nobody does it."""
        raise error

    def end(self, error: PlainspokenError | None = None) -> None:
        """It is over."""
        self.error = error
        self.ended.set()
