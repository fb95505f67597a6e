"""What is inserted: where it stands, that it stays as it is, and that it goes when she scratches it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.dictated import HANDOFF, MACROS, SOAP, SPEECH, kept, run
from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.clinic.macros import Insertion, Macro, Macros, sound
from plainspoken.clinic.templates import Template
from plainspoken.dictation.check import findings
from plainspoken.dictation.deliver import as_data, as_html, as_text
from plainspoken.dictation.document import Document
from plainspoken.dictation.file import hear, insert
from plainspoken.dictation.filing import DecidedBy
from plainspoken.dictation.gate import prove
from plainspoken.dictation.note import assemble
from plainspoken.dictation.tagging import AssignStatement, RewindTagger, TagStatement
from plainspoken.dictation.transcribe import Utterance
from plainspoken_models.contracts import SectionKind, Word
from words import utterance

TEMPLATES = st.sampled_from([SOAP, HANDOFF])


@given(SPEECH, TEMPLATES)
def test_every_word_of_the_note_was_spoken_or_is_of_a_macro_that_was_named(
    texts: list[str], template: Template
) -> None:
    """A macro's text is there letter by letter, under its name; no other statement has a word of it."""
    document, _ = run(texts, template=template, macros=MACROS)
    for statement in document.statements:
        spoken = re.sub(r"\W", "", statement.spoken.text).casefold()
        if statement.insertion:
            macro, values = statement.insertion.macro, statement.insertion.values
            assert spoken.startswith("insert" + sound(macro.name))
            assert {value for _, value in values} <= {"left"}
            assert statement.text.endswith(macro.text.replace("{side}", "left" if values else "***"))
        else:
            assert "zebra" not in statement.text
            pieces = [n for piece in statement.pieces for n in range(piece.first, piece.last)]
            assert pieces == list(range(len(statement.spoken.words)))
    note = assemble(document)
    assert as_text(note).count("zebra") == sum(1 for one in document.statements if one.insertion)
    prove(note)


CARDIAC = Macro(
    "normal cardiac exam", "heart: regular at 70 beats, colon.", section=SectionKind.PHYSICAL_EXAM
)
KNEE = Macro(
    "normal knee exam", "{Side} knee stable.", ("normal {side} knee exam",), SectionKind.PHYSICAL_EXAM
)
ADVICE = Macro("fall advice", "Keep two rugs away period\nscratch that: stairs.")
WOUND = Macro("wound check", "Wound: {size}, drain {drain}.")
MINE = Macros((CARDIAC, KNEE, ADVICE, WOUND))


@pytest.mark.parametrize(
    ("said", "statements"),
    [
        (["Insert normal cardiac exam."], [CARDIAC.text]),
        (["insert normal cardiac exam"], [CARDIAC.text]),
        (["Insert.", "Normal cardiac exam."], [CARDIAC.text]),
        (["insert normal", "cardiac exam", "lungs are clear"], [CARDIAC.text, "Lungs are clear"]),
        (["no edema", "insert normal cardiac exam"], ["No edema", CARDIAC.text]),
        (["No edema. Insert normal cardiac exam. Well."], ["No edema.", CARDIAC.text, "Well."]),
        (["Insert normal cardiac exam, scratch that, he is well."], ["He is well."]),
        (["Insert normal cardiac exam.", "Scratch that."], []),
        (["Insert normal knee exam.", "Left."], ["Left knee stable."]),
        (["Insert normal knee exam.", "Left side.", "Well."], ["Left knee stable.", "Well."]),
        (["Insert normal knee exam.", "Left knee is warm."], ["*** knee stable.", "Left knee is warm."]),
        (["Insert normal knee exam."], ["*** knee stable."]),
        (["insert normal knee exam", "lungs are clear"], ["*** knee stable.", "Lungs are clear"]),
        (["insert normal knee exam", "left", "lungs are clear"], ["Left knee stable.", "Lungs are clear"]),
        (["insert normal", "lungs are clear"], ["Insert normal lungs are clear"]),
        (["Insert normal knee exam.", "Plan."], ["*** knee stable."]),
        (["Insert normal spleen exam."], ["Insert normal spleen exam."]),
        (["Insert.", "He is well."], ["Insert.", "He is well."]),
        (["we insert", "the catheter."], ["We insert the catheter."]),
        (["Insert fall advice."], [ADVICE.text]),
        (["Insert normal knee exam.", "Right. Plan: rest."], ["*** knee stable.", "Right.", "Rest."]),
        (["Insert normal knee exam. Right, he can walk."], ["*** knee stable.", "Right, he can walk."]),
        (["insert normal knee exam", "", "left"], ["Left knee stable."]),
        (["insert normal knee exam comma left period"], ["Left knee stable."]),
        (["Insert normal cardiac exam, period pain since May."], [CARDIAC.text, "Period pain since May."]),
        (
            ["Insert wound check, size twenty", "three weeks of rest."],
            ["Wound: 20, drain ***.", "Three weeks of rest."],
        ),
        (["Insert wound check, size three", "centimeters."], ["Wound: 3 cm, drain ***."]),
        (["Insert wound check, size three", "drain ten"], ["Wound: three, drain 10."]),
        (["Insert wound check, size twenty", "Scratch that."], []),
    ],
)
def test_a_named_macro_is_inserted_wherever_she_pauses(said: list[str], statements: list[str]) -> None:
    """And a word that names none stays where it is."""
    assert kept(run(said, macros=MINE)[0]) == statements


