"""Section tagging with llama.cpp: a statement is read once, and its section is the likeliest of a few next tokens.

The model's input is one row of tokens: a prefix, then each statement followed by its label. What llama.cpp has
evaluated of that row stays in its KV cache, so a new statement costs its own tokens only, and going back costs nothing.
Nothing is sampled: the same statements give the same tags.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

import numpy as np

from plainspoken_models.contracts import SectionKind, Tag
from plainspoken_models.engines import prompt
from plainspoken_models.engines.framing import Frame, Operations
from plainspoken_models.engines.kept_prefix import KeptPrefix
from plainspoken_models.engines.llama_model import LlamaModel, processor_features
from plainspoken_models.errors import EngineFailed

LabelStyle = Literal["kind_tokens", "letters"]
"""How a model writes a section: with a token of its own (the starter), or with a letter (any instruct model)."""

_KEYS: Final = "plainspoken.tagger."
_NUMBERS: Final = ("context_tokens", "restart_tokens", "statement_tokens", "restart_token_id")


@dataclass(frozen=True, slots=True)
class _Rules:
    """How a document is shown to the model. A file of ours says so itself, under keys named like these fields."""

    context_tokens: int
    """The row never grows longer."""
    restart_tokens: int
    """Where it would, it begins again with the latest statements that fit in so many tokens."""
    statement_tokens: int
    """Only the end of a longer statement is read, because the label follows the end."""
    lowercase: bool = False
    restart_token_id: int | None = None
    """What a row begins with after the first time; None: with the same as the first time."""


_RULES: Final[dict[LabelStyle, _Rules]] = {
    "kind_tokens": _Rules(512, 256, 100),  # models/training/tagger
    # A restart is read at once, while she speaks: a model of 1B reads some 50 tokens a second on two laptop cores.
    "letters": _Rules(4096, 320, 256),
}


def _rules(model: LlamaModel, style: LabelStyle) -> _Rules:
    usual = _RULES[style]
    own = {name: int(value) for name in _NUMBERS if (value := model.metadata(_KEYS + name))}
    rules = replace(usual, **own, lowercase=model.metadata(_KEYS + "lowercase") == "true")
    rules = replace(rules, context_tokens=min(rules.context_tokens, model.trained_tokens))
    if rules.restart_tokens + rules.statement_tokens + 2 > rules.context_tokens:
        raise EngineFailed("The context of this model is too short for tagging.", "Choose another model.")
    return rules


@dataclass(frozen=True, slots=True)
class _Statement:
    tokens: tuple[int, ...]
    label: int


@dataclass(frozen=True, slots=True)
class _Ahead:
    """A row that has been evaluated before anybody asked."""

    row: list[int]
    evaluated_before: int
    """Tokens that had been evaluated without it."""


class LlamaTagger:
    """A `SectionTagger` on any Llama-architecture GGUF.

    Args:
        path: the model; its digest has been checked.
        label_style: how this model writes a section.
        threads: processor threads, at least 1.
        cache: a folder to keep an instruct model's evaluated prefix in; None keeps none.

    Raises:
        EngineFailed: the model cannot be loaded, or cannot write labels in this style.
    """

    def __init__(
        self, path: Path, *, label_style: LabelStyle, threads: int, cache: Path | None = None
    ) -> None:
        self._model = LlamaModel(path)
        self._rules = _rules(self._model, label_style)
        self._letters = label_style == "letters"
        self._known_labels = _letter_tokens(self._model) if self._letters else _kind_tokens(self._model)
        self._labels: dict[SectionKind, int] = {}
        self._prefix = self._introduction() if self._letters else [self._model.start_token]
        self._kept = KeptPrefix(cache if self._letters else None, path)
        self._statements: list[_Statement] = []
        self._ahead: _Ahead | None = None
        self._model.open(context_tokens=self._rules.context_tokens, threads=threads)

    def start(self, kinds: Sequence[SectionKind]) -> None:
        """Begin a new document. The prefix stays in the cache where the kinds are the same as before."""
        if not kinds:
            raise ValueError("A document needs at least one kind of section.")
        self._statements, self._ahead = [], None
        self._labels = {kind: self._known_labels[kind] for kind in kinds}
        if self._letters and self._model.evaluated_of(self._prefix) is not None:
            self._kept.evaluate(self._model, self._prefix)
        self._model.forget_after(
            len(self._prefix)
        )  # the same document again is read in the same steps: the same bits

    def tag(self, text: str, among: Sequence[SectionKind] = ()) -> Tag:
        """Choose a kind for the next statement and append both to the document."""
        kinds = [kind for kind in self._labels if not among or kind in among]
        if not kinds:
            raise ValueError("None of the kinds to choose among was offered at the start.")
        tokens = self._tokens(text)
        row = self._row_before(tokens)
        if self._ahead and self._ahead.row != row:
            self._forget_ahead()
        self._ahead = None
        logits = self._model.logits_after(row, [self._labels[kind] for kind in kinds])
        odds = np.exp(logits - logits.max())
        best = int(odds.argmax())
        self._statements.append(_Statement(tokens, self._labels[kinds[best]]))
        return Tag(kinds[best], float(odds[best] / odds.sum()))

    def prepare(self, text: str) -> None:
        """Evaluate what `tag` would evaluate for this statement, in the same steps: the same bits either way."""
        row = self._row_before(self._tokens(text))
        self._forget_ahead()
        before = self._model.evaluated_of(row)
        if before is not None:
            self._model.logits_after(row, ())
            self._ahead = _Ahead(row, before)

    def _forget_ahead(self) -> None:
        """As if nothing had been evaluated ahead: rows that begin alike would else be read in other steps."""
        if self._ahead:
            self._model.forget_after(self._ahead.evaluated_before)
        self._ahead = None

    def assign(self, text: str, kind: SectionKind) -> None:
        """Append a statement filed by somebody else. It is evaluated together with the next one."""
        self._statements.append(_Statement(self._tokens(text), self._known_labels[kind]))

    def rewind(self, length: int) -> None:
        """Keep the first `length` statements."""
        if not 0 <= length <= len(self._statements):
            raise ValueError("A document can only be rewound to a length it had.")
        del self._statements[length:]
        self._forget_ahead()
        # Cut before the last label, as if nothing had come after it: the same next statement gives the same bits.
        row = self._row_before(())
        self._model.forget_after(len(row) - 1 if self._statements else len(row))

    def close(self) -> None:
        """Give the memory back."""
        self._model.close()

    def _tokens(self, text: str) -> tuple[int, ...]:
        # Vocabularies name their label and control tokens "<|…|>", and llama.cpp recognises labels ("user-defined"
        # tokens) in any text. What somebody says is never one of them.
        clean = " ".join(text.split()).replace("<|", "< |")
        if not clean:
            raise ValueError("A statement is not empty.")
        if self._rules.lowercase:
            clean = clean.lower()
        tokens = self._model.tokenise(f" {clean}" if self._letters else clean)[
            -self._rules.statement_tokens :
        ]
        if self._letters:
            tokens = (
                self._model.tokenise(prompt.STATEMENT_HEAD)
                + tokens
                + self._model.tokenise(prompt.STATEMENT_TAIL)
            )
        return tuple(tokens)

    def _row_before(self, tokens: Sequence[int]) -> list[int]:
        lengths = [len(statement.tokens) + 1 for statement in self._statements]
        room = self._rules.context_tokens - len(self._prefix)
        first = prompt.window_start([*lengths, len(tokens) + 1], room, self._rules.restart_tokens)
        again = self._rules.restart_token_id
        row = [again] if first and again is not None else list(self._prefix)
        for statement in self._statements[first:]:
            row += (*statement.tokens, statement.label)
        return [*row, *tokens]

    def _introduction(self) -> list[int]:
        """The same for all documents, whatever kinds they offer: so it is read once, and before the first word."""
        row = [self._model.start_token] if self._model.start_token >= 0 else []
        row += self._model.tokenise(prompt.introduction())
        for text, kind in prompt.examples():
            row += (*self._tokens(text), self._known_labels[kind])
        used = len(row) + self._rules.restart_tokens + 2 * self._rules.statement_tokens
        if used > self._rules.context_tokens:
            raise EngineFailed("The context of this model is too short for tagging.", "Choose another model.")
        return row


def operations(model: Path, *, label_style: LabelStyle, threads: int, cache: str | None = None) -> Operations:
    """What a child process answers with a tagger in it; see `host.HostedTagger` for the other side."""
    tagger = LlamaTagger(
        model, label_style=label_style, threads=threads, cache=Path(cache) if cache else None
    )

    def start(request: Frame) -> Frame:
        tagger.start(_kinds(request.fields["kinds"]))
        return Frame()

    def tag(request: Frame) -> Frame:
        chosen = tagger.tag(request.payload.decode(), _kinds(request.fields["among"]))
        return Frame({"kind": chosen.kind, "confidence": chosen.confidence})

    def prepare(request: Frame) -> Frame:
        tagger.prepare(request.payload.decode())
        return Frame()

    def assign(request: Frame) -> Frame:
        tagger.assign(request.payload.decode(), SectionKind(str(request.fields["kind"])))
        return Frame()

    def rewind(request: Frame) -> Frame:
        tagger.rewind(int(str(request.fields["length"])))
        return Frame()

    def processor(_request: Frame) -> Frame:
        return Frame({"features": processor_features()})

    return {
        "start": start,
        "tag": tag,
        "prepare": prepare,
        "assign": assign,
        "rewind": rewind,
        "processor": processor,
    }


def _kinds(names: object) -> list[SectionKind]:
    return [SectionKind(name) for name in names] if isinstance(names, list) else []


def _kind_tokens(model: LlamaModel) -> dict[SectionKind, int]:
    labels = {kind: model.tokenise(f"<|{kind}|>", special=True) for kind in SectionKind}
    if any(len(tokens) != 1 for tokens in labels.values()):
        raise EngineFailed(
            "This model has no tokens for sections.", "Choose it as an instruct model instead."
        )
    return {kind: tokens[0] for kind, tokens in labels.items()}


def _letter_tokens(model: LlamaModel) -> dict[SectionKind, int]:
    """One token for each letter, as it follows "Section:", with a blank before it if possible."""
    head = model.tokenise(prompt.STATEMENT_TAIL)
    for blank in (" ", ""):
        rows = {
            kind: model.tokenise(prompt.STATEMENT_TAIL + blank + prompt.letter(kind)) for kind in SectionKind
        }
        if all(row[:-1] == head for row in rows.values()):
            return {kind: row[-1] for kind, row in rows.items()}
    raise EngineFailed("This model cannot answer with single letters.", "Choose another model.")
