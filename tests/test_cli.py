"""The commands of the desktop program, as far as they need no engine: each is a program of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

COMMANDS = (
    "demo, note, listen, doctor, start, stop, toggle, cancel, status, open-note, settings, quit, compare, history, "
    "macros, recover, set-vault-aside, vault, vocabulary"
)

SINGLE_BRACKETS = (
    "plainspoken: Template a.toml, line 4, column 1: [section] has single brackets. "
    "Write it with double brackets: [[section]]."
)

Run = Callable[..., tuple[int, list[str]]]

BROKEN = 'id = "mine"\ntitle = "Mine"\n\n[section]\ntitle = "Plan"\nkinds = ["plan"]\n'


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `plainspoken …` with a configuration of its own: exit code and complaints. No command prints a result."""

    def run(*arguments: str) -> tuple[int, list[str]]:
        ended = subprocess.run(
            [sys.executable, "-c", "from plainspoken.cli import main; main()", *arguments],
            env=os.environ
            | {
                "PLAINSPOKEN_CONFIG": str(tmp_path),
                "PLAINSPOKEN_DATA": str(tmp_path / "data"),
                "PLAINSPOKEN_MODELS": str(tmp_path / "models"),
                "PYTHONUTF8": "1",
            },
            capture_output=True,
            check=False,
        )
        assert ended.stdout == b""
        return ended.returncode, ended.stderr.decode().splitlines()

    return run


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("lisen",), 'There is no command "lisen". Did you mean listen?'),
        (("lisen", "--template", "soap"), 'There is no command "lisen". Did you mean listen?'),
        (("--demo-speech", "docter"), 'There is no command "docter". Did you mean doctor?'),
        (("x",), f'There is no command "x". Commands are: {COMMANDS}.'),
        (
            ("--demo-speach",),
            "Unknown option: --demo-speach. Did you mean --demo-speech? See: plainspoken --help",
        ),
        (("note", "a.txt", "b.txt"), 'note does not take "b.txt" as well. See: plainspoken note --help'),
        (("listen", "--loud"), "Unknown option: --loud. See: plainspoken listen --help"),
        (
            ("note",),
            'Command "note" parameter --source requires an argument. See: plainspoken note --help',
        ),
    ],
)
def test_a_misused_command_is_one_sentence_and_code_2(
    run: Run, arguments: tuple[str, ...], says: str
) -> None:
    """A mistyped command is named as one, with what it may have been meant to be."""
    assert run(*arguments) == (2, [f"plainspoken: {says}"])


def test_a_broken_template_that_is_not_asked_for_is_told_and_left_out(run: Run, tmp_path: Path) -> None:
    """The command goes on, here until it finds no transcript."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.toml").write_text(BROKEN)
    code, complaints = run("note", str(tmp_path / "visit.txt"))
    assert code == 6
    assert complaints[0] == f"{SINGLE_BRACKETS} It is left out; the other templates work."
    assert "visit.txt cannot be read" in complaints[1]


@pytest.mark.parametrize("asked", ["by option", "in the settings"])
@pytest.mark.parametrize("command", ["note", "listen"])
def test_a_broken_template_that_is_asked_for_is_refused(
    run: Run, tmp_path: Path, asked: str, command: str
) -> None:
    """Once, with file, line and what to do, before anything is begun."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.toml").write_text(BROKEN)
    options = ["--template", "mine"] if asked == "by option" else []
    if not options:
        (tmp_path / "settings.toml").write_text('template = "mine"\n')
    source = [str(tmp_path / "visit.txt")] if command == "note" else ["--demo-speech"]
    assert run(command, *source, *options) == (7, [SINGLE_BRACKETS])


def test_a_dictation_that_there_is_none_of_cannot_be_recovered(run: Run) -> None:
    """With a vault or without one."""
    code, (complaint,) = run("recover", "3")
    assert code == 6
    assert "There is no unfinished dictation 3." in complaint


def test_the_demo_model_makes_no_note_of_a_recording_unless_it_is_named(run: Run) -> None:
    """It would make nonsense of a voice that it does not know; the remedy has both ways out."""
    visit = Path(__file__).with_name("e2e") / "clips" / "visit.flac"
    code, (complaint,) = run("note", str(visit))
    assert code == 3
    assert "would make nonsense of yours" in complaint
    assert "plainspoken-models fetch" in complaint
    assert complaint.endswith("for a synthetic voice: --speech demo-speech")


def test_a_recording_that_is_not_there_is_told_before_anything_else(run: Run, tmp_path: Path) -> None:
    """Not after a word about models."""
    code, complaints = run("note", str(tmp_path / "missing.wav"))
    assert code == 6
    assert len(complaints) == 1
    assert "missing.wav cannot be read (No such file or directory). Check the path" in complaints[0]
