"""Kept notes: the same on the clipboard as when they were new, found by their words, and silent about them."""

import json

import pytest

from plainspoken.dictation import revision
from plainspoken.dictation.deliver import as_data, as_html, as_text
from plainspoken.dictation.errors import FactsDiffer
from plainspoken.dictation.gate import prove
from plainspoken.dictation.kept import DictationId, KeptNote
from plainspoken.dictation.tear_offs import orders, statements_of
from ui.desktop_fakes import COUGH, CRACKLES, listening

NOTE = listening(COUGH, CRACKLES).note
MODELS = {"speech": "whisper", "tagger": "starter"}


def kept(text: str, note_json: str = "{}") -> KeptNote:
    """A note as the vault gives it back."""
    return KeptNote(3, DictationId("1"), "soap", 0, text, note_json, has_sound=False)


def test_a_kept_note_goes_to_the_clipboard_as_it_did_when_it_was_new() -> None:
    """As text and as HTML, headings without words too."""
    again = kept(as_text(NOTE), json.dumps(as_data(NOTE, MODELS)))
    assert as_text(again) == again.text == as_text(NOTE)
    assert as_html(again) == as_html(NOTE)
    assert "***" in again.text
    assert again.first_words == COUGH[0]
    assert again.speech_model == "whisper"


def test_of_a_note_without_words_nothing_is_known() -> None:
    """She pressed the key and said nothing."""
    assert (kept("").shown, kept("").first_words, kept("").speech_model) == ((), "", "")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", True),
        ("crackles COUGHS", True),
        ("crack", True),
        ("straße", True),
        ("STRASSE", True),
        ("crackles fever", False),
    ],
)
def test_a_note_has_all_the_words_or_is_not_found(search: str, *, found: bool) -> None:
    """In any order and case, and as parts of longer words: she has typed the beginning only."""
    assert kept("She coughs. Crackles. Straße.").has_words(search) is found


def test_a_note_in_a_message_shows_no_word() -> None:
    """Not in what could be logged."""
    again = kept(as_text(NOTE), json.dumps(as_data(NOTE, MODELS)))
    assert "cough" not in f"{again!r} {again.shown!r}"


def test_a_kept_note_counts_as_said_what_was_spoken_until_she_has_accepted_what_she_typed() -> None:
    """After a restart, too, the gate knows: for the note, and for what is torn off it."""
    edited = revision.edit(revision.begin(NOTE), 0, "Start aspirin 81 mg.")
    open_, accepted = (
        kept(as_text(one.note), json.dumps(as_data(one.note, MODELS)))
        for one in (edited, revision.accept(edited))
    )
    with pytest.raises(FactsDiffer):
        prove(open_)
    with pytest.raises(FactsDiffer):
        prove(orders(statements_of(open_)))
    prove(accepted)
    prove(orders(statements_of(accepted)))
    assert [one.said for one in statements_of(open_)] == [COUGH[0], CRACKLES[0]]
