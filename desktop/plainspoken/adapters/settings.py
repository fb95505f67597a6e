"""What she has chosen: a TOML file in her own configuration folder that she may edit by hand."""

import os
from pathlib import Path
from typing import cast, get_args

import tomlkit
import tomlkit.exceptions
from platformdirs import user_config_path

from plainspoken.adapters.paste import Way
from plainspoken.clinic.checks import RULES
from plainspoken.dictation.errors import SettingsError
from plainspoken_models.registry import EncoderContext
from plainspoken_models.toml import NotToml, read_toml

Value = str | int | list[str]

_DEFAULTS: dict[str, Value] = {
    "template": "soap",
    "microphone": "",
    "toggle_hotkey": "<ctrl>+<alt>+d",
    "push_to_talk_hotkey": "",
    "speech_model": "",
    "tagger_model": "section-tagger",
    "encoder_context": "",
    "idle_minutes": 10,
    "keep_sound_hours": 24,
    "keep_notes_days": 7,
    "clear_clipboard_minutes": 10,
    "paste": "off",
    "checks_off": [],
}

_CHOICES: dict[str, tuple[str, ...]] = {
    "encoder_context": ("", *get_args(EncoderContext)),
    "paste": ("off", *get_args(Way)),
}
"""The settings that take none but these values."""

_RANGES: dict[str, tuple[str, int, int]] = {
    "idle_minutes": ("minutes", 1, 24 * 60),
    "keep_sound_hours": ("hours", 0, 365 * 24),
    "keep_notes_days": ("days", 0, 365),
    "clear_clipboard_minutes": ("minutes", 0, 24 * 60),
}
"""The settings that are numbers: of what, the least and the most."""


def default_path() -> Path:
    """Where the settings are; `PLAINSPOKEN_CONFIG` names another folder."""
    folder = os.environ.get("PLAINSPOKEN_CONFIG")
    return (Path(folder) if folder else user_config_path("plainspoken")) / "settings.toml"


class Settings:
    """The settings file. Reads it once; writes it, comments and all, when she chooses something."""

    def __init__(self, path: Path) -> None:
        """Read the file; a missing one means the defaults.

        Raises:
            SettingsError: the file cannot be read, is no TOML, or has an unknown or mistyped setting or value.
        """
        self._path = path
        self._values = _DEFAULTS | _read(path)

    @property
    def path(self) -> Path:
        """Where the file is, or would be."""
        return self._path

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
        """Starts and stops a dictation; in pynput's notation."""
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

    def choose_template(self, template_id: str) -> None:
        """Start with this template from now on.

        Raises:
            SettingsError: the file cannot be written.
        """
        self._choose("template", template_id)

    def choose_microphone(self, name: str | None) -> None:
        """Use this microphone from now on.

        Raises:
            SettingsError: the file cannot be written.
        """
        self._choose("microphone", name or "")

    def _number(self, key: str) -> int:
        return cast("int", self._values[key])

    def _text(self, key: str) -> str:
        return str(self._values[key])

    def _choose(self, key: str, value: str) -> None:
        self._values[key] = value
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            document = (
                tomlkit.parse(self._path.read_text("utf-8")) if self._path.exists() else tomlkit.document()
            )
            document[key] = value
            beside = self._path.with_suffix(".new")
            beside.write_text(tomlkit.dumps(document), "utf-8")
            beside.replace(self._path)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise SettingsError(
                f"The settings could not be written to {self._path}: {reason}.",
                "The choice holds until Plainspoken ends; free some space or mend the folder's rights.",
            ) from error
        except (ValueError, tomlkit.exceptions.TOMLKitError) as error:  # edited by hand since it was read
            raise SettingsError(
                f"The choice could not be written: the settings file {self._path} has a mistake in it by now.",
                "The choice holds until Plainspoken ends; mend the file.",
            ) from error


def _read(path: Path) -> dict[str, Value]:
    try:
        read = read_toml(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, NotToml) as error:
        raise SettingsError(
            f"The settings file {path} cannot be read: {error}.", "Mend it, or delete it to start afresh."
        ) from error
    mistakes = [mistake for key, value in read.items() if (mistake := _mistake(path, key, value))]
    if mistakes:
        *before, last = mistakes
        raise SettingsError(" ".join([*map(str, before), last.what]), last.remedy)
    return read


def _mistake(path: Path, key: str, value: object) -> SettingsError | None:
    if key not in _DEFAULTS:
        return SettingsError(
            f'The settings file {path} has an unknown setting "{key}".', f"Known are: {', '.join(_DEFAULTS)}."
        )
    if key in _RANGES:
        return _mistaken_number(path, key, value)
    return _mistaken_rule(path, value) if key == "checks_off" else _mistaken_text(path, key, value)


def _mistaken_number(path: Path, key: str, value: object) -> SettingsError | None:
    unit, least, most = _RANGES[key]
    if type(value) is int and least <= value <= most:
        return None
    return SettingsError(
        f'In the settings file {path}, "{key}" is not a number of {unit} from {least} to {most}.',
        f"Write {key} = {_DEFAULTS[key]}.",
    )


def _mistaken_text(path: Path, key: str, value: object) -> SettingsError | None:
    if not isinstance(value, str):
        return SettingsError(f'In the settings file {path}, "{key}" is not a text.', f'Write {key} = "…".')
    if value in _CHOICES.get(key, (value,)):
        return None
    return SettingsError(
        f'In the settings file {path}, "{key}" cannot be "{value}".',
        "Write one of these: " + ", ".join(f'"{choice}"' for choice in _CHOICES[key]) + ".",
    )


def _mistaken_rule(path: Path, value: object) -> SettingsError | None:
    known = [rule.id for rule in RULES]
    unknown = [rule for rule in value if rule not in known] if isinstance(value, list) else [value]
    if not unknown:
        return None
    return SettingsError(
        f'In the settings file {path}, "checks_off" cannot have "{unknown[0]}".',
        'Write checks_off = ["…"] with ids of these: ' + ", ".join(known) + ".",
    )
