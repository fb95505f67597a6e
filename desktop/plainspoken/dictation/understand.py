"""Stage 4, understand: words become sentences, and sentences become statements, headings and orders."""

import re
from dataclasses import dataclass

from plainspoken.clinic.headings import Heading, spoken_heading
from plainspoken.clinic.spoken_commands import Order, spoken_order
from plainspoken.clinic.templates import Template
from plainspoken_models.contracts import Word

JOIN_GAP_MS = 2_000
"""A sentence goes on over a pause shorter than this, if it was not finished before it."""

LONGEST_SENTENCE = 80
"""Words after which a sentence that never ends is taken as one (a recogniser that writes no punctuation)."""

_ABBREVIATIONS = frozenset(
    {"dr.", "mr.", "mrs.", "ms.", "st.", "vs.", "e.g.", "i.e.", "approx.", "no.", "jr.", "sr.", "etc."}
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A run of words, with where they come from."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words, joined by blanks."""
        return " ".join(word.text for word in self.words)

    @property
    def start_ms(self) -> int:
        """From the start of the recording; 0 for text that was never sound."""
        return self.words[0].start_ms

    @property
    def end_ms(self) -> int:
        """From the start of the recording; 0 for text that was never sound."""
        return self.words[-1].end_ms


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


Understood = Spoken | SpokenHeading | SpokenOrder
"""What a sentence is made of: statements, headings, orders."""


def sentences(words: tuple[Word, ...]) -> tuple[tuple[Spoken, ...], tuple[Word, ...]]:
    """Words → the sentences that are finished, and the words of one that is not."""
    done: list[Spoken] = []
    first = 0
    for index, word in enumerate(words):
        if _ends(word.text, last=index == len(words) - 1) or index - first + 1 >= LONGEST_SENTENCE:
            done.append(Spoken(words[first : index + 1]))
            first = index + 1
    return tuple(done), words[first:]


def understand(sentence: Spoken, template: Template) -> tuple[Understood, ...]:
    """One sentence → what it is made of, in the order it takes effect. No word is lost on the way."""
    texts = tuple(word.text for word in sentence.words)
    order = spoken_order(texts)
    if order:
        before, after = sentence.words[: order.first], sentence.words[order.last :]
        said = SpokenOrder(Spoken(sentence.words[order.first : order.last]), order)
        return (*_parts(before, template), said, *_parts(after, template))
    heading = spoken_heading(texts, template)
    if heading:
        named = SpokenHeading(Spoken(sentence.words[: heading.word_count]), heading)
        return (named, *_parts(sentence.words[heading.word_count :], template))
    return (sentence,)


def stands_alone(words: tuple[Word, ...], template: Template) -> bool:
    """Whether unfinished words are a heading or an order all the same: recognisers often leave out the full stop."""
    texts = tuple(word.text for word in words)
    heading = spoken_heading(texts, template)
    order = spoken_order(texts)
    return bool(heading and heading.word_count == len(texts)) or bool(order and order.last == len(texts))


def _parts(words: tuple[Word, ...], template: Template) -> tuple[Understood, ...]:
    return understand(Spoken(words), template) if words else ()


def _ends(text: str, *, last: bool) -> bool:
    """Whether a sentence ends with this word. "Dr." and "J." end one only where nothing follows."""
    if not re.search(r"[.!?][\"')\]]*$", text):
        return False
    return last or not (text.casefold() in _ABBREVIATIONS or re.fullmatch(r"[A-Za-z]\.", text))
