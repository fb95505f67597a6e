"""Tokens become words at blanks, and words get their times from the sound."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken_models.contracts import SAMPLE_RATE_HZ, Samples
from plainspoken_models.engines.whisper_words import Decoded, Token, timed_words, words_in_parts

NOISE = np.random.default_rng(1).normal(0, 0.1, 30 * SAMPLE_RATE_HZ).astype(np.float32)


def texts(*pieces: str | bytes) -> list[str]:
    """The words that these pieces make."""
    tokens = [Token(piece.encode() if isinstance(piece, str) else piece, 0.5) for piece in pieces]
    return [word.text for word in timed_words(tokens, NOISE)]


def loud(*seconds: float) -> Samples:
    """Noise and silence by turns, noise first, so many seconds each."""
    parts = [NOISE[: int(each * SAMPLE_RATE_HZ)] * (1 - at % 2) for at, each in enumerate(seconds)]
    return np.concatenate(parts)


def test_words_from_pieces_that_begin_with_a_blank() -> None:
    """Whisper's own pieces begin a word with a blank, and a mark joins the word before it."""
    assert texts(" No", " known", " all", "ergies", ".") == ["No", "known", "allergies."]


def test_words_from_single_characters() -> None:
    """The demo model spells: a blank is a piece of its own."""
    assert texts(*"BP is 132.") == ["BP", "is", "132."]


def test_a_character_may_be_cut_between_pieces() -> None:
    """A piece may hold half a character; half a character alone becomes a replacement mark, not an error."""
    assert texts(b" na\xc3", b"\xafve", b" \xff") == ["naïve", "\ufffd"]


def test_nothing_makes_no_words() -> None:
    """Blanks alone are no words."""
    assert texts() == texts(" ", "  ", "") == []


def test_probability_is_the_geometric_mean() -> None:
    """A word is as likely as its tokens are in the geometric mean; blanks between words do not count."""
    tokens = [Token(b"a", 0.9), Token(b"b", 0.4), Token(b" ", 0.001), Token(b"c", 0.5)]
    assert [word.probability for word in timed_words(tokens, NOISE)] == pytest.approx([0.6, 0.5])


def test_a_pause_belongs_to_no_word() -> None:
    """Of two words with a pause between them, one ends before it and the other begins after it."""
    first, second = timed_words([Token(b"fever", 1.0), Token(b" cough", 1.0)], loud(0.5, 1.0, 0.5))
    assert (first.start_ms, second.end_ms) == (0, 2000)
    assert first.end_ms == pytest.approx(500, abs=20)
    assert second.start_ms == pytest.approx(1500, abs=20)


def test_known_times_hold() -> None:
    """Words between two timestamp tokens lie between their times."""
    tokens = [
        Token(b"", 1.0, 200),
        Token(b" one", 1.0),
        Token(b"", 1.0, 900),
        Token(b"", 1.0, 1500),
        Token(b" two", 1.0),
    ]
    first, second = timed_words(tokens, loud(3.0))
    assert (first.start_ms, first.end_ms) == (200, 900)
    assert (second.start_ms, second.end_ms) == (1500, 3000)


def test_nothing_is_lost_where_the_decoder_has_no_room() -> None:
    """Sound with more words than the decoder can write is cut in a pause, and both halves are written."""
    heard: list[int] = []

    def decode(samples: Samples) -> Decoded:
        heard.append(samples.size)
        word = Token(f" w{len(heard)}".encode(), 1.0)
        return Decoded((word,), 0.1 * len(heard), complete=samples.size < 5 * SAMPLE_RATE_HZ)

    words, no_speech = words_in_parts(decode, loud(4.0, 0.5, 4.0))
    assert heard[0] == heard[1] + heard[2]
    assert heard[1] / SAMPLE_RATE_HZ == pytest.approx(4.25, abs=0.25)
    assert [word.text for word in words] == ["w2", "w3"]
    assert words[0].end_ms <= 4010
    assert words[1].start_ms >= 4490
    assert no_speech == pytest.approx(0.2)


def test_a_loop_is_not_cut_for_ever() -> None:
    """A decoder that never ends is asked about a few halves, and what it wrote is given out."""
    heard: list[int] = []

    def decode(samples: Samples) -> Decoded:
        heard.append(samples.size)
        return Decoded((Token(b" you", 1.0),), 0.0, complete=False)

    words, _ = words_in_parts(decode, NOISE[: 14 * SAMPLE_RATE_HZ])
    assert 0 < len(words) <= len(heard) < 16


@given(
    st.lists(
        st.tuples(st.sampled_from([" a", "b", " ", "12", "é"]), st.none() | st.integers(0, 40_000)),
        max_size=30,
    ),
    st.integers(0, 3 * SAMPLE_RATE_HZ),
)
def test_times_are_in_order_whatever_comes(pieces: list[tuple[str, int | None]], samples: int) -> None:
    """Words never overlap and never leave the sound, even where timestamp tokens make no sense."""
    tokens = [Token(piece.encode() if at is None else b"", 0.5, at) for piece, at in pieces]
    words = timed_words(tokens, NOISE[:samples])
    times = [at_ms for word in words for at_ms in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert all(0 <= at_ms <= samples * 1000 // SAMPLE_RATE_HZ for at_ms in times)
