"""Parts of the program start as processes of their own, from source and frozen."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from plainspoken_models.own_process import own_process

STARTS = [
    Path(__file__).parents[2] / "installers" / f"start_{name}.py"
    for name in ("plainspoken", "plainspoken_models")
]


def test_from_source_a_part_is_a_module_of_ours() -> None:
    """Never one of the working folder."""
    assert own_process("plainspoken.part", "a", "b") == [
        sys.executable,
        "-P",
        "-m",
        "plainspoken.part",
        "a",
        "b",
    ]


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no Python beside it that could be started."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_process("plainspoken.part", "a") == [sys.executable, "--part", "plainspoken.part", "a"]


def start(program: Path, *arguments: str, words: str = "") -> "subprocess.CompletedProcess[str]":
    """Run what a frozen program runs first."""
    command = [sys.executable, "-P", str(program), *arguments]
    return subprocess.run(command, input=words, capture_output=True, text=True, check=False)


def test_the_program_that_was_started_is_the_part() -> None:
    """The search for codes, as the tray app asks for it."""
    ended = start(STARTS[0], "--part", "plainspoken.code_finder", words=json.dumps(["Pneumonia."]))
    assert ended.returncode == 0, ended.stderr
    assert "J18.9" in ended.stdout


@pytest.mark.parametrize("program", STARTS, ids=lambda path: path.stem)
def test_a_part_gets_its_own_arguments(program: Path) -> None:
    """An engine that cannot load says so through its pipe, and ends."""
    ended = start(program, "--part", "plainspoken_models.engines.child", "whisper_cpp", "/nowhere", "{}")
    assert ended.returncode == 1, ended.stderr
    assert '"failed"' in ended.stdout


@pytest.mark.parametrize("arguments", [["--part"], ["--part", "os"], ["--part", "plainspokenish.part"]])
def test_nothing_but_a_part_of_ours_is_run(arguments: list[str]) -> None:
    """Not any module that Python has."""
    ended = start(STARTS[0], *arguments)
    assert ended.returncode == 1
    assert "parts of Plainspoken" in ended.stderr


@pytest.mark.parametrize("program", STARTS, ids=lambda path: path.stem)
def test_without_a_part_it_is_the_program(program: Path) -> None:
    """Which tells its version."""
    assert start(program, "--version").stdout.strip()[:1].isdigit()
