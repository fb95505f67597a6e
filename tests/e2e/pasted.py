"""Windows of other programs, and what is pasted into them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from e2e.desktop_services import Screen
from e2e.processes import ask, running, until

TEXT_WINDOW = Path(__file__).with_name("text_window.py")


@dataclass(frozen=True, slots=True)
class TextWindow:
    """A window of another program."""

    id: str
    file: Path
    screen: Screen

    @property
    def text(self) -> str:
        """What is in it."""
        return self.file.read_text("utf-8")

    def come_to_front(self) -> None:
        """She clicks on it."""
        ask(["xdotool", "windowactivate", "--sync", self.id], self.screen.env)
        until(
            lambda: ask(["xdotool", "getactivewindow"], self.screen.env).strip() == self.id, "it is in front"
        )


@contextmanager
def text_window(title: str, screen: Screen, logs: Path, folder: Path) -> Iterator[TextWindow]:
    """One, with nothing in it."""
    file = folder / f"{title}.txt"
    with running([sys.executable, TEXT_WINDOW, title, file], screen.env, logs, name=title):
        shown = until(lambda: screen.windows(title), f"the window {title} shows")
        yield TextWindow(shown[0], file, screen)
