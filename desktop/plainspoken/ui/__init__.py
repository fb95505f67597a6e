"""What she sees: tray, HUD, clipboard, notifications. The only package with Qt in it."""

import builtins

# PySide's own import reads the source of every module that comes after it, in search of a switch that nobody uses here,
# and keeps it: 7 MB, and a fifth of the processor time until the icon is there (PySide 6.11).
_import = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _import
