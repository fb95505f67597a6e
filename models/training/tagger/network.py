"""The tagger's network: Llama's architecture, small, with tied embeddings."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from scipy.sparse import coo_matrix
from sklearn.decomposition import TruncatedSVD
from torch import Tensor, nn
from torch.nn import functional

EPSILON = 1e-5


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a network."""

    vocabulary: int
    width: int = 256
    layers: int = 2
    heads: int = 4
    hidden: int = 640
    context: int = 384
    """Positions, in tokens."""
    dropout: float = 0.15
    dropout_embedding: float = 0.2


class Norm(torch.autograd.Function):
    """RMS norm without weights; several times quicker than the stock one on a CPU."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        """Of x, (tokens, width)."""
        size = torch.linalg.vector_norm(x, dim=-1, keepdim=True, dtype=torch.float32)
        scale = torch.rsqrt(size * size / x.shape[-1] + EPSILON).to(x.dtype)
        y = x * scale
        ctx.save_for_backward(y, scale)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> Tensor:
        """The derivative of the above."""
        y, scale = ctx.saved_tensors
        along = (grad * y).mean(-1, keepdim=True)
        return torch.addcmul(grad, y, along, value=-1).mul_(scale)


def norm(x: Tensor) -> Tensor:
    """Each row divided by its root mean square."""
    out: Tensor = Norm.apply(x)  # type: ignore[no-untyped-call]
    return out


class Layer(nn.Module):
    """Attention and SwiGLU, each after an RMS norm and beside the residual stream."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width, hidden = shape.width, shape.hidden
        self.heads = shape.heads
        self.attn_qkv = nn.Linear(width, 3 * width, bias=False)
        self.attn_output = nn.Linear(width, width, bias=False)
        self.ffn_gate_up = nn.Linear(width, 2 * hidden, bias=False)
        self.ffn_down = nn.Linear(hidden, width, bias=False)

    def forward(self, x: Tensor, turn: Tensor, lengths: list[int], keep: Tensor | None) -> Tensor:
        """x: (tokens, width), several contexts end to end; keep: (2, tokens, width) or None, dropout."""
        parts = zip(*(torch.split(z, lengths) for z in self.mixed(x, turn)), strict=True)
        heard = torch.cat([attend(q, k, v) for q, k, v in parts])
        x = self.add(x, self.attn_output(heard.flatten(1)), keep, 0)
        return self.feed(x, keep)

    def mixed(self, x: Tensor, turn: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values, each (tokens, heads, size)."""
        both = self.attn_qkv(norm(x)).view(len(x), 3, self.heads, -1)
        turned = rotate(both[:, :2], turn)
        return turned[:, 0], turned[:, 1], both[:, 2]

    def feed(self, x: Tensor, keep: Tensor | None = None) -> Tensor:
        """The feed-forward half."""
        gate, up = self.ffn_gate_up(norm(x)).chunk(2, -1)
        return self.add(x, self.ffn_down(functional.silu(gate) * up), keep, 1)

    @staticmethod
    def add(x: Tensor, more: Tensor, keep: Tensor | None, place: int) -> Tensor:
        """Both together, the latter with channels dropped in training."""
        return x + more if keep is None else torch.addcmul(x, more, keep[place])


def attend(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Causal attention within one context; all (time, heads, size)."""
    time, _, size = q.shape
    future = FUTURE[:time, :time].to(q.dtype).expand(q.shape[1], time, time)
    scores = torch.baddbmm(future, q.transpose(0, 1), k.permute(1, 2, 0), alpha=size**-0.5)
    return torch.bmm(torch.softmax(scores, -1), v.transpose(0, 1)).transpose(0, 1)


FUTURE = torch.full((1024, 1024), -1e4, dtype=torch.bfloat16).triu(1)


def rotate(x: Tensor, turn: Tensor) -> Tensor:
    """Rotary positions; x: (tokens, any, heads, size), turn: (2, tokens, size / 2).

    Pairs are (i, i + size / 2) here, for speed; the export reorders the rows, for llama.cpp pairs neighbours.
    """
    cos, sin = turn[:, :, None, None].to(x.dtype)
    left, right = x.chunk(2, -1)
    return torch.cat((left * cos - right * sin, left * sin + right * cos), -1)


class Layers(nn.ModuleList):
    """A list of layers that says what it holds."""

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[Layer]: ...

        def __getitem__(self, place: int) -> Layer: ...  # type: ignore[override]


class Tagger(nn.Module):
    """Tokens in, states out; the logit of a label is its embedding times the state."""

    turn: Tensor
    coins: Tensor
    """Dropout factors drawn once and read from random places: drawing them anew took a tenth of the time."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.token_embd = nn.Embedding(shape.vocabulary, shape.width)
        self.blk = Layers(Layer(shape) for _ in range(shape.layers))
        size = shape.width // shape.heads
        angle = torch.outer(torch.arange(shape.context), 10000.0 ** (-torch.arange(0, size, 2) / size))
        self.coins = torch.zeros(0)
        self.register_buffer("turn", torch.stack((angle.cos(), angle.sin())), persistent=False)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=0.02)
        for layer in self.blk:
            for last in (layer.attn_output, layer.ffn_down):
                nn.init.normal_(last.weight, std=0.02 / math.sqrt(2 * shape.layers))

    def forward(self, tokens: Tensor, lengths: list[int]) -> Tensor:
        """tokens: (tokens,), several contexts end to end, their lengths beside → (tokens, width)."""
        x = self.token_embd(tokens)
        if self.training:
            x = functional.dropout(x.to(torch.bfloat16), self.shape.dropout_embedding)
        turn = torch.cat([self.turn[:, :n] for n in lengths], 1)
        for layer in self.blk:
            x = layer(x, turn, lengths, self._keep(x))
        return norm(x)

    def _keep(self, x: Tensor) -> Tensor | None:
        if not self.training:
            return None
        chance = 1 - self.shape.dropout
        size = 2 * x.numel()
        if len(self.coins) < 4 * size:
            self.coins = torch.bernoulli(torch.full((4 * size,), chance)).to(x.dtype) / chance
        at = int(torch.randint(len(self.coins) - size, ()))
        return self.coins[at : at + size].view(2, *x.shape)


def spectral_embedding(sequences: list[list[int]], vocabulary: int, width: int) -> Tensor:
    """Truncated SVD of the positive pointwise mutual information of tokens within five places: (vocabulary, width).

    Started from random numbers the same training ends many points lower: there is too little text to learn words from.
    """
    flat = np.concatenate([np.array([*s, -1, -1, -1, -1, -1]) for s in sequences])
    counts = coo_matrix((vocabulary, vocabulary))
    for step in range(1, 6):
        a, b = flat[:-step], flat[step:]
        real = (a >= 0) & (b >= 0)
        pairs = coo_matrix(
            (np.full(real.sum(), 1 / step), (a[real], b[real])), shape=(vocabulary, vocabulary)
        )
        counts = counts + pairs + pairs.T
    counts = counts.tocoo()
    total = np.asarray(counts.sum(1)).ravel() + 1e-9
    smooth = total**0.75
    smooth = smooth / smooth.sum()
    gain = np.log(counts.data / (total[counts.row] * smooth[counts.col]))
    positive = gain > 0
    table = coo_matrix(
        (gain[positive], (counts.row[positive], counts.col[positive])), shape=(vocabulary, vocabulary)
    )
    found = TruncatedSVD(width, n_iter=4, random_state=0).fit_transform(table.tocsr())
    found /= np.linalg.norm(found, axis=1, keepdims=True) + 1e-6
    return torch.tensor(found * 0.02 * math.sqrt(width), dtype=torch.float32)
