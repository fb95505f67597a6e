"""The fact gate: what counts as a difference of two texts, and what does not."""

import random
import re
import textwrap

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plainspoken.clinic.facts import Change, FactKind, differences

NOTE = """\
Subjective:
She takes lisinopril 10 mg daily and metformin 500 mg twice a day. She denies fever, chills, or cough.
Allergies: penicillin, sulfa, latex.

Objective:
Blood pressure is 140/90, pulse is 88. The left knee is swollen and the right hip is tender.
The spleen measures 10 cm. The kidney measures 11 cm. Afebrile. Seen on March 3, 2024.

Plan:
Start amoxicillin 500 mg p.o. t.i.d. for 10 days. Follow up in 2 weeks."""

LOOK_ALIKES = """
    afebrile febrile, hypotension hypertension, hypokalemia hyperkalemia, hypoglycemia hyperglycemia,
    hypothyroidism hyperthyroidism, prednisolone prednisone, chlorpropamide chlorpromazine, clomiphene clomipramine,
    quinine quinidine, abduction adduction, dysphagia dysphasia, ileum ilium, perineal peroneal,
    acetohexamide acetazolamide, bupropion buspirone, cisplatin carboplatin, cyclosporine cycloserine,
    daunorubicin doxorubicin, dimenhydrinate diphenhydramine, dobutamine dopamine, glipizide glyburide,
    hydralazine hydroxyzine, medroxyprogesterone methylprednisolone, nicardipine nifedipine, risperidone ropinirole,
    sulfadiazine sulfisoxazole, tolazamide tolbutamide, trazodone tramadol, vinblastine vincristine
"""
PAIRS = [tuple(pair.split()) for pair in LOOK_ALIKES.split(",")]


def changes(spoken: str, delivered: str) -> list[tuple[str, str]]:
    """Kind and change of each difference."""
    return [(found.kind.value, found.change.value) for found in differences(spoken, delivered)]


@pytest.mark.parametrize(
    ("said", "there", "kind"),
    [
        ("lisinopril 10 mg", "lisinopril 100 mg", "dose"),
        ("lisinopril 10 mg", "lisinopril 1 mg", "dose"),
        ("10 mg daily", "10 mcg daily", "unit"),
        ("10 days", "10 weeks", "unit"),
        ("p.o. t.i.d.", "IV t.i.d.", "route"),
        ("twice a day", "three times a day", "frequency"),
        ("140/90", "104/90", "number"),
        ("pulse is 88", "pulse is 98", "number"),
        ("March 3", "March 13", "date"),
        ("left knee", "right knee", "side"),
        ("amoxicillin", "ampicillin", "drug"),
        ("Afebrile", "Febrile", "look-alike term"),
        ("penicillin", "penicillamine", "allergy"),
    ],
)
def test_a_changed_fact_is_one_difference_of_its_kind(said: str, there: str, kind: str) -> None:
    """One changed fact in a note is told once, as what it is."""
    assert changes(NOTE, NOTE.replace(said, there, 1)) == [(kind, "changed")]


@pytest.mark.parametrize(
    ("said", "there", "missing"),
    [
        ("penicillin, sulfa, latex", "penicillin, sulfa", ("allergy", "missing")),
        ("denies fever", "reports fever", ("negation", "missing")),
        (" Follow up in 2 weeks.", "", ("number", "missing")),
        ("lisinopril 10 mg daily", "lisinopril daily", ("dose", "missing")),
    ],
)
def test_what_is_missing_one_way_is_added_the_other_way(
    said: str, there: str, missing: tuple[str, str]
) -> None:
    """A fact that was said and does not stand there is missing; one that was not said is added."""
    other = NOTE.replace(said, there, 1)
    assert missing in changes(NOTE, other)
    assert (missing[0], "added") in changes(other, NOTE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10 mg", "500 mg"),
        ("left", "right"),
        ("10 cm", "11 cm"),
        ("140/90", "88"),
        ("daily", "twice a day"),
    ],
)
def test_facts_that_have_changed_places_differ(one: str, other: str) -> None:
    """The same facts in the note, and each in the other's place: a dose belongs to its drug, a side to its finding."""
    swapped = NOTE.replace(one, "\0", 1).replace(other, one, 1).replace("\0", other, 1)
    assert swapped != NOTE
    assert differences(NOTE, swapped)


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("No fever. He has cough.", "He has fever. No cough."),
        ("Denies fever, chills. Has a cough.", "Denies fever. Has chills, a cough."),
        ("Allergic to penicillin. Takes codeine.", "Allergic to codeine. Takes penicillin."),
        ("Start aspirin and stop warfarin.", "Stop aspirin and start warfarin."),
        ("Take 2 tablets.", "Take 2 capsules."),
        ("Labs: normal. Imaging: abnormal.", "Labs: abnormal. Imaging: normal."),
        ("Eyes well. No rash, no pain, no cough.", "Eyes are well, no rash, pain, no cough."),
        ("Drum fine. No hole, is intact.", "Drum fine, no hole, is not intact."),
        (
            "Prednisone 40 mg q.a.m. x3 days, then 30 mg q.a.m. x5 days.",
            "Prednisone 30 mg q.a.m. x3 days, then 40 mg q.a.m. x5 days.",
        ),
        ("Weight loss of 1-1/2 pounds.", "Weight loss of 1-1/2 kilograms."),
        ("The patient states that he now takes warfarin 5 mg.", "Takes warfarin 50 mg."),
    ],
)
def test_what_belongs_together_must_stay_together(said: str, there: str) -> None:
    """A change in what is negated, in what one is allergic to, or in another wording is seen."""
    assert differences(said, there)
    assert differences(there, said)


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
@pytest.mark.parametrize("turned", [False, True])
def test_look_alikes_differ_both_ways(pair: tuple[str, str], turned: bool) -> None:
    """No valid word passes for the one that it is mistaken for."""
    one, other = reversed(pair) if turned else pair
    found = differences(f"There was {one} noted on exam.", f"There was {other} noted on exam.")
    assert [(entry.change, entry.spoken and entry.spoken.value) for entry in found] == [(Change.CHANGED, one)]


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("lisinopril five milligrams twice a day", "Lisinopril 5 mg BID."),
        ("Blood pressure one forty over ninety.", "Blood pressure: 140/90"),
        ("She takes aspirin 81 mg daily.", "Aspirin 81 mg q.d."),
        ("no known drug allergies", "NKDA"),
        ("vancomycin one gram every eight hours", "Vancomycin 1 g q8h"),
        ("Denies fever or chills.", "No fever or chills."),
        ("denies pain lungs clear pulse 80", "Pulse 80. Denies pain. Lungs clear."),
        ("Lungs are clear.", "Lungs are clear.\n\nAllergies:\nNot dictated\n\nPlan:\n***"),
        ("Allergies: penicillin.", "Allergies:\npenicillin."),
        ("Assessment: 3 strokes.", "3 strokes."),
        (
            "Past medical history: no asthma. Plan: aspirin 81 mg.",
            "Plan:\nAspirin 81 mg.\nPast history:\nNo asthma.",
        ),
        ("It hurts.", "It still hurts a good deal."),
    ],
)
def test_another_form_of_the_same_facts_is_no_difference(said: str, there: str) -> None:
    """Spelt out or in digits, in full or abbreviated, with other full stops: the facts are the same."""
    assert differences(said, there) == ()
    assert differences(there, said) == ()


