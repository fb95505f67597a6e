"""He here, she there."""

import re
from collections.abc import Iterator

from plainspoken.clinic.checks.view import CheckedNote, CheckedStatement, Finding, Rule, Span
from plainspoken_models.contracts import SectionKind

LEAST_AGREEING = 4
"""So many statements have to say the one sex before a single statement can be a slip."""

_OTHERS = re.compile(
    r"\b(?:mother|father|mom|dad|parents?|wife|husband|spouse|partner|son|daughter|child|children|kids?|baby|infant|newborn|"
    r"fetus|twins?|brother|sister|sibling|aunt|uncle|cousin|grand\w+|niece|nephew|friend|boyfriend|girlfriend|fianc\w+|"
    r"roommate|neighbor|caregiver|caretaker|guardian|family|doctor|dr|physician|provider|surgeon|cardiologist|\w+ologist|"
    r"nurse|therapist|psychiatrist|dentist|pediatrician|pharmacist|attorney|lawyer|boss|employer|coworker|supervisor|"
    r"teacher|counselor|PCP|donor|officer|police|person|people|driver|owner|who|they|he/she|she/he|his/her|her/his|s/he)\b|"
    r"\b(?:he or she|she or he|his or her|her or his|him or her)\b|\bDr\.",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"(?<![\w/-])(?:(?P<he>he|his|him|himself|he's)|(?P<she>she|her|hers|herself|she's)|"
    r"\d+[- ](?:year|month|week|day)s?[- ]old,? (?:[\w-]+ ){0,3}?"
    r"(?:(?P<man>man|male|gentleman|boy)|(?:woman|female|lady|girl)))"
    r"(?![\w/-])",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"(?:(?:then|today|currently|overall|otherwise|also|at this time|however),? )?"
    r"(?P<who>he|she|his|her)(?= [a-z])(?!.*\bpatient\b)",
    re.IGNORECASE,
)
"""What can only be the patient; "She has seen the patient" is someone else."""

_OTHER_PEOPLE = frozenset(
    {SectionKind.FAMILY_HISTORY, SectionKind.SOCIAL_HISTORY, SectionKind.PAST_MEDICAL_HISTORY}
)
_NEAR = 1
"""After a statement that names someone else, a pronoun may be theirs for so many statements."""


def pronouns(note: CheckedNote) -> tuple[Finding, ...]:
    """One statement that opens with "he" or "she" where all others say the opposite of the patient.

    Speaks where at least `LEAST_AGREEING` statements agree, and a single one does not. Statements that name another
    person, and the two behind them, are not looked at; nor are family and social history.

    Source: our own; recognisers confuse "he" and "she", which differ by one sound. Measured in docs/checks.md.
    """
    said: dict[bool, list[Span]] = {True: [], False: []}
    sure: set[Span] = set()
    for statement, of_patient in _with_persons(note.statements):
        found = list(_ONE.finditer(statement.text)) if of_patient else []
        if not found or len({_is_man(match) for match in found}) > 1:
            continue
        span = Span(statement.id, *found[0].span())
        said[_is_man(found[0])].append(span)
        opens = _OPENS.match(statement.text)
        if opens and opens.span("who") == found[0].span():
            sure.add(span)
    fewer, more = sorted(said.values(), key=len)
    if len(fewer) == 1 and fewer[0] in sure and len(more) >= LEAST_AGREEING:
        nearest = min(more, key=lambda span: abs(span.statement_id - fewer[0].statement_id))
        return (Finding(RULE.id, MESSAGE, tuple(sorted((fewer[0], nearest)))),)
    return ()


def _is_man(found: re.Match[str]) -> bool:
    return bool(found["he"] or found["man"])


def _with_persons(statements: tuple[CheckedStatement, ...]) -> Iterator[tuple[CheckedStatement, bool]]:
    """Each statement, and whether a pronoun in it can only be the patient's."""
    far = _NEAR
    for statement in statements:
        far = 0 if _OTHERS.search(statement.text) or statement.kind in _OTHER_PEOPLE else far + 1
        yield statement, far > _NEAR


MESSAGE = '"He" here, "she" there.'
RULE = Rule("pronoun-contradiction", pronouns)
