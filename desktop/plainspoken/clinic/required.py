"""Which required elements of a note were spoken of, and which were not. Nothing depends on the answer."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from plainspoken.clinic.templates import Template


@dataclass(frozen=True, slots=True)
class Missing:
    """A required element that nothing was said about."""

    section: str
    """Title of the section that it belongs to."""
    name: str


def elements_not_said(
    template: Template, said: Iterable[str], filled: Collection[str]
) -> tuple[Missing, ...]:
    """The required elements that were not dictated, in the template's order.

    An element is dictated where one of its phrases was said: whole words, in any case, whatever punctuation stands
    around or between them, wherever in the note. "No complications" speaks of complications. One with the name of its
    section is dictated, too, where anything stands there.

    Args:
        template: of the note.
        said: her statements, and what else she said that stands in the note in other words.
        filled: titles of the sections with something in them.
    """
    if not any(section.required for section in template.sections):
        return ()
    heard = _bare(f" {_APART} ".join(said))
    words = frozenset(heard.split())

    def was_said(phrase: str) -> bool:
        bare = _bare(phrase)
        return words.issuperset(bare.split()) and bare in heard

    return tuple(
        Missing(section.title, element.name)
        for section in template.sections
        for element in section.required
        if not (section.title in filled and _bare(element.name) == _bare(section.title))
        and not any(map(was_said, element.phrases))
    )


_APART = "\0"
"""Between two texts: no phrase goes across it."""


def _bare(text: str) -> str:
    """The words alone, a blank on either side of each: "Follow-up, EBL." is " follow up ebl "."""
    whole = text.replace("'", "").replace("’", "")
    return _BETWEEN_WORDS.sub(" ", f" {whole} ".casefold())


_BETWEEN_WORDS = re.compile(rf"[^\w{_APART}]+")
