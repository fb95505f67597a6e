"""What the keeper is told while the vault is not open, so that it can be told to the vault when it is."""

from collections import deque

from plainspoken.workers.keeping import (
    BeginKeeping,
    Delivered,
    Destroy,
    KeepFrame,
    LetGo,
    OfDictation,
    ResumeKeeping,
    StopKeeping,
)

MOST_NOTES = 20
"""Delivered notes that wait: she may never unlock the vault, and the memory must not grow for that."""


class Waiting:
    """The present dictation with its sound, those that were let go of, and the last delivered ones without theirs.

    A delivered note is on the clipboard: its sound, which is for an accident only, is let go of at once.

    Args:
        keeps: False lets go of everything. What comes before the next `BeginKeeping` belongs to nothing then.
    """

    def __init__(self, *, keeps: bool = True) -> None:
        self._keeps = keeps
        self._present: list[OfDictation] = []
        self._let_go: list[OfDictation] = []
        self._delivered: deque[tuple[OfDictation, ...]] = deque(maxlen=MOST_NOTES)

    def take(self, message: OfDictation) -> None:
        """Let it wait, as far as anything can come of it."""
        if not self._keeps:
            return
        match message:
            case BeginKeeping():
                self._present = [message]
            case KeepFrame() | StopKeeping() if self._present:
                self._present.append(message)
            case Delivered() if self._present:
                self._delivered.append((self._present[0], message))
                self._present = []
            case LetGo() if self._present:
                self._let_go += [*self._present, message]
                self._present = []
            case Destroy(None):
                self._present = []
            case Destroy() | ResumeKeeping() | KeepFrame() | StopKeeping() | Delivered() | LetGo():
                pass  # of a kept dictation, which none can be offered of; or of none

    def taken(self) -> tuple[OfDictation, ...]:
        """All that waits, in an order that the vault can be told in; nothing waits any more."""
        delivered = (message for note in self._delivered for message in note)
        taken = (*delivered, *self._let_go, *self._present)
        self._present, self._let_go = [], []
        self._delivered.clear()
        return taken
