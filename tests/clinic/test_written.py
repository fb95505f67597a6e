"""Spoken form → written form: the golden pairs, numbers against another reading of them, and that no word is lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken.clinic.written import text_of, write
from plainspoken.dictation.understand import Spoken, sentences
from words import words

PAIRS = [
    line.split("\t")
    for line in (Path(__file__).parents[1] / "data" / "written" / "pairs.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
CATEGORIES = sorted({category for category, _, _ in PAIRS})

VOCABULARY = [
    *[
        "one",
        "two",
        "three",
        "five",
        "nine",
        "ten",
        "twelve",
        "fifteen",
        "twenty",
        "forty",
        "ninety",
        "hundred",
        "thousand",
        "million",
        "oh",
        "point",
    ],
    *[
        "and",
        "a",
        "half",
        "third",
        "quarter",
        "first",
        "second",
        "twenty-five",
        "two-thirds",
        "over",
        "to",
        "or",
        "by",
        "out",
        "of",
        "times",
        "plus",
    ],
    *[
        "milligrams",
        "milligram",
        "micrograms",
        "units",
        "percent",
        "per",
        "kilogram",
        "day",
        "days",
        "year",
        "old",
        "tablets",
        "tablet",
    ],
    *[
        "grade",
        "stage",
        "type",
        "B",
        "b",
        "T",
        "L",
        "S",
        "C",
        "a",
        "m",
        "p.m.",
        "q",
        "d",
        "QD",
        "march",
        "may",
        "in",
        "at",
        "comma",
        "period",
        "slash",
        "hyphen",
        "open",
    ],
    *[
        "close",
        "paren",
        "colon",
        "pain,",
        "fever.",
        "the",
        "blood",
        "pressure",
        "5",
        "40",
        "2.50",
        ".5",
        "1,200",
        "mg",
        "U",
        "µg",
        "The",
        "is",
        "no",
    ],
    *["zebra", "zebra,", "ninety/zebra", "zebra-five"],
]
SPEECH = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=12).map(tuple)

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
)
ONES = [*_ONES.split(), "seventeen", "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(value: int, *, joint: str = " and ", hyphen: str = "-") -> str:
    """A number in words."""
    if value >= 1000:
        rest = f" {spelled(value % 1000, joint=joint, hyphen=hyphen)}" if value % 1000 else ""
        return f"{spelled(value // 1000, joint=joint, hyphen=hyphen)} thousand{rest}"
    if value >= 100:
        rest = f"{joint}{spelled(value % 100, hyphen=hyphen)}" if value % 100 else ""
        return f"{ONES[value // 100]} hundred{rest}"
    if value < 20:
        return ONES[value]
    return TENS[value // 10] + (f"{hyphen}{ONES[value % 10]}" if value % 10 else "")


def written(spoken: str) -> str:
    """What is written for a text, sentence by sentence."""
    done, rest = sentences(words(spoken))
    said = [*done, *([Spoken(rest)] if rest else [])]
    return " ".join(text_of(write(tuple(word.text for word in sentence.words))) for sentence in said)


def test_there_are_four_hundred_pairs_and_none_is_there_twice() -> None:
    """A pair that was lost by a slip would be missed by no other test."""
    assert len(PAIRS) >= 600
    assert len({spoken for _, spoken, _ in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_golden_pairs_are_written_as_they_should_be(category: str) -> None:
    """All of a category, so that one run shows everything that a change has cost."""
    wrong = [
        (spoken, want, got)
        for name, spoken, want in PAIRS
        if name == category and (got := written(spoken)) != want
    ]
    assert wrong == []


def test_what_is_written_is_written_the_same_again() -> None:
    """A note that is read in again as a transcript does not change."""
    changed = [(want, got) for _, _, want in PAIRS if (got := written(want)) != want]
    assert changed == []


@given(SPEECH)
def test_every_word_belongs_to_one_piece_and_every_piece_to_words(said: tuple[str, ...]) -> None:
    """The ranges part the words in their order, whatever is said."""
    pieces = write(said)
    assert [n for piece in pieces for n in range(piece.first, piece.last)] == list(range(len(said)))
    assert all(piece.text for piece in pieces)


@given(SPEECH)
def test_a_word_that_no_rule_knows_is_in_the_text_as_often_as_it_was_said(said: tuple[str, ...]) -> None:
    """No rule swallows a word that it does not write."""
    assert text_of(write(said)).count("zebra") == " ".join(said).count("zebra")


@given(SPEECH)
def test_digits_are_written_only_for_digits_or_number_words(said: tuple[str, ...]) -> None:
    """No number comes from nowhere."""
    for piece in write(said):
        if any(letter.isdigit() for letter in piece.text):
            source = " ".join(said[piece.first : piece.last]).casefold()
            assert any(letter.isdigit() for letter in source) or set(source.replace("-", " ").split()) & {
                *ONES,
                *TENS,
                *("hundred", "thousand", "first", "second", "third"),
            }, piece


@given(SPEECH)
def test_digits_that_the_recogniser_wrote_stay(said: tuple[str, ...]) -> None:
    """All of them, in their order; but for the zeros of "2.50 mg" and the one before ".5"."""
    out = text_of(write(said)).replace("0.5", ".5").replace("2.5 ", "2.50 ")
    place = 0
    for word in said:
        if word[-1].isdigit():
            found = out.find(word, place)
            assert found >= 0 or word == "2.50", (word, out)
            place = max(place, found)


@given(st.integers(1, 9_999), st.sampled_from([" ", " and "]), st.sampled_from([" ", "-"]))
def test_a_dose_is_the_number_that_was_said(value: int, joint: str, hyphen: str) -> None:
    """Read by one way of counting, spelled by another."""
    said = f"{spelled(value, joint=joint, hyphen=hyphen)} milligrams"
    assert written(said) == f"{value:,} mg"


@given(st.integers(0, 99), st.integers(0, 999))
def test_a_decimal_is_said_digit_by_digit(whole: int, behind: int) -> None:
    """No digit behind the point is lost where the value is measured, not given."""
    said = f"creatinine {spelled(whole)} point {' '.join(ONES[int(digit)] for digit in str(behind))}"
    assert written(said) == f"creatinine {whole}.{behind}"


@given(st.integers(70, 250), st.integers(30, 140), st.booleans())
def test_a_blood_pressure_is_a_stroke_between_two_numbers(upper: int, lower: int, shortly: bool) -> None:
    """With or without the word "hundred"."""

    def said(value: int) -> str:
        if shortly and value > 100 and value % 100 >= 10:
            return f"{ONES[value // 100]} {spelled(value % 100, hyphen=' ')}"
        return spelled(value)

    text = f"blood pressure {said(upper)} over {said(lower)}"
    assert (written(text) == f"blood pressure {upper}/{lower}") == (lower < upper)


@given(st.integers(2, 9), st.integers(10, 99), st.sampled_from(["tablet", "tablets", "capsules"]))
def test_a_count_and_a_strength_that_cannot_be_told_apart_stay_words(
    count: int, strength: int, solid: str
) -> None:
    """Two tablets of 50 mg, or some of 250 mg: only she knows."""
    said = f"take {ONES[count]} {spelled(strength, hyphen=' ')} milligram {solid}"
    assert written(said) == said


@pytest.mark.parametrize(
    ("said", "pieces"),
    [
        ("pain, comma, no fever", [("pain,", 0, 2), ("no", 2, 3), ("fever", 3, 4)]),
        ("ten milligrams daily", [("10 mg", 0, 2), ("daily", 2, 3)]),
        ("open paren one gram close paren", [("(1 g)", 0, 6)]),
        ("follow hyphen up", [("follow-up", 0, 3)]),
        ("one forty over ninety", [("140/90", 0, 4)]),
    ],
)
def test_a_piece_knows_the_words_it_was_written_for(said: str, pieces: list[tuple[str, int, int]]) -> None:
    """Whoever doubts a number can ask what was said."""
    assert [(piece.text, piece.first, piece.last) for piece in write(tuple(said.split()))] == pieces
