"""A conductor over fakes, with a screen that can be waited for."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from fakes import FakeDetector, FakeScreen, FakeTagger, FakeTranscriber
from plainspoken.adapters.template_folder import shipped_templates
from plainspoken.clinic.vocabulary import Vocabulary
from plainspoken.dictation.capture import AudioSource
from plainspoken.dictation.session import Session
from plainspoken.workers.conductor import Conductor
from plainspoken.workers.engines import Engines
from plainspoken.workers.keeping import Keeping
from plainspoken.workers.messages import Begin
from plainspoken_models.contracts import SectionKind

T = TypeVar("T")

SOAP = shipped_templates()[0]
SPOKEN = ("Pain for 2 days.", "Start aspirin.")
KEYWORDS = {"pain": SectionKind.HPI, "start": SectionKind.PLAN}
WAIT_S = 20.0


class Screen(FakeScreen):
    """A screen on which something can be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = threading.Condition()

    def session_changed(self, session: Session) -> None:
        """Keep it and tell who waits."""
        with self._changed:
            super().session_changed(session)
            self._changed.notify_all()

    def wait_for(self, seen: Callable[[list[Session]], bool]) -> Session:
        """The session with which `seen` became true."""
        with self._changed:
            assert self._changed.wait_for(lambda: bool(self.sessions) and seen(self.sessions), WAIT_S)
            return self.sessions[-1]

    def over(self, count: int = 1) -> Session:
        """The last session, once so many are over."""
        return self.wait_for(lambda sessions: sum(session.over for session in sessions) >= count)


class Opening(Generic[T]):
    """Opens an engine, and counts how often it is open."""

    def __init__(self, engine: T) -> None:
        self._engine = engine
        self.changed = threading.Condition()
        self.opened = self.closed = 0

    @contextmanager
    def __call__(self) -> Iterator[T]:
        """Open it."""
        with self.changed:
            self.opened += 1
            self.changed.notify_all()
        yield self._engine
        with self.changed:
            self.closed += 1
            self.changed.notify_all()

    def wait_for(self, opened: int, closed: int) -> None:
        """Until it has been opened and closed so often."""
        with self.changed:
            assert self.changed.wait_for(lambda: (self.opened, self.closed) == (opened, closed), WAIT_S)


class Stage:
    """A conductor over fakes, with its screen."""

    def __init__(
        self,
        transcriber: FakeTranscriber | None = None,
        tagger: FakeTagger | None = None,
        *,
        idle_s: float = 600.0,
        draft_limit_s: float = 1.5,
        detector: FakeDetector | None = None,
        keeper: Keeping | None = None,
        vocabulary: Callable[[], Vocabulary] = Vocabulary,
    ) -> None:
        self.screen = Screen()
        self.tagger = tagger or FakeTagger(KEYWORDS)
        self.transcriber = transcriber or FakeTranscriber(SPOKEN)
        self.speech, self.notes = Opening(self.transcriber), Opening(self.tagger)
        engines = Engines(
            detector or FakeDetector(),
            self.speech,
            self.notes,
            idle_s=idle_s,
            draft_limit_s=draft_limit_s,
            vocabulary=vocabulary,
        )
        self.conductor = Conductor(engines, self.screen, keeper)
        self.conductor.start()

    def begin(self, source: AudioSource) -> None:
        """Begin a dictation."""
        self.conductor.begin(Begin(SOAP, source))
