"""A field with words of a note, to be read or edited."""

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QPlainTextEdit

from plainspoken.ui.clipboard import keep_out


class NoteText(QPlainTextEdit):
    """What she selects in it and copies is kept out of clipboard histories like a whole note."""

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802  Qt's name
        """The selected text, marked."""
        mime = QMimeData()
        mime.setText(self.textCursor().selection().toPlainText())
        keep_out(mime)
        return mime
