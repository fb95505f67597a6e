"""Between note and deliver: what the checks say about a finished note. The note stays as it is."""

from collections.abc import Collection, Mapping

from plainspoken.clinic.checks import CheckedNote, CheckedStatement, Finding, check, required, unknown
from plainspoken.clinic.macro_orders import asks_in_vain
from plainspoken.clinic.macros import Macros
from plainspoken.dictation.document import FiledStatement
from plainspoken.dictation.heard import heard
from plainspoken.dictation.note import Note


def findings(note: Note, off: Collection[str] = ()) -> tuple[Finding, ...]:
    """What the rules say about a note. 9,000 words, an hour of speech, take some 90 ms (benchmarks/checks.py).

    Args:
        note: as it is delivered.
        off: ids of rules that are switched off.
    """
    document = note.document
    statements = tuple(_as_checked(one, document.macros) for one in note.statements)
    missing = tuple(one.name for one in note.elements_not_dictated) if statements else ()
    return check(CheckedNote(statements, document.vocabulary.known, missing), off)


def get_ready(off: Collection[str] = ()) -> None:
    """Load what the rules look words up in, once in a run: 0.2 s that the first note would have to wait for.

    Args:
        off: ids of rules that are switched off.
    """
    if unknown.RULE.id not in off:
        unknown.get_ready()


def described(note: Note, *, in_words: bool) -> tuple[str, ...]:
    """A line for each finding of a note, in their order; with the words that it is about only where that is wanted."""
    texts = {statement.id: statement.text for statement in note.statements}
    return tuple(_line(finding, texts if in_words else {}) for finding in note.findings)


def empty_headings(note: Note, *, live: bool = False) -> tuple[str, ...]:
    """Titles with nothing under them, each told once: not those that are told as required elements.

    Args:
        note: finished, or in the making.
        live: whether its required elements are told as they are so far, without a finding.
    """
    told = live or any(finding.rule == required.RULE.id for finding in note.findings)
    return note.also_not_dictated if told else note.not_dictated


def required_so_far(note: Note, off: Collection[str]) -> str:
    """What a note in the making has still to speak of, in a line; empty where that is nothing, or switched off."""
    if required.RULE.id in off or not note.statements:
        return ""
    names = tuple(one.name for one in note.elements_not_dictated)
    return required.message(names) if names else ""


def _line(finding: Finding, texts: Mapping[int, str]) -> str:
    about = [texts[span.statement_id][span.start : span.end] for span in finding.spans if texts]
    meant = [f" ({', '.join(names)}?)" if names else "" for names in finding.candidates or [()] * len(about)]
    quoted = (f"“{words}”{guess}" for words, guess in zip(about, meant, strict=False))
    return " ".join((finding.message, ", ".join(dict.fromkeys(quoted)))).rstrip()


def _as_checked(statement: FiledStatement, macros: Macros) -> CheckedStatement:
    filing = statement.filing
    kind, confidence = (filing.kind, filing.confidence) if filing else (None, 0.0)
    in_vain = statement.insertion is None and asks_in_vain(statement.spoken.texts, macros)
    return CheckedStatement(statement.id, kind, statement.text, heard(statement), confidence, in_vain)
