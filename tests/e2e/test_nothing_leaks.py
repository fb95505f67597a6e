"""What is dictated is in the note and nowhere else: no log, no file, no command line, no environment variable."""

import os
import signal
from pathlib import Path

import pytest
import soundfile

from e2e.conftest import Dictated
from e2e.desktop_services import BIN, Home, Screen, Sound
from e2e.evidence import CODINGS, Observations, Trace, can_trace, files_with, holds, strace
from e2e.processes import running, until
from e2e.product import NOTE_S, TrayApp, opening, person_at, plainspoken, tray_app
from faults.keyring_session import gnome_keyring

MARKER = "zygomaticus"
"""A word that is in no model, no library and no message of ours."""

SPOKEN = ("chest pain for 3 days", "auscultation", "twice a day")
"""Said in `visit.flac`."""

SENTENCES = 3
"""Of `visit.flac`, the first of `SPOKEN` in the first."""


def test_a_transcript_leaves_no_trace(home: Home) -> None:
    """A marked transcript through `note -`: the word is on standard output, and nowhere else."""
    told = f"The {MARKER} is tender.\nScratch that.\nThe left {MARKER} hurts.\n".encode()
    outcome = plainspoken("note", "-", env=home.env, stdin=told)
    assert MARKER in outcome.stdout
    assert MARKER not in outcome.stderr
    assert files_with(home, MARKER) == []


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
    assert not holds("".join(seen.command_lines | seen.environments).encode(), MARKER)


@pytest.mark.parametrize("word", SPOKEN)
def test_a_spoken_word_leaves_no_trace(dictated: Dictated, app: TrayApp, trace_log: Path, word: str) -> None:
    """The tray app after a whole dictation: its output, its files, and what others can read of its processes."""
    assert holds(dictated.text.encode(), word)
    assert_only_in_the_note(app, dictated.seen, Trace(trace_log.read_text()) if can_trace() else None, word)


def test_every_file_that_the_app_writes_is_in_its_own_folders(
    dictated: Dictated,  # noqa: ARG001  it has been dictated by then
    app: TrayApp,
    trace_log: Path,
) -> None:
    """No file of its own in /tmp, beside the program, or wherever it was started from."""
    if not can_trace():
        pytest.skip("only strace sees which files are opened")
    written = Trace(trace_log.read_text()).written
    assert written, "strace has seen nothing"
    assert [path for path in written if not of_this_user(path, app.home)] == []


def of_this_user(path: Path, home: Home) -> bool:
    """In her own folders; or Python's own translation of a program file."""
    return home.folder in path.parents or home.runtime in path.parents or path.parent.name == "__pycache__"


@pytest.mark.timeout(600)
def test_a_kept_dictation_in_which_an_engine_crashed_leaves_no_word(
    home: Home, screen: Screen, sound: Sound, logs: Path, tmp_path: Path
) -> None:
    """Kept in the vault, an engine killed by a fault of its own: no word in the raw vault, in a core, in any file."""
    log, clip = logs / "crash.strace", tmp_path / "opening.wav"
    soundfile.write(clip, opening(SENTENCES), 16_000)
    with (
        gnome_keyring(home, screen, logs),
        person_at(sound) as person,
        tray_app(home, screen, sound.env, logs / "crash", "--demo-speech", under=strace(log)) as app,
    ):
        seen = Observations(app.pid)
        plainspoken("start", env=app.env)
        app.reaches("listening")
        until(sound.is_recorded, "the microphone is recorded")
        person.says(clip, meanwhile=seen.look)
        for engine in ("llama_cpp", "whisper_cpp"):
            os.kill(app.engine(engine), signal.SIGSEGV)
        plainspoken("stop", env=app.env)
        until(lambda: SPOKEN[0] in screen.clipboard(), "the note is on the clipboard", NOTE_S)
        seen.look()
        vault = list((home.folder / ".local/share/plainspoken").glob("vault.db*"))
        assert sum(file.stat().st_size for file in vault) > 100_000, "the sound is in it"
        trace = Trace(log.read_text()) if can_trace() else None
        assert_only_in_the_note(app, seen, trace, SPOKEN[0])
    cores = [path for path in (*Path.cwd().glob("core*"), *home.folder.rglob("core*")) if path.is_file()]
    assert cores == []
    assert files_with(home, SPOKEN[0]) == [], "after its end"


def assert_only_in_the_note(app: TrayApp, seen: Observations, trace: Trace | None, word: str) -> None:
    """Not in what the app prints, in what others see of its processes, or in any file that it could have written."""
    printed = (app.program.stdout, app.program.stderr)
    assert files_with(app.home, word, *printed, *(trace.written if trace else ())) == []
    assert len(seen.command_lines) > 1, "the engines were not seen"
    assert not holds("".join(seen.command_lines | seen.environments).encode(), word)


def test_the_search_would_find_a_word(home: Home) -> None:
    """However it is written, wherever in that home: so the tests above can fail."""
    for number, coding in enumerate(CODINGS):
        file = home.folder / ".cache" / f"{number}"
        file.write_bytes(b"\x00\xff" + f"The {MARKER.upper()} is tender".encode(coding))
        assert files_with(home, MARKER) == [file]
        file.unlink()
    outside = home.runtime.parent / f"{home.runtime.name}.log"
    outside.write_text(MARKER)
    assert files_with(home, MARKER, outside) == [outside]
    outside.unlink()
