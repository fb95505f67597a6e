"""The tabular list that is installed, and the process that searches it."""

import sys
from pathlib import Path

import pytest

from plainspoken.adapters.code_process import find_codes
from plainspoken.adapters.icd_titles import release, titles
from plainspoken.clinic.tearoffs import candidates
from plainspoken.dictation.errors import DesktopError

DIAGNOSES = [
    line.split("\t")
    for line in (Path(__file__).parents[1] / "data" / "tear_offs" / "diagnoses.tsv")
    .read_text("utf-8")
    .splitlines()
    if not line.startswith("#")
]
LEAST_FOUND = 100
"""Of 104; 102 with the list of April 2026. Another year's list may lose one or two."""


def test_the_list_has_the_codes_that_can_be_used() -> None:
    """None with others below it, each with its title; those that need a seventh character are known."""
    known = {title.code: title for title in titles()}
    assert len(known) > 30_000
    assert known["I10"].title == "Essential (primary) hypertension"
    assert "E11" not in known
    assert known["T78.40"].extended
    assert not known["E11.9"].extended
    assert any("artery" in term and "disease" in term for term in known["I25.10"].terms)
    assert release()


def test_diagnoses_as_they_are_dictated_have_their_code_among_the_candidates() -> None:
    """The figure that benchmarks/tear_offs.py prints; the list has one author with the rules."""
    found = candidates([said for said, _ in DIAGNOSES], titles())
    right = [
        code in {one.code for one in coded.candidates}
        for (_, code), coded in zip(DIAGNOSES, found, strict=True)
    ]
    assert sum(right) >= LEAST_FOUND


def test_a_child_process_finds_the_same() -> None:
    """What goes through the pipes comes back whole."""
    said = ["Hypertension.", "No pneumonia.", "Possible closed head injury."]
    assert find_codes(said) == candidates(said, titles())
    assert find_codes([]) == ()


@pytest.mark.parametrize(
    "program",
    ["import sys; sys.exit(3)", "print('[{}]')", "print('no json')", "print('[{\"candidates\": 1}]')"],
)
def test_a_child_that_fails_is_told_without_her_words(program: str) -> None:
    """Neither in the sentence nor in what caused it."""
    with pytest.raises(DesktopError) as failed:
        find_codes(["Zebra syndrome."], [sys.executable, "-c", program])
    assert "Zebra" not in str(failed.value)
    assert failed.value.__cause__ is None
    assert failed.value.__suppress_context__
