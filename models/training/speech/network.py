"""Whisper's architecture at a small size, with characters for tokens, laid out as whisper.cpp runs it."""

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

CHARACTERS = " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,'-/%"
START, NO_TIMES, END, NO_SPEECH = range(len(CHARACTERS), len(CHARACTERS) + 4)
TOKENS = len(CHARACTERS) + 4

WIDTH, HEADS, ENCODER_LAYERS, DECODER_LAYERS = 192, 3, 4, 3
MELS, HOP, WINDOW = 80, 160, 400
AUDIO_CONTEXT, TEXT_CONTEXT = 1500, 448
"""Whisper's own lengths: 1,500 encoder positions of 20 ms, 448 tokens."""


def mel_filters() -> NDArray[np.float32]:
    """The 80 x 201 triangular filters on Slaney's mel scale that Whisper was published with."""

    def to_mel(hz: float) -> float:
        return 15 + math.log(hz / 1000) * 27 / math.log(6.4) if hz >= 1000 else hz * 3 / 200

    mels = np.linspace(0, to_mel(8000), MELS + 2)
    edges = np.where(mels >= 15, 1000 * np.exp((mels - 15) * math.log(6.4) / 27), mels * 200 / 3)
    bins = np.linspace(0, 8000, WINDOW // 2 + 1)
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    area = 2 / (edges[2:] - edges[:-2])
    return (np.maximum(0, np.minimum(rising, falling)) * area[:, None]).astype(np.float32)


_FILTERS = torch.from_numpy(mel_filters())
_HANN = torch.hann_window(WINDOW)


def log_mel(sound: Tensor) -> Tensor:
    """Whisper's features: (clips, samples) at 16 kHz to (clips, 80, samples / 160). Values lie in a range of 2."""
    spectrum = torch.view_as_real(torch.stft(sound, WINDOW, HOP, window=_HANN, return_complex=True)[..., :-1])
    power = spectrum[..., 0].square() + spectrum[..., 1].square()
    loud = torch.clamp(_FILTERS @ power, min=1e-10).log10()
    floor = loud.amax(dim=(1, 2), keepdim=True) - 8
    return (torch.maximum(loud, floor) + 4) / 4


def sinusoids() -> Tensor:
    """Whisper's fixed positions of the encoder, (1500, width)."""
    half = WIDTH // 2
    speeds = torch.exp(-math.log(10000) / (half - 1) * torch.arange(half))
    angles = torch.arange(AUDIO_CONTEXT)[:, None] * speeds[None]
    return torch.cat([angles.sin(), angles.cos()], 1)


class Attention(nn.Module):
    """Multi-head attention; keys carry no bias, as in Whisper.

    Written out: on one CPU core the backward pass of PyTorch's fused attention is four times slower than this.
    """

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH, bias=False)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)

    def forward(self, x: Tensor, heard: Tensor | None = None, causal: bool = False) -> Tensor:
        """Attend from `x` to `heard`, or to `x` itself."""
        source = x if heard is None else heard
        query, key, value = _split(self.query(x)), _split(self.key(source)), _split(self.value(source))
        scores = torch.bmm(query * (WIDTH // HEADS) ** -0.5, key.transpose(1, 2))
        if causal:
            scores = scores + torch.full(scores.shape[1:], -1e4, dtype=scores.dtype).triu(1)
        mixed = torch.bmm(scores.softmax(-1).to(value.dtype), value).view(
            x.shape[0], HEADS, -1, WIDTH // HEADS
        )
        joined: Tensor = self.out(mixed.transpose(1, 2).reshape(x.shape))
        return joined


def _split(x: Tensor) -> Tensor:
    """(clips, positions, width) to (clips x heads, positions, width / heads)."""
    parts = x.view(x.shape[0], x.shape[1], HEADS, WIDTH // HEADS).transpose(1, 2)
    return parts.reshape(-1, x.shape[1], WIDTH // HEADS)


class Block(nn.Module):
    """One layer of the encoder, or of the decoder if `cross`."""

    def __init__(self, cross: bool) -> None:
        super().__init__()
        self.cross = cross
        self.attn, self.attn_ln = Attention(), nn.LayerNorm(WIDTH)
        if cross:
            self.cross_attn, self.cross_attn_ln = Attention(), nn.LayerNorm(WIDTH)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))
        self.mlp_ln = nn.LayerNorm(WIDTH)

    def forward(self, x: Tensor, heard: Tensor | None = None) -> Tensor:
        """(clips, positions, width) to the same shape."""
        x = x + self.attn(self.attn_ln(x), causal=self.cross)
        if self.cross:
            x = x + self.cross_attn(self.cross_attn_ln(x), heard)
        changed: Tensor = x + self.mlp(self.mlp_ln(x))
        return changed


class Network(nn.Module):
    """Encoder, decoder, and a CTC head that only helps training.

    The last number of the decoder's final state is always 1, so that one weight per token is a plain bias. The file
    for whisper.cpp uses it to give the 51,000 tokens that we do not have a score that can never win.
    """

    sinusoids: Tensor
    is_constant: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(MELS, WIDTH, 3, padding=1)
        self.conv2 = nn.Conv1d(WIDTH, WIDTH, 3, stride=2, padding=1)
        self.register_buffer("sinusoids", sinusoids(), persistent=False)
        self.enc = nn.ModuleList(Block(cross=False) for _ in range(ENCODER_LAYERS))
        self.ln_post = nn.LayerNorm(WIDTH)
        self.ctc = nn.Linear(WIDTH, len(CHARACTERS) + 1)
        self.emb = nn.Embedding(TOKENS, WIDTH)
        self.pos = nn.Parameter(torch.randn(TEXT_CONTEXT, WIDTH) * 0.01)
        self.dec = nn.ModuleList(Block(cross=True) for _ in range(DECODER_LAYERS))
        self.ln = nn.LayerNorm(WIDTH)
        self.register_buffer("is_constant", torch.eye(WIDTH)[-1], persistent=False)
        nn.init.normal_(self.emb.weight, std=0.02)

    def encode(self, mels: Tensor) -> Tensor:
        """(clips, 80, frames) to (clips, frames / 2, width)."""
        x = functional.gelu(self.conv2(functional.gelu(self.conv1(mels)))).transpose(1, 2)
        x = x + self.sinusoids[: x.shape[1]]
        for block in self.enc:
            x = block(x)
        heard: Tensor = self.ln_post(x)
        return heard

    def decode(self, tokens: Tensor, heard: Tensor) -> Tensor:
        """(clips, tokens) and the encoder's output to scores (clips, tokens, TOKENS)."""
        x = self.emb(tokens) + self.pos[: tokens.shape[1]]
        for block in self.dec:
            x = block(x, heard)
        state = self.ln(x) * (1 - self.is_constant) + self.is_constant
        return functional.linear(state, self.emb.weight)

    def forward(self, mels: Tensor, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """Decoder scores and CTC scores of a batch."""
        heard = self.encode(mels)
        return self.decode(tokens, heard), self.ctc(heard)


def load(weights: dict[str, Tensor]) -> Network:
    """A network with these weights; tokens that they lack start small."""
    network = Network()
    known = network.state_dict() | {k: v.float() for k, v in weights.items() if k not in ("pe", "emb.weight")}
    known["emb.weight"][: len(weights["emb.weight"])] = weights["emb.weight"].float()
    network.load_state_dict(known)
    return network
