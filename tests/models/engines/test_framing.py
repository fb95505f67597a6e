"""Messages over a pipe arrive as they were sent, or not at all."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken_models.engines.framing import (
    MAX_HEADER_BYTES,
    MAX_PAYLOAD_BYTES,
    Frame,
    FramingError,
    read_frame,
    write_frame,
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.dictionaries(st.text().filter(lambda name: name != "payload_bytes"), VALUES, max_size=5)


def written(frame: Frame) -> bytes:
    """The bytes of a message."""
    stream = io.BytesIO()
    write_frame(stream, frame)
    return stream.getvalue()


@given(FIELDS, st.binary(max_size=2000))
def test_what_is_written_is_read(fields: dict[str, object], payload: bytes) -> None:
    """Fields and payload come back unchanged, and the next message begins right after."""
    stream = io.BytesIO(written(Frame(fields, payload)) * 2)
    for _ in range(2):
        found = read_frame(stream)
        assert found is not None
        assert (found.fields, found.payload) == (fields, payload)
    assert read_frame(stream) is None


@given(st.binary(max_size=200))
def test_noise_is_no_message(noise: bytes) -> None:
    """Whatever bytes come, reading gives a message, the end, or a FramingError; nothing else is raised."""
    try:
        found = read_frame(io.BytesIO(noise))
    except FramingError:
        return
    assert found is None or isinstance(found, Frame)


@given(st.data())
def test_half_a_message_is_none(data: st.DataObject) -> None:
    """A stream that ends inside a message is an error, never a shorter message."""
    whole = written(Frame({"op": "tag"}, b"some text"))
    half = whole[: data.draw(st.integers(1, len(whole) - 1))]
    with pytest.raises(FramingError):
        read_frame(io.BytesIO(half))


@pytest.mark.parametrize(
    "line",
    [
        b"[]\n",
        b'"x"\n',
        b"{}\n",
        b'{"payload_bytes":-1}\n',
        b'{"payload_bytes":true}\n',
        b'{"payload_bytes":1.5}\n',
        b'{"payload_bytes":%d}\n' % (MAX_PAYLOAD_BYTES + 1),
        b"[" * 100_000 + b"\n",
        b" " * (MAX_HEADER_BYTES + 1),
        b"\xff\xfe\n",
    ],
    ids=range(10),
)
def test_malformed_headers_are_refused(line: bytes) -> None:
    """A header is one line of JSON, an object, with a length within bounds."""
    with pytest.raises(FramingError):
        read_frame(io.BytesIO(line))


@pytest.mark.parametrize(
    "frame", [Frame({}, bytes(MAX_PAYLOAD_BYTES + 1)), Frame({"a": "b" * MAX_HEADER_BYTES})]
)
def test_too_long_is_not_written(frame: Frame) -> None:
    """A message that no peer would take is refused before a byte of it is written."""
    stream = io.BytesIO()
    with pytest.raises(ValueError, match="too long"):
        write_frame(stream, frame)
    assert stream.getvalue() == b""


def test_the_error_quotes_nothing() -> None:
    """What was read is not in the error: it may be dictated text."""
    with pytest.raises(FramingError) as caught:
        read_frame(io.BytesIO(b'{"text": "MARKERWORD\n'))
    assert "MARKERWORD" not in repr(caught.value)
    assert caught.value.__cause__ is None
