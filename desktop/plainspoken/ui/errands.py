"""Work that may wait for a disk or a keyboard, done beside Qt's thread: one errand after the other."""

import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from plainspoken.workers.engine_worker import as_ours
from plainspoken_models.errors import PlainspokenError

T = TypeVar("T")

JOIN_S = 5.0
"""How long `close` waits for the errand that is being done."""


class Errands(QObject):
    """Lives on Qt's thread; its own thread begins with the first errand."""

    _done = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._queue: SimpleQueue[Callable[[], Callable[[], None]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._done.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def do(self, work: Callable[[], T], then: Callable[[T | PlainspokenError], None]) -> None:
        """Do work elsewhere; `then` gets what it returned, or the error that it raised, on Qt's thread."""

        def errand() -> Callable[[], None]:
            answer: T | PlainspokenError
            try:
                answer = work()
            except Exception as error:  # noqa: BLE001  thread edge: somebody waits for an answer
                answer = as_ours(error)
            return lambda: then(answer)

        self._queue.put(errand)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="errands", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Do what was asked for, and end."""
        self._queue.put(None)
        if self._thread:
            self._thread.join(JOIN_S)

    def _run(self) -> None:
        while errand := self._queue.get():
            tell = errand()
            with suppress(RuntimeError):  # the app has ended meanwhile, and this object with it
                self._done.emit(tell)

    def _tell(self, tell: Callable[[], None]) -> None:
        tell()
