"""`plainspoken listen` in a terminal: what it says can be read while it goes on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from e2e.desktop_services import BIN, Home, Screen, Sound
from e2e.processes import Running, running, until
from e2e.product import NOTE_S, Outcome, app_env


@dataclass(frozen=True, slots=True)
class Listen:
    """`plainspoken listen` in a terminal, from when it records."""

    program: Running
    keyboard: IO[bytes]

    def enter(self) -> Outcome:
        """She presses Enter; how the command ended."""
        self.keyboard.write(b"\n")
        self.keyboard.flush()
        return self.ended()

    def ended(self) -> Outcome:
        """How the command ended by itself."""
        exit_code = self.program.wait(NOTE_S)
        return Outcome(exit_code, self.program.stdout.read_text("utf-8"), self.program.complaints())


@contextmanager
def listening(home: Home, screen: Screen, sound: Sound, logs: Path) -> Iterator[Listen]:
    """The command with the demo's speech model, from when the sound server sees it record."""
    command = [BIN / "plainspoken", "listen", "--demo-speech"]
    hears, types = os.pipe()
    with (
        os.fdopen(hears, "rb") as terminal,
        os.fdopen(types, "wb") as keyboard,
        running(command, app_env(home, screen.env, sound.env), logs, stdin=terminal) as program,
    ):
        until(sound.is_recorded, "the microphone is recorded")
        yield Listen(program, keyboard)
