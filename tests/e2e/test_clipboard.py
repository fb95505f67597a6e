"""How long a note stays on the clipboard, seen by other programs."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

from Xlib import X
from Xlib.display import Display

from e2e.desktop_services import BIN, Home, Screen
from e2e.processes import Running, running, until
from e2e.product import app_env

HOLDER = Path(__file__).with_name("clipboard_holder.py")


@contextmanager
def holder(screen: Screen, logs: Path, clear_after_s: float, run_s: float = 0) -> Iterator[Running]:
    """A program that has put a note on the clipboard."""
    env = {**screen.env, "PYTHONPATH": str(Path(__file__).parents[1])}
    with running([sys.executable, HOLDER, clear_after_s, run_s], env, logs) as program:
        until(lambda: "She coughs." in screen.clipboard() or program.ended, "the note is on the clipboard")
        yield program


def test_a_note_is_taken_off_when_its_time_is_over(screen: Screen, logs: Path) -> None:
    """The program still runs, and the clipboard is empty."""
    with holder(screen, logs, clear_after_s=3) as program:
        assert "She coughs." in screen.clipboard()
        until(lambda: "She coughs." not in screen.clipboard(), "the note is taken off")
        assert screen.clipboard_targets() == []
        assert not program.ended


def test_what_somebody_else_copied_since_is_not_touched(screen: Screen, logs: Path) -> None:
    """The time of the note is over, and the phone number is still there."""
    with holder(screen, logs, clear_after_s=1, run_s=3) as program:
        screen.copy("a phone number")
        assert program.wait() == 0
    assert screen.clipboard() == "a phone number"


def test_the_commands_hold_it_no_longer_than_the_settings_say(
    home: Home, screen: Screen, logs: Path, tmp_path: Path
) -> None:
    """`note --copy` says how long; it ends, and the clipboard is empty."""
    home.settings_folder.mkdir(parents=True)
    (home.settings_folder / "settings.toml").write_text("clear_clipboard_minutes = 1\n")
    transcript = tmp_path / "visit.txt"
    transcript.write_text("Plan: rest and fluids.\n")
    env = app_env(home, screen.env)
    with running([BIN / "plainspoken", "note", transcript, "--copy"], env, logs, name="note-hold") as command:
        until(lambda: "Rest and fluids." in screen.clipboard(), "the note is on the clipboard")
        assert "1 minute at most" in command.complaints()
        assert command.wait(150) == 0
    assert screen.clipboard_targets() == []


def test_no_clipboard_manager_is_handed_the_note_at_the_end(
    home: Home, screen: Screen, logs: Path, tmp_path: Path
) -> None:
    """Qt offers what a program has copied to the desktop's clipboard manager as it ends; a note is gone by then."""
    transcript = tmp_path / "visit.txt"
    transcript.write_text("Plan: rest and fluids.\n")
    env = app_env(home, screen.env)
    with clipboard_manager(screen) as asked:
        with running(
            [BIN / "plainspoken", "note", transcript, "--copy"], env, logs, name="managed"
        ) as command:
            until(lambda: "Rest and fluids." in screen.clipboard(), "the note is on the clipboard")
            assert command.end() == 0, command.complaints()
        assert not asked.is_set()


@contextmanager
def clipboard_manager(screen: Screen) -> Iterator[Event]:
    """Has the part of the desktop's clipboard manager (freedesktop.org); set when it is asked to save."""
    asked, over = Event(), Event()
    with closing(Display(screen.env["DISPLAY"])) as display:
        window = display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        manager = display.intern_atom("CLIPBOARD_MANAGER")
        window.set_selection_owner(manager, X.CurrentTime)
        display.sync()
        assert display.get_selection_owner(manager) == window

        def serve() -> None:
            while not over.wait(0.05):
                while display.pending_events():
                    if display.next_event().type == X.SelectionRequest:
                        asked.set()

        thread = Thread(target=serve)
        thread.start()
        try:
            yield asked
        finally:
            over.set()
            thread.join()


def test_a_clipboard_manager_would_be_asked(screen: Screen, logs: Path) -> None:
    """By a program that ends with something on the clipboard: so the test above can fail."""
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; from PySide6.QtCore import QTimer\n"
        "application = QApplication([]); application.clipboard().setText('x')\n"
        "QTimer.singleShot(300, application.quit); application.exec(); application.shutdown()"
    )
    with (
        clipboard_manager(screen) as asked,
        running([sys.executable, "-c", code], screen.env, logs, name="q"),
    ):
        until(asked.is_set, "the manager is asked to save")
