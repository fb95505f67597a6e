"""No microphone, a dead one, one that goes away; no screen: one clear sentence each, and nothing lost."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import soundfile

from e2e.desktop_services import BIN, Home, Screen, Sound, a_sound_server
from e2e.processes import Running, running, until
from e2e.product import (
    NOTE_S,
    VISIT_TEXT,
    Outcome,
    app_env,
    assert_complained,
    assert_refused,
    opening,
    person_at,
    plainspoken,
    sections,
)

DEAD_MICROPHONE_S = 15.0
"""It is reported after 3 s of zeros; the rest is for a busy machine."""


@dataclass(frozen=True, slots=True)
class Listen:
    """`plainspoken listen` in a terminal, from when it records."""

    program: Running
    keyboard: IO[bytes]

    def enter(self) -> Outcome:
        """She presses Enter; how the command ended."""
        self.keyboard.write(b"\n")
        self.keyboard.flush()
        return self.ended()

    def ended(self) -> Outcome:
        """How the command ended by itself."""
        exit_code = self.program.wait(NOTE_S)
        return Outcome(exit_code, self.program.stdout.read_text("utf-8"), self.program.complaints())


@contextmanager
def listening(home: Home, screen: Screen, sound: Sound, logs: Path) -> Iterator[Listen]:
    """The command with the demo's speech model, from when the sound server sees it record."""
    command = [BIN / "plainspoken", "listen", "--demo-speech"]
    hears, types = os.pipe()
    with (
        os.fdopen(hears, "rb") as terminal,
        os.fdopen(types, "wb") as keyboard,
        running(command, app_env(home, screen.env, sound.env), logs, stdin=terminal) as program,
    ):
        until(sound.is_recorded, "the microphone is recorded")
        yield Listen(program, keyboard)


def test_without_a_microphone_listening_is_refused(home: Home) -> None:
    """No sound server and no sound card that answers."""
    outcome = plainspoken("listen", "--demo-speech", env=home.env)
    assert_refused(outcome, 6, "No microphone was found", "Plug one in")
    assert "Speak." not in outcome.stderr


def test_without_a_microphone_doctor_has_another_remedy_than_itself(home: Home) -> None:
    """No line of it tells her to run it."""
    outcome = plainspoken("doctor", env=home.env)
    assert outcome.exit_code == 1
    (line,) = (line for line in outcome.stdout.splitlines() if "No microphone was found" in line)
    assert line.startswith("  MEND  microphone: ")
    assert "plainspoken doctor" not in outcome.stdout


def test_a_microphone_that_is_not_connected_is_named(home: Home) -> None:
    """The one that the settings name, so that another one is not recorded by mistake."""
    home.settings_folder.mkdir(parents=True)
    (home.settings_folder / "settings.toml").write_text('microphone = "Headset of the night shift"\n')
    outcome = plainspoken("listen", "--demo-speech", env=home.env)
    assert_refused(outcome, 6, "Headset of the night shift", "not connected")


def test_a_microphone_of_zeros_is_reported_while_she_speaks(home: Home, screen: Screen, logs: Path) -> None:
    """Muted by a switch or by the system: she is told after three seconds, not after the dictation."""
    with (
        a_sound_server(home, logs) as sound,
        person_at(sound, level=0),
        listening(home, screen, sound, logs) as listen,
    ):
        until(lambda: "no sound at all" in listen.program.complaints(), "she is told", DEAD_MICROPHONE_S)
        outcome = listen.enter()
    assert_complained(outcome, 6, "no sound at all", "muted")


def test_a_microphone_that_goes_away_costs_nothing_that_was_said(
    home: Home, screen: Screen, logs: Path, tmp_path: Path
) -> None:
    """The note of what was said until then comes by itself, and the complaint says what happened."""
    clip = tmp_path / "opening.wav"
    soundfile.write(clip, opening(2), 16_000)
    with (
        a_sound_server(home, logs) as sound,
        person_at(sound) as person,
        listening(home, screen, sound, logs) as listen,
    ):
        person.says(clip)
        sound.unplug()
        outcome = listen.ended()
    assert outcome.stderr.count("Speak.") == 1
    assert_complained(outcome, 6, "microphone", "What you said until then is kept")
    assert "chest pain" in sections(outcome.stdout)["Subjective"]


def test_the_tray_app_without_a_screen_is_refused(home: Home, sound: Sound) -> None:
    """Over ssh, or from a service."""
    assert_refused(plainspoken("--demo-speech", env=app_env(home, sound_env=sound.env)), 8, "no desktop")


def test_the_tray_app_on_a_screen_that_does_not_answer_is_refused(home: Home) -> None:
    """A display that went away."""
    assert_refused(plainspoken("--demo-speech", env={**home.env, "DISPLAY": ":4711"}), 8, "display :4711")


def test_a_note_that_cannot_be_copied_is_printed_all_the_same(home: Home) -> None:
    """`note --copy` without a screen: the note first, then what is wrong with the clipboard."""
    outcome = plainspoken("note", VISIT_TEXT, "--copy", env=home.env)
    assert_complained(outcome, 8, "no desktop")
    assert "lisinopril" in outcome.stdout
