"""A thread that does one engine's work, in order, and posts each answer back."""

import queue
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Generic, TypeVar

from plainspoken.dictation.session import Event
from plainspoken_models.errors import PlainspokenError

E = TypeVar("E")
J = TypeVar("J")

JOIN_S = 5.0
"""How long `close` waits for the thread. The engine has been closed by then, which ends a call to it."""


@dataclass(frozen=True, slots=True)
class Work(Generic[E, J]):
    """What a worker does with its engine."""

    open: Callable[[], AbstractContextManager[E]]
    """Opens the engine; called in the worker's thread, so that nobody waits for a model to load."""
    do: Callable[[E, J], Event | None]
    """Does one job; the answer, or None where the job has none."""
    fail: Callable[[J, PlainspokenError], Event | None]
    """The answer to a job that could not be done."""


class EngineWorker(Generic[E, J]):
    """Owns an engine. Jobs are tickets with a number that comes back with the answer, so that a stale one is known."""

    def __init__(self, name: str, work: Work[E, J], post: Callable[[int, Event], None]) -> None:
        self._work = work
        self._post = post
        self._jobs: queue.Queue[tuple[int, J] | None] = queue.Queue()
        self._busy_s = 0.0
        self._engine = ExitStack()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def busy_s(self) -> float:
        """Seconds spent on jobs so far; the first one may wait until the engine has loaded."""
        return self._busy_s

    def start(self) -> None:
        """Start the thread, which opens the engine at once."""
        self._thread.start()

    def submit(self, number: int, job: J) -> None:
        """Queue a job; never blocks."""
        self._jobs.put((number, job))

    def drop(self) -> None:
        """Forget all jobs that have not been begun."""
        while True:
            try:
                self._jobs.get_nowait()
            except queue.Empty:
                return

    def close(self) -> None:
        """End the engine, also in the middle of a job, and the thread."""
        self.drop()
        self._jobs.put(None)
        self._engine.close()
        if self._thread.is_alive():
            self._thread.join(JOIN_S)
        self._engine.close()  # for one that was still being opened

    def _run(self) -> None:
        engine = self._opened()
        while (ticket := self._jobs.get()) is not None:
            number, job = ticket
            engine = self._opened() if isinstance(engine, PlainspokenError) else engine
            began = time.perf_counter()
            answer = self._answer(engine, job)
            self._busy_s += time.perf_counter() - began
            if answer is not None:
                self._post(number, answer)

    def _opened(self) -> E | PlainspokenError:
        try:
            return self._engine.enter_context(self._work.open())
        except PlainspokenError as error:
            return error
        except Exception as error:  # noqa: BLE001  edge: without a worker no dictation would ever end
            return unforeseen(error)

    def _answer(self, engine: E | PlainspokenError, job: J) -> Event | None:
        if isinstance(engine, PlainspokenError):
            return self._work.fail(job, engine)
        try:
            return self._work.do(engine, job)
        except PlainspokenError as error:
            return self._work.fail(job, error)
        except Exception as error:  # noqa: BLE001  edge: an answer is owed for every job, or the dictation never ends
            return self._work.fail(job, unforeseen(error))


def unforeseen(error: Exception) -> PlainspokenError:
    """A fault of our own as one of our errors: its class alone, for its message may hold dictated text."""
    return PlainspokenError(
        f"Something went wrong inside Plainspoken ({type(error).__name__}).",
        "The dictation goes on; please report it, with what you were doing.",
    )
