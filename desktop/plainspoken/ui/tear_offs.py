"""Puts a tear-off of the last note on the clipboard: the list of orders, or candidates for codes."""

import threading
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, Signal

from plainspoken.clinic.tearoffs import Coded
from plainspoken.dictation import tear_offs
from plainspoken.dictation.errors import DesktopError
from plainspoken.dictation.note import Note
from plainspoken.dictation.tear_offs import TearOff, Which
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.parts import DesktopParts
from plainspoken_models.errors import PlainspokenError


class TearOffs(QObject):
    """Lives on Qt's thread; candidates are looked for in another one, for that takes a second or two."""

    told = Signal(str, str)
    """A tear-off is on the clipboard, or there is none: what, and more of it, without a word of the note."""
    _found = Signal(object, object)
    """With the note, and its candidates or the `PlainspokenError` that kept them back."""

    def __init__(self, parts: DesktopParts, control: DictationControl, clipboard: NoteClipboard) -> None:
        super().__init__()
        self._find, self._control, self._clipboard = parts.find_codes, control, clipboard
        self._searching = threading.Lock()
        self._found.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def copy_orders(self, note: Note | None = None) -> None:
        """Put the orders of a note on the clipboard: of this one, or of the last one."""
        if of := self._of(note):
            self._copy(tear_offs.orders(tear_offs.statements_of(of)))

    def copy_codes(self, note: Note | None = None) -> None:
        """Look for candidates for a note's codes, and put them on the clipboard; once at a time."""
        if (of := self._of(note)) and self._find and self._searching.acquire(blocking=False):
            threading.Thread(target=self._search, args=(of,), name="codes", daemon=True).start()

    def _of(self, note: Note | None) -> Note | None:
        """The one that a tear-off is of; none while she dictates the next."""
        return None if self._control.dictating else note or next(iter(self._control.notes), None)

    def _search(self, note: Note) -> None:
        answer: tuple[Coded, ...] | PlainspokenError = DesktopError(
            "No code candidates were looked for: a fault of Plainspoken's own.", "Please report this."
        )
        try:
            statements = tear_offs.statements_of(note)
            texts = [statements[index].text for index in tear_offs.assessments_of(statements)]
            answer = self._find(texts) if self._find else ()
        except PlainspokenError as error:
            answer = error
        finally:
            self._searching.release()
            with suppress(RuntimeError):  # the app has ended meanwhile, and this object with it
                self._found.emit(note, answer)

    def _take(self, note: Note, answer: tuple[Coded, ...] | PlainspokenError) -> None:
        """What was found; nothing is done with it if she dictates again: it would go into the next patient's record.

        Nor if she has changed the note meanwhile.
        """
        if isinstance(answer, PlainspokenError):
            self._control.report(answer)
        elif not self._control.dictating and any(note is one for one in self._control.notes):
            self._copy(tear_offs.codes(tear_offs.statements_of(note), answer))

    def _copy(self, torn: TearOff) -> None:
        what = torn.which.told
        if not torn.shown:
            none = {
                Which.ORDERS: "No orders in the last note",
                Which.CODES: "No code candidates for the last note",
            }
            self.told.emit(none[torn.which], "The clipboard was left as it is.")
            return
        try:
            self._clipboard.put(torn)
        except PlainspokenError as error:
            self._control.report(error)
            return
        self._control.look_at_clipboard()
        more = ", ".join(section.title for section in torn.shown) if torn.which is Which.ORDERS else _UNCHOSEN
        self.told.emit(f"{what} on the clipboard", more)


_UNCHOSEN = "Candidates by their official titles. None of them is chosen."
