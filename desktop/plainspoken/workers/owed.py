"""What the vault owes: work on it that it did not take, done as soon as it does."""

from collections.abc import Callable

from plainspoken.dictation.kept import DictationId


class Owed:
    """At most one piece of work for each dictation: its delivery, or its end."""

    def __init__(self) -> None:
        self._acts: dict[DictationId, Callable[[], None]] = {}

    @property
    def dictations(self) -> tuple[DictationId, ...]:
        """Those that something is owed to, oldest first."""
        return tuple(self._acts)

    def add(self, dictation: DictationId, act: Callable[[], None]) -> None:
        """Do it now; where that fails it is owed, in place of what was owed before.

        Raises:
            PlainspokenError: it did not succeed.
            ValueError: the vault does not know the dictation. Then nothing is owed: it will not know it later.
        """
        self._acts[dictation] = act
        self._pay(dictation)

    def pay(self) -> None:
        """Do all that is owed, oldest first.

        Raises:
            PlainspokenError, ValueError: as for `add`; what comes after it is still owed.
        """
        for dictation in self.dictations:
            self._pay(dictation)

    def _pay(self, dictation: DictationId) -> None:
        try:
            self._acts[dictation]()
        except ValueError:
            del self._acts[dictation]
            raise
        del self._acts[dictation]
