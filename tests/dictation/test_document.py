"""Understanding and filing: no word is lost, none is added, and the words alone decide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.dictated import HANDOFF, MACROS, SOAP, SPEECH, kept, run
from plainspoken.clinic.macros import NO_MACROS, Macros
from plainspoken.clinic.templates import NOT_FILED, Template
from plainspoken.dictation.document import Document
from plainspoken.dictation.file import filed, hear, read
from plainspoken.dictation.filing import DecidedBy
from plainspoken.dictation.note import assemble
from plainspoken.dictation.tagging import AssignStatement, RewindTagger, TagStatement
from plainspoken.dictation.understand import JOIN_GAP_MS, sentences
from plainspoken_models.contracts import SectionKind, Tag
from words import utterance, words

TEMPLATES = st.sampled_from([SOAP, HANDOFF])


@given(SPEECH, st.sampled_from([NO_MACROS, MACROS]))
def test_every_spoken_word_is_in_a_statement_or_listed_as_removed_and_no_other_word_is(
    texts: list[str], macros: Macros
) -> None:
    """Nothing lost, nothing added: the same words come out as went in, whatever is said."""
    document, _ = run(texts, macros=macros)
    out = [
        word
        for item in [*(s.spoken.text for s in document.statements), *(r.text for r in document.removed)]
        for word in item.split()
    ]
    assert sorted(out) == sorted(word for text in texts for word in text.split())
    assert document.settled
    assert not document.unfinished


@given(SPEECH, TEMPLATES)
def test_statements_stay_in_the_order_they_were_said(texts: list[str], template: Template) -> None:
    """Times only grow."""
    document, _ = run(texts, template=template, macros=MACROS)
    starts = [statement.spoken.start_ms for statement in document.statements]
    assert starts == sorted(starts)


@given(SPEECH, TEMPLATES)
def test_every_statement_stands_in_the_note_exactly_once(texts: list[str], template: Template) -> None:
    """The template moves statements; it never drops or doubles one."""
    document, _ = run(texts, template=template, macros=MACROS)
    placed = [
        s.id for section in assemble(document).sections for paragraph in section.paragraphs for s in paragraph
    ]
    assert sorted(placed) == [statement.id for statement in document.statements]


@given(SPEECH, TEMPLATES)
def test_the_taggers_document_has_as_many_statements_as_ours(texts: list[str], template: Template) -> None:
    """Orders replayed give the same length, rewinds included."""
    document, log = run(texts, template=template, macros=MACROS)
    length = 0
    for order in log:
        length = order.length if isinstance(order, RewindTagger) else length + 1
    assert length == sum(statement.tagged for statement in document.statements)


def test_what_stands_under_a_heading_without_kinds_is_no_business_of_the_taggers() -> None:
    """It is told of nothing, and has nothing to take back; the next heading gives it its say again."""
    document, log = run(["Severity: stable.", "Full code. Scratch that.", "She is six."], template=HANDOFF)
    assert log == []
    assert kept(document) == ["Stable.", "She is six."]
    assert [section.title for section in assemble(document).sections if section.paragraphs] == [
        "Illness Severity"
    ]
    document, log = run(["Severity: stable. Summary: she is six.", "Scratch that."], template=HANDOFF)
    assert [type(order) for order in log] == [TagStatement, RewindTagger]
    assert log[-1] == RewindTagger(0)


def test_a_spoken_heading_beats_the_tagger_until_the_next_one() -> None:
    """Under "Plan" the tagger is not asked; under a heading of several kinds it chooses among these."""
    document, log = run(["Plan.", "Start aspirin.", "Subjective colon she feels well."])
    assert isinstance(log[0], AssignStatement)
    assert log[0].kind is SectionKind.PLAN
    assert isinstance(log[1], TagStatement)
    assert SectionKind.HPI in log[1].among
    decided = [statement.filing.decided_by for statement in document.statements if statement.filing]
    assert decided == [DecidedBy.SPOKEN_HEADING, DecidedBy.TAGGER]
    assert kept(document) == ["Start aspirin.", "She feels well."]


def test_scratch_that_takes_out_the_last_statement_and_rewinds_the_tagger() -> None:
    """It is listed, not forgotten."""
    document, log = run(["He has gout. He has asthma.", "Scratch that."])
    assert kept(document) == ["He has gout."]
    assert log[-1] == RewindTagger(1)
    assert [(gone.text, gone.reason) for gone in document.removed] == [
        ("Scratch that.", "spoken command"),
        ("He has asthma.", "scratch that"),
    ]


def test_scratch_that_takes_back_a_heading_with_nothing_under_it() -> None:
    """The tagger decides again."""
    document, log = run(["Plan.", "Scratch that.", "He feels well."])
    assert isinstance(log[0], TagStatement)
    assert kept(document) == ["He feels well."]


def test_scratch_that_with_nothing_said_does_nothing() -> None:
    """No statement, no fault."""
    assert kept(run(["Scratch that.", "He feels well."])[0]) == ["He feels well."]


def test_next_section_goes_to_the_templates_next_heading() -> None:
    """From Subjective to Objective, whose kinds the tagger may choose among."""
    _, log = run(["She feels well.", "Next section.", "Lungs are clear."])
    second = [order for order in log if isinstance(order, TagStatement)][1]
    assert second.among == SOAP.sections[1].kinds


def test_a_pause_within_a_sentence_does_not_cut_it() -> None:
    """Unfinished words wait for the rest, but not for ever."""
    assert kept(run(["The patient is", "a nurse."])[0]) == ["The patient is a nurse."]
    apart = run(["The patient is", "a nurse."], gap_ms=JOIN_GAP_MS)[0]
    assert kept(apart) == ["The patient is", "A nurse."]


def test_a_heading_without_a_full_stop_is_a_heading_at_once() -> None:
    """Recognisers often leave it out."""
    document, _ = run(["Assessment", "asthma."])
    assert kept(document) == ["Asthma."]


def test_decimals_titles_and_initials_do_not_end_a_sentence() -> None:
    """Both "5.5" and "Dr." hold points that are no full stops."""
    done, rest = sentences(words("Dr. Smith saw J. Doe. Potassium is 5.5 today. Then"))
    assert [spoken.text for spoken in done] == ["Dr. Smith saw J. Doe.", "Potassium is 5.5 today."]
    assert [word.text for word in rest] == ["Then"]


def test_a_statement_the_tagger_failed_on_is_in_the_note_under_a_heading_of_its_own() -> None:
    """A dead engine costs the section, not the sentence."""
    document, orders = hear(Document(SOAP), utterance("He feels well."))
    assert isinstance(orders[0], TagStatement)
    document, _ = filed(document, orders[0].statement_id, None)
    assert [section.title for section in assemble(document).shown][-1] == NOT_FILED


def test_an_answer_that_nobody_waits_for_changes_nothing() -> None:
    """It may come late, after a scratch."""
    document = Document(SOAP)
    assert filed(document, 3, Tag(SectionKind.PLAN, 1.0)) == (document, ())


def test_a_line_of_text_ends_its_sentence() -> None:
    """A transcript without punctuation has one statement a line."""
    document, _ = read(Document(SOAP), utterance("no fever"))
    assert document.asked == 0
    assert not document.unfinished


def test_next_section_before_anything_was_said_is_the_first_and_after_the_last_stays_there() -> None:
    """There is always a section."""
    _, log = run(["Next section.", "She feels well."])
    assert isinstance(log[0], TagStatement)
    assert log[0].among == SOAP.sections[0].kinds
    document, _ = run(["Plan.", "Next section.", "New paragraph.", "Next section.", "Rest."])
    assert [statement.filing.kind for statement in document.statements if statement.filing] == [
        SectionKind.PLAN
    ]


@pytest.mark.parametrize(
    ("said", "statements"),
    [
        (["she takes aspirin", "scratch that", "she takes ibuprofen"], ["She takes ibuprofen"]),
        (["lungs are clear", "Plan.", "start aspirin"], ["Lungs are clear", "Start aspirin"]),
        (["lungs are clear", "plan colon start aspirin"], ["Lungs are clear", "Start aspirin"]),
        (["He has gout, scratch that, he has asthma."], ["He has asthma."]),
        (["Follow up in one week. scratch that"], []),
        (["pain assessment colon angina plan colon rest"], ["Pain", "Angina", "Rest"]),
        (["pain go to plan colon rest"], ["Pain", "Rest"]),
        (["no fever", "Period.", "no cough period"], ["No fever.", "No cough."]),
        (["No fever.", "Period.", "No cough."], ["No fever.", "No cough."]),
        (
            ["no fever period lungs are clear period plan period rest"],
            ["No fever.", "Lungs are clear.", "Rest"],
        ),
        (["he was seen after a short period", "of rest."], ["He was seen after a short period of rest."]),
        (["give five", "milligrams daily"], ["Give 5 mg daily"]),
    ],
)
def test_orders_and_headings_are_heard_without_full_stops(said: list[str], statements: list[str]) -> None:
    """A recogniser that leaves one out must not make a withdrawn drug stay."""
    assert kept(run(said)[0]) == statements


@pytest.mark.parametrize(
    ("said", "statements"),
    [
        ("1. Start aspirin. 2. Stop smoking.", ["1. Start aspirin.", "2. Stop smoking."]),
        ("Seen at 3 p.m. yesterday. Well now.", ["Seen at 3 p.m. yesterday.", "Well now."]),
        ("Take 5 mg. b.i.d. daily. Rest.", ["Take 5 mg. b.i.d. daily.", "Rest."]),
        ("Any pain? No. Lungs are clear.", ["Any pain?", "No.", "Lungs are clear."]),
        ("He has hepatitis C. Heart is regular.", ["He has hepatitis C.", "Heart is regular."]),
        ("no fever. no cough.", ["No fever.", "No cough."]),
        ("See exhibit no. 5 there.", ["See exhibit no. 5 there."]),
        ("eGFR is 45. pH was 7.4.", ["eGFR is 45.", "pH was 7.4."]),
    ],
)
def test_sentences_are_cut_where_a_reader_would(said: str, statements: list[str]) -> None:
    """Points that are no full stops, and small letters that stay small."""
    assert kept(run([said])[0]) == statements


def test_an_unknown_heading_gives_the_tagger_its_say_again() -> None:
    """What stands under "Allergies" is not the follow-up of another heading."""
    document, log = run(["Plan.", "Rest.", "Code status: full."])
    assert isinstance(log[-1], TagStatement)
    assert log[-1].among == SOAP.kinds
    assert kept(document) == ["Rest.", "Code status: full."]
    assert isinstance(run(["Plan: Start the following: rest."])[1][-1], AssignStatement)
