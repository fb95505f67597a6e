"""Documents to learn from: labelled sentences, the headings they stood under, and the split.

The rules by which a heading becomes one of the sixteen kinds are those of `labels.py` in the data folder; this module
repeats its walk over the reports only to keep the heading, and checks that both walks agree.
"""

import csv
import gzip
import hashlib
import importlib.util
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

csv.field_size_limit(10**8)

PLAN_WITH_ASSESSMENT = "AP"
"""What `labels.kind` calls ACI-Bench's joint heading, which has no kind of its own."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement of a report."""

    text: str
    kind: int
    """Place of the kind in `labels.KINDS`, 0 to 15."""
    heading: str
    """The heading it stood under, lower-cased: a finer label that training may use and the product never sees."""


@dataclass(frozen=True, slots=True)
class Document:
    """One report, or one section text of MTS-Dialog, in its own order."""

    source: str
    """`mtsamples`, `mtsdialog` or `aci`."""
    sentences: tuple[Sentence, ...]

    @property
    def key(self) -> int:
        """A number that depends on the first sentence alone, so that the split survives any reordering of the files."""
        return int(hashlib.sha1(self.sentences[0].text.encode(), usedforsecurity=False).hexdigest(), 16)


@dataclass(frozen=True, slots=True)
class Split:
    """What is learnt from and what is measured on; no document is in both."""

    train: tuple[Document, ...]
    dev: dict[str, tuple[Document, ...]]
    """By source: ACI-Bench test1; a tenth of MTSamples without reports of procedures; MTS-Dialog's validation set."""
    plain: tuple[str, ...]
    """Unlabelled clinical text for words that keep company, free of development documents."""


def load_rules(folder: Path) -> ModuleType:
    """Import `sections/labels.py` of the data folder."""
    spec = importlib.util.spec_from_file_location("section_labels", folder / "sections" / "labels.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "sections" / "labels.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_split(folder: Path) -> Split:
    """Read everything under `folder` and keep the development set apart."""
    rules = load_rules(folder)
    reports = list(_mtsamples(rules))
    train = [d for d in reports if not _held_out(d)]
    train += [
        *_mtsdialog(rules, "mtsdialog_train.csv.gz"),
        *_aci(rules, "aci_train.csv.gz", "aci_valid.csv.gz"),
    ]
    dev = {
        "aci": tuple(_aci(rules, "aci_test1.csv.gz")),
        "mtsamples": tuple(d for d in reports if _held_out(d) and _few_procedures(d, rules)),
        "mtsdialog": tuple(_mtsdialog(rules, "mtsdialog_valid.csv.gz")),
    }
    held = {d.sentences[0].text for d in reports if _held_out(d)}
    return Split(tuple(train), dev, tuple(_plain(rules, folder, held)))


def kinds(folder: Path) -> tuple[str, ...]:
    """The sixteen names, in the order of the label tokens."""
    return tuple(load_rules(folder).KINDS)


def soap_letters(folder: Path) -> str:
    """One letter of `SOAP` for each kind, in the order of the kinds."""
    rules = load_rules(folder)
    return "".join(rules.soap(k) for k in rules.KINDS)


def recognised(text: str) -> str:
    """The text as a bare recogniser would return it: lower case, no punctuation."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s/%]", " ", text.lower())).strip()


def _held_out(document: Document) -> bool:
    return document.key % 10 == 0


def _few_procedures(document: Document, rules: ModuleType) -> bool:
    procedure: int = rules.KINDS.index("procedure")
    count = sum(s.kind == procedure for s in document.sentences)
    return count < 0.3 * len(document.sentences)


def _document(rules: ModuleType, source: str, found: Iterable[tuple[str, str, str]]) -> Document:
    return Document(source, tuple(Sentence(s, rules.KINDS.index(k), h.strip().lower()) for k, s, h in found))


def _mtsamples(rules: ModuleType) -> Iterator[Document]:
    documents = []
    for row in rules.rows("mtsamples.csv.gz"):
        found = list(_report_sentences(rules, row["transcription"]))
        if 200 <= len(row["transcription"]) <= 20000 and len(found) >= 4:
            documents.append(_document(rules, "mtsamples", found))
    _check(rules, documents, rules.mtsamples())
    return iter(documents)


def _report_sentences(rules: ModuleType, text: str) -> Iterator[tuple[str, str, str]]:
    parts = re.split(r"(?:^|,\s*|\.\s*|\n)([A-Z][A-Za-z&/\- ]{1,45}):\s*,?", text)
    kind: str | None = None
    under = ""
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        new = rules.kind(heading)
        if new is None and heading.isupper():
            kind = None
            continue
        if new:
            kind, under = new, heading
        if kind and kind != PLAN_WITH_ASSESSMENT:
            yield from ((kind, sentence, under) for sentence in rules.sentences(body))


def _mtsdialog(rules: ModuleType, name: str) -> Iterator[Document]:
    documents = []
    for row in rules.rows(name):
        header = row["section_header"].strip()
        kind = rules.MTSD.get(header)
        if kind:
            found = [(kind, s, "d:" + header) for s in rules.sentences(row["section_text"])]
            documents.append(_document(rules, "mtsdialog", found))
    _check(rules, documents, rules.mtsdialog(name))
    return (d for d in documents if d.sentences)


def _aci(rules: ModuleType, *names: str) -> Iterator[Document]:
    documents = []
    for row in (r for name in names for r in rules.rows(name)):
        found = list(_visit_sentences(rules, row["note"]))
        if found:
            documents.append(_document(rules, "aci", found))
    _check(rules, documents, rules.aci(*names))
    return iter(documents)


def _visit_sentences(rules: ModuleType, note: str) -> Iterator[tuple[str, str, str]]:
    kind: str | None = None
    under = ""
    for line in filter(None, map(str.strip, note.split("\n"))):
        if line.isupper() and len(line) < 50:
            kind, under = rules.kind(line), line
        elif kind and kind != PLAN_WITH_ASSESSMENT:
            found = "vital_signs" if line.lower().startswith("vital") else kind
            yield from ((found, sentence, under) for sentence in rules.sentences(line))


def _check(rules: ModuleType, ours: list[Document], theirs: Iterable[list[tuple[str, str]]]) -> None:
    walked = [[(rules.KINDS[s.kind], s.text) for s in d.sentences] for d in ours]
    if walked != list(theirs):
        raise ValueError(
            "this module and labels.py read the data differently; bring them together before training"
        )


def _plain(rules: ModuleType, folder: Path, held: set[str]) -> Iterator[str]:
    for row in rules.rows("mtsamples.csv.gz"):
        if not any(first in re.sub(r"\s+", " ", row["transcription"].replace(",,", " ")) for first in held):
            yield re.sub(r"\s+", " ", re.sub(r",\s*,?", ", ", row["transcription"]))
    for name in ("aci_train.csv.gz", "aci_valid.csv.gz"):
        for row in rules.rows(name):
            yield row["note"].replace("\n", " ")
            yield re.sub(r"\[(doctor|patient)\]", " ", row["dialogue"])
    for row in rules.rows("mtsdialog_train.csv.gz"):
        yield re.sub(r"(Doctor|Patient|Guest_\w+):", " ", row["dialogue"])
    consultations = folder / "asr" / "primock57_asr.jsonl.gz"
    if consultations.exists():
        yield from (
            json.loads(line)["note"]
            for line in gzip.decompress(consultations.read_bytes()).decode().splitlines()
        )
