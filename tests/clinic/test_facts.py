"""The facts of a text: what is found, and in which one form."""

import pytest

from plainspoken.clinic.facts import FactKind, facts_of


def found(text: str) -> list[tuple[str, str]]:
    """Kind and value of each fact."""
    return [(fact.kind.value, fact.value) for fact in facts_of(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("metoprolol", "drug", "metoprolol"),
        ("Toprol-XL", "drug", "toprol"),
        ("tirzepatide", "drug", "tirzepatide"),
        ("five milligrams", "dose", "5 mg"),
        ("point five mg", "dose", "0.5 mg"),
        (".5 mg", "dose", "0.5 mg"),
        ("0.50mg", "dose", "0.5 mg"),
        ("one thousand two hundred units", "dose", "1200 unit"),
        ("1,200 units", "dose", "1200 unit"),
        ("two and a half tablets", "dose", "2.5 tablet"),
        ("0.1 mcg/kg/min", "dose", "0.1 mcg/kg/minute"),
        ("by mouth", "route", "by mouth"),
        ("p.o.", "route", "by mouth"),
        ("intravenously", "route", "IV"),
        ("twice a day", "frequency", "twice daily"),
        ("two times daily", "frequency", "twice daily"),
        ("b.i.d.", "frequency", "twice daily"),
        ("q4h", "frequency", "every 4 hours"),
        ("q. 4 h.", "frequency", "every 4 hours"),
        ("every four hours", "frequency", "every 4 hours"),
        ("every four to six hours", "frequency", "every 4-6 hours"),
        ("p.r.n.", "frequency", "as needed"),
        ("one forty over ninety", "number", "140/90"),
        ("ninety eight point six", "number", "98.6"),
        ("98.6 degrees Fahrenheit", "number", "98.6 °F"),
        ("two to three weeks", "number", "2-3 week"),
        ("five out of five", "number", "5/5"),
        ("one oh five", "number", "105"),
        ("1+", "number", "1+"),
        ("T12", "number", "t12"),
        ("size 00", "number", "00"),
        ("March third, twenty twenty four", "date", "march 3 2024"),
        ("the 3rd of March 2024", "date", "march 3 2024"),
        ("03/04/2024", "date", "3/4/2024"),
        ("06/11/04", "date", "6/11/4"),
        ("June 2019", "date", "june 2019"),
        ("yesterday", "date", "yesterday"),
        ("bilaterally", "side", "bilateral"),
        ("left-sided", "side", "left"),
        ("no fever", "negation", "no fever"),
        ("doesn't smoke", "negation", "no smoke"),
        ("Troponin was negative.", "negation", "negative troponin"),
        ("allergic to latex", "allergy", "latex"),
        ("NKDA", "allergy", "no known drug allergies"),
        ("no known drug allergies", "allergy", "no known drug allergies"),
        ("hyperkalemia", "look-alike term", "hyperkalemia"),
        ("afebrile", "look-alike term", "afebrile"),
        ("> 5", "look-alike term", "greater"),
        ("mg", "unit", "mg"),
    ],
)
def test_each_form_of_a_fact_has_one_value(text: str, kind: str, value: str) -> None:
    """However it is said or written, the same fact has the same kind and value."""
    assert (kind, value) in found(text)


@pytest.mark.parametrize("text", ["", "She is well and happy.", "***", "The of and.", "Dr."])
def test_other_words_are_no_facts(text: str) -> None:
    """A text without facts has none."""
    assert found(text) == []


def test_a_fact_knows_where_it_stands() -> None:
    """The span is the fact's own words."""
    text = "Start lisinopril  10 mg\ntwice a day."
    assert [text[fact.start : fact.end] for fact in facts_of(text)] == [
        "Start",
        "lisinopril",
        "10 mg",
        "twice a day",
    ]


@pytest.mark.parametrize(
    ("text", "kind", "beside"),
    [
        ("lisinopril 10 mg, metformin 500 mg", FactKind.DOSE, [("lisinopril",), ("metformin",)]),
        ("The left kidney and the right ureter", FactKind.SIDE, [("kidney", "right"), ("ureter",)]),
        ("pain in the knee, left", FactKind.SIDE, [("pain", "knee")]),
        (
            "pulse eighty, respirations sixteen",
            FactKind.NUMBER,
            [("pulse", "respirations"), ("80", "respirations")],
        ),
    ],
)
def test_a_fact_knows_what_it_belongs_to(text: str, kind: FactKind, beside: list[tuple[str, ...]]) -> None:
    """A dose has its drug, a side its finding, a number its measure."""
    assert [fact.beside for fact in facts_of(text) if fact.kind is kind] == beside


def test_a_negation_reaches_to_the_end_of_its_list() -> None:
    """All that is listed is negated; what follows "but" is not."""
    assert [
        value
        for kind, value in found("Denies fever, chills or cough but admits nausea.")
        if kind == "negation"
    ] == [
        "no fever",
        "no chills",
        "no cough",
    ]


def test_a_title_ends_no_sentence() -> None:
    """What is measured stands before the doctor's name."""
    assert facts_of("Weight by Dr. Lee: 60 kg.")[0].beside == ("weight", "lee")


def test_a_point_in_an_abbreviation_ends_no_sentence() -> None:
    """The frequency behind "p.o." belongs to the drug before it; a new sentence is one all the same."""
    facts = facts_of("Lisinopril 10 mg p.o. b.i.d. She denies pain.")
    assert [fact.beside for fact in facts if fact.kind is FactKind.FREQUENCY] == [("lisinopril", "10 mg")]
    assert facts[-1].value == "no pain"
