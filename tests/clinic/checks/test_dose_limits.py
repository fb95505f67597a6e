"""Doses ten times off: told where a label says so, and nowhere else."""

from decimal import Decimal

import pytest

from clinic.checks.notes import ASSESSMENT, EXAM, HPI, MEDICATIONS, PLAN, RESULTS, Said, note, quoted
from plainspoken.clinic.checks import dose_limits
from plainspoken.clinic.checks.medicines import substance


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ((PLAN, "Start amlodipine 100 mg daily."), "amlodipine 100 mg"),
        ((MEDICATIONS, "Norvasc 100 mg daily."), "Norvasc 100 mg"),
        ((PLAN, "Warfarin at a dose of 100 mg tonight."), "Warfarin at a dose of 100 mg"),
        ((HPI, "She takes lisinopril 1,000 mg daily."), "lisinopril 1,000 mg"),
        ((MEDICATIONS, "Toprol-XL 5000 mg by mouth daily."), "Toprol-XL 5000 mg"),
        ((MEDICATIONS, "Metoprolol 5000 mg p.o. twice a day."), "Metoprolol 5000 mg"),
        ((MEDICATIONS, "Synthroid 5000 mcg tablet daily."), "Synthroid 5000 mcg"),
        ((PLAN, "Start amlodipine besylate 100 mg daily."), "amlodipine besylate 100 mg"),
        ((PLAN, "Metoprolol tartrate 5000 mg by mouth daily."), "Metoprolol tartrate 5000 mg"),
        ((PLAN, "Metoprolol succinate ER 5000 mg p.o. daily."), "Metoprolol succinate ER 5000 mg"),
        ((PLAN, "Metformin HCl 30000 mg daily."), "Metformin HCl 30000 mg"),
        ((MEDICATIONS, "Losartan potassium, 1500 mg daily."), "Losartan potassium, 1500 mg"),
        ((ASSESSMENT, "Continue Lexapro 200 milligrams."), "Lexapro 200 milligrams"),
    ],
)
def test_ten_times_the_greatest_dose_is_told(said: Said, words: str) -> None:
    """The name and the dose are underlined."""
    checked = note(said)
    found = dose_limits.unusual(checked)
    assert [one.message for one in found] == [dose_limits.TOO_MUCH]
    assert quoted(found, checked) == [[words]]


@pytest.mark.parametrize(
    "text", ["Amlodipine 0.25 mg daily.", "Metformin 25 mg twice a day.", "Crestor .5 mg."]
)
def test_a_tenth_of_the_smallest_dose_is_told(text: str) -> None:
    """As where a point was heard that was not said."""
    assert [one.message for one in dose_limits.unusual(note((PLAN, text)))] == [dose_limits.TOO_LITTLE]


@pytest.mark.parametrize(
    "said",
    [
        (PLAN, "Amlodipine 10 mg daily."),
        (PLAN, "Amlodipine 99 mg daily."),
        (PLAN, "Amlodipine besylate 10 mg daily."),
        (PLAN, "Losartan and potassium 1500 mg daily."),
        (PLAN, "Amlodipine 0.26 mg daily."),
        (PLAN, "Amlodipine 100 mcg daily."),
        (PLAN, "Amlodipine 100 daily."),
        (PLAN, "Amlodipine 100 mg/kg daily."),
        (PLAN, "Amlodipine 100 mg per kilogram."),
        (PLAN, "Amlodipine 100 mg to 200 mg."),
        (PLAN, "Amlodipine 100 mg IV."),
        (PLAN, "Amlodipine/benazepril 100 mg."),
        (PLAN, "Atorvastatin/amlodipine 100 mg."),
        (PLAN, "Amlodipine 100 mg-20 mg daily."),
        (PLAN, "A total of amlodipine 100 mg a week."),
        (HPI, "He ingested amlodipine 100 mg."),
        (PLAN, "Metoprolol 5000 mg daily."),
        (PLAN, "Metoprolol 5000 mg IV."),
        (PLAN, "Synthroid 50 mg by mouth daily."),
        (PLAN, "Morphine 5000 mg by mouth."),
        (PLAN, "Amlodipine daily, and 100 mg of something else."),
        (EXAM, "Amlodipine 100 mg."),
        (RESULTS, "Amlodipine 100 mg."),
    ],
)
def test_other_units_routes_amounts_and_medicines_are_left_alone(said: Said) -> None:
    """In range, in another unit, by weight, of a combination, or by a route that was not said and need be."""
    assert dose_limits.unusual(note(said)) == ()


def test_every_row_is_of_a_medicine_that_is_known_and_says_which_label() -> None:
    """A row that no name leads to would be dead; and a limit without a source is an opinion."""
    for medicine, limits in dose_limits.all_limits().items():
        assert substance(medicine).names == {medicine}
        assert Decimal(0) < limits.least < limits.most
        assert limits.unit in {"mg", "mcg"}
        assert limits.route == "oral"
        assert ": " in limits.label
        assert limits.label[0].isupper()
