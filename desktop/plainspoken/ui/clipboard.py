"""Stage 7, deliver: a note on the real clipboard, as text and as HTML, kept out of clipboard histories."""

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Self

from PySide6.QtCore import QEventLoop, QMimeData, QTimer
from PySide6.QtGui import QGuiApplication

from plainspoken.dictation.deliver import Deliverable, OneSection, as_html, as_text
from plainspoken.dictation.errors import DesktopError
from plainspoken.dictation.gate import prove
from plainspoken.dictation.tear_offs import TearOff
from plainspoken.ui.display import need_display
from plainspoken.ui.interrupts import call_on_interrupt

_KEEP_OUT = {"x-kde-passwordManagerHint": b"secret"}
"""KDE's Klipper, and the managers that follow it, do not record what carries this."""

_KEEP_OUT_WINDOWS = {
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "CanIncludeInClipboardHistory": bytes(4),
    "CanUploadToCloudClipboard": bytes(4),
}
"""A DWORD of 0 forbids; of the first, presence is enough.

Source: learn.microsoft.com/windows/win32/dataxchg/clipboard-formats, "Cloud Clipboard and Clipboard History Formats".
"""


_CONCEALED = "org.nspasteboard.ConcealedType"


def as_mime(note: Deliverable) -> QMimeData:
    """The note in every format that is offered to the program she pastes into."""
    mime = QMimeData()
    mime.setText(as_text(note))
    mime.setHtml(as_html(note))
    keep_out(mime)
    return mime


def keep_out(mime: QMimeData) -> None:
    """Mark it as nothing for clipboard histories."""
    for name, value in (_KEEP_OUT | (_KEEP_OUT_WINDOWS if sys.platform == "win32" else {})).items():
        mime.setData(name, value)


def conceal_on_macos() -> None:
    """Mark what is on the clipboard as nspasteboard.org has it: programs that keep a history leave it out.

    Qt can set no type of that name (`QUtiMimeConverter` cannot be written in Python), so it is added afterwards,
    through the library that pynput brings there. Not run here.
    """
    if sys.platform == "darwin":
        from AppKit import NSPasteboard  # noqa: PLC0415  on macOS only

        board = NSPasteboard.generalPasteboard()
        board.addTypes_owner_([_CONCEALED], None)
        board.setString_forType_("", _CONCEALED)


class NoteClipboard:
    """The system's clipboard. On X11 and Wayland it holds a note only while this process runs.

    Args:
        clear_after_s: so long after it was put there a note is taken off, if it is still ours; 0: it stays.
    """

    def __init__(self, clear_after_s: float = 0.0) -> None:
        self._overdue = QTimer(singleShot=True, interval=round(clear_after_s * 1000))
        self._overdue.timeout.connect(self.take_off)
        self.on_taken_off: Callable[[], None] = lambda: None
        """Called when a note was still ours, and was taken off."""
        self._held: Deliverable | None = None
        self._refused: Deliverable | None = None
        """The last note whose facts were not those that were said; asked for again, it is taken as it is."""

    def clear_after(self, seconds: float) -> None:
        """Take notes off after so long, counted from now for one that is there; 0: they stay."""
        if round(seconds * 1000) == self._overdue.interval():
            return
        self._overdue.stop()
        self._overdue.setInterval(round(seconds * 1000))
        if self.ours and seconds:
            self._overdue.start()

    def put(self, note: Deliverable) -> None:
        """Put a note on the clipboard, and read it back.

        Raises:
            FactsDiffer: the note has other facts than were said. Nothing was done; the same note is taken when it is
                put a second time, for she has been told then.
            DesktopError: something else is on the clipboard afterwards.
        """
        if note != self._refused:
            self._refused = note
            prove(note)
            self._refused = None
        self._held = note
        QGuiApplication.clipboard().setMimeData(as_mime(note))
        conceal_on_macos()
        if self._overdue.interval():
            self._overdue.start()
        if self.text() != as_text(note):
            raise DesktopError(
                "The note could not be put on the clipboard: another program holds on to it.",
                "Choose the note again under Last notes or History in the menu.",
            )

    def take_off(self) -> None:
        """Its time is over, or the next dictation begins: take off what is ours."""
        if self.ours:
            self.clear()
            self.on_taken_off()

    def clear(self) -> None:
        """Take off what is ours; what somebody else has put there stays.

        Also wanted at the end: Windows, macOS and the clipboard managers of X11 would keep it beyond this process.
        """
        self._overdue.stop()
        if self.ours:
            self._held = None
            QGuiApplication.clipboard().clear()

    def text(self) -> str:
        """What is on the clipboard now, as text; empty where it is something else."""
        return QGuiApplication.clipboard().text().replace("\r\n", "\n")

    @property
    def left_ms(self) -> int:
        """How long until what was put there is taken off; 0 where that is not going to happen."""
        return max(0, self._overdue.remainingTime())

    @property
    def has_note(self) -> bool:
        """Whether a whole note is there, and it is ours."""
        return not isinstance(self._held, TearOff | OneSection) and self._is_there(self._held)

    @property
    def empty(self) -> bool:
        """Whether nothing is there, of nobody."""
        mime = QGuiApplication.clipboard().mimeData()
        return not mime or not mime.formats()

    def holds(self, note: Deliverable) -> bool:
        """Whether it is that very note that is there."""
        return self._held is note and self._is_there(note)

    def _is_there(self, note: Deliverable | None) -> bool:
        """She may have copied some of its words since, in a window of ours: that is not the note."""
        return note is not None and self.ours and self.text() == as_text(note)

    @property
    def ours(self) -> bool:
        """Whether no other program has put anything there since."""
        return QGuiApplication.clipboard().ownsClipboard()


class ClipboardSession:
    """A clipboard for a command in a terminal: Qt without a window. What is still ours at the end is taken off.

    Raises:
        DesktopError: on entering, where there is no display and so no clipboard.
    """

    def __enter__(self) -> Self:
        need_display("put a note on the clipboard")
        self._application = QGuiApplication.instance() or QGuiApplication(["plainspoken"])
        self._clipboard = NoteClipboard()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clipboard.clear()
        QGuiApplication.processEvents()

    def put(self, note: Deliverable) -> None:
        """Put a note on the clipboard.

        Raises:
            FactsDiffer: it has other facts than were said.
            DesktopError: it is not there afterwards.
        """
        self._clipboard.put(note)

    def text(self) -> str:
        """What is on the clipboard now, as text."""
        return self._clipboard.text()

    def serve(self, seconds: float | None = None) -> None:
        """Let others paste: until something else is copied, Ctrl+C is pressed, or the time is over (None: no limit)."""
        loop = QEventLoop()
        clipboard = QGuiApplication.clipboard()
        taken = clipboard.dataChanged.connect(lambda: None if self._clipboard.ours else loop.quit())
        if seconds is not None:
            QTimer.singleShot(round(seconds * 1000), loop.quit)
        with call_on_interrupt(loop.quit):
            loop.exec()
        clipboard.dataChanged.disconnect(taken)
