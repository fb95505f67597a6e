"""GNOME Keyring on the bus of a screen, unlocked: a desktop session as most people on Linux have it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from e2e.desktop_services import Home, Screen
from e2e.processes import ask, need, running, until

_OWNED = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]


@contextmanager
def gnome_keyring(home: Home, screen: Screen, logs: Path) -> Iterator[None]:
    """From when it answers on the screen's bus; its files are in that home."""
    need("gnome-keyring-daemon", "dbus-send")
    password = home.runtime / "password"
    password.write_text("test")
    env = home.env | {"DBUS_SESSION_BUS_ADDRESS": screen.env["DBUS_SESSION_BUS_ADDRESS"]}
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock"]
    question = [*_OWNED, "org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"]
    with password.open("rb") as typed, running(command, env, logs, stdin=typed):
        password.unlink()
        until(lambda: "true" in ask(question, env), "the keyring answers")
        yield
