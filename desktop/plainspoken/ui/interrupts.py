"""Ctrl+C and `kill` while Qt's event loop runs, which otherwise would not let Python see them."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSocketNotifier, QTimer


@contextmanager
def call_on_interrupt(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` on Qt's thread on SIGINT and SIGTERM. Must be entered on the main thread.

    Python only notes a signal, and acts on it when it runs next; a byte in a pipe wakes Qt, which runs Python.
    On Windows a pipe cannot wake Qt: there Ctrl+C takes effect at the next event.
    """

    def note(_number: int, _frame: object) -> None:
        QTimer.singleShot(0, stop)  # not at once: the event loop may not have begun, and would miss it

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        if sys.platform == "win32":
            yield
        else:
            with _woken_by_signals():
                yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _woken_by_signals() -> Iterator[None]:
    reading, writing = os.pipe()
    for end in (reading, writing):
        os.set_blocking(end, False)
    notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: os.read(reading, 64))
    before = signal.set_wakeup_fd(writing)
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        notifier.setEnabled(False)
        for end in (reading, writing):
            os.close(end)
