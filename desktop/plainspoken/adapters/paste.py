"""Puts a note into the window that she began in, by keys; into no other one, whatever happens.

pynput presses them on Windows and macOS, `x11_keys` on X11. Looking and pressing are two steps, and a window could
come to the front between them: for as long as it takes to press two keys, or to type one word.
"""

import re
import sys
from collections.abc import Callable
from contextlib import closing
from typing import Any, Protocol

from plainspoken.adapters.front_window import front_window
from plainspoken.dictation.errors import DesktopError
from plainspoken.settings import Way

_FREE_WITHIN_S = 3.0
"""How long the keys of the hotkey may stay down after the note is there."""

_V_ON_MACOS, _V_ON_WINDOWS = 9, 0x56
"""kVK_ANSI_V and the virtual key code of V: the key, whatever letter her layout has there."""

_ON_THE_CLIPBOARD = "It is on the clipboard: paste it where you want it."


class Keys(Protocol):
    """A keyboard to press; see `X11Keys`."""

    def close(self) -> None:
        """Let go of it."""
        ...

    def free(self, within_s: float) -> bool:
        """Wait until no modifier is held down; whether that came in time."""
        ...

    def paste(self) -> None:
        """Press what pastes."""
        ...

    def can_type(self, text: str) -> bool:
        """Whether there is a key for each character."""
        ...

    def type(self, text: str) -> None:
        """Type a text."""
        ...


class Paster:
    """Pastes in one way: the keys that paste from the clipboard, or the text letter by letter.

    Args:
        way: "keys" where the window takes the clipboard; "type" for remote desktops that do not share it.
        front: the window in front, or None where that cannot be told.
        keys: opens a keyboard.
    """

    def __init__(
        self,
        way: Way,
        front: Callable[[], int | None] = front_window,
        keys: Callable[[], Keys] | None = None,
    ) -> None:
        self._way, self._front = way, front
        self._open = keys or _keys

    def front(self) -> int | None:
        """The window in front, to be given to `paste`; None where that cannot be told, or it is one of ours."""
        return self._front()

    def paste(self, text: str, window: int | None) -> None:
        """Put a text, which is on the clipboard, into this window. Takes a while: not for Qt's thread.

        Raises:
            DesktopError: it was not done, or not to the end, and why. The text is on the clipboard all the same.
        """
        if window is None:
            raise _not_pasted("which window was in front cannot be told here")
        with closing(self._open()) as keys:
            if not keys.free(_FREE_WITHIN_S):
                raise _not_pasted("a key was held down")
            if self._way == "keys":
                self._check(window)
                keys.paste()
                return
            if not keys.can_type(text):
                raise _not_pasted("your keyboard has no key for one of its characters")
            for number, word in enumerate(re.findall(r"\S+\s*|\s+", text)):
                self._check(window, begun=number > 0)
                keys.type(word)

    def _check(self, window: int, *, begun: bool = False) -> None:
        if self._front() == window:
            return
        if begun:
            raise DesktopError(
                "Another window came to the front while the note was typed: the rest of it was not typed.",
                _ON_THE_CLIPBOARD,
            )
        raise _not_pasted("another window is in front")


class PynputKeys:
    """The keyboard of Windows and macOS. Not run here."""

    def __init__(self) -> None:
        try:
            from pynput import keyboard  # noqa: PLC0415  opens the keyboard as it is imported
        except ImportError:
            raise _not_pasted("the keyboard cannot be used here") from None
        self._keyboard: Any = keyboard
        self._controller: Any = keyboard.Controller()

    def close(self) -> None:
        """Nothing is held."""

    def free(self, within_s: float) -> bool:  # noqa: ARG002  the port's
        """Release what the hotkey may hold down: these systems do not tell it without a listener."""
        key = self._keyboard.Key
        for modifier in (key.ctrl, key.alt, key.shift, key.cmd):
            self._controller.release(modifier)
        return True

    def paste(self) -> None:
        """Ctrl+V, or Cmd+V."""
        key, mac = self._keyboard.Key, sys.platform == "darwin"
        with self._controller.pressed(key.cmd if mac else key.ctrl):
            self._controller.tap(self._keyboard.KeyCode.from_vk(_V_ON_MACOS if mac else _V_ON_WINDOWS))

    def can_type(self, text: str) -> bool:  # noqa: ARG002  the port's
        """These systems take any character."""
        return True

    def type(self, text: str) -> None:
        """Type a text."""
        self._controller.type(text)


def _keys() -> Keys:
    if not sys.platform.startswith("linux"):
        return PynputKeys()
    from plainspoken.adapters.x11_keys import X11Keys  # noqa: PLC0415  on X11 only

    return X11Keys()


def _not_pasted(why: str) -> DesktopError:
    return DesktopError(f"The note was not pasted: {why}.", _ON_THE_CLIPBOARD)
