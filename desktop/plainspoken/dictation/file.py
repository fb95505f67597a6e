"""Stage 5, file: the document grows by statements, each filed under a section kind. It asks one question at a time.

A spoken heading beats the tagger. What is filed depends on the words alone, never on how fast an engine answered:
the next sentence waits until the last one is filed.
"""

from dataclasses import dataclass, replace

from plainspoken.clinic.headings import goes_on
from plainspoken.clinic.spoken_commands import Command
from plainspoken.clinic.templates import Template
from plainspoken.clinic.written import Written, text_of, write
from plainspoken.dictation.filing import DecidedBy, Filing, HeadingHeld, heading_held
from plainspoken.dictation.transcribe import Utterance
from plainspoken.dictation.understand import (
    JOIN_GAP_MS,
    Spoken,
    SpokenHeading,
    SpokenOrder,
    Understood,
    opens_apart,
    sentences,
    stands_alone,
    understand,
)
from plainspoken_models.contracts import SectionKind, Tag, Word


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

    @property
    def tagged(self) -> bool:
        """Whether the tagger has it in its document."""
        return self.filing is not None and self.filing.kind is not None

    @property
    def text(self) -> str:
        """What stands in the note."""
        return f"{self.label}: {self.sentence}" if self.label else self.sentence

    @property
    def sentence(self) -> str:
        """What is written, with a capital letter first, unless the first word has one inside ("eGFR", "pH")."""
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
    """`scratch that`, `undo that`, `spoken command`, or `spoken heading`."""
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class TagStatement:
    """Order to the tagger: choose a kind for the next statement."""

    statement_id: int
    text: str
    among: tuple[SectionKind, ...]
    """What it can be: what the heading takes that she spoke, or all that the template does."""


@dataclass(frozen=True, slots=True)
class AssignStatement:
    """Order to the tagger: the next statement is of this kind."""

    text: str
    kind: SectionKind


@dataclass(frozen=True, slots=True)
class RewindTagger:
    """Order to the tagger: keep only the first statements."""

    length: int


@dataclass(frozen=True, slots=True)
class PrepareStatement:
    """Order to the tagger: this is what comes next if she says no more; read it ahead."""

    text: str


TaggerOrder = TagStatement | AssignStatement | RewindTagger | PrepareStatement


@dataclass(frozen=True, slots=True)
class Document:
    """All that was said, in order, and what has become of it."""

    template: Template
    items: tuple[Item, ...] = ()
    removed: tuple[Removed, ...] = ()
    unfinished: tuple[Word, ...] = ()
    """Words of a sentence that has not ended."""
    queue: tuple[Understood, ...] = ()
    """Understood, but not taken up yet: an earlier statement is being filed."""
    asked: int | None = None
    """The statement that the tagger is asked about, if it is."""
    next_id: int = 0
    done: tuple[tuple[Item, int] | None, ...] = ()
    """For "undo that": None for an item that was added; one that was scratched, with its place in `removed`."""

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
    done, rest = sentences(document.unfinished + utterance.words)
    document = _enqueue(replace(document, unfinished=rest), done)
    if rest and stands_alone(rest, document.template):
        document = _end_sentence(document)
    return _advance(document)


def read(document: Document, utterance: Utterance) -> Step:
    """The document after a line of text that was never sound: its end ends the sentence."""
    done, rest = sentences(utterance.words)
    return _advance(_enqueue(document, (*done, Spoken(rest)) if rest else done))


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
    late = utterance.start_ms - last.end_ms >= JOIN_GAP_MS
    return late or (not goes_on(last.text) and opens_apart(utterance.words, document.template))


def _end_sentence(document: Document) -> Document:
    rest = document.unfinished
    return _enqueue(replace(document, unfinished=()), (Spoken(rest),)) if rest else document


def _enqueue(document: Document, done: tuple[Spoken, ...]) -> Document:
    parts = tuple(part for sentence in done for part in understand(sentence, document.template))
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
        case SpokenHeading(spoken, heading):
            named = _remove(document, spoken, "spoken heading") if spoken.words else document
            return _append(named, HeadingHeld(heading.kinds, heading.title, spoken.text, heading.label)), None
        case SpokenOrder(spoken, order):
            return _obey(_remove(document, spoken, "spoken command"), order.command)


def _add(document: Document, spoken: Spoken) -> tuple[Document, TaggerOrder | None]:
    held = heading_held(document.items)
    statement = FiledStatement(document.next_id, spoken, held.decides, write(spoken.texts), _label(document))
    grown = replace(_append(document, statement), next_id=statement.id + 1)
    if statement.filing is None:
        among = held.kinds or document.template.kinds
        return replace(grown, asked=statement.id), TagStatement(statement.id, statement.sentence, among)
    kind = statement.filing.kind
    return grown, AssignStatement(statement.sentence, kind) if kind else None


def _label(document: Document) -> str:
    """Of the heading that nothing has been said under so far."""
    last = next((item for item in reversed(document.items) if not isinstance(item, ParagraphBreak)), None)
    return last.label if isinstance(last, HeadingHeld) else ""


def _obey(document: Document, command: Command) -> tuple[Document, TaggerOrder | None]:
    match command:
        case Command.SCRATCH_THAT:
            return _scratch(document)
        case Command.UNDO_THAT:
            return _undo(document)
        case Command.NEW_PARAGRAPH:
            return _append(document, ParagraphBreak()), None
        case Command.NEXT_SECTION:
            return _append(document, _next_heading(document)), None
        case Command.MARK:
            return document, None


def _scratch(document: Document) -> tuple[Document, TaggerOrder | None]:
    if not document.items:
        return document, None
    done = (*document.done, (document.items[-1], len(document.removed)))
    return _take_out(replace(document, done=done), "scratch that")


def _undo(document: Document) -> tuple[Document, TaggerOrder | None]:
    """Take back what was done last: what was added goes, what was scratched comes back where it stood."""
    if not document.done:
        return document, None
    last, document = document.done[-1], replace(document, done=document.done[:-1])
    if last is None:
        return _take_out(document, "undo that")
    back, at = last
    document = replace(document, items=(*document.items, back))
    if not isinstance(back, FiledStatement):
        return document, None
    document = replace(document, removed=(*document.removed[:at], *document.removed[at + 1 :]))
    kind = back.filing.kind if back.filing else None
    return document, AssignStatement(back.sentence, kind) if kind else None


def _take_out(document: Document, reason: str) -> tuple[Document, TaggerOrder | None]:
    last, document = document.items[-1], replace(document, items=document.items[:-1])
    if not isinstance(last, FiledStatement):
        return document, None
    document = _remove(document, last.spoken, reason)
    kept = sum(statement.tagged for statement in document.statements)
    return document, RewindTagger(kept) if last.tagged else None


def _next_heading(document: Document) -> HeadingHeld:
    """The heading after the present one; after the last heading, that one."""
    named = (item.filing if isinstance(item, FiledStatement) else item for item in reversed(document.items))
    places = (item.place for item in named if isinstance(item, HeadingHeld | Filing))
    section = document.template.section_after(places)
    return HeadingHeld(section.kinds, section.voice_title)


def _append(document: Document, item: Item) -> Document:
    return replace(document, items=(*document.items, item), done=(*document.done, None))


def _remove(document: Document, spoken: Spoken, reason: str) -> Document:
    gone = Removed(spoken.text, reason, spoken.start_ms, spoken.end_ms)
    return replace(document, removed=(*document.removed, gone))
