"""Train the section tagger on one processor core: `python train.py DATA_FOLDER WORK_FOLDER --minutes 50`.

The work folder keeps the vocabulary, the teachers' advice and the weights; what is there already is not made again.
"""

import argparse
import copy
import dataclasses
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from beginning import begin
from data import Split, kinds, load_split
from examples import Batch, Feed, Item, items
from network import Shape, Tagger
from teacher import Advice, advise
from tokenizer import FIRST_KIND, KINDS, Vocabulary, train_vocabulary

PIECES = 12_000
"""Size of the vocabulary."""
TOKENS = 3072
"""Tokens of reports in a step."""
WORDS = 200
"""Places in a step at which the next token has to be guessed."""
ADVICE = 0.3
"""Share of the teacher's opinion in the targets."""
SMOOTH = 0.04
"""Share of the published label that is spread over all kinds."""
HEADING_WEIGHT = 0.3
TEXT_WEIGHT = 0.1


class Goals(nn.Module):
    """The network with its auxiliary head, which is dropped afterwards."""

    def __init__(self, tagger: Tagger, headings: int) -> None:
        super().__init__()
        self.tagger = tagger
        self.heading = nn.Linear(tagger.shape.width, headings, bias=False)
        nn.init.normal_(self.heading.weight, std=0.02)

    def forward(self, batch: Batch) -> Tensor:
        """(4,): the losses for label, heading and next token, and the label accuracy."""
        state = self.tagger(batch.tokens, batch.lengths)
        table = self.tagger.token_embd.weight
        end = state[batch.asked]
        scores = (end @ table[FIRST_KIND : FIRST_KIND + KINDS].T).float()
        label = functional.cross_entropy(scores, soft(batch))
        heading = functional.cross_entropy(self.heading(end).float(), batch.heading, ignore_index=-1)
        here = inside(batch.lengths)
        here = here[torch.randperm(len(here))[:WORDS]]
        text = functional.cross_entropy(functional.linear(state[here], table).float(), batch.tokens[here + 1])
        right = (scores.argmax(-1) == batch.kind).float().mean()
        return torch.stack((label, heading, text, right))


def soft(batch: Batch) -> Tensor:
    """Targets: mostly the published label, partly the teacher's opinion; (answers, 16)."""
    hard = functional.one_hot(batch.kind, KINDS) * (1 - SMOOTH) + SMOOTH / KINDS
    return hard * (1 - ADVICE) + batch.advice * ADVICE


def inside(lengths: list[int]) -> Tensor:
    """Places that are followed by a token of the same context."""
    last = torch.zeros(sum(lengths), dtype=torch.bool)
    last[torch.tensor(lengths).cumsum(0) - 1] = True
    return torch.nonzero(~last)[:, 0]


def rate(progress: float, peak: float) -> float:
    """Learning rate: 3 % warm-up, then a cosine to a fiftieth."""
    return peak * min(1.0, progress / 0.03) * (0.51 + 0.49 * math.cos(math.pi * min(1.0, progress)))


def follow(average: Tagger, model: Tagger, decay: float) -> None:
    """Move the running average of the weights."""
    with torch.no_grad():
        for a, b in zip(average.parameters(), model.parameters(), strict=True):
            a.lerp_(b, 1 - decay)


def take_step(goals: Goals, batch: Batch, optimiser: torch.optim.Optimizer, learning_rate: float) -> Tensor:
    """One step; the losses and the accuracy, (4,)."""
    for group in optimiser.param_groups:
        group["lr"] = learning_rate
    with torch.autocast("cpu", dtype=torch.bfloat16):
        losses: Tensor = goals(batch)
    label, heading, text, _ = losses
    (label + HEADING_WEIGHT * heading + TEXT_WEIGHT * text).backward()
    nn.utils.clip_grad_norm_(goals.parameters(), 1.0)
    optimiser.step()
    optimiser.zero_grad()
    return losses.detach()


def learn(goals: Goals, feed: Feed, seconds: float, peak: float) -> Tagger:
    """Train for so long by the clock and return the averaged weights."""
    optimiser = torch.optim.AdamW(
        goals.parameters(), lr=0.0, weight_decay=0.05, betas=(0.9, 0.98), fused=True
    )
    average = copy.deepcopy(goals.tagger).requires_grad_(requires_grad=False)
    begun, step, running = time.monotonic(), 0, torch.zeros(4)
    goals.train()
    while (progress := (time.monotonic() - begun) / seconds) < 1:
        losses = take_step(goals, feed.batch(TOKENS), optimiser, rate(progress, peak))
        step += 1
        follow(average, goals.tagger, min(0.995, step / (step + 20)))
        running = running.lerp(losses, max(0.02, 1 / step))
        if step % 50 == 0:
            label, heading, text, right = running.tolist()
            print(f"{progress:4.0%} step {step} epoch {feed.epoch} label {label:.3f} heading {heading:.3f} "
                  f"text {text:.3f} accuracy {right:.3f}", flush=True)  # fmt: skip
    return average


def vocabulary(split: Split, data: Path, work: Path) -> Vocabulary:
    """The vocabulary in the work folder."""
    path = work / "vocabulary.model"
    if not path.exists():
        train_vocabulary(split, kinds(data), path, PIECES)
    return Vocabulary(path)


def advised(split: Split, work: Path) -> tuple[list[list[Item]], int]:
    """The training rows with the advice in the work folder, and the number of common headings."""
    path = work / "advice.npz"
    if not path.exists():
        found = advise(split.train)
        np.savez(path, causal=found.causal, both=found.both)
    saved = np.load(path)
    return items(split.train, Advice(saved["causal"], saved["both"]))


def main() -> None:
    """Train and save the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--minutes", type=float, default=50)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    given.work.mkdir(parents=True, exist_ok=True)
    split = load_split(given.data)
    words = vocabulary(split, given.data, given.work)
    rows, headings = advised(split, given.work)
    shape = Shape(words.size)
    goals = Goals(Tagger(shape), headings)
    begin(goals.tagger, rows, split.plain, words)
    feed = Feed(rows, words, shape.context, given.seed)
    average = learn(goals, feed, given.minutes * 60, peak=1.5e-3)
    torch.save(
        {"shape": dataclasses.asdict(shape), "weights": average.state_dict()}, given.work / "tagger.pt"
    )


if __name__ == "__main__":
    main()
