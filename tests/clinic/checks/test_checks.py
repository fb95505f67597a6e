"""All rules together: whatever is said, they name places that are there, agree with themselves, and change nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.checks.notes import ALLERGIES, ASSESSMENT, HPI, PLAN, VITALS, note
from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.clinic.checks import RULES, CheckedNote, CheckedStatement, Heard, check
from plainspoken.dictation import session as core
from plainspoken.dictation.capture import SourceEnded
from plainspoken.dictation.check import described, empty_headings
from plainspoken.dictation.deliver import as_data, as_html, as_text
from plainspoken.dictation.events import Tagged, TextHeard
from plainspoken.dictation.note import Note, assemble
from plainspoken.dictation.tagging import TagStatement
from plainspoken_models.contracts import SectionKind, Tag
from words import utterance

FRAGMENTS = (
    *(
        "left knee",
        "right knee",
        "both",
        "penicillin",
        "allergic to",
        "amoxicillin",
        "Toprol-XL",
        "10",
        "0.5",
        ".5",
        "5.0",
    ),
    *(
        "mg",
        "U",
        "IU",
        "q.d.",
        "QOD",
        "daily",
        "He",
        "she",
        "her",
        "mother",
        "blood pressure",
        "140/90",
        "potassium 4.1",
    ),
    *(
        "no",
        "not",
        "MS",
        "ß",
        "İ",
        "𝔘",
        "\u0301",
        "٣",
        "², ",
        "...",
        "-",
        "45-year-old man",
        "temperature",
        "at a dose of",
    ),
)
texts = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(FRAGMENTS), max_size=12).map(" ".join))


@st.composite
def statements(draw: st.DrawFn) -> tuple[CheckedStatement, ...]:
    """Statements of any kind, with words of any probability."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        text = draw(texts)
        words, at = [], 0
        for word in text.split(" "):
            words.append(Heard(at, at + len(word), draw(st.floats(0, 1))))
            at += len(word) + 1
        kind = draw(st.one_of(st.none(), st.sampled_from(SectionKind)))
        found.append(CheckedStatement(number, kind, text, tuple(words), draw(st.floats(0, 1))))
    return tuple(found)


@given(said=statements())
def test_places_are_in_the_text_and_messages_have_none_of_it(said: tuple[CheckedStatement, ...]) -> None:
    """On any text at all; a message is one of few sentences that the rules have, and may end in a log."""
    lengths = {statement.id: len(statement.text) for statement in said}
    for finding in check(CheckedNote(said)):
        assert finding.rule in {rule.id for rule in RULES}
        assert finding.spans == tuple(sorted(finding.spans))
        assert finding.message.endswith(".")
        for span in finding.spans:
            assert 0 <= span.start < span.end <= lengths[span.statement_id]


@given(said=statements(), seed=st.integers())
def test_what_is_said_depends_on_the_note_alone(said: tuple[CheckedStatement, ...], seed: int) -> None:
    """Not on the order in which the rules run, nor on what they looked at before."""
    shuffled = random.Random(seed).sample(RULES, len(RULES))
    found = {rule.id: rule.find(CheckedNote(said)) for rule in shuffled}
    assert check(CheckedNote(said)) == tuple(finding for rule in RULES for finding in found[rule.id])


FAULTY = note(
    (ALLERGIES, "Penicillin."),
    (HPI, "Left knee pain."),
    (VITALS, "Blood pressure 142/90."),
    (ASSESSMENT, "Right knee sprain."),
    (ASSESSMENT, "Blood pressure 124/90."),
    (PLAN, "Amoxicillin 500 q.d."),
)


def test_each_rule_can_be_switched_off_alone() -> None:
    """The others go on."""
    every = check(FAULTY)
    rules = {finding.rule for finding in every}
    assert len(rules) == 5
    for rule in rules:
        assert check(FAULTY, {rule}) == tuple(finding for finding in every if finding.rule != rule)
    assert check(FAULTY, rules) == ()


def test_every_rule_has_an_id_of_its_own_and_says_where_it_comes_from() -> None:
    """Ids are what she writes into the settings."""
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.id == rule.id.lower().replace("_", "-").replace(" ", "-")
        assert "Source:" in (rule.find.__doc__ or "")


SAID = (
    "Allergic to penicillin.",
    "Left knee pain.",
    "Start amoxicillin 500 daily.",
    "For the right knee: ice.",
)
KINDS = (SectionKind.ALLERGIES, SectionKind.HPI, SectionKind.PLAN, SectionKind.PLAN)
RULES_OF_SAID = ["laterality-contradiction", "allergy-contradiction", "dose-without-unit", "required-element"]


