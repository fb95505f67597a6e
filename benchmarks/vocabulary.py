"""What the suggestions underline among real recognisers' errors in drugs, and how much else.

    .venv/bin/python -m benchmarks.vocabulary DATA [--json FILE] [--shown N] [--thresholds]

DATA holds `asr/primock57_asr.jsonl.gz`: 57 mock consultations with what six recognisers made of them. The words of a
transcript are laid beside the reference's (Levenshtein). A drug error is a drug's name in the reference with something
else, or nothing, in its place; it is found where a word in that place is underlined, and named where a candidate is
the drug. Whatever else is underlined is an alarm, right or not: that includes a drug's name misspelt where the
reference has the same slip, or has it a word further on. Consultations with an odd number were looked at while the
thresholds were chosen (development), those with an even one were not (held out).

`--thresholds` prints the same for other thresholds of likeness to a drug, `--shown` what was found, missed, and an
alarm in one recogniser's transcripts.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.given import command_line, consultations, leave
from rapidfuzz.distance import Levenshtein

from plainspoken.clinic import lexicon
from plainspoken.clinic.checks import CheckedNote, CheckedStatement, unknown
from plainspoken.clinic.lexicon.likeness import SHORTEST

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_UNHEARD = re.compile(r"\[[^\]]*\]|<[^>]*>")
"""What transcribers write for what they could not hear."""


@dataclass
class Count:
    """Of one recogniser and one half."""

    words: int = 0
    errors: int = 0
    gone: int = 0
    """Errors with no word at all in the drug's place."""
    found: int = 0
    named: int = 0
    alarms: int = 0
    shown: list[str] = field(default_factory=list)

    def row(self) -> dict[str, float]:
        """As it is printed."""
        return {
            "words": self.words,
            "drug errors": self.errors,
            "of them without a word": self.gone,
            "found": self.found,
            "named": self.named,
            "recall, %": round(100 * self.found / max(self.errors, 1), 1),
            "alarms": self.alarms,
            "alarms per 100 words": round(100 * self.alarms / max(self.words, 1), 3),
        }


def is_drug(word: str) -> bool:
    """Whether a word of the reference is a drug's name, and no everyday word."""
    return len(word) >= SHORTEST and lexicon.is_drug_name(word) and not lexicon.is_everyday(word)


def underlined(text: str) -> tuple[list[tuple[int, int]], list[tuple[str, ...]]]:
    """Places in a text, and the candidates of each, as the rule of the product has them."""
    found = unknown.unknown(CheckedNote((CheckedStatement(0, None, text),)))
    spans = [(span.start, span.end) for one in found for span in one.spans]
    return spans, [names for one in found for names in one.candidates]


def marked(text: str, spans: Sequence[tuple[int, int]]) -> tuple[list[str], dict[int, int]]:
    """The words of a text, and index of a word → index of the span that it is in."""
    found = list(_WORD.finditer(text))
    mark = {
        at: number
        for at, match in enumerate(found)
        for number, (start, end) in enumerate(spans)
        if match.start() < end and start < match.end()
    }
    return [match[0].casefold().replace("’", "'").removesuffix("'s") for match in found], mark


def compare(reference: Sequence[str], text: str, count: Count) -> None:
    """Count what is found in one transcript."""
    spans, candidates = underlined(text)
    spoken, mark = marked(text, spans)
    used: set[int] = set()
    for code in Levenshtein.opcodes(list(reference), spoken):
        if code.tag not in ("replace", "delete"):
            continue
        marks = [mark[at] for at in range(code.dest_start, code.dest_end) if at in mark]
        heard = " ".join(spoken[code.dest_start : code.dest_end])
        for drug in filter(is_drug, reference[code.src_start : code.src_end]):
            count.errors += 1
            count.gone += code.dest_start == code.dest_end
            count.found += bool(marks)
            named = any(drug in candidates[number] for number in marks)
            count.named += named
            count.shown.append(f"{'named' if named else 'found' if marks else 'missed'}: {drug} ← {heard}")
            used.update(marks)
    count.words += len(spoken)
    count.alarms += len(spans) - len(used)
    count.shown += [
        f"alarm: {text[slice(*span)]} ({', '.join(candidates[number])}?)"
        for number, span in enumerate(spans)
        if number not in used
    ]


def measure(data: Path) -> dict[str, dict[str, Count]]:
    """Half → recogniser → what was counted."""
    counts: dict[str, dict[str, Count]] = {"development": {}, "held out": {}}
    for visit in consultations(data):
        half = counts["development" if visit.number % 2 else "held out"]
        said = _UNHEARD.sub(" ", visit.said).casefold()
        reference = [word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(said)]
        for name, text in visit.recognised.items():
            if text:
                compare(reference, text, half.setdefault(name, Count()))
    return counts


def report(counts: dict[str, dict[str, Count]]) -> None:
    """Print the table."""
    print(
        f"{'':<12}{'recogniser':<38}{'words':>7}{'errors':>8}{'no word':>9}{'found':>7}{'named':>7}", end=""
    )
    print(f"{'recall':>9}{'alarms':>8}{'per 100 words':>15}")
    for half, rows in counts.items():
        for name, count in rows.items():
            row = count.row()
            print(
                f"{half:<12}{name:<38}{count.words:>7}{count.errors:>8}{count.gone:>9}{count.found:>7}",
                end="",
            )
            print(
                f"{count.named:>7}{row['recall, %']:>8.0f}%{count.alarms:>8}{row['alarms per 100 words']:>15.3f}"
            )


def main() -> None:
    """Read, compare, print."""
    parser = command_line(__doc__)
    parser.add_argument("--shown", metavar="RECOGNISER")
    parser.add_argument("--thresholds", action="store_true")
    given = parser.parse_args()
    for drug in (0.68, 0.71, 0.77, 0.80, 0.83) if given.thresholds else ():
        unknown.DRUG, chosen = drug, unknown.DRUG
        print(f"likeness to a drug of {drug:.2f} or more:")
        report(measure(given.data))
        unknown.DRUG = chosen
    began = time.process_time()
    counts = measure(given.data)
    seconds = time.process_time() - began
    if given.shown:
        print("\n".join(sorted(line for rows in counts.values() for line in rows[given.shown].shown)))
    report(counts)
    words = sum(count.words for rows in counts.values() for count in rows.values())
    print(f"{words / seconds:,.0f} words a second, the comparing with the reference included")
    table = {half: {name: count.row() for name, count in rows.items()} for half, rows in counts.items()}
    leave(table, given.json)


if __name__ == "__main__":
    main()
