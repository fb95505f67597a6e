"""What a statement shows is written for its own words, wherever she paused while she said them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.dictation.document import Document, FiledStatement
from plainspoken.dictation.file import finish, hear
from plainspoken.dictation.note import assemble
from plainspoken.dictation.understand import Spoken
from words import utterance

SOAP = find_template(shipped_templates(), "soap")
VOCABULARY = [
    "pain",
    "comma",
    "period",
    "Full",
    "stop.",
    "twenty",
    "five",
    "over",
    "percent",
    "open",
    "paren",
    "scratch",
    "that,",
]


def statements(*texts: str) -> tuple[FiledStatement, ...]:
    """What is filed of these utterances, a short pause after each; under "Plan" nobody has to be asked."""
    document, _ = hear(Document(SOAP), utterance("Plan."))
    start_ms = 2_000
    for text in texts:
        said = utterance(text, start_ms)
        document, _ = hear(document, said)
        start_ms = said.end_ms + 600
    return finish(document)[0].statements


@given(st.lists(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=12).map(" ".join), max_size=6))
def test_every_piece_is_written_for_words_of_its_statement_and_every_word_has_one_piece(
    texts: list[str],
) -> None:
    """What is written maps back to what was said, and the text is made of these pieces alone."""
    for statement in statements(*texts):
        covered = [n for piece in statement.pieces for n in range(piece.first, piece.last)]
        assert covered == list(range(len(statement.spoken.words)))
        assert all(piece.text and piece.first < piece.last for piece in statement.pieces)
        assert statement.text.casefold() == " ".join(piece.text for piece in statement.pieces).casefold()


@pytest.mark.parametrize(
    "said",
    [
        "no fever comma no chills period",
        "blood pressure one forty over ninety comma pulse eighty full stop",
        "take five to ten milligrams q d period",
        "he had a short period of rest period",
    ],
)
def test_where_she_pauses_changes_nothing_that_is_written(said: str) -> None:
    """A number, a dose or a mark may be cut in two by the end of a segment."""
    words_said = said.split()
    whole = [statement.text for statement in statements(said)]
    for cut in range(1, len(words_said)):
        halves = " ".join(words_said[:cut]), " ".join(words_said[cut:])
        assert [statement.text for statement in statements(*halves)] == whole


@pytest.mark.parametrize(
    ("template", "said", "text"),
    [
        ("soap", "Allergies: penicillin.", "Allergies: Penicillin."),
        ("soap", "Go to allergies. Penicillin. Latex.", "Allergies: Penicillin. Latex."),
        ("soap", "Allergies colon penicillin. Scratch that. Latex.", "Allergies: Latex."),
        ("soap", "Plan: rest.", "Rest."),
        ("progress", "Allergies: penicillin.", "Penicillin."),
    ],
)
def test_a_heading_that_the_template_has_not_stands_before_what_was_said_under_it(
    template: str, said: str, text: str
) -> None:
    """Once, in her word: "Penicillin." among the history would be a medicine. One of the template's own does not."""
    document, _ = hear(Document(find_template(shipped_templates(), template)), utterance(said))
    filled = [section.text for section in assemble(document).sections if section.paragraphs]
    assert filled == [text]


@pytest.mark.parametrize(
    "pieces",
    [
        ("he denies", "allergies", "to penicillin."),
        ("agrees with the", "plan", "and will return."),
        ("do not", "scratch that", "area."),
        ("no significant family history colon neoplasm.",),
        ("past surgical history colon resection in 2010.",),
    ],
)
def test_a_section_or_an_order_named_within_a_sentence_is_a_word_of_it(pieces: tuple[str, ...]) -> None:
    """Wherever she pauses: without it "he denies" would be all that is left of the sentence."""
    document = Document(SOAP)
    for number, piece in enumerate(pieces):
        document, _ = hear(document, utterance(piece, number * 1_500))
    document, _ = finish(document)
    assert len(document.statements) == 1
    assert document.removed == ()


def test_a_sentence_without_an_end_is_not_cut_within_a_number() -> None:
    """A hundred and twenty-five would become a hundred in one statement, and twenty-five in the next."""
    for before in range(70, 81):
        said = ("and so on " * 30).split()[:before]
        dose = "metoprolol one hundred twenty five milligrams and so on"
        document, _ = hear(Document(SOAP), utterance(f"{' '.join(said)} {dose}"))
        document, _ = finish(document)
        texts = [
            " ".join(part.texts) for part in (*(s.spoken for s in document.statements), *_waiting(document))
        ]
        assert any("one hundred twenty five milligrams" in text for text in texts), (before, texts)


def _waiting(document: Document) -> list[Spoken]:
    return [part for part in document.queue if isinstance(part, Spoken)]
