"""What is let into the vocabulary, and what is refused: no valid term can turn into another one."""

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken.clinic.facts.lexicon import drugs
from plainspoken.clinic.lexicon import listed
from plainspoken.clinic.vocabulary import LetIn, Replacement, let_in
from plainspoken.clinic.vocabulary.entries import runs, said
from plainspoken.clinic.vocabulary.refusals import why_no_word, why_not

GROUPS = [
    line.split("\t")[1:]
    for line in (Path(__file__).parents[2] / "data" / "vocabulary" / "look_alike.tsv")
    .read_text()
    .splitlines()
    if not line.startswith("#")
]
PAIRS = [pair for group in GROUPS for pair in permutations(group, 2)]


def refused(heard: str, written: str) -> str:
    """Why, by an empty vocabulary."""
    return why_not(Replacement(heard, written), LetIn())


@pytest.mark.parametrize(("heard", "written"), PAIRS)
def test_look_alike_names_and_terms_are_refused_both_ways(heard: str, written: str) -> None:
    """Those that users reported, FDA's tall-man names and ISMP's, in any capitals and with an ending."""
    by_itself = "is a word by itself, and may be what was said"
    assert refused(heard, written) == f"“{heard}” {by_itself}"
    assert refused(heard.capitalize(), written.upper())
    assert refused(f"{heard}s", written)
    assert refused(f"the {heard}", f"the {written}")


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("hypo tension", "hypertension"),
        ("hyper-tension", "hypotension"),
        ("hypotenshun", "hypertension"),
        ("hyperkalimia", "hypokalemia"),
        ("prednisolon", "prednisone"),
        ("chlorpropamid", "chlorpromazine"),
        ("hydroxyzin", "hydralazine"),
    ],
)
def test_a_misheard_valid_term_is_not_turned_into_another_one(heard: str, written: str) -> None:
    """In two parts, or with a slip, it is still nearer to the term that it is."""
    assert refused(heard, written)


@pytest.mark.parametrize(
    ("heard", "written", "why"),
    [
        ("z0rp", "Zorp", "it has a digit"),
        ("zorp", "B12", "it has a digit"),
        ("zorp twenty", "Zorp", "“twenty” may be part of a number"),
        ("zorp", "five", "“five” may be part of a number"),
        ("zorp", "third Zorp", "“third” may be part of a number"),
        ("zorp milligrams", "Zorp", "or a unit"),
        ("zorp", "mcg", "or a unit"),
        ("zorp", "tablet", "or a unit"),
        ("zorp left", "Zorp", "“left” may be"),
        ("zorp", "bilateral", "a side or a negation"),
        ("no zorp", "Zorp", "negation"),
        ("zorp", "not done", "a side or a negation"),
        ("zorp", "doesn't", "a side or a negation"),
        ("zorp free", "Zorp", "a side or a negation"),
        ("zorp daily", "Zorp", "a frequency"),
        ("zorp", "by mouth", "a frequency, a route"),
        ("zorp", "allergic", "tells of an allergy"),
        ("zorp", "March", "a date"),
        ("x", "Zorp", "“x” is a single letter"),
        ("zorp", "a b", "“a” is a single letter"),
        ("x-zorp", "Zorp", "“x” is a single letter"),
        ("scratch that", "zorp", "a spoken command"),
        ("zorp", "new paragraph", "a spoken command"),
        ("zorp next section", "zap", "a spoken command"),
        ("zorp comma", "zorp", "a spoken mark"),
        ("zorp colon", "zap", "a spoken mark"),
        ("plan", "zorp", "a spoken heading"),
        ("zorp", "Past Medical History", "a spoken heading"),
        ("", "zorp", "it is empty"),
        ("zorp", "  ", "it is empty"),
        ("zorp,", "zap", "no letter, hyphen or apostrophe"),
        ("zorp", "<b>", "no letter, hyphen or apostrophe"),
        ("zorp", "zap " * 9, "more than 8 words"),
        ("zorp", "z" * 101, "or 100 letters"),
        ("zorp", "zorp zap", "would be found again"),
        ("start zorpol", "stop zorpol", "“start” is a term by itself"),
        ("metoprolol zorp", "atenolol", "“metoprolol” is a term by itself"),
        ("abscent", "present", "“abscent” is like “absent”"),
        ("abcent zorp", "Zorp", "would mean something else"),
        ("lefft", "leg", "“lefft” is like “left”"),
        ("nevr", "ever", "“nevr” is like “never”"),
        ("lasik", "Lasix", "“lasik” is a word by itself"),
        ("in continent", "incontinent", "made of words that notes use"),
        ("cab bage", "CABG", "is “cabbage” in two parts"),
        ("un remarkable", "unremarkable", "“remarkable” is a term by itself"),
        ("chest pain", "chest strain", "made of words that notes use"),
        ("or", "OR", "“or” is a word by itself"),
        ("plavicks", "Paxil", "“plavicks” is like “plavix”"),
        ("insulin glargeen", "insulin lispro", "“glargeen” is like “glargine”"),
        ("zarelto", "", "it is empty"),
        ("cabbage", "CABG", "“cabbage” is a word by itself"),
    ],
)
def test_what_is_refused_is_refused_with_the_reason(heard: str, written: str, why: str) -> None:
    """Numbers, units, sides, negations, letters, commands, headings, and what may well have been said."""
    assert why in refused(heard, written)


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("metroprolol", "metoprolol"),
        ("glargeen", "glargine"),
        ("metro prolol", "metoprolol"),
        ("metoprolol sucks innate", "metoprolol succinate"),
        ("lisinipril", "lisinopril"),
        ("zarelto", "Xarelto"),
        ("jar dance", "Jardiance"),
        ("hypertenshun", "hypertension"),
        ("tacky cardia", "tachycardia"),
        ("jay vick", "GVHD"),
        ("cabbage surgery", "CABG surgery"),
        ("tylenol", "Tylenol"),
        ("post op", "post-op"),
        ("Kjeldgård’s", "Kjeldgaard's"),
    ],
)
def test_what_is_no_word_or_no_phrase_of_notes_is_let_in(heard: str, written: str) -> None:
    """What recognisers make of names: it could not have been said."""
    assert refused(heard, written) == ""


