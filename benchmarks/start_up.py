"""How long the tray app takes to start: from source and installed, by turns, on the same screen.

    .venv/bin/python -m benchmarks.start_up INSTALLED [--rounds 9]

INSTALLED is the program `plainspoken` to compare with this environment's own. Measured as by `footprint.py`: from the
start of the process until it answers `status`, which is after the icon is in the tray. Prints JSON: seconds of clock
and of processor time. `./dev try-package` runs it. Linux with the tests' services.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.footprint import Desk, start_once

from e2e.desktop_services import a_home, a_screen, a_sound_server

SOURCE = Path(sys.executable).parent / "plainspoken"


@contextmanager
def a_desk() -> Iterator[Desk]:
    """A screen, a sound server and a home."""
    with (
        tempfile.TemporaryDirectory() as folder,
        a_home(Path(folder) / "home") as home,
        a_screen(home, Path(folder) / "logs") as screen,
        a_sound_server(home, Path(folder) / "logs") as sound,
    ):
        yield Desk(home, screen, sound, Path(folder) / "logs", quick=True)


def measure(installed: Path, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Program → clock and processor seconds of each start, the first ones included."""
    found: dict[str, list[tuple[float, float]]] = {"source": [], "installed": []}
    with a_desk() as desk:
        for _ in range(rounds):
            found["installed"].append(start_once(desk, installed))
            found["source"].append(start_once(desk, SOURCE))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("installed", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    print(json.dumps(measure(given.installed, given.rounds)))


if __name__ == "__main__":
    main()
