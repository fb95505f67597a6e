"""Training rows: documents varied, tokenised, and packed."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from data import Document, recognised
from teacher import Advice
from tokenizer import FIRST_KIND, KINDS, RESTART, START, Vocabulary

REPEATS = {"mtsamples": 1, "mtsdialog": 2, "aci": 4}
"""How often an epoch shows a document of each source: the dictated-style notes are few."""
LONGEST_PROCEDURE = 12
"""Sentences of one unbroken procedure section that are kept; operative reports would drown the rest."""
PROCEDURE = 14
"""Place of `procedure` among the kinds."""
COMMON_HEADING = 25
"""Headings with at least this many sentences are targets of the auxiliary loss."""
VISITS = 0.5
"""Visits put together from single sentences of many reports, for each document as it was published."""
DICTATED_ORDER = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)
"""The kinds of a visit (all but `procedure` and `hospital_course`), in the order of the list of kinds."""
SPOKEN = (
    (r"(\d+)/(\d+)", r"\1 over \2"),
    (r"\bBP\b", "blood pressure"),
    (r"\bHR\b", "heart rate"),
    (r"\bRR\b", "respiratory rate"),
    (r"\bmgs?\b\.?", "milligrams"),
    (r"\bmcg\b\.?", "micrograms"),
    (r"\bb\.?i\.?d\b\.?", "twice a day"),
    (r"\bt\.?i\.?d\b\.?", "three times a day"),
    (r"\bq\.?i\.?d\b\.?", "four times a day"),
    (r"\bq\.? ?d(?:ay|aily)?\b\.?", "daily"),
    (r"\bq\.? ?h\.?s\b\.?", "at bedtime"),
    (r"\bq\.? ?(\d+) ?h(?:ours|rs)?\b\.?", r"every \1 hours"),
    (r"\bp\.?r\.?n\b\.?", "as needed"),
    (r"\bp\.?o\b\.?", "by mouth"),
    (r"\bh/o\b", "history of"),
    (r"\bs/p\b", "status post"),
    (r"%", " percent"),
)
"""Written shorthand and how it is said: reports are written, a dictation is spoken."""
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence and what is known about it."""

    text: str
    kind: int
    heading: int
    """Number of a common heading, or -1."""
    guess: np.ndarray
    """(16,) float: what a model that never saw this document thought, hearing only what came before."""
    advice: np.ndarray
    """(16,) float: the same with later sentences in view; the soft target."""


Context = tuple[list[int], list[tuple[int, Item]]]
"""Tokens of one context, and the places in it where an answer is asked for."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Contexts end to end."""

    tokens: Tensor
    """(tokens,)"""
    lengths: list[int]
    """Of the contexts, in tokens; attention does not cross from one to the next."""
    asked: Tensor
    """(answers,): places of the last tokens of statements."""
    kind: Tensor
    """(answers,)"""
    heading: Tensor
    """(answers,)"""
    advice: Tensor
    """(answers, 16)"""


def items(documents: Sequence[Document], advice: Advice) -> tuple[list[list[Item]], int]:
    """The documents as items, repeated by source, and the number of common headings."""
    counts = Counter(s.heading for d in documents for s in d.sentences)
    common = {h: i for i, h in enumerate(h for h, n in counts.items() if n >= COMMON_HEADING)}
    rows: list[list[Item]] = []
    place = 0
    for document in documents:
        row = []
        for s in document.sentences:
            row.append(
                Item(s.text, s.kind, common.get(s.heading, -1), advice.causal[place], advice.both[place])
            )
            place += 1
        rows += [_cap(row)] * REPEATS[document.source]
    return rows, len(common)


def _cap(row: list[Item]) -> list[Item]:
    kept: list[Item] = []
    run = 0
    for item in row:
        run = run + 1 if kept and kept[-1].kind == item.kind and item.kind == PROCEDURE else 0
        if run < LONGEST_PROCEDURE:
            kept.append(item)
    return kept


def by_kind(rows: list[list[Item]]) -> dict[int, list[Item]]:
    """The sentences of all documents by kind."""
    found: dict[int, list[Item]] = {kind: [] for kind in DICTATED_ORDER}
    for item in (item for row in rows for item in row if item.kind in found):
        found[item.kind].append(item)
    return found


def visit(sentences: dict[int, list[Item]], rng: random.Random) -> list[Item]:
    """A visit as it is dictated: one to three sentences of most kinds, each from another report.

    Published reports stay in a section for long; a dictation does not, and then the sentence has to decide.
    """
    kinds = [kind for kind in DICTATED_ORDER if sentences[kind] and rng.random() < 0.65]
    if rng.random() < 0.1:
        rng.shuffle(kinds)
    return [item for kind in kinds for item in rng.choices(sentences[kind], k=rng.choice((1, 1, 2, 3)))]


