"""How the small window looks: a style sheet, and the line at its top, which changes too often for one."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame

from plainspoken.ui.colours import Colours

ACCENT_PX = 3
MARGIN_PX = 16
"""Between the window and the edges of the screen's free part."""


class AccentedFrame(QFrame):
    """A frame with a line of a colour at its top."""

    _accent = QColor()

    def accentuate(self, colour: QColor) -> None:
        """Draw the line in this colour."""
        self._accent = colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """The frame, and the line over its border."""
        super().paintEvent(event)
        QPainter(self).fillRect(0, 0, self.width(), ACCENT_PX, self._accent)


def hud_style(shades: Colours) -> str:
    """The style sheet of the HUD.

    Args:
        shades: of the desktop's palette.
    """
    return f"""
        #hud {{ background: {shades.window.name()}; border: 1px solid {shades.line.name()}; }}
        #hud QTextEdit {{ background: transparent; color: {shades.text.name()}; }}
        #hud QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
        #hud QScrollBar::handle {{ background: {shades.faint.name()}; border-radius: 3px; min-height: 24px; }}
        #hud QScrollBar::add-line, #hud QScrollBar::sub-line {{ height: 0; }}
        #hud QScrollBar::add-page, #hud QScrollBar::sub-page {{ background: transparent; }}
        #hud QPushButton {{ background: transparent; color: {shades.text.name()}; padding: 5px 14px;
                border: 1px solid {shades.muted.name()}; border-radius: 5px; }}
        #hud QPushButton:hover {{ background: {shades.line.name()}; }}
    """


def corner(free: QRect, width: int, height: int) -> QPoint:
    """Where a window of this size is at the bottom right of the screen's free part."""
    return QPoint(free.right() - width - MARGIN_PX + 1, free.bottom() - height - MARGIN_PX + 1)
