"""What a model is shown: how much of the document so far, and for instruct models an introduction before it.

The introduction gives the sections as letters, and a short tagged note.

Plain text rather than the model's chat template: the same words work for every instruct model and its base model,
nothing in a dictation can look like a template's control token, and the model is only ever asked for one letter.
"""

from collections.abc import Sequence

from plainspoken_models.contracts import SectionKind

STATEMENT_HEAD = "\nSentence:"
STATEMENT_TAIL = "\nSection:"

_ABOUT: dict[SectionKind, tuple[str, str]] = {
    SectionKind.CHIEF_COMPLAINT: (
        "chief complaint: why the patient came, in a few words",
        "She is here because of a cough.",
    ),
    SectionKind.HPI: (
        "history of present illness: how the present trouble began and went on",
        "The cough started two weeks ago and is worse at night.",
    ),
    SectionKind.PAST_MEDICAL_HISTORY: (
        "past medical history: diseases she has or had",
        "She has asthma and high blood pressure.",
    ),
    SectionKind.PAST_SURGICAL_HISTORY: (
        "past surgical history: earlier operations",
        "Her gallbladder was taken out in 2009.",
    ),
    SectionKind.MEDICATIONS: ("medications: what she takes now", "She uses an albuterol inhaler as needed."),
    SectionKind.ALLERGIES: ("allergies: what she does not tolerate", "Sulfa drugs give her a rash."),
    SectionKind.FAMILY_HISTORY: (
        "family history: diseases of relatives",
        "Her father had a heart attack at 60.",
    ),
    SectionKind.SOCIAL_HISTORY: (
        "social history: work, home, tobacco, alcohol, drugs",
        "She teaches, lives alone and has never smoked.",
    ),
    SectionKind.REVIEW_OF_SYSTEMS: (
        "review of systems: symptoms asked about, present or denied",
        "She denies fever, chest pain and weight loss.",
    ),
    SectionKind.VITAL_SIGNS: (
        "vital signs: temperature, pulse, blood pressure, oxygen",
        "Pulse is 84 and oxygen saturation 97 percent.",
    ),
    SectionKind.PHYSICAL_EXAM: (
        "physical exam: what the physician saw, heard and felt",
        "There is faint wheezing over both lungs.",
    ),
    SectionKind.RESULTS: (
        "results: laboratory values, images, tracings",
        "The chest film shows no infiltrate.",
    ),
    SectionKind.ASSESSMENT: (
        "assessment: diagnoses and what the physician thinks",
        "This is most likely an exacerbation of her asthma.",
    ),
    SectionKind.PLAN: (
        "plan: treatment, tests ordered, advice, follow-up",
        "Start prednisone 40 milligrams for five days and come back in a week.",
    ),
    SectionKind.PROCEDURE: (
        "procedure: what was done to the patient, step by step",
        "The skin was cleaned and numbed with lidocaine.",
    ),
    SectionKind.HOSPITAL_COURSE: (
        "hospital course: what happened from admission to discharge",
        "On the second day she was weaned from oxygen.",
    ),
}


def letter(kind: SectionKind) -> str:
    """The letter that names a section, A … P."""
    return chr(ord("A") + list(SectionKind).index(kind))


def introduction() -> str:
    """What comes first: the task, and each kind with its letter and a line on what belongs there."""
    lines = [f"{letter(kind)} = {about}" for kind, (about, _) in _ABOUT.items()]
    return "\n".join(
        (
            "A physician dictates a clinical note, sentence by sentence.",
            "Each sentence is filed under one section, named by its letter:",
            *lines,
            "",
        )
    )


def examples() -> list[tuple[str, SectionKind]]:
    """A short note of one sentence for each kind, in their order."""
    return [(example, kind) for kind, (_, example) in _ABOUT.items()]


def window_start(lengths: Sequence[int], room: int, restart: int) -> int:
    """Which statement comes first in a row of tokens whose last statement is about to be read.

    Statements fill the row until one does not fit; then the row begins again with the latest ones before it that
    fit in `restart` tokens. The answer depends on the lengths alone, not on the way there: going back and on again
    gives the same rows.

    Args:
        lengths: tokens of each statement with its label, in order.
        room: tokens in the row; more than `restart` and the longest statement together.
        restart: tokens that are kept.
    """
    first, used = 0, 0
    for index, length in enumerate(lengths):
        if used + length > room:
            first, used = index, 0
            while first > 0 and used + lengths[first - 1] <= restart:
                first -= 1
                used += lengths[first]
        used += length
    return first
