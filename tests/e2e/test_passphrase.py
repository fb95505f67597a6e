"""A desktop without a keyring: a passphrase keeps what is said, and is itself kept nowhere."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.desktop_services import Home, Screen, Sound, a_home, a_screen
from e2e.evidence import Observations, files_with
from e2e.processes import POLL_S, ask, until
from e2e.product import NOTE_S, Person, TrayApp, app_env, person_at, plainspoken, tray_app
from e2e.test_full_disk import room_taken
from e2e.test_recovery import SPOKEN, in_app, kill_all, say
from plainspoken.adapters.vault_file import fingerprint_in

PASSPHRASE = "zygomatic quince lantern overture"  # noqa: S105
WRONG = "another four words entirely"
DIALOG = "kept dictations"
"""In the title of the window that asks."""

TRIED_S = 5.0
"""A passphrase takes half a second to be tried, on a busy machine more."""

SAID_BYTES = 330_000
"""Of the vault, with what is said in it: nine seconds of sound, and the empty tables."""

TRAY_ICON = ("1268", "12")
"""Where the only icon in the tray is."""

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def screen(tmp_path: Path, logs: Path) -> Iterator[Screen]:
    """One with nothing but our icon in its tray, and no keyring on its bus."""
    with a_home(tmp_path / "services") as home, a_screen(home, logs) as screen:
        yield screen


@pytest.fixture
def vault(home: Home) -> Path:
    """Where it is, or will be."""
    return home.folder / ".local/share/plainspoken/vault.db"


def focus_dialog(screen: Screen) -> None:
    """As soon as it is there."""
    window = until(lambda: screen.windows(DIALOG), "the window that asks is there")[0]
    ask(["xdotool", "windowactivate", "--sync", window], screen.env)


def type_into(screen: Screen, *lines: str) -> None:
    """Type into the window that has the focus, with a Tab between the lines, and Enter after the last."""
    for number, line in enumerate(lines):
        if number:
            screen.press("Tab")
        command = ["xdotool", "type", "--delay", "20", "--file", "-"]
        subprocess.run(command, input=line.encode(), env=dict(screen.env), check=True)
    screen.press("Return")


def dialog_goes(screen: Screen) -> None:
    """The vault is open."""
    until(lambda: not screen.windows(DIALOG), "the window that asks goes away", NOTE_S)


def begins(app: TrayApp, sound: Sound, person: Person, tmp_path: Path) -> None:
    """A dictation, and its first sentences."""
    plainspoken("start", env=app.env)
    app.reaches("listening")
    until(sound.is_recorded, "the microphone is recorded")
    say(person, tmp_path)


def assert_nowhere(home: Home, logs: Path, seen: Observations) -> None:
    """Neither passphrase nor what was said is in any file, log, command line or environment."""
    for word in ("zygomatic", "overture", SPOKEN):
        assert files_with(home, word) == []
        written = b"".join(path.read_bytes() for path in logs.rglob("*") if path.is_file())
        assert word.encode() not in written.lower()
        assert word not in "".join(seen.command_lines | seen.environments)


def test_what_is_said_before_the_vault_is_unlocked_survives_a_kill(
    home: Home, screen: Screen, sound: Sound, tmp_path: Path, vault: Path
) -> None:
    """Chosen in a terminal; dictated at once, unlocked in mid-dictation, killed; unlocked and recovered."""
    logs = tmp_path / "app-logs"
    env = app_env(home, screen.env, sound.env)
    chosen = plainspoken("vault", "passphrase", env=env, stdin=f"{PASSPHRASE}\n".encode())
    assert chosen.exit_code == 0, chosen
    with person_at(sound) as person:
        with tray_app(home, screen, sound.env, logs / "killed", "--demo-speech") as app:
            focus_dialog(screen)
            begins(app, sound, person, tmp_path)
            assert not vault.exists()
            focus_dialog(screen)
            type_into(screen, PASSPHRASE)
            dialog_goes(screen)
            until(lambda: room_taken(vault) > SAID_BYTES, "what was said is written")
            seen = Observations(app.pid)
            seen.look()
            kill_all(app)
        key = fingerprint_in(vault)
        with tray_app(home, screen, sound.env, logs / "again", "--demo-speech") as app:
            focus_dialog(screen)
            type_into(screen, WRONG)
            assert in_app(app) == "nothing to recover"
            until(lambda: screen.windows(DIALOG), "it is still asked for")
            focus_dialog(screen)
            until(lambda: type_until_unlocked(screen), "it is unlocked", NOTE_S)
            until(lambda: in_app(app) == "recovering", "it is offered and taken up")
            until(lambda: "Subjective" in screen.clipboard(), "the note is on the clipboard", NOTE_S)
            note = screen.clipboard().casefold()
            seen.look()
    assert SPOKEN in note
    assert fingerprint_in(vault) == key, "no other vault was made"
    assert_nowhere(home, logs, seen)


def type_until_unlocked(screen: Screen) -> bool:
    """Whether it is; a key that comes while the last passphrase is still being tried is lost, as for a person."""
    screen.press("ctrl+a")
    type_into(screen, PASSPHRASE)
    tried_until = time.monotonic() + TRIED_S
    while screen.windows(DIALOG) and time.monotonic() < tried_until:
        time.sleep(POLL_S)
    return not screen.windows(DIALOG)


def test_a_passphrase_is_chosen_in_the_menu_in_mid_dictation(
    home: Home, screen: Screen, sound: Sound, tmp_path: Path, vault: Path
) -> None:
    """The notice offers it; what was said until then is kept with the rest; a terminal recovers it."""
    logs = tmp_path / "app-logs"
    with (
        person_at(sound) as person,
        tray_app(home, screen, sound.env, logs, "--demo-speech") as app,
    ):
        begins(app, sound, person, tmp_path)
        ask(["xdotool", "mousemove", *TRAY_ICON, "click", "1"], screen.env)
        until(lambda: opens_dialog(screen), "the menu leads to the window")
        focus_dialog(screen)
        type_into(screen, PASSPHRASE, PASSPHRASE)
        dialog_goes(screen)
        until(lambda: room_taken(vault) > SAID_BYTES, "what was said is written")
        seen = Observations(app.pid)
        seen.look()
        kill_all(app)
    env = app_env(home, screen.env, sound.env)
    assert plainspoken("recover", "1", "--demo-speech", env=env, stdin=f"{WRONG}\n".encode()).exit_code == 12
    recovered = plainspoken("recover", "1", "--demo-speech", env=env, stdin=f"{PASSPHRASE}\n".encode())
    assert recovered.exit_code == 0, recovered
    assert SPOKEN in recovered.stdout.casefold()
    assert_nowhere(home, logs, seen)


def opens_dialog(screen: Screen) -> bool:
    """Whether it has: the last entry is chosen, by keys that are lost as long as the menu is not there."""
    for key in ("Up", "Return"):
        screen.press(key)
    return bool(screen.windows(DIALOG))
