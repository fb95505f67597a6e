"""Opening the vault, and what there is as long as it does not open. Belongs to the keeper's thread."""

import time
from collections.abc import Callable
from typing import Final

from plainspoken.dictation.errors import (
    VaultError,
    VaultInUse,
    VaultUnwritable,
)
from plainspoken.workers.engine_worker import as_ours
from plainspoken.workers.keeping import KeeperListener, Storage
from plainspoken.workers.kept_book import KeptBook
from plainspoken.workers.kept_memory import MemoryStorage
from plainspoken_models.errors import PlainspokenError

AGAIN_S: Final = 10.0
"""How often it is tried to open a vault that could not be opened."""

_PASSES: Final = (VaultUnwritable, VaultInUse)
"""A disk was full, or the vault belonged to another program: that may be over without anybody telling."""


class Opening:
    """What a book is written in: the vault, or memory as long as that does not open.

    Args:
        open_storage: opens the vault.
        listener: hears that it is open, or why not.
        again_s: between two tries.
    """

    def __init__(self, open_storage: Callable[[], Storage], listener: KeeperListener, again_s: float) -> None:
        self._open_storage = open_storage
        self._listener = listener
        self._again_s = again_s
        self._again_at_s = time.monotonic() + again_s
        self._failure: PlainspokenError | None = None
        self._found: Storage | None = None
        """Open, and not yet written in: what is in memory is being read."""
        self._memory: MemoryStorage | None = None
        self.storage = self._tried(open_storage) or self._in_memory()
        """To begin with."""

    @property
    def wait_s(self) -> float:
        """How long to wait before `go_on`."""
        return self._again_s if self._memory else float("inf")

    def open_with(self, open_storage: Callable[[], Storage]) -> None:
        """Try to open the vault in this way; nothing, where it is open."""
        if self._memory and not self._found:
            self._found = self._tried(open_storage)

    def keep_nothing(self) -> None:
        """Let go of what is in memory, and of what is still to come, until the vault is open."""
        if self._memory:
            self._memory.keep_nothing()

    def go_on(self, book: KeptBook) -> None:
        """Try again where it is time to; move what is in memory to a vault that has been opened."""
        if not self._memory:
            return
        if not self._found and isinstance(self._failure, _PASSES) and time.monotonic() >= self._again_at_s:
            self._again_at_s = time.monotonic() + self._again_s
            self._found = self._tried(self._open_storage, again=True)
        if self._found and book.can_move:
            book.move(self._memory, self._found)
            self._memory = self._found = None

    def _tried(self, open_storage: Callable[[], Storage], *, again: bool = False) -> Storage | None:
        try:
            storage = open_storage()
            try:
                storage.unfinished()  # raises where it cannot be read
            except BaseException:
                storage.close()
                raise
        except Exception as error:  # noqa: BLE001  edge: dictation has to go on without a vault
            self._failed(as_ours(error), again=again)
        else:
            self._listener.vault_opened()
            return storage
        return None

    def _failed(self, error: PlainspokenError, *, again: bool) -> None:
        """Tell why; what is tried without her having asked tells of each kind of reason once."""
        if not (again and type(error) is type(self._failure)):
            self._listener.vault_failed(error)
        self._failure = error

    def _in_memory(self) -> Storage:
        self._memory = MemoryStorage(self._why)
        return self._memory

    def _why(self) -> PlainspokenError:
        return self._failure or VaultError("The vault is not open.", "Try again in a moment.")
