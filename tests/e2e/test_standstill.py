"""The program is stopped in mid-dictation and goes on: as near to a laptop that sleeps as a test can come."""

import os
import re
import signal
from pathlib import Path

import pytest
import soundfile

from e2e.desktop_services import Home, Screen, Sound
from e2e.listen import listening
from e2e.processes import children_with, family
from e2e.product import opening, person_at, sections

pytestmark = pytest.mark.timeout(600)


def test_what_was_said_to_a_program_that_stood_still_is_a_gap_or_in_the_note(
    home: Home, screen: Screen, sound: Sound, logs: Path, tmp_path: Path
) -> None:
    """SIGSTOP to it and its engines for five sentences; then SIGCONT. what the sound server keeps is in the note."""
    parts = [opening(count) for count in (1, 6, 7)]
    clips = [tmp_path / f"{number}.wav" for number in range(3)]
    for number, clip in enumerate(clips):
        begin = len(parts[number - 1]) if number else 0
        soundfile.write(clip, parts[number][begin:], 16_000)
    with listening(home, screen, sound, logs) as listen, person_at(sound) as person:
        person.says(clips[0])
        members = family(listen.program.pid)
        assert children_with(listen.program.pid, "whisper_cpp")
        for member in members:
            os.kill(member, signal.SIGSTOP)
        person.says(clips[1])
        for member in members:
            os.kill(member, signal.SIGCONT)
        person.says(clips[2])
        outcome = listen.enter()
    note = sections(outcome.stdout)
    assert "chest pain" in note["Subjective"].casefold(), "said before"
    kept = "pneumonia" in note["Assessment"].casefold() and "lisinopril" in note["Subjective"].casefold()
    told = re.search(r"Gap at \d+\.\d s \(the computer slept, or stood still\)", outcome.stderr)
    assert kept or told, outcome
    assert outcome.exit_code == 0
