"""Required elements: whole words count, wherever they are said; nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken.clinic.required import Missing, elements_not_said
from plainspoken.clinic.templates import Element, Template, TemplateSection
from plainspoken_models.contracts import SectionKind

TEMPLATE = Template(
    "t",
    "T",
    (
        TemplateSection(
            "Steps",
            (SectionKind.PROCEDURE,),
            required=(
                Element("Estimated blood loss", ("Estimated blood loss", "blood loss", "EBL")),
                Element("Follow-up", ("Follow-up",)),
                Element("Complications", ("Complications",)),
            ),
        ),
        TemplateSection("Plan", (SectionKind.PLAN,), required=(Element("plan", ("plan",)),)),
    ),
)


def missing(*said: str, filled: tuple[str, ...] = ()) -> list[str]:
    """Names of what was not said."""
    return [one.name for one in elements_not_said(TEMPLATE, said, filled)]


ALL = ["Estimated blood loss", "Follow-up", "Complications", "plan"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("There were no complications.", "Complications"),
        ("COMPLICATIONS: none", "Complications"),
        ("ebl 50 cc", "Estimated blood loss"),
        ("The (estimated) blood, loss was 50.", "Estimated blood loss"),
        ("Follow up in a week.", "Follow-up"),
        ("follow-up", "Follow-up"),
        ("My plan’s simple. Plan: rest.", "plan"),
    ],
)
def test_an_element_is_dictated_where_its_words_are_said(said: str, name: str) -> None:
    """In any case, whatever punctuation stands around them; "no" and "none" are something said, too."""
    assert missing(said) == [other for other in ALL if other != name]


@pytest.mark.parametrize(
    "said",
    [
        "treble eble",
        "Complicationsfree",
        "blood and loss",
        "Blood losses, weight loss.",
        "the planet",
        "follow him up",
        "",
    ],
)
def test_parts_of_words_and_words_apart_do_not_count(said: str) -> None:
    """She has to have said it."""
    assert missing(said) == ALL


def test_words_of_two_sentences_make_no_phrase() -> None:
    """They speak of no blood loss, with "blood" at the end of one and "loss" at the start of the next."""
    assert "Estimated blood loss" in missing("We gave two units of blood", "Loss of sleep.")


def test_what_has_the_name_of_its_heading_is_there_where_anything_stands_under_it() -> None:
    """A plan need not call itself one. Another heading's words do not count for it."""
    assert "plan" not in missing(filled=("Plan",))
    assert missing(filled=("Steps",)) == ALL


def test_what_is_missing_is_told_with_its_heading() -> None:
    """In the template's order."""
    assert elements_not_said(TEMPLATE, ["plan"], ())[0] == Missing("Steps", "Estimated blood loss")


TEXTS = st.lists(
    st.lists(st.sampled_from(["No", "blood", "loss", "EBL", "plan", "complications,", "follow", "up.", "x"]))
)


@given(TEXTS, TEXTS)
def test_to_say_more_never_makes_an_element_missing(said: list[list[str]], more: list[list[str]]) -> None:
    """Whatever is said besides."""
    before, after = ([" ".join(words) for words in texts] for texts in (said, said + more))
    assert set(missing(*after)) <= set(missing(*before))
