"""Times of day, as they are shown."""

from PySide6.QtCore import QDateTime


def day_and_time(at_ms: int) -> str:
    """In her own time zone; without the day where that is today: "14:05", "3 Nov 14:05"."""
    at = QDateTime.fromMSecsSinceEpoch(at_ms)
    today = at.date() == QDateTime.currentDateTime().date()
    return at.toString("HH:mm" if today else "d MMM HH:mm")
