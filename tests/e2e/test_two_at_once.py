"""Two instances are started at the same moment: one runs, the other one says so and ends."""

from contextlib import ExitStack
from pathlib import Path

from e2e.desktop_services import BIN, Home, Screen, Sound
from e2e.processes import running, until
from e2e.product import app_env, plainspoken

RUNS_ALREADY = 9


def test_two_started_at_once_are_one(home: Home, screen: Screen, sound: Sound, logs: Path) -> None:
    """Whoever is first; the one that runs answers."""
    env = app_env(home, screen.env, sound.env)
    with ExitStack() as both:
        pair = [
            both.enter_context(running([BIN / "plainspoken", "--demo-speech"], env, logs, name=f"twin {one}"))
            for one in range(2)
        ]
        until(lambda: any(one.ended for one in pair), "one of them ends")
        (ended,) = (one for one in pair if one.ended)
        assert ended.wait() == RUNS_ALREADY, ended.complaints()
        assert "Traceback" not in ended.complaints()
        until(lambda: plainspoken("status", env=env).exit_code == 0, "the other one answers")
        assert sum(one.ended for one in pair) == 1
