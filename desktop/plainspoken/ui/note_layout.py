"""Pieces of the note window."""

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from plainspoken.dictation.revision import Change

TOLD = {
    Change.REFILED: "filing",
    Change.EDITED: "typing",
    Change.TAKEN_OUT: "taking out",
    Change.ACCEPTED: "accepting",
}
"""What a change is called beside Undo and Redo."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What can be done about the sound of the selected sentence."""

    why_not: str = ""
    """Why it cannot be played; empty if it can."""
    playing: bool = False


def row(*parts: QPushButton | None) -> QHBoxLayout:
    """Buttons beside each other; None is the room between them."""
    layout = QHBoxLayout()
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part)
    return layout


def titled(title: str, part: QWidget) -> QLabel:
    """The title of a part."""
    label = QLabel(title)
    label.setBuddy(part)
    return label
