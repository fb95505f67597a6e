"""The app dies in mid-dictation, and what was said is on the clipboard a minute later."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile

from e2e.desktop_services import Home, Screen, Sound
from e2e.evidence import files_with
from e2e.processes import family, kill_hard, until
from e2e.product import NOTE_S, Person, TrayApp, app_env, opening, person_at, plainspoken, tray_app
from faults.keyring_session import gnome_keyring

SENTENCES = 3
"""Of `visit.flac` are said before the app is killed: two under Subjective, the word below in the first."""

SPOKEN = "chest pain"

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def session(home: Home, screen: Screen, logs: Path) -> Iterator[Screen]:
    """The screen, with a keyring."""
    with gnome_keyring(home, screen, logs):
        yield screen


def say(person: Person, folder: Path) -> None:
    """The first sentences."""
    clip = folder / "opening.wav"
    soundfile.write(clip, opening(SENTENCES), 16_000)
    person.says(clip)
    clip.unlink()


def kill_all(app: TrayApp) -> None:
    """The app first, then its engines."""
    members = family(app.pid)
    for member in members:
        kill_hard(member)
    until(lambda: app.program.ended, "the app is dead")
    until(lambda: not any(Path(f"/proc/{member}").exists() for member in members[1:]), "its engines are gone")


def test_a_killed_app_offers_what_was_said(
    home: Home,
    session: Screen,
    sound: Sound,
    logs: Path,
    tmp_path: Path,
) -> None:
    """SIGKILL to the app and its engines: the next start finds the dictation, and makes the note of it."""
    vault = home.folder / ".local/share/plainspoken/vault.db"
    with person_at(sound) as person:
        with tray_app(home, session, sound.env, logs / "killed", "--demo-speech") as app:
            assert app.state == "idle"
            plainspoken("start", env=app.env)
            app.reaches("listening")
            until(sound.is_recorded, "the microphone is recorded")
            say(person, tmp_path)
            kill_all(app)
        assert vault.stat().st_mode & 0o777 == 0o600
        session.copy("what was on the clipboard before")
        with tray_app(home, session, sound.env, logs / "again", "--demo-speech") as app:
            until(lambda: in_app(app) == "recovering", "it is offered and taken up")
            until(lambda: "Subjective" in session.clipboard(), "the note is on the clipboard", NOTE_S)
            note = session.clipboard().casefold()
            assert app.reaches("idle", "problem") == "idle"
            nothing_left(app)
    assert SPOKEN in note
    assert "lisinopril" in note, "said last, about a second before the kill"
    assert files_with(home, SPOKEN) == []
    listed = plainspoken("recover", env=app_env(home, session.env, sound.env))
    assert (listed.exit_code, listed.stdout) == (0, ""), listed


def nothing_left(app: TrayApp) -> None:
    """It has been delivered."""
    until(lambda: in_app(app) == "nothing to recover", "nothing is unfinished")


def in_app(app: TrayApp) -> str:
    """What the app says when it is told to recover the newest dictation."""
    return plainspoken("recover", "--in-app", env=app.env).stdout.strip()


def test_recovered_in_a_terminal_while_the_app_does_not_run(
    home: Home,
    session: Screen,
    sound: Sound,
    logs: Path,
    tmp_path: Path,
) -> None:
    """`plainspoken recover` lists it, prints its note, and then there is nothing left; a running app is named."""
    with (
        person_at(sound) as person,
        tray_app(home, session, sound.env, logs / "terminal", "--demo-speech") as app,
    ):
        plainspoken("start", env=app.env)
        app.reaches("listening")
        until(sound.is_recorded, "the microphone is recorded")
        say(person, tmp_path)
        refused = plainspoken("recover", env=app.env)
        assert refused.exit_code == 12
        assert "The app runs" in refused.stderr
        kill_all(app)
    env = app_env(home, session.env, sound.env)
    assert plainspoken("recover", env=env).stdout.startswith("  1  ")
    recovered = plainspoken("recover", "1", "--demo-speech", env=env)
    assert recovered.exit_code == 0, recovered
    assert SPOKEN in recovered.stdout.casefold()
    assert SPOKEN not in recovered.stderr.casefold()
    assert plainspoken("recover", env=env).stdout == ""


def test_a_cancelled_dictation_is_taken_back_or_destroyed(
    home: Home,
    session: Screen,
    sound: Sound,
    logs: Path,
    tmp_path: Path,
) -> None:
    """Cancelled by mistake, it becomes a note; cancelled and left, it is gone by itself, and no word of it on disk."""
    with (
        person_at(sound) as person,
        tray_app(home, session, sound.env, logs / "cancelled", "--demo-speech") as app,
    ):
        for taken_back in (True, False):
            plainspoken("start", env=app.env)
            app.reaches("listening")
            until(sound.is_recorded, "the microphone is recorded")
            say(person, tmp_path)
            session.copy("what was on the clipboard before")
            assert plainspoken("cancel", env=app.env).stdout == "cancelled\n"
            app.reaches("idle")
            if taken_back:
                until(lambda: in_app(app) == "recovering", "it is there and taken back")
                until(
                    lambda: SPOKEN in session.clipboard().casefold(), "the note is on the clipboard", NOTE_S
                )
                app.reaches("idle")
        until(lambda: not session.windows("Plainspoken"), "the window offers it no longer", NOTE_S)
        nothing_left(app)
        assert session.clipboard() == "what was on the clipboard before"
    assert files_with(home, SPOKEN) == []
