"""The settings with their types, as the program asks for them."""

from collections.abc import Mapping
from typing import Literal, cast

from plainspoken.settings.known import SETTINGS
from plainspoken.settings.setting import Value
from plainspoken_models.registry import EncoderContext

Way = Literal["keys", "type"]
"""How a note is pasted."""


class Values:
    """What holds: values that were read, and the defaults for what was not.

    Args:
        read: name → value, each of which is right.
    """

    def __init__(self, read: Mapping[str, Value]) -> None:
        self._values: Mapping[str, Value] = {
            **{setting.name: setting.default for setting in SETTINGS},
            **read,
        }

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def having(self, changes: Mapping[str, Value]) -> "Values":
        """The same with other values."""
        return Values({**self._values, **changes})

    @property
    def template(self) -> str:
        """Id of the template that a dictation starts with."""
        return self._text("template")

    @property
    def microphone(self) -> str | None:
        """Name of the microphone; None for the system's default one."""
        return self._text("microphone") or None

    @property
    def toggle_hotkey(self) -> str:
        """Starts and stops a dictation; in pynput's notation, empty for none."""
        return self._text("toggle_hotkey")

    @property
    def push_to_talk_hotkey(self) -> str:
        """Dictates while it is held down; empty for none."""
        return self._text("push_to_talk_hotkey")

    @property
    def speech_model(self) -> str:
        """Id or path of the speech model; empty: the best that is installed."""
        return self._text("speech_model")

    @property
    def tagger_model(self) -> str:
        """Id or path of the section tagger."""
        return self._text("tagger_model")

    @property
    def encoder_context(self) -> EncoderContext | None:
        """How much of its 30 s window the speech model computes; None: what suits it. See docs/encoder-context.md."""
        return cast("EncoderContext | None", self._text("encoder_context") or None)

    @property
    def idle_minutes(self) -> int:
        """So long after the last dictation the engines give their memory back; 1 … 1440."""
        return self._number("idle_minutes")

    @property
    def keep_sound_hours(self) -> int:
        """So long after its note was delivered the sound of a dictation is destroyed; 0 … 8760, 0: at once."""
        return self._number("keep_sound_hours")

    @property
    def keep_notes_days(self) -> int:
        """So long after it was delivered a note is destroyed, with its sound; 0 … 365, 0: it is never written."""
        return self._number("keep_notes_days")

    @property
    def clear_clipboard_minutes(self) -> int:
        """So long a note stays on the clipboard, if nothing else comes there; 0 … 1440, 0: no limit."""
        return self._number("clear_clipboard_minutes")

    @property
    def paste(self) -> Way | None:
        """How a note comes into the window that she began in; None: she pastes it herself."""
        chosen = self._text("paste")
        return None if chosen == "off" else cast("Way", chosen)

    @property
    def checks_off(self) -> frozenset[str]:
        """Ids of the checks of a note that say nothing; see docs/checks.md."""
        return frozenset(cast("list[str]", self._values["checks_off"]))

    def _number(self, name: str) -> int:
        return cast("int", self._values[name])

    def _text(self, name: str) -> str:
        return str(self._values[name])
