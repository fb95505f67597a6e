"""One dictation of the real app in which something is killed, and what is left of it."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import jiwer
import numpy as np
from benchmarks.fault_moments import Kill
from benchmarks.process_memory import ENGINES

from e2e.desktop_services import Home, Screen, Sound
from e2e.playing import TAIL_MS, PlayedMicrophone
from e2e.processes import children_with, family, kill_hard, until
from e2e.product import TrayApp, bare, tray_app
from plainspoken.adapters.vault import Vault
from plainspoken.bootstrap import open_vault
from plainspoken.dictation.capture import AudioFrame
from plainspoken.dictation.errors import VaultDamaged
from plainspoken.dictation.kept import DictationId
from plainspoken.ui.instance import send_command
from plainspoken_models.contracts import Samples
from plainspoken_models.errors import PlainspokenError

NOTE_S = 60.0
NOTHING_YET = "nothing yet"
GOING_ON = "A dictation is going on."
"""What the app answers while it makes the note."""
MOST_LOST_MS = 1_000
MOST_HOLES_MS = 40
"""Two blocks of what was played: so exact is the comparison."""
LATE_MS = 100
"""She begins to speak when the app listens; where the microphone was later, her first words are not asked for."""
MOST_MISSING = 0.25
"""Of the words that were said and kept may be missing in a note: the demo speech model mishears one in twelve."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What is dictated: a clip, and when each of its sentences ends."""

    clip: Path
    sentences: tuple[tuple[float, str], ...]
    """(seconds of the clip, text)."""

    def until(self, seconds: float) -> str:
        """The sentences that are over by then."""
        return " ".join(text for end_s, text in self.sentences if end_s <= seconds)


