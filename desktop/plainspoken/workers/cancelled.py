"""What she has cancelled and can still take back."""

from collections.abc import Callable

from plainspoken.dictation.kept import DictationId


class Cancelled:
    """Dictations, and when each is to be destroyed.

    Args:
        up_ms: milliseconds since the computer was started.
        grace_ms: so long each can be taken back.
    """

    def __init__(self, up_ms: Callable[[], int], grace_ms: int) -> None:
        self._up_ms, self._grace_ms = up_ms, grace_ms
        self._ends: dict[DictationId, int] = {}

    def __contains__(self, dictation: DictationId) -> bool:
        """Whether it is one of them."""
        return dictation in self._ends

    @property
    def next_ms(self) -> float:
        """When the next one is due; infinite where there is none."""
        return min(self._ends.values(), default=float("inf"))

    @property
    def due(self) -> tuple[DictationId, ...]:
        """Those whose time is over."""
        return tuple(one for one, end_ms in self._ends.items() if end_ms <= self._up_ms())

    def add(self, dictation: DictationId) -> None:
        """It was cancelled now."""
        self._ends[dictation] = self._up_ms() + self._grace_ms

    def discard(self, dictation: DictationId) -> None:
        """It was taken back, or is destroyed."""
        self._ends.pop(dictation, None)

    def begin_again(self) -> None:
        """She could not see them for a while: each has its whole time from now on."""
        for dictation in self._ends:
            self.add(dictation)

    def all(self) -> tuple[DictationId, ...]:
        """Each of them."""
        return tuple(self._ends)
