"""A medicine for someone who is allergic to it."""

import re
from collections.abc import Iterator

from plainspoken.clinic.checks.medicines import Substance, any_name, same_to_her, substance
from plainspoken.clinic.checks.view import CheckedNote, CheckedStatement, Finding, Rule, Span
from plainspoken_models.contracts import SectionKind

_ALLERGY = re.compile(r"\ballerg(?:y|ies|ic)\b|\banaphyla\w+", re.IGNORECASE)
_ALLERGIC_TO = re.compile(
    r"\b(?:allergic (?:reaction )?to|allerg(?:y|ies) (?:to|includes?|are|is)|allerg(?:y|ies) ?:|"
    r"anaphyla\w+ (?:to|with|from))"
    r"(?P<what>[^.;]*)",
    re.IGNORECASE,
)
_NO_ALLERGY = re.compile(
    r"\b(?:no|not|denie[sd]|deny|never|without|none|negative|nkda|nka|tolerate[sd]?|question\w*|unknown|unclear|"
    r"family|mother|father|sister|brother|son|daughter|resolved|outgrew|outgrown|as an? (?:child|infant)|childhood|"
    r"intoleran\w+|upset|nausea|remote|doubt\w*|possibl\w+|seasonal|rhinitis|desensiti\w+)\b",
    re.IGNORECASE,
)
"""A statement with one of these lists no allergy that we could be sure of."""

_TAKEN_FOR_IT = re.compile(
    r"\b(?:treated|takes?|taking|uses?|using|given|relieved|controlled|but|except)\b", re.IGNORECASE
)
"""What comes behind these in a list of allergies is a remedy, or an exception."""

_NOT_GIVEN = re.compile(
    r"\b(?:avoid\w*|allerg\w+|stop\w*|discontinu\w*|hold|holding|held|instead|rather|not|no|never|cannot|can't|don't|"
    r"declin\w+|refus\w+|den(?:y|ies|ied)|without|switch\w*|chang\w+|replac\w+|contraindicat\w+|reaction|intoleran\w+|"
    r"if|what|why|how|unless|except|risks?|versus|or|off|desensiti\w+|challenge|test\w*|levels?|resistan\w+|"
    r"sensitiv\w+|"
    r"susceptib\w+|previous\w*|prior|past|history|had|was|were|tried|failed|ago|mother|father|wife|husband|family|"
    r"counsel\w*|warn\w*|discuss\w*|consider\w*|may|might|could|would|tolerat\w+|premedicat\w+)\b",
    re.IGNORECASE,
)
"""A statement with one of these does not say that she is given the medicine now."""

_GIVES = re.compile(
    r"\b(?:start\w*|begin\w*|prescri\w+|continu\w+|give|given|giving|add|adding|initiat\w+|order\w*|put|placed|resume|"
    r"take|takes|taking|mg|milligrams?|grams?|mcg|tablets?|capsules?|daily|twice|b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|"
    r"p\.?o|q\.?o?\.?d|q\.?h|q\.?\d+\.?h|IV|every|refill\w*|treat\w*|use|uses|using|on)\b",
    re.IGNORECASE,
)
_BARE_WORDS = 2
_ORDERS = (SectionKind.PLAN, SectionKind.MEDICATIONS)


def allergies(note: CheckedNote) -> tuple[Finding, ...]:
    """A medicine in the plan or the list of medicines, and an allergy to it, or to its class, in the same note.

    By class where the allergy is to a whole class, and within classes whose labels warn of all members after a
    reaction to one (`MedicineClass.crosses`). Penicillins and cephalosporins do not count as one class. Silent
    where either statement has a word of negation, doubt, another person, another time, or avoiding.

    Source: the labels' section 4, Contraindications (FDA, DailyMed); medicines.py has the classes.
    """
    listed = [(found, span) for statement in note.statements for found, span in _listed(statement)]
    if not listed:
        return ()
    loose = _items_of_a_list_of_allergies(note)
    given = [
        place for statement in note.of(_ORDERS) if statement.id not in loose for place in _given(statement)
    ]
    found = []
    for medicine, where in given:
        against = next((span for allergen, span in listed if same_to_her(allergen, medicine)), None)
        if against:
            found.append(Finding(RULE.id, MESSAGE, tuple(sorted((against, where)))))
    return tuple(found)


def _listed(statement: CheckedStatement) -> Iterator[tuple[Substance, Span]]:
    """The substances that she is allergic to."""
    text = statement.text
    in_list = statement.kind is SectionKind.ALLERGIES
    if not in_list and not _ALLERGY.search(text):
        return
    if _NO_ALLERGY.search(text):
        return
    parts = (
        [(0, text)]
        if in_list
        else [(part.start("what"), part["what"]) for part in _ALLERGIC_TO.finditer(text)]
    )
    for offset, part in parts:
        remedy = _TAKEN_FOR_IT.search(part)
        for name in any_name().finditer(part, 0, remedy.start() if remedy else len(part)):
            yield substance(name[0]), Span(statement.id, offset + name.start(), offset + name.end())


def _items_of_a_list_of_allergies(note: CheckedNote) -> set[int]:
    """Bare names that the tagger filed beside allergies: of a list said item by item, it takes some for medicines."""
    found: set[int] = set()
    for ordered in (note.statements, note.statements[::-1]):
        goes_on = False
        for statement in ordered:
            bare = statement.confidence < 1 and len(statement.text.split()) <= _BARE_WORDS
            goes_on = statement.kind is SectionKind.ALLERGIES or (goes_on and bare)
            if goes_on:
                found.add(statement.id)
    return found


def _given(statement: CheckedStatement) -> Iterator[tuple[Substance, Span]]:
    """The medicines that she takes or is to take."""
    text = statement.text
    listed = statement.kind is SectionKind.MEDICATIONS
    for name in any_name().finditer(text):
        what = substance(name[0])
        if what.names and (listed or _GIVES.search(text)) and not _NOT_GIVEN.search(text):
            yield what, Span(statement.id, *name.span())


MESSAGE = "An allergy to this medicine, or to its class, is listed."
RULE = Rule("allergy-contradiction", allergies)
