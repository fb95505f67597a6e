"""Combinations of keys, fed without a keyboard."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken.adapters.hotkey import Binding, Chord, Hotkeys, KeyWatch, parse_chord
from plainspoken.dictation.errors import DesktopError

CTRL_ALT_D = frozenset({"ctrl", "alt", "d"})
ALL_KEYS = ("ctrl", "alt", "shift", "d", "x", "")


def watch(keys: frozenset[str], log: list[str]) -> KeyWatch:
    """A watch that writes down what it calls."""
    return KeyWatch(
        (Binding("toggle_hotkey", Chord(keys), lambda: log.append("down"), lambda: log.append("up")),)
    )


@given(st.permutations(sorted(CTRL_ALT_D)), st.permutations(sorted(CTRL_ALT_D)))
def test_order_of_keys_does_not_matter(pressed: list[str], released: list[str]) -> None:
    """In whichever order the keys go down and up, that is one press and one release."""
    log: list[str] = []
    keyboard = watch(CTRL_ALT_D, log)
    for key in pressed:
        keyboard.down(key)
    assert log == ["down"]
    for key in released:
        keyboard.up(key)
    assert log == ["down", "up"]


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(ALL_KEYS))))
def test_presses_and_releases_take_turns(events: list[tuple[bool, str]]) -> None:
    """Whatever is typed, a press comes only while all keys are down, and each is followed by at most one release."""
    log: list[str] = []
    keyboard, down = watch(CTRL_ALT_D, log), set[str]()
    for goes_down, key in events:
        before, was_down = len(log), key in down
        (keyboard.down if goes_down else keyboard.up)(key)
        (down.add if goes_down else down.discard)(key)
        if log[before:] == ["down"]:
            assert down >= CTRL_ALT_D
            assert not was_down
    assert log == ["down", "up"] * (len(log) // 2) + ["down"] * (len(log) % 2)


@given(st.integers(1, 50))
def test_held_key_that_repeats_itself_presses_once(repeats: int) -> None:
    """Autorepeat of a held key is one press."""
    log: list[str] = []
    keyboard = watch(CTRL_ALT_D, log)
    for key in ("ctrl", "alt", *["d"] * repeats):
        keyboard.down(key)
    assert log == ["down"]


def test_tapping_again_with_modifiers_held_presses_again() -> None:
    """She may keep Ctrl and Alt down and tap the letter twice."""
    log: list[str] = []
    keyboard = watch(CTRL_ALT_D, log)
    for key in ("ctrl", "alt", "d"):
        keyboard.down(key)
    keyboard.up("d")
    keyboard.down("d")
    assert log == ["down", "up", "down"]


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("<ctrl>+<alt>+d", {"ctrl", "alt", "d"}),
        ("<Alt>+<CTRL>+D", {"ctrl", "alt", "d"}),
        ("<f9>", {"f9"}),
        ("<ctrl>++", {"ctrl", "+"}),
        (" <ctrl> + <shift> + 7 ", {"ctrl", "shift", "7"}),
    ],
)
def test_combination_is_read(written: str, keys: set[str]) -> None:
    """Names in angle brackets and single characters, joined by plus, whatever their case."""
    assert parse_chord("toggle_hotkey", written) == keys


@pytest.mark.parametrize("written", ["ctrl+d", "<ctrl>+", "+", "<ctrl>+<ctrl>", "<>", "<ctrl> d", "dd"])
def test_what_is_no_combination_names_the_setting(written: str) -> None:
    """A mistake in the settings is told with the setting's name and an example."""
    with pytest.raises(DesktopError) as caught:
        parse_chord("push_to_talk_hotkey", written)
    assert "push_to_talk_hotkey" in caught.value.what
    assert "<ctrl>+<alt>+d" in caught.value.remedy


@pytest.mark.parametrize("written", ["d", "<space>", "<shift>+d", "<enter>"])
def test_what_she_types_is_no_hotkey(written: str) -> None:
    """A key that writes text, with or without Shift, would start dictations while she types."""
    with pytest.raises(DesktopError, match="typing"):
        parse_chord("toggle_hotkey", written)


def test_a_watch_that_was_stopped_calls_nobody() -> None:
    """On X11 its listener lives until the next key, which may be the old hotkey."""
    log: list[str] = []
    keyboard = watch(frozenset({"f9"}), log)
    keyboard.stop()
    keyboard.down("f9")
    keyboard.up("f9")
    assert log == []


def test_two_settings_cannot_share_keys() -> None:
    """The same keys for both would begin and stop at once."""
    hotkeys = Hotkeys("<ctrl>+<alt>+d", "<alt>+<ctrl>+d")
    with (
        pytest.raises(DesktopError, match="same keys"),
        hotkeys.listen(toggle=print, push=print, release=print),
    ):
        pass


def test_no_hotkeys_need_no_keyboard() -> None:
    """With both settings empty nothing is watched, and nothing can fail."""
    with Hotkeys("", "").listen(toggle=print, push=print, release=print):
        pass


def test_unknown_key_names_the_setting() -> None:
    """A key that this system does not have is named."""
    log: list[str] = []
    with pytest.raises(DesktopError, match="toggle_hotkey names an unknown key: <hyper>"):
        watch(frozenset({"ctrl", "hyper"}), log).check_names({"ctrl", "f9"})


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Wayland is Linux's")
def test_wayland_names_the_command_to_bind(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Wayland the remedy is a key bound by the desktop itself."""
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with (
        pytest.raises(DesktopError) as caught,
        Hotkeys("<f9>").listen(toggle=print, push=print, release=print),
    ):
        pass
    assert "plainspoken toggle" in caught.value.remedy
