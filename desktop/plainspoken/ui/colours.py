"""Colours that can be read: 4.5 : 1 against the window, light or dark (WCAG 2.2, success criterion 1.4.3)."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

from plainspoken.ui.shown import DesktopState

LEAST_CONTRAST = 4.5

STATE_FILL = {
    DesktopState.IDLE: QColor("#475569"),
    DesktopState.LISTENING: QColor("#c62828"),
    DesktopState.FINISHING: QColor("#1d4ed8"),
    DesktopState.PROBLEM: QColor("#b45309"),
}
"""Behind the white signs of the icons."""

_ON_LIGHT = {"red": "#b3261e", "blue": "#1d4ed8", "amber": "#92400e", "green": "#166534", "grey": "#475569"}
_ON_DARK = {"red": "#ff8a80", "blue": "#93c5fd", "amber": "#fcd34d", "green": "#86efac", "grey": "#cbd5e1"}


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours on one palette."""

    window: QColor
    text: QColor
    muted: QColor
    """For words that come second."""
    line: QColor
    """For borders and empty tracks; carries no meaning."""
    faint: QColor
    """For the handle of a scroll bar."""
    red: QColor
    blue: QColor
    amber: QColor
    green: QColor
    grey: QColor

    def of_state(self, state: DesktopState) -> QColor:
        """What a state is written in."""
        return {
            DesktopState.IDLE: self.grey,
            DesktopState.LISTENING: self.red,
            DesktopState.FINISHING: self.blue,
            DesktopState.PROBLEM: self.amber,
        }[state]


def colours(palette: QPalette) -> Colours:
    """The colours that go with her desktop's palette."""
    window, text = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
    named = _ON_LIGHT if luminance(window) > luminance(text) else _ON_DARK
    return Colours(
        window=window,
        text=text,
        muted=_mixed(text, window, 0.32),
        line=_mixed(text, window, 0.82),
        faint=_mixed(text, window, 0.62),
        **{name: QColor(value) for name, value in named.items()},
    )


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours, 1 … 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: QColor) -> float:
    """Relative luminance, 0 … 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`share` of the other colour in the first."""
    parts = zip(
        (one.redF(), one.greenF(), one.blueF()), (other.redF(), other.greenF(), other.blueF()), strict=True
    )
    return QColor.fromRgbF(*(a * (1 - share) + b * share for a, b in parts))
