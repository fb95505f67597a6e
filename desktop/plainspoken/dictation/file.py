"""Stage 5, file: the document grows by statements, each filed under a section kind. It asks one question at a time.

A spoken heading beats the tagger. What is filed depends on the words alone, never on how fast an engine answered:
the next sentence waits until the last one is filed.
"""

from dataclasses import replace

from plainspoken.clinic.answers import may_answer
from plainspoken.clinic.headings import goes_on
from plainspoken.clinic.macros import Insertion
from plainspoken.clinic.spoken_commands import Command, only_fillers
from plainspoken.clinic.written import write
from plainspoken.dictation.document import Document, FiledStatement, Item, ParagraphBreak, gone
from plainspoken.dictation.filing import DecidedBy, Filing, HeadingHeld, by_macro, heading_held
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
    opens_apart,
    sentences,
    stands_alone,
    understand,
    waiting_order,
)
from plainspoken_models.contracts import Tag

Step = tuple[Document, tuple[TaggerOrder, ...]]


def hear(document: Document, utterance: Utterance) -> Step:
    """The document after an utterance, and what to order from the tagger."""
    if not utterance.words:
        return document, ()
    if document.unfinished and _begins_anew(document, utterance):
        document = _end_sentence(document)
    done, rest = sentences(document.unfinished + utterance.words, document.macros)
    document = _enqueue(replace(document, unfinished=rest), done)
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
    late = utterance.start_ms - last.end_ms >= JOIN_GAP_MS
    apart = not goes_on(last.text) and opens_apart(utterance.words, document.template, document.macros)
    order = waiting_order(document.unfinished, document.macros)
    if apart or (late and order):
        return True
    if continues(document.unfinished, utterance.words, document.macros):
        return False
    return late or bool(order and order.last == len(document.unfinished))


def _end_sentence(document: Document) -> Document:
    rest = document.unfinished
    return _enqueue(replace(document, unfinished=()), (Spoken(rest),)) if rest else document


def _enqueue(document: Document, done: tuple[Spoken, ...]) -> Document:
    known = document.template, document.macros, document.vocabulary.rule
    parts = tuple(part for sentence in done for part in understand(sentence, *known))
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
            document, rewound = _without_filler(document, spoken, order.command)
            document, more = _obey(_remove(document, spoken, "spoken command"), order.command)
            return document, more or rewound


def _without_filler(
    document: Document, spoken: Spoken, command: Command
) -> tuple[Document, TaggerOrder | None]:
    """The document without the fillers that were said just before "scratch that", a "No." say: they belong to it.

    A "No." stays, and is what is scratched, where it may be an answer to what stands before it, and where it is not
    what was done last: after an earlier scratch it was no part of this command.
    """
    order: TaggerOrder | None = None
    while command is Command.SCRATCH_THAT and _is_filler(document, spoken):
        document, rewound = _take_out(replace(document, done=document.done[:-1]), "spoken command")
        order = rewound or order
    return document, order


def _is_filler(document: Document, spoken: Spoken) -> bool:
    """Whether the last item was only said around the command that is `spoken` now."""
    last = document.items[-1] if len(document.items) > 1 and document.done[-1] is None else None
    if not isinstance(last, FiledStatement) or last.insertion or not only_fillers(last.spoken.texts):
        return False
    if not may_answer(last.spoken.texts, ()):
        return True
    sentences_before = (item for item in reversed(document.items[:-1]) if not _is_said_around(item))
    before = next(sentences_before, None)
    if last.label or not isinstance(before, FiledStatement):
        return False
    at_once = spoken.start_ms - last.spoken.end_ms < JOIN_GAP_MS
    return at_once and (
        before.insertion is not None or not may_answer(last.spoken.texts, before.spoken.texts)
    )


def _is_said_around(item: Item) -> bool:
    return isinstance(item, FiledStatement) and item.insertion is None and only_fillers(item.spoken.texts)


def _add(
    document: Document, spoken: Spoken, insertion: Insertion | None = None
) -> tuple[Document, TaggerOrder | None]:
    held = heading_held(document.items)
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
    document = _remove(document, last.spoken, reason, last.insertion)
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


def _remove(document: Document, spoken: Spoken, reason: str, insertion: Insertion | None = None) -> Document:
    return replace(document, removed=(*document.removed, gone(spoken, reason, insertion)))
