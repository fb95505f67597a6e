"""The small window that shows a dictation. It stays on top and never takes the focus from where she types."""

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QEnterEvent, QGuiApplication, QHideEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from plainspoken.dictation.effects import Phase
from plainspoken.dictation.session import Session
from plainspoken.ui.colours import Colours, colours
from plainspoken.ui.hud_style import MARGIN_PX, AccentedFrame, corner, hud_style
from plainspoken.ui.icons import state_pixmap
from plainspoken.ui.level_meter import LevelMeter
from plainspoken.ui.note_view import NoteView, left_out
from plainspoken.ui.shown import DesktopState, Shown, clock, problem_line
from plainspoken.workers.messages import Level

WIDTH_PX = 420
NOTE_HEIGHT_PX = 290
"""Of the note, where the screen has room for it."""

LEAST_NOTE_PX = 60
"""Between the window and the edges of the screen."""

HIDE_AFTER_MS = 4_000
"""How long it stays when all went well; with a problem in it, it stays until she closes it."""

LAST_NOTE = "The last note"
"""Headline where she has asked to see it again: what became of it may be long ago."""

_ICON_PX = 28

_FLAGS = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)


class Hud(AccentedFrame):
    """State, level, elapsed time, and the note so far.

    Args:
        notice: a sentence that stands in it all the time; empty for none.
        hotkey: as people write it, for the button; empty for none.
        resident: it is the only way to reach the app (there is no tray), and never hides.
        hide_after_ms: how long it stays when all went well.
    """

    start_pressed = Signal()
    stop_pressed = Signal()
    cancel_pressed = Signal()
    undo_pressed = Signal()
    quit_pressed = Signal()
    vault_pressed = Signal()
    note_pressed = Signal()

    def __init__(
        self,
        notice: str = "",
        hotkey: str = "",
        *,
        resident: bool = False,
        hide_after_ms: int = HIDE_AFTER_MS,
    ) -> None:
        super().__init__(None, _FLAGS)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle("Plainspoken")
        self.setAccessibleName("Plainspoken dictation")
        self.setObjectName("hud")
        self.resident = resident
        self.standing_notice, self._shown, self._elapsed_ms = notice, Shown(), 0
        self._last: Session | None = None
        self._looked_at = self._asked_for = self._heard = False
        self._icons: dict[tuple[DesktopState, float], QPixmap] = {}
        self._hide_timer = QTimer(self, singleShot=True, interval=hide_after_ms)
        self._hide_timer.timeout.connect(self.hide)
        self._make_labels()
        self._make_buttons()
        self.show_hotkey(hotkey)
        self._lay_out()
        self.show_state(self._shown)

    def show_state(self, shown: Shown) -> None:
        """Show a moment of the app; appears while something goes on, and leaves when it is over."""
        fresh = shown.dictating and not self._shown.dictating
        if shown.delivered or _all_left_out(shown):
            self._last = shown.session
        self._asked_for = self._asked_for and not shown.dictating
        if self._asked_for:
            shown = replace(shown, session=self._last, outcome=LAST_NOTE)
        self._shown = shown
        if fresh:
            self.meter.clear()
            self._elapsed_ms, self._heard = 0, False
        self._fill()
        self._restyle()
        self._fit()
        self._come_or_go()

    def show_hotkey(self, hotkey: str) -> None:
        """The hotkey is now this."""
        self.start.setText(f"Start dictation  ({hotkey})" if hotkey else "Start dictation")

    def show_level(self, level: Level) -> None:
        """The microphone hears this."""
        self._elapsed_ms = level.elapsed_ms
        if level.speaking and not self._heard:
            self._heard = True
            self._fill()
        self.elapsed.setText(clock(level.elapsed_ms))
        self.meter.show_level(level)

    def show_again(self) -> None:
        """She wants to see the last note, and what she took out of it: it stays until she closes it."""
        if self._last and not self._shown.dictating:
            self._asked_for = True
            self.show_state(self._shown)
            self.show()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802  Qt's name
        """She looks at it: it stays."""
        self._looked_at = True
        self._hide_timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """She has seen it: it goes after a while, as if it had just come."""
        self._looked_at = False
        self._come_or_go()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  Qt's name
        """It was closed, or has gone."""
        self._looked_at = self._asked_for = False
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Follow the desktop from light to dark."""
        if event.type() == QEvent.Type.PaletteChange and self._shown:
            self._fill()
            self._restyle()
        super().changeEvent(event)

    def _make_labels(self) -> None:
        self.icon, self.state, self.elapsed = QLabel(), QLabel(), QLabel()
        self.template, self.problem, self.notice = QLabel(), QLabel(), QLabel()
        self.behind = QLabel()
        self.meter, self.note = LevelMeter(), NoteView()
        self.note.setFixedHeight(NOTE_HEIGHT_PX)
        names = {"State": self.state, "Elapsed time": self.elapsed, "Template": self.template}
        wrapped = {"Problem": self.problem, "Work that is behind": self.behind, "Notice": self.notice}
        for name, label in (names | wrapped).items():
            label.setAccessibleName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in wrapped.values():
            label.setWordWrap(True)
        font = self.state.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        self.state.setFont(font)
        self.elapsed.setFont(font)

    def _make_buttons(self) -> None:
        self.start = QPushButton()
        self.stop, self.cancel = QPushButton("Stop"), QPushButton("Cancel")
        self.undo, self.open_note = QPushButton("Undo"), QPushButton("Open note…")
        self.close_button, self.quit = QPushButton("Close"), QPushButton("Quit")
        self.vault = QPushButton()
        self.vault.clicked.connect(self.vault_pressed)
        self.start.clicked.connect(self.start_pressed)
        self.stop.clicked.connect(self.stop_pressed)
        self.cancel.clicked.connect(self.cancel_pressed)
        self.undo.clicked.connect(self.undo_pressed)
        self.open_note.clicked.connect(self.note_pressed)
        self.quit.clicked.connect(self.quit_pressed)
        self.close_button.clicked.connect(self.hide)
        for button in (*self._buttons, self.vault):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def _colours(self) -> Colours:
        """From the desktop's palette: a style sheet changes the widget's own."""
        return colours(QGuiApplication.palette())

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.quit, self.start, self.cancel, self.close_button, self.open_note, self.undo, self.stop)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.state)
        words.addWidget(self.template)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.icon)
        top.addLayout(words, 1)
        top.addWidget(self.elapsed, 0, Qt.AlignmentFlag.AlignTop)
        above = (self.open_note,) if self.resident else ()  # beside Quit and Start there is no room for it
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        for button in self._buttons:
            if button not in above:
                bottom.addWidget(button)
        self._everything = everything = QVBoxLayout(self)
        everything.setContentsMargins(16, 14, 16, 12)
        everything.setSpacing(10)
        everything.addLayout(top)
        for part in (self.meter, self.problem, self.behind, self.note, self.notice, self.vault, *above):
            everything.addWidget(part)
        everything.addLayout(bottom)

    def _fill(self) -> None:
        shown, session = self._shown, self._shown.session
        self._draw_icon()
        self.state.setText(shown.headline)
        title = session.document.template.title if session else "Offline dictation"
        self.template.setText(shown.left or title)
        self.elapsed.setText(clock(self._elapsed_ms) if session else "")
        self.problem.setText(problem_line(shown))
        self.behind.setText(shown.behind(told=bool(self.behind.text())))
        notices = (self.standing_notice, *shown.notices)
        self.notice.setText(shown.hint or "\n".join(notice for notice in notices if notice))
        self.note.setPlaceholderText(shown.instead_of_words(heard=self._heard))
        if session:
            self.note.show_session(session, self._colours)
        self._show_parts()

    def _draw_icon(self) -> None:
        """Each picture is made once: Qt keeps every one that was ever shown, up to 10 MB of them."""
        state, ratio = self._shown.state, self.devicePixelRatioF()
        if (state, ratio) not in self._icons:
            self._icons[state, ratio] = state_pixmap(state, _ICON_PX, ratio)
        self.icon.setPixmap(self._icons[state, ratio])

    def _show_parts(self) -> None:
        shown = self._shown
        listening = shown.state is DesktopState.LISTENING
        self.meter.setVisible(listening)
        worth_reading = shown.delivered or shown.left_unfinished or _all_left_out(shown)
        self.note.setVisible(shown.dictating or worth_reading)
        for label in (self.problem, self.behind, self.notice):
            label.setVisible(bool(label.text()))
        self.vault.setText(shown.vault_action)
        self.vault.setVisible(bool(shown.vault_action))
        self.stop.setVisible(listening)
        self.cancel.setVisible(shown.dictating)
        self.undo.setVisible(shown.undo_offered)
        self.open_note.setVisible(shown.delivered)
        self.start.setVisible(self.resident and not shown.dictating)
        self.quit.setVisible(self.resident and not shown.dictating)
        self.close_button.setVisible(not self.resident and not shown.dictating)

    def _restyle(self) -> None:
        """Only what has changed: each new sheet of a window with a note in it costs 10 KB for good (Qt 6.11)."""
        shades = self._colours
        accent = shades.green if self._shown.went_well else shades.of_state(self._shown.state)
        self.accentuate(accent)
        problem = shades.amber if self._shown.dictating else shades.red
        written = {self.state: accent, self.problem: problem, self.elapsed: shades.text}
        muted = dict.fromkeys((self.template, self.behind, self.notice), shades.muted)
        sheets = {label: f"color: {colour.name()};" for label, colour in (written | muted).items()}
        for widget, sheet in ({self: hud_style(shades)} | sheets).items():
            if sheet != widget.styleSheet():
                widget.setStyleSheet(sheet)

    def _fit(self) -> None:
        if not self.isVisible():
            screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
            self._free = screen.availableGeometry()
        self.note.setFixedHeight(NOTE_HEIGHT_PX)
        too_high = self._height() - (self._free.height() - 2 * MARGIN_PX)
        if too_high > 0:  # a small screen, or letters twice as large: head and buttons stay in sight
            self.note.setFixedHeight(max(LEAST_NOTE_PX, NOTE_HEIGHT_PX - too_high))
        self.setFixedSize(WIDTH_PX, self._height())
        self.move(corner(self._free, self.width(), self.height()))

    def _height(self) -> int:
        wrapped = self._everything.hasHeightForWidth()
        return self._everything.totalHeightForWidth(WIDTH_PX) if wrapped else self.sizeHint().height()

    def _come_or_go(self) -> None:
        shown = self._shown
        if shown.dictating or shown.problem or self.resident:
            self._hide_timer.stop()
            self.show()
        elif self.problem.text() or self._looked_at or self._asked_for or shown.waits_for_her:
            self._hide_timer.stop()
        elif self.isVisible() and not self._hide_timer.isActive():
            self._hide_timer.start()


def _all_left_out(shown: Shown) -> bool:
    """Whether the last dictation came to nothing although words were heard: they can be read all the same."""
    session = shown.session
    return bool(session and session.phase is Phase.DELIVERED and left_out(session.note))
