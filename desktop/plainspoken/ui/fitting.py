"""Windows that are no larger than the screen has room for."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME_PX = (16, 56)
"""What a window manager puts around a window at most, in width and height."""


def fit(window: QWidget, wanted: tuple[int, int]) -> None:
    """Give a window this size, or less where its screen's free part is smaller."""
    free = window.screen().availableGeometry()
    room = QSize(free.width() - FRAME_PX[0], free.height() - FRAME_PX[1])
    window.resize(QSize(*wanted).boundedTo(room))
