"""Of the errors that real recognisers make in medical speech: drugs and numbers that are wrong, and what is underlined.

    .venv/bin/python -m benchmarks.recogniser_errors DATA [--examples N] [--json FILE]

DATA holds `asr/primock57_asr.jsonl.gz`: 57 mock consultations (PriMock57, CC BY 4.0) with what was said, and what six
recognisers made of it. Words are aligned by the least number of edits. An error is a drug's name or a number that was
said and is not there ("19 92" for 1992 is none; nor is a number within a longer one, so some are missed). What a
recogniser wrote is dictated into a note, all of it filed under the history, and the checks look at it. An error is seen
if a check underlines a word that stands in its place (for a word that is missing: one beside it). Every other
underlined word is an alarm. The data has no probabilities of words: the rule that looks at these (`unsure-word`) says
nothing here, and is not measured by this.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import jiwer
from benchmarks.given import command_line, consultations, leave

from plainspoken.adapters.template_folder import find_template, shipped_templates
from plainspoken.clinic.facts.lexicon import is_drug
from plainspoken.clinic.number_words import SMALL, TENS
from plainspoken.clinic.written.tokens import words_of
from plainspoken.dictation.check import findings
from plainspoken.dictation.document import Document
from plainspoken.dictation.file import filed, finish, hear
from plainspoken.dictation.note import assemble
from plainspoken.dictation.tagging import TagStatement
from plainspoken.dictation.transcribe import Utterance
from plainspoken_models.contracts import SectionKind, Tag, Word

NUMBERS = {word: str(value) for word, value in (SMALL | TENS).items()} | {
    "hundred": "100",
    "thousand": "1000",
}
NO_DRUGS = words_of(
    """water oxygen alcohol salt sugar today day well plan care rest ice iron calcium complete control balance protein
    acid air oral sodium potassium glucose cholesterol caffeine nicotine one zero"""
)
"""Among the words of drugs' names, those that are something else in a conversation."""


def bare(word: str) -> str:
    """A word as it is compared: small letters, no marks, a number in digits."""
    plain = re.sub(r"[^\w.]+", "", word.casefold()).strip(".")
    return NUMBERS.get(plain, plain) or "-"


def compared(text: str) -> list[str]:
    """The words of a text as they are compared; "twenty six" and "twenty-six" are one number, as in digits."""
    found: list[str] = []
    for word in map(bare, re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text.casefold()).split()):
        tens = found and found[-1] in {"20", "30", "40", "50", "60", "70", "80", "90"}
        if tens and len(word) == 1 and word in "123456789":
            found[-1] = found[-1][0] + word
        else:
            found.append(word)
    return found


def matters(word: str) -> str:
    """What kind of error it is if this word is wrong; empty for words that are not counted."""
    if word[:1].isdigit():
        return "numbers"
    return "drugs" if len(word) > 4 and word not in NO_DRUGS and is_drug(word) else ""


def underlined(words: list[str]) -> set[int]:
    """Indices of the words that the checks underline in a note of these words."""
    # Each word's time is its place, so that a word of the note knows where it stood.
    heard = tuple(Word(word, n, n + 1, 1.0) for n, word in enumerate(words))
    document, orders = hear(
        Document(find_template(shipped_templates(), "soap")), Utterance(heard, 0, len(heard))
    )
    ended = False
    while not ended or orders:
        asked = [order for order in orders if isinstance(order, TagStatement)]
        if asked:
            document, orders = filed(document, asked[-1].statement_id, Tag(SectionKind.HPI, 1.0))
        else:
            document, orders = finish(document)
            ended = not orders
    note = assemble(document)
    statements = {statement.id: statement for statement in note.statements}
    found: set[int] = set()
    for span in (span for finding in findings(note) for span in finding.spans):
        statement = statements[span.statement_id]
        at = len(statement.text) - len(statement.sentence)
        for piece in statement.pieces:
            if at < span.end and span.start < at + len(piece.text):
                found |= {word.start_ms for word in statement.spoken.words[piece.first : piece.last]}
            at += len(piece.text) + 1
    return found


def errors(said: list[str], written: list[str]) -> Iterator[tuple[str, str, str, range]]:
    """Kind, the word that was said, what stands there, and where that is (for a missing word: what is beside it)."""
    aligned = jiwer.process_words(" ".join(said), " ".join(written)).alignments[0]
    for chunk in aligned:
        if chunk.type not in {"substitute", "delete"}:
            continue
        first, last = chunk.hyp_start_idx, chunk.hyp_end_idx
        place = range(first, last) if chunk.type == "substitute" else range(max(0, first - 1), first + 1)
        there = "".join(written[first:last])
        for word in said[chunk.ref_start_idx : chunk.ref_end_idx]:
            if (kind := matters(word)) and not (kind == "numbers" and word in there):
                yield kind, word, " ".join(written[first:last]), place


def visits(data: Path) -> Iterator[tuple[list[str], dict[str, str]]]:
    """What was said in each consultation, and what each recogniser made of it."""
    for visit in consultations(data):
        yield compared(re.sub(r"\[[^\]]*\]|<[^>]*>", " ", visit.said)), visit.recognised


def main() -> None:
    """Measure, print."""
    parser = command_line(__doc__)
    parser.add_argument("--examples", type=int, default=0)
    given = parser.parse_args()
    counted: dict[str, Counter[str]] = {}
    examples: list[str] = []
    for said, recognised in visits(given.data):
        for name, text in recognised.items():
            row, words = counted.setdefault(name, Counter()), text.replace("-", " ").split()
            shown, touched = underlined(words), set[int]()
            row.update(words=len(words))
            row.update(f"{kind} said" for kind in map(matters, said) if kind)
            for kind, word, there, place in errors(said, [bare(one) for one in words]):
                row.update({f"{kind} wrong": 1, f"{kind} seen": bool(shown & set(place))})
                touched |= set(place)
                examples.append(f"{name}: {kind}: {word} → {there or '(missing)'}")
            row.update(alarms=len(shown - touched))
    report(counted)
    for line in random.Random(1).sample(examples, min(given.examples, len(examples))):
        print(line)
    leave(counted, given.json)


def report(counted: dict[str, Counter[str]]) -> None:
    """Print the table."""
    counted = counted | {"all": sum(counted.values(), Counter())}
    heads = ("words", "drugs said", "wrong", "seen", "numbers said", "wrong", "seen", "alarms per 100 words")
    print(f"{'recogniser':<32}" + "".join(f"{head:>{max(9, len(head) + 2)}}" for head in heads))
    for name, row in counted.items():
        cells = (
            *(f"{row[what]:,}" for what in ("words", "drugs said", "drugs wrong", "drugs seen")),
            *(f"{row[what]:,}" for what in ("numbers said", "numbers wrong", "numbers seen")),
            f"{100 * row['alarms'] / max(1, row['words']):.3f}",
        )
        print(
            f"{name:<32}" + "".join(f"{c:>{max(9, len(h) + 2)}}" for c, h in zip(cells, heads, strict=True))
        )


if __name__ == "__main__":
    main()
