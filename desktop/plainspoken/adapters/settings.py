"""What she has chosen: a TOML file in her own configuration folder that she may edit by hand."""

import os
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

import tomlkit
import tomlkit.exceptions
from platformdirs import user_config_path

from plainspoken.adapters.own_folder import stamp
from plainspoken.adapters.whole_file import place
from plainspoken.dictation.errors import SettingsError
from plainspoken.settings import (
    BY_NAME,
    NO_POLICY,
    NotWritten,
    Policy,
    SettingsMistake,
    SettingsReader,
    Value,
    Values,
)
from plainspoken_models.errors import PlainspokenError


def default_path() -> Path:
    """Where the settings are; `PLAINSPOKEN_CONFIG` names another folder."""
    folder = os.environ.get("PLAINSPOKEN_CONFIG")
    return (Path(folder) if folder else user_config_path("plainspoken")) / "settings.toml"


class Settings(Values):
    """The settings file: read when it has changed, and written, comments and all, when she chooses something.

    Safe from any thread.
    """

    def __init__(self, path: Path, policy: Policy = NO_POLICY) -> None:
        """Read the file; a missing one means the defaults.

        Args:
            path: of the file.
            policy: what holds whatever is in it.

        Raises:
            SettingsError: the file cannot be read, is no TOML, or has an unknown or mistyped setting or value.
        """
        self._path, self._policy = path, policy
        self._lock = threading.Lock()
        self._stamp, self._chosen = stamp(path), _read(path)
        self.broken: dict[str, PlainspokenError] = {}
        """By its name, what is wrong with the file since it was read well. What it said then holds."""
        self._unwritten: dict[str, Value | None] = {}
        """What was chosen and holds, but could not be written yet."""
        super().__init__(policy.over(self._chosen))

    @property
    def path(self) -> Path:
        """Where the file is, or would be."""
        return self._path

    @property
    def policy(self) -> Policy:
        """What her organisation has decided."""
        return self._policy

    @property
    def locked(self) -> frozenset[str]:
        """Names of the settings that her organisation has set."""
        return frozenset(self._policy.locked)

    def look(self) -> bool:
        """Read the file again if it was changed by hand; whether it was."""
        with self._lock:
            now = stamp(self._path)
            if now == self._stamp:
                return False
            self._stamp, self._unwritten = now, {}
            try:
                self._hold(_read(self._path))
            except SettingsError as error:
                remedy = f"{error.remedy} Until then, what the file said before holds."
                self.broken = {self._path.name: SettingsError(error.what, remedy)}
            else:
                self.broken = {}
            return True

    def having(self, changes: Mapping[str, Value]) -> Values:
        """What would hold with these changes: what her organisation has set lies over them."""
        return Values(self._policy.over({**self._chosen, **changes}))

    def require_unlocked(self, names: Iterable[str]) -> None:
        """Refuse to change what cannot be changed.

        Raises:
            SettingsError: her organisation has set one of these.
        """
        for name in self.locked.intersection(names):
            raise SettingsError(
                f"{BY_NAME[name].title}: set by your organisation.", f"The policy is {self._policy.file}."
            )

    def change(self, changes: Mapping[str, Value | None]) -> None:
        """Let these values hold from now on; None takes a setting out of the file: its default holds.

        What else stands in the file by now holds, too. Where it was changed by hand, `look` still says so.

        Raises:
            NotWritten: the file cannot be written; the values hold until the program ends.
            SettingsError: her organisation has set one of them, or the file cannot be read, or has a mistake in it
                that these do not mend; nothing was done.
        """
        self.require_unlocked(changes)
        with self._lock:
            wanted = self._unwritten | dict(changes)
            unseen = bool(self.broken) or stamp(self._path) != self._stamp
            try:
                text = _changed(self._path, wanted)
                self._hold(_values(text, self._path))
            except SettingsError as error:
                raise SettingsError(
                    error.what, f"{error.remedy} Until then, nothing is written into it."
                ) from error
            self._unwritten = wanted
            _write(self._path, text)
            self._unwritten, self.broken = {}, {}
            if not unseen:
                self._stamp = stamp(self._path)

    def choose_template(self, template_id: str) -> None:
        """Start with this template from now on; raises as `change`."""
        self.change({"template": template_id})

    def choose_microphone(self, name: str | None) -> None:
        """Use this microphone from now on, None for the system's default one; raises as `change`."""
        self.change({"microphone": name or ""})

    def _hold(self, chosen: dict[str, Value]) -> None:
        self._chosen = chosen
        self._values = Values(self._policy.over(chosen))._values


def _changed(path: Path, changes: Mapping[str, Value | None]) -> str:
    """The file with these changes in it, comments and all."""
    try:
        document = tomlkit.parse(_text(path))
        for name, value in changes.items():
            if value is not None:
                document[name] = value
            else:
                document.pop(name, None)
        return tomlkit.dumps(document)
    except (ValueError, RecursionError, tomlkit.exceptions.TOMLKitError):
        _read(path)  # says where the mistake is
        raise SettingsError(f"The settings file {path} is not valid TOML.", "Mend it.") from None


def _write(path: Path, text: str) -> None:
    try:
        place(path, text.encode(), over=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NotWritten(
            f"The settings could not be written to {path}: {reason}.",
            "The choice holds until Plainspoken ends; free some space or mend the folder's rights.",
        ) from error


def _read(path: Path) -> dict[str, Value]:
    return _values(_text(path), path)


def _values(text: str, path: Path) -> dict[str, Value]:
    return SettingsReader(text, str(path), BY_NAME, SettingsMistake).read()


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The settings file {path} cannot be read: {error}.", "Mend it, or delete it to start afresh."
        ) from error
