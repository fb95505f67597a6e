"""What the desktop app asks of the keeper of the vault, and of the way into it."""

from collections.abc import Callable
from typing import Protocol

from plainspoken.dictation.capture import AudioSource
from plainspoken.dictation.kept import DictationId
from plainspoken.dictation.note import Note
from plainspoken.workers.keeping import KeeperListener, Retention, Storage
from plainspoken.workers.kept_notes import Found, Heard
from plainspoken.workers.passphrase import Passphrase


class KeptDictations(Protocol):
    """The keeper of the vault, as far as the desktop needs it. Every call but `close` returns at once."""

    def start(self, listener: KeeperListener) -> None:
        """Open the vault in the background; `listener` hears what is in it."""
        ...

    def sound(self, dictation: DictationId) -> AudioSource:
        """The sound of a dictation, once more."""
        ...

    def throw_away(self, dictation: DictationId) -> None:
        """Destroy an unfinished dictation."""
        ...

    def find_notes(self, search: str, tell: Callable[[Found], None]) -> None:
        """`tell` gets the kept notes with all of these words, on a thread of the keeper."""
        ...

    def note_copied(self, number: int) -> None:
        """A kept note has gone to the clipboard once more."""
        ...

    def destroy_note(self, number: int) -> None:
        """Destroy a kept note."""

    def revise_note(self, delivered: Note, note: Note, change: str) -> None:
        """She has changed a note of this run."""
        ...

    def hear_note(self, delivered: Note, start_ms: int, end_ms: int, tell: Callable[[Heard], None]) -> None:
        """`tell` gets the sound of a note of this run between two times, on a thread of the keeper."""
        ...

    def retain(self, retention: Retention) -> None:
        """Keep so long from now on, and destroy at once what is over by that."""
        ...

    def open_with(self, open_storage: Callable[[], Storage]) -> None:
        """Try once more to open the vault, in this way; the listener hears the end of it."""
        ...

    def keep_nothing(self) -> None:
        """Let go of what waits for a vault that is not open."""
        ...

    def close(self) -> None:
        """Write everything and end."""
        ...


class VaultDoor(Protocol):
    """The ways into the vault. All but the properties take their time, and are for the keeper's thread."""

    @property
    def leads_to_a_vault(self) -> bool:
        """Whether there is a vault, opened or not."""
        ...

    def open(self) -> Storage:
        """Open it with the key from the keyring, or make it; raises `VaultError`, as all of them."""
        ...

    def unlock(self, passphrase: Passphrase) -> Storage:
        """Open it with its passphrase."""
        ...

    def begin_with(self, passphrase: Passphrase) -> Storage:
        """Make a vault that this passphrase opens."""
        ...

    def begin_anew(self) -> Storage:
        """Set the vault aside, whole and unopened, and make a new one."""
        ...
