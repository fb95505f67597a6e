"""Where the embeddings begin: like words lie together, and lean towards the kinds that they speak for."""

import math
import random

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from data import recognised
from examples import Item
from network import Tagger, norm, spectral_embedding
from tokenizer import FIRST_KIND, KINDS, Vocabulary


def begin(
    tagger: Tagger, rows: list[list[Item]], plain: tuple[str, ...], words: Vocabulary, epochs: float = 4
) -> None:
    """Set the embeddings from a spectral analysis of the text and then a bag-of-tokens classifier."""
    rng = random.Random(0)
    bags, targets = _bags(rows, words, rng)
    texts = [words.model.encode(text.lower()) for text in plain]
    table = spectral_embedding([*bags, *texts], words.size, tagger.shape.width) * 2.5
    tagger.token_embd.weight.data = _classify(table, bags, targets, epochs)
    with torch.no_grad():
        first, width = tagger.blk[0], tagger.shape.width
        first.attn_qkv.weight[2 * width :] += 0.5 * torch.eye(width)
        first.attn_output.weight += 0.5 * torch.eye(width)


def _bags(rows: list[list[Item]], words: Vocabulary, rng: random.Random) -> tuple[list[list[int]], Tensor]:
    bags: list[list[int]] = []
    targets = []
    for row in rows:
        before: list[int] = []
        for item in row:
            ids = words.varied(recognised(item.text) if rng.random() < 0.5 else item.text, 0.05)
            bags.append([*ids, *ids, *before])
            targets.append(
                0.7 * np.eye(KINDS, dtype=np.float32)[item.kind] + 0.3 * item.advice.astype(np.float32)
            )
            before = ids
    return bags, torch.from_numpy(np.array(targets, np.float32))


def _classify(table: Tensor, bags: list[list[int]], targets: Tensor, epochs: float) -> Tensor:
    bag = nn.EmbeddingBag.from_pretrained(table, freeze=False, mode="mean")
    optimiser = torch.optim.Adam([bag.weight], lr=2e-3)
    steps = int(epochs * len(bags) / 512)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = 2e-3 * (1 - step / steps)
        chosen = torch.randint(len(bags), (512,)).tolist()
        ids = [[t for t in bags[c] if random.random() > 0.1] or [0] for c in chosen]
        starts = torch.tensor([0, *(len(i) for i in ids[:-1])]).cumsum(0)
        state = functional.dropout(norm(bag(torch.tensor([t for i in ids for t in i]), starts)), 0.2)
        loss = functional.cross_entropy(
            state @ bag.weight[FIRST_KIND : FIRST_KIND + KINDS].T, targets[chosen]
        )
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    print("bag of tokens", steps, round(float(loss.detach()), 3), flush=True)
    return bag.weight.detach() * min(
        1.0, 0.05 * math.sqrt(table.shape[1]) / float(bag.weight.detach().norm(dim=1).mean())
    )
