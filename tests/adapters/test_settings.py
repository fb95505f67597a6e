"""Settings: read once, written when she chooses, never lost, and a mistake is named."""

from pathlib import Path

import pytest

from plainspoken.adapters.settings import Settings
from plainspoken.dictation.errors import SettingsError


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    """A fresh machine works."""
    settings = Settings(tmp_path / "settings.toml")
    assert (settings.template, settings.microphone, settings.toggle_hotkey) == (
        "soap",
        None,
        "<ctrl>+<alt>+d",
    )


def test_a_choice_is_kept_and_what_she_wrote_by_hand_stays(tmp_path: Path) -> None:
    """Comments and other settings survive."""
    file = tmp_path / "settings.toml"
    file.write_text('# mine\ntoggle_hotkey = "<f9>"\n')
    Settings(file).choose_template("consult")
    Settings(file).choose_microphone("Headset")
    again = Settings(file)
    assert (again.template, again.microphone, again.toggle_hotkey) == ("consult", "Headset", "<f9>")
    assert file.read_text().startswith("# mine")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"hotkey = 'x'", "unknown setting"),
        (b"template = 3", "not a text"),
        (b"template =", "cannot be read"),
        (b"template = '\xff'", "cannot be read"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    """With the file, so that she finds it."""
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=says) as caught:
        Settings(file)
    assert str(file) in str(caught.value)


def test_a_choice_that_cannot_be_written_holds_for_the_run(tmp_path: Path) -> None:
    """And is said."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings = Settings(tmp_path / "settings.toml")
    settings._path = blocked / "settings.toml"
    with pytest.raises(SettingsError, match="could not be written"):
        settings.choose_template("consult")
    assert settings.template == "consult"
