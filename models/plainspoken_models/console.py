"""How the model program speaks: plain lines; table, progress bar and questions only on a terminal."""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Final

_NEWS_PERCENT: Final = 10
"""Without a terminal, progress is told each time so much more is done."""


def say(line: str) -> None:
    """Print one line of results, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def note(line: str) -> None:
    """Print a line that only a person wants: not where stdout is read by a program."""
    if sys.stdout.isatty():
        say(f"\n{line}")


def complain(line: str) -> None:
    """Print one line on stderr."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def agrees(question: str) -> bool:
    """Ask a person; without one (stdin is no terminal) the answer is no."""
    if not sys.stdin.isatty():
        return False
    return input(f"{question} [y/N] ").strip().lower() in {"y", "yes"}


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a heading and rows: in columns on a terminal, else with tabs between the fields."""
    if not sys.stdout.isatty():
        for row in (heading, *rows):
            say("\t".join(row))
        return
    from rich import box, console  # noqa: PLC0415  takes 0.1 s
    from rich.table import Table  # noqa: PLC0415

    drawn = Table(*heading, box=box.SIMPLE)
    for row in rows:
        drawn.add_row(*row)
    console.Console().print(drawn)


@contextlib.contextmanager
def progress(title: str) -> Iterator[Callable[[int, int | None], None]]:
    """A function to tell about a download: bytes done, bytes in all (None: not known)."""
    if not sys.stdout.isatty():
        yield _Milestones(title)
        return
    from rich import progress as bars  # noqa: PLC0415

    columns = (bars.TextColumn(title), bars.BarColumn(), bars.DownloadColumn(), bars.TimeRemainingColumn())
    with bars.Progress(*columns) as drawn:
        task = drawn.add_task(title, total=None)
        yield lambda done, total: drawn.update(task, completed=done, total=total)


class _Milestones:
    """Progress for a log file: one line for each tenth."""

    def __init__(self, title: str) -> None:
        self._title, self._next = title, 0

    def __call__(self, done: int, total: int | None) -> None:
        percent = min(100, done * 100 // total) if total else 0
        if percent >= self._next:
            say(f"{self._title}: {megabytes(done)}" + (f" of {megabytes(total)}" if total else ""))
            self._next = percent // _NEWS_PERCENT * _NEWS_PERCENT + _NEWS_PERCENT


def megabytes(size: int) -> str:
    """A size in bytes as people read it, in powers of ten."""
    if size >= 1_000_000_000:
        return f"{size / 1e9:.1f} GB"
    return f"{size / 1e6:.0f} MB" if size >= 10_000_000 else f"{size / 1e6:.1f} MB"


def never_fail_on_characters() -> None:
    """A terminal that cannot show a character shows a question mark, and the program goes on."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


@contextlib.contextmanager
def broken_pipe_is_an_end() -> Iterator[None]:
    """Whoever read our output has had enough (`… | head`): that is a normal end."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes stdout once more on its way out and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
