"""The one door between other threads and Qt's: each call becomes a signal with the value in it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from plainspoken.dictation.kept import KeptDictation
from plainspoken.dictation.note import Note
from plainspoken.dictation.session import Session
from plainspoken.workers.kept_notes import Found
from plainspoken.workers.messages import Level
from plainspoken_models.errors import PlainspokenError


class DictationRelay(QObject):
    """A `Listener`. Its signals are to be connected as queued, so that the receiver runs on Qt's thread."""

    session = Signal(object)
    note = Signal(object)
    level = Signal(object)

    def session_changed(self, session: Session) -> None:
        """The session is now this."""
        self.session.emit(session)

    def note_ready(self, note: Note) -> None:
        """The note is finished."""
        self.note.emit(note)

    def level_changed(self, level: Level) -> None:
        """What the microphone hears."""
        self.level.emit(level)


class KeeperRelay(QObject):
    """A `KeeperListener`. Its signals are to be connected as queued."""

    opened = Signal()
    kept = Signal(object)
    failed = Signal(object)

    def vault_opened(self) -> None:
        """The vault is open."""
        self.opened.emit()

    def kept_changed(self, kept: tuple[KeptDictation, ...]) -> None:
        """These are unfinished."""
        self.kept.emit(kept)

    def vault_failed(self, error: PlainspokenError) -> None:
        """The vault cannot be used."""
        self.failed.emit(error)


class NotesRelay(QObject):
    """What the keeper answers when it is asked for notes. Its signal is to be connected as queued."""

    found = Signal(str, object)
    """With the words that were searched for, and the answer."""

    def asked_for(self, search: str) -> Callable[[Found], None]:
        """Whom to tell of notes with these words."""
        return lambda found: self.found.emit(search, found)


class HotkeyRelay(QObject):
    """Hotkeys, which arrive on the thread that watches the keyboard."""

    toggled = Signal()
    pushed = Signal()
    released = Signal()
