"""Tear-offs in a terminal: `--tear-off` of `plainspoken note` and `plainspoken history`."""

import json
from collections.abc import Sequence
from typing import Any

from plainspoken.adapters.code_process import find_codes
from plainspoken.clinic.tearoffs import Coded
from plainspoken.dictation import tear_offs
from plainspoken.dictation.deliver import as_html, as_text
from plainspoken.dictation.kept import KeptNote
from plainspoken.dictation.note import Note
from plainspoken.dictation.tear_offs import Stated, TearOff, Which
from plainspoken.terminal import Format, complain, copy_note, tell
from plainspoken_models.errors import PlainspokenError


def tear_off(note: Note | KeptNote, which: Which) -> TearOff:
    """A tear-off of a note.

    Raises:
        DesktopError: no candidates could be looked for.
    """
    statements = tear_offs.statements_of(note)
    if which is Which.ORDERS:
        return tear_offs.orders(statements)
    return tear_offs.codes(statements, _coded(statements))


def tear_offs_as_data(note: Note) -> dict[str, Any]:
    """Both, for the JSON of a note; where candidates could not be looked for, that is told, and the rest is there."""
    statements = tear_offs.statements_of(note)
    try:
        return tear_offs.as_data(statements, _coded(statements))
    except PlainspokenError as error:
        complain(error)
        return tear_offs.as_data(statements, None)


def hand_over_tear_off(
    note: Note | KeptNote, which: Which, printed: Format, minutes: int, *, copy: bool
) -> int:
    """Print a tear-off, and put it on the clipboard if asked to; the exit code.

    Args:
        note: which it is torn off.
        which: of the two.
        printed: in which format.
        minutes: as in `copy_note`.
        copy: whether it goes to the clipboard, too.
    """
    torn = tear_off(note, which)
    if not torn.shown:
        tell(f"{which.told}: there is nothing of that in this note.")
        return 0
    match printed:
        case "text":
            print(as_text(torn))
        case "html":
            print(as_html(torn))
        case "json":
            shown = [{"title": section.title, "text": section.text} for section in torn.shown]
            print(json.dumps(shown, indent=2, ensure_ascii=False))
    return copy_note(torn, minutes, what=which.told) if copy else 0


def _coded(statements: Sequence[Stated]) -> tuple[Coded, ...]:
    return find_codes([statements[index].text for index in tear_offs.assessments_of(statements)])
