"""Whether there is a screen at all. Qt ends the whole process where it finds none, so it has to be asked before."""

import os
import re
import sys

from PySide6.QtNetwork import QLocalSocket

from plainspoken.dictation.errors import DesktopError

_CONNECT_MS = 2_000


def need_display(purpose: str) -> None:
    """Make sure that Qt will find a display.

    Args:
        purpose: what for, to follow "to", for the message.

    Raises:
        DesktopError: there is none, or it does not answer.
    """
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("WAYLAND_DISPLAY"):
        _prefer_x11()
        return
    display = os.environ.get("DISPLAY", "")
    local = re.fullmatch(r"(?:(?:.*/)?unix)?:(\d+)(?:\.\d+)?", display)
    if display and not local:
        raise DesktopError(
            f"The display {display} is reached over a network, which this program refuses.",
            "Run it on the machine whose screen you look at.",
        )
    if not display or (local and not _answers(f"/tmp/.X11-unix/X{local[1]}")):  # noqa: S108  where X11 keeps it
        raise DesktopError(
            f"There is no desktop to {purpose}"
            + (f" (display {display} does not answer)." if display else "."),
            "Run it from a terminal in your desktop session.",
        )


def _prefer_x11() -> None:
    """A Wayland window may neither stay on top nor use the clipboard without focus; through XWayland it may."""
    if os.environ.get("DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "xcb"


def _answers(path: str) -> bool:
    for option in (QLocalSocket.SocketOption.NoOptions, QLocalSocket.SocketOption.AbstractNamespaceOption):
        socket = QLocalSocket()
        socket.setSocketOptions(option)
        socket.connectToServer(path)
        if socket.waitForConnected(_CONNECT_MS):
            socket.abort()
            return True
    return False
