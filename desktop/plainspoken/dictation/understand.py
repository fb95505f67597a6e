"""Stage 4, understand: words become sentences, and sentences become statements, headings and orders."""

import re
from dataclasses import dataclass

from plainspoken.clinic.abbreviations import TITLES, keeps_point
from plainspoken.clinic.headings import Heading, heading_inside, spoken_heading
from plainspoken.clinic.macro_orders import (
    LONGEST_ORDER,
    InsertOrder,
    begins_order,
    insert_order,
    opens_order,
    takes_up,
)
from plainspoken.clinic.macros import NO_MACROS, Insertion, Macros
from plainspoken.clinic.spoken_commands import Command, Order, spoken_order
from plainspoken.clinic.templates import Template
from plainspoken.clinic.written import Rule, no_rule, of_a_number
from plainspoken.clinic.written.punctuation import says_end
from plainspoken_models.contracts import Word

JOIN_GAP_MS = 2_000
"""A sentence goes on over a pause shorter than this, if it was not finished before it."""

LONGEST_SENTENCE = 80
"""Words after which a sentence that never ends is taken as one (a recogniser that writes no punctuation)."""

LONGEST_NUMBER = 20
"""So many words further on it is cut wherever it is."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A run of words, with where they come from."""

    words: tuple[Word, ...]
    at_ms: int = 0
    """When it was, where there are no words: a macro was chosen in the menu."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The words as they were recognised."""
        return tuple(word.text for word in self.words)

    @property
    def text(self) -> str:
        """The words, joined by blanks."""
        return " ".join(self.texts)

    @property
    def start_ms(self) -> int:
        """From the start of the recording; 0 for text that was never sound."""
        return self.words[0].start_ms if self.words else self.at_ms

    @property
    def end_ms(self) -> int:
        """From the start of the recording; 0 for text that was never sound."""
        return self.words[-1].end_ms if self.words else self.at_ms


@dataclass(frozen=True, slots=True)
class SpokenHeading:
    """She named a section."""

    spoken: Spoken
    heading: Heading


@dataclass(frozen=True, slots=True)
class SpokenOrder:
    """She gave a command."""

    spoken: Spoken
    order: Order


@dataclass(frozen=True, slots=True)
class Inserted:
    """She named a macro, or chose it in the menu: then there are no words."""

    spoken: Spoken
    insertion: Insertion


Understood = Spoken | SpokenHeading | SpokenOrder | Inserted
"""What a sentence is made of: statements, headings, orders, macros."""


def sentences(
    words: tuple[Word, ...], macros: Macros = NO_MACROS
) -> tuple[tuple[Spoken, ...], tuple[Word, ...]]:
    """Words → the sentences that are finished, and the words of one that is not."""
    done: list[Spoken] = []
    first = 0
    cased = any(word.text[:1].isupper() for word in words)
    for index in range(len(words)):
        ends = _ends(words, first, index, cased=cased) and not _goes_on(words, first, index, macros)
        if ends or _is_too_long(words, first, index):
            done.append(Spoken(words[first : index + 1]))
            first = index + 1
    return tuple(done), words[first:]


def _is_too_long(words: tuple[Word, ...], first: int, index: int) -> bool:
    """Whether a sentence that never ends is cut behind a word: not within a number, if there is any other place."""
    count = index - first + 1
    apart = index + 1 < len(words) and not any(of_a_number(word.text) for word in words[index : index + 2])
    return count >= LONGEST_SENTENCE and (apart or count >= LONGEST_SENTENCE + LONGEST_NUMBER)


def understand(
    sentence: Spoken, template: Template, macros: Macros = NO_MACROS, own: Rule = no_rule
) -> tuple[Understood, ...]:
    """One sentence → what it is made of, in the order it takes effect. No word is lost on the way.

    Args:
        sentence: as it was said.
        template: of the note.
        macros: that she can name.
        own: the rule of her own vocabulary; here for what she says for the fields of macros.
    """
    words, texts = sentence.words, sentence.texts

    def parts(rest: tuple[Word, ...]) -> tuple[Understood, ...]:
        return understand(Spoken(rest), template, macros, own) if rest else ()

    order, insert = spoken_order(texts), insert_order(texts, macros, own)
    if found := _first(order, insert):
        here = Spoken(words[found.first : found.last])
        said = SpokenOrder(here, found) if isinstance(found, Order) else Inserted(here, found.insertion)
        return (*parts(words[: found.first]), said, *parts(words[found.last :]))
    inside = heading_inside(texts, template)
    if inside:
        return (*parts(words[:inside]), *parts(words[inside:]))
    heading = spoken_heading(texts, template)
    if heading:
        named = SpokenHeading(Spoken(words[: heading.word_count]), heading)
        rest = words[heading.word_count :]
        return (named, *(_under(parts(rest)) if heading.known else (Spoken(rest),)))
    return (sentence,)


