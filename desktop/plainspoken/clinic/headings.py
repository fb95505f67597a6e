"""Spoken headings: what clinicians say to name a section, and which section kinds it stands for."""

import re
from dataclasses import dataclass

from plainspoken.clinic.templates import Template
from plainspoken.clinic.written.punctuation import only_mark
from plainspoken_models.contracts import SectionKind

_SPOKEN: dict[str, tuple[SectionKind, ...]] = {
    "chief complaint": (SectionKind.CHIEF_COMPLAINT,),
    "cc": (SectionKind.CHIEF_COMPLAINT,),
    "presenting complaint": (SectionKind.CHIEF_COMPLAINT,),
    "reason for visit": (SectionKind.CHIEF_COMPLAINT,),
    "reason for consultation": (SectionKind.CHIEF_COMPLAINT,),
    "history of present illness": (SectionKind.HPI,),
    "hpi": (SectionKind.HPI,),
    "interval history": (SectionKind.HPI,),
    "past medical history": (SectionKind.PAST_MEDICAL_HISTORY,),
    "pmh": (SectionKind.PAST_MEDICAL_HISTORY,),
    "medical history": (SectionKind.PAST_MEDICAL_HISTORY,),
    "past surgical history": (SectionKind.PAST_SURGICAL_HISTORY,),
    "psh": (SectionKind.PAST_SURGICAL_HISTORY,),
    "surgical history": (SectionKind.PAST_SURGICAL_HISTORY,),
    "medications": (SectionKind.MEDICATIONS,),
    "meds": (SectionKind.MEDICATIONS,),
    "discharge medications": (SectionKind.MEDICATIONS,),
    "current medications": (SectionKind.MEDICATIONS,),
    "home medications": (SectionKind.MEDICATIONS,),
    "allergies": (SectionKind.ALLERGIES,),
    "drug allergies": (SectionKind.ALLERGIES,),
    "family history": (SectionKind.FAMILY_HISTORY,),
    "fh": (SectionKind.FAMILY_HISTORY,),
    "sh": (SectionKind.SOCIAL_HISTORY,),
    "social history": (SectionKind.SOCIAL_HISTORY,),
    "review of systems": (SectionKind.REVIEW_OF_SYSTEMS,),
    "ros": (SectionKind.REVIEW_OF_SYSTEMS,),
    "vital signs": (SectionKind.VITAL_SIGNS,),
    "vitals": (SectionKind.VITAL_SIGNS,),
    "physical exam": (SectionKind.PHYSICAL_EXAM,),
    "physical examination": (SectionKind.PHYSICAL_EXAM,),
    "exam": (SectionKind.PHYSICAL_EXAM,),
    "examination": (SectionKind.PHYSICAL_EXAM,),
    "on exam": (SectionKind.PHYSICAL_EXAM,),
    "results": (SectionKind.RESULTS,),
    "labs": (SectionKind.RESULTS,),
    "laboratory data": (SectionKind.RESULTS,),
    "imaging": (SectionKind.RESULTS,),
    "assessment": (SectionKind.ASSESSMENT,),
    "impression": (SectionKind.ASSESSMENT,),
    "diagnosis": (SectionKind.ASSESSMENT,),
    "assessment and plan": (SectionKind.ASSESSMENT, SectionKind.PLAN),
    "assessment/plan": (SectionKind.ASSESSMENT, SectionKind.PLAN),
    "a/p": (SectionKind.ASSESSMENT, SectionKind.PLAN),
    "plan": (SectionKind.PLAN,),
    "recommendations": (SectionKind.PLAN,),
    "disposition": (SectionKind.PLAN,),
    "follow up": (SectionKind.PLAN,),
    "followup": (SectionKind.PLAN,),
    "procedure": (SectionKind.PROCEDURE,),
    "procedure note": (SectionKind.PROCEDURE,),
    "hospital course": (SectionKind.HOSPITAL_COURSE,),
}

_TO = (
    ("go", "to"),
    ("go", "back", "to"),
    ("move", "to"),
    ("move", "on", "to"),
    ("switch", "to"),
    ("back", "to"),
)
_WAYS = (*_TO, ("under",), ("in",))
"""How clinicians send what they say next to a section by name; behind "in" the word "section" has to follow."""
KNOWN_HEADINGS = frozenset(_SPOKEN)
"""In small letters."""

_LONGEST_UNKNOWN = 2
"""Words before a written colon that are taken for a heading nobody knows ("Code status: full")."""

_OF_THE_BOWEL = frozenset(
    {
        "cancer",
        "cancers",
        "carcinoma",
        "ca",
        "adenoma",
        "adenomas",
        "polyp",
        "polyps",
        "mass",
        "masses",
        "tumor",
    }
    | {"tumors", "resection", "surgery", "biopsy", "screening", "ischemia", "neoplasm", "lesion", "lesions"}
    | {"perforation", "obstruction", "stent", "wall", "prep", "cleanse", "distended", "dilated", "thickened"}
    | {"appears", "looks", "removed", "showed", "is", "was", "and"}
)
"""Before these the word "colon" is the organ: "past surgical history colon resection" has no heading."""
_GOES_ON = frozenset(
    {
        "no",
        "not",
        "on",
        "the",
        "her",
        "his",
        "my",
        "our",
        "their",
        "a",
        "an",
        "of",
        "in",
        "with",
        "for",
        "to",
        "and",
    }
    | {
        "or",
        "by",
        "at",
        "from",
        "is",
        "was",
        "has",
        "have",
        "had",
        "any",
        "this",
        "that",
        "denies",
        "deny",
        "denied",
    }
    | {
        "significant",
        "will",
        "discussed",
        "discuss",
        "neuro",
        "neurologic",
        "rectal",
        "lung",
        "cardiac",
        "abdominal",
    }
    | {"ct", "mri", "taking", "reviewed", "known", "positive", "negative"}
)
"""Behind these a section's name goes on with the sentence: "denies allergies colon prep tolerated well"."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that was spoken; it holds until the next one."""

    kinds: tuple[SectionKind, ...]
    """What the statements under it can be, all of them kinds that the template takes; empty under a `title`, and for
    a heading that the template does not know: it ends the one before, and the tagger decides again."""
    word_count: int
    """How many of the words made the heading, the spoken word "colon" included; 0 for a heading the template does
    not know, whose words stay in the note."""
    title: str = ""
    """Of the section that all statements under it belong to, where that one takes no kinds."""
    label: str = ""
    """Her word for it, where the section of the template takes more than that: "Allergies" under "Subjective"."""

    @property
    def known(self) -> bool:
        """Whether the template knows it."""
        return self.word_count > 0


