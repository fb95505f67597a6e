"""One icon for each state. They differ in outline, sign and colour, so that no one of these is needed to tell them."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from plainspoken.ui.colours import STATE_FILL
from plainspoken.ui.shown import DesktopState

_SIZES_PX = (16, 22, 24, 32, 48, 64)
"""What trays of the three systems ask for."""

_WHITE = QColor("white")


def state_icon(state: DesktopState) -> QIcon:
    """The icon of a state, in all sizes."""
    icon = QIcon()
    for size in _SIZES_PX:
        icon.addPixmap(state_pixmap(state, size))
    return icon


def state_pixmap(state: DesktopState, size_px: int, ratio: float = 1.0) -> QPixmap:
    """The icon of a state as a square picture; `ratio` is of the screen's pixels to Qt's."""
    pixmap = QPixmap(round(size_px * ratio), round(size_px * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(pixmap.width() / 32, pixmap.height() / 32)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(STATE_FILL[state])
    _DRAW[state](painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _idle(painter: QPainter) -> None:
    """A rounded square with a microphone."""
    painter.drawRoundedRect(QRectF(1, 1, 30, 30), 8, 8)
    painter.setBrush(_WHITE)
    painter.drawRoundedRect(QRectF(12.5, 5.5, 7, 13), 3.5, 3.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_WHITE, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(QRectF(9, 9, 14, 13), 180 * 16, 180 * 16)
    painter.drawLine(QPointF(16, 22), QPointF(16, 26))
    painter.drawLine(QPointF(12, 26), QPointF(20, 26))


def _listening(painter: QPainter) -> None:
    """A disc with a dot in a ring: recording."""
    painter.drawEllipse(QRectF(0.5, 0.5, 31, 31))
    painter.setBrush(_WHITE)
    painter.drawEllipse(QRectF(10.5, 10.5, 11, 11))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_WHITE, 2))
    painter.drawEllipse(QRectF(6, 6, 20, 20))


def _finishing(painter: QPainter) -> None:
    """A diamond with three dots: at work."""
    painter.drawPolygon(QPolygonF([QPointF(16, 0), QPointF(32, 16), QPointF(16, 32), QPointF(0, 16)]))
    painter.setBrush(_WHITE)
    for x in (8.5, 16, 23.5):
        painter.drawEllipse(QPointF(x, 16), 2.6, 2.6)


def _problem(painter: QPainter) -> None:
    """A triangle with an exclamation mark."""
    edge = QPen(painter.brush().color(), 3)
    edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(edge)
    painter.drawPolygon(QPolygonF([QPointF(16, 3), QPointF(30, 28.5), QPointF(2, 28.5)]))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_WHITE)
    painter.drawRoundedRect(QRectF(14.3, 10.5, 3.4, 10), 1.6, 1.6)
    painter.drawEllipse(QPointF(16, 24.6), 2, 2)


_DRAW: dict[DesktopState, Callable[[QPainter], None]] = {
    DesktopState.IDLE: _idle,
    DesktopState.LISTENING: _listening,
    DesktopState.FINISHING: _finishing,
    DesktopState.PROBLEM: _problem,
}
