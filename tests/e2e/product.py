"""The product, run as its user runs it: as a program of its own, with a person at the microphone."""

import re
import select
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import jiwer
import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from e2e.desktop_services import BIN, SPEAK, Home, Screen, Sound
from e2e.processes import Running, children_with, running, until
from plainspoken.clinic.written import text_of, write
from plainspoken.ui.instance import send_command
from plainspoken_models.errors import PlainspokenError

CLIPS = Path(__file__).with_name("clips")
VISIT = CLIPS / "visit.flac"
VISIT_TEXT = CLIPS / "visit.txt"

VISIT_SECTIONS = {"Subjective": (0, 1, 2), "Objective": (3, 4), "Assessment": (5,), "Plan": (7, 8)}
"""SOAP heading → the lines of `visit.txt` that belong under it. The line left out is the spoken heading "Plan."."""

MOST_WORD_ERRORS = 0.08
"""What the demo speech model's card promises for dictation in its own voices."""

SECTION_WORD_ERRORS = 0.3
"""Fewer than one misfiled sentence makes, more than a few misheard words do."""

PAUSE_S = 0.65
"""Pauses between the sentences of a clip are a little longer than this, those within them much shorter."""

NOTHING: Mapping[str, str] = MappingProxyType({})

HOTKEY = "ctrl+alt+d"

NOTE_S = 60.0
"""How long a note may take after the last word, on a busy machine."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def complaints(self) -> list[str]:
        """What it complained about: a line each."""
        return [line for line in self.stderr.splitlines() if line.startswith("plainspoken: ")]


def assert_refused(outcome: Outcome, exit_code: int, *words: str) -> None:
    """It said one clear sentence that has these words, then what to do about it, and nothing else went wrong."""
    assert_complained(outcome, exit_code, *words)
    assert outcome.stdout.strip() == ""


def assert_complained(outcome: Outcome, exit_code: int, *words: str) -> None:
    """As `assert_refused`, but there is a note all the same."""
    assert "Traceback" not in outcome.stderr, outcome.stderr
    assert len(outcome.complaints) == 1, outcome
    sentence = outcome.complaints[0]
    assert [word for word in words if word not in sentence] == [], sentence
    assert re.search(r"[.)] \S+.*", sentence), f"no remedy after the problem: {sentence}"
    assert outcome.exit_code == exit_code, outcome


def plainspoken(
    *arguments: str | Path, env: Mapping[str, str], stdin: bytes = b"", seconds: float = 120.0
) -> Outcome:
    """Run `plainspoken …` to its end."""
    done = subprocess.run(
        [str(BIN / "plainspoken"), *map(str, arguments)],
        env=dict(env),
        input=stdin,
        capture_output=True,
        timeout=seconds,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


@dataclass(frozen=True, slots=True)
class TrayApp:
    """The tray app on a screen, with a microphone."""

    program: Running
    home: Home
    env: Mapping[str, str]

    @property
    def pid(self) -> int:
        """Of the app itself; the engines are its children."""
        return self.program.pid

    @property
    def state(self) -> str:
        """`idle`, `listening`, `finishing` or `problem`; nothing as long as it does not answer."""
        try:
            return send_command("status", self.home.runtime / "plainspoken")
        except PlainspokenError:
            return ""

    def reaches(self, *states: str, seconds: float = NOTE_S) -> str:
        """Wait for one of these states."""
        return until(lambda: self._one_of(states), f"the app is {' or '.join(states)}", seconds)

    def settle(self) -> None:
        """Cancel whatever goes on."""
        if self.state in ("listening", "finishing"):
            plainspoken("cancel", env=self.env)
        self.reaches("idle", "problem")

    def engine(self, name: str) -> int:
        """Process id of the engine, as soon as it runs: `whisper_cpp` or `llama_cpp`."""
        return until(lambda: children_with(self.pid, name), f"the engine {name} runs")[0]

    def _one_of(self, states: tuple[str, ...]) -> str:
        if self.program.ended:
            pytest.fail(f"the app has ended ({self.program.wait()}): {self.program.complaints()}")
        state = self.state
        return state if state in states else ""


@contextmanager
def tray_app(
    home: Home,
    screen: Screen,
    sound_env: Mapping[str, str],
    logs: Path,
    *options: str,
    under: tuple[str, ...] = (),
    more_env: Mapping[str, str] = NOTHING,
) -> Iterator[TrayApp]:
    """The app, from when it answers; it is ended afterwards.

    Args:
        home: where its settings and sockets are.
        screen: where its icon is.
        sound_env: names the sound server.
        logs: where its own output goes.
        options: of its command line.
        under: a program to run it under, such as strace.
        more_env: variables besides.
    """
    env = {**app_env(home, screen.env, sound_env), **more_env}
    command, name = [*under, BIN / "plainspoken", *options], f"tray-app-{home.folder.name}"
    with running(command, env, logs, name=name) as program:
        app = TrayApp(program, home, env)
        app.reaches("idle", "problem")
        yield app


def app_env(
    home: Home, screen_env: Mapping[str, str] = NOTHING, sound_env: Mapping[str, str] = NOTHING
) -> dict[str, str]:
    """The variables of a session: a home, and a screen and a sound server where there are some."""
    screen = {
        name: screen_env[name] for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS") if name in screen_env
    }
    sound = {name: sound_env[name] for name in ("PULSE_SERVER",) if name in sound_env}
    return home.env | screen | sound


class Person:
    """Someone at the microphone, in a process of her own."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def says(self, clip: Path, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Say a clip; `meanwhile` is called again and again until it has been said."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{clip}\n".encode())
        self._process.stdin.flush()
        while not select.select([self._process.stdout], [], [], 0.25)[0]:
            meanwhile()
        assert self._process.stdout.readline().decode().strip() == str(clip)


