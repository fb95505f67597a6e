"""The menu of macros, and how what was inserted looks in the window."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from plainspoken.clinic.macros import Insertion, Macro, Macros
from plainspoken.clinic.table_reader import FileMistake
from plainspoken.dictation import session as core
from plainspoken.dictation.events import MacroChosen, TextHeard
from plainspoken.dictation.session import Session
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.colours import colours
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.insert_menu import InsertMenu
from plainspoken.ui.note_view import Look, NoteView, Paragraph, note_paragraphs
from plainspoken.ui.own_files import NoFiles
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.relay import DictationRelay
from plainspoken.workers.messages import Begin
from plainspoken_models.contracts import SectionKind
from ui.desktop_fakes import COUGH, FakeConductor, delivered, listening, stopped
from words import utterance

MINE = Macro("wound & drain", "Clean.\nDry.", section=SectionKind.PHYSICAL_EXAM)
EXAMPLE = Macro("normal knee exam", "{Side} knee.", section=SectionKind.PHYSICAL_EXAM, example=True)
SHADES = colours(QPalette())


class Files(NoFiles):
    """Macros that the test may change; what it changes is found at the next look."""

    def __init__(self) -> None:
        super().__init__()
        self.usable = Macros((MINE, EXAMPLE))
        self.changed = False

    def look(self) -> bool:
        """Whether the test has changed something."""
        changed, self.changed = self.changed, False
        return changed


@pytest.fixture
def files() -> Files:
    """One of hers, and an example."""
    return Files()


@pytest.fixture
def control(qtbot: QtBot, parts: DesktopParts, files: Files) -> DictationControl:  # noqa: ARG001
    """The control of an app of fakes."""
    return DictationControl(replace(parts, macros=files), DictationRelay(), NoteClipboard())


@pytest.fixture
def menu(qtbot: QtBot, control: DictationControl) -> InsertMenu:
    """The menu."""
    menu = InsertMenu(control)
    qtbot.addWidget(menu)
    return menu


def inserted(macro: Macro) -> Session:
    """A session in which it was chosen behind a sentence."""
    return core.step(listening(COUGH), MacroChosen(Insertion(macro)))[0]


def test_a_macro_is_inserted_while_she_dictates_and_at_no_other_time(
    menu: InsertMenu, control: DictationControl, conductor: FakeConductor
) -> None:
    """Hers first; what ships says that it is an example."""
    assert not menu.isEnabled()
    control.insert(MacroChosen(Insertion(MINE)))
    assert conductor.orders == []
    control.start()
    control.take_session(listening(COUGH))
    assert menu.isEnabled()
    actions = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.text() for action in actions] == ["wound && drain", "normal knee exam (example)"]
    actions[0].trigger()
    assert conductor.orders[-1] == MacroChosen(Insertion(MINE))
    control.take_session(stopped(listening(COUGH)))
    assert not menu.isEnabled()


def test_a_side_is_chosen_with_the_macro(
    menu: InsertMenu, control: DictationControl, conductor: FakeConductor
) -> None:
    """Or left open, to be filled in."""
    control.start()
    control.take_session(listening(COUGH))
    (sides,) = menu.findChildren(QMenu)
    assert [action.text() for action in sides.actions()] == ["left", "right", "bilateral", "leave open (***)"]
    texts = []
    for action in sides.actions()[1:4:2]:
        action.trigger()
        chosen = conductor.orders[-1]
        assert isinstance(chosen, MacroChosen)
        texts.append(chosen.insertion.text)
    assert texts == ["Right knee.", "*** knee."]


def test_a_dictation_knows_the_macros_that_there_are_when_it_begins(
    menu: InsertMenu, control: DictationControl, conductor: FakeConductor, files: Files
) -> None:
    """The menu shows those that there are now."""
    files.usable, files.changed = Macros((EXAMPLE,)), True
    control.start()
    assert [order.macros for order in conductor.orders if isinstance(order, Begin)] == [Macros((EXAMPLE,))]
    menu.list_macros()
    assert [action.text() for action in menu.actions()] == ["normal knee exam (example)"]


def test_a_mistake_in_a_file_of_macros_is_told_until_it_is_mended(
    control: DictationControl, files: Files
) -> None:
    """With what it means for her."""
    files.broken["mine.toml"] = FileMistake("mine.toml", (4, 7), "unknown key", "Known are: name.")
    files.changed = True
    control.look_at_files()
    assert "line 4, column 7" in str(control.shown.problem)
    assert "none of the macros in this file is there" in str(control.shown.problem)
    files.broken, files.changed = {}, True
    control.look_at_files()
    assert control.shown.problem is None


def test_what_was_inserted_is_marked_and_named_below(qtbot: QtBot) -> None:
    """Its ground is another one than that of her own words, and its lines are lines."""
    shown = note_paragraphs(inserted(MINE))
    assert Paragraph(Look.WORDS, "Clean.\u2028Dry.", (), ((0, 11),)) in shown
    assert Paragraph(Look.INSERTED, "Inserted: wound & drain") in shown
    view = NoteView()
    qtbot.addWidget(view)
    view.show_paragraphs(shown, SHADES)
    block = next(
        block
        for number in range(view.document().blockCount())
        if (block := view.document().findBlockByNumber(number)).text().startswith("Clean.")
    )
    assert block.text() == "Clean.\u2028Dry."
    assert block.begin().fragment().charFormat().background().color() == SHADES.line
    first = view.document().findBlockByNumber(1)
    assert first.begin().fragment().charFormat().background().color() != SHADES.line


def test_what_waits_for_her_words_is_shown() -> None:
    """She has chosen it while she spoke: it comes behind that."""
    session, _ = core.step(listening(COUGH), MacroChosen(Insertion(MINE), 500, speaking=True))
    assert note_paragraphs(session)[-1] == Paragraph(Look.PENDING, "Inserting: wound & drain …")


def test_a_field_that_is_open_is_told_before_she_pastes() -> None:
    """And what she took out is named."""
    over = delivered(stopped(inserted(EXAMPLE)))
    texts = [part.text for part in note_paragraphs(over)]
    assert "*** knee." in texts
    assert "Check: Something is still to be filled in here (***). “***”" in texts
    gone = core.step(inserted(EXAMPLE), TextHeard(utterance("Scratch that.")))[0]
    assert 'Taken out: the macro "normal knee exam" (scratch that)' in [
        part.text for part in note_paragraphs(gone)
    ]
