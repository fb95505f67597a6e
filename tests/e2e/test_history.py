"""A note of yesterday: found by a word of it, on the clipboard again, made again of its sound, and destroyed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import soundfile

from e2e.desktop_services import Home, Screen, Sound
from e2e.evidence import files_with
from e2e.processes import ask, until
from e2e.product import NOTE_S, VISIT, Outcome, app_env, opening, person_at, plainspoken, tray_app
from faults.keyring_session import gnome_keyring
from vault_reading import decrypted

EARLIER, LATER = "asthma", "auscultation"
"""Said in the first sentences of `visit.flac` only, and in the next ones only."""

KEY = (
    "from plainspoken.bootstrap import vault_path; from plainspoken.adapters.vault_key import key_in_keyring;"
    "print(key_in_keyring(vault_path()).hex())"
)

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def session(home: Home, screen: Screen, logs: Path) -> Iterator[Screen]:
    """The screen, with a keyring."""
    with gnome_keyring(home, screen, logs):
        yield screen


@pytest.fixture
def env(home: Home, session: Screen, sound: Sound) -> dict[str, str]:
    """Of a command in a terminal."""
    return app_env(home, session.env, sound.env)


@pytest.fixture
def two_notes(home: Home, session: Screen, sound: Sound, logs: Path, tmp_path: Path) -> None:
    """The app has run, and made a note of the first sentences, and one of the next ones."""
    heard, rate_hz = soundfile.read(VISIT, dtype="float32")
    first, both = opening(3).size, opening(5).size
    with (
        person_at(sound) as person,
        tray_app(home, session, sound.env, logs / "first run", "--demo-speech") as app,
    ):
        for part, word in ((heard[:first], EARLIER), (heard[first:both], LATER)):
            clip = tmp_path / "clip.wav"
            soundfile.write(clip, part, rate_hz)
            plainspoken("start", env=app.env)
            app.reaches("listening")
            until(sound.is_recorded, "the microphone is recorded")
            person.says(clip)
            plainspoken("stop", env=app.env)
            until(partial(on_clipboard, session, word), "the note is there", NOTE_S)
            clip.unlink()
            app.reaches("idle")


def on_clipboard(session: Screen, word: str) -> bool:
    """Whether a note with that word is there."""
    return word in session.clipboard().casefold()


def listed(env: dict[str, str], *options: str) -> list[int]:
    """Numbers of the notes in the list."""
    outcome = plainspoken("history", "--format", "json", *options, env=env)
    assert outcome.exit_code == 0, outcome
    return [note["number"] for note in json.loads(outcome.stdout)]


def trail(env: dict[str, str]) -> list[str]:
    """What has happened."""
    printed: Outcome = plainspoken("history", "--audit", "--format", "json", env=env)
    assert EARLIER not in printed.stdout.casefold()
    return [entry["what"] for entry in json.loads(printed.stdout)]


@pytest.mark.usefixtures("two_notes")
def test_a_note_is_found_by_a_word_and_copied_after_a_restart(
    home: Home, session: Screen, sound: Sound, logs: Path, env: dict[str, str]
) -> None:
    """Typed into the window, copied and transcribed again by keys alone, read from the clipboard by another program."""

    def keys(*arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=dict(session.env), check=True)

    def copied() -> str:
        keys("key", "ctrl+c")
        text = session.clipboard()
        return text if EARLIER in text.casefold() else ""

    session.copy("what was on the clipboard before")
    with tray_app(home, session, sound.env, logs / "second run", "--demo-speech") as app:
        refused = plainspoken("history", env=app.env)
        assert refused.exit_code == 12
        assert "The app runs" in refused.stderr
        assert plainspoken("history", "--in-app", env=app.env).stdout == "shown\n"
        until(lambda: session.windows("Plainspoken history"), "the window is there")
        keys("type", EARLIER)
        keys("key", "Return")
        text = until(copied, "the earlier note is on the clipboard")
        assert session.clipboard("x-kde-passwordManagerHint") == "secret"
        assert "<b>Subjective:</b>" in session.clipboard("text/html")
        session.copy("what was on the clipboard before")
        keys("key", "alt+t")
        until(
            lambda: session.clipboard() == text, "it has been transcribed again, with the same words", NOTE_S
        )
        app.reaches("idle")
        keys("key", "Escape")
        until(lambda: not session.windows("Plainspoken history"), "the window is gone")
        assert EARLIER not in app.program.complaints().casefold()
    assert LATER not in text.casefold()
    assert plainspoken("history", "1", env=env).stdout.strip() == text.strip()
    assert "copied" in trail(env)
    assert trail(env)[-1] == "transcribed again"
    assert listed(env) == [3, 2, 1]
    assert files_with(home, EARLIER) == []


@pytest.mark.usefixtures("two_notes")
def test_in_a_terminal_a_note_is_made_again_and_destroyed_for_good(home: Home, env: dict[str, str]) -> None:
    """With the demo's speech model only where it is named; of what she destroys no page of the vault holds a word."""
    vault = home.folder / ".local/share/plainspoken/vault.db"
    assert listed(env) == [2, 1]
    assert listed(env, "--search", f"{EARLIER.upper()} pain") == [1]
    assert EARLIER not in plainspoken("history", env=env).stdout.casefold()
    refused = plainspoken("history", "1", "--transcribe-again", env=env)
    assert (refused.exit_code, refused.stdout) == (3, ""), refused
    again = plainspoken("history", "1", "--transcribe-again", "--demo-speech", env=env)
    assert again.exit_code == 0, again
    assert again.stdout == plainspoken("history", "1", env=env).stdout
    assert "Kept as note 3." in again.stderr
    assert listed(env) == [3, 2, 1]
    for number in (3, 1):
        assert plainspoken("history", "--throw-away", str(number), env=env).exit_code == 0
    assert listed(env) == [2]
    assert trail(env)[-4:] == ["transcribed again", "note destroyed", "note destroyed", "sound destroyed"]
    key = bytes.fromhex(ask([sys.executable, "-c", KEY], env).strip())
    pages = decrypted(vault, key).lower()
    assert EARLIER.encode() not in pages
    assert LATER.encode() in pages, "or the test looks in the wrong place"
