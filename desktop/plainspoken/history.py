"""`plainspoken history`: the notes that are kept, for when the app does not run."""

import json
import sys
from datetime import datetime
from typing import Annotated, Any

from cyclopts import Parameter

from plainspoken.adapters.settings import Settings
from plainspoken.bootstrap import Composition, Models, vault_path
from plainspoken.dictation.deliver import as_html
from plainspoken.dictation.errors import SourceError
from plainspoken.dictation.kept import NOTHING_DICTATED, AuditEntry, KeptNote
from plainspoken.dictation.tear_offs import Which
from plainspoken.keeper_told import KeeperAsked
from plainspoken.recover import dictation_models, hand_over, transcribe, usable
from plainspoken.tear_off_commands import hand_over_tear_off
from plainspoken.terminal import Format, copy_note, head, tell
from plainspoken.vault_commands import need_vault_free, vault_opener
from plainspoken.workers.keeper import Keeper
from plainspoken_models.errors import PlainspokenError

FIRST_CHARACTERS = 60
"""So much of a note is shown in the list, where that is asked for."""


def history(  # noqa: PLR0913  the options of a command
    number: int = 0,
    *,
    search: Annotated[str, Parameter(allow_leading_hyphen=True)] = "",
    words: bool = False,
    format: Format = "text",  # noqa: A002  the option's name
    copy: bool = False,
    tear_off: Which | None = None,
    throw_away: bool = False,
    transcribe_again: bool = False,
    speech_model: str = "",
    demo_speech: bool = False,
    audit: bool = False,
    in_app: bool = False,
) -> int:
    """List the notes that are kept, or print one of them. The list shows no word of a note unless it is told to.

    Parameters
    ----------
    number
        Which note, as the list has it; the list is printed if left out.
    search
        List only notes that have all of these words, in any order and case. `-` reads them from standard input: what is
        typed on a command line can be read by others on this machine, and stays in the shell's history.
    words
        Show the first words of each note in the list.
    format
        How it is printed; a list and the audit trail as text or JSON.
    copy
        Put the note on the clipboard, too.
    tear_off
        Print, and copy, this of the note alone: `orders` or `codes`, as in `plainspoken note`.
    throw_away
        Destroy the note; with the last note of a dictation its sound goes, too.
    transcribe_again
        Transcribe its sound once more, and keep the result as a further note.
    speech_model
        Id or path of the speech model to do that with; the one for dictation if left out.
    demo_speech
        Do it with the demo speech model, which understands synthetic voices only.
    audit
        Print what has happened, without a word of any note: times, and random names of dictations.
    in_app
        Open the window of the running app instead.
    """
    if in_app:
        from plainspoken.ui.instance import send_command  # noqa: PLC0415  needs Qt

        print(send_command("history"))
        return 0
    if not number and (copy or throw_away or transcribe_again or tear_off):
        raise SourceError(
            "It was not said which note.", "Give its number, as the list has it: plainspoken history"
        )
    if not vault_path().exists():
        tell("There is no vault yet: nothing was dictated.")
        return 0
    need_vault_free("history")
    composition = Composition()
    if transcribe_again:
        models = dictation_models(composition, speech_model, demo_speech=demo_speech)
        return _again(composition, models, number, copy=copy)
    keeper, asked = composition.keeper(None, vault_opener(piped=True)), KeeperAsked()
    with asked.of(keeper):
        note = _numbered(keeper, asked, number) if number and not audit else None
        if audit:
            _print_audit(asked.answer(keeper.read_audit), format)
        elif note is None:
            _print_list(_found(keeper, asked, _words(search)), format, words=words)
        elif throw_away:
            keeper.destroy_note(number)
        elif copy:
            keeper.note_copied(number)
    if note and tear_off and not throw_away:
        minutes = composition.settings.clear_clipboard_minutes
        return hand_over_tear_off(note, tear_off, format, minutes, copy=copy) or asked.exit_code
    printed = _print(note, format, composition.settings, copy=copy) if note and not throw_away else 0
    return printed or asked.exit_code


