"""Linear models that have not seen the document they judge: soft targets, and realistic mistakes for the context.

Many of MTSamples' labels follow a heading that fits badly, so what a second model thinks of a sentence is worth
hearing. Both models are multinomial logistic regressions on n-grams of words and characters, fitted on three quarters
of the documents and asked about the fourth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from data import Document

KINDS = 16
FOLDS = 4
Floats = NDArray[np.float32]
Matrix = Any
"""A scipy CSR matrix, (sentences, features), float32."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Probabilities for every training sentence, in reading order of the documents; each (sentences, 16) float32."""

    causal: Floats
    """From a model that hears only the sentence and what came before."""
    both: Floats
    """From a model that hears the two sentences after it as well."""


def advise(documents: Sequence[Document], seed: int = 0) -> Advice:
    """Fit both models fold by fold; some minutes on one core."""
    rng = np.random.default_rng(seed)
    lengths = np.array([len(d.sentences) for d in documents])
    kind = np.array([s.kind for d in documents for s in d.sentences])
    fold = np.repeat([d.key // 10 % FOLDS for d in documents], lengths)
    before, after = _features([s.text for d in documents for s in d.sentences], lengths)
    result = []
    for table in (before, sparse.hstack([before, after]).tocsr()):
        found = np.zeros((len(kind), KINDS), np.float32)
        for out in range(FOLDS):
            weights = fit(table[fold != out], np.eye(KINDS, dtype=np.float32)[kind[fold != out]], rng)
            found[fold == out] = probabilities(table[fold == out] @ weights)
        result.append(found)
    return Advice(*result)


def fit(
    table: Matrix, targets: Floats, rng: np.random.Generator, epochs: int = 4, rate: float = 4.0
) -> Floats:
    """Multinomial logistic regression by Adagrad on batches of 256: (features, 16)."""
    weights = np.zeros((table.shape[1], KINDS), np.float32)
    squares = np.full_like(weights, 1e-2)
    for _ in range(epochs):
        order = rng.permutation(table.shape[0])
        for start in range(0, len(order), 256):
            rows = order[start : start + 256]
            batch = table[rows]
            used, place = np.unique(batch.indices, return_inverse=True)
            small = sparse.csr_matrix((batch.data, place, batch.indptr), shape=(len(rows), len(used)))
            slope = small.T @ ((probabilities(small @ weights[used]) - targets[rows]) / len(rows))
            squares[used] += slope * slope
            weights[used] -= rate * slope / np.sqrt(squares[used])
    return weights


def probabilities(scores: Floats) -> Floats:
    """Softmax over the kinds."""
    raised = np.exp(scores - scores.max(1, keepdims=True))
    out: Floats = raised / raised.sum(1, keepdims=True)
    return out


def _features(texts: list[str], lengths: NDArray[np.int64]) -> tuple[Matrix, Matrix]:
    word = r"(?u)\b[a-z]+\b|\d+"
    phrases = CountVectorizer(ngram_range=(1, 3), min_df=2, token_pattern=word)
    letters = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=5)
    pairs = _scaled(CountVectorizer(ngram_range=(1, 2), min_df=3, token_pattern=word).fit_transform(texts))
    here = [
        _scaled(phrases.fit_transform(texts)),
        0.7 * _scaled(letters.fit_transform(texts)),
        _position(lengths),
    ]
    past = [0.5 * _moved(pairs, lengths, 1), 0.3 * _moved(pairs, lengths, 2), 0.4 * _heard(pairs, lengths)]
    future = [0.5 * _moved(pairs, lengths, -1), 0.3 * _moved(pairs, lengths, -2)]
    return _joined(here + past), _joined(future)


def _joined(parts: list[Matrix]) -> Matrix:
    return sparse.hstack(parts).tocsr().astype(np.float32)


def _scaled(counts: Matrix) -> Matrix:
    """1 + log of the counts, each row of length one."""
    table = counts.tocsr().astype(np.float32)
    table.data = 1 + np.log(table.data)
    size = np.sqrt(np.asarray(table.multiply(table).sum(1)).ravel())
    return sparse.diags(1 / np.maximum(size, 1e-6)).astype(np.float32) @ table


def _moved(table: Matrix, lengths: NDArray[np.int64], by: int) -> Matrix:
    """Row i holds what row i - by held, within the document."""
    place = np.arange(table.shape[0])
    start = np.repeat(np.cumsum(lengths) - lengths, lengths)
    end = np.repeat(np.cumsum(lengths), lengths)
    inside = (place - by >= start) & (place - by < end)
    move = sparse.csr_matrix(
        (np.ones(inside.sum(), np.float32), (place[inside], (place - by)[inside])), shape=(len(place),) * 2
    )
    return move @ table


def _heard(table: Matrix, lengths: NDArray[np.int64]) -> Matrix:
    """Row i holds the mean of up to thirty rows before it in the document."""
    spans = [(s + i, np.arange(s + max(0, i - 30), s + i)) for s, n in _starts(lengths) for i in range(1, n)]
    rows = np.repeat([i for i, _ in spans], [len(js) for _, js in spans])
    columns = np.concatenate([js for _, js in spans])
    share = np.concatenate([np.full(len(js), 1 / len(js), np.float32) for _, js in spans])
    return sparse.csr_matrix((share, (rows, columns)), shape=(table.shape[0],) * 2) @ table


def _starts(lengths: NDArray[np.int64]) -> list[tuple[int, int]]:
    return list(zip((np.cumsum(lengths) - lengths).tolist(), lengths.tolist(), strict=True))


def _position(lengths: NDArray[np.int64]) -> Matrix:
    i = np.concatenate([np.arange(n) for n in lengths])
    return sparse.csr_matrix(
        np.stack([np.minimum(i / 20, 2), i == 0, i == 1, (i > 1) & (i < 4), i >= 0], 1).astype(np.float32)
    )
