"""Programs that a test starts, waits for and ends: by their own process id, never by name."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

import pytest

T = TypeVar("T")

READY_S = 30.0
"""How long anything may take to become ready on a machine that is busy with other things."""

POLL_S = 0.05
"""How often a condition is looked at."""

END_S = 10.0
"""How long a program may take to end after it was asked to."""


def until(look: Callable[[], T], what: str, seconds: float = READY_S) -> T:
    """What `look` returns as soon as that is true; the test fails, naming `what`, if that takes too long."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        if time.monotonic() > deadline:
            pytest.fail(f"waited {seconds:g} s in vain: {what}")
        time.sleep(POLL_S)
    return seen


def need(*programs: str) -> None:
    """Fail where a program is missing: a test that is left out proves nothing."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.fail(f"missing: {', '.join(missing)}. Install what the tests need: ./dev setup test")


@dataclass(frozen=True, slots=True)
class Running:
    """A program that runs; what it prints is in two files."""

    process: subprocess.Popen[bytes]
    stdout: Path
    stderr: Path

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    @property
    def ended(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def complaints(self) -> str:
        """What it has written to standard error so far."""
        return self.stderr.read_text("utf-8", errors="replace")

    def wait(self, seconds: float = READY_S) -> int:
        """Its exit code, once it has ended by itself."""
        return self.process.wait(seconds)

    def end(self) -> int:
        """Ask it to end, insist if it does not; its exit code."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            return self.process.wait(END_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait(END_S)


@contextmanager
def running(
    command: Sequence[object],
    env: Mapping[str, str],
    logs: Path,
    *,
    name: str = "",
    stdin: IO[bytes] | int = subprocess.DEVNULL,
    pass_fds: Sequence[int] = (),
) -> Iterator[Running]:
    """The program, while the block runs; it is ended afterwards if it has not ended by itself."""
    name = name or Path(str(command[0])).name
    logs.mkdir(parents=True, exist_ok=True)
    stdout, stderr = logs / f"{name}.out", logs / f"{name}.err"
    with stdout.open("wb") as out, stderr.open("wb") as err:
        process = subprocess.Popen(
            [str(part) for part in command],
            env=dict(env),
            stdin=stdin,
            stdout=out,
            stderr=err,
            pass_fds=pass_fds,
        )
    program = Running(process, stdout, stderr)
    try:
        yield program
    finally:
        program.end()


def ask(command: Sequence[object], env: Mapping[str, str], seconds: float = READY_S) -> str:
    """What a short command prints; nothing where it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        env=dict(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=seconds,
        check=False,
    )
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""


def family(pid: int) -> list[int]:
    """A process and all its descendants that are alive."""
    members = [pid]
    for member in members:
        with suppress(OSError):
            for task in Path(f"/proc/{member}/task").iterdir():
                members += map(int, (task / "children").read_text().split())
    return [member for member in members if Path(f"/proc/{member}").exists()]


def command_line(pid: int) -> str:
    """Its command line, the parts joined by blanks; nothing where it has ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def children_with(pid: int, word: str) -> list[int]:
    """Descendants of a process that have a word in their command line."""
    return [member for member in family(pid)[1:] if word in command_line(member)]


def kill_hard(pid: int) -> None:
    """SIGKILL, as the system does it when memory runs out."""
    os.kill(pid, signal.SIGKILL)
