"""`plainspoken doctor --proof` on real parts: what it says of this program, and that it would say otherwise."""

from pathlib import Path

import pytest

from e2e.desktop_services import Home
from e2e.evidence import can_trace
from e2e.product import plainspoken

LEAK = Path(__file__).with_name("leak")

SAMPLE_TEXT = Path(__file__).parents[2] / "desktop" / "plainspoken" / "demo" / "visit.txt"


def test_the_report_holds_and_has_no_dictated_word_in_it(home: Home) -> None:
    """Sockets, locks, vault, weights, licences: all found, all well, and nothing is left behind."""
    file = home.folder / "report.md"
    outcome = plainspoken("doctor", "--proof", file, env=home.env)
    report = file.read_text("utf-8")
    assert outcome.exit_code == 0, report
    assert outcome.stderr == ""
    assert "FAILS" not in report
    for line in (
        "holds: The bundled sample was dictated in a fresh process, by both engines.",
        "holds: Sockets that reach beyond this machine: 0.",
        "holds: this program: network refused by the kernel, no core dump",
        "holds: whisper.cpp: every socket refused by the kernel, no core dump, memory closed",
        "holds: The marker is nowhere in its files",
        "holds: section-tagger: SHA-256 f369dd32",
        "## What is kept",
        "To make connections: certifi,",
        "PySide6_Essentials",
    ):
        assert line in report
    said = SAMPLE_TEXT.read_text("utf-8").casefold().split()
    threes = {" ".join(said[at : at + 3]) for at in range(len(said) - 2)}
    assert [words for words in threes if words in (report + outcome.stdout).casefold()] == []
    assert [path for path in (home.folder / ".local/share").rglob("*") if "proof" in path.name] == []
    assert list((home.folder / "tmp").iterdir()) == []


@pytest.mark.parametrize("where", ["visit.flac", "llama_cpp"], ids=["program", "engine"])
def test_a_leak_in_native_code_is_reported(home: Home, where: str) -> None:
    """In the program or in an engine: the call is in the report, and the exit code is 1, though it was refused."""
    if not can_trace():
        pytest.skip("only strace sees what the kernel has refused")
    leaking = home.env | {"PYTHONPATH": str(LEAK), "LEAK_IN": where}
    outcome = plainspoken("doctor", "--proof", env=leaking)
    assert outcome.exit_code == 1
    assert "SOMETHING BELOW DOES NOT HOLD" in outcome.stdout
    assert "**FAILS**: Sockets that reach beyond this machine: 1." in outcome.stdout
    assert "**FAILS**: socket(AF_INET" in outcome.stdout


def test_a_report_that_cannot_be_written_is_one_sentence(home: Home) -> None:
    """A folder that there is none of; it is said, and nothing is lost."""
    outcome = plainspoken("doctor", "--proof", home.folder / "none" / "report.md", env=home.env)
    assert outcome.exit_code == 8
    assert outcome.complaints[0].startswith("plainspoken: The report could not be written to")
