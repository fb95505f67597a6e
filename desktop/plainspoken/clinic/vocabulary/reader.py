"""Reads a vocabulary as people write it. A mistake names file, line and column, and takes nothing else with it."""

import re
from dataclasses import dataclass
from typing import Any

from plainspoken.clinic.vocabulary.entries import Entry, LetIn, Replacement, Vocabulary
from plainspoken.clinic.vocabulary.refusals import why_no_word, why_not
from plainspoken_models.errors import PlainspokenError
from plainspoken_models.toml import NotToml, read_toml

WORDS, REPLACEMENTS = "words", "replacements"
"""The names that the file has: a list of texts, and a table of texts."""

MOST_ENTRIES = 20_000
"""Of a vocabulary: more than anyone has words, and so few that it is read in a moment."""

Place = tuple[int, int]
"""Line and column, both counted from 1."""


class VocabularyError(PlainspokenError):
    """The vocabulary, or an entry of it, cannot be used."""

    exit_code = 7


@dataclass(frozen=True, slots=True)
class Read:
    """What is good in a vocabulary, and what is wrong with the rest."""

    vocabulary: Vocabulary
    mistakes: tuple[VocabularyError, ...] = ()
    unusable: bool = False
    """Whether nothing of it could be read; then there is one mistake."""


def let_in(there: LetIn, entry: Entry) -> str:
    """Take an entry, or say why it is refused, as a clause; one that is there already is taken."""
    reason = why_no_word(entry) if isinstance(entry, str) else why_not(entry, there)
    if not reason:
        there.take(entry)
    return reason


def parse_vocabulary(source: str, name: str) -> Read:
    """The vocabulary written in `source`, without its mistakes; with a mistake that is not in an entry, an empty one.

    Args:
        source: TOML.
        name: the file's name, for messages.
    """
    lines = source.replace("\r\n", "\n").split("\n")
    try:
        data = read_toml(source)
    except NotToml as error:
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        at = (int(place[1]), int(place[2])) if place else _end(lines)
        remedy = "Mend the line; quotes and brackets come in pairs. No entry is used until then."
        return Read(Vocabulary(), (_mistake(name, at, "this is not valid TOML", remedy),), unusable=True)
    return _Reader(lines, name, data).read()


class _Reader:
    """Reads one file; knows the places in it, which tomllib does not tell."""

    def __init__(self, lines: list[str], name: str, data: dict[str, Any]) -> None:
        self._lines, self._name, self._data = lines, name, data
        self._let_in = LetIn()
        self._mistakes: list[VocabularyError] = []

    def read(self) -> Read:
        for key in self._data:
            if key not in (WORDS, REPLACEMENTS):
                self._note(key, f'unknown key "{key}"', f"Known are: {WORDS}, [{REPLACEMENTS}].")
        self._read_words(self._data.get(WORDS, []))
        self._read_replacements(self._data.get(REPLACEMENTS, {}))
        return Read(self._let_in.vocabulary, tuple(self._mistakes))

    def _read_words(self, words: object) -> None:
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            self._note(WORDS, f'"{WORDS}" is not a list of texts', f'Write {WORDS} = ["…", "…"].')
            return
        for word in words[:MOST_ENTRIES]:
            if reason := let_in(self._let_in, word):
                self._note(word, f"the word is refused: {reason}", "Mend or delete it.")
        self._count(words)

    def _read_replacements(self, table: object) -> None:
        if not isinstance(table, dict):
            self._note(
                REPLACEMENTS,
                f'"{REPLACEMENTS}" is not a table',
                f'Write [{REPLACEMENTS}], then "heard" = "written".',
            )
            return
        for heard, written in list(table.items())[:MOST_ENTRIES]:
            if not isinstance(written, str):
                self._note(heard, "what is to be written is not a text", 'Write "heard" = "written".')
                continue
            if reason := let_in(self._let_in, Replacement(heard, written)):
                self._note(heard, f"“{heard}” → “{written}” is refused: {reason}", "Mend or delete it.")
        self._count(table)

    def _count(self, entries: list[str] | dict[str, Any]) -> None:
        if len(entries) > MOST_ENTRIES:
            self._mistakes.append(
                _mistake(
                    self._name, (1, 1), f"more than {MOST_ENTRIES} entries", "The last ones are left out."
                )
            )

    def _note(self, text: str, problem: str, remedy: str) -> None:
        self._mistakes.append(_mistake(self._name, self._place(text), problem, remedy))

    def _place(self, text: str) -> Place:
        """Where a text stands, in quotes or as a key; the first line where it is not written in so many letters."""
        pattern = re.compile(rf"""["']{re.escape(text)}["']|^\s*\[*\s*({re.escape(text)})\s*[\]=]""")
        lines = ((number, line) for number, line in enumerate(self._lines, 1) if text in line)
        found = ((number, pattern.search(line)) for number, line in lines)
        return next(
            ((number, match.start(match.lastindex or 0) + 1) for number, match in found if match), (1, 1)
        )


def _end(lines: list[str]) -> Place:
    last = next((n for n in range(len(lines), 0, -1) if lines[n - 1].strip()), 1)
    return last, len(lines[last - 1]) + 1


def _mistake(name: str, place: Place, problem: str, remedy: str) -> VocabularyError:
    return VocabularyError(f"Vocabulary {name}, line {place[0]}, column {place[1]}: {problem}.", remedy)
