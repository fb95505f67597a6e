"""`plainspoken compare`: a text against what was said."""

import io
import json
import sys
from pathlib import Path

import pytest

from plainspoken.compare import compare
from plainspoken.dictation.errors import SourceError

SAID = "She takes lisinopril 10 milligrams daily.\nNo fever.\nThe left knee is swollen.\n"


def written(tmp_path: Path, name: str, text: str) -> str:
    """A file with this text."""
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return str(path)


def test_the_same_facts_are_a_sentence_and_code_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing on standard output where no fact differs."""
    text = "Plan:\nLeft knee: swollen. Lisinopril 10 mg daily. No fever."
    assert compare(written(tmp_path, "said", SAID), written(tmp_path, "text", text)) == 0
    assert capsys.readouterr() == ("", "No fact differs.\n")


def test_each_difference_is_a_line_and_the_code_is_14(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was said, what stands there, and where; dictated words are on standard output only."""
    text = "The right knee is swollen.\nLisinopril 10 mg daily and aspirin."
    assert compare(written(tmp_path, "said", SAID), written(tmp_path, "text", text)) == 14
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        'side changed: said "left" (knee, swollen), line 3; there "right" (knee, swollen), line 1',
        'negation missing: said "No fever", line 2',
        'drug added: there "aspirin", line 2',
    ]
    assert err == "Facts that differ: 3\n"


def test_json_of_a_note_counts_what_is_in_it_and_not_what_was_taken_out(tmp_path: Path) -> None:
    """What she scratched was not said; the template's headings are no facts."""
    note = {
        "statements": [{"text": "Lisinopril 10 mg daily"}, {"text": "No fever."}],
        "removed": [{"text": "Aspirin 81 mg."}],
        "sections": [{"title": "Past 24 hours", "text": "No fever."}],
    }
    said = written(tmp_path, "said.json", json.dumps(note))
    text = "Past 24 hours:\nNo fever.\n\nPlan:\nLisinopril 10 mg daily."
    assert compare(said, written(tmp_path, "text", text)) == 0


@pytest.mark.parametrize("broken", ["{", '{"statements": 5}', '{"statements": [{}], "sections": []}', "{}"])
def test_json_of_something_else_is_refused(tmp_path: Path, broken: str) -> None:
    """What looks like JSON and is no note is not taken for a transcript."""
    with pytest.raises(SourceError, match="not that of a note"):
        compare(written(tmp_path, "said", broken), written(tmp_path, "text", SAID))


def test_one_text_may_come_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` is standard input, for one of them."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SAID.encode())))
    assert compare("-", written(tmp_path, "text", SAID)) == 0
    with pytest.raises(SourceError, match="Both"):
        compare("-", "-")


def test_a_text_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A missing file, and one that is not text."""
    said = written(tmp_path, "said", SAID)
    with pytest.raises(SourceError, match="cannot be read"):
        compare(said, str(tmp_path / "none"))
    (tmp_path / "sound").write_bytes(b"\xff\xfe")
    with pytest.raises(SourceError, match="not UTF-8"):
        compare(said, str(tmp_path / "sound"))
