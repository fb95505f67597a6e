"""What our engine processes cost on top of the libraries inside them, and how much of the machine these use.

    .venv/bin/python -m benchmarks.engines_vs_native [--shapes base.en,1B] [--threads 1] [--runs 3] [--json FILE]

Models of real shapes with random weights (see random_models.py). For each, the same work is done in two ways, which
take turns, job by job, in one run:

- ours: `host.open_transcriber` and `host.open_tagger`, as the program uses them: a child process, a pipe, our Python,
  and for speech one more pass of the decoder for the probability that nobody spoke. A job is 10 s of sound, or one
  statement of a note.
- native: the bindings alone, in this process. Our engine works here once while we listen at the binding; then the
  calls that it made (`whisper_full` with the same parameters; `llama_decode` with the same rows of tokens) are made
  again, and nothing else.

The threads of both wait for each other in the same way (`QUIET_WAITING`): those of the bindings would otherwise go on
spinning into the turn of the other way.

The figure is the sum of the medians of all jobs, and the ratio of the two; the goal is 1.05 or less. The bindings are
the reference because whisper.cpp's and llama.cpp's own programs are in neither Debian 12 nor the Python packages; they
run the same library.

Then the bindings alone against the machine, taking turns again (see limits.py): whisper.cpp's encoder and llama.cpp's
reading of 512 tokens against matrix products; one token at a time, which reads every weight of the model (of Whisper,
the decoder's) and computes little, against reading memory. Operations and bytes are counted from the shapes. A share
above 100 % says that the model stays in the processor's cache.
"""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from ctypes import c_int32
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import _pywhispercpp as whisper_api
import llama_cpp.llama_cpp as llama_api
import numpy as np
from benchmarks.limits import Limits
from benchmarks.model_shapes import LLAMAS, WHISPERS
from benchmarks.random_models import TEXT_TOKENS, model, options
from benchmarks.tagger_latency import seconds, statements

from plainspoken_models.contracts import SAMPLE_RATE_HZ, SectionKind
from plainspoken_models.engines.engine_process import QUIET_WAITING
from plainspoken_models.engines.host import open_tagger, open_transcriber
from plainspoken_models.engines.llama_cpp import LlamaTagger
from plainspoken_models.engines.whisper_cpp import WhisperCpp

SOUND_S = 10
STATEMENTS = 12
READ_TOKENS = 512
"""A row that llama.cpp evaluates at once, as the product has it."""
STEPS = 8
"""Single tokens between two looks at the clock."""

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a binding that can be made again."""

    name: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]

    def __call__(self) -> object:
        """Make it again."""
        return self.function(*self.arguments)


@contextmanager
def listening(api: Any, *names: str) -> Iterator[list[Call]]:
    """The calls that are made of these functions of a binding meanwhile."""
    heard: list[Call] = []

    def ear(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def listen(*arguments: Any) -> Any:
            if name == "llama_decode":  # the tokens of a batch belong to the caller
                context, batch = arguments
                heard.append(Call(name, decode, (context, batch.token[: batch.n_tokens])))
            else:
                heard.append(Call(name, function, arguments))
            return function(*arguments)

        return listen

    with ExitStack() as stack:
        for name in names:
            stack.enter_context(patch.object(api, name, ear(name, getattr(api, name))))
        yield heard


def decode(context: Any, tokens: Sequence[int]) -> None:
    """Let llama.cpp evaluate tokens after those that have been."""
    array = (c_int32 * len(tokens))(*tokens)
    code = llama_api.llama_decode(context, llama_api.llama_batch_get_one(array, len(tokens)))
    assert code == 0


@dataclass(frozen=True, slots=True)
class Ways:
    """The same jobs in two ways, ours and the native one: pairs in this order."""

    jobs: tuple[tuple[Work, Work], ...]
    begin: tuple[Work, ...] = ()
    """What both need before each run."""


def compare(ways: Ways, runs: int) -> dict[str, float]:
    """Sums of the jobs' medians; both ways take turns, also in who comes first."""
    for work in (*ways.begin, *ways.jobs[0]):
        work()  # loads, and touches its memory
    spent = np.zeros((runs, len(ways.jobs), 2))
    for run in range(runs):
        for begin in ways.begin:
            begin()
        for at, job in enumerate(ways.jobs):
            for way in (0, 1) if (run + at) % 2 else (1, 0):
                spent[run, at, way] = seconds(job[way])
    ours, native = np.median(spent, axis=0).sum(axis=0).tolist()
    return {"jobs": len(ways.jobs), "ours_s": ours, "native_s": native, "ratio": ours / native}


def reached(limit: Callable[[], float], amount: float, work: Work, runs: int) -> dict[str, float]:
    """How much `work` does in a second of what it does `amount` of, beside the machine's limit: medians, in turns."""
    pairs = np.array([(amount / seconds(work), limit()) for _ in range(runs)])
    found, machine = np.median(pairs, axis=0).tolist()
    return {"per_s": found, "machine_per_s": machine, "share": found / machine}


