"""What the window of a note says of each sentence, before it is drawn."""

from dataclasses import replace

from plainspoken.dictation import revision
from plainspoken.dictation.note import Gap
from plainspoken.ui.note_rows import rows
from plainspoken.ui.spoken_view import transcript
from ui.desktop_fakes import SOAP
from ui.note_fakes import a_note, statement_rows


def test_each_sentence_is_a_row_under_its_heading() -> None:
    """In the template's order; a heading with nothing under it says so."""
    told = [(row.text, row.remark) for row in rows(revision.take_out(a_note(), 0).note)]
    assert told == [
        ("Subjective", "Not dictated"),
        ("Objective", ""),
        ("Crackles at the right base.", ""),
        ("Plan", ""),
        ("She takes lisinopril 10 mg daily.", ""),
    ]


def test_doubt_is_told_in_words_and_in_its_place() -> None:
    """Of a word, and of a filing: not by colour alone."""
    first, _, third = statement_rows(a_note(doubted="lisinopril", sure=0.41))
    assert (first.remark, first.urgent) == ("Filing uncertain: 41% sure", True)
    assert (third.remark, third.urgent) == ("Doubtful: “lisinopril”", True)
    assert [third.text[start:end] for start, end in third.doubtful] == ["lisinopril"]
    assert third.checked == third.doubtful, "a drug that is doubted is to check, too"
    assert third.spoken == "She takes lisinopril 10 mg daily.. Doubtful: “lisinopril”"


def test_what_is_hers_is_told_as_hers() -> None:
    """Who filed it, and what stood there before she typed."""
    changed = revision.edit(revision.refile(a_note(), 0, SOAP.sections[2]), 2, "Crackles at both bases.")
    told = {row.text: row for row in statement_rows(changed)}
    assert told["She coughs."].remark == "Filed by you"
    assert told["She coughs."].section == 2
    edited = told["Crackles at both bases."]
    assert edited.remark == "Typed by you; was: “Crackles at the right base.”"
    assert [edited.text[start:end] for start, end in edited.typed] == ["both", "bases."]
    assert not edited.urgent


def test_the_transcript_holds_what_is_not_in_the_note() -> None:
    """Taken out or rejected, with the reason, in the order of time."""
    out = revision.take_out(a_note(), 2).note
    lost = replace(out, gaps=(Gap(9_000, 9_500, "it could not be transcribed", lost=True),))
    assert [(part.text, part.why) for part in transcript(lost)][-2:] == [
        ("Crackles at the right base.", "taken out by you"),
        ("…", "it could not be transcribed"),
    ]
