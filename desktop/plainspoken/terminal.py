"""A dictation in a terminal: shows what is being filed, waits for the note."""

import queue
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from plainspoken.dictation.file import FiledStatement
from plainspoken.dictation.note import Note
from plainspoken.dictation.session import CancelPressed, Session, StopPressed
from plainspoken.workers.conductor import Conductor
from plainspoken.workers.messages import Begin, BeginText, Level, Listener
from plainspoken_models.errors import PlainspokenError

POLL_S = 0.2
"""How often a wait looks up: Python notices Ctrl-C between two waits only, on Windows."""


class TerminalListener:
    """Passes sessions from the conductor's thread to the terminal's."""

    def __init__(self) -> None:
        self._sessions: queue.Queue[Session] = queue.Queue()

    def session_changed(self, session: Session) -> None:
        """Pass it on."""
        self._sessions.put(session)

    def note_ready(self, note: Note) -> None:
        """The last session holds it."""

    def level_changed(self, level: Level) -> None:
        """A terminal shows no level."""

    def sessions(self) -> Iterator[Session]:
        """Every session until the one that is over."""
        while True:
            try:
                session = self._sessions.get(timeout=POLL_S)
            except queue.Empty:
                continue
            yield session
            if session.over:
                return


class Terminal:
    """Runs a dictation and shows what becomes of it."""

    def __init__(self, make_conductor: Callable[[Listener], Conductor], *, show: bool) -> None:
        """Prepare.

        Args:
            make_conductor: makes a conductor for a listener.
            show: whether to show each statement as it is filed, on standard error.
        """
        self._listener = TerminalListener()
        self._conductor = make_conductor(self._listener)
        self._show = show
        self._shown: set[int] = set()
        self._said: set[str] = set()

    @contextmanager
    def running(self, *, speech: bool = True) -> Iterator[None]:
        """Threads and engines run within; the speech engine only where there is sound."""
        self._conductor.start(speech=speech)
        try:
            yield
        finally:
            self._conductor.close()

    def dictate(self, message: Begin | BeginText) -> Session:
        """The session after the note is finished. Ctrl-C stops the dictation once, and cancels it the second time."""
        self._conductor.begin(message)
        sessions = self._listener.sessions()
        stops: Iterator[StopPressed | CancelPressed] = iter((StopPressed(), CancelPressed()))
        while True:
            try:
                for session in sessions:
                    self._report(session)
                    if session.over:
                        return session
            except KeyboardInterrupt:
                sessions = self._listener.sessions()
                self._conductor.press(next(stops, CancelPressed()))

    def stop(self) -> None:
        """She is done; safe from any thread."""
        self._conductor.press(StopPressed())

    def seconds_by_stage(self) -> dict[str, float]:
        """As `Conductor.seconds_by_stage`."""
        return self._conductor.seconds_by_stage()

    def _report(self, session: Session) -> None:
        """Each problem once, as soon as it is known; each statement once, where that is wanted."""
        for error in session.errors:
            if str(error) not in self._said:
                self._said.add(str(error))
                complain(error)
        for statement in session.document.statements if self._show else ():
            if statement.filing and statement.id not in self._shown:
                self._shown.add(statement.id)
                print(_line(statement), file=sys.stderr, flush=True)


def _line(statement: FiledStatement) -> str:
    seconds = statement.spoken.start_ms // 1000
    filing = statement.filing
    sure = f"{filing.confidence:4.0%}" if filing else ""
    kind = filing.kind.value if filing else "?"
    return f"  {seconds // 60}:{seconds % 60:02}  {kind:<22}{sure}  {statement.text}"


def complain(error: PlainspokenError) -> None:
    """One error, as a person reads it, on standard error."""
    print(f"plainspoken: {error}", file=sys.stderr)
