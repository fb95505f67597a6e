"""Windows and the room that there is for them."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from plainspoken.ui.fitting import fit


def test_a_window_is_no_larger_than_its_screen(qtbot: QtBot) -> None:
    """With its frame; a smaller one is as it wants to be."""
    window = QWidget()
    qtbot.addWidget(window)
    free = window.screen().availableGeometry()
    fit(window, (10 * free.width(), 10 * free.height()))
    assert window.width() < free.width()
    assert window.height() < free.height()
    fit(window, (320, 200))
    assert (window.width(), window.height()) == (320, 200)
