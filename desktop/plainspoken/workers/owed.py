"""What the vault owes: work on it that it did not take, done as soon as it does."""

from collections.abc import Callable

from plainspoken.dictation.errors import VaultDamaged
from plainspoken.dictation.kept import DictationId
from plainspoken_models.errors import PlainspokenError


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
            VaultDamaged: the same, and nothing is owed: it will not succeed later.
            ValueError: the vault does not know the dictation. Nothing is owed, for the same reason.
        """
        self._acts[dictation] = act
        self._pay(dictation)

    def pay(self) -> None:
        """Do all that is owed, oldest first; what fails does not stop what comes after it.

        Raises:
            PlainspokenError, ValueError: as for `add`; the first of them.
        """
        failed: list[Exception] = []
        for dictation in self.dictations:
            try:
                self._pay(dictation)
            except (PlainspokenError, ValueError) as error:
                failed.append(error)
        if failed:
            raise failed[0]

    def _pay(self, dictation: DictationId) -> None:
        try:
            self._acts[dictation]()
        except (VaultDamaged, ValueError):
            del self._acts[dictation]
            raise
        del self._acts[dictation]
