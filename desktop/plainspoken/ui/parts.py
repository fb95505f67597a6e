"""What the desktop app is made of. `bootstrap` fills it in; nothing in `ui` names a real part."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from plainspoken.clinic.tearoffs import Coded
from plainspoken.clinic.templates import Template
from plainspoken.dictation.capture import AudioSource
from plainspoken.dictation.events import CancelPressed, MacroChosen, StopPressed
from plainspoken.settings import Value, Values
from plainspoken.ui.kept_parts import KeptDictations, VaultDoor
from plainspoken.ui.own_files import KnownMacros, NoFiles, OwnFiles
from plainspoken.ui.words_desk import WordsDesk
from plainspoken.workers.engines import Engines
from plainspoken.workers.keeping import Retention
from plainspoken.workers.messages import Begin, Listener
from plainspoken_models.contracts import Samples
from plainspoken_models.errors import PlainspokenError
from plainspoken_models.registry import Model, Role


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

    @property
    def checks_off(self) -> frozenset[str]:
        """Ids of checks of a finished note that say nothing."""
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

    def use(self, engines: Engines) -> None:
        """Use these from the next dictation on."""
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
class Chosen:
    """What the parts are given of her settings; made anew when she changes them."""

    engines: Engines
    retention: Retention
    paster: Pastes | None = None
    clear_clipboard_s: float = 0.0
    refusal: PlainspokenError | None = None
    notice: str = ""


class SettingsFile(OwnFiles, DesktopSettings, Protocol):
    """Her settings, and what of them her organisation has set. Safe from any thread."""

    @property
    def path(self) -> Path:
        """Where they are written."""
        ...

    @property
    def locked(self) -> frozenset[str]:
        """Names of those that she cannot change."""
        ...

    def __getitem__(self, name: str) -> Value:
        """What holds."""
        ...

    def having(self, changes: Mapping[str, Value]) -> Values:
        """What would hold with these changes; what her organisation has set lies over them."""
        ...

    def require_unlocked(self, names: Iterable[str]) -> None:
        """Raises `SettingsError` where her organisation has set one of these."""
        ...

    def change(self, changes: Mapping[str, Value | None]) -> None:
        """Let these hold from now on, None the default.

        Raises:
            NotWritten: they hold until the program ends.
            SettingsError: nothing was done.
        """
        ...


@dataclass(frozen=True, slots=True)
class SettingsDesk:
    """What the settings window works with. All calls take their time, and are not for Qt's thread."""

    file: SettingsFile
    chosen: Callable[[Values], Chosen]
    """What these settings come to; raises `PlainspokenError` where a model cannot be used."""
    hotkeys: Callable[[Values], ListenForHotkeys]
    taken: Callable[[str], bool]
    """Whether another program has these keys already."""
    models: Callable[[Role], tuple[Model, ...]]
    """Those that can be chosen."""
    words: WordsDesk | None = None
    """None: there is no page of her own words."""


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
    find_codes: Callable[[Sequence[str]], tuple[Coded, ...]] | None = None
    """Candidates for the codes of statements; takes seconds, may raise `PlainspokenError`. None: there are none."""
    clear_clipboard_s: float = 0.0
    """A note that is still on the clipboard after so long is taken off it; 0: it stays."""
    refusal: PlainspokenError | None = None
    """Why nothing can be dictated, if so."""
    notice: str = ""
    """One sentence that stands in the HUD all the time."""
    desk: SettingsDesk | None = None
    """None: there is no settings window."""
    vocabulary: OwnFiles = field(default_factory=NoFiles)
    """The file of her own words; the conductor knows them by themselves."""
