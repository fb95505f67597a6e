"""Make the lists of words that a replacement may not touch and that no suggestion is made for.

    python benchmarks/word_lists.py DATA DICT FOLDER

`DATA/sections/` holds the notes (see tagger_accuracy.py), `DICT` the lists of Debian's packages wamerican,
wamerican-small, wamerican-insane, wbritish and wbritish-small (SCOWL, made by Kevin Atkinson; /usr/share/dict where
they are installed). Written into FOLDER (desktop/plainspoken/clinic/lexicon): `notes.txt`, the words that notes use;
`everyday.txt`, common English ones that they do not; `english.txt`, the other ones; `medical.txt`, rare ones that a
note has, or that are made like a medical term. A word is in one of them at most; the lines are sorted by their bytes.
"""

import csv
import gzip
import io
import re
import sys
from collections import Counter
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from plainspoken.clinic.facts.lexicon import drugs

NOTES = {
    "mtsamples": "transcription",
    "aci_train": "note",
    "aci_valid": "note",
    "aci_test1": "note",
    "mtsdialog_train": "section_text",
    "mtsdialog_valid": "section_text",
}
"""File of `sections/` → the column with notes; the dialogues are left out."""

LEAST_NOTES = 3
"""A word that fewer notes have is a slip or a name more often than a word."""

OFTEN = 20
"""A word that is no English and one letter away from one with so many times more notes is that one, misspelt."""

SCOWL = """Words of SCOWL, Copyright 2000-2018 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell
these word lists, the associated scripts, the output created from the scripts, and its documentation for any purpose is
hereby granted without fee, provided that the above copyright notice appears in all copies and that both that copyright
notice and this permission notice appear in supporting documentation. Kevin Atkinson makes no representations about the
suitability of this array for any purpose. It is provided "as is" without express or implied warranty."""
CORPORA = """Words that at least 3 notes of these have: MTSamples (CC0; mtsamples.com), ACI-Bench (Yim et al., 2023; CC
BY 4.0), MTS-Dialog (Ben Abacha et al., 2023; CC BY 4.0). Misspelt ones were taken out."""

_BEGINNINGS = """anaphyl angi arthr brady cardi derm dys electro encephal endo gastr haem hem hepat hyper hypo immuno
intra leuk lymph myo nephr neuro oligo oste peri poly tachy thromb"""
_ENDINGS = """algia calcemia cardia cardiac duction ectasis ectomy edema emia flexion genesis genic glycemia gram
graphy itides itis kalemia kinesia lipidemia logic logical logist lysis lytic mania megaly mortem natremia oma omas
omata osis ostomy otic otomy paresis pathic pathy penia phagia phasia philia phobia phrenia phylactic phylaxis plasia
plastic plasty plegia pnea ptosis pulmonary rrhage rrhagic rrhea sclerosis scopic scopy sepsis septic stasis static
stenosis tension tensive thyroidism toxic trophic trophy uria vascular"""
_MEDICAL = re.compile(
    rf"(?:{'|'.join(_BEGINNINGS.split())})[a-z]{{4,}}|[a-z]{{3,}}(?:{'|'.join(_ENDINGS.split())})"
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def words_of(text: str) -> set[str]:
    """The words of a text, in small letters; those with a hyphen in their parts."""
    return {word.removesuffix("'s") for word in _WORD.findall(text.casefold().replace("’", "'"))}


def english(folder: Path, ending: str) -> set[str]:
    """A list of words in both spellings."""
    lists = (folder / f"{country}-english{ending}" for country in ("american", "british"))
    return {word for one in lists for word in words_of(one.read_text("utf-8")) if len(word) > 1}


def in_notes(data: Path) -> Counter[str]:
    """Word → how many notes have it."""
    count: Counter[str] = Counter()
    csv.field_size_limit(10**9)
    for name, column in NOTES.items():
        with gzip.open(data / "sections" / f"{name}.csv.gz", "rb") as packed:
            for row in csv.DictReader(io.TextIOWrapper(packed, "utf-8", newline="")):
                count.update(words_of(row[column]))
    return count


def well_spelt(count: Counter[str], known: set[str]) -> set[str]:
    """The words of notes without those that are slips for a drug's name or for a word that is far more frequent."""
    often = [word for word, notes in count.items() if notes >= LEAST_NOTES * OFTEN and len(word) > 4]
    names = [name for name in drugs() if len(name) > 5]
    found = set()
    for word, notes in count.items():
        if notes < LEAST_NOTES or len(word) < 2:
            continue
        if word in known or not (_slip_of(word, names, 0) or _slip_of(word, often, notes * OFTEN, count)):
            found.add(word)
    return found


def _slip_of(word: str, among: list[str], least: int, count: Counter[str] | None = None) -> bool:
    if len(word) < 6 or word.endswith("s"):
        return False
    near = process.extract(word, among, scorer=OSA.distance, score_cutoff=1, limit=5)
    return any(one != f"{word}s" and (count is None or count[one] >= least) for one, _, _ in near)


def write(path: Path, words: set[str], source: str) -> None:
    """A list with where it comes from."""
    head = "".join(f"# {line}\n" for line in f"{source}\nMade by benchmarks/word_lists.py.".splitlines())
    path.write_text(head + "".join(f"{word}\n" for word in sorted(words, key=str.encode)), "utf-8")


def main() -> None:
    """Make them."""
    data, dictionaries, folder = map(Path, sys.argv[1:4])
    common, every = english(dictionaries, "-small"), english(dictionaries, "")
    names = set(drugs())
    rare = words_of((dictionaries / "american-english-insane").read_text("utf-8"))
    count = in_notes(data)
    notes = well_spelt(count, every | names | rare) - names
    write(folder / "notes.txt", notes, CORPORA)
    write(folder / "everyday.txt", common - notes - names, f"Common words that notes do not use. {SCOWL}")
    write(folder / "english.txt", every - common - notes - names, SCOWL)
    medical = {word for word in rare if len(word) > 1 and (word in count or _MEDICAL.fullmatch(word))}
    source = f"Rare words that a note has (see notes.txt), or made like medical terms. {SCOWL}"
    write(folder / "medical.txt", medical - every - notes - names, source)


if __name__ == "__main__":
    main()
