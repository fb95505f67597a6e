"""Candidates for codes: what is claimed was said, and what was denied has none."""

import pytest

from plainspoken.clinic.tearoffs import Title, candidates

TITLES = (
    Title("I10", "Essential (primary) hypertension", ("high blood pressure",)),
    Title("E11.9", "Type 2 diabetes mellitus without complications"),
    Title("E11.A", "Type 2 diabetes mellitus without complications in remission"),
    Title("E11.65", "Type 2 diabetes mellitus with hyperglycemia"),
    Title("E10.9", "Type 1 diabetes mellitus without complications"),
    Title("J18.9", "Pneumonia, unspecified organism"),
    Title("J45.20", "Mild intermittent asthma, uncomplicated"),
    Title("J45.909", "Unspecified asthma, uncomplicated", ("Asthma NOS",)),
    Title("M17.11", "Unilateral primary osteoarthritis, right knee"),
    Title("M17.12", "Unilateral primary osteoarthritis, left knee"),
    Title("M17.0", "Bilateral primary osteoarthritis of knee"),
    Title("M17.9", "Osteoarthritis of knee, unspecified"),
    Title("R55", "Syncope and collapse"),
    Title("S52.502", "Unspecified fracture of the lower end of left radius", ("Fracture of distal radius",), True),
    Title("L89.152", "Pressure ulcer of sacral region, stage 2", ("decubitus ulcer of sacral region, stage 2",)),
    Title("L89.159", "Pressure ulcer of sacral region, unspecified stage"),
    Title("L89.622", "Pressure ulcer of left heel, stage 2"),
    Title("Z80.3", "Family history of malignant neoplasm of breast"),
    Title("N18.9", "Chronic kidney disease, unspecified"),
    Title("N18.31", "Chronic kidney disease, stage 3a"),
    Title("N18.32", "Chronic kidney disease, stage 3b"),
    Title("Z85.3", "Personal history of malignant neoplasm of breast"),
    Title("C50.912", "Malignant neoplasm of unspecified site of left female breast"),
    Title("C50.922", "Malignant neoplasm of unspecified site of left male breast"),
    Title("C50.911", "Malignant neoplasm of unspecified site of right female breast"),
    Title("D49.3", "Neoplasm of unspecified behavior of breast", ("neoplasm of breast NOS",)),
    Title("D05.12", "Intraductal carcinoma in situ of left breast"),
    Title("C64.2", "Malignant neoplasm of left kidney, except renal pelvis"),
    Title("C50.919", "Malignant neoplasm of unspecified site of unspecified female breast"),
)  # fmt: skip


def codes(statement: str) -> list[str]:
    """The codes of a statement's candidates."""
    (coded,) = candidates([statement], TITLES)
    return [found.code for found in coded.candidates]


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("Hypertension, well controlled.", "I10"),
        ("HTN.", "I10"),
        ("Type 2 diabetes.", "E11.9"),
        ("Type II diabetes with hyperglycemia.", "E11.65"),
        ("Type 2 diabetes mellitus without complications.", "E11.9"),
        ("Asthma.", "J45.909"),
        ("Asthma, mild intermittent.", "J45.20"),
        ("CKD stage 3b.", "N18.32"),
        ("Syncope.", "R55"),
        ("History of breast cancer.", "Z85.3"),
        ("Sacral ulcer.", "L89.159"),
        ("Sacral decubitus.", "L89.159"),
        ("Decubitus ulcer of the sacrum.", "L89.159"),
        ("Stage 2 sacral ulcer.", "L89.152"),
        ("Sacral pressure injury, stage 2.", "L89.152"),
        ("Pressure ulcer of the left heel, stage 2.", "L89.622"),
        ("Family history of breast cancer in her mother.", "Z80.3"),
    ],
)
def test_the_title_that_was_said_comes_first(statement: str, first: str) -> None:
    """In her words, or in the abbreviation that stands for them."""
    assert codes(statement)[:1] == [first]


