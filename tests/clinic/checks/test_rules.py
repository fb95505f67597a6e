"""Each rule both ways: where it speaks, and where it keeps silent."""

import pytest

from clinic.checks.notes import (
    ALLERGIES,
    ASSESSMENT,
    CC,
    EXAM,
    HPI,
    MEDICATIONS,
    PLAN,
    PMH,
    RESULTS,
    VITALS,
    Said,
    heard,
    note,
    quoted,
)
from plainspoken.clinic.checks import allergies, measures, pronouns, sides, unsure

SHE = tuple(
    (HPI, text) for text in ("She coughs.", "She has no fever.", "She sleeps well.", "Her cough is dry.")
)
GOUT = ((HPI, "Pain in the left great toe."), (EXAM, "Redness of the left great toe."))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (((CC, "Left knee pain."), (ASSESSMENT, "Right knee sprain.")), ["Left knee", "Right knee"]),
        (((HPI, "Her right upper extremity is weak."), (PLAN, "Splint the left upper extremity.")), None),
        (((EXAM, "Swollen left distal radius."), (ASSESSMENT, "Right radius fracture.")), None),
        (((HPI, "Pain in the left great toe."), (EXAM, "The right great toe is red.")), None),
        ((*GOUT, (PLAN, "X-ray of the right great toe.")), ["left great toe", "right great toe"]),
    ],
)
def test_one_side_here_and_the_other_side_there(said: tuple[Said, ...], words: list[str] | None) -> None:
    """A part that is on the left in one section, and on the right in a later one."""
    checked = note(*said)
    (found,) = quoted(sides.sides(checked), checked)
    assert len(found) == 2
    assert words is None or found == words


@pytest.mark.parametrize(
    "said",
    [
        ((CC, "Left knee pain."), (ASSESSMENT, "Left knee sprain.")),
        ((CC, "Left knee pain."), (ASSESSMENT, "Right shoulder impingement.")),
        ((HPI, "Pain in both knees, left knee more than right knee."), (PLAN, "Inject the right knee.")),
        ((HPI, "Left knee pain."), (EXAM, "The right knee is normal.")),
        ((HPI, "Left knee pain."), (EXAM, "Right knee: no effusion.")),
        ((HPI, "Left knee pain."), (EXAM, "The right knee is stable. Effusion on the left.")),
        ((HPI, "Left knee pain."), (EXAM, "Swollen left knee."), (EXAM, "Crepitus of the right knee.")),
        ((HPI, "Left hip pain."), (PMH, "Right hip replacement."), (PLAN, "X-ray of the right hip.")),
        ((HPI, "Left hip pain. She had the right hip replaced."), (PLAN, "X-ray of the right hip.")),
        ((HPI, "Left knee pain."), (PLAN, "Compare with the right knee of last year, as previously.")),
        ((HPI, "He left knee braces at home."), (PLAN, "Right knee brace.")),
        ((HPI, "Right-hand dominant."), (ASSESSMENT, "Left hand laceration.")),
        ((HPI, "Left and right knee pain."), (ASSESSMENT, "Left knee sprain.")),
        ((HPI, "She was right."), (ASSESSMENT, "She left.")),
    ],
)
def test_sides_that_need_not_agree(said: tuple[Said, ...]) -> None:
    """The sound side, a comparison, another time, both sides, and words that are no sides."""
    assert sides.sides(note(*said)) == ()


@pytest.mark.parametrize(
    "said",
    [
        ((ALLERGIES, "Penicillin."), (PLAN, "Start amoxicillin 500 mg three times daily.")),
        ((HPI, "She is allergic to sulfa."), (PLAN, "Bactrim DS twice daily for seven days.")),
        ((ALLERGIES, "Amoxicillin causes hives."), (PLAN, "Give Augmentin for ten days.")),
        ((ALLERGIES, "Naproxen."), (MEDICATIONS, "Ibuprofen.")),
        ((ALLERGIES, "Lisinopril causes angioedema."), (PLAN, "Start enalapril 5 mg daily.")),
        ((ALLERGIES, "Tylenol."), (MEDICATIONS, "Percocet as needed.")),
        ((ALLERGIES, "Allergies to codeine and latex."), (PLAN, "Codeine 30 mg every six hours.")),
        ((ALLERGIES, "NSAIDs."), (PLAN, "Take Motrin 800 mg with food.")),
        ((ALLERGIES, "Plavix."), (MEDICATIONS, "Clopidogrel 75 mg daily.")),
    ],
)
def test_a_medicine_she_is_allergic_to(said: tuple[Said, ...]) -> None:
    """By its name, by a brand of it, by its class, and by a relative that the labels warn of."""
    (found,) = allergies.allergies(note(*said))
    assert [span.statement_id for span in found.spans] == [0, 1]


