"""The note in the window: its headings, what waits, what was left out, and work that is behind."""

from dataclasses import replace

from plainspoken.dictation import session as core
from plainspoken.dictation.events import CancelPressed, TextHeard
from plainspoken.dictation.note import Gap
from plainspoken.ui.hud import Hud
from plainspoken.ui.note_view import pending
from plainspoken.ui.shown import Shown
from plainspoken_models.contracts import SectionKind
from ui.desktop_fakes import COUGH, CRACKLES, delivered, listening, stopped, waiting
from words import utterance


def test_note_stands_under_its_headings(hud: Hud) -> None:
    """Headings, her sentences, then the headings with nothing under them, and her newest words last."""
    hud.show_state(Shown(listening(COUGH, CRACKLES, unfinished="send her home")))
    lines = hud.note.toPlainText().splitlines()
    assert lines == [
        "Subjective",
        "She coughs.",
        "Objective",
        "Crackles at the right base.",
        "Not dictated: Plan",
        "send her home …",
    ]


def test_statement_being_filed_is_pending(hud: Hud) -> None:
    """A sentence that waits for the tagger is shown with the open words, not under a heading it may not get."""
    session, _ = core.step(listening(COUGH), TextHeard(utterance("No fever.")))
    hud.show_state(Shown(session))
    assert pending(session) == "No fever."
    assert "Not filed" not in hud.note.toPlainText()


def test_note_is_text_not_markup(hud: Hud) -> None:
    """What she says is shown as she says it, brackets and all."""
    hud.show_state(Shown(listening(("Platelets <b>100 & falling.", SectionKind.HPI))))
    assert "Platelets <b>100 & falling." in hud.note.toPlainText()


REJECTED = Gap(41_000, 43_000, "it sounded like <noise>", "Thank you & bye.")


def test_what_is_left_out_is_listed_at_the_end(hud: Hud) -> None:
    """What she took out and what was rejected can be read; spoken commands, which did their work, cannot."""
    session = listening(COUGH, ("She takes <b>aspirin.", SectionKind.HPI))
    session, _ = core.step(session, TextHeard(utterance("Scratch that.")))
    session = replace(session, gaps=(REJECTED, Gap(50_000, 51_000, "sound was lost")))
    hud.show_state(Shown(session))
    assert hud.note.toPlainText().splitlines() == [
        "Subjective",
        "She coughs.",
        "Not dictated: Objective, Plan",
        'Taken out: "She takes <b>aspirin." (scratch that)',
        'Not in the note, 0:41: "Thank you & bye." (it sounded like <noise>)',
    ]


def test_words_that_were_all_left_out_can_be_read(hud: Hud) -> None:
    """A dictation that came to nothing still shows what was heard; one that she cancelled does not."""
    session = replace(listening(), gaps=(REJECTED,))
    hud.show_state(Shown(session))
    hud.show_state(Shown(delivered(session), outcome="Nothing was dictated"))
    assert hud.note.isVisible()
    assert "Thank you & bye." in hud.note.toPlainText()
    hud.show_state(Shown(core.step(session, CancelPressed())[0]))
    assert not hud.note.isVisible()


def test_note_is_scrolled_to_its_newest_words(hud: Hud) -> None:
    """The end of a long note is what she sees."""
    hud.show_state(Shown(listening(*[COUGH] * 200, unfinished="and so on")))
    bar = hud.note.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0


def test_work_that_is_behind_is_told_calmly(hud: Hud) -> None:
    """One line, in the colour of second things, for as long as there is a queue; no problem, and no button less."""
    hud.show_state(Shown(waiting(listening(COUGH), speech_s=14)))
    assert not hud.behind.isVisible()
    hud.show_state(Shown(waiting(listening(COUGH), speech_s=36)))
    assert hud.behind.isVisible()
    assert hud.behind.text() == "Transcription is 36 s behind. Keep speaking: nothing is lost."
    assert (hud.problem.isVisible(), hud.stop.isVisible()) == (False, True)
    hud.show_state(Shown(waiting(listening(COUGH), speech_s=14)))
    assert hud.behind.isVisible(), "it does not come and go with each segment"
    hud.show_state(Shown(waiting(listening(COUGH), speech_s=6)))
    assert not hud.behind.isVisible()


def test_what_is_left_to_do_stands_where_the_template_stood(hud: Hud) -> None:
    """While the last words are worked on she sees how many; the window does not jump for it."""
    hud.show_state(Shown(listening(COUGH)))
    assert hud.template.text() == "SOAP note"
    hud.show_state(Shown(stopped(waiting(listening(COUGH), speech_s=14, sentences=2))))
    assert hud.template.text() == "Left: 14 s of speech, 2 sentences to file"
    assert not hud.behind.isVisible()
    hud.show_state(Shown(delivered(listening(COUGH)), outcome="On the clipboard"))
    assert hud.template.text() == "SOAP note"
