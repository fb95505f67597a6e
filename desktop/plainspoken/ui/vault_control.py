"""What she is told of a vault that is not open, and what comes of her choice."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from plainspoken.dictation.errors import PassphraseUnfit, PassphraseWrong
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.kept_parts import KeptDictations, VaultDoor
from plainspoken.ui.relay import KeeperRelay
from plainspoken.ui.vault_dialog import VaultDialog
from plainspoken.ui.vault_page import ACTIONS, NOT_KEPT, NOTHING_KEPT, Page, page_for
from plainspoken.workers.keeping import Storage
from plainspoken.workers.passphrase import Passphrase
from plainspoken_models.errors import PlainspokenError


class VaultControl(QObject):
    """Between the keeper, whose vault may not open, and her. Lives on Qt's thread.

    Args:
        keeper: opens the vault.
        door: the ways in.
        control: shows in which state the vault is.
    """

    nothing_kept = Signal()
    """She wants nothing to be kept, and has to be told what that means."""

    def __init__(self, keeper: KeptDictations, door: VaultDoor, control: DictationControl) -> None:
        super().__init__()
        self._keeper, self._door, self._control = keeper, door, control
        self._page: Page | None = None
        self._error: PlainspokenError | None = None
        self._open = self._asked = self._nothing = False
        self.dialog = dialog = VaultDialog()
        dialog.unlocked.connect(self._unlock)
        dialog.passphrase_chosen.connect(self._begin_with)
        dialog.tried_again.connect(partial(self._keep_with, door.open))
        dialog.set_aside.connect(partial(self._keep_with, door.begin_anew))
        dialog.nothing_wanted.connect(self.keep_nothing)

    def watch(self, kept: KeeperRelay) -> None:
        """Hear of the vault."""
        kept.opened.connect(self.take_opened, Qt.ConnectionType.QueuedConnection)
        kept.failed.connect(self.take_error, Qt.ConnectionType.QueuedConnection)

    def ask(self) -> None:
        """She wants to choose."""
        if self._page and self._error and not self.dialog.isVisible():
            self._show_dialog()

    def take_opened(self) -> None:
        """The vault is open."""
        if self._open:
            return
        self._open = True
        self.dialog.finish()
        self._control.show_vault()
        if self._error:
            self._control.problem_gone(self._error)

    def take_error(self, error: PlainspokenError) -> None:
        """It could not be opened; or something failed that belongs to no present dictation."""
        if self._open:
            self._control.report(error)
        elif isinstance(error, PassphraseUnfit):
            self.dialog.tell(str(error))
        elif isinstance(error, PassphraseWrong) and self._page is Page.UNLOCK:
            self.dialog.tell(error.what)
        else:
            self._take_closed(error)

    def keep_nothing(self) -> None:
        """She wants it so; she may think better of it later."""
        self._nothing = True
        self._keeper.keep_nothing()
        self._show()
        self.nothing_kept.emit()

    def _take_closed(self, error: PlainspokenError) -> None:
        self._error = error
        self._page = page_for(error, there_is_a_vault=self._door.leads_to_a_vault)
        if self._page in (Page.LOST, Page.FAILED):
            self._control.report(error)
        self._show()
        if self.dialog.isVisible() or (self._page is Page.UNLOCK and not self._asked):
            self._show_dialog()

    def _show(self) -> None:
        if self._page:
            sentence = NOTHING_KEPT if self._nothing else NOT_KEPT[self._page].format(error=self._error)
            self._control.show_vault(sentence, ACTIONS[self._page])

    def _show_dialog(self) -> None:
        self._asked = True
        if self._page and self._error:
            self.dialog.ask(self._page, "" if self._page is Page.UNLOCK else self._error.what)

    def _unlock(self, passphrase: Passphrase) -> None:
        self._keep_with(partial(self._door.unlock, passphrase))

    def _begin_with(self, passphrase: Passphrase) -> None:
        self._keep_with(partial(self._door.begin_with, passphrase))

    def _keep_with(self, open_storage: Callable[[], Storage]) -> None:
        self._keeper.open_with(open_storage)
