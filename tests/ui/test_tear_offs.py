"""Tear-offs from the tray's menu."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from pytestqt.qtbot import QtBot

from plainspoken.clinic.tearoffs import Candidate, Coded
from plainspoken.dictation.errors import DesktopError
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.relay import DictationRelay
from plainspoken.ui.shown import NO_LONGER, ON_CLIPBOARD
from plainspoken.ui.tear_offs import TearOffs
from plainspoken.ui.tray import TrayMenu
from plainspoken_models.contracts import SectionKind
from plainspoken_models.errors import PlainspokenError
from ui.desktop_fakes import COUGH, delivered, listening, stopped

PNEUMONIA = ("Pneumonia.", SectionKind.ASSESSMENT)
START = ("Start aspirin.", SectionKind.PLAN)
FOUND = Coded((Candidate("J18.9", "Pneumonia, unspecified organism", False),), False)


@dataclass
class Finder:
    """Finds the same candidate for everything, when the test lets it."""

    go_on: threading.Event = field(default_factory=threading.Event)
    asked: list[Sequence[str]] = field(default_factory=list)
    error: PlainspokenError | None = None

    def __call__(self, statements: Sequence[str]) -> tuple[Coded, ...]:
        """Look for candidates."""
        self.asked.append(statements)
        assert self.go_on.wait(20)
        if self.error:
            raise self.error
        return tuple(FOUND for _ in statements)


@pytest.fixture
def finder() -> Finder:
    """One that answers at once."""
    finder = Finder()
    finder.go_on.set()
    return finder


@pytest.fixture
def clipboard(qtbot: QtBot) -> NoteClipboard:  # noqa: ARG001  needs the application
    """The clipboard of the app."""
    return NoteClipboard()


@pytest.fixture
def control(parts: DesktopParts, clipboard: NoteClipboard) -> DictationControl:
    """A control that has just delivered a note."""
    control = DictationControl(parts, DictationRelay(), clipboard)
    control.take_note(listening(COUGH, PNEUMONIA, START).note)
    return control


@pytest.fixture
def torn(
    parts: DesktopParts, control: DictationControl, clipboard: NoteClipboard, finder: Finder
) -> TearOffs:
    """The tear-offs of that note."""
    return TearOffs(replace(parts, find_codes=finder), control, clipboard)


def test_the_orders_of_the_last_note_go_to_the_clipboard(
    qtbot: QtBot, torn: TearOffs, control: DictationControl, clipboard: NoteClipboard
) -> None:
    """And nothing says any more that the note is there."""
    assert control.shown.outcome == ON_CLIPBOARD
    with qtbot.waitSignal(torn.told) as told:
        torn.copy_orders()
    assert clipboard.text() == "Medicines started:\nStart aspirin."
    assert told.args == ["Orders and follow-up on the clipboard", "Medicines started"]
    assert control.shown.outcome == NO_LONGER


def test_candidates_are_looked_for_elsewhere_and_come_later(
    qtbot: QtBot, torn: TearOffs, clipboard: NoteClipboard, finder: Finder
) -> None:
    """What is looked for are the statements of the assessment."""
    with qtbot.waitSignal(torn.told) as told:
        torn.copy_codes()
    assert finder.asked == [["Pneumonia."]]
    assert clipboard.text().endswith("J18.9  Pneumonia, unspecified organism")
    assert told.args[0] == "Code candidates on the clipboard"


def test_candidates_that_come_when_she_dictates_again_are_let_go(
    qtbot: QtBot, torn: TearOffs, control: DictationControl, clipboard: NoteClipboard, finder: Finder
) -> None:
    """They would be pasted into the next patient's record."""
    finder.go_on.clear()
    torn.copy_codes()
    qtbot.waitUntil(lambda: bool(finder.asked))
    control.start()
    with qtbot.waitSignal(torn._found):
        finder.go_on.set()
    qtbot.wait(1)
    assert "J18.9" not in clipboard.text()
    before = clipboard.text()
    torn.copy_orders()
    assert clipboard.text() == before


def test_a_search_that_fails_is_told(
    qtbot: QtBot, torn: TearOffs, control: DictationControl, finder: Finder
) -> None:
    """The note stays on the clipboard, and she can try again."""
    finder.error = DesktopError("No.", "Again.")
    for _ in range(2):
        with qtbot.waitSignal(control.reported) as told:
            torn.copy_codes()
        assert told.args == [finder.error]
    assert control.shown.outcome == ON_CLIPBOARD


def test_a_note_that_orders_nothing_leaves_the_clipboard_alone(
    qtbot: QtBot, torn: TearOffs, control: DictationControl, clipboard: NoteClipboard
) -> None:
    """What is on it is the note still."""
    control.take_note(listening(COUGH).note)
    before = clipboard.text()
    with qtbot.waitSignal(torn.told) as told:
        torn.copy_orders()
    assert told.args[0] == "No orders in the last note"
    assert clipboard.text() == before


def test_the_menu_offers_them_of_a_note_while_nothing_is_dictated(
    qtbot: QtBot, parts: DesktopParts, clipboard: NoteClipboard, finder: Finder
) -> None:
    """Without a search there are no candidates to be chosen."""
    control = DictationControl(parts, DictationRelay(), clipboard)
    menu = TrayMenu(replace(parts, find_codes=finder), control)
    assert not menu.orders.isEnabled()
    control.take_note(listening(START).note)
    control.take_session(delivered(stopped(listening(START))))
    assert menu.orders.isEnabled()
    assert menu.codes.isVisible()
    with qtbot.waitSignal(menu.orders_chosen):
        menu.orders.trigger()
    with qtbot.waitSignal(menu.codes_chosen):
        menu.codes.trigger()
    control.take_session(listening(COUGH))
    assert not menu.orders.isEnabled()
    assert not menu.codes.isEnabled()
    assert not TrayMenu(parts, control).codes.isVisible()
