"""The session under any order of events: keys, segments, answers, failures, a device that goes away."""

from collections import Counter
from itertools import count

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dictation.machine_inputs import (
    DEVICE_LOST,
    FAILED,
    FORWARD,
    LONGEST_S,
    MACROS,
    PHRASES,
    SELDOM,
    WARNINGS,
)
from plainspoken.adapters.template_folder import shipped_templates
from plainspoken.clinic.macros import Insertion
from plainspoken.dictation import session as core
from plainspoken.dictation.capture import FramesLost, SourceEnded, SourceWarned
from plainspoken.dictation.effects import CloseSource, Deliver, Effect, Phase
from plainspoken.dictation.events import (
    CancelPressed,
    Event,
    MacroChosen,
    SegmentHeard,
    SegmentPaused,
    StopPressed,
    Tagged,
    TaggingFailed,
    TextHeard,
)
from plainspoken.dictation.kept import NotKept
from plainspoken.dictation.tagging import AssignStatement, PrepareStatement, RewindTagger, TagStatement
from plainspoken.dictation.transcribe import Transcribe, Transcribed, TranscriptionFailed
from plainspoken.dictation.understand import Inserted
from plainspoken_models.contracts import SectionKind, Tag, Transcription
from plainspoken_models.segmenter import SpeechSegment
from words import utterance, words


