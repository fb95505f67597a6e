"""How much of a document a tagger's model is shown."""

from hypothesis import given
from hypothesis import strategies as st

from plainspoken_models.contracts import SectionKind
from plainspoken_models.engines.prompt import examples, introduction, window_start

LENGTHS = st.lists(st.integers(1, 50), min_size=1, max_size=60)


@given(LENGTHS)
def test_what_is_shown_fits(lengths: list[int]) -> None:
    """The row never holds more than it has room for, and always the last statement."""
    first = window_start(lengths, 120, 60)
    assert 0 <= first < len(lengths)
    assert sum(lengths[first:]) <= 120


def test_a_document_that_fits_is_shown_whole() -> None:
    """Up to the last token, nothing is left out."""
    assert window_start([40, 40, 40], 120, 60) == 0
    assert window_start([40, 40, 41], 120, 60) == 1
    assert window_start([50, 70, 1], 120, 60) == 2


@given(LENGTHS, st.integers(0, 60))
def test_the_past_is_shown_alike_whatever_follows(lengths: list[int], cut: int) -> None:
    """The row begins further back for a shorter document: going back never shows less than was shown then."""
    assert window_start(lengths[: cut + 1], 120, 60) <= window_start(lengths, 120, 60)


def test_every_kind_is_introduced() -> None:
    """Each kind has its letter, in order, and a sentence as an example."""
    lines = introduction().splitlines()
    assert [line[:4] for line in lines if " = " in line] == [f"{letter} = " for letter in "ABCDEFGHIJKLMNOP"]
    assert [kind for _, kind in examples()] == list(SectionKind)
