"""The list of a note's sentences: wrapped rows with underlined words, each to be edited in its place."""

from itertools import chain, pairwise

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from plainspoken.ui.colours import Colours, colours
from plainspoken.ui.note_rows import Row
from plainspoken.ui.note_text import NoteText

PAD_PX = 6
BAR_PX = 4
"""At the left of the selected sentence."""

INDENT_PX = 14
"""Of a sentence, under its heading."""

SMALLER = 0.88
"""Letters of a remark, to those of a sentence."""

EDIT_LINES = 3
"""At least so many lines has the field that a sentence is edited in."""

_ROW = Qt.ItemDataRole.UserRole
_KEY = Qt.ItemDataRole(_ROW + 1)

Index = QModelIndex | QPersistentModelIndex


class NoteList(QListWidget):
    """Headings and sentences. Enter or F2 edits the selected one; Enter again keeps it, Esc leaves it as it was."""

    edited = Signal(int, str)
    """A statement, and what she typed in its place."""
    chosen = Signal()
    """Another row is selected."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Sentences of the note")
        self._delegate = _Delegate(self)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.currentItemChanged.connect(self.chosen)

    @property
    def selected(self) -> Row | None:
        """The one that is selected."""
        item = self.currentItem()
        return item.data(_ROW) if item else None

    def show_rows(self, rows: tuple[Row, ...], keys: tuple[str, ...], statement_id: int | None) -> None:
        """Show these.

        Args:
            rows: of the note.
            keys: of each heading, what is to be pressed to file a sentence there.
            statement_id: select this one; where it has gone, the row that was selected, or else the first sentence.
        """
        before = self.currentRow()
        if not rows:
            self._delegate.forget()
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.text)
            item.setData(_ROW, row)
            item.setData(_KEY, keys[row.section] if row.statement_id is None else "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _aloud(row, keys[row.section]))
            if row.statement_id is not None:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.addItem(item)
        self.setCurrentRow(_place(rows, statement_id, before))
        self.blockSignals(False)
        self.chosen.emit()

    def edit_row(self) -> None:
        """Edit the selected sentence."""
        if self.selected and self.selected.statement_id is not None:
            self.editItem(self.currentItem())

    @property
    def typing(self) -> bool:
        """Whether a sentence is open in a field."""
        return self.state() is QAbstractItemView.State.EditingState

    def keep_typed(self) -> None:
        """Keep what is being typed, as Enter does."""
        if self.typing and self._delegate.field:
            self._delegate.keep(self._delegate.field)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Enter edits; Space is for the sound, and letters do not jump from row to row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_row()
        elif event.text().isprintable() and event.text() and event.key() != Qt.Key.Key_F2:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


def _aloud(row: Row, key: str) -> str:
    return f"{row.spoken}. Heading{f', {key}' if key else ''}" if row.statement_id is None else row.spoken


def _place(rows: tuple[Row, ...], statement_id: int | None, before: int) -> int:
    """The row to be selected."""
    for place, row in enumerate(rows):
        if row.statement_id is not None and row.statement_id == statement_id:
            return place
    if before >= 0:
        return min(before, len(rows) - 1)
    return next((place for place, row in enumerate(rows) if row.statement_id is not None), 0)


class _Delegate(QStyledItemDelegate):
    """Draws rows, and edits sentences."""

    def __init__(self, view: NoteList) -> None:
        super().__init__(view)
        self._view = view
        self.field: NoteText | None = None
        """The last one that was opened; gone where nothing is being typed."""
        self._heights: dict[tuple[Row, int, str], int] = {}
        """Of rows that were laid out: of an hour's note, one change alters a few of a thousand."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A ground and a bar for the selected row, then its words."""
        shades = colours(QGuiApplication.palette())
        area: QRect = option.rect
        row: Row = index.data(_ROW)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, shades.line)
            painter.fillRect(QRect(area.left(), area.top(), BAR_PX, area.height()), shades.blue)
        key = index.data(_KEY)
        if key:
            painter.setPen(shades.muted)
            place = area.adjusted(0, PAD_PX, -PAD_PX, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, key)
        painter.translate(area.left() + _indent(row), area.top() + PAD_PX)
        _document(row, self._width(row), self._view.font(), shades).drawContents(painter)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802  Qt's name
        """As high as its words are, wrapped."""
        row: Row = index.data(_ROW)
        known = row, self._width(row), self._view.font().key()
        if known not in self._heights:
            document = _document(*known[:2], self._view.font(), colours(QGuiApplication.palette()))
            self._heights[known] = round(document.size().height()) + 2 * PAD_PX
        return QSize(self._view.viewport().width(), self._heights[known])

    def forget(self) -> None:
        """Heights are known by words."""
        self._heights.clear()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:  # noqa: N802
        """A field of several lines."""
        self.field = field = NoteText(parent)
        field.setAccessibleName("Edit the sentence")
        field.setAccessibleDescription("Enter keeps it, Escape leaves it as it was.")
        field.setTabChangesFocus(True)
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        """The sentence, with the cursor behind it."""
        if isinstance(editor, QPlainTextEdit):
            row: Row = index.data(_ROW)
            editor.setPlainText(row.text)
            editor.moveCursor(QTextCursor.MoveOperation.End)

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:  # noqa: N802
        """Say what she typed; the rows come anew with the note."""
        row: Row = index.data(_ROW)
        if isinstance(editor, QPlainTextEdit) and row.statement_id is not None:
            self._view.edited.emit(row.statement_id, editor.toPlainText())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:  # noqa: N802
        """Over the row, with room to type."""
        area: QRect = option.rect
        least = editor.fontMetrics().lineSpacing() * EDIT_LINES + 2 * PAD_PX
        top = max(0, min(area.top(), self._view.viewport().height() - max(area.height(), least)))
        editor.setGeometry(area.left(), top, area.width(), max(area.height(), least))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:  # noqa: N802
        """Enter keeps what was typed; Shift+Enter begins a line."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(editor, QWidget)
        ):
            plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
                self.keep(editor)
                return True
        return super().eventFilter(editor, event)

    def keep(self, editor: QWidget) -> None:
        """Keep what was typed there, and close it."""
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _width(self, row: Row) -> int:
        return max(80, self._view.viewport().width() - _indent(row) - PAD_PX)


def _indent(row: Row) -> int:
    return PAD_PX + (0 if row.statement_id is None else INDENT_PX)


def _document(row: Row, width: int, font: QFont, shades: Colours) -> QTextDocument:
    """Its words, laid out."""
    document = QTextDocument()
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setTextWidth(width)
    cursor = QTextCursor(document)
    letters = QTextCharFormat()
    letters.setForeground(shades.text)
    if row.statement_id is None:
        letters.setFontWeight(QFont.Weight.Bold)
    edges = {0, len(row.text), *chain(*row.checked, *row.doubtful, *row.typed)}
    for first, last in pairwise(sorted(edges)):
        cursor.insertText(row.text[first:last], _look(row, first, letters, shades))
    if row.remark:
        cursor.insertBlock()
        cursor.insertText(row.remark, _small(font, shades.amber if row.urgent else shades.muted))
    return document


def _look(row: Row, place: int, letters: QTextCharFormat, shades: Colours) -> QTextCharFormat:
    """Of the letters at a place: dotted, what the recogniser doubts; underlined, what is to check; grounded, typed."""
    look = QTextCharFormat(letters)
    within = [
        any(start <= place < end for start, end in spans) for spans in (row.checked, row.doubtful, row.typed)
    ]
    if within[0] or within[1]:
        style = QTextCharFormat.UnderlineStyle
        look.setUnderlineStyle(style.SingleUnderline if within[0] else style.DashUnderline)
        look.setUnderlineColor(shades.amber)
    if within[2]:
        look.setForeground(shades.blue)
        look.setFontItalic(True)
    return look


def _small(font: QFont, colour: QColor) -> QTextCharFormat:
    letters = QTextCharFormat()
    letters.setFontPointSize(font.pointSizeF() * SMALLER)
    letters.setForeground(colour)
    return letters
