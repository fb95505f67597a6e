"""Stand-ins for what `bootstrap` gives the desktop app, and sessions as the conductor would show them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np

from plainspoken.clinic.templates import Template, TemplateSection, WhenEmpty
from plainspoken.dictation import session as core
from plainspoken.dictation.capture import AudioSource, FrameSink, SourceEnded
from plainspoken.dictation.events import (
    CancelPressed,
    MacroChosen,
    SegmentHeard,
    StopPressed,
    Tagged,
    TextHeard,
)
from plainspoken.dictation.note import Note
from plainspoken.dictation.session import Session
from plainspoken.ui.parts import DesktopParts
from plainspoken.workers.engines import Engines
from plainspoken.workers.messages import Begin, Listener
from plainspoken_models.contracts import SAMPLE_RATE_HZ, SectionKind, Tag
from plainspoken_models.errors import PlainspokenError
from plainspoken_models.segmenter import SpeechSegment
from words import utterance, words

SOAP = Template(
    "soap",
    "SOAP note",
    (
        TemplateSection("Subjective", (SectionKind.HPI,), WhenEmpty.WILDCARD),
        TemplateSection("Objective", (SectionKind.PHYSICAL_EXAM,), WhenEmpty.WILDCARD),
        TemplateSection("Plan", (SectionKind.PLAN,), WhenEmpty.WILDCARD),
    ),
)
LETTER = Template("letter", "Consult & letter", (TemplateSection("Plan", (SectionKind.PLAN,)),))

COUGH = ("She coughs.", SectionKind.HPI)
CRACKLES = ("Crackles at the right base.", SectionKind.PHYSICAL_EXAM)


def listening(*said: tuple[str, SectionKind], unfinished: str = "", template: Template = SOAP) -> Session:
    """A session in which these sentences are filed, and the words of another one are heard."""
    session = core.begin(template)
    for number, (text, kind) in enumerate(said):
        session, _ = core.step(session, TextHeard(utterance(text)))
        session, _ = core.step(session, Tagged(number, Tag(kind, 0.9)))
    return replace(session, document=replace(session.document, unfinished=words(unfinished)))


def waiting(session: Session, *, speech_s: int = 0, sentences: int = 0) -> Session:
    """The session while so much speech waits for its words, and so many sentences for the tagger."""
    for first_s in range(0, speech_s, 14):
        samples = np.zeros(min(14, speech_s - first_s) * SAMPLE_RATE_HZ, np.float32)
        session, _ = core.step(session, SegmentHeard(SpeechSegment(samples, first_s * 1000)))
    for _ in range(sentences):
        session, _ = core.step(session, TextHeard(utterance("She coughs.")))
    return session


def stopped(session: Session) -> Session:
    """The session after the stop key."""
    return core.step(session, StopPressed())[0]


def delivered(session: Session, error: PlainspokenError | None = None) -> Session:
    """The session when the sound has ended and all is filed."""
    return core.step(session, SourceEnded(error))[0]


@dataclass
class FakeConductor:
    """Writes down what it is asked for; the test plays what comes of it."""

    orders: list[Begin | StopPressed | CancelPressed | MacroChosen | str] = field(default_factory=list)
    listener: Listener | None = None

    def __call__(self, listener: Listener) -> "FakeConductor":
        """Stand for the factory as well."""
        self.listener = listener
        return self

    def start(self) -> None:
        """Nothing to load."""
        self.orders.append("start")

    def use(self, engines: Engines) -> None:
        """Write it down."""
        self.orders.append(f"use {', '.join(engines.models.values())}")

    def begin(self, message: Begin) -> None:
        """Write it down."""
        self.orders.append(message)

    def press(self, event: StopPressed | CancelPressed | MacroChosen) -> None:
        """Write it down."""
        self.orders.append(event)

    def close(self) -> None:
        """Write it down."""
        self.orders.append("close")

    def show(self, session: Session) -> None:
        """The session is now this."""
        assert self.listener
        self.listener.session_changed(session)

    def deliver(self, session: Session) -> Note:
        """The session ends with its note."""
        assert self.listener
        ended = delivered(stopped(session))
        self.listener.note_ready(ended.note)
        self.listener.session_changed(ended)
        return ended.note


@dataclass
class FakeSettings:
    """Settings in memory."""

    template: str = "soap"
    microphone: str | None = None
    toggle_hotkey: str = "<ctrl>+<alt>+d"
    push_to_talk_hotkey: str = ""
    checks_off: frozenset[str] = frozenset()

    def choose_template(self, template_id: str) -> None:
        """Keep it."""
        self.template = template_id

    def choose_microphone(self, name: str | None) -> None:
        """Keep it."""
        self.microphone = name


@dataclass
class FakeTemplates:
    """Templates that the test may change; what it changes is found at the next look."""

    usable: tuple[Template, ...] = (SOAP, LETTER)
    broken: dict[str, PlainspokenError] = field(default_factory=dict)
    changed: bool = False

    def look(self) -> bool:
        """Whether the test has changed something."""
        changed, self.changed = self.changed, False
        return changed


@dataclass
class FakeHotkeys:
    """Hotkeys that the test presses, or that this desktop does not have."""

    error: PlainspokenError | None = None
    watched: bool = False
    toggle: Callable[[], None] = print
    push: Callable[[], None] = print
    release: Callable[[], None] = print

    @contextmanager
    def __call__(
        self, *, toggle: Callable[[], None], push: Callable[[], None], release: Callable[[], None]
    ) -> Iterator[None]:
        """Keep the callbacks."""
        if self.error:
            raise self.error
        self.toggle, self.push, self.release, self.watched = toggle, push, release, True
        yield
        self.watched = False


@dataclass(frozen=True)
class FakeMicrophone:
    """A microphone that is never opened: the fake conductor needs no sound."""

    name: str | None
    live: bool = True

    def open(self, sink: FrameSink) -> None:
        """No sound."""

    def close(self) -> None:
        """Nothing to close."""


def desktop_parts(
    settings: FakeSettings,
    conductor: FakeConductor,
    hotkeys: FakeHotkeys,
    refusal: PlainspokenError | None = None,
) -> DesktopParts:
    """An app of fakes with two templates and two microphones."""

    def open_microphone(name: str | None) -> AudioSource:
        return FakeMicrophone(name)

    return DesktopParts(
        make_conductor=conductor,
        templates=FakeTemplates(),
        settings=settings,
        microphones=lambda: ("Built-in", "Headset"),
        open_microphone=open_microphone,
        hotkeys=hotkeys,
        refusal=refusal,
    )
