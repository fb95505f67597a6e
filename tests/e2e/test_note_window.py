"""The window of a note, by keys alone: evidence heard, a sentence filed elsewhere, one edited, and the note copied."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from e2e.desktop_services import Home, Screen, Sound
from e2e.loudspeaker import Loudspeaker, loudspeaker, trimmed
from e2e.processes import ask, until
from e2e.product import NOTE_S, TrayApp, app_env, opening, person_at, plainspoken, sections, tray_app
from faults.keyring_session import gnome_keyring
from plainspoken_models.contracts import SAMPLE_RATE_HZ, Samples

pytestmark = pytest.mark.timeout(600)

WINDOW = "Plainspoken note"

SENTENCES = 4
"""Of `visit.flac`: three of the history, one of the exam."""

LIKE = 0.7
"""The same sentence is 1.0 where nothing stutters; the other ones of the visit are at most 0.5."""


@pytest.fixture
def session(home: Home, screen: Screen, logs: Path) -> Iterator[Screen]:
    """The screen, with a keyring."""
    with gnome_keyring(home, screen, logs):
        yield screen


@pytest.fixture
def speaker(sound: Sound, logs: Path) -> Iterator[Loudspeaker]:
    """What is heard of the app."""
    with loudspeaker(sound, logs / "heard") as speaker:
        yield speaker


def keys(screen: Screen, *arguments: str) -> None:
    """As a physician presses them."""
    subprocess.run(["xdotool", *arguments], env=dict(screen.env), check=True)


def dictate(screen: Screen, sound: Sound, app: TrayApp, clip: Path) -> dict[str, str]:
    """The first sentences of the visit become a note: its sections."""
    soundfile.write(clip, opening(SENTENCES), SAMPLE_RATE_HZ)
    screen.copy("what was on the clipboard before")
    with person_at(sound) as person:
        plainspoken("start", env=app.env)
        app.reaches("listening")
        until(sound.is_recorded, "the microphone is recorded")
        person.says(clip)
        plainspoken("stop", env=app.env)
        until(lambda: "Objective:" in screen.clipboard(), "the note is on the clipboard", NOTE_S)
    app.reaches("idle")
    return sections(screen.clipboard())


def test_a_note_is_heard_filed_edited_and_copied_by_keys(
    home: Home, session: Screen, sound: Sound, speaker: Loudspeaker, tmp_path: Path
) -> None:
    """In the real app; another program reads each copy, and the vault has the newest revision after a restart."""
    env = app_env(home, session.env, sound.env)
    with tray_app(home, session, sound.env, tmp_path / "logs", "--demo-speech") as app:
        refused = plainspoken("open-note", env=app.env)
        assert (refused.exit_code, "No note" in refused.stderr) == (13, True)
        before = dictate(session, sound, app, tmp_path / "clip.wav")
        whole = session.clipboard()
        assert plainspoken("open-note", env=app.env).stdout == "shown\n"
        until(lambda: WINDOW in in_front(session), "the window is there, and has the keys")
        keys(session, "key", "Home", "Down", "space")
        said = trimmed(opening(1))
        until(lambda: len(speaker.heard()) > 0.7 * len(said), "the first sentence is heard, to its end")
        until(lambda: likeness(speaker.heard(), said) > LIKE, "and no other one")

        keys(session, "key", "alt+4")
        filed = until(lambda: with_plan(session), "the clipboard follows: it held the note")
        first = filed["Plan"]
        assert before["Subjective"] == f"{first} {filed['Subjective']}"

        keys(session, "key", "Return")
        keys(session, "type", " Take 7 mg.")
        keys(session, "key", "Return")
        until(lambda: session.clipboard() == "", "what she typed has to be accepted first")
        keys(session, "key", "ctrl+c")
        keys(session, "key", "alt+a")
        until(lambda: "Take 7 mg." in session.clipboard(), "she stands by it")
        copied = session.clipboard()
        assert sections(copied)["Plan"] == f"{first} Take 7 mg."
        assert session.clipboard("x-kde-passwordManagerHint") == "secret"

        keys(session, "key", "ctrl+z", "ctrl+z", "ctrl+z")
        until(lambda: session.clipboard() == whole, "all of it is taken back, on the clipboard too")
        keys(session, "key", "ctrl+y", "ctrl+y", "ctrl+y", "ctrl+c")
        until(lambda: session.clipboard() == copied, "and done again")
        keys(session, "key", "alt+s")
        until(lambda: session.clipboard() == f"{first} Take 7 mg.", "one section, without its heading")
        keys(session, "key", "Escape")
        until(lambda: not session.windows(WINDOW), "the window is gone")
        assert "Take 7" not in app.program.complaints()
    assert plainspoken("history", "1", env=env).stdout.strip() == copied.strip()
    kept = json.loads(plainspoken("history", "1", "--format", "json", env=env).stdout)["statements"][0]
    assert kept["decided_by"] == "clinician"
    assert kept["edited"] == {"before": first, "accepted": True}
    trail = json.loads(plainspoken("history", "--audit", "--format", "json", env=env).stdout)
    told = [entry["what"] for entry in trail]
    assert told[told.index("delivered") + 1 :] == [
        "refiled",
        "edited",
        "accepted",
        *["undone"] * 3,
        *["redone"] * 3,
    ]


def in_front(session: Screen) -> str:
    """The title of the window that keys go to."""
    return ask(["xdotool", "getactivewindow", "getwindowname"], session.env)


def with_plan(session: Screen) -> dict[str, str]:
    """The note on the clipboard, once it has something under Plan."""
    text = session.clipboard()
    found = sections(text) if "\n\n" in text else {}
    return found if found.get("Plan", "***") != "***" else {}


def likeness(heard: Samples, said: Samples) -> float:
    """How alike two sounds rise and fall, -1 … 1, wherever the one stands in the other."""
    one, other = loudness(heard), loudness(said)
    shorter, longer = sorted((one, other), key=len)
    places = range(len(longer) - len(shorter) + 1)
    return max(float(np.corrcoef(shorter, longer[at : at + len(shorter)])[0, 1]) for at in places)


def loudness(sound: Samples) -> Samples:
    """Root mean square of each 20 ms."""
    part = SAMPLE_RATE_HZ // 50
    levels: Samples = np.sqrt(
        np.mean(np.square(sound[: len(sound) // part * part].reshape(-1, part)), axis=1)
    )
    return levels