def test_a_pause_in_an_order_may_be_long() -> None:
    """She looks for the name; but what does not go on with it is for itself."""
    assert kept(run(["Insert", "normal cardiac exam."], macros=MINE, gap_ms=9_000)[0]) == [CARDIAC.text]
    assert kept(run(["Insert", "He is well."], macros=MINE, gap_ms=9_000)[0]) == ["Insert", "He is well."]


def test_a_late_word_fills_no_field() -> None:
    """The name may come late; once it is said, what comes after a pause is a sentence of its own."""
    assert kept(run(["insert normal knee exam", "left"], macros=MINE, gap_ms=9_000)[0]) == [
        "*** knee stable.",
        "Left",
    ]


def test_what_scratch_that_takes_out_is_named() -> None:
    """The whole of it goes, and the tagger forgets it."""
    document, log = run(["He is well. Insert normal cardiac exam.", "Scratch that."], macros=MINE)
    assert kept(document) == ["He is well."]
    assert log[-1] == RewindTagger(1)
    assert [(gone.text, gone.reason, gone.macro) for gone in document.removed] == [
        ("Scratch that.", "spoken command", ""),
        ("Insert normal cardiac exam.", "scratch that", "normal cardiac exam"),
    ]


def test_a_macro_that_says_what_it_is_stands_there_whatever_heading_holds() -> None:
    """The tagger is told, not asked; what she says next is under her heading as before."""
    document, log = run(["Plan.", "Insert normal cardiac exam.", "Rest."], macros=MINE)
    assert log == [
        AssignStatement(CARDIAC.text, SectionKind.PHYSICAL_EXAM),
        AssignStatement("Rest.", SectionKind.PLAN),
    ]
    first = document.statements[0].filing
    assert first
    assert first.decided_by is DecidedBy.MACRO
    assert as_text(assemble(document)).endswith("Plan:\nRest.")


def test_a_label_waits_for_her_own_words() -> None:
    """What stands under no heading of hers has none before it."""
    document, _ = run(["Allergies.", "Insert normal cardiac exam.", "Latex."], macros=MINE)
    assert kept(document) == [CARDIAC.text, "Allergies: Latex."]


def test_a_macro_that_does_not_say_what_it_is_is_filed_like_a_sentence() -> None:
    """Under her heading; without one the tagger is asked about its text. One with a kind that no heading takes, too."""
    document, log = run(["Plan.", "Insert fall advice."], macros=MINE)
    assert log == [AssignStatement(ADVICE.text, SectionKind.PLAN)]
    filing = document.statements[0].filing
    assert filing
    assert filing.decided_by is DecidedBy.SPOKEN_HEADING
    _, log = run(["Insert fall advice."], macros=MINE)
    assert log == [TagStatement(0, ADVICE.text, SOAP.kinds)]
    _, log = run(["Severity: stable.", "Insert normal cardiac exam."], macros=MINE, template=HANDOFF)
    assert (SectionKind.PHYSICAL_EXAM in HANDOFF.kinds) == bool(log)