@pytest.mark.parametrize(
    "said",
    [
        ((ALLERGIES, "No known drug allergies."), (PLAN, "Start amoxicillin 500 mg.")),
        ((ALLERGIES, "Denies allergy to penicillin."), (PLAN, "Start amoxicillin 500 mg.")),
        ((ALLERGIES, "Not allergic to penicillin."), (PLAN, "Start amoxicillin 500 mg.")),
        ((ALLERGIES, "Penicillin in the past, tolerates amoxicillin."), (PLAN, "Start amoxicillin 500 mg.")),
        ((ALLERGIES, "Her mother is allergic to penicillin."), (PLAN, "Start amoxicillin 500 mg.")),
        ((ALLERGIES, "Penicillin as a child."), (PLAN, "Start amoxicillin 500 mg.")),
        ((ALLERGIES, "Penicillin."), (PLAN, "Avoid amoxicillin; use azithromycin.")),
        ((ALLERGIES, "Penicillin."), (PLAN, "Stop amoxicillin.")),
        ((ALLERGIES, "Penicillin."), (PLAN, "Discontinue amoxicillin, switch to doxycycline 100 mg.")),
        ((ALLERGIES, "Penicillin."), (PLAN, "Azithromycin instead of amoxicillin.")),
        ((ALLERGIES, "Penicillin."), (PLAN, "Because of the penicillin allergy no amoxicillin.")),
        ((ALLERGIES, "Penicillin."), (PLAN, "Start cephalexin 500 mg four times daily.")),
        ((ALLERGIES, "Sulfa."), (MEDICATIONS, "Furosemide 40 mg daily.")),
        ((ALLERGIES, "Codeine."), (PLAN, "Oxycodone 5 mg every six hours.")),
        ((ALLERGIES, "Atorvastatin."), (PLAN, "Start rosuvastatin 10 mg daily.")),
        ((ALLERGIES, "Shellfish, treated with Benadryl."), (MEDICATIONS, "Benadryl as needed.")),
        ((ALLERGIES, "Penicillin."), (HPI, "She was given amoxicillin by her dentist.")),
        ((HPI, "Seasonal allergies, takes Zyrtec."), (MEDICATIONS, "Zyrtec 10 mg daily.")),
        ((ALLERGIES, "Possible reaction to penicillin."), (PLAN, "Start amoxicillin 500 mg.")),
        ((PLAN, "Penicillinase-resistant."), (ALLERGIES, "Penicillin.")),
    ],
)
def test_allergies_that_contradict_nothing(said: tuple[Said, ...]) -> None:
    """Denied, doubted, someone else's, long ago, avoided; and what only sounds like a relative."""
    assert allergies.allergies(note(*said)) == ()


def test_a_list_of_allergies_item_by_item_is_no_list_of_medicines() -> None:
    """Where the tagger filed "Bactrim." between allergies as a medicine, nobody is given it; a heading is believed."""
    said = ((ALLERGIES, "Sulfa."), (MEDICATIONS, "Bactrim."), (ALLERGIES, "Latex."))
    assert allergies.allergies(note(*said, confidence=0.8)) == ()
    assert len(allergies.allergies(note(*said))) == 1


def test_he_among_so_many_she() -> None:
    """One statement that opens with the other pronoun; the nearest of the others stands beside it."""
    checked = note(*SHE, (PLAN, "He will rest."))
    assert quoted(pronouns.pronouns(checked), checked) == [["Her", "He"]]


@pytest.mark.parametrize(
    "more",
    [
        ((PLAN, "She will rest."),),
        ((PLAN, "Her husband was there."), (PLAN, "He will drive.")),
        ((PLAN, "Dr. Doe called."), (PLAN, "He will see her.")),
        ((PLAN, "He or she may call."),),
        ((PLAN, "They will rest."),),
        ((PLAN, "He has seen the patient."),),
        ((PLAN, "He will rest."), (PLAN, "He will drink.")),
        ((PMH, "He drinks."),),
        ((PLAN, "Talk with him."),),
        ((PLAN, "HE4 was normal."),),
    ],
)
def test_pronouns_that_contradict_nothing(more: tuple[Said, ...]) -> None:
    """Other persons, templates, "they", and where it is not clear which one is the slip."""
    assert pronouns.pronouns(note(*SHE, *more)) == ()


