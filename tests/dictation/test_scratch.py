"""A "No." that stands alone before "scratch that": it goes with the command, unless it may be an answer."""

import pytest

from dictation.dictated import HANDOFF, MACROS, SOAP, kept, run
from plainspoken.dictation.tagging import RewindTagger


@pytest.mark.parametrize("no", ["No.", "No, no.", "Oh, sorry.", "Wait."])
def test_a_filler_of_its_own_goes_with_the_command(no: str) -> None:
    """What she takes back is the sentence before it; both are listed, and the tagger knows of neither."""
    document, log = run(["He has gout. She takes aspirin.", f"{no} Scratch that.", "He feels well."])
    assert kept(document) == ["He has gout.", "He feels well."]
    assert [(gone.text, gone.reason) for gone in document.removed] == [
        (no, "spoken command"),
        ("Scratch that.", "spoken command"),
        ("She takes aspirin.", "scratch that"),
    ]
    assert [order for order in log if isinstance(order, RewindTagger)] == [RewindTagger(1)]


@pytest.mark.parametrize(
    "asked",
    [
        "Any allergies?",
        "Any allergies.",
        "Chest pain.",
        "Family history of early heart disease.",
        "Does she take aspirin.",
        "Has he had surgery.",
    ],
)
def test_what_may_be_an_answer_is_itself_what_is_scratched(asked: str) -> None:
    """The question stays: to scratch too little is seen and said again, to scratch too much may not be seen."""
    document, _ = run([f"{asked} No. Scratch that."])
    assert kept(document) == [asked]
    assert ("No.", "scratch that") in [(gone.text, gone.reason) for gone in document.removed]


@pytest.mark.parametrize(
    "told",
    [
        "Lisinopril forty milligrams daily.",
        "Lisinopril 40 mg.",
        "Potassium five point five.",
        "Left knee pain.",
        "No chest pain.",
        "Has left knee pain.",
        "Without fever.",
    ],
)
@pytest.mark.parametrize("no", ["No.", "No, no.", "Oh, no."])
def test_a_dose_a_number_a_side_or_a_negation_that_is_taken_back_does_not_stay(told: str, no: str) -> None:
    """Nobody asks like that; what was taken out too much is listed."""
    document, _ = run(["He has gout.", f"{told} {no} Scratch that."])
    assert kept(document) == ["He has gout."]
    assert (told, "scratch that") in [(gone.text, gone.reason) for gone in document.removed]


@pytest.mark.parametrize("word", ["Wait.", "Sorry.", "Oops.", "Actually.", "No, wait."])
@pytest.mark.parametrize("asked", ["Any allergies?", "Chest pain.", "She takes aspirin."])
def test_what_answers_nothing_goes_with_the_command_whatever_stands_before_it(word: str, asked: str) -> None:
    """Behind a question, and after a pause, too."""
    assert kept(run([f"He has gout. {asked} {word} Scratch that."])[0]) == ["He has gout."]
    assert kept(run([f"He has gout. {asked}", word, "Scratch that."], gap_ms=2_500)[0]) == ["He has gout."]


def test_an_answer_stays_one_behind_other_fillers() -> None:
    """The question stays, the fillers go with the command."""
    document, _ = run(["Any allergies? Wait. No. Sorry. Scratch that."])
    assert kept(document) == ["Any allergies?", "Wait."]
    assert ("No.", "scratch that") in [(gone.text, gone.reason) for gone in document.removed]


def test_a_question_with_a_number_is_one_by_its_mark() -> None:
    """Else it tells something."""
    assert kept(run(["Does she take 40 mg? No. Scratch that."])[0]) == ["Does she take 40 mg?"]
    assert kept(run(["Yes. Scratch that."])[0]) == []
    assert kept(run(["Any pain. Yes. Scratch that."])[0]) == ["Any pain."]


def test_behind_a_heading_and_after_a_long_pause_it_is_a_statement() -> None:
    """An answer to the heading, or to somebody else."""
    assert kept(run(["He has gout. Allergies: no. Scratch that."])[0]) == ["He has gout."]
    assert kept(run(["He has gout. No.", "Scratch that."], gap_ms=2_500)[0]) == ["He has gout."]
    assert kept(run(["He has gout. No.", "Scratch that."], gap_ms=600)[0]) == []


def test_a_macro_is_no_question() -> None:
    """It is taken away with the "No." behind it."""
    document, _ = run(["Insert normal cardiac exam. No. Scratch that."], macros=MACROS)
    assert kept(document) == []
    assert [gone.macro for gone in document.removed] == ["", "", "normal cardiac exam"]


def test_undo_brings_back_the_sentence_and_not_the_filler() -> None:
    """Twice, and what came before is taken back."""
    said = ["He has gout. She takes aspirin. No. Scratch that. Undo that."]
    assert kept(run(said)[0]) == ["He has gout.", "She takes aspirin."]
    assert kept(run([*said, "Undo that."])[0]) == ["He has gout."]


def test_the_tagger_forgets_the_filler_where_it_never_had_the_sentence() -> None:
    """Under a heading that takes no kinds it has neither; a filler that it has is rewound all the same."""
    document, log = run(["Severity: he is stable.", "No.", "Scratch that."], template=HANDOFF)
    assert kept(document) == []
    assert log == []
    document, log = run(["He has gout. No. Scratch that."], template=SOAP)
    assert log[-1] == RewindTagger(0)
