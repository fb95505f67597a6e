"""What belongs under a heading, and what is missing, stand in the window; neither is ever in the note."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.dictation import session as core
from plainspoken.dictation.deliver import as_html, as_text
from plainspoken.dictation.events import TextHeard
from plainspoken.dictation.session import Session
from plainspoken.ui.hud import Hud
from plainspoken.ui.note_view import Look, note_paragraphs
from plainspoken.ui.shown import Shown, summary
from plainspoken.workers.messages import Level
from plainspoken_models.contracts import SectionKind
from ui.desktop_fakes import COUGH, delivered, listening, stopped
from words import utterance

SOAP, OPERATIVE = (find_template(shipped_templates(), name) for name in ("soap", "operative"))
OBJECTIVE = "Objective. What was measured, seen and found: vital signs, exam, results."
LOSS = "Estimated Blood Loss. In milliliters."


def said(session: Session, *texts: str) -> Session:
    """The session after these headings, and sentences under headings that decide alone."""
    for text in texts:
        session, _ = core.step(session, TextHeard(utterance(text)))
    return session


def in_look(session: Session, look: Look) -> list[str]:
    """What stands so in the window."""
    return [paragraph.text for paragraph in note_paragraphs(session) if paragraph.look is look]


@pytest.fixture
def hud(qtbot: QtBot) -> Hud:
    """The window."""
    hud = Hud()
    qtbot.addWidget(hud)
    return hud


def test_before_the_first_words_she_reads_what_belongs_under_each_heading(hud: Hud) -> None:
    """From the top; it goes with the first words, and without guidance there is nothing of it."""
    hud.show_state(Shown(listening(template=OPERATIVE)))
    lines = hud.note.toPlainText().splitlines()
    assert lines[0].startswith("Speak.")
    assert lines[1:] == [f"{section.title}. {section.guidance}" for section in OPERATIVE.sections]
    assert hud.note.verticalScrollBar().value() == 0
    hud.show_level(Level(-20.0, 192, speaking=True))
    assert hud.note.toPlainText().startswith("Hearing you…\nPreop")
    hud.show_state(Shown(said(listening(template=OPERATIVE), "Surgeon: Dr. Lee.")))
    assert hud.note.toPlainText().startswith("Surgeon\nDr. Lee.\nNot dictated:")
    hud.show_state(Shown(stopped(listening(template=OPERATIVE))))
    assert hud.note.toPlainText() == ""


def test_the_next_empty_heading_is_explained_while_she_dictates() -> None:
    """One line; of a heading that she has just named, until something stands under it; not when she is done."""
    session = listening(COUGH, template=SOAP)
    assert in_look(session, Look.GUIDANCE) == [f"Next: {OBJECTIVE}"]
    assert in_look(stopped(session), Look.GUIDANCE) == []
    assert in_look(said(session, "Plan."), Look.GUIDANCE)[0].startswith("Plan. What is to be done")
    assert in_look(said(session, "Plan.", "Rest."), Look.GUIDANCE) == []
    assert in_look(said(session, "Objective."), Look.GUIDANCE) == [OBJECTIVE]
    assert in_look(said(session, "Code status: full."), Look.GUIDANCE) == []
    operation = said(listening(template=OPERATIVE), "Procedure in detail.")
    assert in_look(operation, Look.GUIDANCE)[0].startswith("Description of Procedure. Step by step")
    operation = listening(("We cut.", SectionKind.PROCEDURE), template=OPERATIVE)
    assert in_look(operation, Look.GUIDANCE) == [f"Next: {LOSS}"]


def test_required_elements_that_were_not_dictated_are_told_beside_the_headings() -> None:
    """Each once, while she speaks and afterwards, and not at all where she does not want to hear of them."""
    discharge = find_template(shipped_templates(), "discharge")
    session = said(listening(COUGH, template=discharge), "Discharge plan.", "She goes home with her son.")
    (missing,) = in_look(session, Look.NOT_SPOKEN_OF)
    told = "Condition at discharge, Information for patient and family, Follow-up"
    empty = "Reason for admission, Hospital course, Procedures"
    assert missing == f"Required, and not dictated: {empty}, {told}."
    (others,) = in_look(session, Look.NOT_DICTATED)
    assert "Hospital Course" not in others
    assert "Hospital Course" in session.note.not_dictated
    done = delivered(stopped(session))
    assert in_look(done, Look.CHECK) == [f"Check: {missing}"]
    assert in_look(done, Look.NOT_SPOKEN_OF) == []
    assert in_look(done, Look.NOT_DICTATED) == [others]
    assert summary(done.note).endswith("not dictated, 1 thing to check")
    off = replace(session, checks_off=frozenset({"required-element"}))
    assert in_look(off, Look.NOT_SPOKEN_OF) == []
    assert "Hospital Course" in in_look(off, Look.NOT_DICTATED)[0]
    assert in_look(listening(template=discharge), Look.NOT_SPOKEN_OF) == []


def test_neither_is_in_the_note() -> None:
    """Only what the template has always put there: headings, and the sign that something is missing."""
    note = delivered(stopped(listening(COUGH, template=SOAP))).note
    assert as_text(note) == "Subjective:\nShe coughs.\n\nObjective:\n***\n\nAssessment:\n***\n\nPlan:\n***"
    assert "measured" not in as_html(note)
