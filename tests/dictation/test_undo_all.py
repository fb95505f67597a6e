"""Scratch that and undo that, in any order: never a fault, no word lost, and all of it can be had back."""

from hypothesis import given
from hypothesis import strategies as st

from dictation.dictated import SOAP, kept, run
from plainspoken.dictation.document import Document
from plainspoken.dictation.file import Step, filed, finish, read
from plainspoken.dictation.tagging import TagStatement
from plainspoken.dictation.transcribe import Utterance
from plainspoken_models.contracts import SectionKind, Tag, Word

SENTENCES = (
    "She takes aspirin.",
    "He has gout.",
    "Any allergies?",
    "Give 40 mg.",
    "Left knee pain.",
    "Plan.",
)
FILLERS = ("No.", "Wait.", "Oh, sorry.", "No, no.", "Actually.")
ORDERS = ("Scratch that.", "Undo that.", "No, scratch that.", "New paragraph.")
TALK = st.lists(
    st.one_of(st.sampled_from(SENTENCES), st.sampled_from(FILLERS), st.sampled_from(ORDERS)), max_size=12
)


def typed(lines: list[str]) -> Document:
    """A document after these lines, which were never sound: each of their words is at 0."""

    def answered(step: Step) -> Document:
        document, orders = step
        while asked := [order for order in orders if isinstance(order, TagStatement)]:
            document, orders = filed(document, asked[-1].statement_id, Tag(SectionKind.HPI, 0.8))
        return document

    document = Document(SOAP)
    for line in lines:
        words = tuple(Word(word, 0, 0, 1.0) for word in line.split())
        document = answered(read(document, Utterance(words, 0, 0)))
    return answered(finish(document))


def spoken(lines: list[str]) -> Document:
    """The same, with times."""
    return run(lines)[0]


def documents(lines: list[str]) -> tuple[Document, ...]:
    """Spoken, typed, and all of it typed in one line."""
    return spoken(lines), typed(lines), typed([" ".join(lines)])


@given(TALK)
def test_every_word_is_in_the_note_or_listed_whatever_is_scratched_and_undone(lines: list[str]) -> None:
    """And nothing is there twice."""
    for document in documents(lines):
        shown = [s.spoken.text for s in document.statements] + [gone.text for gone in document.removed]
        assert sorted(" ".join(shown).split()) == sorted(" ".join(lines).split())


@given(TALK, st.integers(1, 12))
def test_as_many_undos_as_scratches_give_all_of_it_back(lines: list[str], count: int) -> None:
    """But for fillers right before the first one, which are a part of it."""
    for before, make in zip(documents(lines), (spoken, typed), strict=False):
        scratches = min(count, len(before.items))
        scratched = make([*lines, *["Scratch that."] * scratches])
        done = sum(entry is not None for entry in scratched.done) - sum(e is not None for e in before.done)
        after = make([*lines, *["Scratch that."] * scratches, *["Undo that."] * done])
        gone = kept(before)[len(kept(after)) :]
        assert kept(after) == kept(before)[: len(kept(after))]
        assert all(text in FILLERS for text in gone)


def test_a_filler_that_stands_before_what_was_scratched_is_a_statement_of_its_own() -> None:
    """It was not said at this command: each undo brings back what the scratch before it took."""
    said = ["She takes aspirin. No. He has gout.", "Scratch that.", "Scratch that."]
    for make in (spoken, typed):
        assert kept(make([*said, "Undo that.", "Undo that."])) == [
            "She takes aspirin.",
            "No.",
            "He has gout.",
        ]
        assert kept(make([*said, *["Undo that."] * 5])) == []