class SessionMachine(RuleBasedStateMachine):
    """A session, the engines it gives orders to, and what she has said so far."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = count()
        self.session = core.begin(shipped_templates()[0])
        self.now_ms = 0
        self.owed: dict[int, SpeechSegment] = {}
        """What the transcriber was asked and has not answered."""
        self.draft: int | None = None
        """The order that is about the segment she may go on with."""
        self.drafted_ms = 0
        self.answers: dict[int, str] = {}
        """The words that the transcriber gave; a failure has none."""
        self.heard: list[int] = []
        """Orders that are about segments that are over."""
        self.read: list[str] = []
        self.question: int | None = None
        """What the tagger was asked."""
        self.asked: set[int] = set()
        self.filed = 0
        """Statements that the tagger has."""
        self.notes = self.chosen = 0

    @initialize(template=st.sampled_from(shipped_templates()))
    def begin(self, template: object) -> None:
        """Any template."""
        self.session = core.begin(template, MACROS)  # type: ignore[arg-type]

    @rule(seconds=st.integers(1, LONGEST_S))
    def pause(self, seconds: int) -> None:
        """She pauses in a segment: it may be over, or go on."""
        self.drafted_ms = 1000 * seconds
        effects = self.take(SegmentPaused(self.segment(self.drafted_ms)))
        self.draft = next((order.job for order in effects if isinstance(order, Transcribe)), None)

    @rule(seconds=st.integers(1, LONGEST_S), goes_on=st.booleans())
    def end_segment(self, seconds: int, goes_on: bool) -> None:
        """A segment is over: it is what the draft was, or longer."""
        before = self.drafted_ms
        length_ms = before + 1000 * seconds if goes_on or not before else before
        effects = self.take(SegmentHeard(self.segment(length_ms)))
        orders = [order.job for order in effects if isinstance(order, Transcribe)]
        if not self.session.over or effects:
            job = orders[0] if orders else self.draft
            assert job is not None, "the segment is asked for, or was"
            self.heard.append(job)
        self.now_ms += length_ms
        self.draft, self.drafted_ms = None, 0

    @precondition(lambda self: self.owed)
    @rule(phrase=st.sampled_from(PHRASES), which=st.integers(0, 9))
    def transcribe(self, phrase: str, which: int) -> None:
        """An answer, to any open question; each word can be told from all others."""
        job = sorted(self.owed)[which % len(self.owed)]
        said = " ".join(f"{word}" for word in phrase.split())
        if phrase in PHRASES[:2]:
            said = f"w{next(self.numbers)} {said}"
        del self.owed[job]
        self.answers[job] = said
        self.take(Transcribed(job, Transcription(said, words(said), 0.0)))

    @precondition(lambda self: self.owed)
    @rule(which=st.integers(0, 9))
    def cannot_transcribe(self, which: int) -> None:
        """The engine died at it."""
        job = sorted(self.owed)[which % len(self.owed)]
        del self.owed[job]
        if job == self.draft:
            self.draft = None
        self.take(TranscriptionFailed(job, FAILED))

    @precondition(lambda self: self.question is not None)
    @rule(kind=st.sampled_from(SectionKind), fails=st.booleans())
    def tag(self, kind: SectionKind, fails: bool) -> None:
        """The tagger answers, also with a kind that the template does not take, or cannot."""
        assert self.question is not None
        asked, self.question = self.question, None
        self.filed += not fails
        self.take(TaggingFailed(asked, FAILED) if fails else Tagged(asked, Tag(kind, 0.8)))

    @rule(number=st.integers(50, 99))
    def answer_nobody_waits_for(self, number: int) -> None:
        """It comes from before: nothing is ordered because of it, and nothing is added."""
        said = self.session.note
        assert not [
            order
            for event in (
                Transcribed(1000 + number, Transcription("late", words("late"), 0.0)),
                TranscriptionFailed(1000 + number, FAILED),
                Tagged(1000 + number, Tag(SectionKind.PLAN, 1.0)),
            )
            for order in self.take(event)
            if not isinstance(order, PrepareStatement)
        ]
        assert self.session.note == said

    @rule(speaking=st.booleans())
    def choose_macro(self, speaking: bool) -> None:
        """From the menu, while she speaks or not."""
        self.chosen += not self.session.over
        self.take(MacroChosen(Insertion(MACROS.all[0]), self.now_ms + 1, speaking=speaking))

    @rule(phrase=st.sampled_from(PHRASES[:12]))
    def read_text(self, phrase: str) -> None:
        """A line that was never sound."""
        if not self.session.over and phrase:
            self.read.append(phrase)
            self.take(TextHeard(utterance(phrase, self.now_ms)))

    @rule(lost_ms=st.integers(1, 5_000))
    def lose_frames(self, lost_ms: int) -> None:
        """The computer was too busy."""
        gaps, over = len(self.session.gaps), self.session.over
        self.take(FramesLost(self.now_ms, lost_ms))
        assert len(self.session.gaps) >= gaps + (not over)

    @rule(warning=st.sampled_from(WARNINGS))
    def warn(self, warning: SourceWarned | NotKept) -> None:
        """Something is wrong, and the dictation goes on."""
        phase = self.session.phase
        self.take(warning)
        assert self.session.phase is phase

    @rule(lost=st.booleans(), meant=SELDOM)
    def end_source(self, lost: bool, meant: bool) -> None:
        """The microphone was closed, or unplugged."""
        if not meant:
            return
        self.take(SourceEnded(DEVICE_LOST if lost else None))
        assert self.session.phase is not Phase.LISTENING

    @rule()
    def stop(self) -> None:
        """The stop key."""
        over = self.session.over
        assert (CloseSource() in self.take(StopPressed())) is not over

    @rule(meant=SELDOM)
    def cancel(self, meant: bool) -> None:
        """The cancel key: from then on nothing runs, whatever still comes."""
        if not meant:
            return
        over = self.session.over
        assert self.take(CancelPressed()) == (() if over else (CloseSource(),))
        assert self.session.over

    @invariant()
    def every_word_is_somewhere(self) -> None:
        """In the note, taken out, rejected, or not taken up yet; none of it twice, and no other word."""
        if self.session.phase is Phase.CANCELLED:
            return
        note, document = self.session.note, self.session.document
        found = [statement.spoken.text for statement in note.statements]
        found += [gone.text for gone in note.removed] + [gap.text for gap in note.gaps]
        found += [part.text if hasattr(part, "text") else part.spoken.text for part in document.queue]
        found += [word.text for word in document.unfinished]
        waiting = {asked.order.job for asked in self.session.transcribing.waiting}
        said = [self.answers.get(job, "") for job in self.heard if job not in waiting] + self.read
        assert Counter(" ".join(found).split()) == Counter(" ".join(said).split())

    @invariant()
    def every_macro_from_the_menu_is_somewhere(self) -> None:
        """In the note, taken out, or not taken up yet; none of them twice."""
        document = self.session.document
        spoken = [one.spoken for one in document.statements if one.insertion]
        spoken += [part.spoken for part in document.queue if isinstance(part, Inserted)]
        gone = sum(bool(one.macro and not one.text) for one in document.removed)
        assert [one.words for one in spoken].count(()) + gone + len(self.session.chosen) == self.chosen

    def teardown(self) -> None:
        """She stops, every engine answers what it owes, and there is one note, unless she has cancelled."""
        self.take(StopPressed())
        self.take(SourceEnded())
        for _ in range(500):
            if self.session.over:
                break
            if self.owed:
                self.transcribe(PHRASES[0], 0)
            elif self.question is not None:
                self.tag(SectionKind.HPI, fails=False)
        assert self.session.over, "nothing is owed, and the dictation does not end"
        assert not (self.session.chosen and self.notes)
        assert self.notes == (self.session.phase is Phase.DELIVERED)
        self.every_word_is_somewhere()

    def segment(self, length_ms: int) -> SpeechSegment:
        """The segment that begins now."""
        return SpeechSegment(np.zeros(length_ms * 16, np.float32), self.now_ms)

    def take(self, event: Event) -> tuple[Effect, ...]:
        """An event; each effect of it must be legal where it comes."""
        before = self.session
        self.session, effects = core.step(before, event)
        assert self.session.phase in FORWARD[before.phase]
        if before.over:
            assert (self.session, effects) == (before, ())
        for place, effect in enumerate(effects):
            self.allow(effect, event, last=place == len(effects) - 1)
        return effects

    def allow(self, effect: Effect, event: Event, *, last: bool) -> None:
        """What an effect does to the engines, and that it may."""
        match effect:
            case Transcribe(job, segment):
                assert isinstance(event, SegmentPaused | SegmentHeard)
                assert job not in self.owed.keys() | self.answers.keys(), "a number is given once"
                self.owed[job] = segment
            case TagStatement(statement_id, _, among):
                assert self.question is None, "one question at a time"
                assert among
                assert statement_id not in self.asked
                self.question = statement_id
                self.asked.add(statement_id)
            case AssignStatement():
                assert self.question is None, "statements reach the tagger in their order"
                self.filed += 1
            case RewindTagger(length):
                assert self.question is None
                assert 0 <= length <= self.filed, "only to a length that it had"
                self.filed = length
            case PrepareStatement(text):
                assert text.strip()
                assert self.question is None, "nothing is read ahead while a question is open"
            case CloseSource():
                assert isinstance(event, StopPressed | CancelPressed)
            case Deliver(note):
                assert last, "nothing is ordered after the note"
                assert self.session.phase is Phase.DELIVERED
                assert note == self.session.note
                assert (self.owed.keys() & set(self.heard), self.question) == (set(), None)
                self.notes += 1


TestSessionMachine = SessionMachine.TestCase
TestSessionMachine.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
