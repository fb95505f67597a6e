"""Holds a note on the clipboard as the app does: `python clipboard_holder.py CLEAR_AFTER_S RUN_S`; 0: no end."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from plainspoken.ui.clipboard import NoteClipboard
from ui.desktop_fakes import COUGH, listening

if __name__ == "__main__":
    clear_after_s, run_s = map(float, sys.argv[1:])
    application = QApplication(["holder"])
    clipboard = NoteClipboard(clear_after_s)
    clipboard.put(listening(COUGH).note)
    if run_s:
        QTimer.singleShot(round(run_s * 1000), application.quit)
    sys.exit(application.exec())