def _again(composition: Composition, models: Models | PlainspokenError, number: int, *, copy: bool) -> int:
    keeper, asked = composition.keeper(usable(models), vault_opener(piped=True)), KeeperAsked()
    with asked.of(keeper):
        note = _numbered(keeper, asked, number)
        if not note.has_sound:
            raise SourceError(
                f"The sound of note {number} is no longer kept.",
                "Settings say how long it is kept after its note was delivered: keep_sound_hours.",
            )
        before = {kept.number for kept in _found(keeper, asked)}
        session = transcribe(composition, models, keeper, note.dictation, note.template_id)
        for kept in _found(keeper, asked):
            if kept.number not in before:
                tell(f"Kept as note {kept.number}.")
    return hand_over(session, composition.settings, copy=copy) or asked.exit_code


def _words(search: str) -> str:
    return sys.stdin.readline() if search == "-" else search


def _found(keeper: Keeper, asked: KeeperAsked, search: str = "") -> tuple[KeptNote, ...]:
    return asked.answer(lambda tell: keeper.find_notes(search, tell))


def _numbered(keeper: Keeper, asked: KeeperAsked, number: int) -> KeptNote:
    note = next((note for note in _found(keeper, asked) if note.number == number), None)
    if note is None:
        raise SourceError(f"There is no kept note {number}.", "See the list: plainspoken history")
    return note


def _print(note: KeptNote, format: Format, settings: Settings, *, copy: bool) -> int:  # noqa: A002
    match format:
        case "text":
            print(note.text)
            if not note.first_words:
                tell(f"{NOTHING_DICTATED}.")
        case "html":
            print(as_html(note))
        case "json":
            print(json.dumps(json.loads(note.note_json), indent=2, ensure_ascii=False))
    return copy_note(note, settings.clear_clipboard_minutes) if copy else 0


def _print_list(notes: tuple[KeptNote, ...], format: Format, *, words: bool) -> None:  # noqa: A002
    if format == "json":
        print(json.dumps([_as_data(note, words=words) for note in notes], indent=2, ensure_ascii=False))
        return
    if notes:
        first = "  first words" if words else ""
        head(
            f"{'No.':>5}  {'delivered':<16}  {'template':<22}{'sound':<7}{'speech model':<24}{first}".rstrip()
        )
    for note in notes:
        sound = "sound" if note.has_sound else "-"
        shown = note.first_words[:FIRST_CHARACTERS] if words else ""
        first = f"  {shown if note.first_words else NOTHING_DICTATED}"
        print(
            f"{note.number:5}  {_when(note.delivered_ms):%Y-%m-%d %H:%M}  {note.template_id:<22}"
            f"{sound:<7}{note.speech_model:<24}{first}".rstrip()
        )
    tell("Print one: plainspoken history NUMBER" if notes else "No note is kept that would be listed.")


def _as_data(note: KeptNote, *, words: bool) -> dict[str, Any]:
    return {
        "number": note.number,
        "delivered": _when(note.delivered_ms).isoformat(timespec="seconds"),
        "template": note.template_id,
        "dictation": note.dictation,
        "has_sound": note.has_sound,
        "speech_model": note.speech_model,
        **({"first_words": note.first_words} if words else {}),
    }


def _print_audit(trail: tuple[AuditEntry, ...], format: Format) -> None:  # noqa: A002
    if format == "json":
        print(json.dumps([_entry_as_data(entry) for entry in trail], indent=2))
        return
    for entry in trail:
        amount = f"{entry.amount} {entry.unit}" if entry.amount else ""
        print(
            f"{_when(entry.at_ms):%Y-%m-%d %H:%M:%S}  {entry.dictation}  {entry.what:<18} {amount}".rstrip()
        )


def _entry_as_data(entry: AuditEntry) -> dict[str, Any]:
    return {
        "at": _when(entry.at_ms).isoformat(timespec="seconds"),
        "dictation": entry.dictation,
        "what": entry.what,
        "amount": entry.amount,
        "unit": entry.unit,
    }


def _when(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000).astimezone()