@dataclass(slots=True)
class Outcome:
    """What became of one dictation."""

    kill: Kill
    lost_ms: float | None = None
    """Sound that was said before the kill, after the start key and before the stop key, and is not in the vault."""
    holes_ms: float = 0.0
    """By how much the kept sound is shorter or longer than the same stretch of what was played."""
    kept_ms: int = 0
    left: str = ""
    """`unfinished`, `delivered`, or `nothing`."""
    vault_whole: bool = True
    note_there: bool = False
    """After the kill: recovered by the next start, delivered before, or the dictation went on to its note."""
    missing: float = 0.0
    """Share of the words in sentences that were kept whole which are not in the note."""
    key_to_note_ms: float | None = None
    faults: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Write down what is not as it must be."""
        if self.lost_ms is not None and self.lost_ms > MOST_LOST_MS:
            self.faults.append(f"{self.lost_ms:.0f} ms of sound are lost")
        if abs(self.holes_ms) > MOST_HOLES_MS:
            self.faults.append(f"the kept sound is {-self.holes_ms:.0f} ms too long")
        if self.left == "unfinished" and not self.note_there:
            self.faults.append("no note was made of it")


@dataclass(slots=True)
class Times:
    """When what was done; `time.monotonic`."""

    start_s: float = 0.0
    said_s: float = 0.0
    """She began to speak."""
    stop_s: float = float("inf")
    killed_s: float = 0.0


class Bench:
    """The app on its desk, started again whenever it was killed."""

    def __init__(self, home: Home, screen: Screen, sound: Sound, logs: Path, speech: Speech) -> None:
        self._home, self._screen, self._sound, self._logs = home, screen, sound, logs
        self._speech = speech
        self._stack = ExitStack()
        self.microphone: PlayedMicrophone
        self.app: TrayApp

    @contextmanager
    def ready(self) -> Iterator["Bench"]:
        """With sound, and the app idle."""
        with PlayedMicrophone(self._sound.fifo).playing() as self.microphone:
            self._start()
            try:
                yield self
            finally:
                self._stack.close()

    def run(self, kill: Kill) -> Outcome:
        """One dictation, killed; what became of it."""
        outcome, times = Outcome(kill), Times()
        if kill.target in ENGINES and not children_with(self.app.pid, kill.target):
            self.start_again()  # killed in the last dictation after its last answer, it starts when it is asked
        self._screen.copy(NOTHING_YET)
        self._dictate(kill, times)
        if kill.target in ("tray", "all"):
            self._after_the_app(outcome, times)
        else:
            self._after_an_engine(outcome, times)
        self.microphone.hush()
        outcome.check()
        return outcome

    def _start(self) -> None:
        app = tray_app(self._home, self._screen, self._sound.env, self._logs, "--demo-speech")
        self.app = self._stack.enter_context(app)
        for name in ENGINES:
            self.app.engine(name)

    def start_again(self) -> None:
        """Another app in the place of the present one."""
        self._stack.close()
        self._start()

    def _say(self, word: str) -> str:
        try:
            return send_command(word, self._home.runtime / "plainspoken")
        except PlainspokenError as error:
            return error.what

    def _dictate(self, kill: Kill, times: Times) -> None:
        """From the start key to the kill, or, where only an engine was killed, to the stop key."""
        times.start_s = time.monotonic()
        self._say("start")
        if kill.phase == "start":
            times.said_s = self.microphone.say(self._speech.clip)
            self._kill(kill, times, times.start_s)
        else:
            self.app.reaches("listening")
            times.said_s = self.microphone.say(self._speech.clip)
        if kill.phase in ("speech", "pause"):
            self._kill(kill, times, times.said_s)
        if times.killed_s and kill.target in ("tray", "all"):
            return
        self.microphone.said.wait()
        times.stop_s = time.monotonic()
        self._say("stop")
        if not times.killed_s:
            self._kill(kill, times, times.stop_s)

    def _kill(self, kill: Kill, times: Times, from_s: float) -> None:
        time.sleep(max(0.0, from_s + kill.after_s - time.monotonic()))
        match kill.target:
            case "tray":
                victims = [self.app.pid]
            case "all":
                victims = family(self.app.pid)
            case name:
                victims = children_with(self.app.pid, name)
        times.killed_s = time.monotonic()
        for victim in victims:
            kill_hard(victim)

    def _after_an_engine(self, outcome: Outcome, times: Times) -> None:
        """The dictation goes on, and ends in its whole note."""
        note = until(self._note, "the note is on the clipboard", NOTE_S)
        outcome.key_to_note_ms = 1000 * (time.monotonic() - times.stop_s)
        outcome.left, outcome.note_there = "delivered", True
        self._judge(outcome, note, self._speech.until(float("inf")))
        if (state := self.app.reaches("idle", "problem")) != "idle":
            outcome.faults.append(f"the app shows {state}")

    def _after_the_app(self, outcome: Outcome, times: Times) -> None:
        """The vault is looked at, and the next start makes the note of what is in it."""
        engines = family(self.app.pid)[1:]
        until(lambda: self.app.program.ended, "the app is dead")
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in engines), "its engines are gone")
        with open_vault_of(outcome) as vault:
            said = self._look(vault, outcome, times)
        self.start_again()
        if outcome.left == "unfinished":
            until(lambda: self._say("recover") == "recovering", "it is offered and taken up")
            until(lambda: self._say("recover") != GOING_ON, "it is over", NOTE_S)
            outcome.note_there = True
            self._judge(outcome, self._note(), said)

    def _look(self, vault: Vault, outcome: Outcome, times: Times) -> str:
        """What is in the vault; the sentences that it holds whole."""
        unfinished = vault.unfinished()
        heard_until_s = min(times.killed_s, times.stop_s)
        if unfinished:
            outcome.left = "unfinished"
            return self._compare(outcome, kept_sound(vault, unfinished[-1].id), times, heard_until_s)
        if times.stop_s < times.killed_s and (notes := vault.notes()):
            outcome.left, outcome.note_there = "delivered", True
            said = self._compare(outcome, kept_sound(vault, notes[0].dictation), times, heard_until_s)
            self._judge(outcome, notes[0].text, said)
        else:
            outcome.left, outcome.lost_ms = "nothing", 1000 * (heard_until_s - times.start_s)
        return ""

    def _compare(self, outcome: Outcome, kept: Samples, times: Times, until_s: float) -> str:
        """Kept sound with what was played; the sentences that it holds whole."""
        tail, outcome.kept_ms = TAIL_MS * 16, kept.size // 16
        if not kept.size:
            outcome.lost_ms = 1000 * (until_s - times.start_s)
            return ""
        try:
            end = self.microphone.place_of(kept[-tail:], times.start_s, until_s)
            first = self.microphone.place_of(kept[:tail], times.start_s, until_s)
        except ValueError as error:
            outcome.faults.append(str(error))
            return ""
        outcome.lost_ms = max(0.0, (self.microphone.place_at(until_s) - end) / 16)
        outcome.holes_ms = (end - first + min(tail, kept.size) - kept.size) / 16
        begun = self.microphone.place_at(times.said_s)
        in_time = first - min(tail, kept.size) <= begun + LATE_MS * 16
        return self._speech.until((end - begun) / 16000) if in_time else ""

    def _judge(self, outcome: Outcome, note: str, said: str) -> None:
        if said:
            words = jiwer.process_words(bare(said), bare(note)) if note else None
            outcome.missing = 1 - words.hits / len(said.split()) if words else 1.0
        if outcome.missing > MOST_MISSING:
            outcome.faults.append(f"{outcome.missing:.0%} of the words are missing")

    def _note(self) -> str:
        """What is on the clipboard, if it is a note."""
        text = self._screen.clipboard()
        return "" if text == NOTHING_YET else text


@contextmanager
def open_vault_of(outcome: Outcome) -> Iterator[Vault]:
    """The vault that the app has left, after its check."""
    vault = open_vault()
    try:
        vault.check()
    except VaultDamaged:
        outcome.vault_whole = False
        outcome.faults.append("the vault is damaged")
    try:
        yield vault
    finally:
        vault.close()


def kept_sound(vault: Vault, dictation: DictationId) -> Samples:
    """All of it, gaps left out; without what fills up the last frame."""
    pieces = [piece for piece in vault.audio(dictation) if isinstance(piece, AudioFrame)]
    sound = np.concatenate([piece.samples for piece in pieces] or [np.empty(0, np.float32)])
    return np.trim_zeros(sound, "b").astype(np.float32)
