"""What is left to do about macros: fields without a value, and orders that named none."""

import re

from plainspoken.clinic.checks.view import CheckedNote, Finding, Rule, Span, grouped
from plainspoken.clinic.macros import MARK

OPEN = f"Something is still to be filled in here ({MARK})."
IN_VAIN = (
    "No macro was inserted here: it has to be named exactly, with a pause behind it. "
    "They are in the menu, and in the list of: plainspoken macros list."
)


def open_fields(note: CheckedNote) -> tuple[Finding, ...]:
    """The mark where a field of an inserted text has no value, or that its author has left there.

    Source: our own. Nobody says the mark, so it stands in no other statement.
    """
    places = [
        (OPEN, Span(statement.id, *found.span()))
        for statement in note.statements
        if MARK in statement.text
        for found in re.finditer(re.escape(MARK), statement.text)
    ]
    return grouped(OPEN_RULE.id, places)


def named_in_vain(note: CheckedNote) -> tuple[Finding, ...]:
    """Statements that seem to be an order to insert a macro: the name is not one, or not exactly one.

    Source: our own. "Insert macro" is nothing else; without that word most words of a name have to be the same.
    """
    places = [
        (IN_VAIN, Span(statement.id, 0, len(statement.text)))
        for statement in note.statements
        if statement.asks_for_macro
    ]
    return grouped(IN_VAIN_RULE.id, places)


OPEN_RULE = Rule("open-field", open_fields)
IN_VAIN_RULE = Rule("no-such-macro", named_in_vain)
