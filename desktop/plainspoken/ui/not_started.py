"""Why the tray app did not start, in a window: who starts it from a launcher sees no terminal."""

import sys
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from plainspoken.dictation.errors import AlreadyRunning, DesktopError
from plainspoken.ui.display import need_display
from plainspoken.ui.icons import state_icon
from plainspoken.ui.interrupts import call_on_interrupt
from plainspoken.ui.shown import DesktopState
from plainspoken_models.errors import PlainspokenError

NOBODY_LOOKS = ("offscreen", "minimal")
"""Qt's platforms that draw where nobody sees it: a window would wait there for ever."""


def show_why(error: PlainspokenError) -> None:
    """Show it until she closes the window; nothing where she has been told otherwise, or there is no screen.

    She reads standard error in a terminal, and an app that runs already has its icon in the tray.
    """
    if isinstance(error, AlreadyRunning) or _in_a_terminal():
        return
    try:
        need_display("show a window on")
    except DesktopError:
        return
    application = cast("QApplication", QApplication.instance() or QApplication(["plainspoken"]))
    if application.platformName() in NOBODY_LOOKS:
        return
    box = window(error)
    with call_on_interrupt(box.reject):
        box.exec()


def window(error: PlainspokenError) -> QMessageBox:
    """The window, not yet shown."""
    box = QMessageBox(
        QMessageBox.Icon.Critical,
        "Plainspoken",
        "Plainspoken could not start.",
        QMessageBox.StandardButton.Close,
    )
    box.setInformativeText(str(error))
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowIcon(state_icon(DesktopState.PROBLEM))
    return box


def _in_a_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()
