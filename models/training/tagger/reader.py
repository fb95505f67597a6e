"""Tagging as the product does it: kept keys and values, own answers as context, the history cut by rule."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from network import Layer, Tagger, norm
from tokenizer import FIRST_KIND, KINDS, RESTART, START, Vocabulary

RESTART_TOKENS = 192
"""When the context is full, the last whole statements with their labels that fit in so many tokens are kept."""


class Reader:
    """One document being tagged."""

    def __init__(self, model: Tagger, words: Vocabulary) -> None:
        self.model, self.words = model, words
        self.history: list[list[int]] = []
        self._open([START])

    def _open(self, tokens: list[int]) -> None:
        self.used = 0
        self.cache: list[tuple[Tensor, Tensor] | None] = [None] * len(self.model.blk)
        self.pending = tokens

    def tag(self, text: str) -> Tensor:
        """Log-probabilities of the sixteen kinds, (16,); the best one becomes part of the context."""
        ids = self.words.statement(text)
        if self.used + len(self.pending) + len(ids) + 1 > self.model.shape.context:
            self._restart()
        state = self._advance(self.pending + ids)
        scores = functional.log_softmax(
            self.model.token_embd.weight[FIRST_KIND : FIRST_KIND + KINDS] @ state, 0
        )
        label = FIRST_KIND + int(scores.argmax())
        self.history.append([*ids, label])
        self.pending = [label]
        return scores

    def _restart(self) -> None:
        kept: list[list[int]] = []
        room = RESTART_TOKENS
        for statement in reversed(self.history):
            room -= len(statement)
            if room < 0:
                break
            kept.insert(0, statement)
        self._open([RESTART, *(t for statement in kept for t in statement)])

    def _advance(self, ids: list[int]) -> Tensor:
        at, self.used = self.used, self.used + len(ids)
        x = self.model.token_embd(torch.tensor(ids))
        turn = self.model.turn[:, at : self.used]
        for place, layer in enumerate(self.model.blk):
            x, self.cache[place] = step(layer, x, turn, self.cache[place])
        return norm(x)[-1]


def step(
    layer: Layer, x: Tensor, turn: Tensor, cache: tuple[Tensor, Tensor] | None
) -> tuple[Tensor, tuple[Tensor, Tensor]]:
    """One layer over new tokens on top of what it remembers; x: (new tokens, width)."""
    q, k, v = layer.mixed(x, turn)
    if cache:
        k, v = torch.cat((cache[0], k)), torch.cat((cache[1], v))
    seen = torch.ones(len(q), len(k), dtype=torch.bool).tril(len(k) - len(q))
    q, keys, values = (z.transpose(0, 1)[None] for z in (q, k, v))
    heard = functional.scaled_dot_product_attention(q, keys, values, attn_mask=seen)[0].transpose(0, 1)
    return layer.feed(x + layer.attn_output(heard.flatten(1))), (k, v)


def answers(model: Tagger, words: Vocabulary, documents: Sequence[Sequence[str]]) -> list[list[Tensor]]:
    """Log-probabilities for every sentence of every document, each (16,)."""
    model.eval()
    with torch.inference_mode():
        found = []
        for document in documents:
            reader = Reader(model, words)
            found.append([reader.tag(text) for text in document])
    return found