def test_a_cancer_has_the_codes_of_cancers_and_of_its_side() -> None:
    """A neoplasm of unspecified behavior is what nobody has called one; and a carcinoma in situ is none."""
    assert codes("Left breast cancer.") == ["C50.912", "C50.922", "C50.919"]
    assert codes("Breast cancer.") == ["C50.919"]
    assert codes("Cancer of the right breast.")[0] == "C50.911"
    assert codes("Left kidney cancer.") == ["C64.2"]
    assert codes("Neoplasm of the left breast.") == ["D49.3"]
    assert not any(code.startswith("C") for code in codes("Ductal carcinoma in situ of left breast."))


@pytest.mark.parametrize(
    "statement",
    [
        "No pneumonia.",
        "No evidence of hypertension, asthma or pneumonia.",
        "Pneumonia was ruled out.",
        "She does not have asthma.",
        "Rule out pneumonia.",
        "Pneumonia is unlikely.",
        "She denies syncope.",
        "We will see her next week.",
    ],
)
def test_what_is_denied_has_no_candidate(statement: str) -> None:
    """Nor has a sentence that names nothing."""
    assert codes(statement) == []


def test_a_denial_ends_where_the_sentence_turns() -> None:
    """One thing is denied, another is said."""
    assert codes("No pneumonia, but she has asthma.") == ["J45.909"]
    assert codes("Asthma without pneumonia.") == ["J45.909"]


@pytest.mark.parametrize(
    ("statement", "never"),
    [
        ("Right knee osteoarthritis.", {"M17.12", "M17.0"}),
        ("Left knee osteoarthritis.", {"M17.11", "M17.0"}),
        ("Knee osteoarthritis.", {"M17.11", "M17.12", "M17.0"}),
        ("Type 2 diabetes.", {"E10.9", "E11.65", "E11.A"}),
        ("Chronic kidney disease stage 3a.", {"N18.32"}),
        ("Chronic kidney disease.", {"N18.31", "N18.32"}),
        ("History of breast cancer.", {"C50.919"}),
    ],
)
def test_no_candidate_claims_a_side_a_type_or_a_stage_that_was_not_said(
    statement: str, never: set[str]
) -> None:
    """Left for right is the worst that a code can be."""
    assert codes(statement)
    assert not never & set(codes(statement))


def test_two_diagnoses_in_a_sentence_have_candidates_each() -> None:
    """Neither crowds out the other."""
    assert {"I10", "E11.9"} <= set(codes("Hypertension and type 2 diabetes."))


def test_what_is_said_as_uncertain_is_told_as_uncertain() -> None:
    """Such a diagnosis is not coded for an outpatient; she may have a reason to."""
    (sure, unsure) = candidates(["Pneumonia.", "Possible pneumonia."], TITLES)
    assert (sure.uncertain, unsure.uncertain) == (False, True)
    assert sure.candidates == unsure.candidates


def test_a_code_that_needs_a_seventh_character_says_so() -> None:
    """It is none that can be billed as it stands."""
    (coded,) = candidates(["Fracture of the left distal radius."], TITLES)
    assert [(found.code, found.extended) for found in coded.candidates] == [("S52.502", True)]


def test_the_order_does_not_depend_on_the_order_of_the_titles() -> None:
    """The same words have the same candidates each time."""
    said = ["Type 2 diabetes, hypertension, knee osteoarthritis and asthma."]
    assert candidates(said, TITLES) == candidates(said, reversed(TITLES))


@pytest.mark.parametrize(
    "statement",
    [
        "Mother has breast cancer.",
        "Her mother has hypertension and asthma.",
        "Hypertension and asthma in her father.",
        "Maternal aunt with type 2 diabetes, on insulin.",
        "Her son had pneumonia; his wife, asthma.",
        "Grandfather with CKD stage 3b.",
    ],
)
def test_the_illness_of_a_relative_is_not_hers(statement: str) -> None:
    """Nor what is named in one breath with it."""
    assert codes(statement) == []


@pytest.mark.parametrize(
    "statement",
    [
        "Hypertension, like her mother.",
        "Mother has asthma; hypertension.",
        "Mother has asthma. She has hypertension.",
        "Hypertension; asthma in her son.",
        "Hypertension; asthma, hypertension in her son.",
    ],
)
def test_what_is_said_apart_from_a_relative_stays_hers(statement: str) -> None:
    """Before she is named, or behind a full stop or a semicolon."""
    assert codes(statement) == ["I10"]
