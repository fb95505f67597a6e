"""A thread that does one engine's work, in order, and posts each answer back."""

import queue
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Generic, TypeVar

from plainspoken.dictation.events import Event
from plainspoken_models.errors import PlainspokenError

E = TypeVar("E")
J = TypeVar("J")

JOIN_S = 5.0
"""How long `close` waits for the thread. The engine has been closed by then, which ends a call to it."""


class _Order(Enum):
    """What the thread does beside its jobs."""

    WAKE = auto()
    REST = auto()
    END = auto()


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
        self._jobs: queue.Queue[tuple[int, J] | _Order] = queue.Queue()
        self._busy_s = self._last_s = 0.0
        self._given = self._dropped = 0  # written by those who give jobs
        self._done = 0  # written by the thread
        self._failed = False
        """The last job did; whatever the engine counts against itself, it begins the next dictation without."""
        self._engine = ExitStack()
        self._opened_by = work.open
        self._ending = threading.Lock()
        """Held while the engine is ended, which the thread and `close` both do."""
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def busy_s(self) -> float:
        """Seconds spent on jobs so far; the first one may wait until the engine has loaded."""
        return self._busy_s

    @property
    def idle(self) -> bool:
        """Whether every job so far is done."""
        return self._given == self._done + self._dropped

    @property
    def last_s(self) -> float:
        """Seconds that the last job took; 0 before the first one."""
        return self._last_s

    def start(self) -> None:
        """Start the thread, which opens the engine at once."""
        self._thread.start()

    def submit(self, number: int, job: J) -> None:
        """Queue a job; never blocks."""
        self._given += 1
        self._jobs.put((number, job))

    def wake(self) -> None:
        """Open the engine if it rests, or anew if its last job failed: somebody is about to ask. Never blocks."""
        self._jobs.put(_Order.WAKE)

    def use(self, open_engine: Callable[[], AbstractContextManager[E]]) -> bool:
        """Open this engine from now on; whether it is another one. The present one ends with the next ticket."""
        before, self._work = self._work, replace(self._work, open=open_engine)
        return before.open != open_engine

    def rest(self) -> None:
        """End the engine, which gives its memory back; the next job opens it again, knowing nothing. Never blocks."""
        self._jobs.put(_Order.REST)

    def drop(self) -> None:
        """Forget all jobs that have not been begun."""
        while True:
            try:
                dropped = self._jobs.get_nowait()
            except queue.Empty:
                return
            self._dropped += isinstance(dropped, tuple)

    def close(self) -> None:
        """End the engine, also in the middle of a job, and the thread."""
        self.drop()
        self._jobs.put(_Order.END)
        self._end_engine()
        if self._thread.is_alive():
            self._thread.join(JOIN_S)

    def _run(self) -> None:
        engine: E | PlainspokenError | None = self._opened()
        while (ticket := self._jobs.get()) is not _Order.END:
            stale = self._opened_by != self._work.open
            if stale or ticket is _Order.REST or (ticket is _Order.WAKE and self._failed):
                self._end_engine()
                engine, self._failed = None, False
            if ticket is not _Order.REST and (engine is None or isinstance(engine, PlainspokenError)):
                engine = self._opened()
            if isinstance(ticket, tuple) and engine is not None:
                self._do(engine, *ticket)
        self._end_engine()  # one that was still being opened when `close` ended what there was

    def _end_engine(self) -> None:
        with self._ending:
            self._engine.close()

    def _do(self, engine: E | PlainspokenError, number: int, job: J) -> None:
        began = time.perf_counter()
        answer = self._answer(engine, job)
        self._last_s = time.perf_counter() - began
        self._busy_s += self._last_s
        self._done += 1
        if answer is not None:
            self._post(number, answer)

    def _opened(self) -> E | PlainspokenError:
        self._opened_by = self._work.open
        try:
            return self._engine.enter_context(self._opened_by())
        except Exception as error:  # noqa: BLE001  edge: without a worker no dictation would ever end
            return as_ours(error)

    def _answer(self, engine: E | PlainspokenError, job: J) -> Event | None:
        if isinstance(engine, PlainspokenError):
            failure = engine
        else:
            try:
                answer = self._work.do(engine, job)
            except Exception as error:  # noqa: BLE001  edge: an answer is owed for every job, or no dictation ends
                failure = as_ours(error)
            else:
                self._failed = False
                return answer
        self._failed = True
        return self._work.fail(job, failure)


def as_ours(error: Exception) -> PlainspokenError:
    """An error at a thread's edge. What nobody has foreseen has its class alone: its message may hold dictated text."""
    if isinstance(error, PlainspokenError):
        return error
    return PlainspokenError(
        f"Something went wrong inside Plainspoken ({type(error).__name__}).",
        "The dictation goes on; please report it, with what you were doing.",
    )
