"""A microphone is pulled out in mid-sentence: another one takes over, or the dictation waits until one comes back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import soundfile

from e2e.desktop_services import Home, Screen, Sound, a_sound_server
from e2e.listen import listening
from e2e.processes import until
from e2e.product import NOTE_S, TrayApp, opening, person_at, plainspoken, sections, tray_app

BACK_S = 60.0
"""It is looked for a microphone every two seconds; the rest is for a busy machine."""

pytestmark = pytest.mark.timeout(600)


@contextmanager
def dictating(home: Home, screen: Screen, sound: Sound, logs: Path) -> Iterator[TrayApp]:
    """The app, from when it records."""
    screen.copy("what was on the clipboard before")
    with tray_app(home, screen, sound.env, logs, "--demo-speech") as app:
        plainspoken("start", env=app.env)
        app.reaches("listening")
        until(sound.is_recorded, "the microphone is recorded")
        yield app
        app.settle()


@pytest.fixture
def clips(tmp_path: Path) -> tuple[Path, Path]:
    """The first sentence of the visit, with its pause; and the next two."""
    first, rest = tmp_path / "first.wav", tmp_path / "rest.wav"
    said, more = opening(1), opening(3)
    soundfile.write(first, said, 16_000)
    soundfile.write(rest, more[len(said) :], 16_000)
    return first, rest


def note_of(app: TrayApp, screen: Screen) -> str:
    """What is on the clipboard after the stop key."""
    plainspoken("stop", env=app.env)
    until(lambda: "Subjective" in screen.clipboard(), "the note is on the clipboard", NOTE_S)
    return screen.clipboard().casefold()


def test_the_only_one_goes_away_and_comes_back(
    home: Home, screen: Screen, logs: Path, clips: tuple[Path, Path]
) -> None:
    """She is told, the dictation stays open, and what she says into it afterwards is in the same note."""
    with a_sound_server(home, logs) as sound, listening(home, screen, sound, logs) as listen:
        with person_at(sound) as person:
            person.says(clips[0])
            sound.unplug()
            until(lambda: "there is no other" in listen.program.complaints(), "she is told", BACK_S)
        again = sound.plug_in("microphone")
        until(again.is_recorded, "it is recorded again", BACK_S)
        with person_at(again) as person:
            until(lambda: 'now "default" records' in listen.program.complaints(), "she is told", BACK_S)
            person.says(clips[1])
            outcome = listen.enter()
    subjective = sections(outcome.stdout)["Subjective"].casefold()
    assert "chest pain" in subjective.partition("***")[0]
    assert "lisinopril" in subjective.partition("***")[2]
    gap = re.search(r"Gap at (\d+\.\d) s \(there was no microphone\)", outcome.stderr)
    assert gap, outcome.stderr
    assert 2 < float(gap[1]) < 20, "where she was when it went away"
    assert outcome.exit_code == 6


def test_she_can_stop_while_there_is_none(
    home: Home, screen: Screen, logs: Path, clips: tuple[Path, Path]
) -> None:
    """She gets what she said until then."""
    with a_sound_server(home, logs) as sound, listening(home, screen, sound, logs) as listen:
        with person_at(sound) as person:
            person.says(clips[0])
            sound.unplug()
            until(lambda: "there is no other" in listen.program.complaints(), "she is told", BACK_S)
        assert "chest pain" in listen.enter().stdout.casefold()


def test_another_one_takes_over(home: Home, screen: Screen, logs: Path, clips: tuple[Path, Path]) -> None:
    """The sound server moves the recording to the microphone that is left."""
    with a_sound_server(home, logs) as sound:
        other = sound.plug_in("headset")
        with (
            dictating(home, screen, sound, logs / "two") as app,
            person_at(other) as at_the_other,
        ):
            with person_at(sound) as person:
                person.says(clips[0])
                sound.unplug()
            until(other.is_recorded, "the other one is recorded", BACK_S)
            at_the_other.says(clips[1])
            note = note_of(app, screen)
    assert "chest pain" in note
    assert "lisinopril" in note
