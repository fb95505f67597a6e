"""A thousand presses of start, stop, cancel and toggle in any rhythm: each dictation ends, and one is open at most."""

import random
import threading
import time
from collections import Counter
from itertools import count

import numpy as np

from fakes import FakeTagger, FakeTranscriber
from plainspoken.dictation.capture import AudioSource, FrameSink
from plainspoken.dictation.effects import Phase
from plainspoken.dictation.events import CancelPressed, StopPressed
from plainspoken.workers.keeper import Keeper
from plainspoken.workers.keeping import Retention
from plainspoken_models.contracts import FRAME_SAMPLES
from workers.kept import FakeStorage, Watcher
from workers.stage import KEYWORDS, Stage

PRESSES = 1_000
SEED = 4
PHRASES = ("Pain for 2 days.", "Start aspirin.", "scratch that.", "Plan.", "it")
FAILING = (PHRASES[4],)
WORD_FRAMES, PAUSE_FRAMES = 12, 25
LONGEST_PAUSE_S = 0.004
WAIT_S = 60.0


class Microphones:
    """The microphones of a thousand dictations; each speaks from a thread of its own, faster than real time."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._numbers = count()
        self.open = self.most_open = 0

    def another(self) -> AudioSource:
        """One more."""
        return _Microphone(self, next(self._numbers), PHRASES)

    def mumbling(self) -> AudioSource:
        """One that hears nothing but what fails."""
        return _Microphone(self, 0, FAILING)

    def telling(self) -> AudioSource:
        """One that hears nothing but a sentence."""
        return _Microphone(self, 0, PHRASES[:1])

    def now_open(self, more: int) -> None:
        """One was opened or closed."""
        with self._changed:
            self.open += more
            self.most_open = max(self.open, self.most_open)


class _Microphone:
    live = True

    def __init__(self, all_: Microphones, number: int, phrases: tuple[str, ...]) -> None:
        self._all, self._number = all_, number
        self._values = [(PHRASES.index(phrase) + 1) / 1000 for phrase in phrases]
        self._closing = threading.Event()

    def open(self, sink: FrameSink) -> None:
        """Speak until closed."""
        self._all.now_open(1)
        threading.Thread(target=self._speak, args=(sink,), daemon=True).start()

    def close(self) -> None:
        """Closing twice does nothing."""
        if not self._closing.is_set():
            self._closing.set()
            self._all.now_open(-1)

    def _speak(self, sink: FrameSink) -> None:
        for at in count(self._number):
            said, frame = divmod(at, WORD_FRAMES + PAUSE_FRAMES)
            value = self._values[said % len(self._values)] if frame < WORD_FRAMES else 0.0
            if self._closing.wait(0.0002):
                break
            sink.offer(np.full(FRAME_SAMPLES, value, np.float32))
        sink.end()


def press(stage: Stage, microphones: Microphones, chance: random.Random) -> None:
    """One press. A toggle is what the app makes of it: a stop where the screen shows that she dictates."""
    screen = stage.screen
    listening = bool(screen.sessions) and screen.sessions[-1].phase is Phase.LISTENING
    word = chance.choice(("start", "stop", "cancel", "toggle", "toggle"))
    if word == "start" or (word == "toggle" and not listening):
        stage.begin(microphones.another())
    else:
        stage.conductor.press(CancelPressed() if word == "cancel" else StopPressed())


def test_a_thousand_presses_leave_nothing_running_and_nothing_lost() -> None:
    """Whatever she presses and when: each dictation has its note or was cancelled, and the vault says the same."""
    chance, microphones, storage, watcher = random.Random(SEED), Microphones(), FakeStorage(), Watcher()
    keeper = Keeper(lambda: storage, Retention(10**9, 10**9))
    keeper.start(watcher)
    threads_before = threading.active_count()
    transcriber = FakeTranscriber(PHRASES, fails_on=FAILING)
    stage = Stage(transcriber, FakeTagger(KEYWORDS, fails_on=FAILING), keeper=keeper)
    for _ in range(PRESSES):
        press(stage, microphones, chance)
        time.sleep(chance.choice((0.0, 0.0, chance.uniform(0, LONGEST_PAUSE_S))))
    stage.conductor.press(CancelPressed())
    stage.begin(microphones.mumbling())
    stage.screen.wait_for(
        lambda sessions: sessions[-1].phase is Phase.LISTENING and bool(sessions[-1].errors)
    )
    stage.conductor.press(StopPressed())
    stage.screen.wait_for(lambda sessions: sessions[-1].phase is Phase.DELIVERED)
    stage.begin(microphones.telling())
    stage.screen.wait_for(
        lambda sessions: sessions[-1].phase is Phase.LISTENING and bool(sessions[-1].note.statements)
    )
    stage.conductor.press(StopPressed())
    stage.screen.wait_for(lambda sessions: sessions[-1].phase is Phase.DELIVERED)
    stage.begin(microphones.another())
    stage.conductor.press(CancelPressed())
    over = stage.screen.wait_for(lambda sessions: sessions[-1].phase is Phase.CANCELLED)
    stage.conductor.close()
    keeper.close()
    ends = [session for session in stage.screen.sessions if session.over]
    assert over.over
    assert len(ends) > PRESSES / 10
    assert {session.phase for session in ends} == {Phase.DELIVERED, Phase.CANCELLED}
    assert len(stage.screen.notes) == sum(session.phase is Phase.DELIVERED for session in ends)
    assert (microphones.most_open, microphones.open) == (1, 0)
    assert watcher.errors == []
    delivered = [session for session in ends if session.phase is Phase.DELIVERED]
    to_try_again = [session for session in delivered if session.errors and not session.note.statements]
    states = Counter(storage.states.values())
    assert states["stopped"] == len(to_try_again) > 0, "what gave errors and no word is offered again"
    assert states["delivered"] == len(storage.delivered) > 0
    assert states.keys() == {"stopped", "delivered"}, "what was cancelled is gone, and nothing is half kept"
    deadline = time.monotonic() + WAIT_S
    while threading.active_count() >= threads_before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() < threads_before