def test_too_few_to_tell() -> None:
    """Two against one prove nothing."""
    assert pronouns.pronouns(note(*SHE[:2], (PLAN, "He will rest."))) == ()


@pytest.mark.parametrize(
    ("seen", "concluded"),
    [
        ((VITALS, "Blood pressure is 142/90."), "Blood pressure 124/90."),
        ((VITALS, "Blood pressure 142 over 90, pulse 80."), "Hypertension, blood pressure 152 over 90."),
        ((RESULTS, "Potassium 5.4."), "Hyperkalemia, potassium 3.4."),
        ((RESULTS, "Hemoglobin A1c is 8.2."), "Diabetes with an A1c of 9.2."),
        ((VITALS, "Weight 70.2."), "Weight is 80."),
    ],
)
def test_one_value_in_the_exam_and_another_one_in_the_assessment(seen: Said, concluded: str) -> None:
    """Of the same measure, once each."""
    checked = note(seen, (ASSESSMENT, concluded))
    (found,) = measures.measures(checked)
    assert [span.statement_id for span in found.spans] == [0, 1]


@pytest.mark.parametrize(
    "said",
    [
        ((VITALS, "Blood pressure is 142/90."), (ASSESSMENT, "Blood pressure 142 over 90.")),
        ((VITALS, "Weight 70.2."), (ASSESSMENT, "Weight 70.")),
        ((VITALS, "Blood pressure is 142/90."), (ASSESSMENT, "Blood pressure goal is 130/80.")),
        ((VITALS, "Blood pressure is 142/90."), (ASSESSMENT, "Blood pressure was 160/100 last month.")),
        ((VITALS, "Blood pressure is 142/90."), (PLAN, "Blood pressure 130/80.")),
        (
            (VITALS, "Blood pressure 142/90."),
            (VITALS, "Blood pressure 150/90."),
            (ASSESSMENT, "Blood pressure 150/90."),
        ),
        ((HPI, "Potassium 3.1."), (RESULTS, "Potassium 4.1."), (ASSESSMENT, "Hypokalemia, potassium 3.1.")),
        ((RESULTS, "Potassium improved to 4.1."), (ASSESSMENT, "Potassium 3.1.")),
        ((VITALS, "Pulse 80-90."), (ASSESSMENT, "Pulse 100.")),
        ((VITALS, "Blood pressure 142/90."), (ASSESSMENT, "Blood pressure 142.")),
        ((RESULTS, "Sodium 140."), (ASSESSMENT, "Sodium restriction, 2 grams.")),
    ],
)
def test_values_that_may_differ(said: tuple[Said, ...]) -> None:
    """The same, rounded, a goal, another time, a course, a range, another kind of number."""
    assert measures.measures(note(*said)) == ()


@pytest.mark.parametrize(
    ("words", "unsure_of"),
    [
        ((("Lisinopril", 0.2), ("10", 0.9), ("mg", 0.9), ("daily.", 0.9)), ["Lisinopril"]),
        ((("Give", 0.9), ("50", 0.2), ("mg.", 0.9)), ["50"]),
        ((("Give", 0.9), ("50", 0.9), ("mg.", 0.2)), ["mg."]),
        ((("The", 0.9), ("left", 0.2), ("knee.", 0.2)), ["left"]),
        ((("She", 0.2), ("denies", 0.2), ("pain.", 0.9)), ["denies"]),
    ],
)
def test_words_that_matter_and_were_not_heard_well(
    words: tuple[tuple[str, float], ...], unsure_of: list[str]
) -> None:
    """Medicines, doses, sides and negations."""
    checked = heard(PLAN, *words)
    assert quoted(unsure.unsure(checked), checked) == [unsure_of]


@pytest.mark.parametrize(
    "words",
    [
        (("Lisinopril", 0.9), ("10", 0.9), ("mg.", 0.9)),
        (("She", 0.1), ("rests", 0.1), ("well.", 0.1)),
        (("For", 0.9), ("10", 0.1), ("days.", 0.1)),
        (("Nothing", 0.1), ("noted", 0.1), ("rightly.", 0.1)),
    ],
)
def test_words_that_were_heard_well_or_matter_less(words: tuple[tuple[str, float], ...]) -> None:
    """Every alarm has to be worth reading."""
    assert unsure.unsure(heard(PLAN, *words)) == ()
