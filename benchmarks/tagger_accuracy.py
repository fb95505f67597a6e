"""The starter tagger against a TF-IDF classifier that is fitted in the same run, on the same held-out documents.

    .venv/bin/python -m benchmarks.tagger_accuracy DATA [--json FILE]

DATA holds `sections/`: MTSamples, ACI-Bench and MTS-Dialog with `labels.py`, the rules by which headings become kinds
(models/training/tagger/README.md says where they come from). Held out from training were ACI-Bench's test1,
MTS-Dialog's validation set, and the tenth of MTSamples whose first sentence has a SHA-1 divisible by ten; of these,
reports with 30 % or more procedure sentences are left out, as they are easy and long.

The tagger is asked through the real command, `plainspoken-models tag`: llama.cpp, one document after another, each
sentence with the tagger's own earlier answers before it. "Bare" is the same text in lower case without punctuation.
Needs scikit-learn, which is no dependency of the product. Takes some minutes.

Below the table stands how far the labels agree with themselves: of the held-out sentences of three words and more
that occur in the training documents, too, how many have the label that the same words have there most often.
"""

import hashlib
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import islice
from types import ModuleType
from typing import Any

import numpy as np
from benchmarks.given import command_line, leave
from benchmarks.section_rules import load_rules
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

Document = list[tuple[str, str]]
"""(kind, sentence) in order."""
Answers = list[list[str]]
"""A kind for every sentence of every document."""
TWIN_WORDS = 3
"""Words that a sentence has at least, to be looked for among the fitted ones."""
COMMAND = [sys.executable, "-c", "from plainspoken_models.cli import main; main()", "tag"]
Tagger = Callable[[Sequence[Sequence[str]]], Answers]


def held_out(document: Document) -> bool:
    """Whether a report of MTSamples belongs to the held-out tenth."""
    return int(hashlib.sha1(document[0][1].encode(), usedforsecurity=False).hexdigest(), 16) % 10 == 0


def split(rules: ModuleType) -> tuple[list[Document], dict[str, list[Document]]]:
    """What the TF-IDF classifier is fitted on (the tagger saw the same), and what both are asked about."""
    reports: list[Document] = list(rules.mtsamples())
    fitted = [d for d in reports if not held_out(d)] + list(rules.mtsdialog()) + list(rules.aci())
    asked = [d for d in reports if held_out(d) and sum(k == "procedure" for k, _ in d) < 0.3 * len(d)]
    dev = {
        "ACI-Bench": list(rules.aci("aci_test1.csv.gz")),
        "MTSamples": asked,
        "MTS-Dialog": list(rules.mtsdialog("mtsdialog_valid.csv.gz")),
    }
    return fitted, dev


def bare(text: str) -> str:
    """The text as a bare recogniser would return it."""
    plain = re.sub(r"\s+", " ", re.sub(r"[^\w\s/%]", " ", text.lower())).strip()
    return plain or text


class TfIdf:
    """Logistic regression on 1-2-grams of the sentence and of the one before, and the position."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.here = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        self.before = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True)
        texts = [[text for _, text in document] for document in documents]
        self.here.fit(text for row in texts for text in row)
        self.before.fit(text for row in texts for text in ["", *row[:-1]])
        self.model = LogisticRegression(C=5, max_iter=400, tol=1e-3)
        self.model.fit(self._table(texts), [kind for document in documents for kind, _ in document])

    def __call__(self, documents: Sequence[Sequence[str]]) -> Answers:
        """A kind for every sentence."""
        found = iter(self.model.predict(self._table(documents)).tolist())
        return [list(islice(found, len(document))) for document in documents]

    def _table(self, documents: Sequence[Sequence[str]]) -> Any:
        here = [text for row in documents for text in row]
        before = [text for row in documents for text in ["", *row[:-1]]]
        place = np.array([[min(i / 20, 1), i == 0] for row in documents for i in range(len(row))], float)
        parts = [self.here.transform(here), 0.5 * self.before.transform(before), sparse.csr_matrix(place)]
        return sparse.hstack(parts).tocsr()


def starter(documents: Sequence[Sequence[str]]) -> Answers:
    """The shipped tagger's answers, from the command that anyone can run."""
    lines = "\n\n".join("\n".join(row) for row in documents)
    run = subprocess.run(COMMAND, input=lines.encode(), capture_output=True, check=True)
    kinds = iter(line.split("\t")[0] for line in run.stdout.decode().splitlines())
    answers = [list(islice(kinds, len(row))) for row in documents]
    assert not list(kinds)
    assert all(len(a) == len(d) for a, d in zip(answers, documents, strict=True)), (
        "an answer for each sentence"
    )
    return answers