def test_sentences_with_nothing_in_common_are_not_set_against_each_other() -> None:
    """A drug has not become a frequency: the one is missing, the other was added."""
    assert sorted(changes("Aspirin.", "Daily.")) == [("drug", "missing"), ("frequency", "added")]


@pytest.mark.parametrize("width", range(24, 110))
def test_lines_that_are_only_wrapped_are_one_sentence(width: int) -> None:
    """A text that is broken into lines of a width has the facts of the one that is not, wherever a line ends."""
    text = (
        "The left kidney measures 10.5 cm in its longest diameter and shows no hydronephrosis or stone at all. "
        "She takes lisinopril 10 mg twice a day and no longer 500 mg of metformin three times a day."
    )
    assert differences(text, "\n".join(textwrap.wrap(text, width))) == ()


def test_a_fact_that_belongs_to_something_else_has_moved() -> None:
    """The number is there, and not with its measure."""
    found = differences("Pulse 80. Weight 60 kg.", "Weight 60 kg. Her rate on arrival was 80.")
    assert [(entry.change, entry.spoken and entry.spoken.value) for entry in found] == [(Change.MOVED, "80")]


SENTENCES = [
    "She takes lisinopril 10 mg daily and metformin 500 mg twice a day.",
    "Denies fever, chills, or cough.",
    "No edema.",
    "The left knee is swollen.",
    "The right knee is swollen.",
    "Allergic to penicillin and latex.",
    "Seen on March 3, 2024.",
    "Blood pressure is 140/90.",
    "Grade 2/6 murmur at T12, L4-5 and B12 1,000 mcg.",
    "Temperature ninety eight point six.",
    "Is he well?",
    "Warfarin 2.5 mg p.o. q.d. for 3 months.",
]
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=10)
ANYTHING = st.one_of(
    TEXTS.map(" ".join), st.text(max_size=200), st.text("0123456789 .,/-+mgq\n", max_size=60)
)


@given(ANYTHING)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    """Whatever it is: equal texts have no difference, in other capitals of ASCII and with other blanks neither."""
    assert differences(text, text) == ()


@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_sentences_is_no_difference(sentences: list[str], dice: random.Random) -> None:
    """A note under headings has its sentences in another order than they were said."""
    shuffled = dice.sample(sentences, len(sentences))
    assert differences(" ".join(sentences), " ".join(shuffled)) == ()
    assert differences(" ".join(sentences), "\n".join(shuffled).upper()) == ()
    assert differences(" ".join(sentences), "  ".join(shuffled).lower()) == ()


@given(ANYTHING, st.data())
def test_any_changed_digit_is_a_difference(text: str, data: st.DataObject) -> None:
    """No digit of a text can become another one unseen."""
    places = [found.start() for found in re.finditer("[0-9]", text)]
    assume(places)
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[place]]))
    assert differences(text, text[:place] + digit + text[place + 1 :])


@given(TEXTS, TEXTS)
def test_what_one_misses_the_other_adds(one: list[str], other: list[str]) -> None:
    """Compared the other way round, what was missing is added, and as much has changed."""
    there, back = differences(" ".join(one), " ".join(other)), differences(" ".join(other), " ".join(one))
    assert bool(there) == (_with_facts(one) != _with_facts(other))
    missing = sorted((d.kind, d.spoken.value) for d in there if d.change is Change.MISSING and d.spoken)
    added = sorted((d.kind, d.delivered.value) for d in back if d.change is Change.ADDED and d.delivered)
    assert missing == added
    assert len(there) == len(back)


def _with_facts(sentences: list[str]) -> list[str]:
    return sorted(sentence for sentence in sentences if sentence != "Is he well?")


def test_a_dropped_sentence_costs_each_of_its_facts() -> None:
    """Drug, dose and frequency of a sentence that is gone are told."""
    found = differences("Well. Warfarin 5 mg daily.", "Well.")
    assert [entry.kind for entry in found] == [FactKind.DRUG, FactKind.DOSE, FactKind.FREQUENCY]
