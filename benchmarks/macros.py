"""Whether real notes have sentences that would be taken for an order to insert a macro, and how fast that is told.

    .venv/bin/python -m benchmarks.macros DATA [--json FILE]

DATA as for checks.py. Each sentence is read as if she had spoken it, with the starter set as macros. No sentence of
these notes is an order, so every one that is taken for one is wrong, and so is every one that is told as in vain.
"""

import time

from benchmarks.checks import read
from benchmarks.given import command_line, leave

from plainspoken.adapters.macro_folder import shipped_macros
from plainspoken.clinic.macro_orders import asks_in_vain, begins_order, insert_order
from plainspoken.clinic.macros import Macros


def count(sentences: list[tuple[str, ...]], macros: Macros) -> dict[str, float]:
    """How many of them are taken for what, and words per second of one core."""
    began = time.perf_counter()
    orders = sum(insert_order(words, macros) is not None for words in sentences)
    vain = sum(asks_in_vain(words, macros) for words in sentences)
    held = sum(begins_order(words, macros) for words in sentences)
    spent_s = time.perf_counter() - began
    return {
        "sentences": len(sentences),
        "words": sum(map(len, sentences)),
        "with_insert": sum("insert" in " ".join(words).casefold() for words in sentences),
        "taken_for_an_order": orders,
        "told_as_in_vain": vain,
        "held_back": held,
        "words_per_second": round(sum(map(len, sentences)) / spent_s),
    }


def main() -> None:
    """Print the table."""
    parser = command_line(__doc__)
    arguments = parser.parse_args()
    halves = read(arguments.data)
    documents = [document for half in halves.values() for document in half]
    found = count([tuple(text.split()) for one in documents for _, text in one], Macros(shipped_macros()))
    for name, value in {"notes": len(documents), **found}.items():
        print(f"{name.replace('_', ' '):<20}{value:>12,}")
    leave(found, arguments.json)


if __name__ == "__main__":
    main()
