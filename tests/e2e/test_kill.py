"""An engine that is killed in the middle of a dictation costs a restart, not a word."""

from pathlib import Path

from e2e.desktop_services import Screen, Sound
from e2e.processes import kill_hard, until
from e2e.product import NOTE_S, VISIT, TrayApp, assert_is_the_visit, person_at, plainspoken


class Killer:
    """Kills each engine once, while she speaks."""

    def __init__(self, app: TrayApp, schedule: dict[str, int]) -> None:
        self._app = app
        self._schedule = schedule
        self._looks = 0
        self.killed: dict[str, int] = {}
        """Engine → its process id."""

    def look(self) -> None:
        """Called again and again; kills an engine when its turn has come."""
        self._looks += 1
        for engine, turn in self._schedule.items():
            if self._looks == turn:
                self.killed[engine] = self._app.engine(engine)
                kill_hard(self.killed[engine])


def test_a_killed_engine_costs_no_word(app: TrayApp, screen: Screen, sound: Sound) -> None:
    """SIGKILL to whisper.cpp and later to llama.cpp while she speaks: the note is whole, and no error is left."""
    screen.copy("what was on the clipboard before")
    killer = Killer(app, {"whisper_cpp": 20, "llama_cpp": 44})
    with person_at(sound) as person:
        plainspoken("start", env=app.env)
        app.reaches("listening")
        person.says(VISIT, meanwhile=killer.look)
        plainspoken("stop", env=app.env)
        until(lambda: "Plan" in screen.clipboard(), "the note is on the clipboard", NOTE_S)
    assert set(killer.killed) == {"whisper_cpp", "llama_cpp"}
    assert not [pid for pid in killer.killed.values() if Path(f"/proc/{pid}").exists()], (
        "the old engines are gone"
    )
    assert_is_the_visit(screen.clipboard())
    assert app.reaches("idle", "problem") == "idle"
