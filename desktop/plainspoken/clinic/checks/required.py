"""What a note of this kind has to speak of, and does not."""

from collections.abc import Iterable

from plainspoken.clinic.checks.view import CheckedNote, Finding, Rule


def required(note: CheckedNote) -> tuple[Finding, ...]:
    """Required elements of the template that were not dictated: one finding with all of their names.

    Source: the template's own; those that ship name the standard at their heads. `clinic.required` says when an
    element counts as dictated.
    """
    return (Finding(RULE.id, message(note.missing)),) if note.missing else ()


def message(names: Iterable[str]) -> str:
    """What is said of them; the names are the template's, no words of hers."""
    return f"Required, and not dictated: {', '.join(dict.fromkeys(names))}."


RULE = Rule("required-element", required)
