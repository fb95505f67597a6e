"""The keyring is locked while the app runs: its key is in use, and nothing changes."""

from pathlib import Path

import pytest

from e2e.desktop_services import Home, Screen, Sound
from e2e.processes import ask, until
from e2e.product import NOTE_S, VISIT, assert_is_the_visit, person_at, plainspoken, tray_app
from faults.keyring_session import gnome_keyring

_SECRETS = "org.freedesktop.secrets"
_PATH = "/org/freedesktop/secrets"

pytestmark = pytest.mark.timeout(600)


def lock(screen: Screen) -> None:
    """Lock every collection, as a screen saver may do it."""
    call = ["dbus-send", "--session", "--print-reply", f"--dest={_SECRETS}", _PATH]
    named = ask([*call, "org.freedesktop.Secret.Service.ReadAlias", "string:default"], screen.env)
    collection = named.split('"')[1] if '"' in named else ""
    assert collection.startswith(_PATH), named
    ask([*call, "org.freedesktop.Secret.Service.Lock", f"array:objpath:{collection}"], screen.env)
    properties = [*call[:-1], collection, "org.freedesktop.DBus.Properties.Get"]
    locked = [*properties, "string:org.freedesktop.Secret.Collection", "string:Locked"]
    until(lambda: "boolean true" in ask(locked, screen.env), "the keyring is locked")


def test_a_keyring_that_is_locked_in_mid_dictation_changes_nothing(
    home: Home, screen: Screen, sound: Sound, logs: Path
) -> None:
    """The dictation is kept and delivered; the next one, too."""
    vault = home.folder / ".local/share/plainspoken/vault.db"
    with (
        gnome_keyring(home, screen, logs),
        person_at(sound) as person,
        tray_app(home, screen, sound.env, logs / "locked", "--demo-speech") as app,
    ):
        screen.copy("what was on the clipboard before")
        plainspoken("start", env=app.env)
        app.reaches("listening")
        until(sound.is_recorded, "the microphone is recorded")
        until(vault.exists, "there is a vault")
        lock(screen)
        person.says(VISIT)
        plainspoken("stop", env=app.env)
        until(lambda: "Plan" in screen.clipboard(), "the note is on the clipboard", NOTE_S)
        assert_is_the_visit(screen.clipboard())
        assert app.reaches("idle", "problem") == "idle"
        assert plainspoken("recover", "--in-app", env=app.env).stdout.strip() == "nothing to recover"
        plainspoken("start", env=app.env)
        app.reaches("listening")
        plainspoken("cancel", env=app.env)
        assert app.reaches("idle", "problem") == "idle"