@contextmanager
def person_at(sound: Sound, *, level: int = 3) -> Iterator[Person]:
    """Someone at the microphone; with `level` 0 the microphone gives only zeros."""
    command = [sys.executable, str(SPEAK), str(sound.fifo), "--level", str(level)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(sound.env)
    ) as process:
        try:
            yield Person(process)
        finally:
            process.kill()


def word_error_rate(spoken: str, written: str) -> float:
    """Of words in lower case, without punctuation."""
    return float(jiwer.wer(bare(spoken), bare(written)))


def bare(text: str) -> str:
    """In lower case, without punctuation."""
    return re.sub(r"[^\w\s]", "", text).lower()


def sections(note: str) -> dict[str, str]:
    """A note in plain text as heading → what stands under it."""
    return dict(block.split(":\n", 1) for block in note.strip().split("\n\n"))


def opening(sentences: int) -> NDArray[np.float32]:
    """The first sentences of `visit.flac` with the pause after them; float32 mono at 16 000 Hz."""
    sound, rate_hz = soundfile.read(VISIT, dtype="float32")
    loud = np.flatnonzero(np.abs(sound) > 0.002)
    ends = loud[:-1][np.diff(loud) > PAUSE_S * rate_hz]
    until_next: NDArray[np.float32] = sound[: ends[sentences - 1] + round(PAUSE_S * rate_hz)]
    return until_next


def visit_lines() -> list[str]:
    """What was said in `visit.flac`, sentence by sentence, as a note writes it ("20 mg" for "20 milligrams")."""
    return [text_of(write(tuple(line.split()))) for line in VISIT_TEXT.read_text("utf-8").splitlines()]


def visit_sections() -> dict[str, str]:
    """What was said in `visit.flac`, under the headings where it belongs."""
    lines = visit_lines()
    return {heading: " ".join(lines[n] for n in numbers) for heading, numbers in VISIT_SECTIONS.items()}


def assert_is_the_visit(note: str, most_word_errors: float = MOST_WORD_ERRORS) -> None:
    """The note holds all that was said in `visit.flac`, each sentence under the right heading, and nothing else."""
    said, filed = visit_sections(), sections(note)
    assert list(filed) == list(said), note
    assert word_error_rate(" ".join(said.values()), " ".join(filed.values())) <= most_word_errors, note
    rates = {heading: word_error_rate(said[heading], filed[heading]) for heading in said}
    assert max(rates.values()) <= SECTION_WORD_ERRORS, (rates, note)