def dictated(*, off: frozenset[str] = frozenset(), ended: bool = True) -> core.Session:
    """A session in which that was said."""
    session = core.begin(find_template(shipped_templates(), "consult"), checks_off=off)
    for text, kind in zip(SAID, KINDS, strict=True):
        session, orders = core.step(session, TextHeard(utterance(text)))
        for order in orders:
            if isinstance(order, TagStatement):
                session, _ = core.step(session, Tagged(order.statement_id, Tag(kind, 0.9)))
    return core.step(session, SourceEnded())[0] if ended else session


def test_a_finished_note_has_its_findings_and_one_in_the_making_has_none() -> None:
    """While she speaks nothing is looked for: the other half of a contradiction may still be to come."""
    assert dictated(ended=False).note.findings == ()
    assert [finding.rule for finding in dictated().note.findings] == RULES_OF_SAID
    assert dictated(off=frozenset(RULES_OF_SAID)).note.findings == ()


def test_the_note_is_the_same_with_and_without_checks() -> None:
    """What goes on the clipboard has not one letter more."""
    session = dictated()
    plain = assemble(session.document, session.gaps)
    assert as_text(session.note) == as_text(plain)
    assert as_html(session.note) == as_html(plain)
    data, bare = as_data(session.note, {}), as_data(plain, {})
    assert data.pop("checks") != bare.pop("checks") == []
    assert data == bare


def test_data_names_statement_and_characters_of_each_finding() -> None:
    """With them, another program can mark the words."""
    data = as_data(dictated().note, {})
    (dose,) = [found for found in data["checks"] if found["rule"] == "dose-without-unit"]
    assert dose["message"] == "A dose without its unit."
    (span,) = dose["spans"]
    assert data["statements"][span["statement"]]["text"][span["start"] : span["end"]] == "amoxicillin 500"


def test_places_hold_after_a_sentence_was_scratched() -> None:
    """In data a statement is counted among those that are left."""
    session = core.begin(find_template(shipped_templates(), "consult"))
    for text in ("He is well.", "Scratch that.", "Lisinopril 10 daily."):
        session, orders = core.step(session, TextHeard(utterance(text)))
        for order in orders:
            if isinstance(order, TagStatement):
                session, _ = core.step(session, Tagged(order.statement_id, Tag(SectionKind.PLAN, 0.9)))
    data = as_data(core.step(session, SourceEnded())[0].note, {})
    assert data["checks"][0]["spans"] == [{"statement": 0, "start": 0, "end": 13}]


def test_what_is_required_and_was_not_dictated_is_a_finding_that_can_be_switched_off() -> None:
    """It is about no words; the JSON has the elements by their sections in either case."""
    (finding,) = [one for one in dictated().note.findings if one.rule == "required-element"]
    assert (finding.message, finding.spans) == (
        "Required, and not dictated: Who requested it, Impression.",
        (),
    )
    off = dictated(off=frozenset({"required-element"}))
    assert [one.rule for one in off.note.findings] == RULES_OF_SAID[:-1]
    data = as_data(off.note, {})
    assert [one["name"] for one in data["elements_not_dictated"]] == ["Who requested it", "Impression"]
    assert data["elements_not_dictated"] == as_data(dictated().note, {})["elements_not_dictated"]


def test_of_a_note_without_a_word_nothing_is_required() -> None:
    """That nothing was said is told already."""
    session = core.begin(find_template(shipped_templates(), "consult"))
    assert core.step(session, SourceEnded())[0].note.findings == ()


def test_an_empty_heading_is_told_once() -> None:
    """With the required elements where it is one; among the empty headings where these are switched off."""
    told, off = dictated().note, dictated(off=frozenset({"required-element"})).note
    assert "Impression" not in empty_headings(told)
    assert set(empty_headings(off)) - set(empty_headings(told)) == {"Impression"}


@pytest.fixture
def finished() -> Note:
    """A note with four findings."""
    return dictated().note


def test_a_line_for_each_finding_with_her_words_only_where_they_are_wanted(finished: Note) -> None:
    """A log has the message alone."""
    assert described(finished, in_words=True)[1:] == (
        "An allergy to this medicine, or to its class, is listed. “penicillin”, “amoxicillin”",
        "A dose without its unit. “amoxicillin 500”",
        "Required, and not dictated: Who requested it, Impression.",
    )
    assert described(finished, in_words=False)[2] == "A dose without its unit."
