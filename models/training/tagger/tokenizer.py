"""The tagger's vocabulary: SentencePiece BPE over lower-cased clinical text, the kinds as pieces of their own.

llama.cpp reads this kind of vocabulary as tokenizer model `llama`. Text is lower-cased before it gets here, in
training and in the product alike: recognisers are not consistent about capitals, and half the pieces do twice the work.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import sentencepiece as spm

from data import Split, recognised

START = 1
"""First token of a document (SentencePiece's beginning of sequence)."""
RESTART = 2
"""First token of a context that was cut: what follows is not the start of the document (end of sequence, reused)."""
FIRST_KIND = 3
"""The label tokens are `FIRST_KIND` to `FIRST_KIND + 15`, in the order of the kinds."""
KINDS = 16
LONGEST_STATEMENT = 100
"""Tokens of a statement that are read; of a longer one, its end."""


def piece(kind: str) -> str:
    """The label token's text."""
    return f"<|{kind}|>"


def train_vocabulary(split: Split, kinds: Sequence[str], target: Path, size: int) -> None:
    """Write `target`, a SentencePiece model.

    Pieces may cross spaces: set phrases become one token, and rows are a quarter shorter.
    """
    spm.SentencePieceTrainer.train(
        sentence_iterator=_lines(split),
        model_prefix=str(target.with_suffix("")),
        vocab_size=size,
        model_type="bpe",
        byte_fallback=True,
        split_digits=True,
        split_by_whitespace=False,
        max_sentencepiece_length=24,
        normalization_rule_name="identity",
        user_defined_symbols=[piece(kind) for kind in kinds],
        character_coverage=0.9999,
        num_threads=1,
        minloglevel=2,
    )


def _lines(split: Split) -> Iterable[str]:
    for document in split.train:
        for sentence in document.sentences:
            yield sentence.text.lower()[:2000]
            yield recognised(sentence.text)[:2000]
    for text in split.plain:
        yield from (text.lower()[i : i + 1000] for i in range(0, len(text), 4000))


class Vocabulary:
    """Text to token numbers."""

    def __init__(self, path: Path) -> None:
        """Load a model written by `train_vocabulary`."""
        self.model = spm.SentencePieceProcessor(model_file=str(path))
        self.size: int = self.model.get_piece_size()

    def statement(self, text: str) -> list[int]:
        """Token numbers of one statement, at least one and at most `LONGEST_STATEMENT`."""
        return self.model.encode(text.lower())[-LONGEST_STATEMENT:] or [0]

    def varied(self, text: str, dropout: float) -> list[int]:
        """As `statement`, but with merges left out at random, which teaches that pieces have parts."""
        ids = self.model.encode(text.lower(), enable_sampling=True, alpha=dropout, nbest_size=-1)
        return ids[-LONGEST_STATEMENT:] or [0]
