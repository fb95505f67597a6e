"""What is dictated is in the note and nowhere else: no log, no file, no command line, no environment variable."""

from pathlib import Path

import pytest

from e2e.conftest import Dictated
from e2e.desktop_services import BIN, Home
from e2e.evidence import Observations
from e2e.processes import running
from e2e.product import TrayApp, plainspoken

MARKER = "zygomaticus"
"""A word that is in no model, no library and no message of ours."""

SPOKEN = ("chest pain for 3 days", "auscultation bilaterally", "twice a day")
"""Said in `visit.flac`."""


def test_a_transcript_leaves_no_trace(home: Home) -> None:
    """A marked transcript through `note -`: the word is on standard output, and nowhere else."""
    told = f"The {MARKER} is tender.\nScratch that.\nThe left {MARKER} hurts.\n".encode()
    outcome = plainspoken("note", "-", env=home.env, stdin=told)
    assert MARKER in outcome.stdout
    assert MARKER not in outcome.stderr
    assert _files_with(home, MARKER) == []


def test_a_transcript_that_fails_leaves_no_trace_in_the_complaint(home: Home) -> None:
    """Bytes that are no text: the complaint says where, not what."""
    outcome = plainspoken("note", "-", env=home.env, stdin=f"The {MARKER} \xff".encode("latin-1"))
    assert outcome.exit_code == 6
    assert MARKER not in outcome.stderr + outcome.stdout


def test_the_engines_are_told_nothing_where_others_can_read_it(
    home: Home, logs: Path, tmp_path: Path
) -> None:
    """Any user may list command lines: no dictated word is in one, nor in an environment, while a note is made."""
    transcript = tmp_path / "visit.txt"
    transcript.write_text(f"The {MARKER} is tender.\n" * 200)
    with running([BIN / "plainspoken", "note", transcript], home.env, logs, name="note-watched") as command:
        seen = Observations(command.pid)
        while not command.ended:
            seen.look()
    assert MARKER in command.stdout.read_text("utf-8")
    assert len(seen.command_lines) > 1, "the engines were not seen"
    assert MARKER not in "".join(seen.command_lines | seen.environments)


@pytest.mark.parametrize("word", SPOKEN)
def test_a_spoken_word_leaves_no_trace(dictated: Dictated, app: TrayApp, word: str) -> None:
    """The tray app after a whole dictation: its output, its files, and what others can read of its processes."""
    assert word in dictated.text.casefold()
    assert word not in app.program.complaints().casefold()
    assert word not in app.program.stdout.read_text("utf-8").casefold()
    assert word not in "".join(dictated.seen.command_lines | dictated.seen.environments).casefold()
    assert _files_with(app.home, word) == []


def _files_with(home: Home, word: str) -> list[Path]:
    """Files of that home which hold the word, in any of the ways that text or its bytes are written."""
    forms = [word.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-32-le")]
    return [path for path in home.files() if any(form in path.read_bytes().lower() for form in forms)]
