"""The words of a diagnosis, as she says it and as a title has it, brought to one form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from plainspoken.clinic.tearoffs.code_names import SHORT, SYNONYMS
from plainspoken.clinic.written.tokens import words_of

LIGHT = words_of(
    """unspecified other nos uncomplicated mellitus essential primary specified classified elsewhere not nec organism
    disease disorder condition site part type stage syndrome acute chronic episode level control native grade
    degree pain complication manifestation"""
)
"""Words of titles that name nothing by themselves."""
_UNCLAIMED = words_of(
    """unspecified nos uncomplicated mellitus essential primary specified classified elsewhere nec organism of the in
    and or a an to with by for due on at from as is site native cause conditions episode its condition single
    nonrheumatic personal region"""
)
"""They need not be said for a title to be hers."""
HARD = words_of(
    """acute chronic subacute recurrent malignant benign congenital neonatal newborn pregnancy childbirth puerperium
    maternal trimester history family sequela encounter screening exposure secondary induced drug-induced postprocedural
    severe moderate mild remission intractable bipolar gestational hereditary juvenile underlying carrier status
    adverse poisoning assault self-harm underdosing metastatic stenosis rupture open displaced postpartum antepartum
    fetus fetal abortion labor delivery hypertensive alcohol alcoholic tuberculous syphilitic gonococcal hiv kidney
    breast ovary prostate lung liver brain bladder uterus testis skin bone thyroid pancreas stomach colon rectum
    esophagus larynx trachea eye ear
    """
)
"""What a title claims with one of these has to be said: there is no candidate without it."""
SIDES = {
    "left": "left",
    "right": "right",
    "bilateral": "bilateral",
    "both": "bilateral",
    "bilaterally": "bilateral",
}
_FILLER = _UNCLAIMED | words_of(
    """patient she he her his has have had is are was likely most very well stable controlled improved improving
    worsening currently today this that which also likely probably possible possibly suspected
    probable status post some new known i we believe think suspect appears consistent evidence most
    continues continue impression assessment diagnosis presents presenting year-old woman man female male who
    there secondary
    """
) - words_of("status")
_DENIED = re.compile(
    r"\b(?:no|not|denies|denied|without|negative for|rule out|r/o|ruled out|rules out|unlikely|doubt|doubtful|never"
    r"|[a-z]+n't|free of|absence of|resolved)\b"
)
_DENIED_BEFORE = re.compile(r"\b(?:ruled out|unlikely|excluded|negative|resolved)\b")
_DENIES_BEHIND = frozenset({"without", "no", "denies", "denied", "negative for"})
"""What stands before them in the same breath is not denied."""
_UNCERTAIN = re.compile(
    r"\b(?:probable|probably|possible|possibly|suspected|suspect|suspicious for|questionable|likely|presumed"
    r"|presumptive|versus|vs|may be|might be|could be|consistent with|compatible with|working diagnosis|differential)\b"
)
_RELATIVE = re.compile(
    r"\b(?:mother|father|mom|dad|parents?|brothers?|sisters?|siblings?|sons?|daughters?|aunts?|uncles?|cousins?|nieces?"
    r"|nephews?|grand(?:mother|father|parent|son|daughter|ma|pa)s?|wife|husband|spouse)\b"
)
_THEIRS = re.compile(rf"\b(?:in|of|for|by|with) (?:(?:her|his|the|a|my|both|\w+al) )*{_RELATIVE.pattern}")
_PARTS = re.compile(r"([,;:.()]+(?:\s+|$)| and | or | plus | versus | vs\.? |, ?|\bbut\b)")
_WORD = re.compile(r"[a-z0-9][a-z0-9'-]*")
_TWO = re.compile(r"([\w-]+) and ([\w-]+)((?: of [^,]*)?)")
_NOT_CLAIMED = re.compile(
    r"\([^)]*\)|\[[^\]]*\]|,? (?:unspecified stage|stage unspecified)"
    r"|,? (?:without|not specified as|except) [^,]*?(?=,| with | in remission|$)"
    r"|\b(?:fe)?male (?=breast\b)"
)
_RARER = re.compile(r"\bmale breast\b")
"""Nobody says whose breast it is; of the two titles that of women comes first."""
_LONGEST_NAME = 9
"""Words that a diagnosis may have which is said in parts."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a statement that names one diagnosis."""

    words: frozenset[str]
    sides: frozenset[str]
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """A title or a term."""

    claims: frozenset[str]
    sides: frozenset[str]
    extra: int
    """Words that stand in it and claim nothing that has to be said: of two titles the plainer one comes first."""