def spoken_heading(words: tuple[str, ...], template: Template) -> Heading | None:
    """The heading that a sentence opens with, if it does.

    It does where the heading is the whole sentence ("Plan.", "Go to plan."), or is followed by a colon, written or
    spoken ("Assessment: asthma", "Assessment colon asthma"). "The plan is …" and "Plan to …" stay words.
    """
    known = _known(template)
    led = _leading(words)
    for count in range(min(_longest(known), len(words) - led), 0, -1):
        named = known.get(_spoken_form(words[led : led + count]))
        if named is None:
            continue
        end = _end_of_heading(words, led + count, led)
        if end:
            name = " ".join(words[led : led + count]).strip(",.:")
            finer = named.kinds and any(set(named.kinds) < set(one.kinds) for one in template.sections)
            return Heading(named.kinds, end, named.title, name[:1].upper() + name[1:] if finer else "")
    return Heading((), 0) if _is_unknown_heading(words) else None


def heading_inside(words: tuple[str, ...], template: Template) -> int | None:
    """Index of the first word of a heading with a colon, after one that may open the words: speech runs on."""
    known = _known(template)
    opening = spoken_heading(words, template)
    for first in range(max(1, opening.word_count if opening else 0), len(words)):
        rest = words[first + _leading(words[first:]) :]
        for count in range(min(_longest(known), len(rest)), 0, -1):
            written = rest[count - 1].endswith(":") and rest[0][:1].isupper()
            said = _is_spoken_colon(rest, count) and not goes_on(words[first - 1])
            if (written or said) and _spoken_form(rest[:count]) in known:
                return first
    return None


def goes_on(word: str) -> bool:
    """Whether a word wants more behind it in its sentence, a mark behind it aside."""
    return _bare(word) in _GOES_ON


def _leading(words: tuple[str, ...]) -> int:
    """How many words before the name of a section send there: "go to", "under", "in the … section"."""
    said = tuple(_bare(word) for word in words[:4])
    led = next((len(way) for way in _WAYS if said[: len(way)] == way), 0)
    return led + 1 if led and said[led : led + 1] == ("the",) else led


def _end_of_heading(words: tuple[str, ...], count: int, led: int) -> int:
    """How many words the heading takes, its colon included; 0 where what follows makes it no heading.

    Args:
        words: of the sentence.
        count: how many of them name the section, those that lead there included.
        led: how many lead there.
    """
    if count < len(words) and _bare(words[count]) == "section":
        count += 1
    elif led and _bare(words[0]) == "in":
        return 0
    if led > 1 and words[count - 1].endswith(","):
        return 0 if count < len(words) and _bare(words[count]) in {"then", "and"} else count
    if words[count - 1].endswith(":"):
        return count
    if count == len(words) or only_mark(words[count:]):
        return len(words)
    return count + 1 if _is_spoken_colon(words, count) else 0


def _is_spoken_colon(words: tuple[str, ...], at: int) -> bool:
    if at >= len(words) or _bare(words[at]) != "colon":
        return False
    return at + 1 == len(words) or _bare(words[at + 1]) not in _OF_THE_BOWEL


def _is_unknown_heading(words: tuple[str, ...]) -> bool:
    return any(word.endswith(":") and word[:1].isalpha() for word in words[:_LONGEST_UNKNOWN])


@dataclass(frozen=True, slots=True)
class _Named:
    """What a heading stands for; as in `Heading`."""

    kinds: tuple[SectionKind, ...]
    title: str = ""


def _known(template: Template) -> dict[str, _Named]:
    """Spoken form → what it stands for, as far as the template takes that; its own titles come first."""
    taken = set(template.kinds)
    common = {spoken: _Named(kinds) for spoken, kinds in _SPOKEN.items() if taken.issuperset(kinds)}
    own = {
        form: _Named(section.kinds, section.voice_title)
        for section in template.sections
        for written in (section.title, *section.said_as)
        for form in _as_spoken(written)
    }
    return common | own


def _as_spoken(written: str) -> tuple[str, ...]:
    """How a title of a template sounds: "Follow-up & course" as "followup and course", and with "follow up"."""
    said = written.replace("&", " and ")
    forms = (_spoken_form(tuple(one.split())) for one in (said, re.sub(r"[-–—/]", " ", said)))
    return tuple(" ".join(form.split()) for form in forms)


def _longest(known: dict[str, _Named]) -> int:
    return max(len(spoken.split()) for spoken in known)


def _spoken_form(words: tuple[str, ...]) -> str:
    return " ".join(_bare(word) for word in words)


def _bare(word: str) -> str:
    return re.sub(r"[^\w'/]+", "", word.replace("-", "")).casefold()
