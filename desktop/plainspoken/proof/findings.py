"""What was found out: the lines of the report."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that holds, or does not."""

    holds: bool
    says: str
    """One sentence, without a dictated word."""

    def __str__(self) -> str:
        return f"- {'holds' if self.holds else '**FAILS**'}: {self.says}"


@dataclass(frozen=True, slots=True)
class Section:
    """One chapter."""

    title: str
    findings: tuple[Finding, ...]
    facts: tuple[str, ...] = ()
    """Sentences that are neither good nor bad."""

    def lines(self) -> list[str]:
        """In Markdown."""
        return [
            "",
            f"## {self.title}",
            "",
            *map(str, self.findings),
            *(f"- {fact}" for fact in self.facts),
        ]
