"""The fact gate: the facts of a text, and those in which two texts differ. docs/fact-gate.md says what it sees."""

from plainspoken.clinic.facts.compare import differences, facts_of
from plainspoken.clinic.facts.fact import Change, Difference, Fact, FactKind

__all__ = ["Change", "Difference", "Fact", "FactKind", "differences", "facts_of"]
