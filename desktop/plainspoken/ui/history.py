"""Kept notes: asks the keeper for them, and does with them what she chooses in the window."""

from PySide6.QtCore import QObject, Qt, Signal

from plainspoken.dictation.errors import VaultError
from plainspoken.dictation.kept import KeptNote
from plainspoken.dictation.note import Note
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.history_window import HistoryWindow
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.relay import KeeperRelay, NotesRelay
from plainspoken.workers.kept_notes import Found
from plainspoken_models.errors import PlainspokenError


class History(QObject):
    """The window of kept notes with its answers. It asks only while the window is open, and forgets when it closes."""

    note_chosen = Signal(object)
    """With the `Note` that she wants to work on."""

    def __init__(self, parts: DesktopParts, control: DictationControl, clipboard: NoteClipboard) -> None:
        super().__init__()
        self._keeper, self._control, self._clipboard = parts.keeper, control, clipboard
        self._relay = NotesRelay()
        self._relay.found.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self.window = window = HistoryWindow(
            control.templates.title, lambda note: self._of_this_run(note) is not None
        )
        window.searched.connect(self._ask)
        window.copy_chosen.connect(self.copy)
        window.open_chosen.connect(self.open_note)
        window.destroy_chosen.connect(self.destroy)
        window.again_chosen.connect(control.transcribe_again)
        control.changed.connect(self._say_why_not)
        self._say_why_not()

    def watch(self, kept: KeeperRelay) -> None:
        """Look again whenever what is kept changes."""
        kept.kept.connect(self._look_again, Qt.ConnectionType.QueuedConnection)

    def open(self) -> str:
        """Show the window; returns what was done, in words.

        Raises:
            VaultError: nothing is kept in this run of the app.
        """
        if self._keeper is None:
            raise VaultError("No notes are kept.", "Start Plainspoken with a vault.")
        self.window.come()
        self._ask(self.window.search.text())
        return "shown"

    def copy(self, note: KeptNote) -> None:
        """Put a kept note on the clipboard."""
        try:
            self._clipboard.put(note)
        except PlainspokenError as error:
            self._control.report(error)
            return
        self.window.say("On the clipboard.")
        if self._keeper:
            self._keeper.note_copied(note.number)

    def destroy(self, note: KeptNote) -> None:
        """Destroy a note, for good; she has been asked."""
        if self._keeper:
            self._keeper.destroy_note(note.number)
        if found := self._of_this_run(note):
            self._control.forget(found)

    def open_note(self, note: KeptNote) -> None:
        """She wants to work on it."""
        if found := self._of_this_run(note):
            self.note_chosen.emit(found)

    def _of_this_run(self, note: KeptNote) -> Note | None:
        """The note with its document, which is in memory only."""
        return self._control.revised.found(self._control.notes, note.delivered) if note.delivered else None

    def _ask(self, search: str) -> None:
        if self._keeper:
            self._keeper.find_notes(search, self._relay.asked_for(search))

    def _look_again(self) -> None:
        if self.window.isVisible():
            self._ask(self.window.search.text())

    def _take(self, search: str, found: Found) -> None:
        """An answer; one to a question that she has changed meanwhile, or closed the window over, is none."""
        if self.window.isVisible() and search == self.window.search.text():
            self.window.show_found(found)

    def _say_why_not(self) -> None:
        refusal = self._control.refusal
        going_on = "A dictation is going on." if self._control.shown.dictating else ""
        self.window.forbid(going_on or (refusal.what if refusal else ""))
