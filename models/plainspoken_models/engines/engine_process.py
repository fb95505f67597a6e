"""Runs an engine in a child process: a crash in native code costs a restart of the child, never the dictation.

One request, one answer, in a limited time. What a lost child knew is gone; see `host` for who tells the next one.
"""

import os
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, BinaryIO, Final, cast

from plainspoken_models.engines.framing import Frame, FramingError, read_frame, write_frame
from plainspoken_models.errors import EngineDied, EngineFailed, EngineHung

START_LIMIT_S: Final = 120.0
"""Enough for a model of 5 GB from a slow disk."""

END_BY_ITSELF_S: Final = 2.0
"""How long a child may take to end after its input has ended, or after it was asked to; then it is killed."""

QUIET_WAITING: Final = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "1000"}
"""Threads of an engine that wait for each other look a thousand times, some microseconds, and then sleep.

Left to itself, OpenMP lets them spin for long, and where another program has a core, the one that is waited for does
not get to run: with two threads on two busy cores transcription took more than 20 times as long. If they sleep at
once, Whisper's many short steps take 1.2 to 1.3 times as long on an idle machine (benchmarks/busy_machine.py).
gcc.gnu.org/onlinedocs/libgomp/GOMP_005fSPINCOUNT.html; other OpenMP libraries know the policy only, and sleep.
"""

_ILLEGAL_INSTRUCTION: Final = (-4, 0xC000001D)
"""Exit code of a program that used an instruction its processor does not have: SIGILL, and Windows' name for it."""

AGAIN: Final = "It starts again with the next sentence; if this happens often, choose a smaller model."

TOO_LARGE: Final = "Close other programs, or choose a smaller model."


class EngineProcess:
    """One engine in a child process, started when it is first needed, and again after it was lost.

    One caller at a time; `close` may come from any thread, also during a call.

    Args:
        command: starts the child; see `child_command`.
        name: what the engine is called in sentences for the user.
    """

    def __init__(self, command: Sequence[str], name: str) -> None:
        self._command = list(command)
        self.name = name
        self._calling = threading.Lock()
        """Held during a call. Only its holder touches the pipes."""
        self._changing = threading.Lock()
        """Guards the three below."""
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._generation = 0
        self._ready = False

    @property
    def pid(self) -> int | None:
        """The process id of the child, while there is one."""
        child = self._child
        return None if child is None else child.pid

    def warm(self) -> None:
        """Start the child, and do not wait: it loads its model while the caller goes on."""
        self._spawn()

    def ensure(self) -> int:
        """Wait until a child is ready. Returns its generation: another number is another child, which knows nothing.

        Raises:
            EngineError: it cannot be started.
        """
        with self._calling:
            self._live_child()
            return self._generation

    def call(self, op: str, fields: Mapping[str, object], payload: bytes, timeout_s: float) -> Frame:
        """Ask the child, and wait for its answer at most `timeout_s`.

        Raises:
            EngineDied: it ended by itself, ran out of memory, or `close` was called meanwhile.
            EngineHung: it gave no answer in time, and has been ended.
            EngineFailed: it answered that it could not.
            ValueError: it refused what it was given.
        """
        with self._calling:
            answer = self._exchange(self._live_child(), Frame({"op": op, **fields}, payload), timeout_s)
            if (
                answer.fields.get("failed") == "MemoryError"
            ):  # what is left of it cannot be trusted with more work
                self._discard(self._live_child())
                raise EngineDied(f"The {self.name} ran out of memory.", TOO_LARGE)
        if "failed" in answer.fields:
            raise self._error(answer)
        return answer

    def close(self) -> None:
        """End the child: ask, wait, kill. A call in flight raises EngineDied; so do later calls."""
        with self._changing:
            self._closed = True
            child = self._child
        if child is None:
            return
        if not self._calling.acquire(blocking=False):
            child.kill()  # the caller in flight sees the end of the pipe, and clears up
            return
        try:
            with suppress(OSError):
                _pipe(child.stdin).close()
            with suppress(subprocess.TimeoutExpired):
                child.wait(END_BY_ITSELF_S)
            self._discard(child)
        finally:
            self._calling.release()

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self._changing:
            if self._closed:
                raise EngineDied(f"The {self.name} has been closed.", "Start the program again.")
            if self._child is None:
                self._child = self._start()
                self._generation += 1
                self._ready = False
            return self._child

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open a console
            )
        except OSError:
            raise EngineDied(
                f"The {self.name} could not be started.", "Close other programs and try again."
            ) from None

    def _live_child(self) -> subprocess.Popen[bytes]:
        child = self._spawn()
        if self._ready and child.poll() is not None:  # lost between two calls: nobody is waiting for it
            self._discard(child)
            child = self._spawn()
        if not self._ready:
            answer = self._exchange(child, None, START_LIMIT_S)
            if "failed" in answer.fields:
                self._discard(child)
                raise self._error(answer)
            self._ready = True
        return child

    def _exchange(self, child: subprocess.Popen[bytes], request: Frame | None, timeout_s: float) -> Frame:
        # Pipes cannot be waited for with a time limit on Windows. So the pipes block, and a timer ends the child,
        # which ends the waiting: for a child that does not read as well as for one that does not answer.
        overdue = threading.Event()

        def end() -> None:
            overdue.set()
            _end(child)

        timer = threading.Timer(timeout_s, end)
        timer.daemon = True
        timer.start()
        try:
            if request is not None:
                write_frame(_pipe(child.stdin), request)
            answer = read_frame(_pipe(child.stdout))
        except (OSError, FramingError):
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            self._discard(child)
            raise self._hung() if overdue.is_set() else self._died(child.returncode)
        return answer

    def _discard(self, child: subprocess.Popen[bytes]) -> None:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):  # what was not read by a dead child
                _pipe(pipe).close()
        with self._changing:
            self._child = None

    def _died(self, code: int | None) -> EngineDied:
        if code in _ILLEGAL_INSTRUCTION:
            return EngineDied(
                f"The {self.name} is built for a newer processor than this one.",
                "It needs AVX2 (most processors since 2013); build it on this machine instead.",
            )
        return EngineDied(f"The {self.name} ended by itself.", AGAIN)

    def _hung(self) -> EngineHung:
        return EngineHung(f"The {self.name} gave no answer and was stopped.", AGAIN)

    def _error(self, answer: Frame) -> Exception:
        failed = str(answer.fields["failed"])
        if failed == "ValueError":
            return ValueError(f"The {self.name} refused what it was given.")
        if failed == "EngineFailed":
            return EngineFailed(str(answer.fields.get("what")), str(answer.fields.get("remedy")))
        kind = failed if failed.isidentifier() else "unknown"
        return EngineFailed(f"The {self.name} could not do its work ({kind}).", AGAIN)


def _environment() -> dict[str, str]:
    """Of a child. Whoever has said how threads wait has said all of it."""
    told = any(name in os.environ for name in QUIET_WAITING)
    return dict(os.environ) if told else {**os.environ, **QUIET_WAITING}


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ask, wait, kill. One that stands still does not hear the question."""
    child.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.wait(END_BY_ITSELF_S)
    child.kill()


def _pipe(stream: IO[bytes] | None) -> BinaryIO:
    return cast("BinaryIO", stream)  # all our children have pipes
