"""Which words are words, and which are like one another."""

import pytest

from plainspoken.clinic.lexicon import SortedWords, is_clinical, is_everyday, is_word, listed
from plainspoken.clinic.lexicon.likeness import drug_names, likeness, sound, terms

LISTS = ("notes", "everyday", "english", "medical", "more_drugs")


@pytest.mark.parametrize("name", LISTS)
def test_every_word_of_a_list_is_found_in_it_and_no_other_is(name: str) -> None:
    """It is searched by halves, so it has to be sorted by its bytes; the head is none of its words."""
    found = listed(name)
    words = list(found)
    assert words == sorted(set(words), key=str.encode)
    assert all(word in found for word in words)
    assert not any(f"{word}\x7f" in found or f"{word[:-1]}\x7f" in found for word in words[::50])
    assert "#" not in found
    assert "" not in found


def test_no_word_is_in_two_lists() -> None:
    """So that what is everyday is not clinical."""
    words = [word for name in LISTS[:4] for word in listed(name)]
    assert len(words) == len(set(words))


def test_an_empty_list_has_no_word() -> None:
    """Nor has one with nothing but a head."""
    assert "a" not in SortedWords(b"")
    assert "a" not in SortedWords(b"# of nothing\n")
    assert "a" in SortedWords(b"# a head\n# of two lines\na\n")


def test_words_are_words_inflected_too() -> None:
    """And with a usual beginning, or a hyphen."""
    for word in ("hypertension", "afebrile", "metoprolol", "exacerbations", "rehydration", "x-ray", "didn't"):
        assert is_word(word)
    for word in ("metroprolol", "zorp", "lisinipril", "q", "zorp-ray"):
        assert not is_word(word)
    assert is_clinical("ilium")
    assert is_everyday("cabbage")
    assert not is_everyday("pain")


def test_what_sounds_alike_is_alike() -> None:
    """However it is spelt."""
    assert sound("fysicks") == sound("physics")
    assert likeness("zarelto", "xarelto") > 0.85
    assert likeness("xarelto", "xarelto") == 1.0
    assert likeness("xarelto", "metformin") < 0.5


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("lisinipril", "lisinopril"),
        ("metroprolol", "metoprolol"),
        ("clenol", "clenil"),
        ("zarelto", "xarelto"),
    ],
)
def test_the_likest_name_is_the_one_that_was_meant(heard: str, meant: str) -> None:
    """As real recognisers have misheard them."""
    assert drug_names().nearest(heard, 0.7)[0].name == meant


def test_no_more_are_named_than_are_asked_for_and_none_that_are_less_like_it() -> None:
    """The likest first."""
    found = drug_names().nearest("cetrizine", 0.6, 5)
    assert len(found) == 5
    assert [one.likeness for one in found] == sorted((one.likeness for one in found), reverse=True)
    assert drug_names().nearest("qqqqqqq", 0.6) == ()
    assert terms().nearest("hypothyrodism", 0.8)[0].name == "hypothyroidism"