def score(
    tagger: Tagger, documents: Sequence[Document], soap: Callable[[str], str]
) -> dict[str, dict[str, float]]:
    """% of 16 kinds and of S/O/A/P, for the text as written and bare."""
    truth = [kind for document in documents for kind, _ in document]
    result = {}
    for way, change in (("as written", str), ("bare", bare)):
        answers = tagger([[change(text) for _, text in document] for document in documents])
        pairs = list(zip([kind for row in answers for kind in row], truth, strict=True))
        kinds = 100 * sum(a == b for a, b in pairs) / len(pairs)
        letters = 100 * sum(soap(a) == soap(b) for a, b in pairs) / len(pairs)
        result[way] = {"kinds": round(kinds, 1), "soap": round(letters, 1)}
    return result


def agreement(
    fitted: Sequence[Document], documents: Sequence[Document], soap: Callable[[str], str]
) -> dict[str, float]:
    """Of sentences with a twin among the fitted documents: how many, and % whose label is the twins' most common."""
    known: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, text in (statement for document in fitted for statement in document):
        known[bare(text)][kind] += 1
    asked = [(kind, bare(text)) for document in documents for kind, text in document]
    pairs = [
        (kind, known[text].most_common(1)[0][0])
        for kind, text in asked
        if text in known and len(text.split()) >= TWIN_WORDS
    ]
    same = 100 * sum(a == b for a, b in pairs) / max(1, len(pairs))
    letters = 100 * sum(soap(a) == soap(b) for a, b in pairs) / max(1, len(pairs))
    return {"sentences": len(pairs), "kinds": round(same, 1), "soap": round(letters, 1)}


def milliseconds(documents: Sequence[Document]) -> list[float]:
    """From a sentence going into the command to its kind coming out, for each sentence, on one thread."""
    spent = []
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdin
        assert run.stdout
        for document in documents:
            for _, text in document:
                began = time.perf_counter()
                run.stdin.write(f"{text}\n".encode())
                run.stdin.flush()
                assert run.stdout.readline()
                spent.append(1000 * (time.perf_counter() - began))
            run.stdin.write(b"\n")
        run.stdin.close()
    return spent[1:]  # the first one waits for the engine to start


def report(result: dict[str, dict[str, Any]], times_ms: Sequence[float]) -> None:
    """Print the table."""
    names = "".join(f"{name:>14}" for name in ("TF-IDF", "starter", "TF-IDF bare", "starter bare"))
    print(f"{'16 kinds / S·O·A·P, %':<24}{'sentences':>10}{names}")
    for source, row in result.items():
        cells = [row[who][way] for way in ("as written", "bare") for who in ("tf-idf", "starter")]
        shown = "".join(f"{cell['kinds']:>7.1f} /{cell['soap']:>5.1f}" for cell in cells)
        print(f"{source:<24}{row['sentences']:>10}{shown}")
    for source, row in result.items():
        twins = row["labels"]
        print(
            f"{source}: {twins['sentences']} sentences have twins in training, and these the same label for "
            f"{twins['kinds']} / {twins['soap']} %"
        )
    middle, late = np.percentile(times_ms, [50, 95])
    print(
        f"a statement: median {middle:.1f} ms, 95 of 100 within {late:.1f} ms, through the command, on one thread"
    )


def main() -> None:
    """Fit, ask, print."""
    parser = command_line(__doc__)
    given = parser.parse_args()
    rules = load_rules(given.data)
    fitted, dev = split(rules)
    line = TfIdf(fitted)
    result: dict[str, dict[str, Any]] = {
        source: {
            "documents": len(documents),
            "sentences": sum(map(len, documents)),
            "tf-idf": score(line, documents, rules.soap),
            "starter": score(starter, documents, rules.soap),
            "labels": agreement(fitted, documents, rules.soap),
        }
        for source, documents in dev.items()
    }
    times_ms = milliseconds(dev["ACI-Bench"])
    report(result, times_ms)
    middle, late = np.percentile(times_ms, [50, 95]).tolist()
    leave({"accuracy": result, "statement_ms": {"median": middle, "p95": late}}, given.json)


if __name__ == "__main__":
    main()
