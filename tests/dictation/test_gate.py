"""A note is proved before it is handed over."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.clinic.templates import NOT_FILED, WhenEmpty
from plainspoken.clinic.written import write
from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.document import Document, FiledStatement
from plainspoken.dictation.errors import FactsDiffer
from plainspoken.dictation.file import filed, finish, hear
from plainspoken.dictation.gate import prove
from plainspoken.dictation.kept import DictationId, KeptNote
from plainspoken.dictation.note import Note, NoteSection, assemble
from plainspoken.dictation.tagging import TagStatement
from plainspoken_models.contracts import SectionKind, Tag
from words import utterance

PIECES = [
    "No fever.",
    "lisinopril 10 milligrams",
    "twice a day",
    "the left knee",
    "Allergies colon penicillin.",
    "Scratch that.",
    "new paragraph",
    "denies chills",
    "plan",
    "140 over 90",
    "on March third.",
]


def noted(texts: list[str], kinds: list[SectionKind], template: str = "soap") -> Note:
    """The note of these utterances; the tagger gives these kinds in turn."""
    document, asked = Document(find_template(shipped_templates(), template)), 0
    for number, text in enumerate([*texts, ""]):
        document, orders = hear(document, utterance(text, number * 9_000)) if text else finish(document)
        while wanted := [order for order in orders if isinstance(order, TagStatement)]:
            kind = kinds[asked % len(kinds)]
            allowed = wanted[-1].among or (kind,)
            tag = Tag(kind if kind in allowed else allowed[0], 0.8)
            document, orders = filed(document, wanted[-1].statement_id, tag)
            asked += 1
    return assemble(document)


NOTE = noted(
    ["She takes lisinopril 10 milligrams daily. The left knee is swollen. No fever."],
    [SectionKind.MEDICATIONS, SectionKind.PHYSICAL_EXAM, SectionKind.HPI],
)


class Altered:
    """A note whose text is not what was said."""

    def __init__(self, note: Note, said: str, there: str) -> None:
        self.said = note.said
        self.shown = [
            replace(section, paragraphs=((_statement(section.text.replace(said, there), note),),))
            for section in note.shown
        ]


def _statement(text: str, note: Note) -> FiledStatement:
    statement = note.statements[0]
    return replace(statement, pieces=write(tuple(text.split())))


@pytest.mark.parametrize("template", ["soap", "consult"])
@given(
    st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join), max_size=6),
    st.lists(st.sampled_from(SectionKind), min_size=1, max_size=6),
)
def test_a_filed_note_is_what_was_said(template: str, texts: list[str], kinds: list[SectionKind]) -> None:
    """Whatever is said and wherever it is filed: no fact of the note differs."""
    prove(noted(texts, kinds, template))


@pytest.mark.parametrize(
    ("said", "there", "told"),
    [
        ("10", "100", "dose changed in line 2"),
        ("left", "right", "side changed in line 5"),
        ("No fever", "Fever", "negation missing in line 2"),
        ("daily", "weekly", "frequency changed in line 2"),
    ],
)
def test_a_note_that_is_not_what_was_said_is_refused(said: str, there: str, told: str) -> None:
    """The error names kind and place, has exit code 14, and holds no word of the note."""
    with pytest.raises(FactsDiffer) as refused:
        prove(Altered(NOTE, said, there))
    assert f"({told})" in str(refused.value)
    assert "lisinopril" not in str(refused.value)
    assert refused.value.exit_code == 14


def test_a_statement_that_stands_under_no_heading_is_missed() -> None:
    """The gate does not take the sections' word for what was said."""
    assert NOTE.sections[0].title == "Subjective"
    lost = NoteSection("Subjective", (), WhenEmpty.OMIT)
    with pytest.raises(FactsDiffer):
        prove(replace(NOTE, sections=(lost, *NOTE.sections[1:])))


def test_headings_of_the_template_are_no_facts_of_hers() -> None:
    """A heading "Left eye", or what a template writes where nothing was said, raises no alarm."""
    section = replace(NOTE.sections[0], title="Left eye, 2 days")
    empty = NoteSection("Right eye", (), WhenEmpty.NOT_DICTATED)
    prove(replace(NOTE, sections=(section, empty, *NOTE.sections[1:])))
    not_filed = replace(NOTE.sections[0], title=NOT_FILED)
    prove(replace(NOTE, sections=(not_filed, *NOTE.sections[1:])))


def kept(text: str) -> KeptNote:
    """A note of the vault whose text is this, and whose sections say that the dose is 10 mg."""
    data = '{"sections": [{"title": "Plan", "text": "Aspirin 10 mg."}]}'
    return KeptNote(1, DictationId("d"), "soap", 0, text, data, has_sound=False)


def test_a_kept_note_is_held_against_the_text_that_was_delivered() -> None:
    """What is copied from the history has the facts of what was handed over then."""
    whole = kept("Plan:\nAspirin 10 mg.")
    assert as_text(whole) == whole.text
    prove(whole)
    with pytest.raises(FactsDiffer):
        prove(kept("Plan:\nAspirin 1 mg."))


def test_only_some_of_many_differences_are_told() -> None:
    """A message stays a sentence."""
    assert str(FactsDiffer(("dose changed",) * 9)).count("dose changed") == 3
