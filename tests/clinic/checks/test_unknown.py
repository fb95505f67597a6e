"""Words in no list that are like a name: underlined, with what may have been meant, and never replaced."""

import pytest

from clinic.checks.notes import MEDICATIONS, PLAN, heard, note, quoted
from plainspoken.clinic.checks import CheckedNote
from plainspoken.clinic.checks.unknown import unknown


def found(text: str, own: frozenset[str] = frozenset()) -> dict[str, tuple[str, ...]]:
    """What is underlined of a text, with the candidates."""
    checked = CheckedNote(note((PLAN, text)).statements, own)
    findings = unknown(checked)
    return {
        words: names
        for one in findings
        for words, names in zip(quoted((one,), checked)[0], one.candidates, strict=True)
    }


@pytest.mark.parametrize(
    ("text", "words", "meant"),
    [
        ("Start lisinipril 10 mg daily.", "lisinipril", "lisinopril"),
        ("She takes Zarelto.", "Zarelto", "xarelto"),
        ("A course of trimethoprine.", "trimethoprine", "trimethoprim"),
        ("His clenol's dose", "clenol's", "clenil"),
        ("Known hypothyrodism.", "hypothyrodism", "hypothyroidism"),
        ("She takes metro prolol daily.", "metro prolol", "metoprolol"),
    ],
)
def test_what_is_no_word_and_like_a_name_is_underlined(text: str, words: str, meant: str) -> None:
    """A drug's, or another term's; what may have been meant comes first of at most three."""
    ((underlined, names),) = found(text).items()
    assert underlined == words
    assert names[0] == meant
    assert len(names) <= 3


@pytest.mark.parametrize(
    "text",
    [
        "The patient was seen by the neighbour with rehydration salts, and didn't mind the takeaway.",
        "Seen with Dr. Lisinipril and Mrs. Zarelto.",
        "He lives in Clerkenwell with the Chowdhurys.",
        "Lisinopril, paracetamol, and salbutamol.",
        "zorp glurg kwuzzle",
        "He had LASIK, wears an Omnipod, and had the Moderna vaccine before Omicron.",
        "lisinipril/hctz, p.o.lisinipril",
        "x lis zar",
    ],
)
def test_plain_words_names_of_people_and_what_is_like_nothing_are_not(text: str) -> None:
    """Few alarms are worth more than one more slip found."""
    assert found(text) == {}


def test_a_word_of_her_own_is_known_and_is_suggested() -> None:
    """For what is like it."""
    own = frozenset({"kjeldgaard", "zarelto"})
    assert found("Refer to Kjeldgaard, on Zarelto.", own) == {}
    assert found("Refer to Kjeldgard.", own) == {"Kjeldgard": ("kjeldgaard",)}
    assert found("Refer to Kjeldgard.") == {}


def test_a_word_that_was_hardly_heard_is_underlined_where_it_is_very_like_a_drug() -> None:
    """Though it is one that there is; not where the recogniser was sure, nor a drug's name itself."""
    doubtful = heard(MEDICATIONS, ("takes", 0.9), ("allegro", 0.2))
    (one,) = unknown(doubtful)
    assert quoted((one,), doubtful) == [["allegro"]]
    assert one.candidates == (("allegra",),)
    assert unknown(heard(MEDICATIONS, ("takes", 0.9), ("allegro", 0.9))) == ()
    assert unknown(heard(MEDICATIONS, ("takes", 0.9), ("sorrel", 0.1))) == ()
    assert unknown(heard(MEDICATIONS, ("takes", 0.9), ("allegra", 0.1))) == ()


def test_there_is_one_finding_with_all_places() -> None:
    """In the order they were said; the message has none of her words."""
    checked = note((MEDICATIONS, "Lisinipril, zarelto."), (PLAN, "Stop lisinipril."))
    (one,) = unknown(checked)
    assert quoted((one,), checked) == [["Lisinipril", "zarelto", "lisinipril"]]
    assert [names[0] for names in one.candidates] == ["lisinopril", "xarelto", "lisinopril"]
    assert "lisinipril" not in one.message
    assert unknown(note()) == ()
