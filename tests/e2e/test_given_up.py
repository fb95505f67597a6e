"""A speech engine that dies again and again: recording goes on, and the note is made of it afterwards."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from e2e.desktop_services import Home, Screen, Sound
from e2e.processes import children_with, kill_hard, until
from e2e.product import NOTE_S, VISIT, TrayApp, assert_is_the_visit, person_at, plainspoken, tray_app
from faults.keyring_session import gnome_keyring

FAILURES = 3

pytestmark = pytest.mark.timeout(600)


class Killer:
    """Kills the speech engine as soon as there is one."""

    def __init__(self, app: TrayApp) -> None:
        self._app = app
        self.killed: set[int] = set()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Within this."""
        over = threading.Event()
        thread = threading.Thread(target=self._kill_until, args=(over,))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _kill_until(self, over: threading.Event) -> None:
        while not over.wait(0.02):
            for pid in children_with(self._app.pid, "whisper_cpp"):
                with suppress(ProcessLookupError):
                    kill_hard(pid)
                    self.killed.add(pid)


def test_three_failures_cost_a_second_click_and_not_a_word(
    home: Home, screen: Screen, sound: Sound, logs: Path
) -> None:
    """No fourth start, no half note on the clipboard; what was said is offered, and becomes the whole note."""
    before = "what was on the clipboard before"
    with (
        gnome_keyring(home, screen, logs),
        person_at(sound) as person,
        tray_app(home, screen, sound.env, logs / "given up", "--demo-speech") as app,
    ):
        screen.copy(before)
        app.engine("whisper_cpp")
        killer = Killer(app)
        with killer.at_work():
            plainspoken("start", env=app.env)
            app.reaches("listening")
            until(sound.is_recorded, "the microphone is recorded")
            person.says(VISIT)
            assert app.state == "listening", "she may go on"
            plainspoken("stop", env=app.env)
            assert app.reaches("idle", "problem") == "problem"
        assert FAILURES <= len(killer.killed) <= FAILURES + 1, (
            "one may have died before it was asked anything"
        )
        assert children_with(app.pid, "whisper_cpp") == []
        assert screen.clipboard() == before
        assert plainspoken("recover", "--in-app", env=app.env).stdout.strip() == "recovering"
        until(lambda: "Plan" in screen.clipboard(), "the note is on the clipboard", NOTE_S)
        assert_is_the_visit(screen.clipboard())
        assert app.reaches("idle", "problem") == "idle"
        assert plainspoken("recover", "--in-app", env=app.env).stdout.strip() == "nothing to recover"
