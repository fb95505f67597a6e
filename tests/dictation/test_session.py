"""The session: what each event does, and that every dictation that ends has all of its words."""

from dataclasses import replace
from enum import Enum, auto

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken.adapters.template_folder import shipped_templates
from plainspoken.dictation.capture import (
    SILENCE_DBFS,
    AudioFrame,
    FramesLost,
    SourceEnded,
    SourceWarned,
)
from plainspoken.dictation.effects import CloseSource, Deliver, Phase
from plainspoken.dictation.errors import MicrophoneSilent
from plainspoken.dictation.events import (
    CancelPressed,
    Event,
    SegmentHeard,
    SegmentPaused,
    StopPressed,
    Tagged,
    TaggingFailed,
    TextHeard,
)
from plainspoken.dictation.session import Session, begin, step
from plainspoken.dictation.tagging import PrepareStatement, TagStatement
from plainspoken.dictation.transcribe import Transcribe, Transcribed, TranscriptionFailed
from plainspoken_models.contracts import FRAME_SAMPLES, SectionKind, Tag, Transcription
from plainspoken_models.errors import EngineFailed, SoundBreaksOff
from plainspoken_models.segmenter import SpeechSegment
from words import utterance, words

SOAP = shipped_templates()[0]
FAILED = EngineFailed("The engine could not.", "Try again.")
SEGMENT = SpeechSegment(np.zeros(48_000, np.float32), 1_000)


def heard(text: str, job: int = 0) -> Transcribed:
    """An answer of the transcriber."""
    return Transcribed(job, Transcription(text, words(text), 0.0))


def after(*events: Event) -> tuple[Session, list[object]]:
    """The session after these events, and all effects; every statement is tagged at once."""
    effects: list[object] = []
    session = begin(SOAP)
    pending = list(events)
    while pending:
        session, new = step(session, pending.pop(0))
        effects += new
        asked = [effect for effect in new if isinstance(effect, TagStatement)]
        pending[:0] = [Tagged(order.statement_id, Tag(SectionKind.HPI, 0.9)) for order in asked[-1:]]
    return session, effects


def test_a_segment_is_transcribed_filed_and_delivered_after_the_stop() -> None:
    """The shortest dictation there is."""
    session, effects = after(SegmentHeard(SEGMENT), heard("He is well."), StopPressed(), SourceEnded())
    assert session.phase is Phase.DELIVERED
    assert [type(effect) for effect in effects] == [Transcribe, TagStatement, CloseSource, Deliver]
    assert session.note.statements[0].spoken.start_ms == 1_000


def test_nothing_is_delivered_while_a_segment_is_unanswered() -> None:
    """The stop key waits for the words that were said before it."""
    session, _ = after(SegmentHeard(SEGMENT), StopPressed(), SourceEnded())
    assert session.phase is Phase.FINISHING
    session, effects = step(session, heard("He is well"))
    assert not any(isinstance(effect, Deliver) for effect in effects)
    session, effects = step(session, Tagged(0, Tag(SectionKind.HPI, 0.9)))
    assert isinstance(effects[-1], Deliver)


def test_a_draft_that_turns_out_to_be_the_segment_is_not_transcribed_again() -> None:
    """She stopped: the words are there already, whether the answer comes before the segment's end or after it."""
    answer, end = heard("He is well."), SegmentHeard(SEGMENT)
    for first, second in ((answer, end), (end, answer)):
        session, effects = after(SegmentPaused(SEGMENT), first, second, StopPressed(), SourceEnded())
        assert session.phase is Phase.DELIVERED
        assert sum(isinstance(effect, Transcribe) for effect in effects) == 1
        assert [statement.text for statement in session.note.statements] == ["He is well."]


def test_a_draft_is_thrown_away_when_she_goes_on() -> None:
    """Its words are in the longer segment; nothing of the draft is in the note, in whatever order the answers come."""
    longer = SpeechSegment(np.zeros(80_000, np.float32), SEGMENT.start_ms)
    for late in (False, True):
        draft, whole = heard("He is well.", 0), heard("He is well now.", 1)
        answers = [whole, draft] if late else [draft, whole]
        session, _ = after(
            SegmentPaused(SEGMENT), SegmentHeard(longer), *answers, StopPressed(), SourceEnded()
        )
        assert [statement.text for statement in session.note.statements] == ["He is well now."]


def test_words_come_in_the_order_of_the_segments_whatever_the_order_of_the_answers() -> None:
    """A later segment waits for an earlier one."""
    second = SpeechSegment(SEGMENT.samples, 9_000)
    session, _ = after(SegmentHeard(SEGMENT), SegmentHeard(second), heard("Second.", 1), heard("First.", 0))
    assert [statement.text for statement in session.note.statements] == ["First.", "Second."]


def test_a_draft_that_failed_is_asked_for_again_and_is_no_problem() -> None:
    """She is told of a failure only where it costs words."""
    session, effects = after(SegmentPaused(SEGMENT), TranscriptionFailed(0, FAILED), SegmentHeard(SEGMENT))
    assert session.errors == ()
    assert [effect.job for effect in effects if isinstance(effect, Transcribe)] == [0, 1]


def test_the_tagger_reads_ahead_what_it_will_be_asked_if_she_stops() -> None:
    """An unfinished sentence, and a draft's; each once, and never while a question is open."""
    session, effects = after(SegmentHeard(SEGMENT), heard("He is", 0))
    assert effects[-1] == PrepareStatement("He is")
    session, _ = step(session, SegmentPaused(SEGMENT))
    session, ahead = step(session, heard("well", 1))
    assert ahead == (PrepareStatement("He is well"),)
    session, again = step(session, SegmentHeard(SEGMENT))
    assert again == ()
    _, last = step(session, SourceEnded())
    assert [type(effect) for effect in last] == [TagStatement]


