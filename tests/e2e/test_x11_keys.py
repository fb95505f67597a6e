"""Keys pressed on a real X server."""

import ctypes
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from e2e.desktop_services import Screen
from e2e.pasted import text_window
from e2e.processes import until
from plainspoken.adapters.x11_keys import X11Keys
from plainspoken.dictation.errors import DesktopError


@pytest.fixture
def keys(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> Iterator[X11Keys]:
    """A keyboard on the screen."""
    monkeypatch.setenv("DISPLAY", screen.env["DISPLAY"])
    with closing(X11Keys()) as keys:
        yield keys


def xdotool(screen: Screen, *arguments: str) -> None:
    """Press as a person does."""
    subprocess.run(["xdotool", *arguments], env=dict(screen.env), check=True)


def test_a_modifier_that_is_held_down_is_waited_for(keys: X11Keys, screen: Screen) -> None:
    """Free at once; not while Alt is down; free again when it is let go."""
    assert keys.free(0)
    xdotool(screen, "keydown", "Alt_L")
    try:
        assert not keys.free(0.1)
    finally:
        xdotool(screen, "keyup", "Alt_L")
    assert keys.free(5)


def test_what_the_keyboard_has_no_key_for_is_known_before_typing(keys: X11Keys) -> None:
    """Of an American keyboard: letters, digits, signs and line ends, but no degree sign and no curly quotes."""
    assert keys.can_type('BP: 132/84 (sitting), "stable"; 98.6 F, 5-10 %?\n')
    assert not keys.can_type("38.5 °C")
    assert not keys.can_type("“stable”")


@pytest.fixture
def german_second(screen: Screen) -> Iterator[None]:
    """Two layouts, and the second one chosen: y and z are each in the other's place."""
    xkb_use_core, library = 0x100, ctypes.CDLL("libX11.so.6")
    library.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(library.XOpenDisplay(screen.env["DISPLAY"].encode()))

    def choose(layouts: str, number: int) -> None:
        subprocess.run(["setxkbmap", "-layout", layouts], env=dict(screen.env), check=True)
        library.XkbLockGroup(display, xkb_use_core, number)
        library.XSync(display, 0)

    choose("us,de", 1)
    yield
    choose("us", 0)
    library.XCloseDisplay(display)


@pytest.mark.usefixtures("german_second")
def test_text_is_typed_in_the_layout_that_is_chosen(
    screen: Screen, logs: Path, tmp_path: Path, keys: X11Keys
) -> None:
    """What arrives is what was to be typed, not what the same keys are in another layout."""
    text = "Lazy Ärzte:\nzyxt"
    with text_window("Typed", screen, logs, tmp_path) as window:
        window.come_to_front()
        assert keys.can_type(text)
        keys.type(text)
        until(lambda: len(window.text) >= len(text), "all of it has arrived")
        assert window.text == text


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # python-xlib leaves its sockets open
def test_a_display_that_there_is_none_of_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence; the note is on the clipboard."""
    monkeypatch.setenv("DISPLAY", ":4099")
    with pytest.raises(DesktopError, match="takes no keys from programs"):
        X11Keys()
