"""How loud she is, as a bar and in words."""

from collections import deque
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from plainspoken.dictation.capture import SILENCE_DBFS
from plainspoken.ui.colours import colours
from plainspoken.workers.messages import Level

QUIETEST_SHOWN_DBFS = -60.0
"""Left end of the bar: the noise of a quiet room."""

TOO_QUIET_DBFS = -42.0
"""Loudest frame of the last second. Speech at a usual laptop microphone reaches -35 … -15."""

CLIPPING_DBFS = -8.0
"""Speech has peaks 8 dB and more above the mean of its loudest 32 ms: beyond this they are cut off."""

HELD_LEVELS = 10
"""Levels that the word is judged by: about a second, so that it does not flicker from syllable to syllable."""


class LevelWord(StrEnum):
    """The level in words."""

    NOTHING = "no speech heard"
    QUIET = "too quiet"
    GOOD = "good"
    CLIPPING = "clipping"


def level_word(loudest_dbfs: float, *, speaking: bool) -> LevelWord:
    """What to say about the loudest level of the last second."""
    if loudest_dbfs >= CLIPPING_DBFS:
        return LevelWord.CLIPPING
    if loudest_dbfs >= TOO_QUIET_DBFS:
        return LevelWord.GOOD if speaking else LevelWord.NOTHING
    return LevelWord.QUIET if speaking else LevelWord.NOTHING


class LevelMeter(QWidget):
    """A bar from -60 to 0 dBFS, with a word at its right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent: deque[Level] = deque(maxlen=HELD_LEVELS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Microphone level")
        self.clear()

    @property
    def word(self) -> LevelWord:
        """The level of the last second in words."""
        loudest = max((level.level_dbfs for level in self._recent), default=SILENCE_DBFS)
        return level_word(loudest, speaking=any(level.speaking for level in self._recent))

    def show_level(self, level: Level) -> None:
        """The microphone hears this now."""
        self._recent.append(level)
        self.setAccessibleDescription(self.word)
        self.update()

    def clear(self) -> None:
        """Nothing was heard yet."""
        self._recent.clear()
        self.setAccessibleDescription(self.word)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As high as a line of text."""
        return QSize(200, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802  Qt's name and argument
        """Draw bar and word."""
        shades, colour = colours(QGuiApplication.palette()), self._colour()
        word_px = self.fontMetrics().horizontalAdvance(LevelWord.NOTHING) + 12
        bar = QRectF(0, self.height() / 2 - 4, max(self.width() - word_px, 1), 8)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shades.line)
        painter.drawRoundedRect(bar, 4, 4)
        painter.setBrush(colour)
        filled = QRectF(bar.left(), bar.top(), bar.width() * self._share(), bar.height())
        if filled.width() >= bar.height():
            painter.drawRoundedRect(filled, 4, 4)
        painter.setPen(colour)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.word)
        painter.end()

    def _share(self) -> float:
        """The present level as a share of the bar, 0 … 1."""
        now = self._recent[-1].level_dbfs if self._recent else SILENCE_DBFS
        return min(1.0, max(0.0, 1 - now / QUIETEST_SHOWN_DBFS))

    def _colour(self) -> QColor:
        shades = colours(QGuiApplication.palette())
        return {
            LevelWord.NOTHING: shades.muted,
            LevelWord.QUIET: shades.amber,
            LevelWord.GOOD: shades.green,
            LevelWord.CLIPPING: shades.red,
        }[self.word]
