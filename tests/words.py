"""Words and utterances for tests, timed at three words a second."""

from plainspoken.dictation.transcribe import Utterance
from plainspoken_models.contracts import Word

WORD_MS = 333


def words(text: str, start_ms: int = 0) -> tuple[Word, ...]:
    """The words of a text, one after another."""
    return tuple(
        Word(word, start_ms + n * WORD_MS, start_ms + (n + 1) * WORD_MS, 0.9)
        for n, word in enumerate(text.split())
    )


def utterance(text: str, start_ms: int = 0) -> Utterance:
    """An utterance of that text."""
    said = words(text, start_ms)
    return Utterance(said, start_ms, said[-1].end_ms if said else start_ms)
