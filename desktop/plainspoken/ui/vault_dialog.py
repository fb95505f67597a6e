"""The window that asks for the vault's passphrase, or what to do where nothing opens the vault."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from plainspoken.ui.hud import WIDTH_PX as HUD_WIDTH_PX
from plainspoken.ui.vault_page import HEADINGS, WORDS, Page
from plainspoken.workers.passphrase import LEAST_CHARACTERS, Passphrase

WIDTH_PX = 480


class VaultDialog(QDialog):
    """One window for all pages. It says what she chose; what comes of it is said by `ask`, `tell` or `done`."""

    unlocked = Signal(object)
    """With the `Passphrase` of the vault."""
    passphrase_chosen = Signal(object)
    """With the `Passphrase` of a new one."""
    tried_again = Signal()
    set_aside = Signal()
    nothing_wanted = Signal()
    """Keep nothing; also when she closes the window."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Dialog | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle("Plainspoken: kept dictations")
        self.setFixedWidth(WIDTH_PX)
        self._page = self._back = Page.CHOOSE
        self._words_before = ""
        self._busy = False
        self._make_words()
        self._make_fields()
        self._make_buttons()
        self._lay_out()

    def ask(self, page: Page, why: str = "") -> None:
        """Show a page, in front of everything.

        Args:
            page: which.
            why: what happened, to stand above the page's own words.
        """
        self._turn_to(page, "\n\n".join(part for part in (why, WORDS[page]) if part))
        self._fit()
        if not self.isVisible():
            self.move(self._place())
        self.show()
        self.raise_()
        self.activateWindow()

    def tell(self, sentence: str) -> None:
        """What she typed will not do; she may type again."""
        self._set_busy(busy=False)
        self._look()
        self.hint.setText(sentence)
        self.field.setFocus()

    def reject(self) -> None:
        """She closes the window, or presses Escape."""
        if self._busy:
            self.hide()  # what is under way may ask her for something itself, and take its time
        elif self._page is Page.SET_ASIDE:
            self._turn_to(self._back, self._words_before)
        else:
            self.finish()
            self.nothing_wanted.emit()

    def finish(self) -> None:
        """It has come to its end: the vault is open."""
        self._empty()
        self.hide()

    def _place(self) -> QPoint:
        """In the middle of what the HUD, which may come in front of it, leaves of the screen."""
        free = (
            QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        ).availableGeometry()
        left = max(0, (free.width() - HUD_WIDTH_PX - WIDTH_PX) // 2)
        return free.topLeft() + QPoint(left, max(0, (free.height() - self.height()) // 3))

    def _make_words(self) -> None:
        self.heading, self.words, self.hint = QLabel(), QLabel(), QLabel()
        for label, name in ((self.heading, "Question"), (self.words, "Explanation"), (self.hint, "Hint")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAccessibleName(name)
        font = self.heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        self.heading.setFont(font)

    def _make_fields(self) -> None:
        self.field, self.again = QLineEdit(), QLineEdit()
        self.field.setAccessibleName("Passphrase")
        self.again.setAccessibleName("Passphrase once more")
        self.visible_letters = QCheckBox("Show what I type")
        self.visible_letters.toggled.connect(self._show_letters)
        self._show_letters(shown=False)
        for field in (self.field, self.again):
            field.textChanged.connect(self._look)

    def _make_buttons(self) -> None:
        self.go, self.nothing = QPushButton(), QPushButton("Keep nothing")
        self.retry, self.forgotten = QPushButton("Try again"), QPushButton()
        self.go.clicked.connect(self._go)
        self.nothing.clicked.connect(self.reject)
        self.retry.clicked.connect(self._retry)
        self.forgotten.clicked.connect(self._ask_to_set_aside)
        self.go.setDefault(True)
        for button in (self.nothing, self.retry, self.forgotten):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        self._fields = QWidget()
        form = QFormLayout(self._fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow("Passphrase", self.field)
        form.addRow("Once more", self.again)
        form.addRow("", self.visible_letters)
        self._form = form
        buttons = QHBoxLayout()
        buttons.addWidget(self.forgotten)
        buttons.addStretch(1)
        for button in (self.nothing, self.retry, self.go):
            buttons.addWidget(button)
        everything = QVBoxLayout(self)
        everything.setContentsMargins(20, 18, 20, 16)
        everything.setSpacing(12)
        for part in (self.heading, self.words, self._fields, self.hint):
            everything.addWidget(part)
        everything.addLayout(buttons)

    def _turn_to(self, page: Page, words: str) -> None:
        self._page = page
        self._empty()
        self._set_busy(busy=False)
        self.heading.setText(HEADINGS[page])
        self.words.setText(words)
        typing = page in (Page.CHOOSE, Page.UNLOCK)
        self._fields.setVisible(typing)
        self._form.setRowVisible(self.again, page is Page.CHOOSE)
        self.go.setVisible(typing or page is Page.SET_ASIDE)
        self.go.setText({Page.CHOOSE: "Keep dictations", Page.UNLOCK: "Unlock"}.get(page, "Begin a new one"))
        self.nothing.setText("Back" if page is Page.SET_ASIDE else "Keep nothing")
        self.retry.setVisible(page in (Page.CHOOSE, Page.LOST, Page.FAILED))
        self.forgotten.setVisible(page in (Page.LOST, Page.UNLOCK))
        self.forgotten.setText("Forgotten…" if page is Page.UNLOCK else "Begin a new one…")
        self._look()
        (self.field if typing else self.nothing).setFocus()

    def _fit(self) -> None:
        """As high as the words need at this width: `adjustSize` reckons with the words of the page before."""
        if layout := self.layout():
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(WIDTH_PX))

    def _ask_to_set_aside(self) -> None:
        self._back, self._words_before = self._page, self.words.text()
        self.ask(Page.SET_ASIDE)

    def _look(self) -> None:
        """Whether what stands in the fields will do."""
        typed = len(self.field.text())
        problem = ""
        if self._page is Page.CHOOSE and typed < LEAST_CHARACTERS:
            problem = f"{typed} of {LEAST_CHARACTERS} characters" if typed else ""
        elif self._page is Page.CHOOSE and self.field.text() != self.again.text():
            problem = "The two are not the same yet." if self.again.text() else "Type it once more."
        self.hint.setText(problem)
        enough = LEAST_CHARACTERS if self._page is Page.CHOOSE else 1
        self.go.setEnabled(self._page is Page.SET_ASIDE or (typed >= enough and not problem))

    def _go(self) -> None:
        if self._page is Page.SET_ASIDE:
            self._set_busy(busy=True)
            self.set_aside.emit()
            return
        passphrase, chosen = Passphrase(self.field.text()), self._page is Page.CHOOSE
        self._empty()
        self._set_busy(busy=True)
        (self.passphrase_chosen if chosen else self.unlocked).emit(passphrase)

    def _retry(self) -> None:
        self._set_busy(busy=True)
        self.tried_again.emit()

    def _empty(self) -> None:
        """Nothing that was typed stays in a window that nobody looks at."""
        self.field.clear()
        self.again.clear()
        self.visible_letters.setChecked(False)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        for part in (self._fields, self.go, self.nothing, self.retry, self.forgotten):
            part.setEnabled(not busy)
        if busy:
            self.hint.setText("One moment…")

    def _show_letters(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for field in (self.field, self.again):
            field.setEchoMode(mode)
