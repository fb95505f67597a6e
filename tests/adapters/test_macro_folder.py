"""Her own macros beside the starter set, read again when they have changed."""

from pathlib import Path

import pytest

from plainspoken.adapters.macro_folder import MacroFolder, shipped_macros

MINE = '[[macro]]\nname = "{}"\ntext = "Mine."\n'


@pytest.fixture
def folder(tmp_path: Path) -> MacroFolder:
    """One with one macro of hers."""
    (tmp_path / "mine.toml").write_text(MINE.format("wound check"))
    return MacroFolder(tmp_path)


def texts(folder: MacroFolder) -> dict[str, str]:
    """The macros by name."""
    return {macro.name: macro.text for macro in folder.usable.all}


def test_hers_come_first_and_the_examples_after_them(folder: MacroFolder) -> None:
    """With the file that each of hers is in."""
    assert [macro.name for macro in folder.usable.all] == [
        "wound check",
        *(macro.name for macro in shipped_macros()),
    ]
    assert folder.where == {"wound check": "mine.toml"}


def test_one_of_hers_takes_the_place_of_an_example(folder: MacroFolder, tmp_path: Path) -> None:
    """By its name, or by another way to say it; the rest of the set stays."""
    (tmp_path / "next.toml").write_text(
        MINE.format("Normal Cardiac-Exam") + MINE.format("normal pulmonary exam")
    )
    assert folder.look()
    assert texts(folder)["Normal Cardiac-Exam"] == "Mine."
    assert "normal cardiac exam" not in texts(folder)
    macro, _ = folder.usable.by_sound["normalpulmonaryexam"]
    assert macro.text == "Mine."
    assert folder.usable.by_sound["normallungexam"][0].example


def test_a_change_is_read_at_the_next_look(folder: MacroFolder, tmp_path: Path) -> None:
    """And at none before."""
    assert not folder.look()
    (tmp_path / "mine.toml").write_text(MINE.format("wound check").replace("Mine.", "Another."))
    assert texts(folder)["wound check"] == "Mine."
    assert folder.look()
    assert texts(folder)["wound check"] == "Another."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'[[macro]]\nname = "normal cardiac exam"\ntext = "Mine {0}."\n', "line 3, column 14"),
        (b'[[macro]]\nname = "normal cardiac exam\n', "not valid TOML"),
        (
            b'[[macro]]\nname = "normal cardiac exam"\ntext = "\xff"\n',
            "line 3, column 9: this is not UTF-8 text",
        ),
    ],
)
def test_an_example_never_stands_in_for_one_of_hers_with_a_mistake_in_it(
    folder: MacroFolder, tmp_path: Path, content: bytes, says: str
) -> None:
    """Her heart exam must not silently become ours; her other files work."""
    (tmp_path / "hearts.toml").write_bytes(content)
    assert folder.look()
    assert list(folder.broken) == ["hearts.toml"]
    assert says in str(folder.broken["hearts.toml"])
    assert "normalcardiacexam" not in folder.usable.by_sound
    assert "woundcheck" in folder.usable.by_sound
    (tmp_path / "hearts.toml").unlink()
    assert folder.look()
    assert not folder.broken


def test_a_name_in_two_files_is_a_mistake_in_the_second(folder: MacroFolder, tmp_path: Path) -> None:
    """It is named with its place."""
    (tmp_path / "next.toml").write_text(MINE.format("Wound check"))
    assert folder.look()
    assert 'next.toml, line 2, column 8: the name "Wound check" is taken by mine.toml' in str(
        folder.broken["next.toml"]
    )
    assert folder.taken_beside("other.toml")["woundcheck"] == "mine.toml"


def test_there_need_be_no_folder(tmp_path: Path) -> None:
    """The starter set is there."""
    assert MacroFolder(tmp_path / "macros").usable.all == shipped_macros()


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A link into nothing."""
    (tmp_path / "lost.toml").symlink_to(tmp_path / "nowhere")
    folder = MacroFolder(tmp_path)
    assert "cannot be read" in str(folder.broken["lost.toml"])