def test_it_says_how_far_behind_it_is() -> None:
    """Speech without words yet, and statements without a section."""
    session, _ = after(SegmentHeard(SEGMENT), SegmentHeard(SEGMENT))
    assert (session.behind_ms, session.unfiled) == (6_000, 0)
    session, _ = step(session, heard("He is well. He works.", 0))
    assert (session.behind_ms, session.unfiled) == (3_000, 2)


def test_what_was_rejected_lost_or_not_transcribed_is_a_gap() -> None:
    """Each with its reason; none of them ends the dictation."""
    session, _ = after(
        SegmentHeard(SEGMENT),
        heard("Thank you for watching."),
        SegmentHeard(SEGMENT),
        TranscriptionFailed(1, FAILED),
        FramesLost(5_000, 320),
    )
    reasons = [gap.reason for gap in session.gaps]
    assert len(reasons) == 3
    assert session.gaps[2].end_ms == 5_320
    assert session.errors == (FAILED,)
    assert session.phase is Phase.LISTENING


def test_a_warning_and_a_tagger_that_fails_are_noted() -> None:
    """She is told, and the statement stays."""
    silent = MicrophoneSilent("It is silent.", "Unmute it.")
    session, effects = step(begin(SOAP), TextHeard(utterance("He is well.")))
    asked = effects[0]
    assert isinstance(asked, TagStatement)
    session, _ = step(session, TaggingFailed(asked.statement_id, FAILED))
    session, _ = step(session, SourceWarned(silent))
    assert session.errors == (FAILED, silent)
    assert [statement.text for statement in session.note.statements] == ["He is well."]


def test_a_cancelled_session_takes_no_further_event() -> None:
    """Late answers change nothing."""
    session, _ = after(SegmentHeard(SEGMENT), CancelPressed())
    assert session.phase is Phase.CANCELLED
    assert step(session, heard("He is well.")) == (session, ())


class Drafted(Enum):
    """Whether a segment is transcribed ahead."""

    NOT = auto()
    RIGHTLY = auto()
    IN_VAIN = auto()


PHRASES = st.sampled_from(["He is well.", "scratch that", "Plan.", "and then", "Start aspirin", ""])


@given(st.lists(st.tuples(PHRASES, st.sampled_from(Drafted)), max_size=6))
def test_every_dictation_that_ends_has_all_its_words(texts: list[tuple[str, Drafted]]) -> None:
    """In statements, removed, or gaps, once, whatever was transcribed ahead; and it does end."""
    events: list[Event] = []
    job = 0
    for text, drafted in texts:
        start_ms = SEGMENT.end_ms * job
        segment = SpeechSegment(SEGMENT.samples, start_ms)
        if drafted is not Drafted.NOT:
            said = SpeechSegment(
                segment.samples[:16_000] if drafted is Drafted.IN_VAIN else segment.samples, start_ms
            )
            events += [SegmentPaused(said), heard(text, job)]
        if drafted is not Drafted.RIGHTLY:
            job += drafted is Drafted.IN_VAIN
            events += [SegmentHeard(segment), heard(text, job)]
        else:
            events.append(SegmentHeard(segment))
        job += 1
    session, effects = after(*events, StopPressed(), SourceEnded())
    assert session.phase is Phase.DELIVERED
    assert sum(isinstance(effect, Deliver) for effect in effects) == 1
    note = session.note
    out = " ".join(
        [
            *(s.spoken.text for s in note.statements),
            *(r.text for r in note.removed),
            *(g.text for g in note.gaps),
        ]
    )
    assert sorted(out.split()) == sorted(" ".join(text for text, _ in texts).split())


def test_a_kind_that_no_section_takes_is_not_filed() -> None:
    """From a tagger that was lost and has come back without knowing the template: the note is finished all the same."""
    hpi_only = replace(SOAP, sections=tuple(s for s in SOAP.sections if SectionKind.HPI in s.kinds))
    session, effects = step(begin(hpi_only), TextHeard(utterance("Lungs are clear.")))
    asked = effects[0]
    assert isinstance(asked, TagStatement)
    assert SectionKind.PHYSICAL_EXAM not in asked.among
    session, _ = step(session, Tagged(asked.statement_id, Tag(SectionKind.PHYSICAL_EXAM, 0.9)))
    session, _ = step(session, SourceEnded())
    assert session.phase is Phase.DELIVERED
    assert [section.title for section in session.note.shown][-1] == "Not filed"


@pytest.mark.parametrize(("value", "level"), [(0.0, SILENCE_DBFS), (1.0, 0.0), (0.1, -20.0)])
def test_the_level_is_in_decibels_below_full_scale(value: float, level: float) -> None:
    """Silence has the lowest one, and no logarithm of zero."""
    frame = AudioFrame(np.full(FRAME_SAMPLES, value, np.float32), 64)
    assert frame.level_dbfs == pytest.approx(level, abs=1e-4)
    assert frame.end_ms == 96


def test_a_file_that_breaks_off_is_a_gap_to_where_it_should_end() -> None:
    """The words before it are in the note, and she is told."""
    broken = SoundBreaksOff("It breaks off.", "Copy it again.", at_ms=4_000, of_ms=9_000)
    session, _ = after(SegmentHeard(SEGMENT), heard("He is well."), SourceEnded(broken))
    assert session.phase is Phase.DELIVERED
    assert [statement.text for statement in session.note.statements] == ["He is well."]
    assert [(gap.start_ms, gap.end_ms, gap.reason) for gap in session.note.gaps] == [
        (4_000, 9_000, "the file breaks off")
    ]
    assert session.errors == (broken,)
