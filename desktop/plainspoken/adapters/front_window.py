"""Which window has the keyboard: asked on X11 and Windows; Wayland and macOS tell a program of its own windows only."""

import os
import sys
from contextlib import closing
from typing import Any


def front_window() -> int | None:
    """The window in front, by the system's number of it; None where that cannot be told, or it is one of ours."""
    if sys.platform == "win32":
        return _on_windows()
    if sys.platform.startswith("linux") and not _on_wayland():
        return _on_x11()
    return None


def _on_wayland() -> bool:
    """There, XWayland knows of a part of the windows only."""
    return bool(os.environ.get("WAYLAND_DISPLAY")) or os.environ.get("XDG_SESSION_TYPE") == "wayland"


def _on_x11() -> int | None:
    """As the window manager says (specifications.freedesktop.org/wm-spec, _NET_ACTIVE_WINDOW and _NET_WM_PID)."""
    from Xlib.display import Display  # noqa: PLC0415  on X11 only
    from Xlib.error import DisplayError, XError  # noqa: PLC0415

    try:
        with closing(Display()) as display:
            window = _property(display, display.screen().root, "_NET_ACTIVE_WINDOW")
            if not window:
                return None
            owner = _property(display, display.create_resource_object("window", window), "_NET_WM_PID")
    except (DisplayError, XError, OSError):  # no display, or the window has gone meanwhile
        return None
    return None if owner == os.getpid() else window


def _property(display: Any, window: Any, name: str) -> int:
    """The first number of a window's property; 0 where it has none."""
    from Xlib import X  # noqa: PLC0415  on X11 only

    found = window.get_full_property(display.intern_atom(name), X.AnyPropertyType)
    return int(found.value[0]) if found is not None and len(found.value) else 0


def _on_windows() -> int | None:
    """Not run here. See learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getforegroundwindow."""
    if sys.platform != "win32":
        return None
    import ctypes  # noqa: PLC0415
    from ctypes import wintypes  # noqa: PLC0415

    user = ctypes.WinDLL("user32")
    user.GetForegroundWindow.restype = wintypes.HWND
    window, owner = user.GetForegroundWindow(), wintypes.DWORD()
    user.GetWindowThreadProcessId(wintypes.HWND(window), ctypes.byref(owner))
    return int(window) if window and owner.value != os.getpid() else None
