"""A vocabulary at work on the words of a statement: literal, once, and nothing but what it was made for."""

from hypothesis import given
from hypothesis import strategies as st

from plainspoken.clinic.facts import FactKind, facts_of
from plainspoken.clinic.vocabulary import LetIn, Replacement, Vocabulary, let_in
from plainspoken.clinic.written import Replaced, Written, text_of, write

ENTRIES = {
    "metro prolol": "metoprolol",
    "metro prolol sucks innate": "metoprolol succinate",
    "zarelto": "Xarelto",
    "jay vick": "GVHD",
    "kjeld": "Kjeldgaard's",
}


def vocabulary(entries: dict[str, str]) -> Vocabulary:
    """One that takes all of these."""
    there = LetIn()
    for heard, written in entries.items():
        assert let_in(there, Replacement(heard, written)) == ""
    return there.vocabulary


HERS = vocabulary(ENTRIES)


def written(text: str) -> str:
    """What is written for it."""
    return text_of(write(tuple(text.split()), HERS.rule))


def test_what_is_heard_is_written_as_she_wants_it() -> None:
    """In any capitals, with the marks around it, joined by a hyphen too; the longest is taken."""
    assert written("on Metro Prolol, and zarelto.") == "on metoprolol, and Xarelto."
    assert written("(metro-prolol)") == "(metoprolol)"
    assert written("metro prolol sucks innate daily") == "metoprolol succinate daily"
    assert written("metro prolol sucks") == "metoprolol sucks"
    assert written("Kjeld and kjeld.") == "Kjeldgaard's and Kjeldgaard's."


def test_words_with_a_mark_between_them_or_with_more_letters_are_others() -> None:
    """Literal means to the letter."""
    for text in ("metro, prolol", "metro prololol", "zareltos", "metro", "prolol metro", "zarelto-like"):
        assert written(text) == text


def test_a_number_next_to_it_is_written_as_it_is_next_to_anything() -> None:
    """The other rules see the words that were heard."""
    assert written("zarelto twenty milligrams") == "Xarelto 20 mg"
    assert written("zarelto comma metro prolol fifty two times a day") == (
        "Xarelto, metoprolol fifty two times a day"
    )


def test_a_piece_knows_what_was_heard_and_what_is_written() -> None:
    """Without the marks around it; and which words it stands for."""
    piece, mark = write(("(Metro", "Prolol,", "today)"), HERS.rule)
    assert (piece.text, piece.first, piece.last) == ("(metoprolol,", 0, 2)
    assert piece.replaced == (Replaced("Metro Prolol", "metoprolol"),)
    assert mark.replaced == ()
    (joined,) = write(("zarelto", "slash", "kjeld"), HERS.rule)
    assert [one.written for one in joined.replaced] == ["Xarelto", "Kjeldgaard's"]


WORDS = [
    *(
        "metro",
        "prolol",
        "Metro",
        "prolol,",
        "sucks",
        "innate",
        "zarelto",
        "Zarelto.",
        "jay",
        "vick",
        "kjeld",
    ),
    *(
        "jay-vick",
        "one",
        "forty",
        "over",
        "ninety",
        "twenty",
        "five",
        "milligrams",
        "point",
        "hundred",
        "two",
    ),
    *(
        "left",
        "no",
        "denies",
        "right",
        "comma",
        "period",
        "daily",
        "times",
        "a",
        "day",
        "q",
        "d",
        "L",
        "four",
    ),
    *("reflexes", "pain", "of", "March", "third", "units", "twice", "without", "aspirin", "and", "2", "mg"),
]
SPEECH = st.lists(st.sampled_from(WORDS), max_size=25).map(tuple)


@given(SPEECH)
def test_every_piece_without_a_replacement_is_as_it_would_be_without_a_vocabulary(
    words: tuple[str, ...],
) -> None:
    """Numbers, doses, units, sides and negations come out the same, whatever stands beside them."""
    pieces, plain = write(words, HERS.rule), write(words)
    assert [piece for piece in pieces if not piece.replaced] == [
        piece for piece in plain if not _within_replaced(piece.first, pieces)
    ]
    assert _facts(text_of(pieces)) == _facts(text_of(plain))


def _facts(text: str) -> list[tuple[FactKind, str]]:
    """What must not change. Negations are counted by the words that they negate; what negates is a piece that stays."""
    left_out = (FactKind.DRUG, FactKind.TERM, FactKind.NEGATION)
    return [(fact.kind, fact.value) for fact in facts_of(text) if fact.kind not in left_out]


@given(SPEECH)
def test_the_pieces_cover_every_word_once_and_in_order(words: tuple[str, ...]) -> None:
    """Every word of the note maps to spoken words, through a replacement too."""
    pieces = write(words, HERS.rule)
    assert [n for piece in pieces for n in range(piece.first, piece.last)] == list(range(len(words)))
    for piece in pieces:
        heard = " ".join(words[piece.first : piece.last])
        assert all(one.heard in heard and one.written in piece.text for one in piece.replaced)


@given(SPEECH)
def test_what_was_replaced_is_not_replaced_again(words: tuple[str, ...]) -> None:
    """A chain would need a second pass; none is let in."""
    once = text_of(write(words, HERS.rule))
    again = write(tuple(once.split()), HERS.rule)
    assert not any(one.heard.casefold() in ENTRIES.values() for piece in again for one in piece.replaced)


def _within_replaced(first: int, pieces: tuple[Written, ...]) -> bool:
    return any(piece.first <= first < piece.last for piece in pieces if piece.replaced)


def test_someone_without_a_vocabulary_has_her_words_as_they_were_heard() -> None:
    """The empty one has no rule that speaks."""
    words = ("metro", "prolol", "five", "milligrams")
    assert write(words, Vocabulary().rule) == write(words)
