"""Stage 5, file: the document grows by statements, each filed under a section kind. It asks one question at a time.

A spoken heading beats the tagger. What is filed depends on the words alone, never on how fast an engine answered:
the next sentence waits until the last one is filed.
"""

from dataclasses import dataclass, replace

from plainspoken.clinic.headings import goes_on
from plainspoken.clinic.macros import NO_MACROS, Insertion, Macros
from plainspoken.clinic.spoken_commands import Command
from plainspoken.clinic.templates import Template
from plainspoken.clinic.vocabulary import NO_VOCABULARY, Vocabulary
from plainspoken.clinic.written import Replaced, Written, text_of, write
from plainspoken.dictation.filing import DecidedBy, Filing, HeadingHeld, by_macro
from plainspoken.dictation.tagging import AssignStatement, RewindTagger, TaggerOrder, TagStatement
from plainspoken.dictation.transcribe import Utterance
from plainspoken.dictation.understand import (
    JOIN_GAP_MS,
    Inserted,
    Spoken,
    SpokenHeading,
    SpokenOrder,
    Understood,
    continues,
    ends_in_macro,
    opens_apart,
    sentences,
    stands_alone,
    understand,
)
from plainspoken_models.contracts import Tag, Word


@dataclass(frozen=True, slots=True)
class FiledStatement:
    """A statement of the document; `filing` is None until it is filed, and stays so if the tagger failed."""

    id: int
    """Counts the statements of a document from 0; never used twice."""
    spoken: Spoken
    filing: Filing | None
    pieces: tuple[Written, ...]
    """What is written for her words."""
    label: str = ""
    """The heading that she spoke before it, where the template has none so fine: without it "Allergies: penicillin"
    would be a word among others."""
    insertion: Insertion | None = None
    """The macro that it is: `pieces` is then empty, for what stands there was written beforehand."""

    @property
    def tagged(self) -> bool:
        """Whether the tagger has it in its document."""
        return self.filing is not None and self.filing.kind is not None

    @property
    def text(self) -> str:
        """What stands in the note."""
        return f"{self.label}: {self.sentence}" if self.label else self.sentence

    @property
    def replaced(self) -> tuple[Replaced, ...]:
        """What in it her vocabulary has other words for."""
        return tuple(one for piece in self.pieces for one in piece.replaced)

    @property
    def sentence(self) -> str:
        """What is written, with a capital letter first, unless the first word has one inside ("eGFR", "pH").

        The text of a macro stays as it is.
        """
        if self.insertion:
            return self.insertion.text
        text, first = text_of(self.pieces), self.pieces[0].text
        return text[:1].upper() + text[1:] if first.islower() else text


@dataclass(frozen=True, slots=True)
class ParagraphBreak:
    """The next statement starts a paragraph."""


Item = FiledStatement | HeadingHeld | ParagraphBreak


@dataclass(frozen=True, slots=True)
class Removed:
    """Spoken words that are not in the note, and why. Nothing else is missing from it."""

    text: str
    reason: str
    """`scratch that`, `spoken command`, or `spoken heading`."""
    start_ms: int
    end_ms: int
    macro: str = ""
    """Name of the macro that was taken out with them."""


@dataclass(frozen=True, slots=True)
class Document:
    """All that was said, in order, and what has become of it."""

    template: Template
    macros: Macros = NO_MACROS
    """Those that she can name."""
    items: tuple[Item, ...] = ()
    removed: tuple[Removed, ...] = ()
    unfinished: tuple[Word, ...] = ()
    """Words of a sentence that has not ended."""
    queue: tuple[Understood, ...] = ()
    """Understood, but not taken up yet: an earlier statement is being filed."""
    asked: int | None = None
    """The statement that the tagger is asked about, if it is."""
    next_id: int = 0
    vocabulary: Vocabulary = NO_VOCABULARY
    """Hers, as it was when the dictation began."""

    @property
    def statements(self) -> tuple[FiledStatement, ...]:
        """The statements, in the order they were said."""
        return tuple(item for item in self.items if isinstance(item, FiledStatement))

    @property
    def unfiled(self) -> int:
        """Statements, headings and orders that wait for the tagger."""
        return len(self.queue) + (self.asked is not None)

    @property
    def settled(self) -> bool:
        """Whether everything finished is filed."""
        return self.asked is None and not self.queue


Step = tuple[Document, tuple[TaggerOrder, ...]]


def hear(document: Document, utterance: Utterance) -> Step:
    """The document after an utterance, and what to order from the tagger."""
    if document.unfinished and _begins_anew(document, utterance):
        document = _end_sentence(document)
    done, rest = sentences(document.unfinished + utterance.words, document.macros)
    document = replace(document, unfinished=rest)
    document = _enqueue(document, done)
    if rest and stands_alone(rest, document.template, document.macros):
        document = _end_sentence(document)
    return _advance(document)


def read(document: Document, utterance: Utterance) -> Step:
    """The document after a line of text that was never sound: its end ends the sentence."""
    done, rest = sentences(utterance.words, document.macros)
    return _advance(_enqueue(document, (*done, Spoken(rest)) if rest else done))


def insert(document: Document, insertion: Insertion, at_ms: int) -> Step:
    """The document after a macro that was not named but chosen; a sentence before it has ended."""
    document = _end_sentence(document)
    chosen = Inserted(Spoken((), at_ms), insertion)
    return _advance(replace(document, queue=(*document.queue, chosen)))


def finish(document: Document) -> Step:
    """The document after the last word: a sentence that has not ended counts as one."""
    return _advance(_end_sentence(document))


