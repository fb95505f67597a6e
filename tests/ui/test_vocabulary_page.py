"""The page of her own words, on a real vocabulary file."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from plainspoken.adapters.vocabulary_file import VocabularyFile
from plainspoken.adapters.word_list import read_list
from plainspoken.ui.app import DesktopApp
from plainspoken.ui.parts import DesktopParts
from plainspoken.ui.vocabulary_page import VocabularyPage
from plainspoken.ui.words_desk import WordsDesk
from ui.settings_desk import Desk


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """With one word, and a comment."""
    file = tmp_path / "vocabulary.toml"
    file.write_text('# mine\nwords = ["Kjeldgaard"]\n')
    return file


@pytest.fixture
def page(qtbot: QtBot, parts: DesktopParts, desk: Desk, file: Path) -> Iterator[VocabularyPage]:
    """In the window, which is open."""
    there = replace(desk.parts(), words=WordsDesk(VocabularyFile(file), read_list))
    app = DesktopApp(replace(parts, desk=there, settings=there.file))
    qtbot.addWidget(app.hud)
    with app:
        app.obey("settings")
        assert app.settings
        window = app.settings.window
        page = window.tabs.widget(1)
        assert isinstance(page, VocabularyPage)
        window.tabs.setCurrentIndex(1)
        assert not window.reset_all.isVisible()
        yield page


def listed(page: VocabularyPage) -> list[tuple[str, str]]:
    """What the list shows."""
    items = [page.list.topLevelItem(row) for row in range(page.list.topLevelItemCount())]
    return [(item.text(0), item.text(1)) for item in items if item]


def test_what_is_in_the_vocabulary_is_listed(qtbot: QtBot, page: VocabularyPage) -> None:
    """As it is in the file when the window opens."""
    qtbot.waitUntil(lambda: listed(page) == [("Kjeldgaard", "")])
    assert not page.add.isEnabled()


def test_an_entry_is_added_by_keyboard(qtbot: QtBot, page: VocabularyPage, file: Path) -> None:
    """Words that are heard, and what is written; then a word of her own. The comment stays."""
    page.heard.setFocus()
    QTest.keyClicks(page.heard, "metro  prolol")
    QTest.keyClicks(page.written, "metoprolol")
    QTest.keyClick(page.written, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ("metro prolol", "metoprolol") in listed(page))
    assert page.heard.text() == page.written.text() == ""
    assert page.told.text().startswith("Added")
    QTest.keyClicks(page.heard, "Zorp Clinic")
    page.add.click()
    qtbot.waitUntil(lambda: ("Zorp Clinic", "") in listed(page))
    assert file.read_text().startswith("# mine\n")


def test_an_entry_that_is_refused_stays_to_be_changed(qtbot: QtBot, page: VocabularyPage, file: Path) -> None:
    """With the reason; one valid term is never turned into another."""
    before = file.read_text()
    QTest.keyClicks(page.heard, "hypotension")
    QTest.keyClicks(page.written, "hypertension")
    page.add.click()
    qtbot.waitUntil(lambda: "is a word by itself" in page.told.text())
    assert page.told.text().startswith("Refused: ")
    assert (page.heard.text(), file.read_text()) == ("hypotension", before)


def test_a_list_is_imported_and_each_line_that_is_refused_is_named(
    qtbot: QtBot, page: VocabularyPage, tmp_path: Path
) -> None:
    """The good lines are taken; a file that is none changes nothing."""
    words = tmp_path / "mine.csv"
    words.write_text("heard,written\nzarelto,Xarelto\nprednisone,prednisolone\na,b,c\nOther Clinic\n")
    page.list_chosen.emit(words)
    qtbot.waitUntil(lambda: page.told.text() == "Taken: 2; refused: 2")
    lines = page.refused.toPlainText().splitlines()
    assert [line.split(" is refused: ")[0] for line in lines] == ["Line 3", "Line 4"]
    qtbot.waitUntil(lambda: ("zarelto", "Xarelto") in listed(page))
    page.list_chosen.emit(tmp_path / "nothing.csv")
    qtbot.waitUntil(lambda: "nothing.csv cannot be read" in page.told.text())
    assert page.refused.isHidden()


def test_a_mistake_in_the_file_is_shown(qtbot: QtBot, page: VocabularyPage, file: Path) -> None:
    """Nothing is added to a file that is no TOML, and the words that she typed stay."""
    file.write_text("words = [")
    QTest.keyClicks(page.heard, "Zorp")
    page.add.click()
    qtbot.waitUntil(lambda: "vocabulary.toml" in page.told.text())
    assert page.heard.text() == "Zorp"
    assert file.read_text() == "words = ["
