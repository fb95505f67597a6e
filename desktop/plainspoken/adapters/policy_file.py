"""The policy of the organisation: one file for the whole machine, which only its administrators can write.

Nothing that a user can set moves it: no variable of the environment, no folder of hers. What Windows and macOS have
is not run here.
"""

import sys
from functools import cache
from pathlib import Path

from plainspoken.dictation.errors import SettingsError
from plainspoken.settings import NO_POLICY, Policy, read_policy

NAME = "policy.toml"


@cache
def policy_path() -> Path:
    """Where the policy is, or would be."""
    return _machine_folder() / NAME


def machine_policy(path: Path | None = None) -> Policy:
    """The policy of this machine; one that decides nothing where there is no file.

    Raises:
        SettingsError: the file cannot be read; a policy that cannot be read must not be got round.
        PolicyMistake: it has a mistake in it.
    """
    file = path or policy_path()
    try:
        return read_policy(file.read_bytes().decode("utf-8-sig"), str(file))
    except (FileNotFoundError, NotADirectoryError):
        return NO_POLICY
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or "it is not UTF-8 text"
        raise SettingsError(
            f"The policy {file} cannot be read: {reason}.",
            "Ask whoever looks after this computer to mend it.",
        ) from error


def open_to_all(policy: Policy) -> bool:
    """Whether others than its owner may write the file, and so anybody could change what it decides."""
    return sys.platform != "win32" and bool(Path(policy.file).stat().st_mode & 0o022)


def _machine_folder() -> Path:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415  on Windows only

        # From the registry: the variables ProgramFiles and ProgramData are the user's to change.
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Windows\CurrentVersion") as key:
            return Path(winreg.QueryValueEx(key, "ProgramFilesDir")[0]) / "Plainspoken"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Plainspoken")
    return Path("/etc/plainspoken")
