"""What she typed and does not stand by is nowhere on the clipboard."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from plainspoken.dictation.errors import FactsDiffer
from plainspoken.dictation.tear_offs import codes, orders, statements_of
from plainspoken.ui.clipboard import NoteClipboard
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.history import History
from plainspoken.ui.note_desk import NoteDesk
from plainspoken.ui.note_rows import rows
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.tear_offs import TearOffs
from plainspoken_models.contracts import SectionKind
from ui.desktop_fakes import delivered, listening, stopped
from ui.note_desk.given import CODED, TAKES, as_kept


def test_no_other_way_leads_past_the_gate(
    qtbot: QtBot, parts: DesktopParts, control: DictationControl, clipboard: NoteClipboard
) -> None:
    """The note, a section, both tear-offs from the window and from the menu, Last notes, and History: told first."""
    ill = ("Two seizures on lisinopril ten milligrams.", SectionKind.ASSESSMENT)
    control.take_note(delivered(stopped(listening(TAKES, ill))).note)
    parts = replace(parts, find_codes=lambda texts: (CODED,) * len(texts))
    torn = TearOffs(parts, control, clipboard)
    desk = NoteDesk(parts, control, clipboard, torn)
    qtbot.addWidget(desk.window)
    desk.open()
    desk.window.edited.emit(0, "Start lisinopril 50 mg daily.")
    desk.window.edited.emit(1, "Two seizures on lisinopril 100 mg.")
    (place,) = {row.section for row in rows(control.notes[0]) if row.statement_id == 0}
    kept = as_kept(control.notes[0])
    ways: tuple[Callable[[], object], ...] = (
        desk.window.copy_pressed.emit,
        partial(desk.window.section_pressed.emit, place),
        desk.window.orders_pressed.emit,
        desk.window.codes_pressed.emit,
        torn.copy_orders,
        torn.copy_codes,
        lambda: control.copy(control.notes[0]),
        lambda: History(parts, control, clipboard).copy(kept),
    )
    for way in ways:
        clipboard._refused = None  # what she was told of is taken when she asks for it again
        with qtbot.waitSignal(control.reported):
            way()
        assert clipboard.text() == ""
    desk.window.close()


def test_the_commands_do_not_lead_past_the_gate(
    qtbot: QtBot,  # noqa: ARG001  needs the application
    desk: NoteDesk,
    control: DictationControl,
) -> None:
    """What `plainspoken history` copies: the note, and each tear-off."""
    ill = ("Two seizures on lisinopril ten milligrams.", SectionKind.ASSESSMENT)
    control.take_note(delivered(stopped(listening(TAKES, ill))).note)
    desk.open()
    desk.window.edited.emit(0, "Start lisinopril 50 mg daily.")
    desk.window.edited.emit(1, "Two seizures on lisinopril 100 mg.")
    kept = as_kept(control.notes[0])
    stated = statements_of(kept)
    for what in (kept, orders(stated), codes(stated, (CODED,))):
        with pytest.raises(FactsDiffer):
            NoteClipboard().put(what)
