"""Her vocabulary as a file and as a list: mistakes have their place, and take nothing else with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken.clinic.vocabulary import Replacement, parse_vocabulary
from plainspoken.clinic.vocabulary.lines import read_lines

GOOD = """# mine
words = ["Kjeldgaard", "Zorp Clinic"]

[replacements]
zarelto = "Xarelto"
"metro prolol" = "metoprolol"
"""


def test_words_and_replacements_are_read() -> None:
    """In the order that she gave them."""
    read = parse_vocabulary(GOOD, "v.toml")
    assert read.mistakes == ()
    assert read.vocabulary.words == ("Kjeldgaard", "Zorp Clinic")
    assert read.vocabulary.replacements == (
        Replacement("zarelto", "Xarelto"),
        Replacement("metro prolol", "metoprolol"),
    )
    assert {"kjeldgaard", "zorp", "clinic", "xarelto"} <= read.vocabulary.known


def test_an_empty_file_is_an_empty_vocabulary() -> None:
    """As is none."""
    assert parse_vocabulary("", "v.toml").vocabulary.replacements == ()


@pytest.mark.parametrize(
    ("old", "new", "place", "says", "left"),
    [
        ('"Zorp Clinic"', '"B12"', "line 2, column 24", "it has a digit", (1, 2)),
        ('zarelto = "Xarelto"', 'afebrile = "febrile"', "line 5, column 1", "a word by itself", (2, 1)),
        ('"metro prolol"', "'two zorps'", "line 6, column 1", "part of a number", (2, 1)),
        ('zarelto = "Xarelto"', "zarelto = 5", "line 5, column 1", "is not a text", (2, 1)),
        ("words =", "wrods =", "line 2, column 1", 'unknown key "wrods"', (0, 2)),
        ('["Kjeldgaard", "Zorp Clinic"]', '"Zorp"', "line 2, column 1", "not a list of texts", (0, 2)),
        ("[replacements]\n", "", "line 4, column 1", "unknown key", (2, 0)),
    ],
)
def test_a_mistake_is_named_with_its_place_and_the_rest_is_taken(
    old: str, new: str, place: str, says: str, left: tuple[int, int]
) -> None:
    """A refused entry is as if it were not there."""
    read = parse_vocabulary(GOOD.replace(old, new), "v.toml")
    told = str(read.mistakes[0])
    assert f"Vocabulary v.toml, {place}: " in told
    assert says in told
    assert (len(read.vocabulary.words), len(read.vocabulary.replacements)) == left
    assert not read.unusable


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (GOOD.replace('"Xarelto"', '"Xarelto'), "line 5, column 19"),
        (GOOD + 'zarelto = "again"\n', "line 7, column 18"),
        (GOOD.replace('["Kj', '["Kj\x00'), "line 2, column 13"),
        ("words = [", "line 1, column 10"),
    ],
)
def test_what_is_no_toml_is_not_used_at_all(source: str, place: str) -> None:
    """Half a file is not taken for the whole of it."""
    read = parse_vocabulary(source, "v.toml")
    assert read.unusable
    (mistake,) = read.mistakes
    assert f"Vocabulary v.toml, {place}: this is not valid TOML." in str(mistake)
    assert read.vocabulary.words == ()


@given(st.text(max_size=60))
def test_no_file_breaks_it(source: str) -> None:
    """Whatever stands in it."""
    for text in (source, GOOD + source, f'[replacements]\n"{source}" = "{source}"'):
        read = parse_vocabulary(text, "v.toml")
        assert all(mistake.remedy for mistake in read.mistakes)


def test_a_list_has_a_word_a_line_or_two_columns() -> None:
    """A head, empty lines and blanks around the cells are no entries."""
    lines = read_lines('Heard, Written\r\n\r\nKjeldgaard\r\nzarelto , Xarelto\r\n"jay  vick","GVHD",,\r\n')
    assert [(line.number, line.entry) for line in lines] == [
        (3, "Kjeldgaard"),
        (4, Replacement("zarelto", "Xarelto")),
        (5, Replacement("jay vick", "GVHD")),
    ]


def test_a_line_that_is_none_is_named_and_takes_no_other_with_it() -> None:
    """Neither a quote that is not closed nor a third column."""
    lines = read_lines('zorp\n"zip,zap\na,b,c\n,zap\nblimf\n')
    assert [(line.number, bool(line.problem)) for line in lines] == [
        (1, False),
        (2, True),
        (3, True),
        (4, False),
        (5, False),
    ]
    assert lines[3].entry == Replacement("", "zap")


@given(st.text(max_size=80))
def test_no_list_breaks_it(text: str) -> None:
    """And each line is told at most once."""
    numbers = [line.number for line in read_lines(text)]
    assert numbers == sorted(set(numbers))
