"""What the desktop app is made of. `bootstrap` fills it in; nothing in `ui` names a real part."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from plainspoken.clinic.tearoffs import Coded
from plainspoken.clinic.templates import Template
from plainspoken.dictation.capture import AudioSource
from plainspoken.dictation.kept import DictationId
from plainspoken.dictation.note import Note
from plainspoken.dictation.session import CancelPressed, MacroChosen, StopPressed
from plainspoken.ui.own_files import KnownMacros, NoFiles, OwnFiles
from plainspoken.workers.keeping import KeeperListener, Storage
from plainspoken.workers.kept_notes import Found, Heard
from plainspoken.workers.messages import Begin, Listener
from plainspoken.workers.passphrase import Passphrase
from plainspoken_models.contracts import Samples
from plainspoken_models.errors import PlainspokenError


class DesktopSettings(Protocol):
    """Her choices, kept from one start of the app to the next."""

    @property
    def template(self) -> str:
        """Id of the template that the next dictation is for."""
        ...

    @property
    def microphone(self) -> str | None:
        """Name of the microphone; None for the system's default."""
        ...

    @property
    def toggle_hotkey(self) -> str:
        """Starts and stops, e.g. `<ctrl>+<alt>+d`; empty for none."""
        ...

    @property
    def push_to_talk_hotkey(self) -> str:
        """Dictates while it is held down; empty for none."""
        ...

    def choose_template(self, template_id: str) -> None:
        """Keep the choice.

        Raises:
            SettingsError: it cannot be written down.
        """
        ...

    def choose_microphone(self, name: str | None) -> None:
        """Keep the choice; None for the system's default.

        Raises:
            SettingsError: it cannot be written down.
        """
        ...


class KnownTemplates(OwnFiles, Protocol):
    """The templates on this machine."""

    @property
    def usable(self) -> tuple[Template, ...]:
        """At least one."""
        ...


class Dictations(Protocol):
    """The conductor, as far as the desktop needs it. Every call is safe from any thread and returns at once."""

    def start(self) -> None:
        """Load the engines in the background."""
        ...

    def begin(self, message: Begin) -> None:
        """Begin a dictation."""
        ...

    def press(self, event: StopPressed | CancelPressed | MacroChosen) -> None:
        """Stop or cancel the present one, or insert a macro into it."""
        ...

    def close(self) -> None:
        """End; returns when everything has ended."""
        ...


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


class ListenForHotkeys(Protocol):
    """Calls back, from a thread of its own, when she presses a hotkey in whichever window."""

    def __call__(
        self, *, toggle: Callable[[], None], push: Callable[[], None], release: Callable[[], None]
    ) -> AbstractContextManager[object]:
        """Listen until the context is left.

        Raises:
            DesktopError: this desktop has no global hotkeys, or a setting is not one.
        """
        ...


class Pastes(Protocol):
    """Puts notes into the window that she began in."""

    def front(self) -> int | None:
        """The window in front; None where that cannot be told."""
        ...

    def paste(self, text: str, window: int | None) -> None:
        """Put a text that is on the clipboard into this window. Takes a while.

        Raises:
            PlainspokenError: it was not done, and why.
        """
        ...


class Plays(Protocol):
    """Plays sound, one at a time, in a thread of its own. Every call returns at once."""

    def play(self, samples: Samples, ended: Callable[[PlainspokenError | None], None]) -> None:
        """Play this; `ended` is told on that thread when it is over or was stopped, and why it could not be played."""
        ...

    def stop(self) -> None:
        """Fall silent."""
        ...


@dataclass(frozen=True, slots=True)
class DesktopParts:
    """Everything that the app works with."""

    make_conductor: Callable[[Listener], Dictations]
    templates: KnownTemplates
    settings: DesktopSettings
    microphones: Callable[[], tuple[str, ...]]
    """Names of those plugged in now; may raise `AudioError`."""
    open_microphone: Callable[[str | None], AudioSource]
    """The named microphone, or the system's default; may raise `AudioError`."""
    hotkeys: ListenForHotkeys
    macros: KnownMacros = field(default_factory=NoFiles)
    keeper: KeptDictations | None = None
    """None: nothing is kept beyond the run of the app."""
    vault_door: VaultDoor | None = None
    """There is one where there is a keeper."""
    paster: Pastes | None = None
    """None: notes go to the clipboard only."""
    player: Plays | None = None
    """None: kept sound cannot be played."""
    checks_off: frozenset[str] = frozenset()
    """Ids of checks that are switched off."""
    find_codes: Callable[[Sequence[str]], tuple[Coded, ...]] | None = None
    """Candidates for the codes of statements; takes seconds, may raise `PlainspokenError`. None: there are none."""
    clear_clipboard_s: float = 0.0
    """A note that is still on the clipboard after so long is taken off it; 0: it stays."""
    refusal: PlainspokenError | None = None
    """Why nothing can be dictated, if so."""
    notice: str = ""
    """One sentence that stands in the HUD all the time."""
    vocabulary: OwnFiles = field(default_factory=NoFiles)
    """The file of her own words; the conductor knows them by themselves."""
