"""Stage 7, deliver, where she wants notes pasted: remembers the window that she began in, and pastes into that one."""

import threading
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from plainspoken.dictation.errors import DesktopError
from plainspoken.ui.parts import Pastes
from plainspoken_models.errors import PlainspokenError


class Delivery(QObject):
    """Lives on Qt's thread; pasting has a thread of its own, for it waits for her to let go of the keys.

    Args:
        paster: None where notes are not to be pasted.
    """

    ended = Signal(object)
    """With what was in the way, a `PlainspokenError`, or None. To be connected as queued."""

    def __init__(self, paster: Pastes | None) -> None:
        super().__init__()
        self._paster = paster
        self._window: int | None = None

    @property
    def wanted(self) -> bool:
        """Whether notes are to be pasted."""
        return self._paster is not None

    def use(self, paster: Pastes | None) -> None:
        """Paste in this way from now on, or no longer."""
        self._paster = paster

    def begin(self) -> None:
        """A dictation begins: its note is for the window in front now."""
        self._window = self._paster.front() if self._paster else None

    def paste(self, text: str) -> None:
        """Paste what is on the clipboard already; `ended` tells what became of it."""
        threading.Thread(target=self._paste, args=(text, self._window), name="paste", daemon=True).start()

    def _paste(self, text: str, window: int | None) -> None:
        answer: PlainspokenError | None = None
        try:
            if self._paster:
                self._paster.paste(text, window)
        except PlainspokenError as error:
            answer = error
        except Exception as error:  # noqa: BLE001  thread edge: without an answer she would think it was pasted
            answer = DesktopError(
                f"It is not certain that the note was pasted ({type(error).__name__}): a fault of Plainspoken's own.",
                "It is on the clipboard: paste it where you want it, and please report this.",
            )
        with suppress(RuntimeError):  # the app has ended meanwhile, and this object with it
            self.ended.emit(answer)
