"""Nothing lost, nothing added: every text of a folder through understand, file and note, each word accounted for.

    .venv/bin/python -m benchmarks.every_word DATA [--template soap] [--sample N] [--seed N] [--jobs N] [--json FILE]

DATA as for benchmarks/written_forms.py: all notes, turns and recognised consultations of it. Each text is dictated
three times: line by line as a transcript; as speech, cut into utterances at random, with pauses; and as speech with
spoken commands ("scratch that", "undo that", "new paragraph", "next section", "go to plan") between its words. A tagger
without sense takes each allowed kind in turn. There is no list of exceptions. A violation is one of

- lost: a spoken word is neither in a statement nor in `removed`, or in both, or twice in one;
- mapped: a statement's pieces do not part its words in their order, or one of them is empty;
- placed: a statement does not stand in the note exactly once;
- added: the note's text is anything but headings of the template, her own headings, and the statements' pieces.
"""

import multiprocessing
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator

from benchmarks.given import command_line, leave
from benchmarks.written_forms import lost_or_added, texts

from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.clinic.templates import Template
from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.document import Document, FiledStatement
from plainspoken.dictation.file import Step, filed, finish, hear, read
from plainspoken.dictation.note import assemble
from plainspoken.dictation.tagging import TagStatement
from plainspoken.dictation.transcribe import Utterance
from plainspoken.dictation.transcript import utterances_of
from plainspoken_models.contracts import Tag, Word

WORD_MS = 400
COMMANDS = (
    "Scratch that.",
    "No. Scratch that.",
    "Undo that.",
    "scratch that",
    "New paragraph.",
    "Next section.",
    "Go to plan.",
    "Assessment colon",
)


def as_speech(text: str, chance: random.Random, commands: tuple[str, ...] = ()) -> Iterator[Utterance]:
    """A text in utterances of 1 to 30 words, with short and long pauses, and with commands between them."""
    words, at, now_ms = text.split(), 0, 0
    while at < len(words):
        count = chance.randint(1, 30)
        said = words[at : at + count]
        if commands and chance.random() < 0.2:
            said += chance.choice(commands).split()
        timed = tuple(
            Word(word, now_ms + n * WORD_MS, now_ms + (n + 1) * WORD_MS, 0.9) for n, word in enumerate(said)
        )
        yield Utterance(timed, now_ms, timed[-1].end_ms)
        at, now_ms = at + count, timed[-1].end_ms + chance.choice((200, 900, 2_500))


def dictate(
    utterances: list[Utterance], template: Template, take: Callable[[Document, Utterance], Step]
) -> Document:
    """The document of a dictation; the tagger answers at once, with each allowed kind in turn."""
    document = Document(template)
    for heard in utterances:
        document = _answered(take(document, heard))
    return _answered(finish(document))


def _answered(step: Step) -> Document:
    document, orders = step
    while asked := [order for order in orders if isinstance(order, TagStatement)]:
        order = asked[-1]
        kind = order.among[order.statement_id % len(order.among)]
        document, orders = filed(document, order.statement_id, Tag(kind, 0.5))
    return document


def violations(utterances: list[Utterance], document: Document) -> Iterator[str]:
    """What is wrong with the account that a document gives of what was said."""
    said = Counter(word.text for heard in utterances for word in heard.words)
    kept = Counter(word for statement in document.statements for word in statement.spoken.texts)
    gone = Counter(word for removed in document.removed for word in removed.text.split())
    yield from ("lost" for _ in ((said - kept - gone) + ((kept + gone) - said)).elements())
    for statement in document.statements:
        if lost_or_added(statement.spoken.texts, statement.pieces) or not all(
            p.text for p in statement.pieces
        ):
            yield "mapped"
    note = assemble(document)
    stands = Counter(one.id for section in note.sections for lines in section.paragraphs for one in lines)
    if stands != Counter(statement.id for statement in document.statements):
        yield "placed"
    sections = [(section, section.paragraphs) for section in note.sections if section.paragraphs]
    empty = {section.title: section.text for section in note.shown if not section.paragraphs}
    expected = {
        section.title: "\n".join(" ".join(map(written, lines)) for lines in all_lines)
        for section, all_lines in sections
    }
    shown = [f"{section.title}:\n{(expected | empty)[section.title]}" for section in note.shown]
    if as_text(note) != "\n\n".join(shown):
        yield "added"
    headings = {heading.rstrip(",.:").casefold() for heading in (gone.text for gone in document.removed)}
    for statement in document.statements:
        if statement.label and not any(statement.label.casefold() in heading for heading in headings):
            yield "added"


def written(statement: FiledStatement) -> str:
    """What stands in the note for a statement: its pieces, a capital letter first, behind her heading."""
    text = " ".join(piece.text for piece in statement.pieces)
    first = text[:1].upper() if statement.pieces[0].text.islower() else text[:1]
    return f"{statement.label}: {first}{text[1:]}" if statement.label else f"{first}{text[1:]}"


def account(given: tuple[int, str, str, int]) -> Counter[str]:
    """What is counted of one text.

    Args:
        given: its number, the text, the id of the template, and the seed.
    """
    number, text, template_id, seed = given
    template = find_template(shipped_templates(), template_id)
    chance = random.Random(f"{seed} {number}")
    ways = (
        (list(utterances_of(text)), read),
        (list(as_speech(text, chance)), hear),
        (list(as_speech(text, chance, COMMANDS)), hear),
    )
    counted = Counter(texts=1)
    for utterances, take in ways:
        document = dictate(utterances, template, take)
        found = list(violations(utterances, document))
        pieces = [(one, piece) for one in document.statements for piece in one.pieces]
        counted.update(f"taken out: {gone.reason}" for gone in document.removed)
        counted.update(f"violations: {one}" for one in found)
        counted.update(
            {
                "dictations": 1,
                "words": sum(len(heard.words) for heard in utterances),
                "statements": len(document.statements),
                "pieces that are written otherwise": sum(
                    piece.text != " ".join(one.spoken.texts[piece.first : piece.last])
                    for one, piece in pieces
                ),
                "violations": len(found),
            }
        )
    return counted


def main() -> None:
    """Dictate, count, print."""
    parser = command_line(__doc__)
    parser.add_argument("--template", default="soap")
    parser.add_argument("--sample", type=int, default=0, help="so many texts at random; all without it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    counted = Counter[str]()
    numbered = list(enumerate(texts(given.data)))
    if given.sample:
        numbered = random.Random(given.seed).sample(numbered, min(given.sample, len(numbered)))
    asked = ((number, text, given.template, given.seed) for number, text in numbered)
    with multiprocessing.Pool(given.jobs) as pool:
        for done, one in enumerate(pool.imap_unordered(account, asked, chunksize=8), 1):
            counted.update(one)
            if done % 500 == 0:
                print(f"{done} texts, {counted['violations']} violations", file=sys.stderr, flush=True)
    print("\n".join(f"{what:<40}{count:>12,}" for what, count in sorted(counted.items())))
    leave(counted, given.json)


if __name__ == "__main__":
    main()
