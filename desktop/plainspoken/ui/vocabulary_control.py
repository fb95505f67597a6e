"""Her own words: between the page that shows them and the file that they are in."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from plainspoken.clinic.vocabulary import Entry, Vocabulary, VocabularyError
from plainspoken.clinic.vocabulary.lines import Imported, read_lines, take
from plainspoken.ui.errands import Errands
from plainspoken.ui.vocabulary_page import VocabularyPage
from plainspoken.ui.words_desk import WordsDesk
from plainspoken_models.errors import PlainspokenError

MOST_SHOWN = 200
"""Lines of a list that were refused; further ones are counted."""

Now = tuple[Vocabulary, tuple[VocabularyError, ...]]


class VocabularyControl(QObject):
    """Lives on Qt's thread; files are read and written beside it."""

    def __init__(self, desk: WordsDesk, page: VocabularyPage, errands: Errands) -> None:
        super().__init__()
        self._desk, self._page, self._errands = desk, page, errands
        page.added.connect(self._add)
        page.list_chosen.connect(self._import)

    def look(self) -> None:
        """Show what is in the file now."""
        self._errands.do(self._read, self._show)

    def _read(self) -> Now:
        return self._desk.words.vocabulary(), self._desk.words.mistakes()

    def _show(self, answer: Now | PlainspokenError) -> None:
        if isinstance(answer, PlainspokenError):
            self._page.say(str(answer))
            return
        now, mistakes = answer
        self._page.show_entries(now)
        if mistakes:
            self._page.say("Some of the file is not used:", tuple(map(str, mistakes[:MOST_SHOWN])))

    def _add(self, entry: Entry) -> None:
        self._errands.do(partial(self._desk.words.add, [entry]), self._added)

    def _added(self, answer: tuple[str, ...] | PlainspokenError) -> None:
        if isinstance(answer, PlainspokenError):
            self._page.say(str(answer))
        elif answer[0]:
            self._page.say(f"Refused: {answer[0]}. Nothing was changed.")
        else:
            self._page.say("Added; it holds from the next dictation on.")
            self._page.taken()
            self.look()

    def _import(self, path: Path) -> None:
        self._page.say("One moment …")
        self._errands.do(partial(self._taken_from, path), self._imported)

    def _taken_from(self, path: Path) -> Imported:
        return take(
            read_lines(self._desk.read_list(path)), lambda entries: self._desk.words.add(list(entries))
        )

    def _imported(self, answer: Imported | PlainspokenError) -> None:
        if isinstance(answer, PlainspokenError):
            self._page.say(str(answer))
            return
        lines = tuple(
            f"Line {number} is refused: {reason}." for number, reason in answer.refused[:MOST_SHOWN]
        )
        more = len(answer.refused) - len(lines)
        further = (f"Further lines that are refused: {more}.",) if more else ()
        self._page.say(f"Taken: {answer.taken}; refused: {len(answer.refused)}", lines + further)
        self.look()