def test_the_lines_of_a_macro_stay_lines() -> None:
    """Nothing stands beside them, and HTML has them one by one."""
    note = assemble(run(["Plan.", "Rest. Insert fall advice. Ice."], macros=MINE)[0])
    plan = "Rest.\nKeep two rugs away period\nscratch that: stairs.\nIce."
    assert as_text(note).endswith(f"Plan:\n{plan}")
    assert as_html(note).endswith("".join(f"\n<p>{line}</p>" for line in plan.split("\n")))
    prove(note)


def test_json_says_what_was_inserted() -> None:
    """Its name, its fields, her words for it, and who decided; what was taken out, too."""
    said = [
        "Insert normal left knee exam. Insert normal knee exam.",
        "Insert normal cardiac exam. Scratch that.",
    ]
    data = as_data(assemble(run(said, macros=MINE)[0]), {})
    first, second = data["statements"]
    assert (first["text"], first["spoken"]) == ("Left knee stable.", "Insert normal left knee exam.")
    assert (first["macro"], first["fields"], first["decided_by"]) == (
        "normal knee exam",
        {"side": "left"},
        "macro",
    )
    assert second["fields"] == {"side": None}
    assert [gone.get("macro") for gone in data["removed"]] == [None, "normal cardiac exam"]


def test_what_is_chosen_in_the_menu_has_no_words_of_hers() -> None:
    """It ends the sentence before it, and has a time; scratched, it is named all the same."""
    document, _ = hear(Document(SOAP, MINE), utterance("Plan: rest and"))
    document, orders = insert(document, Insertion(CARDIAC), 4_000)
    assert [order.text for order in orders if isinstance(order, AssignStatement)] == [
        "Rest and",
        CARDIAC.text,
    ]
    (statement,) = as_data(assemble(document), {})["statements"][1:]
    assert (statement["macro"], statement["spoken"], statement["start_ms"]) == (CARDIAC.name, "", 4_000)
    document, _ = hear(document, utterance("Scratch that.", 5_000))
    assert kept(document) == ["Rest and"]
    assert [(gone.text, gone.macro) for gone in document.removed if gone.macro] == [("", CARDIAC.name)]


def checked(*said: str) -> list[tuple[str, list[str]]]:
    """What the checks say: the rule, and the words that it is about."""
    note = assemble(run(list(said), macros=MINE)[0])
    texts = {one.id: one.text for one in note.statements}
    return [
        (found.rule, [texts[span.statement_id][span.start : span.end] for span in found.spans])
        for found in findings(note)
    ]


def test_an_open_field_and_an_order_in_vain_are_told() -> None:
    """Each with its place; an order that was followed, and other words, are not."""
    assert checked("Insert normal knee exam.", "Insert normal spleen exam.", "We insert the catheter.") == [
        ("open-field", ["***"]),
        ("no-such-macro", ["Insert normal spleen exam."]),
    ]
    assert checked("Insert normal left knee exam.", "Insert fall advice.") == []


def test_a_word_that_was_not_heard_well_is_none_of_a_macro() -> None:
    """Its text was never heard."""
    order = Utterance(
        tuple(Word(word, 0, 9, 0.1) for word in ["Insert", "normal", "left", "knee", "exam."]), 0, 9
    )
    document, _ = hear(Document(SOAP, MINE), order)
    note = assemble(document)
    assert note.statements[0].text == "Left knee stable."
    assert findings(note) == ()


def test_a_macro_counts_for_a_required_element() -> None:
    """It speaks of it."""
    procedure = find_template(shipped_templates(), "procedure")
    consent = Macros((Macro("my opening", "Informed consent was obtained.", section=SectionKind.PROCEDURE),))
    said = ["Insert my opening."]
    missing = [
        {one.name for one in assemble(run(said, template=procedure, macros=macros)[0]).elements_not_dictated}
        for macros in (MINE, consent)
    ]
    assert missing[0] - missing[1] >= {"Consent"}
