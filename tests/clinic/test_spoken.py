"""Spoken headings and commands: what is one, and what only looks like one."""

import pytest

from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.clinic.headings import heading_inside, spoken_heading
from plainspoken.clinic.spoken_commands import Command, spoken_order
from plainspoken_models.contracts import SectionKind

SOAP = find_template(shipped_templates(), "soap")
CONSULT = find_template(shipped_templates(), "consult")


@pytest.mark.parametrize(
    ("said", "kinds", "count"),
    [
        ("Plan.", (SectionKind.PLAN,), 1),
        ("plan", (SectionKind.PLAN,), 1),
        ("Assessment colon asthma.", (SectionKind.ASSESSMENT,), 2),
        ("Assessment: asthma.", (SectionKind.ASSESSMENT,), 1),
        ("Past medical history.", (SectionKind.PAST_MEDICAL_HISTORY,), 3),
        ("Physical exam, colon, lungs are clear.", (SectionKind.PHYSICAL_EXAM,), 3),
        ("PMH: asthma.", (SectionKind.PAST_MEDICAL_HISTORY,), 1),
        ("Follow-up: two weeks.", (SectionKind.PLAN,), 1),
        ("Go to plan.", (SectionKind.PLAN,), 3),
        ("go to the plan section", (SectionKind.PLAN,), 5),
        ("Go to plan, start aspirin.", (SectionKind.PLAN,), 3),
        ("Move on to assessment.", (SectionKind.ASSESSMENT,), 4),
        ("Under plan.", (SectionKind.PLAN,), 2),
        ("Under plan colon rest.", (SectionKind.PLAN,), 3),
        ("In the assessment section.", (SectionKind.ASSESSMENT,), 4),
        ("In the assessment section: asthma.", (SectionKind.ASSESSMENT,), 4),
        ("Plan section.", (SectionKind.PLAN,), 2),
        ("Plan period", (SectionKind.PLAN,), 2),
        ("Assessment and plan:", (SectionKind.ASSESSMENT, SectionKind.PLAN), 3),
    ],
)
def test_a_heading_is_the_whole_sentence_or_ends_with_a_colon(
    said: str, kinds: tuple[SectionKind, ...], count: int
) -> None:
    """The heading's words are counted, so that the rest becomes a statement."""
    heading = spoken_heading(tuple(said.split()), SOAP)
    assert heading is not None
    assert (heading.kinds, heading.word_count) == (kinds, count)


@pytest.mark.parametrize(
    "said",
    [
        "The plan is to wait.",
        "Plan to start aspirin.",
        "Colon cancer.",
        "Past surgical history colon resection in 2010.",
        "Exam shows clear lungs.",
        "Assessment was hard.",
        "In the plan.",
        "In the assessment section we see asthma.",
        "Go to the emergency room.",
        "Under plan of care since May.",
        "Under examination, he was calm.",
        "",
    ],
)
def test_words_that_only_look_like_a_heading_stay_words(said: str) -> None:
    """A sentence about a plan is not a heading."""
    assert spoken_heading(tuple(said.split()), SOAP) is None


def test_a_templates_own_title_is_a_heading_that_takes_what_the_section_takes() -> None:
    """The heading "Recommendations" exists in the consult note, "Subjective" in SOAP."""
    subjective = spoken_heading(("Subjective.",), SOAP)
    assert subjective is not None
    assert SectionKind.HPI in subjective.kinds
    assert spoken_heading(("Subjective.",), CONSULT) is None
    recommendations = spoken_heading(("Recommendations.",), CONSULT)
    assert recommendations is not None
    assert recommendations.kinds == (SectionKind.PLAN,)


@pytest.mark.parametrize(
    ("said", "command", "span"),
    [
        ("Scratch that.", Command.SCRATCH_THAT, (0, 2)),
        ("strike that", Command.SCRATCH_THAT, (0, 2)),
        ("Scratch that, he has asthma.", Command.SCRATCH_THAT, (0, 2)),
        ("He has gout, scratch that.", Command.SCRATCH_THAT, (3, 5)),
        ("Gout, scratch that, asthma.", Command.SCRATCH_THAT, (1, 3)),
        ("Scratch that he has asthma.", Command.SCRATCH_THAT, (0, 2)),
        ("New paragraph.", Command.NEW_PARAGRAPH, (0, 2)),
        ("New line.", Command.NEW_PARAGRAPH, (0, 2)),
        ("Next line, aspirin.", Command.NEW_PARAGRAPH, (0, 2)),
        ("Scratch that period", Command.SCRATCH_THAT, (0, 3)),
        ("scratch that period start aspirin", Command.SCRATCH_THAT, (0, 3)),
        ("No, scratch that.", Command.SCRATCH_THAT, (0, 3)),
        ("Okay, undo that.", Command.UNDO_THAT, (0, 3)),
        ("Scratch that, please.", Command.SCRATCH_THAT, (0, 3)),
        ("He has gout, scratch that period.", Command.SCRATCH_THAT, (3, 6)),
        ("Period.", Command.MARK, (0, 1)),
        ("Full stop.", Command.MARK, (0, 2)),
        ("comma", Command.MARK, (0, 1)),
        ("Next section.", Command.NEXT_SECTION, (0, 2)),
        ("Undo that.", Command.UNDO_THAT, (0, 2)),
        ("He has gout, undo that, he has asthma.", Command.UNDO_THAT, (3, 5)),
        ("New line, right lung is clear.", Command.NEW_PARAGRAPH, (0, 2)),
        ("Scratch that she has an itch.", Command.SCRATCH_THAT, (0, 2)),
    ],
)
def test_a_command_is_the_whole_sentence_or_stands_at_an_edge_behind_a_comma(
    said: str, command: Command, span: tuple[int, int]
) -> None:
    """Its words are told apart from the sentence's own."""
    order = spoken_order(tuple(said.split()))
    assert order is not None
    assert (order.command, (order.first, order.last)) == (command, span)


@pytest.mark.parametrize(
    "said",
    [
        "Do not scratch that area.",
        "Please do not scratch that.",
        "The next section heals.",
        "New",
        "A new line was placed.",
        "Question mark.",
        "Scratch that itch.",
        "Scratch that itchy spot.",
        "New line, right IJ.",
        "New line, left subclavian, placed today.",
        "He tried to undo that.",
        "Undo that knot.",
        "We could not undo that",
    ],
)
def test_words_that_only_look_like_a_command_stay_words(said: str) -> None:
    """Patients scratch, too."""
    assert spoken_order(tuple(said.split())) is None


def test_a_heading_the_template_does_not_know_ends_the_one_before() -> None:
    """Its words stay in the note, and the tagger decides again."""
    heading = spoken_heading(("Code", "status:", "full."), SOAP)
    assert heading is not None
    assert (heading.kinds, heading.word_count) == ((), 0)


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("she has pain assessment colon angina", 3),
        ("she has pain go to assessment colon angina", 3),
        ("Pain today. Assessment: angina", 2),
        ("her exam: normal", None),
        ("Past Medical History: asthma", None),
        ("Past Medical History: asthma Assessment: angina", 4),
        ("she has colon cancer", None),
        ("she had surgical history colon resection", None),
    ],
)
def test_a_heading_with_a_colon_is_found_within_speech_that_runs_on(said: str, first: int | None) -> None:
    """Recognisers return text without punctuation."""
    assert heading_inside(tuple(said.split()), SOAP) == first