def filed(document: Document, statement_id: int, tag: Tag | None) -> Step:
    """The document after the tagger's answer; None where it failed. An answer nobody waits for changes nothing."""
    if document.asked != statement_id:
        return document, ()
    filing = Filing(tag.kind, tag.confidence, DecidedBy.TAGGER) if tag else None
    items = tuple(
        replace(item, filing=filing) if isinstance(item, FiledStatement) and item.id == statement_id else item
        for item in document.items
    )
    return _advance(replace(document, items=items, asked=None))


def _begins_anew(document: Document, utterance: Utterance) -> bool:
    """Whether an utterance does not go on with the unfinished sentence: it comes late, or is a heading or an order."""
    last = document.unfinished[-1]
    if continues(document.unfinished, utterance.words, document.macros):
        return False
    late = utterance.start_ms - last.end_ms >= JOIN_GAP_MS
    done = ends_in_macro(document.unfinished, document.macros)
    return (
        late
        or done
        or (not goes_on(last.text) and opens_apart(utterance.words, document.template, document.macros))
    )


def _end_sentence(document: Document) -> Document:
    rest = document.unfinished
    return _enqueue(replace(document, unfinished=()), (Spoken(rest),)) if rest else document


def _enqueue(document: Document, done: tuple[Spoken, ...]) -> Document:
    parts = tuple(
        part for sentence in done for part in understand(sentence, document.template, document.macros)
    )
    return replace(document, queue=document.queue + parts)


def _advance(document: Document) -> Step:
    orders: list[TaggerOrder] = []
    while document.queue and document.asked is None:
        part, document = document.queue[0], replace(document, queue=document.queue[1:])
        document, order = _take(document, part)
        if order:
            orders.append(order)
    return document, tuple(orders)


def _take(document: Document, part: Understood) -> tuple[Document, TaggerOrder | None]:
    match part:
        case Spoken():
            return _add(document, part)
        case Inserted(spoken, insertion):
            return _add(document, spoken, insertion)
        case SpokenHeading(spoken, heading):
            named = _remove(document, spoken, "spoken heading") if spoken.words else document
            return _append(named, HeadingHeld(heading.kinds, heading.title, spoken.text, heading.label)), None
        case SpokenOrder(spoken, order):
            return _obey(_remove(document, spoken, "spoken command"), order.command)


def _add(
    document: Document, spoken: Spoken, insertion: Insertion | None = None
) -> tuple[Document, TaggerOrder | None]:
    held = _held(document)
    decided = (insertion and by_macro(insertion, document.template)) or held.decides
    label = "" if decided and decided.decided_by is DecidedBy.MACRO else _label(document)
    pieces = () if insertion else write(spoken.texts, document.vocabulary.rule)
    statement = FiledStatement(document.next_id, spoken, decided, pieces, label, insertion)
    asked = None if statement.filing else statement.id
    grown = replace(_append(document, statement), next_id=statement.id + 1, asked=asked)
    if statement.filing is None:
        return grown, TagStatement(statement.id, statement.sentence, held.kinds or document.template.kinds)
    kind = statement.filing.kind
    return grown, AssignStatement(statement.sentence, kind) if kind else None


def _label(document: Document) -> str:
    """Of the heading that nothing has been said under so far."""
    said = (item for item in reversed(document.items) if not _stands_aside(item))
    last = next(said, None)
    return last.label if isinstance(last, HeadingHeld) else ""


def _stands_aside(item: Item) -> bool:
    """Whether it is nothing that was said under the heading before it."""
    decided = item.filing.decided_by if isinstance(item, FiledStatement) and item.filing else None
    return isinstance(item, ParagraphBreak) or decided is DecidedBy.MACRO


def _obey(document: Document, command: Command) -> tuple[Document, TaggerOrder | None]:
    match command:
        case Command.SCRATCH_THAT:
            return _scratch(document)
        case Command.NEW_PARAGRAPH:
            return _append(document, ParagraphBreak()), None
        case Command.NEXT_SECTION:
            return _append(document, _next_heading(document)), None
        case Command.MARK:
            return document, None


def _scratch(document: Document) -> tuple[Document, TaggerOrder | None]:
    if not document.items:
        return document, None
    last, document = document.items[-1], replace(document, items=document.items[:-1])
    if not isinstance(last, FiledStatement):
        return document, None
    document = _remove(document, last.spoken, "scratch that", last.insertion)
    kept = sum(statement.tagged for statement in document.statements)
    return document, RewindTagger(kept) if last.tagged else None


def _held(document: Document) -> HeadingHeld:
    held = (item for item in reversed(document.items) if isinstance(item, HeadingHeld))
    return next(held, HeadingHeld(()))


def _next_heading(document: Document) -> HeadingHeld:
    """The heading after the present one; after the last heading, that one."""
    named = (item.filing if isinstance(item, FiledStatement) else item for item in reversed(document.items))
    places = (item.place for item in named if isinstance(item, HeadingHeld | Filing))
    section = document.template.section_after(places)
    return HeadingHeld(section.kinds, section.voice_title)


def _append(document: Document, item: Item) -> Document:
    return replace(document, items=(*document.items, item))


def _remove(document: Document, spoken: Spoken, reason: str, insertion: Insertion | None = None) -> Document:
    macro = insertion.macro.name if insertion else ""
    gone = Removed(spoken.text, reason, spoken.start_ms, spoken.end_ms, macro)
    return replace(document, removed=(*document.removed, gone))
