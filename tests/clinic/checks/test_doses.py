"""Doses, units and abbreviations: when the rules speak, and when they keep silent."""

import pytest

from clinic.checks.notes import (
    EXAM,
    HPI,
    MEDICATIONS,
    PLAN,
    PMH,
    RESULTS,
    Said,
    note,
    quoted,
)
from plainspoken.clinic.checks import do_not_use, doses


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lisinopril 10 daily.", "Lisinopril 10"),
        ("Increase Lasix to 40 twice a day.", "Lasix to 40"),
        ("Lantus 20 at bedtime.", "Lantus 20"),
        ("Toprol-XL 50 q.d.", "Toprol-XL 50"),
        ("Clonidine 0.1 p.o. b.i.d.", "Clonidine 0.1"),
        ("Quetiapine at a dose of 100 at bedtime.", "Quetiapine at a dose of 100"),
    ],
)
def test_a_dose_without_its_unit(text: str, words: str) -> None:
    """A medicine, a number, and a frequency or a route right behind it."""
    checked = note((MEDICATIONS, text))
    assert quoted(doses.without_unit(checked), checked) == [[words]]


@pytest.mark.parametrize(
    "said",
    [
        (MEDICATIONS, "Lisinopril 10 mg daily."),
        (MEDICATIONS, "Lisinopril 10 milligrams daily."),
        (MEDICATIONS, "Lisinopril 10."),
        (MEDICATIONS, "Aspirin 1 daily."),
        (MEDICATIONS, "Aspirin 2 tablets daily."),
        (MEDICATIONS, "Percocet 5/325 every six hours."),
        (MEDICATIONS, "Augmentin 875-125 twice daily."),
        (MEDICATIONS, "Prednisone taper over 10 days."),
        (HPI, "She smokes 10 daily."),
        (RESULTS, "Lithium 10 every morning."),
        (PLAN, "Start metformin in 10 days."),
        (HPI, "Took ibuprofen 6 times daily."),
    ],
)
def test_numbers_that_are_no_doses_without_a_unit(said: Said) -> None:
    """With a unit, counting something else, a combination, or no medicine of ours."""
    assert doses.without_unit(note(said)) == ()


@pytest.mark.parametrize(
    "text", ["Lisinopril mg daily.", "Lasix milligrams twice a day.", "Give digoxin mcg, then rest."]
)
def test_a_unit_without_its_number(text: str) -> None:
    """The number between the medicine and its unit is missing."""
    assert len(doses.without_number(note((PLAN, text)))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Lisinopril 10 mg daily.",
        "Give a few milligrams.",
        "Lisinopril mg per day as before.",
        "Lisinopril mg 10 daily.",
        "Count milligrams.",
    ],
)
def test_units_that_need_no_number(text: str) -> None:
    """The number is elsewhere, or none is meant."""
    assert doses.without_number(note((PLAN, text))) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lantus 20 U at bedtime.", "20 U"),
        ("Insulin 5u with meals.", "5u"),
        ("Vitamin D 1000 IU.", "IU"),
        ("Lisinopril 10 mg QD.", "QD."),
        ("Lisinopril 10 mg q.d., as before.", "q.d."),
        ("Digoxin 0.125 mg qod.", "qod."),
        ("Prednisone 5.0 mg daily.", "5.0"),
        ("Clonidine .1 mg daily.", ".1"),
        ("MS 2 mg IV.", "MS"),
        ("MSO4 as needed.", "MSO4"),
        ("Give MgSO4 now.", "MgSO4"),
    ],
)
def test_abbreviations_of_the_do_not_use_list(text: str, words: str) -> None:
    """Each entry of the list."""
    checked = note((PLAN, text))
    assert quoted(do_not_use.abbreviations(checked), checked) == [[words]]


@pytest.mark.parametrize(
    "said",
    [
        (PLAN, "Lantus 20 units at bedtime, lisinopril 10 mg daily."),
        (RESULTS, "AST 39 U/L, TSH 2.1 mIU/L."),
        (RESULTS, "Creatinine 1.0 mg/dL."),
        (HPI, "Creatinine of 1.0 mg per deciliter."),
        (PLAN, "Potassium of 4.0 mEq today."),
        (RESULTS, "A nodule of 1.0 cm, 2.0 g of tissue."),
        (EXAM, "Weight 70.0 g."),
        (PMH, "MS, in remission, seen by Ms. Doe."),
        (HPI, "MS 10 years ago."),
        (PLAN, "MS Contin 15 mg twice daily."),
        (PLAN, "10.5 mg of 0.5 mg tablets; 100 mg."),
        (HPI, "Acetaminophen 500 mg q.d.s. abroad."),
        (EXAM, "A U-shaped scar, V3 U waves, grade 3 U waves."),
        (HPI, "He paid 20 U.S. dollars."),
        (PLAN, "q. day, q.i.d., q.6h., QT 440."),
    ],
)
def test_what_only_looks_like_the_list(said: Said) -> None:
    """Written out, laboratory units and values, sizes, diseases, other abbreviations."""
    assert do_not_use.abbreviations(note(said)) == ()


def test_ten_times_the_same_slip_is_one_line() -> None:
    """With all its places, in the order they were said."""
    checked = note(*[(PLAN, "Lisinopril 10 mg QD.")] * 10)
    (found,) = do_not_use.abbreviations(checked)
    assert [span.statement_id for span in found.spans] == list(range(10))