@given(st.sampled_from(sorted(drugs())), st.sampled_from(["metoprolol", "Zorp", "hypotension"]))
def test_no_drug_is_replaced_by_anything_else(drug: str, written: str) -> None:
    """Not one of all the names that there are."""
    assert refused(drug, written) or said(drug) == said(written)


@given(st.sampled_from(sorted(listed("notes"))), st.sampled_from(["metoprolol", "Zorp", "hypotension"]))
def test_no_word_of_notes_is_replaced_by_anything_else(word: str, written: str) -> None:
    """Nor any word that notes use."""
    assert refused(word, written) or said(word) == said(written)


def test_twice_the_same_chains_and_cycles_are_refused() -> None:
    """What is written for one is never heard for another, whichever came first."""
    there = LetIn()
    for one in (Replacement("zorp", "Zip zap"), Replacement("blimf", "blomf"), "kjeld"):
        assert not let_in(there, one)
    assert "it is written as “Zip zap” already" in let_in(there, Replacement("Zorp", "Zap"))
    assert "a chain" in let_in(there, Replacement("glurg", "the zorp"))
    assert "a chain" in let_in(there, Replacement("zip zap", "glurg"))
    assert "a chain" in let_in(there, Replacement("blomf", "blimf"))
    assert "a word of your own" in let_in(there, Replacement("Kjeld", "Zap"))
    assert not let_in(there, Replacement("zorp", "Zip zap"))
    assert len(there.vocabulary.replacements) == 2


SOUNDS = ["zorp", "blimf", "glurg", "kwuz", "vrint"]
PHRASES = st.lists(st.sampled_from(SOUNDS), min_size=1, max_size=3).map(" ".join)


@given(st.lists(st.builds(Replacement, PHRASES, PHRASES), max_size=8))
def test_nothing_that_is_written_is_heard_for_something_whatever_is_entered(
    entries: list[Replacement],
) -> None:
    """So one pass is as good as any number of them."""
    there = LetIn()
    for entry in entries:
        let_in(there, entry)
    vocabulary = there.vocabulary
    for one in vocabulary.replacements:
        found = [run for run in runs(said(one.written)) if run in vocabulary.by_said]
        assert found in ([], [one.said])
        assert not found or said(one.written) == one.said


def test_a_word_of_her_own_may_be_any_word_or_name() -> None:
    """It replaces nothing; only what is no word is refused."""
    assert not why_no_word("Kjeldgaard")
    assert not why_no_word("hypertension")
    assert not why_no_word("St Olav's Hospital")
    assert why_no_word("B12")
    assert why_no_word("q")
