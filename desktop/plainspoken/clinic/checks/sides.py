"""Left here, right there."""

import re
from dataclasses import dataclass
from itertools import combinations

from plainspoken.clinic.checks.view import CheckedNote, CheckedStatement, Finding, Rule, Span
from plainspoken_models.contracts import SectionKind

_PARTS = (
    "knee|shoulder|hip|ankle|wrist|elbow|hand|foot|arm|leg|thumb|thigh|calf|forearm|heel|breast|kidney|ear|eye|groin|"
    "testicle|ovary|upper extremity|lower extremity|ring finger|index finger|middle finger|long finger|little finger|"
    "small finger|great toe|big toe|second toe|third toe|carotid|ureter|femur|tibia|fibula|radius|ulna|humerus|"
    "clavicle|patella|achilles|scapula|eyelid|cheek|jaw|buttock|axilla|upper lobe|lower lobe|middle lobe|"
    "lower quadrant|upper quadrant|hemisphere|hydrocele|inguinal hernia|rotator cuff"
)
_BETWEEN = (
    r"(?:(?:distal|proximal|medial|lateral|anterior|posterior|inner|outer|mid|dorsal|plantar|volar)\s+){0,2}"
)

_SIDED = re.compile(
    rf"(?<![\w-])(?<!\bhe )(?<!she )(?<!they )(?<!has )(?<!had )(?<!who )(left|right)[\s-]+{_BETWEEN}({_PARTS})"
    r"(?![\w]|[\s-]+(?:dominant|handed|hand-dominant|and left|and right))",
    re.IGNORECASE,
)
_SIDE = re.compile(r"\b(?:left|right)\b", re.IGNORECASE)
_BOTH = re.compile(
    r"\b(?:left ?(?:and|or|&|/) ?(?:the )?right|right ?(?:and|or|&|/) ?(?:the )?left|bilateral\w*|both|contralateral|"
    r"opposite|other|unaffected|uninvolved|either|each|respectively|compared|versus|than|not|previous|previously|prior|"
    r"history|status post|years ago|ago|(?<!year-)(?<!year )old|in the past|past|had)\b",
    re.IGNORECASE,
)
"""A statement with one of these may speak of the second side with good reason, or of another time."""

_NOTHING_FOUND = re.compile(
    r"\b(?:no|not|normal\w*|unremarkable|intact|without|negative|clear|full|good|well|5/5|denies|non\w*tender)\b",
    re.IGNORECASE,
)
"""In an exam: the sound side is looked at as well."""

_TROUBLE = (SectionKind.CHIEF_COMPLAINT, SectionKind.HPI)
_SEEN = (SectionKind.PHYSICAL_EXAM, SectionKind.RESULTS)
_CONCLUDED = (SectionKind.ASSESSMENT, SectionKind.PLAN)
_DONE = (SectionKind.PROCEDURE,)


@dataclass(frozen=True, slots=True)
class _Mention:
    part: str
    side: str
    group: int
    """0: what she complains of, 1: what was seen, 2: what was concluded, 3: what was done; 4: anything else."""
    span: Span
    doubtful: bool


def sides(note: CheckedNote) -> tuple[Finding, ...]:
    """A part of the body that is on one side in one section and on the other side in a later one.

    Speaks where each of two of these names one side alone: what she complains of, what was seen, what was concluded,
    what was done. Statements that compare, deny, or tell of another time or of both sides count for neither. Silent
    where a history explains the second side, and where what she complains of meets an exam that names both sides.

    Source: our own, measured in docs/checks.md; The Joint Commission's Universal Protocol (UP.01.01.01) has the side
    verified before a procedure.
    """
    by_part: dict[str, list[_Mention]] = {}
    for statement in note.statements:
        for mention in _mentions(statement):
            by_part.setdefault(mention.part, []).append(mention)
    split = [mentions for mentions in by_part.values() if len({mention.side for mention in mentions}) > 1]
    pairs = [_contradiction(mentions, _examined(note)) for mentions in split]
    return tuple(
        Finding(RULE.id, MESSAGE, tuple(sorted(mention.span for mention in pair))) for pair in pairs if pair
    )


def _examined(note: CheckedNote) -> frozenset[str]:
    """The sides that the exam names, of whatever part."""
    return frozenset(
        found[0].lower() for statement in note.of(_SEEN) for found in _SIDE.finditer(statement.text)
    )


def _mentions(statement: CheckedStatement) -> list[_Mention]:
    text = statement.text
    group = _GROUPS.get(statement.kind, _ELSEWHERE)
    doubtful = bool(_BOTH.search(text) or (group == _EXAMINED and _NOTHING_FOUND.search(text)))
    return [
        _Mention(
            " ".join(found[2].lower().split()),
            found[1].lower(),
            group,
            Span(statement.id, *found.span()),
            doubtful,
        )
        for found in _SIDED.finditer(text)
    ]


def _contradiction(mentions: list[_Mention], examined: frozenset[str]) -> tuple[_Mention, _Mention] | None:
    sure = [mention for mention in mentions if not mention.doubtful]
    for earlier, later in combinations(range(_ELSEWHERE), 2):
        first = [mention for mention in sure if mention.group == earlier]
        second = [mention for mention in sure if mention.group == later]
        one_side = {mention.side for mention in first}, {mention.side for mention in second}
        if tuple(map(len, one_side)) == (1, 1) and one_side[0] != one_side[1]:
            both_examined = later == _EXAMINED and len(examined) > 1
            explained = both_examined or _explained(second[0], mentions)
            return None if explained else (first[0], second[0])
    return None


def _explained(second: _Mention, mentions: list[_Mention]) -> bool:
    """Whether a history, a comparison or a normal finding in another section has brought up the second side."""
    return any(
        mention.side == second.side
        and mention.group != second.group
        and (mention.doubtful or mention.group == _ELSEWHERE)
        for mention in mentions
    )


_EXAMINED, _ELSEWHERE = 1, 4
_GROUPS: dict[SectionKind | None, int] = {
    kind: number for number, kinds in enumerate((_TROUBLE, _SEEN, _CONCLUDED, _DONE)) for kind in kinds
}
MESSAGE = "One side here, the other side there."
RULE = Rule("laterality-contradiction", sides)
