"""Sentences to be spoken: from published clinical notes, and from patterns of dictation.

Whether a note is held out for measuring depends on a hash of its text alone, so every run and every script agree.
"""

import csv
import gzip
import hashlib
import io
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from network import CHARACTERS
from vocabulary import COMMANDS, WORDS

NOTE_FILES = (
    ("mtsamples.csv.gz", "transcription"),
    ("aci_train.csv.gz", "note"),
    ("aci_valid.csv.gz", "note"),
    ("mtsdialog_train.csv.gz", "section_text"),
)
SPEAKABLE = re.compile(f"[{re.escape(CHARACTERS)}]+")
LONGEST_SENTENCE = 150
"""Characters. At 15 characters a second this is ten seconds of speech."""

_HEADING = re.compile(r"(?:^|(?<=[.,\n]))\s*[A-Z][A-Za-z&/\- ]{1,45}:\s*,?")
_INNER_BRACES = re.compile(r"\{([^{}]*)\}")
_RANGE = re.compile(r"(\d+)\.\.(\d+)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it comes from."""

    text: str
    kind: str
    """`note`, `dictation` or `command`."""
    held_out: bool


def is_held_out(text: str) -> bool:
    """True for one text in twenty, always the same ones."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") % 20 == 0


def note_sentences(folder: Path) -> Iterator[Sentence]:
    """Yield the speakable sentences of all notes in `folder`, each once; held out note by note.

    A sentence that also occurs in a held-out note is never yielded as training text.
    """
    kept: dict[str, bool] = {}
    for name, column in NOTE_FILES:
        for row in _rows(folder / name):
            held_out = is_held_out(row[column])
            for text in split_note(row[column]):
                kept[text] = kept.get(text, False) or held_out
    for text, held_out in kept.items():
        yield Sentence(text, "note", held_out)


def _rows(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10**8)
    return list(csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode("utf-8", "replace"))))


def split_note(note: str) -> Iterator[str]:
    """Yield the sentences of a note as they would be written down after dictation, without headings."""
    flat = _HEADING.sub("\n", re.sub(r"\.,(?=\S| )", ".\n", note))
    for line in flat.splitlines():
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z0-9])", line):
            for part in _shortened(plain(sentence)):
                if len(part) >= 8 and SPEAKABLE.fullmatch(part):
                    yield part


def plain(text: str) -> str:
    """The text in the model's alphabet as far as that can be done without changing what is said."""
    text = re.sub(r"[;:()\[\]]", ",", text.replace("&", " and ").replace("#", " number "))
    text = re.sub(r"[!?]", ".", text.replace('"', "").replace("*", "").replace("’", "'"))
    text = re.sub(r"\b[A-Z]{5,}\b", lambda word: word.group().lower(), text)
    text = re.sub(r"\s*,(?:\s*,)*(?!\d)\s*", ", ", re.sub(r"\s+", " ", text))
    return re.sub(r",\s*\.", ".", text).strip(" ,-/'")


def _shortened(text: str) -> Iterator[str]:
    """The sentence, cut at commas if it is too long to be said in one breath."""
    if len(text) <= LONGEST_SENTENCE:
        yield text
        return
    piece = ""
    for clause in re.split(r"(?<=,) ", text):
        if piece and len(piece) + len(clause) > LONGEST_SENTENCE:
            yield piece.strip(" ,")
            piece = ""
        piece = f"{piece} {clause}"
    if len(piece) <= LONGEST_SENTENCE + 30:
        yield piece.strip(" ,")


def rare_words_first(texts: Iterable[str], enough: int) -> list[str]:
    """Reorder so that texts come first that hold a word seen fewer than `enough` times until then."""
    seen: Counter[str] = Counter()
    first, later = [], []
    for text in texts:
        words = set(re.findall(r"[a-z']+", text.lower()))
        if any(seen[word] < enough for word in words):
            seen.update(words)
            first.append(text)
        else:
            later.append(text)
    return first + later


def drug_names(lexicon: Path) -> tuple[str, ...]:
    """The one-word names, 5 to 14 letters, of a file with one drug name a line."""
    names = lexicon.read_text().split("\n")
    return tuple(name for name in names if re.fullmatch(r"[a-z]{5,14}", name))


def read_patterns(path: Path) -> dict[str, list[str]]:
    """Patterns by part of the visit, from a file of `[part]` headings, patterns, one a line, and `#` comments."""
    patterns: dict[str, list[str]] = {}
    for line in filter(None, path.read_text().splitlines()):
        if line.startswith("["):
            part = patterns.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            part.append(line)
    return patterns


PATTERNS = read_patterns(Path(__file__).with_name("patterns.txt"))
PARTS = (*PATTERNS, "medicines", "vitals", "plan", "numbers")
"""Drawn from evenly: medicines, vital signs, plans and bare numbers are dictated, and misheard, most."""


class Grammar:
    """Builds sentences from patterns."""

    def __init__(self, seed: int, extra_drugs: tuple[str, ...] = ()) -> None:
        self._random = random.Random(seed)
        self._extra_drugs = extra_drugs

    def expand(self, pattern: str) -> str:
        """Replace braces, the innermost first, until none is left. Raises KeyError for an unknown name."""
        while _INNER_BRACES.search(pattern):
            pattern = _INNER_BRACES.sub(lambda found: self._choose(found.group(1)), pattern)
        return pattern

    def _choose(self, inner: str) -> str:
        if bounds := _RANGE.fullmatch(inner):
            return str(self._random.randint(int(bounds[1]), int(bounds[2])))
        if "|" in inner:
            return self._random.choice(inner.split("|"))
        if inner == "drug" and self._extra_drugs and self._random.random() < 0.35:
            return self._random.choice(self._extra_drugs)
        return self._random.choice(WORDS[inner])

    def dictation(self) -> Sentence:
        """One sentence of a visit; numbers, medicines and vital signs more often than the rest."""
        patterns = PATTERNS[self._random.choice(PARTS)]
        text = self.expand(self._random.choice(patterns))
        return Sentence(text[0].upper() + text[1:], "dictation", is_held_out(text))

    def command(self) -> Sentence:
        """A spoken command or heading."""
        text = self.expand(self._random.choice(COMMANDS))
        return Sentence(text, "command", False)