def vary(row: list[Item], rng: random.Random) -> list[Item]:
    """Sections dropped, sometimes in another order; single sentences dropped."""
    runs: list[list[Item]] = []
    for item in row:
        if runs and runs[-1][-1].kind == item.kind:
            runs[-1].append(item)
        else:
            runs.append([item])
    if rng.random() < 0.2:
        rng.shuffle(runs)
    if rng.random() < 0.4:
        runs = [run for run in runs if rng.random() < 0.8] or runs
    if rng.random() < 0.08:
        start = rng.randrange(len(runs))
        runs = runs[start : start + 1]
    flat = [item for run in runs for item in run]
    return [item for item in flat if rng.random() < 0.95] or flat


def said(text: str) -> str:
    """The text with its shorthand spoken out."""
    for written, spoken in SPOKEN:
        text = re.sub(written, spoken, text, flags=re.IGNORECASE)
    return " ".join(text.split())


def heard(text: str, mode: float, rng: random.Random) -> str:
    """The text as typed, or as a recogniser may return it."""
    if rng.random() < 0.4:
        text = said(text)
    if mode < 0.5:
        return text
    if mode < 0.8 or rng.random() < 0.5:
        text = recognised(text)
    if mode > 0.7 and rng.random() < 0.5:
        text = "".join(f" {DIGITS[int(c)]} " if c.isdigit() and c.isascii() else c for c in text)
    if mode > 0.9:
        text = " ".join(w for w in text.split() if rng.random() > 0.06)
    return text


def tokenise(row: list[Item], words: Vocabulary, rng: random.Random, context: int) -> Iterator[Context]:
    """Contexts of at most `context` tokens and, for each, where its answers are asked for."""
    mode = rng.random()
    dropout = rng.choice((0.0, 0.05, 0.1))
    forget = rng.choice((0.0, 0.05, 0.1))
    trust = rng.random()
    room = context if rng.random() < 0.6 else rng.randrange(context // 3, context)
    ids: list[int] = [START]
    answers: list[tuple[int, Item]] = []
    for item in row:
        text = heard(item.text, mode, rng)
        new = words.varied(text, dropout) if dropout else words.statement(text)
        if forget:
            new = [t if rng.random() > forget else 0 for t in new]
        if len(ids) + len(new) + 1 > room:
            yield ids, answers
            ids, answers, room = [RESTART], [], context
        ids += new
        answers.append((len(ids) - 1, item))
        ids.append(FIRST_KIND + remembered(item, trust, rng))
    if answers:
        yield ids, answers


def remembered(item: Item, trust: float, rng: random.Random) -> int:
    """The answer that stands in the context: the truth, or a mistake that a real tagger makes."""
    if trust < 0.3:
        return item.kind if rng.random() < 0.9 else rng.randrange(KINDS)
    if trust < 0.65:
        return int(item.guess.argmax())
    if rng.random() < 0.5:
        return item.kind
    return rng.choices(range(KINDS), item.guess.tolist())[0]


class Feed:
    """An endless stream of batches."""

    def __init__(self, rows: list[list[Item]], words: Vocabulary, context: int, seed: int) -> None:
        self.rows, self.words, self.context = rows, words, context
        self.rng = random.Random(seed)
        self.sentences = by_kind(rows)
        self.labelled = self._labelled()
        self.epoch = 0

    def _labelled(self) -> Iterator[Context]:
        while True:
            order = list(range(len(self.rows)))
            self.rng.shuffle(order)
            for place in order:
                if not self.rows[place]:
                    continue
                yield from self._contexts(vary(self.rows[place], self.rng))
                if self.rng.random() < VISITS:
                    yield from self._contexts(visit(self.sentences, self.rng))
            self.epoch += 1

    def _contexts(self, row: list[Item]) -> Iterator[Context]:
        return tokenise(row, self.words, self.rng, self.context)

    def batch(self, tokens: int) -> Batch:
        """At least `tokens` tokens of reports."""
        parts: list[Context] = []
        size = 0
        while size < tokens:
            parts.append(next(self.labelled))
            size += len(parts[-1][0])
        ids: list[int] = []
        asked: list[tuple[int, Item]] = []
        for new, answers in parts:
            asked += [(len(ids) + place, item) for place, item in answers]
            ids += new
        return Batch(
            torch.tensor(ids),
            [len(new) for new, _ in parts],
            torch.tensor([place for place, _ in asked]),
            torch.tensor([item.kind for _, item in asked]),
            torch.tensor([item.heading for _, item in asked]),
            torch.from_numpy(np.array([item.advice for _, item in asked], np.float32)),
        )
