"""Global hotkeys through pynput: X11, macOS and Windows. A Wayland desktop shows nobody the keys of other windows."""

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from plainspoken.dictation.errors import DesktopError
from plainspoken.settings.keys import MODIFIERS, WRITE_LIKE, keys_of, no_hotkey

_BIND_A_COMMAND = "Bind a key to the command `plainspoken toggle` in your desktop's keyboard settings."

_START_WITHIN_S = 5.0
_STOP_WITHIN_S = 2.0


@dataclass(slots=True)
class Chord:
    """A combination of keys: complete when all of them are down, in whichever order they went down."""

    keys: frozenset[str]
    _down: set[str] = field(default_factory=set)

    def press(self, key: str) -> bool:
        """A key went down; whether that completed the combination. A key that repeats itself completes nothing."""
        if key not in self.keys or key in self._down:
            return False
        self._down.add(key)
        return self._down == self.keys

    def release(self, key: str) -> bool:
        """A key went up; whether that broke a complete combination."""
        complete = self._down == self.keys
        self._down.discard(key)
        return complete and key in self.keys


def parse_chord(setting: str, keys: str) -> frozenset[str]:
    """The keys of a combination such as `<ctrl>+<alt>+d`, by name.

    Args:
        setting: name of the setting it comes from, for the message.
        keys: see `settings.keys`.

    Raises:
        DesktopError: it is not written like that, or she would press it by typing.
    """
    if wrong := no_hotkey(keys):
        raise DesktopError(f'The setting {setting} = "{keys}" {wrong}.', WRITE_LIKE)
    return keys_of(keys)


@dataclass(frozen=True, slots=True)
class Hotkeys:
    """The two hotkeys of the settings; an empty one is not listened for."""

    toggle: str
    push_to_talk: str = ""

    @contextmanager
    def listen(
        self, *, toggle: Callable[[], None], push: Callable[[], None], release: Callable[[], None]
    ) -> Iterator[None]:
        """Call back on each press, from pynput's thread, until the context is left.

        Raises:
            DesktopError: this desktop shows nobody the keys of other windows, or a setting is no combination.
        """
        watch = KeyWatch(self._bindings(toggle, push, release))
        if not watch.bindings:
            yield
            return
        keyboard = _pynput_keyboard()
        watch.check_names({key.name for key in keyboard.Key})
        listener: Any = keyboard.Listener(
            on_press=lambda key: watch.down(_name(listener, key)),
            on_release=lambda key: watch.up(_name(listener, key)),
        )
        listener.start()
        try:
            _wait_until_it_watches(listener)
            _check_permission(listener)
            yield
        finally:
            watch.stop()
            with suppress(*_lost_connection()):
                listener.stop()
                listener.join(_STOP_WITHIN_S)

    def _bindings(
        self, toggle: Callable[[], None], push: Callable[[], None], release: Callable[[], None]
    ) -> tuple["Binding", ...]:
        wanted = (
            ("toggle_hotkey", self.toggle, toggle, _nothing),
            ("push_to_talk_hotkey", self.push_to_talk, push, release),
        )
        bindings = tuple(
            Binding(setting, Chord(parse_chord(setting, keys)), pressed, released)
            for setting, keys, pressed, released in wanted
            if keys
        )
        if len({binding.chord.keys for binding in bindings}) < len(bindings):
            raise DesktopError(
                "toggle_hotkey and push_to_talk_hotkey are the same keys.", "Change one of them."
            )
        return bindings


@dataclass(frozen=True, slots=True)
class Binding:
    """What a combination does."""

    setting: str
    chord: Chord
    pressed: Callable[[], None]
    released: Callable[[], None]


@dataclass(frozen=True, slots=True)
class KeyWatch:
    """Several combinations fed by one keyboard."""

    bindings: tuple[Binding, ...]
    _stopped: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Call nobody back any more: on X11 the listener lives until the next key."""
        self._stopped.set()

    def down(self, key: str) -> None:
        """A key went down."""
        for binding in self.bindings:
            if binding.chord.press(key) and not self._stopped.is_set():
                binding.pressed()

    def up(self, key: str) -> None:
        """A key went up."""
        for binding in self.bindings:
            if binding.chord.release(key) and not self._stopped.is_set():
                binding.released()

    def check_names(self, known: set[str]) -> None:
        """Make sure that this system has all keys that are named.

        Raises:
            DesktopError: it has not; names the setting.
        """
        for binding in self.bindings:
            for name in binding.chord.keys:
                if len(name) > 1 and name not in known | set(MODIFIERS):
                    raise DesktopError(
                        f"The setting {binding.setting} names an unknown key: <{name}>.", WRITE_LIKE
                    )


def _pynput_keyboard() -> Any:
    """The module `pynput.keyboard`, which has no types; importing it connects to the X server."""
    wayland = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    if sys.platform.startswith("linux") and wayland:
        raise DesktopError(
            "On Wayland no program sees keys that are pressed in other windows.", _BIND_A_COMMAND
        )
    try:
        from pynput import keyboard  # noqa: PLC0415
    except ImportError:
        raise _unwatchable() from None
    return keyboard


def _wait_until_it_watches(listener: Any) -> None:
    """A key pressed before that would be missed. pynput's own wait never ends where its thread has."""
    waiter = threading.Thread(target=listener.wait, name="hotkey waiter", daemon=True)
    waiter.start()
    waiter.join(_START_WITHIN_S)
    if waiter.is_alive() or not listener.is_alive():
        raise _unwatchable()


def _unwatchable() -> DesktopError:
    return DesktopError("The hotkey does not work: the keyboard cannot be watched here.", _BIND_A_COMMAND)


def _lost_connection() -> tuple[type[Exception], ...]:
    """What stopping raises where the X connection has ended by itself: that is all that a stop wants."""
    try:
        from Xlib.error import ConnectionClosedError  # noqa: PLC0415  on X11 only
    except ImportError:
        return ()
    return (ConnectionClosedError,)


def _check_permission(listener: Any) -> None:
    """On macOS the listener runs, and sees nothing, until she allows it."""
    if sys.platform == "darwin" and not getattr(listener, "IS_TRUSTED", True):
        raise DesktopError(
            "macOS does not let Plainspoken see the hotkey.",
            "Allow it under System Settings, Privacy & Security, Input Monitoring, and start it again; "
            "or bind a key to the command: plainspoken toggle",
        )


def _name(listener: Any, key: Any) -> str:
    """A key by the name that `parse_chord` gives it; left and right modifiers are one."""
    name = getattr(key, "name", None)
    if name:
        base = re.sub(r"_[lr]$", "", name)
        return base if base in MODIFIERS else str(name)
    return getattr(listener.canonical(key), "char", None) or ""


def _nothing() -> None:
    """Release of a key that only its press counts of."""