def speech(name: str, path: Path, given: Namespace, limits: Limits) -> dict[str, Any]:
    """The figures of a Whisper."""
    noise = np.random.default_rng(0).standard_normal(SOUND_S * SAMPLE_RATE_HZ)
    sound = (0.1 * noise).astype(np.float32)
    with (
        closing(WhisperCpp(path, encoder_context="full", threads=given.threads)) as engine,
        open_transcriber(path, encoder_context="full", threads=given.threads) as hosted,
    ):
        with listening(whisper_api, "whisper_full") as heard:
            engine.transcribe(sound)
        (native,) = heard
        context = native.arguments[0]
        written = whisper_api.whisper_full_n_tokens(context, 0)
        assert TEXT_TOKENS <= written <= TEXT_TOKENS + 2, f"{written} tokens"
        ways = Ways(((partial(hosted.transcribe, sound), native),))
        return {**compare(ways, given.runs), **whisper_against(name, context, given, limits)}


def whisper_against(name: str, context: Any, given: Namespace, limits: Limits) -> dict[str, dict[str, float]]:
    """whisper.cpp against the machine."""
    shape = WHISPERS[name]

    def encode() -> None:
        code = whisper_api.whisper_encode(context, 0, given.threads)
        assert code == 0

    def step() -> None:
        for token in range(STEPS):
            code = whisper_api.whisper_decode(context, 1000 + token, 1, TEXT_TOKENS, given.threads)
            assert code == 0

    return {
        "multiply": reached(limits.multiply_per_s, shape.encoder_operations, encode, given.runs),
        "read": reached(limits.read_per_s, STEPS * shape.token_bytes, step, given.runs),
    }


def tagging(name: str, path: Path, given: Namespace, limits: Limits) -> dict[str, Any]:
    """The figures of a Llama."""
    kinds = list(SectionKind)
    with (
        closing(LlamaTagger(path, label_style="letters", threads=given.threads)) as engine,
        open_tagger(path, label_style="letters", threads=given.threads) as hosted,
    ):
        context, _ = heard_of(partial(engine.start, kinds))
        jobs = tuple(
            (partial(hosted.tag, text), heard_of(partial(engine.tag, text))[1])
            for text in statements(4 * STATEMENTS)[:STATEMENTS]
        )
        _, begin = heard_of(partial(engine.start, kinds))
        ways = Ways(jobs, (partial(hosted.start, kinds), begin))
        return {**compare(ways, given.runs), **llama_against(name, context, given.runs, limits)}


def heard_of(work: Work) -> tuple[Any, Work]:
    """llama.cpp's context as far as it was used, and what our engine does with the binding in this work."""
    with listening(llama_api, "llama_decode", "llama_memory_seq_rm", "llama_memory_clear") as calls:
        work()
    contexts = [call.arguments[0] for call in calls if call.name == "llama_decode"]

    def again() -> None:
        for call in calls:
            call()
        for context in contexts[-1:]:
            llama_api.llama_get_logits_ith(context, -1)  # waits until they are there

    return contexts[-1] if contexts else None, again


def llama_against(name: str, context: Any, runs: int, limits: Limits) -> dict[str, dict[str, float]]:
    """llama.cpp against the machine."""
    shape = LLAMAS[name]
    tokens = [1000 + at for at in range(READ_TOKENS)]

    def read() -> None:
        llama_api.llama_memory_clear(llama_api.llama_get_memory(context), True)
        decode(context, tokens)

    def step() -> None:
        for token in tokens[:STEPS]:
            decode(context, [token])

    return {
        "multiply": reached(limits.multiply_per_s, shape.operations(READ_TOKENS), read, runs),
        "read": reached(limits.read_per_s, STEPS * shape.token_bytes, step, runs),
    }


def report(found: dict[str, dict[str, Any]]) -> None:
    """Print the table."""
    heads = ("ours s", "native s", "ratio", "GFLOP/s", "machine", "share", "GB/s", "machine", "share")
    print(f"{'shape':<10}" + "".join(f"{head:>10}" for head in heads))
    for name, row in found.items():
        line = f"{name:<10}{row['ours_s']:>10.3f}{row['native_s']:>10.3f}{row['ratio']:>10.3f}"
        for part in ("multiply", "read"):
            rates = row[part]
            line += (
                f"{rates['per_s'] / 1e9:>10.1f}{rates['machine_per_s'] / 1e9:>10.1f}{rates['share']:>10.0%}"
            )
        print(line)
    print(
        "ours: child process, pipe, our Python; native: the bindings alone; the same calls in turns; goal 1.05"
    )
    print("GFLOP/s: encoder, or 512 tokens read, beside matrix products; GB/s: single tokens, beside memory")


def main() -> None:
    """Measure each shape, and print the table."""
    if "GOMP_SPINCOUNT" not in os.environ:  # read once, when the library is loaded
        os.execve(sys.executable, sys.orig_argv, {**os.environ, **QUIET_WAITING})  # noqa: S606  this very program
    given = options(__doc__, [*WHISPERS, *LLAMAS]).parse_args()
    found: dict[str, dict[str, Any]] = {}
    with Limits(given.threads) as limits:
        for name in given.shapes.split(","):
            measure = speech if name in WHISPERS else tagging
            found[name] = measure(name, model(name, given.models), given, limits)
    print(f"threads: {given.threads}, runs: {given.runs}")
    report(found)
    if given.json:
        given.json.write_text(
            json.dumps({"threads": given.threads, "runs": given.runs, "shapes": found}, indent=2) + "\n"
        )


if __name__ == "__main__":
    main()
