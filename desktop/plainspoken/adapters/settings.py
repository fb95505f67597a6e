"""What she has chosen: a TOML file in her own configuration folder that she may edit by hand."""

import os
import threading
from collections.abc import Mapping
from pathlib import Path

import tomlkit
import tomlkit.exceptions
from platformdirs import user_config_path

from plainspoken.adapters.own_folder import stamp
from plainspoken.adapters.whole_file import place
from plainspoken.dictation.errors import SettingsError
from plainspoken.settings import BY_NAME, NO_POLICY, Policy, SettingsMistake, SettingsReader, Value, Values
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
            self._stamp = now
            try:
                self._hold(_read(self._path))
            except SettingsError as error:
                remedy = f"{error.remedy} Until then, what the file said before holds."
                self.broken = {self._path.name: SettingsError(error.what, remedy)}
            else:
                self.broken = {}
            return True

    def change(self, changes: Mapping[str, Value | None]) -> None:
        """Let these values hold from now on; None takes a setting out of the file: its default holds.

        Raises:
            SettingsError: her organisation has set one of them, and nothing was done; or the file cannot be written:
                then they hold until the program ends.
        """
        for name in changes.keys() & self.locked:
            raise SettingsError(
                f"{BY_NAME[name].title}: set by your organisation.", f"The policy is {self._policy.file}."
            )
        with self._lock:
            kept = {name: value for name, value in self._chosen.items() if name not in changes}
            self._hold(kept | {name: value for name, value in changes.items() if value is not None})
            self._write(changes)
            self._stamp, self.broken = stamp(self._path), {}

    def choose_template(self, template_id: str) -> None:
        """Start with this template from now on; raises as `change`."""
        self.change({"template": template_id})

    def choose_microphone(self, name: str | None) -> None:
        """Use this microphone from now on, None for the system's default one; raises as `change`."""
        self.change({"microphone": name or ""})

    def _hold(self, chosen: dict[str, Value]) -> None:
        self._chosen = chosen
        self._values = Values(self._policy.over(chosen))._values

    def _write(self, changes: Mapping[str, Value | None]) -> None:
        try:
            there = self._path.exists()
            document = tomlkit.parse(self._path.read_text("utf-8-sig")) if there else tomlkit.document()
            for name, value in changes.items():
                if value is not None:
                    document[name] = value
                else:
                    document.pop(name, None)
            place(self._path, tomlkit.dumps(document).encode(), over=True)
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
        source = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The settings file {path} cannot be read: {error}.", "Mend it, or delete it to start afresh."
        ) from error
    return SettingsReader(source, str(path), BY_NAME, SettingsMistake).read()
