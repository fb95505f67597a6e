"""The window of a vault that does not open, alone: which question a reason leads to, and what of it can be seen."""

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from plainspoken.dictation.errors import (
    KeyringLocked,
    KeyringMissing,
    PassphraseWanted,
    VaultDamaged,
    VaultFull,
    VaultInUse,
    VaultLocked,
    VaultNewer,
)
from plainspoken.ui.vault_dialog import VaultDialog
from plainspoken.ui.vault_page import Page, page_for
from plainspoken_models.errors import PlainspokenError


def test_letters_are_shown_only_while_she_wants_it(qtbot: QtBot) -> None:
    """Four words are hard to type unseen; the next time the window opens they are hidden again."""
    dialog = VaultDialog()
    qtbot.addWidget(dialog)
    dialog.ask(Page.CHOOSE)
    dialog.visible_letters.click()
    assert dialog.again.echoMode() is QLineEdit.EchoMode.Normal
    dialog.ask(Page.CHOOSE)
    assert dialog.again.echoMode() is QLineEdit.EchoMode.Password


@pytest.mark.parametrize(
    ("kind", "there_is_a_vault", "page"),
    [
        (PassphraseWanted, True, Page.UNLOCK),
        (PassphraseWanted, False, Page.UNLOCK),
        (KeyringMissing, False, Page.CHOOSE),
        (KeyringLocked, False, Page.CHOOSE),
        (KeyringLocked, True, Page.LOST),
        (VaultLocked, True, Page.LOST),
        (VaultDamaged, True, Page.LOST),
        (VaultNewer, True, Page.LOST),
        (VaultInUse, True, Page.FAILED),
        (VaultFull, False, Page.FAILED),
        (PlainspokenError, True, Page.FAILED),
    ],
)
def test_each_reason_has_its_question(
    kind: type[PlainspokenError], there_is_a_vault: bool, page: Page
) -> None:
    """A new vault is offered only where it would help."""
    assert page_for(kind("What.", "Remedy."), there_is_a_vault=there_is_a_vault) is page


def test_all_words_of_each_page_are_to_be_seen(qtbot: QtBot) -> None:
    """However long they are: the window grows and shrinks with them."""
    dialog = VaultDialog()
    qtbot.addWidget(dialog)
    heights = set()
    for why in ("", "It cannot be opened, for a reason that takes a long sentence to tell. " * 4):
        for page in Page:
            dialog.ask(page, why)
            qtbot.waitExposed(dialog)
            assert dialog.words.height() >= dialog.words.heightForWidth(dialog.words.width())
            heights.add(dialog.height())
    assert len(heights) > 1
