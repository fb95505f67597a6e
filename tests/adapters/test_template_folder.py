"""Her own templates, read again when they have changed."""

import os
from pathlib import Path

import pytest

from plainspoken.adapters.template_folder import TemplateFolder, find_template, shipped_templates
from plainspoken.clinic.templates import TemplateError

MINE = 'id = "mine"\ntitle = "My note"\n[[section]]\ntitle = "Plan"\nkinds = ["plan"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> TemplateFolder:
    """One with one template of hers."""
    (tmp_path / "mine.toml").write_text(MINE)
    return TemplateFolder(tmp_path)


def test_nothing_is_read_again_where_nothing_has_changed(folder: TemplateFolder) -> None:
    """To look costs little."""
    before = folder.usable
    assert not folder.look()
    assert folder.usable is before


def test_a_change_is_read_at_the_next_look(folder: TemplateFolder, tmp_path: Path) -> None:
    """As one that is new is, and one that is gone."""
    (tmp_path / "mine.toml").write_text(MINE.replace("My note", "Another"))
    assert find_template(folder.usable, "mine").title == "My note"
    assert folder.look()
    assert find_template(folder.usable, "mine").title == "Another"
    (tmp_path / "next.toml").write_text(MINE.replace('"mine"', '"next"'))
    (tmp_path / "mine.toml").unlink()
    assert folder.look()
    assert [template.id for template in folder.usable[len(shipped_templates()) :]] == ["next"]


def test_a_change_of_as_many_letters_is_one(folder: TemplateFolder, tmp_path: Path) -> None:
    """An editor that writes a new file in the place of the old one, and keeps its time, hides nothing."""
    told = (tmp_path / "mine.toml").stat()
    (tmp_path / "fresh").write_text(MINE.replace("My note", "No myte"))
    (tmp_path / "fresh").replace(tmp_path / "mine.toml")
    os.utime(tmp_path / "mine.toml", ns=(told.st_atime_ns, told.st_mtime_ns))
    assert folder.look()
    assert find_template(folder.usable, "mine").title == "No myte"


def test_one_that_has_become_broken_is_broken(folder: TemplateFolder, tmp_path: Path) -> None:
    """What it was before is not used in its place; mended, it is there again."""
    (tmp_path / "mine.toml").write_text(MINE.replace("plan", "plann"))
    assert folder.look()
    assert folder.usable == shipped_templates()
    with pytest.raises(TemplateError, match=r"mine\.toml, line 5, column 10"):
        find_template(folder.usable, "mine", folder.broken)
    (tmp_path / "mine.toml").write_text(MINE)
    assert folder.look()
    assert find_template(folder.usable, "mine", folder.broken).title == "My note"
    assert not folder.broken


def test_a_file_that_cannot_be_looked_at_is_one_that_cannot_be_read(
    folder: TemplateFolder, tmp_path: Path
) -> None:
    """A link into nothing is told, once."""
    (tmp_path / "lost.toml").symlink_to(tmp_path / "nowhere")
    assert folder.look()
    assert list(folder.broken) == ["lost"]
    assert not folder.look()


def test_there_need_be_no_folder(tmp_path: Path) -> None:
    """Until she makes one."""
    folder = TemplateFolder(tmp_path / "templates")
    assert folder.usable == shipped_templates()
    assert not folder.look()
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "mine.toml").write_text(MINE)
    assert folder.look()
    assert len(folder.usable) == len(shipped_templates()) + 1
