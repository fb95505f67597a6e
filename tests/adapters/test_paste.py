"""When a note is put into a window by keys, and when it is not."""

from dataclasses import dataclass, field

import pytest

from plainspoken.adapters.paste import Paster
from plainspoken.dictation.errors import DesktopError
from plainspoken.settings import Way

EHR, CHAT = 7, 8


@dataclass
class FakeKeys:
    """Writes down what is pressed."""

    pressed: list[str] = field(default_factory=list)
    held: bool = False
    lacks: str = ""
    closed: bool = False

    def close(self) -> None:
        """Note it."""
        self.closed = True

    def free(self, within_s: float) -> bool:
        """At once, or never."""
        assert within_s > 0
        return not self.held

    def paste(self) -> None:
        """Write it down."""
        self.pressed.append("<paste>")

    def can_type(self, text: str) -> bool:
        """All but one letter."""
        return not self.lacks or self.lacks not in text

    def type(self, text: str) -> None:
        """Write it down."""
        self.pressed.append(text)


def paste(way: Way, keys: FakeKeys, *fronts: int | None, text: str = "She coughs.\nPlan: rest.") -> None:
    """Paste into `EHR`, while one window after another is in front."""
    shown = iter(fronts)
    Paster(way, lambda: next(shown), lambda: keys).paste(text, EHR)


def test_keys_paste_once() -> None:
    """Into the window that she began in."""
    keys = FakeKeys()
    paste("keys", keys, EHR)
    assert (keys.pressed, keys.closed) == (["<paste>"], True)


def test_typing_types_every_character_and_looks_before_each_word() -> None:
    """Nothing is added, nothing left out."""
    keys = FakeKeys()
    paste("type", keys, EHR, EHR, EHR, EHR)
    assert keys.pressed == ["She ", "coughs.\n", "Plan: ", "rest."]


@pytest.mark.parametrize("way", ["keys", "type"])
@pytest.mark.parametrize("front", [CHAT, None])
def test_another_window_in_front_gets_nothing(way: Way, front: int | None) -> None:
    """Nor one that cannot be told; she hears that the note is on the clipboard."""
    keys = FakeKeys()
    with pytest.raises(DesktopError, match="another window is in front") as caught:
        paste(way, keys, front)
    assert (keys.pressed, keys.closed) == ([], True)
    assert "on the clipboard" in caught.value.remedy


def test_typing_stops_at_the_word_where_another_window_comes_to_the_front() -> None:
    """What is typed is typed; she is told that it is not all."""
    keys = FakeKeys()
    with pytest.raises(DesktopError, match="rest of it was not typed"):
        paste("type", keys, EHR, EHR, CHAT)
    assert keys.pressed == ["She ", "coughs.\n"]


def test_where_the_window_at_the_start_is_unknown_nothing_is_pressed() -> None:
    """Wayland and macOS tell nobody; no keyboard is even opened."""
    opened: list[FakeKeys] = []

    def keys() -> FakeKeys:
        opened.append(FakeKeys())
        return opened[-1]

    with pytest.raises(DesktopError, match="cannot be told here"):
        Paster("keys", lambda: None, keys).paste("She coughs.", None)
    assert opened == []


def test_a_key_held_down_is_waited_for_and_then_given_up() -> None:
    """Ctrl+V with the hotkey's Alt still down would be another key."""
    keys = FakeKeys(held=True)
    with pytest.raises(DesktopError, match="a key was held down"):
        paste("keys", keys, EHR)
    assert keys.pressed == []


def test_a_note_that_cannot_be_typed_whole_is_not_begun() -> None:
    """A degree sign on a keyboard that has none; the sentence does not quote the note."""
    keys = FakeKeys(lacks="°")
    with pytest.raises(DesktopError, match="no key for one of its characters") as caught:
        paste("type", keys, EHR, EHR, text="38.5 °C")
    assert keys.pressed == []
    assert "38.5" not in str(caught.value)
