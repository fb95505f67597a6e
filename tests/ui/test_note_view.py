"""The note in the window: whatever was shown before, and however much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from plainspoken.dictation import session as core
from plainspoken.dictation.events import Tagged, TextHeard
from plainspoken.dictation.tagging import TagStatement
from plainspoken.ui.colours import Colours, colours
from plainspoken.ui.note_view import Look, NoteView, Paragraph, note_paragraphs
from plainspoken_models.contracts import SectionKind, Tag
from ui.desktop_fakes import COUGH, CRACKLES, delivered, listening, stopped
from words import utterance


def _shades(base: str, text: str) -> Colours:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(base))
    palette.setColor(QPalette.ColorRole.Text, QColor(text))
    return colours(palette)


SHADES, DARK = _shades("#ffffff", "#000000"), _shades("#1e1e1e", "#f0f0f0")

paragraphs = st.builds(
    Paragraph,
    st.sampled_from(Look),
    st.sampled_from(["Plan", "She coughs.", "<b>& 5", "No fever.", "Two\u2028lines"]),
    st.just(()),
    st.sampled_from([(), ((0, 3),)]),
)
changes = st.tuples(st.integers(0, 6), st.integers(0, 4), st.lists(paragraphs, max_size=3))
"""From the paragraph with this number on, so many are replaced by others."""


@given(changed=st.lists(changes, max_size=8))
def test_a_change_looks_as_if_all_had_been_written_anew(
    qapp: QApplication,  # noqa: ARG001  there is one
    changed: list[tuple[int, int, list[Paragraph]]],
) -> None:
    """Words, spaces, weights and colours are those of the last note alone, whichever notes stood there before."""
    view = NoteView()
    note: list[Paragraph] = []
    for first, gone, fresh in changed:
        note[first : first + gone] = fresh
        view.show_paragraphs(tuple(note), SHADES)
    assert _looks(view) == [
        (part.text, part.look.space_px, part.look is Look.HEADING, part.look is Look.PENDING, part.look.muted)
        for part in note or [Paragraph(Look.WORDS, "")]
    ]


def _looks(view: NoteView) -> list[tuple[str, float, bool, bool, bool]]:
    """Of each paragraph: its words, the space above it, whether it is bold, slanting, and grey."""
    found = []
    for number in range(view.document().blockCount()):
        block = view.document().findBlockByNumber(number)
        letters = block.begin().fragment().charFormat() if block.text() else block.charFormat()
        grey = letters.foreground().color() == SHADES.muted
        space = block.blockFormat().topMargin() if block.text() else Look.WORDS.space_px
        found.append(
            (block.text(), space, letters.fontWeight() > QFont.Weight.Normal, letters.fontItalic(), grey)
        )
    return found


def test_what_the_checks_speak_of_is_underlined_and_told_below(qtbot: QtBot) -> None:
    """In the finished note, in the words that it is about and nowhere else; the words stay as they are."""
    said = (
        COUGH,
        ("She takes Lasix 40 daily.", SectionKind.PLAN),
        ("Zocor 20 daily, MSO4.", SectionKind.PLAN),
    )
    view = NoteView()
    qtbot.addWidget(view)
    view.show_session(listening(*said), SHADES)
    assert not _underlined(view)
    view.show_session(delivered(stopped(listening(*said))), SHADES)
    assert _underlined(view) == ["Lasix 40", "Zocor 20", "MSO4"]
    assert view.toPlainText().splitlines()[-4:] == [
        "She takes Lasix 40 daily. Zocor 20 daily, MSO4.",
        "Not dictated: Objective",
        "Check: A dose without its unit. “Lasix 40”, “Zocor 20”",
        'Check: Do not use "MSO4": write "morphine sulfate". “MSO4”',
    ]


def test_the_gravest_finding_is_in_sight_where_not_all_fit(qtbot: QtBot) -> None:
    """On a small screen, with more lines than the window has."""
    view = NoteView()
    qtbot.addWidget(view)
    view.resize(300, 80)
    view.show()
    note = [Paragraph(Look.WORDS, "She coughs.")] * 20
    findings = [Paragraph(Look.CHECK, f"Check: number {n}.") for n in range(20)]
    view.show_paragraphs((*note, *findings), SHADES)
    assert view.cursorForPosition(QPoint(5, 6)).block().text() == "Check: number 0."
    view.show_paragraphs((*note, *findings[:1]), SHADES)
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def _underlined(view: NoteView) -> list[str]:
    """The runs of words that are underlined."""
    found = []
    for number in range(view.document().blockCount()):
        run = view.document().findBlockByNumber(number).begin()
        while not run.atEnd():
            if run.fragment().charFormat().fontUnderline():
                found.append(run.fragment().text())
            run += 1
    return found


@given(marks=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted), max_size=4))
def test_no_mark_changes_a_word(
    qapp: QApplication,  # noqa: ARG001  there is one
    marks: list[list[int]],
) -> None:
    """Two rules may speak of the same words."""
    text = "She takes Lasix 40 mg daily, & rests."
    view = NoteView()
    marked = tuple(sorted((start, end) for start, end in marks))
    view.show_paragraphs((Paragraph(Look.WORDS, text, marked),), SHADES)
    assert view.toPlainText() == text


def test_other_colours_are_taken_up(qtbot: QtBot) -> None:
    """On a desktop that turns dark, what was written before turns as well."""
    view = NoteView()
    qtbot.addWidget(view)
    note = note_paragraphs(listening(COUGH, unfinished="and so on"))
    view.show_paragraphs(note, SHADES)
    light_html = view.toHtml()
    view.show_paragraphs(note, DARK)
    assert view.toHtml() == light_html.replace(SHADES.muted.name(), DARK.muted.name()) != light_html


@pytest.mark.parametrize("others", [8, 800])
def test_a_sentence_costs_as_much_in_a_long_note_as_in_a_short_one(qtbot: QtBot, others: int) -> None:
    """What is written when a sentence comes is its own paragraph and the open words, whatever stands around them."""
    view = NoteView()
    qtbot.addWidget(view)
    session = listening(*[COUGH] * others, CRACKLES, *[("She will rest.", SectionKind.PLAN)] * others)
    view.show_session(session, SHADES)
    written: list[int] = []
    view.document().contentsChange.connect(lambda _at, gone, fresh: written.append(gone + fresh))
    for _ in range(3):
        session, [asked] = core.step(session, TextHeard(utterance("Wheezes.")))
        view.show_session(session, SHADES)
        assert isinstance(asked, TagStatement)
        session, _ = core.step(session, Tagged(asked.statement_id, Tag(SectionKind.PHYSICAL_EXAM, 0.9)))
        view.show_session(session, SHADES)
    assert view.toPlainText().count("Wheezes.") == 3
    assert 0 < sum(written) < 1_000


def test_nothing_is_kept_of_what_was_shown(qtbot: QtBot) -> None:
    """No undo steps: an hour of changes would be an hour of copies."""
    view = NoteView()
    qtbot.addWidget(view)
    for number in range(1, 5):
        view.show_session(listening(*[COUGH] * number), SHADES)
    assert not view.document().isUndoAvailable()
    assert view.document().availableUndoSteps() == 0
