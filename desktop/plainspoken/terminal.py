"""A dictation in a terminal: shows what is being filed, waits for the note."""

import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from plainspoken.dictation.check import described, empty_headings
from plainspoken.dictation.deliver import Deliverable
from plainspoken.dictation.document import FiledStatement
from plainspoken.dictation.effects import Phase
from plainspoken.dictation.errors import DesktopError, FactsDiffer, NothingSaid
from plainspoken.dictation.events import CancelPressed, StopPressed
from plainspoken.dictation.note import Note
from plainspoken.dictation.session import Session
from plainspoken.workers.conductor import Conductor
from plainspoken.workers.messages import Begin, BeginText, Level, Listener
from plainspoken_models.errors import PlainspokenError

Format = Literal["text", "html", "json"]
"""How something is printed."""

POLL_S = 0.2
"""How often a wait looks up: Python notices Ctrl-C between two waits only, on Windows."""


class TerminalListener:
    """Passes sessions, and the first level, from the conductor's thread to the terminal's."""

    def __init__(self) -> None:
        self._news: queue.Queue[Session | Level] = queue.Queue()
        self._hearing = False

    def session_changed(self, session: Session) -> None:
        """Pass it on."""
        self._news.put(session)

    def note_ready(self, note: Note) -> None:
        """The last session holds it."""

    def level_changed(self, level: Level) -> None:
        """A terminal shows no level, but the first one means that sound arrives."""
        if not self._hearing:
            self._hearing = True
            self._news.put(level)

    def next_news(self) -> Session | Level:
        """Wait for what comes next; of the levels only the first one does."""
        while True:
            try:
                return self._news.get(timeout=POLL_S)
            except queue.Empty:
                continue


class Terminal:
    """Runs a dictation and shows what becomes of it."""

    def __init__(
        self,
        make_conductor: Callable[[Listener], Conductor],
        *,
        show: bool,
        said: set[str] | None = None,
    ) -> None:
        """Prepare.

        Args:
            make_conductor: makes a conductor for a listener.
            show: whether to show each statement as it is filed, on standard error.
            said: complaints that were made already; as in `keeper_told`.
        """
        self._listener = TerminalListener()
        self._conductor = make_conductor(self._listener)
        self._show = show
        self._begun = threading.Event()
        self._shown: set[int] = set()
        self._said = set() if said is None else said

    @contextmanager
    def running(self, *, speech: bool = True) -> Iterator[None]:
        """Threads and engines run within; the speech engine only where there is sound."""
        self._conductor.start(speech=speech)
        try:
            yield
        finally:
            self._conductor.close()

    def dictate(self, message: Begin | BeginText, hearing: Callable[[], None] = lambda: None) -> Session:
        """The session after the note is finished. Ctrl-C stops the dictation once, and cancels it the second time.

        Args:
            message: what to dictate.
            hearing: called once, when the first sound has arrived.
        """
        self._conductor.begin(message)
        self._begun.set()
        stops: Iterator[StopPressed | CancelPressed] = iter((StopPressed(), CancelPressed()))
        while True:
            try:
                news = self._listener.next_news()
                if isinstance(news, Level):
                    hearing()
                    continue
                self._report(news)
                if news.over:
                    return news
            except KeyboardInterrupt:
                self._conductor.press(next(stops, CancelPressed()))

    def stop(self) -> None:
        """She is done; safe from any thread. Waits until a dictation has begun: before that the key would be lost."""
        self._begun.wait()
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
                tell(_line(statement))


def _line(statement: FiledStatement) -> str:
    seconds = statement.spoken.start_ms // 1000
    filing = statement.filing
    sure = f"{filing.confidence:4.0%}" if filing else ""
    kind = (filing.kind or filing.title) if filing else "?"
    return f"  {seconds // 60}:{seconds % 60:02}  {kind:<22}{sure}  {statement.text}"


def account_for(note: Note, *, in_words: bool) -> None:
    """What is not in the note, or not as it was heard, what the checks say of it, and what was not said.

    On standard error, and in words only where a person reads them, for it often ends in a log. JSON has the words in
    every case. Spoken headings are left out here: the note shows them, in the template's words.
    """
    for gone in (gone for gone in note.removed if gone.reason != "spoken heading"):
        at = f" at {gone.start_ms / 1000:.1f} s" if gone.end_ms else ""
        what = f"the macro {_quoted(gone.macro, in_words)}" if gone.macro else _quoted(gone.text, in_words)
        tell(f"Taken out ({gone.reason}){at}: {what}")
    for statement in note.statements:
        for one in statement.replaced:
            tell(f"From your vocabulary: {_quoted(one.heard, in_words)} → {_quoted(one.written, in_words)}")
    for gap in note.gaps:
        words = f": {_quoted(gap.text, in_words)}" if gap.text else ""
        tell(f"Gap at {gap.start_ms / 1000:.1f} s ({gap.reason}){words}")
    for finding, line in zip(note.findings, described(note, in_words=in_words), strict=True):
        tell(f"Check ({finding.rule}): {line}")
    if note.statements and (empty := empty_headings(note)):
        tell(f"Not dictated: {', '.join(empty)}")


def _quoted(text: str, in_words: bool) -> str:
    return f'"{text}"' if in_words else f"{len(text.split())} words"


def outcome(session: Session) -> int:
    """The exit code of a dictation; what went wrong in it has been said already, that nothing was said has not."""
    if session.phase is Phase.DELIVERED and not session.note.statements and not session.errors:
        complain(NothingSaid("Nothing was dictated.", "No words were found in what was heard or read."))
        return NothingSaid.exit_code
    return session.errors[0].exit_code if session.errors else 0


def copy_note(
    note: Deliverable, minutes: int, *, wait: bool = True, aloud: bool = False, what: str = "The note"
) -> int:
    """Put the note on the clipboard, and take it off again in the end, for then this process no longer watches it.

    Args:
        note: which has been printed.
        minutes: how long it stays there, if nothing else is copied; 0: no limit.
        wait: whether to wait for that, which is when others can paste it.
        aloud: whether to print what can be read back.
        what: is put there, in words.

    Returns:
        The exit code of a failure, or 0.
    """
    from plainspoken.ui.clipboard import ClipboardSession  # noqa: PLC0415  the other commands need no screen

    try:
        with ClipboardSession() as clipboard:
            clipboard.put(note)
            if aloud:
                print(f"\nRead back from the clipboard:\n{clipboard.text()}")
            if wait:
                unit = "minute" if minutes == 1 else "minutes"
                most = f"; {minutes} {unit} at most" if minutes else ""
                verb = "is" if what == "The note" else "are"
                tell(f"{what} {verb} on the clipboard until you copy something else, or press Ctrl-C{most}.")
                clipboard.serve(60.0 * minutes if minutes else None)
    except (DesktopError, FactsDiffer) as error:
        complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        return 0
    return 0


def tell(sentence: str) -> None:
    """One line on standard error, at once."""
    print(sentence, file=sys.stderr, flush=True)


def head(line: str) -> None:
    """What the columns of a list are, on standard output; a program that reads it gets none."""
    if sys.stdout.isatty():
        print(line)


def complain(error: PlainspokenError) -> None:
    """One error, as a person reads it, on standard error."""
    print(f"plainspoken: {error}", file=sys.stderr)
