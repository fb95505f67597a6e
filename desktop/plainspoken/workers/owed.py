"""What the vault owes: work on it that it did not take, done as soon as it does."""

from collections.abc import Callable, Hashable

from plainspoken.dictation.errors import VaultDamaged
from plainspoken.dictation.kept import DictationId
from plainspoken_models.errors import PlainspokenError


class Owed:
    """At most one piece of work for each dictation, its end, and one for each of its notes."""

    def __init__(self) -> None:
        self._acts: dict[Hashable, tuple[DictationId, Callable[[], None]]] = {}

    @property
    def dictations(self) -> tuple[DictationId, ...]:
        """Those that something is owed to, oldest first."""
        return tuple(dict.fromkeys(dictation for dictation, _ in self._acts.values()))

    def add(self, dictation: DictationId, act: Callable[[], None], note: Hashable = None) -> None:
        """Do it now; where that fails it is owed, in place of what was owed before.

        Args:
            dictation: which it is owed to.
            act: does it.
            note: which of its notes it is owed to; None: to none of them.

        Raises:
            PlainspokenError: it did not succeed.
            VaultDamaged: the same, and nothing is owed: it will not succeed later.
            ValueError: the vault does not know the dictation. Nothing is owed, for the same reason.
        """
        key = note or dictation
        self._acts[key] = dictation, act
        self._pay(key)

    def pay(self) -> None:
        """Do all that is owed, oldest first; what fails does not stop what comes after it.

        Raises:
            PlainspokenError, ValueError: as for `add`; the first of them.
        """
        failed: list[Exception] = []
        for key in tuple(self._acts):
            try:
                self._pay(key)
            except (PlainspokenError, ValueError) as error:
                failed.append(error)
        if failed:
            raise failed[0]

    def _pay(self, key: Hashable) -> None:
        try:
            self._acts[key][1]()
        except (VaultDamaged, ValueError):
            del self._acts[key]
            raise
        del self._acts[key]
