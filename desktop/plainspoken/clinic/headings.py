"""Spoken headings: what clinicians say to name a section, and which section kinds it stands for."""

import re
from dataclasses import dataclass

from plainspoken.clinic.templates import Template
from plainspoken_models.contracts import SectionKind

_SPOKEN: dict[str, tuple[SectionKind, ...]] = {
    "chief complaint": (SectionKind.CHIEF_COMPLAINT,),
    "presenting complaint": (SectionKind.CHIEF_COMPLAINT,),
    "reason for visit": (SectionKind.CHIEF_COMPLAINT,),
    "reason for consultation": (SectionKind.CHIEF_COMPLAINT,),
    "history of present illness": (SectionKind.HPI,),
    "hpi": (SectionKind.HPI,),
    "interval history": (SectionKind.HPI,),
    "past medical history": (SectionKind.PAST_MEDICAL_HISTORY,),
    "medical history": (SectionKind.PAST_MEDICAL_HISTORY,),
    "past surgical history": (SectionKind.PAST_SURGICAL_HISTORY,),
    "surgical history": (SectionKind.PAST_SURGICAL_HISTORY,),
    "medications": (SectionKind.MEDICATIONS,),
    "current medications": (SectionKind.MEDICATIONS,),
    "home medications": (SectionKind.MEDICATIONS,),
    "allergies": (SectionKind.ALLERGIES,),
    "drug allergies": (SectionKind.ALLERGIES,),
    "family history": (SectionKind.FAMILY_HISTORY,),
    "social history": (SectionKind.SOCIAL_HISTORY,),
    "review of systems": (SectionKind.REVIEW_OF_SYSTEMS,),
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
    "plan": (SectionKind.PLAN,),
    "recommendations": (SectionKind.PLAN,),
    "procedure": (SectionKind.PROCEDURE,),
    "procedure note": (SectionKind.PROCEDURE,),
    "hospital course": (SectionKind.HOSPITAL_COURSE,),
}

_LONGEST = 6
"""Words in the longest spoken heading, a template's own titles included."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that was spoken; it holds until the next one."""

    kinds: tuple[SectionKind, ...]
    """What the statements under it can be: never empty, all of them kinds that the template takes."""
    word_count: int
    """How many of the sentence's words made the heading, the spoken word "colon" included."""


def spoken_heading(words: tuple[str, ...], template: Template) -> Heading | None:
    """The heading that a sentence opens with, if it does.

    It does where the heading is the whole sentence ("Plan."), or is followed by a colon, written or spoken
    ("Assessment: asthma", "Assessment colon asthma"). "The plan is …" and "Plan to …" stay words.
    """
    known = _known(template)
    for count in range(min(_LONGEST, len(words)), 0, -1):
        kinds = known.get(" ".join(_bare(word) for word in words[:count]))
        if kinds is None:
            continue
        if count == len(words) or words[count - 1].endswith(":"):
            return Heading(kinds, count)
        if _bare(words[count]) == "colon":
            return Heading(kinds, count + 1)
    return None


def _known(template: Template) -> dict[str, tuple[SectionKind, ...]]:
    """Spoken form → kinds, for the kinds that the template takes; its own titles come first."""
    taken = set(template.kinds)
    common = {spoken: kinds for spoken, kinds in _SPOKEN.items() if taken.issuperset(kinds)}
    own = {
        " ".join(_bare(word) for word in section.title.split()): section.kinds
        for section in template.sections
    }
    return common | own


def _bare(word: str) -> str:
    return re.sub(r"[^\w']+", "", word).casefold()
