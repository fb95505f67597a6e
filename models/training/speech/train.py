"""Train the demo speech model on the banks. The learning rate follows the clock: state the minutes, get that long."""

import argparse
import copy
import random
import time
from itertools import count
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from clips import IGNORED, Clip, Spoken, batches, clips, mixed, read_bank, targets
from network import CHARACTERS, END, Network, load, log_mel

EMA = 0.998
CTC_EVERY = 4
"""Steps between two with the CTC loss: it takes a fifth of a step's time, and helps almost as much if given rarely."""


class Trainer:
    """Owns the network, its running average and the optimiser."""

    def __init__(self, network: Network, peak_rate: float) -> None:
        self.network, self.average = network, copy.deepcopy(network).requires_grad_(False)
        self.peak_rate = peak_rate
        decayed = [p for p in network.parameters() if p.ndim > 1]
        plain = [p for p in network.parameters() if p.ndim <= 1]
        groups = [{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}]
        self.optimiser = torch.optim.AdamW(groups, lr=peak_rate, betas=(0.9, 0.98), fused=True)
        self.steps = 0

    def step(self, batch: list[Clip], chance: random.Random, done: float) -> float:
        """One update; `done` is the part of the time that has passed. Returns the decoder's loss."""
        mels, tokens = _masked(log_mel(mixed(batch, chance)), chance), targets(batch, chance)
        given = tokens[:, :-1].masked_fill(tokens[:, :-1] == IGNORED, END)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores, ctc_scores = self.network(mels, given)
        loss = decoder_loss = _decoder_loss(scores.float(), tokens)
        if self.steps % CTC_EVERY == 0:
            loss = loss + (0.6 if done < 0.6 else 0.3) * _ctc_loss(ctc_scores.float(), batch)
        self._update(loss, done)
        return decoder_loss.item()

    def _update(self, loss: Tensor, done: float) -> None:
        rate = self.peak_rate * min(1.0, (self.steps + 1) / 100) * max(0.01, min(1.0, (1 - done) / 0.8))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.steps += 1
        if self.steps % 4 == 0:
            pairs = zip(self.average.parameters(), self.network.parameters(), strict=True)
            for mean, now in pairs:
                mean.lerp_(now.detach(), 4 * (1 - EMA))

    def save(self, path: Path) -> None:
        """Write the averaged weights as float32 under a temporary name, then rename."""
        partial = path.with_suffix(".part")
        torch.save(self.average.state_dict(), partial)
        partial.rename(path)


def _masked(mels: Tensor, chance: random.Random) -> Tensor:
    """Up to eight neighbouring mel bands of each clip set to its mean."""
    for clip in mels:
        first = chance.randint(0, 72)
        clip[first : first + chance.randint(0, 8)] = clip.mean()
    return mels


def _decoder_loss(scores: Tensor, tokens: Tensor) -> Tensor:
    wanted = tokens[:, 1:].clone()
    wanted[:, 0] = IGNORED
    return functional.cross_entropy(
        scores.reshape(-1, scores.shape[-1]), wanted.reshape(-1), ignore_index=IGNORED, label_smoothing=0.02
    )


def _ctc_loss(scores: Tensor, batch: list[Clip]) -> Tensor:
    texts = [[CHARACTERS.index(c) for c in clip.text] for clip in batch]
    heard = [min(scores.shape[1], int(clip.seconds * 50) + 2) for clip in batch]
    return functional.ctc_loss(
        scores.log_softmax(-1).transpose(0, 1),
        torch.tensor([c for text in texts for c in text]),
        torch.tensor(heard),
        torch.tensor([len(text) for text in texts]),
        blank=len(CHARACTERS),
        zero_infinity=True,
    )


def _read_new(folder: Path, known: dict[Path, list[Spoken]]) -> list[Spoken]:
    """All sentences of all banks, those written since the last call included."""
    for path in sorted(folder.glob("train-???.npz")):
        if path not in known:
            known[path] = read_bank(path)
    return [sentence for bank in known.values() for sentence in bank]


def train(trainer: Trainer, banks: Path, out: Path, minutes: float, batch_s: float) -> None:
    """Train until the minutes are over, saving every four of them; new banks are taken up as they appear."""
    chance, known = random.Random(7), dict[Path, list[Spoken]]()
    losses: list[float] = []
    start = saved = time.monotonic()
    for _ in count():
        sentences = _read_new(banks, known)
        sentences = chance.sample(sentences, min(len(sentences), 4000))
        for batch in batches(clips(sentences, chance), batch_s, chance):
            now = time.monotonic()
            done = (now - start) / (60 * minutes)
            if done >= 1 or now - saved > 240:
                trainer.save(out)
                saved = now
            if done >= 1:
                return
            losses.append(trainer.step(batch, chance, done))
            if len(losses) == 100:
                print(f"{trainer.steps} steps, {now - start:.0f} s, loss {sum(losses) / 100:.3f}", flush=True)
                losses.clear()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("banks", type=Path, help="folder of the banks that voices.py writes")
    parser.add_argument("out", type=Path, help="weights to write (.pt)")
    parser.add_argument("--start-from", type=Path, help="weights to go on from")
    parser.add_argument("--minutes", type=float, default=80)
    parser.add_argument("--rate", type=float, default=1e-3, help="peak learning rate")
    parser.add_argument("--batch", type=float, default=100, help="seconds of sound in a batch")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    weights = torch.load(options.start_from) if options.start_from else Network().state_dict()
    train(Trainer(load(weights), options.rate), options.banks, options.out, options.minutes, options.batch)


if __name__ == "__main__":
    main()