def segments_of(statement: str) -> tuple[Segment, ...]:
    """The parts of a statement that name something; none of what is denied."""
    text = _lengthened(f" {statement.casefold().replace('’', chr(39))} ")
    uncertain = _UNCERTAIN.search(text) is not None
    cut = _PARTS.split(text)
    apart = [(part, mark) for part, mark in zip(cut[::2], [*cut[1::2], ""], strict=True) if part.strip()]
    parts = [part for part, _ in apart]
    theirs = _of_relatives(apart)
    found: list[Segment] = []
    denied = False
    for index, part in enumerate(parts):
        carried = denied and _goes_on(text, parts, index)
        denied = _is_denied(part, denied=carried)
        affirmed = "" if carried or index in theirs else _before_denial(part) if denied else part
        if affirmed.strip():
            found.append(_segment(affirmed, uncertain=uncertain))
    whole = not theirs and not any(_DENIED.search(part) or _DENIED_BEFORE.search(part) for part in parts)
    return (*_joined(apart, uncertain=uncertain), *found) if whole else tuple(found)


def _of_relatives(apart: Sequence[tuple[str, str]]) -> set[int]:
    """Places of the parts that tell of a relative: from the one that names her on, and what is said to be hers before.

    "Family history of …" is the patient's own, whoever had it.
    """
    theirs: set[int] = set()
    first, named = 0, False
    for place, (part, mark) in enumerate(apart):
        if _RELATIVE.search(part) and "family history" not in part:
            named = True
            theirs.update(range(first, place) if _THEIRS.search(part) else ())
        theirs.update([place] if named else ())
        if set(mark) & set(".;") or "but" in mark:
            first, named = place + 1, False
    return theirs


def _is_denied(part: str, *, denied: bool) -> bool:
    return denied or _DENIED.search(part) is not None or _DENIED_BEFORE.search(part) is not None


def _before_denial(part: str) -> str:
    """What is said before "without" and "no": "diabetes without complications" is diabetes."""
    found = _DENIED.search(part)
    if found is None or found[0] not in _DENIES_BEHIND or _DENIED_BEFORE.search(part):
        return ""
    return part[: found.start()]


def _goes_on(text: str, parts: list[str], index: int) -> bool:
    """Whether a denial before it covers a part: "no pneumonia, effusion or edema" denies three things."""
    if index == 0:
        return False
    start = text.find(parts[index - 1]) + len(parts[index - 1])
    between = text[start : text.find(parts[index], start)]
    return "." not in between and "but" not in between and ";" not in between and ":" not in between


def _joined(apart: list[tuple[str, str]], *, uncertain: bool) -> list[Segment]:
    """Parts between commas that name one thing: "asthma, mild intermittent", "depression, recurrent, moderate"."""
    runs = [apart[first : first + count] for count in (3, 2) for first in range(len(apart) - count + 1)]
    return [
        _segment(" ".join(part for part, _ in run), uncertain=uncertain)
        for run in runs
        if all(mark.strip() == "," for _, mark in run[:-1])
        and sum(len(part.split()) for part, _ in run) <= _LONGEST_NAME
    ]


def _segment(part: str, *, uncertain: bool) -> Segment:
    words = words_in(part)
    sides = frozenset(SIDES[word] for word in words if word in SIDES)
    return Segment(
        frozenset(word for word in words if word not in _FILLER and word not in SIDES), sides, uncertain
    )


@cache
def _short() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, SHORT), key=len, reverse=True)) + r")\b")


def _lengthened(part: str) -> str:
    return _short().sub(lambda found: SHORT[found[0]], part)


def words_of_title(lower: str) -> Parsed:
    """What a title in small letters claims. What stands in brackets, or behind "without", need not be said."""
    plain = _NOT_CLAIMED.sub(" ", lower)
    words = words_in(plain)
    claims = frozenset(word for word in words if word not in _UNCLAIMED and word not in SIDES)
    sides = frozenset(SIDES[word] for word in words if word in SIDES)
    other = 3 * words.count("other") + len(_RARER.findall(lower))
    return Parsed(claims, sides, len(words_in(lower)) - len(claims) + other)


def said_apart(lower: str) -> tuple[str, ...]:
    """What a title says of two things, each by itself: "syncope and collapse" is the title of either."""
    found = _TWO.fullmatch(lower)
    return (found[1] + found[3], found[2] + found[3]) if found else ()


def words_in(text: str) -> list[str]:
    """The words of a text in small letters, each in its one form."""
    return [_one_form(word) for word in _WORD.findall(text)]


@cache
def _one_form(word: str) -> str:
    stem = _stem(word)
    return SYNONYMS.get(stem, stem)


def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is", "es's", "tes", "pes")):
        return word[:-1]
    return word
