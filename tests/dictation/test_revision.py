"""What she changes in a finished note: nothing lost, nothing added but what is marked as hers, all to be undone."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.dictated import HANDOFF, MACROS, SOAP, SPEECH, run
from plainspoken.clinic.macros import Insertion, Macro
from plainspoken.clinic.templates import Template
from plainspoken.dictation import revision
from plainspoken.dictation.deliver import as_data, as_text
from plainspoken.dictation.document import Document, FiledStatement
from plainspoken.dictation.errors import FactsDiffer
from plainspoken.dictation.filing import DecidedBy
from plainspoken.dictation.gate import prove, typed_differences
from plainspoken.dictation.heard import doubtful, heard, typed
from plainspoken.dictation.note import Note, assemble
from plainspoken.dictation.revision import TAKEN_OUT, Change, Revisions
from plainspoken.dictation.understand import Spoken
from plainspoken_models.contracts import SectionKind

TYPED = ["", "aspirin 50 mg", "No fever.", "Plan 5.5", "left knee\nright knee", "zzz"]

Move = Callable[[Revisions], Revisions]


def _refile(number: int, place: int) -> Move:
    def move(revisions: Revisions) -> Revisions:
        sections = revisions.note.template.sections
        return revision.refile(revisions, number, sections[place % len(sections)])

    return move


MOVES = st.lists(
    st.one_of(
        st.builds(_refile, st.integers(0, 5), st.integers(0, 14)),
        st.tuples(st.integers(0, 5), st.sampled_from(TYPED)).map(
            lambda to: lambda at: revision.edit(at, *to)
        ),
        st.integers(0, 5).map(lambda number: lambda at: revision.take_out(at, number)),
        st.sampled_from([revision.accept, revision.undo, revision.redo]),
    ),
    max_size=12,
)
TEMPLATES = st.sampled_from([SOAP, HANDOFF])


def begun(texts: list[str], template: Template = SOAP) -> Revisions:
    """A note of these utterances, as it was delivered."""
    return revision.begin(assemble(run(texts, template=template, macros=MACROS)[0]))


def moved(revisions: Revisions, moves: list[Move]) -> Revisions:
    """After these changes."""
    for move in moves:
        revisions = move(revisions)
    return revisions


def spoken(document: Document) -> Counter[str]:
    """Every word that was spoken, wherever it is now."""
    kept = [word for statement in document.statements for word in statement.spoken.texts]
    return Counter([*kept, *(word for gone in document.removed for word in gone.text.split())])


@given(SPEECH, TEMPLATES, MOVES)
def test_every_spoken_word_is_in_the_note_or_kept_with_it_or_removed(
    texts: list[str], template: Template, moves: list[Move]
) -> None:
    """And every statement stands in the note exactly once."""
    before = begun(texts, template)
    after = moved(before, moves).note
    assert spoken(after.document) == spoken(before.note.document)
    standing = [one for section in after.sections for part in section.paragraphs for one in part]
    assert sorted(one.id for one in standing) == [one.id for one in after.statements]


@given(SPEECH, TEMPLATES, MOVES)
def test_nothing_is_added_but_what_is_marked_as_hers(
    texts: list[str], template: Template, moves: list[Move]
) -> None:
    """A statement reads as it was written, or is edited; of an edited one each new word is marked."""
    before = {one.id: one.text for one in begun(texts, template).note.statements}
    for statement in moved(begun(texts, template), moves).note.statements:
        assert statement.written == before[statement.id]
        if statement.edited is None:
            assert statement.text == before[statement.id]
        hers, text = typed(statement), statement.text
        kept = [word for word in _outside(text, hers).split() if word]
        assert not Counter(kept) - Counter(before[statement.id].split())


def _outside(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + " " + text[end:]
    return text


@given(SPEECH, TEMPLATES, MOVES)
def test_undo_gives_back_the_note_exactly_and_redo_the_changed_one(
    texts: list[str], template: Template, moves: list[Move]
) -> None:
    """After any sequence of changes."""
    before = begun(texts, template)
    changed = moved(before, [*moves, revision.accept])
    steps = len(changed.done) - 1
    back = moved(changed, [revision.undo] * (steps + 1))
    assert back.note == before.note
    assert as_text(back.note) == as_text(before.note)
    assert back.can_undo is None
    assert moved(back, [revision.redo] * (steps + len(changed.undone))).done[: steps + 1] == changed.done


@given(SPEECH, TEMPLATES, MOVES)
def test_what_the_gate_does_not_tell_of_can_be_copied(
    texts: list[str], template: Template, moves: list[Move]
) -> None:
    """The verdict beside the button is that of the gate behind it; once she stands by it, there is none."""
    after = moved(begun(texts, template), moves)
    if not typed_differences(after.note):
        prove(after.note)
    accepted = revision.accept(after).note
    assert typed_differences(accepted) == ()
    prove(accepted)


DOSE = ["She takes lisinopril 5 milligrams daily.", "Plan. Rest."]


def test_a_typed_dose_is_told_and_not_copied_until_she_stands_by_it() -> None:
    """In its words for her eyes; the error of the gate, which may end in a log, has none of them."""
    edited = revision.edit(begun(DOSE), 0, "She takes lisinopril 50 mg daily.")
    assert typed_differences(edited.note) == ("dose “5 mg” → “50 mg”",)
    with pytest.raises(FactsDiffer) as refused:
        prove(edited.note)
    assert "lisinopril" not in str(refused.value)
    (statement, _) = edited.note.statements
    assert typed(statement) == ((21, 23),)
    assert [statement.text[one.start : one.end] for one in heard(statement)][-3:] == [
        "lisinopril",
        "mg",
        "daily.",
    ]
    again = revision.edit(revision.accept(edited), 0, "She takes lisinopril 500 mg daily.")
    assert typed_differences(again.note) == ("dose “5 mg” → “500 mg”",), "she has accepted another dose"
    assert "50 mg" in as_text(edited.note)


def test_an_edit_keeps_what_was_spoken_and_says_that_it_is_hers() -> None:
    """In JSON, for whoever reads it later."""
    edited = revision.edit(begun(DOSE), 0, " She takes  no pills. ").note
    told, other = as_data(edited, {})["statements"]
    assert told["text"] == "She takes no pills."
    assert told["spoken"] == DOSE[0]
    assert told["edited"] == {"before": "She takes lisinopril 5 mg daily.", "accepted": False}
    assert "edited" not in other
    typed_back = revision.edit(revision.edit(begun(DOSE), 0, "No."), 0, "She takes lisinopril 5 mg daily.")
    assert typed_back.note == begun(DOSE).note


def test_a_sentence_that_is_filed_by_her_says_so() -> None:
    """Under a section of several kinds the kind is not made up, and its own stays where it belongs there."""
    plan, subjective, objective = SOAP.sections[3], SOAP.sections[0], SOAP.sections[1]
    first = revision.refile(begun(DOSE), 0, plan)
    told = as_data(first.note, {})["statements"][0]
    assert (told["section"], told["kind"], told["decided_by"], told["confidence"]) == (
        "Plan",
        "plan",
        "clinician",
        1.0,
    )
    assert as_text(first.note).endswith("Plan:\nShe takes lisinopril 5 mg daily. Rest.")
    stays = revision.refile(begun(DOSE), 0, subjective).note.statements[0].filing
    assert stays
    assert (stays.kind, stays.decided_by) == (SectionKind.HPI, DecidedBy.CLINICIAN)
    elsewhere = revision.refile(begun(DOSE), 0, objective).note
    assert elsewhere.statements[0].filing
    assert elsewhere.statements[0].filing.kind is None
    assert elsewhere.sections[1].text == "She takes lisinopril 5 mg daily."


def test_what_comes_to_nothing_is_no_revision() -> None:
    """There is nothing to undo after it."""
    begun_ = begun(DOSE)
    plan = SOAP.sections[3]
    moves: list[Move] = [
        lambda at: revision.refile(at, 1, plan),
        lambda at: revision.edit(at, 1, "Rest."),
        lambda at: revision.take_out(at, 9),
        revision.accept,
        revision.undo,
        revision.redo,
    ]
    assert moved(begun_, moves) == begun_


def test_enter_without_a_change_leaves_a_macro_as_it_is() -> None:
    """With its indents, double spaces and blank lines; typed back, it is not marked as typed."""
    macro = Macro("my exam", "Heart:  regular.\n\n  - lungs clear")
    statement = FiledStatement(0, Spoken((), 0), None, (), "", Insertion(macro))
    start = revision.begin(assemble(Document(SOAP, items=(statement,))))
    assert revision.edit(start, 0, start.note.statements[0].text) is start
    changed = revision.edit(start, 0, "Heart: regular.")
    back = revision.edit(changed, 0, "Heart:  regular.\n\n  - lungs clear\n")
    assert back.note == start.note


def test_a_sentence_without_words_is_taken_out_and_listed() -> None:
    """With its spoken words; the change that comes after an undo has no further redo."""
    out = revision.edit(begun(DOSE), 1, "  ")
    assert [one.text for one in out.note.statements] == ["She takes lisinopril 5 mg daily."]
    assert (out.note.removed[-1].text, out.note.removed[-1].reason) == ("Rest.", TAKEN_OUT)
    assert out.can_undo is Change.TAKEN_OUT
    back = revision.undo(out)
    assert back.can_redo is Change.TAKEN_OUT
    assert revision.edit(back, 1, "Rest well.").can_redo is None


def test_checks_look_at_each_revision_anew() -> None:
    """A dose without a unit that she mends is no longer told of, one that she makes is."""
    clean = begun(["She takes lisinopril 5 milligrams daily."])
    assert clean.note.findings == ()
    broken = revision.edit(clean, 0, "She takes lisinopril 5 daily.")
    assert [finding.rule for finding in broken.note.findings] == ["dose-without-unit"]
    assert revision.undo(broken).note.findings == ()
    off = replace(clean, checks_off=frozenset({"dose-without-unit"}))
    assert revision.edit(off, 0, "She takes lisinopril 5 daily.").note.findings == ()


def test_words_that_the_recogniser_doubts_are_known_by_their_places() -> None:
    """And no longer, once she has typed them."""
    note: Note = begun(["She takes lisinopril daily."]).note
    (statement,) = note.statements
    words = tuple(
        replace(word, probability=0.3) if word.text == "lisinopril" else word
        for word in statement.spoken.words
    )
    unsure = replace(statement, spoken=replace(statement.spoken, words=words))
    assert doubtful(unsure) == ((10, 20),)
    revisions = revision.begin(assemble(replace(note.document, items=(unsure,))))
    assert doubtful(revision.edit(revisions, 0, "She now takes lisinopril daily.").note.statements[0]) == (
        (14, 24),
    )
    assert doubtful(revision.edit(revisions, 0, "She takes losartan daily.").note.statements[0]) == ()


def test_what_nobody_sees_is_not_typed() -> None:
    """Control characters, and marks that turn the reading direction ("evil" would be read "live"), are left out."""
    bell, turned = "\u0007", "\u202e"
    changed = revision.edit(begun(["She coughs."]), 0, f"She {turned}coughs{bell} now.")
    assert changed.note.statements[0].text == "She coughs now."
    assert revision.edit(begun(["She coughs."]), 0, f"She coughs.{bell}").can_undo is None
