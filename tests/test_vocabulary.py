"""`plainspoken vocabulary`: her words and replacements from a terminal."""

from pathlib import Path

import pytest

from plainspoken.adapters.vocabulary_file import MOST_BYTES, NAME
from plainspoken.clinic.vocabulary import VocabularyError
from plainspoken.dictation.errors import SourceError
from plainspoken.vocabulary import add, import_entries, list_entries, remove


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration folder of its own."""
    monkeypatch.setenv("PLAINSPOKEN_CONFIG", str(tmp_path / "config"))
    return tmp_path / "config"


def test_what_was_added_is_listed(capsys: pytest.CaptureFixture[str], config: Path) -> None:
    """Words first, then what is written for what is heard; where the file is stands on standard error."""
    assert add("zarelto", "Xarelto") == 0
    assert add("  Kjeldgaard ") == 0
    capsys.readouterr()
    assert list_entries() == 0
    out, err = capsys.readouterr()
    assert out == "Kjeldgaard\nzarelto\tXarelto\n"
    assert err == f"Words: 1; replacements: 1; in {config / NAME}\n"


def test_a_refused_entry_is_an_error_with_its_reason(config: Path) -> None:
    """Both ways, and nothing is written."""
    for pair in (("hypotension", "hypertension"), ("hypertension", "hypotension")):
        with pytest.raises(VocabularyError, match="is a word by itself") as refused:
            add(*pair)
        assert refused.value.exit_code == 7
    with pytest.raises(VocabularyError, match="has a digit"):
        add("B12")
    assert not config.exists()


def test_what_was_removed_is_listed_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    """By what is heard; an entry that is not there is an error."""
    add("zarelto", "Xarelto")
    add("Kjeldgaard")
    capsys.readouterr()
    assert remove(" Zarelto ") == 0
    assert capsys.readouterr().err == "Removed: Zarelto\n"
    with pytest.raises(VocabularyError, match="has no such entry") as missing:
        remove("zarelto")
    assert missing.value.exit_code == 7
    list_entries()
    assert capsys.readouterr().out == "Kjeldgaard\n"


def test_an_import_names_each_refused_line_and_takes_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its number and the reason; the exit code tells that there was one."""
    (tmp_path / "mine.csv").write_text(
        'heard,written\nzarelto,Xarelto\n\nprednisone,prednisolone\nKjeldgaard\nB12\na,b,c\n"zorp\nzip,zarelto\n'
    )
    assert import_entries(tmp_path / "mine.csv") == 7
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "Line 4 is refused: “prednisone” is a word by itself, and may be what was said.",
        "Line 6 is refused: it has a digit, and no replacement touches a number.",
        "Line 7 is refused: it has 3 columns; one or two are read.",
        "Line 8 is refused: it is not CSV: a quote is missing, or it is too long.",
        "Line 9 is refused: “zarelto” is, or has in it, what is heard for another one: that would be a chain.",
        "Taken: 2; refused: 5",
    ]
    list_entries()
    assert capsys.readouterr().out == "Kjeldgaard\nzarelto\tXarelto\n"


def test_an_import_of_good_lines_can_be_done_twice(tmp_path: Path) -> None:
    """What is there is taken for taken."""
    (tmp_path / "mine.csv").write_text("\ufeffzarelto,Xarelto\r\nKjeldgaard\r\n", "utf-8")
    assert import_entries(tmp_path / "mine.csv") == 0
    assert import_entries(tmp_path / "mine.csv") == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"zorp\nz\0rp\n", "is no text: there are zero bytes in it"),
        (b"zorp\nz\xf8rp\n", r"is not UTF-8 text \(line 2\)"),
        (b"z" * (MOST_BYTES + 1), "more than 4 MB: it is no list of words"),
    ],
)
def test_a_file_that_is_no_list_is_one_sentence(
    tmp_path: Path, content: bytes, says: str, config: Path
) -> None:
    """And nothing is taken of it."""
    (tmp_path / "mine.csv").write_bytes(content)
    with pytest.raises(SourceError, match=says):
        import_entries(tmp_path / "mine.csv")
    assert not config.exists()


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """As one that may not be read."""
    with pytest.raises(SourceError, match=r"cannot be read: No such file"):
        import_entries(tmp_path / "mine.csv")


def test_a_list_of_a_file_with_a_mistake_says_so(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And lists what is used of it."""
    config.mkdir()
    (config / NAME).write_text('[replacements]\nzarelto = "Xarelto"\nileum = "ilium"\n')
    assert list_entries() == 7
    out, err = capsys.readouterr()
    assert out == "zarelto\tXarelto\n"
    assert "line 3, column 1: “ileum” → “ilium” is refused: “ileum” is a word by itself" in err