def opens_apart(words: tuple[Word, ...], template: Template, macros: Macros = NO_MACROS) -> bool:
    """Whether words open with a heading or an order: then they end an unfinished sentence before them."""
    texts = tuple(word.text for word in words)
    order, heading = spoken_order(texts), spoken_heading(texts, template)
    ordered = bool(order and order.first == 0 and order.command is not Command.MARK)
    return ordered or bool(heading and heading.known) or opens_order(texts, macros)


def stands_alone(words: tuple[Word, ...], template: Template, macros: Macros = NO_MACROS) -> bool:
    """Whether unfinished words are a heading or an order all the same: recognisers often leave out the full stop."""
    texts = tuple(word.text for word in words)
    heading = spoken_heading(texts, template)
    order, insert = spoken_order(texts), insert_order(texts, macros)
    inserts = bool(insert and insert.last == len(texts)) and not begins_order(texts, macros)
    ordered = bool(order and order.last == len(texts)) or inserts
    return bool(heading and heading.word_count == len(texts)) or ordered


def continues(before: tuple[Word, ...], after: tuple[Word, ...], macros: Macros) -> bool:
    """Whether an utterance goes on with the order to insert a macro that was begun; she may look long for its name."""
    return takes_up(tuple(word.text for word in before), tuple(word.text for word in after), macros)


def waiting_order(words: tuple[Word, ...], macros: Macros) -> InsertOrder | None:
    """The order to insert a macro in unfinished words, if there is one, complete but for its fields.

    Where it ends with them, they are waiting only because more may be said of the macro: a side, say.
    """
    return insert_order(tuple(word.text for word in words), macros)


def _first(order: Order | None, insert: InsertOrder | None) -> Order | InsertOrder | None:
    return insert if insert and (order is None or insert.first < order.first) else order


def _goes_on(words: tuple[Word, ...], first: int, index: int, macros: Macros) -> bool:
    """Whether a mark at the word at `index` parts an order to insert a macro that goes on, or may do so."""
    before, after = words[first : index + 1], words[index + 1 : index + 1 + LONGEST_ORDER]
    if after:
        return continues(before, after, macros)
    return begins_order(tuple(word.text for word in before), macros)


def _under(parts: tuple[Understood, ...]) -> tuple[Understood, ...]:
    """What stands behind a heading: a colon in it makes no second one ("Plan: start the following: …")."""
    opens_unknown = parts and isinstance(parts[0], SpokenHeading) and not parts[0].heading.known
    return parts[1:] if opens_unknown else parts


def _ends(words: tuple[Word, ...], first: int, index: int, *, cased: bool) -> bool:
    """Whether the sentence that begins at `first` ends with the word at `index`: by a mark, or by a spoken one.

    Where recognisers write both ("No fever. Period."), the spoken one ends it.
    """
    if _says_end(words, first, index):
        return True
    if not re.search(r"[.!?][\"')\]]*$", words[index].text):
        return False
    said_behind = any(_says_end(words, first, index + count) == count for count in (1, 2))
    return not said_behind and _is_full_stop(words, first, index, cased=cased)


def _is_full_stop(words: tuple[Word, ...], first: int, index: int, *, cased: bool) -> bool:
    """Whether the mark at the word at `index` ends the sentence.

    Not with "Dr." or an initial, not with the number of a list item ("1."), and, where capitals are written at all
    (`cased`), not before a small letter ("3 p.m. yesterday"). What is cut off by the end of a segment ends there.
    """
    text = words[index].text
    if index == len(words) - 1:
        return not _numbers_an_item(text, opens=index == first)
    after = words[index + 1].text
    if spoken_order(tuple(word.text for word in words[index + 1 : index + 3])):
        return True
    if (cased and after[:1].islower()) or _numbers_an_item(text, opens=index == first):
        return False
    return not keeps_point(text, after) and not _is_initial(words, first, index)


def _says_end(words: tuple[Word, ...], first: int, index: int) -> int:
    """How many words, up to the one at `index`, say the end of a sentence ("… no fever period"); mostly 0."""
    if index >= len(words) or words[index].text.strip(",.;:!?").casefold() not in _LAST_OF_ENDS:
        return 0
    return says_end(tuple(word.text for word in words[first:]), index + 1 - first)


def _numbers_an_item(text: str, *, opens: bool) -> bool:
    return opens and re.fullmatch(r"\d{1,2}\.", text) is not None


def _is_initial(words: tuple[Word, ...], first: int, index: int) -> bool:
    """A letter with a point at the start of a sentence, after a title, or between names ("saw J. Doe")."""
    if not re.fullmatch(r"[A-Z]\.", words[index].text):
        return False
    before = words[index - 1].text if index > first else ""
    return (
        not before
        or before.casefold() in TITLES
        or before.casefold() in _BEFORE_NAMES
        or before[:1].isupper()
    )


_LAST_OF_ENDS = frozenset({"period", "stop", "mark", "point"})
_BEFORE_NAMES = frozenset({"saw", "by", "with", "and", "to", "from", "of"})
"""After these a single letter is an initial; after others it is a letter ("hepatitis C.", "vitamin D.")."""
