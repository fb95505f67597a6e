"""Accuracy on the development documents, in PyTorch: `python evaluate.py DATA_FOLDER WORK_FOLDER`.

`benchmarks/tagger_accuracy.py` measures the shipped file, through llama.cpp and the product's own command.
"""

import argparse
from pathlib import Path

import torch

from data import Document, load_split, recognised, soap_letters
from network import Shape, Tagger
from reader import answers
from tokenizer import Vocabulary


def score(
    model: Tagger, words: Vocabulary, documents: tuple[Document, ...], soap: str, bare: bool
) -> tuple[float, float]:
    """Shares of sentences with the right kind, and with the right letter of S/O/A/P."""
    texts = [[recognised(s.text) if bare else s.text for s in d.sentences] for d in documents]
    found = [int(scores.argmax()) for row in answers(model, words, texts) for scores in row]
    pairs = [(a, s.kind) for a, s in zip(found, (s for d in documents for s in d.sentences), strict=True)]
    return sum(a == b for a, b in pairs) / len(pairs), sum(soap[a] == soap[b] for a, b in pairs) / len(pairs)


def main() -> None:
    """Print one line for each source and each way of writing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    given = parser.parse_args()
    torch.set_num_threads(1)
    saved = torch.load(given.work / "tagger.pt")
    model = Tagger(Shape(**saved["shape"]))
    model.load_state_dict(saved["weights"])
    words = Vocabulary(given.work / "vocabulary.model")
    soap = soap_letters(given.data)
    for source, documents in load_split(given.data).dev.items():
        for bare in (False, True):
            kind, letter = score(model, words, documents, soap, bare)
            print(f"{source:<12}{'bare' if bare else 'as written':<12}{kind:8.1%}{letter:8.1%}", flush=True)


if __name__ == "__main__":
    main()
