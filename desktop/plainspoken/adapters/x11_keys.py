"""Keys pressed on X11 as if on the keyboard, through its XTEST extension.

Not through pynput, which sends letters as events that are marked as made up: remote desktops pass on what comes from
a keyboard only, and some programs ignore the rest.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import DisplayError
from Xlib.ext import xtest

from plainspoken.dictation.errors import DesktopError

_MODIFIERS = X.ShiftMask | X.ControlMask | X.Mod1Mask | X.Mod4Mask
"""Shift, Ctrl, Alt and the Windows key."""

_LAYOUT_BITS = 13
"""Where the state of the keyboard has the number of the layout (X Keyboard Extension, "Computing Effective State")."""

_LOOK_S = 0.02

_REMEDY = "It is on the clipboard: paste it where you want it."


class X11Keys:
    """A keyboard of our own. Belongs to one thread.

    Raises:
        DesktopError: on being made, where this display takes no keys from programs.
    """

    def __init__(self) -> None:
        try:
            self._display: Any = Display()
        except (DisplayError, OSError):
            raise _no_keys() from None
        if not self._display.has_extension("XTEST"):
            raise _no_keys()
        self._shift, self._ctrl = self._code("Shift_L"), self._code("Control_L")

    def close(self) -> None:
        """Close the connection."""
        self._display.close()

    def free(self, within_s: float) -> bool:
        """Wait until no modifier is held down: it would make another key of ours. Whether that came in time."""
        until = time.monotonic() + within_s
        while self._state() & _MODIFIERS:
            if time.monotonic() > until:
                return False
            time.sleep(_LOOK_S)
        return True

    def paste(self) -> None:
        """Ctrl+V."""
        with self._held(self._ctrl):
            self._tap(self._code("v"))
        self._display.sync()

    def type(self, text: str) -> None:
        """Type a text; a line's end is the Enter key. Returns when the display has it.

        Raises:
            DesktopError: the keyboard has no key for a character; what is before it is typed.
        """
        state = self._state()
        upside_down = bool(state & X.LockMask)
        for character in text:
            code, shifted = self._key(character, state)
            if shifted != (upside_down and character.isalpha()):
                with self._held(self._shift):
                    self._tap(code)
            else:
                self._tap(code)
        self._display.sync()

    def can_type(self, text: str) -> bool:
        """Whether the keyboard has a key for each character."""
        state = self._state()
        try:
            for character in set(text):
                self._key(character, state)
        except DesktopError:
            return False
        return True

    def _key(self, character: str, state: int) -> tuple[int, bool]:
        """The key of a character in the layout that is chosen now, and whether Shift goes with it."""
        first = 2 * (state >> _LAYOUT_BITS & 3)
        latin = 0x20 <= ord(character) < 0x100 and not 0x7F <= ord(character) < 0xA0
        symbol = ord(character) if latin else 0x01000000 | ord(character)  # X protocol, appendix A
        for code, level in self._display.keysym_to_keycodes(XK.XK_Return if character == "\n" else symbol):
            if level - first in {0, 1}:
                return code, level - first == 1
        raise DesktopError("The note has a character that your keyboard has no key for.", _REMEDY)

    def _code(self, name: str) -> int:
        code = int(self._display.keysym_to_keycode(XK.string_to_keysym(name)))
        if not code:  # a layout without Latin letters
            raise DesktopError(f"The note was not pasted: your keyboard has no key for {name}.", _REMEDY)
        return code

    def _state(self) -> int:
        return int(self._display.screen().root.query_pointer().mask)

    def _tap(self, code: int) -> None:
        xtest.fake_input(self._display, X.KeyPress, code)
        xtest.fake_input(self._display, X.KeyRelease, code)

    @contextmanager
    def _held(self, code: int) -> Iterator[None]:
        xtest.fake_input(self._display, X.KeyPress, code)
        try:
            yield
        finally:
            xtest.fake_input(self._display, X.KeyRelease, code)


def _no_keys() -> DesktopError:
    return DesktopError("The note was not pasted: this display takes no keys from programs.", _REMEDY)
