"""Her vocabulary on disk: read again when it has changed, written with what she wrote beside it."""

import os
from pathlib import Path

import pytest

from plainspoken.adapters.vocabulary_file import MOST_BYTES, VocabularyFile
from plainspoken.clinic.vocabulary import Replacement, VocabularyError

XARELTO, METOPROLOL = Replacement("zarelto", "Xarelto"), Replacement("metro prolol", "metoprolol")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Of a file that is not there."""
    return tmp_path / "config" / "vocabulary.toml"


def test_where_there_is_no_file_there_are_no_entries_and_no_mistakes(path: Path) -> None:
    """And none is made by looking."""
    file = VocabularyFile(path)
    assert file.vocabulary().replacements == ()
    assert file.mistakes() == ()
    assert not path.parent.exists()


def test_entries_are_added_to_what_is_there_with_its_comments(path: Path) -> None:
    """Another reader finds them; what is there already is not written twice."""
    file = VocabularyFile(path)
    assert file.add(["Kjeldgaard", XARELTO]) == ("", "")
    path.write_text(path.read_text() + "# a note of mine\n")
    assert file.add([METOPROLOL, XARELTO, "Kjeldgaard", "Zorp"]) == ("", "", "", "")
    assert "# a note of mine" in path.read_text()
    other = VocabularyFile(path)
    assert other.mistakes() == ()
    assert other.vocabulary().words == file.vocabulary().words == ("Kjeldgaard", "Zorp")
    assert other.vocabulary().replacements == (XARELTO, METOPROLOL)


def test_entries_are_removed_and_the_comments_stay(path: Path) -> None:
    """In any capitals, what was refused as well; and what is not there is told and changes nothing."""
    file = VocabularyFile(path)
    file.add(["Kjeldgaard", "Zorp", XARELTO, METOPROLOL])
    path.write_text(path.read_text() + '# a note of mine\n"afebrile" = "febrile"\n')
    assert len(file.mistakes()) == 1
    assert all(file.remove(gone) for gone in ("kjeldgaard", "Metro-Prolol", "afebrile"))
    assert not file.remove("metro")
    assert "# a note of mine" in path.read_text()
    assert (file.vocabulary().words, file.vocabulary().replacements) == (("Zorp",), (XARELTO,))
    assert file.mistakes() == ()
    before = path.stat().st_mtime_ns
    assert not file.remove("Xarelto")
    assert path.stat().st_mtime_ns == before


def test_nothing_is_removed_from_a_file_that_is_not_there_or_no_vocabulary(path: Path) -> None:
    """And none is made."""
    assert not VocabularyFile(path).remove("zorp")
    assert not path.parent.exists()
    path.parent.mkdir()
    path.write_text("words = [")
    with pytest.raises(VocabularyError, match="not valid TOML"):
        VocabularyFile(path).remove("zorp")


def test_what_is_refused_is_not_written_and_the_rest_is(path: Path) -> None:
    """Each entry has its reason, in order; one may be refused for another one that came with it."""
    reasons = VocabularyFile(path).add(
        [Replacement("afebrile", "febrile"), XARELTO, Replacement("zip zap", "zarelto")]
    )
    assert [bool(reason) for reason in reasons] == [True, False, True]
    assert VocabularyFile(path).vocabulary().replacements == (XARELTO,)


def test_where_all_is_refused_nothing_is_written(path: Path) -> None:
    """Not even an empty file."""
    VocabularyFile(path).add(["B12"])
    assert not path.exists()


def test_a_file_that_has_changed_is_read_again_and_one_that_has_not_is_not(path: Path) -> None:
    """An editor that puts a new file in the old one's place, of the same length and time, hides nothing."""
    file = VocabularyFile(path)
    file.add([XARELTO])
    before = file.vocabulary()
    assert file.vocabulary() is before
    told, text = path.stat(), path.read_text()
    (path.parent / "fresh").write_text(text.replace("Xarelto", "xarelto"))
    (path.parent / "fresh").replace(path)
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert [one.written for one in file.vocabulary().replacements] == ["xarelto"]
    path.unlink()
    assert file.vocabulary().replacements == ()


def test_a_mistake_comes_and_goes_with_the_file(path: Path) -> None:
    """The other entries are used meanwhile."""
    file = VocabularyFile(path)
    file.add([XARELTO])
    good = path.read_text()
    path.write_text(good + 'ileum = "ilium"\n')
    assert "line 6, column 1" in str(file.mistakes()[0])
    assert file.vocabulary().replacements == (XARELTO,)
    path.write_text(good)
    assert file.mistakes() == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"words = [", "line 1, column 10: this is not valid TOML"),
        (b"words = []\n\xff", "line 2 is not UTF-8 text"),
        (b"#" * (MOST_BYTES + 1), "more than 4 MB"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence_and_is_never_written_over(
    path: Path, content: bytes, says: str
) -> None:
    """To add to it is refused with that sentence."""
    path.parent.mkdir()
    path.write_bytes(content)
    file = VocabularyFile(path)
    assert file.vocabulary().replacements == ()
    (mistake,) = file.mistakes()
    assert says in str(mistake)
    with pytest.raises(VocabularyError, match=r"line|4 MB"):
        file.add([XARELTO])
    assert path.read_bytes() == content


def test_a_folder_in_its_place_is_one_sentence(path: Path) -> None:
    """As whatever else cannot be read."""
    path.mkdir(parents=True)
    (mistake,) = VocabularyFile(path).mistakes()
    assert "cannot be read: Is a directory." in str(mistake)


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """And nothing is taken."""
    (tmp_path / "config").write_text("a file, where a folder should be")
    with pytest.raises(VocabularyError, match="could not be written"):
        VocabularyFile(tmp_path / "config" / "vocabulary.toml").add([XARELTO])


def test_who_looks_reads_nothing_and_is_told_of_the_first_mistake(path: Path) -> None:
    """Thousands of words take seconds to read: that is another thread's work, before a dictation begins."""
    path.parent.mkdir()
    path.write_text('[replacements]\nprednisolone = "prednisone"\nafebrile = "febrile"\n', "utf-8")
    file = VocabularyFile(path)
    assert (file.look(), file.broken) == (False, {})
    file.vocabulary()
    assert file.look()
    (told,) = file.broken.values()
    assert "prednisolone" in told.what
    assert told.remedy.endswith("Further mistakes in the file: 1.")
    assert not file.look()


@pytest.mark.parametrize("wrong", ['words = "abc"', "words = 3", 'replacements = ["x"]', "[[replacements]]"])
def test_a_table_of_another_type_is_one_sentence(path: Path, wrong: str) -> None:
    """And the file stays as it is."""
    path.parent.mkdir()
    path.write_text(wrong, "utf-8")
    with pytest.raises(VocabularyError):
        VocabularyFile(path).add(["Kjeldgaard", Replacement("zarelto", "Xarelto")])
    assert path.read_text("utf-8") == wrong
