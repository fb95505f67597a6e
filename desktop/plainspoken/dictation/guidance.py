"""What belongs under the heading at hand: for her to read while she dictates, and never a part of the note."""

from plainspoken.clinic.templates import Template, TemplateSection
from plainspoken.dictation.document import Document, FiledStatement
from plainspoken.dictation.filing import HeadingHeld


def guidance_at_hand(document: Document) -> str:
    """The guidance of the heading that she has just named; or else of the next one with nothing under it yet.

    Empty before anything was said, while the tagger is asked, and where there is no such heading.
    """
    template = document.template
    last = next(
        (item for item in reversed(document.items) if isinstance(item, FiledStatement | HeadingHeld)), None
    )
    match last:
        case HeadingHeld(place=place) if section := template.section_of(*place):
            return _said(section) if section.guidance else ""
        case FiledStatement(filing=filing) if filing and (section := template.section_of(*filing.place)):
            after = _after(template, section, document)
            return f"Next: {_said(after)}" if after else ""
    return ""


def _after(template: Template, section: TemplateSection, document: Document) -> TemplateSection | None:
    """The first heading after this one that has guidance, and nothing under it."""
    filled = {template.section_of(*one.filing.place) for one in document.statements if one.filing}
    behind = template.sections[template.sections.index(section) + 1 :]
    return next((one for one in behind if one not in filled and one.guidance), None)


def _said(section: TemplateSection) -> str:
    return f"{section.title}. {section.guidance}"
