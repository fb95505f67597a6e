"""What the keeper of the vault says to a command in a terminal."""

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from plainspoken.dictation.errors import KeyringMissing, PassphraseWanted, VaultInUse
from plainspoken.dictation.kept import KeptDictation
from plainspoken.terminal import POLL_S, complain, tell
from plainspoken.workers.keeper import Keeper
from plainspoken_models.errors import PlainspokenError

T = TypeVar("T")


class KeeperTold:
    """Hears what the keeper of the vault says, and says on standard error what is wrong with it."""

    def __init__(self) -> None:
        self.kept: queue.Queue[tuple[KeptDictation, ...] | PlainspokenError] = queue.Queue()
        """What there is, each time that it changes; or why there is no vault."""
        self.said: set[str] = set()
        """Complaints so far: the dictation that it concerns tells of them as well."""

    @contextmanager
    def of(self, keeper: Keeper) -> Iterator[None]:
        """The keeper runs within; when this is left, all it was told is written."""
        keeper.start(self)
        try:
            yield
        finally:
            keeper.close()

    def vault_opened(self) -> None:
        """It need not be said."""

    def kept_changed(self, kept: tuple[KeptDictation, ...]) -> None:
        """Pass it on."""
        self.kept.put(kept)

    def vault_failed(self, error: PlainspokenError) -> None:
        """Say it; in words that are no complaint where dictation works as it always does on this system."""
        if isinstance(error, (KeyringMissing, PassphraseWanted, VaultInUse)):
            tell(f"This dictation is not kept on disk: {error}")
        elif str(error) not in self.said:
            self.said.add(str(error))
            complain(error)
        self.kept.put(error)


class KeeperAsked(KeeperTold):
    """As `KeeperTold`, for a command that needs the vault: errors are raised, and so said once.

    What the keeper could not do without anybody waiting for it is said when `of` is left.
    """

    def __init__(self) -> None:
        super().__init__()
        self.exit_code = 0
        """That of what was said; to be asked for when `of` is left."""

    @contextmanager
    def of(self, keeper: Keeper) -> Iterator[None]:
        """As `KeeperTold.of`; what takes long is waited for."""
        with super().of(keeper):
            yield
            with suppress(PlainspokenError):
                self.answer(keeper.read_audit)  # it comes when all is done that was asked for before
        while not self.kept.empty():
            if isinstance(error := self.kept.get(), PlainspokenError):
                complain(error)
                self.exit_code = error.exit_code

    def vault_failed(self, error: PlainspokenError) -> None:
        """Pass it on."""
        self.kept.put(error)

    def next(self) -> tuple[KeptDictation, ...]:
        """What is unfinished; it may take as long as she takes to unlock her keyring.

        Raises:
            VaultError: the vault cannot be used.
        """
        return _waited_for(self.kept)

    def answer(self, ask: Callable[[Callable[[T | PlainspokenError], None]], None]) -> T:
        """What the keeper answers to a question: one of its methods that take whom to tell. Raises as `next`."""
        answers: queue.Queue[T | PlainspokenError] = queue.Queue()
        ask(answers.put)
        return _waited_for(answers)


def _waited_for(answers: "queue.Queue[T | PlainspokenError]") -> T:
    while True:
        try:
            answer = answers.get(timeout=POLL_S)
        except queue.Empty:
            continue  # Python notices Ctrl-C between two waits only, on Windows
        if isinstance(answer, PlainspokenError):
            raise answer
        return answer
