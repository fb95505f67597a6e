"""A small disk as data folder, filled to the brim: dictation goes on, and what was in memory is written afterwards."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.desktop_services import Home, Screen, Sound
from e2e.processes import until
from e2e.product import NOTE_S, VISIT, assert_is_the_visit, person_at, plainspoken, tray_app
from faults.keyring_session import gnome_keyring
from faults.test_vault_faults import fill, small_disk

LEFT_S = 60.0
"""It is tried again every second, or, where there was no vault yet, every ten."""

TOLD = {"in mid-dictation": "problem\nThe disk is full", "before the app starts": "idle\nIn memory only"}
"""What the app says of itself when the note is on the clipboard."""

pytestmark = pytest.mark.timeout(600)


def room_taken(vault: Path) -> int:
    """Bytes in the vault's files."""
    return sum(file.stat().st_size for file in vault.parent.glob(f"{vault.name}*"))


@pytest.fixture
def session(home: Home, screen: Screen, logs: Path) -> Iterator[Screen]:
    """The screen, with a keyring."""
    with gnome_keyring(home, screen, logs):
        yield screen


@pytest.mark.parametrize("full", ["in mid-dictation", "before the app starts"])
def test_a_full_disk_costs_nothing(
    home: Home, session: Screen, sound: Sound, tmp_path: Path, full: str
) -> None:
    """She is told, gets her whole note, and it is in the vault as soon as there is room."""
    with (
        small_disk(tmp_path / "disk") as disk,
        person_at(sound) as person,
    ):
        filler, vault = disk / "filler", disk / "vault.db"
        if full == "before the app starts":
            fill(filler)
        session.copy("what was on the clipboard before")
        small = {"PLAINSPOKEN_DATA": str(disk)}
        with tray_app(home, session, sound.env, tmp_path / "logs", "--demo-speech", more_env=small) as app:
            plainspoken("start", env=app.env)
            app.reaches("listening")
            until(sound.is_recorded, "the microphone is recorded")
            if full == "in mid-dictation":
                until(vault.exists, "there is a vault")
                fill(filler)
            assert shutil.disk_usage(disk).free == 0
            person.says(VISIT)
            plainspoken("stop", env=app.env)
            until(lambda: "Plan" in session.clipboard(), "the note is on the clipboard", NOTE_S)
            assert_is_the_visit(session.clipboard())
            app.reaches("idle", "problem")
            assert TOLD[full] in plainspoken("status", env=app.env).stdout
            before = room_taken(vault)
            filler.unlink()
            until(lambda: room_taken(vault) > before, "it is written", LEFT_S)
            app.settle()
        assert plainspoken("recover", env=app.env).stdout == "", "delivered: nothing is left to do"
        assert list(disk.glob("*.new-*")) == []
