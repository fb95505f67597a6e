"""Runs the program with the palette of a dark desktop: `python in_dark.py PROGRAM …`. A bare screen has no themes."""

import sys

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from plainspoken.cli import main

_ROLE = QPalette.ColorRole
_COLOURS = {
    "#f0f0f0": (_ROLE.Text, _ROLE.WindowText, _ROLE.ButtonText, _ROLE.BrightText),
    "#1e1e1e": (_ROLE.Base, _ROLE.AlternateBase),
    "#2a2a2a": (_ROLE.Window,),
    "#333333": (_ROLE.Button,),
    "#a0a0a0": (_ROLE.PlaceholderText,),
}

application = QApplication(["plainspoken"])
application.setStyle("Fusion")
palette = QPalette()
for colour, roles in _COLOURS.items():
    for role in roles:
        palette.setColor(role, QColor(colour))
for role in (_ROLE.Text, _ROLE.WindowText, _ROLE.ButtonText):
    palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#808080"))
application.setPalette(palette)
main(sys.argv[2:])
