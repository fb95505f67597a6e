"""Messages over a pipe: one line of JSON, which says how many bytes follow, then those bytes as they are.

Sound and the text for the tagger travel as bytes after the line. The line holds names, numbers and times, and in a
transcriber's answer the words as well: neither part of a message may be logged or quoted.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

MAX_HEADER_BYTES = 256 * 1024
"""Bounds what a broken peer can make us read: the words of 30 s of speech take about 20 KiB."""

MAX_PAYLOAD_BYTES = 4 * 1024 * 1024
"""Twice the 1.92 MB of the longest sound that a transcriber takes."""

_LENGTH = "payload_bytes"


class FramingError(Exception):
    """The bytes are not a message: the peer is broken, and nothing more can be read from it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message."""

    fields: Mapping[str, object] = field(default_factory=dict)
    """Names to JSON values."""
    payload: bytes = b""
    """At most `MAX_PAYLOAD_BYTES`."""


Operations = Mapping[str, Callable[[Frame], Frame]]
"""What an engine can be asked, by name."""


def write_frame(stream: BinaryIO, frame: Frame) -> None:
    """Write one message and flush.

    Raises:
        ValueError: the message is longer than a peer would take, or not expressible in JSON.
        OSError: the peer is gone.
    """
    header = json.dumps({**frame.fields, _LENGTH: len(frame.payload)}, separators=(",", ":")).encode() + b"\n"
    if len(header) > MAX_HEADER_BYTES or len(frame.payload) > MAX_PAYLOAD_BYTES:
        raise ValueError("The message is too long.")
    stream.write(header + frame.payload)
    stream.flush()


def read_frame(stream: BinaryIO) -> Frame | None:
    """The next message, or None where the stream ends between two messages.

    Raises:
        FramingError: the bytes are not a message, or the stream ends inside one.
        OSError: the stream cannot be read.
    """
    line = stream.readline(MAX_HEADER_BYTES + 1)
    if not line:
        return None
    fields, length = _parse(line)
    payload = stream.read(length)
    if len(payload) != length:
        raise FramingError("The stream ended inside a message.")
    return Frame(fields, payload)


def _parse(line: bytes) -> tuple[dict[str, object], int]:
    if not line.endswith(b"\n"):
        raise FramingError("The header has no end.")
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):  # deep nesting is a RecursionError
        raise FramingError("The header is not JSON.") from None  # the cause would quote what was read
    length = fields.pop(_LENGTH, None) if isinstance(fields, dict) else None
    if type(length) is not int or not 0 <= length <= MAX_PAYLOAD_BYTES:
        raise FramingError("The header names no valid length.")
    return fields, length
