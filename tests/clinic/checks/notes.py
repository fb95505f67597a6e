"""Notes for the tests of the checks, in a line or two."""

from plainspoken.clinic.checks import CheckedNote, CheckedStatement, Finding, Heard
from plainspoken_models.contracts import SectionKind

CC, HPI, EXAM = SectionKind.CHIEF_COMPLAINT, SectionKind.HPI, SectionKind.PHYSICAL_EXAM
VITALS, RESULTS, PMH = SectionKind.VITAL_SIGNS, SectionKind.RESULTS, SectionKind.PAST_MEDICAL_HISTORY
ASSESSMENT, PLAN = SectionKind.ASSESSMENT, SectionKind.PLAN
MEDICATIONS, ALLERGIES = SectionKind.MEDICATIONS, SectionKind.ALLERGIES

Said = tuple[SectionKind | None, str]


def note(*said: Said, confidence: float = 1.0) -> CheckedNote:
    """A note of these statements."""
    return CheckedNote(
        tuple(CheckedStatement(n, kind, text, confidence=confidence) for n, (kind, text) in enumerate(said))
    )


def heard(kind: SectionKind, *words: tuple[str, float]) -> CheckedNote:
    """A note of one statement, with the probability of each word."""
    spans, at = [], 0
    for word, probability in words:
        spans.append(Heard(at, at + len(word), probability))
        at += len(word) + 1
    text = " ".join(word for word, _ in words)
    return CheckedNote((CheckedStatement(0, kind, text, tuple(spans)),))


def quoted(findings: tuple[Finding, ...], checked: CheckedNote) -> list[list[str]]:
    """Of each finding, the words that it is about."""
    texts = {statement.id: statement.text for statement in checked.statements}
    return [[texts[span.statement_id][span.start : span.end] for span in found.spans] for found in findings]
