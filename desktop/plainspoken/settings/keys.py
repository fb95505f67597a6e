"""How a hotkey is written: pynput's notation, `<ctrl>+<alt>+d`."""

import re

MODIFIERS = ("ctrl", "alt", "cmd", "shift")

WRITE_LIKE = "Write it like <ctrl>+<alt>+d or <f9>."

_NOT_TYPED = re.compile(r"f\d+|pause|scroll_lock|insert|print_screen|menu|media_\w+|alt_gr")
"""Keys that are no part of typing, and may be a hotkey by themselves."""


def keys_of(combination: str) -> frozenset[str]:
    """The keys of a combination that `no_hotkey` has nothing against, by name."""
    return frozenset(part.strip("<>") if len(part) > 1 else part for part in _parts(combination))


def no_hotkey(combination: str) -> str:
    """Why this cannot be a hotkey, as a clause: it is not written like one, or she would press it by typing.

    Args:
        combination: names in angle brackets and single characters, joined by `+`.
    """
    parts = _parts(combination)
    if not all(re.fullmatch(r"<\w{2,}>|\S", part) for part in parts) or len(set(parts)) < len(parts):
        return "is no combination of keys"
    names = keys_of(combination)
    if not names & {"ctrl", "alt", "cmd"} and not any(_NOT_TYPED.fullmatch(name) for name in names):
        return "would be pressed by typing"
    return ""


def _parts(combination: str) -> list[str]:
    return [part.strip().lower() for part in re.split(r"(?<=.)\+(?=.)", combination)]
