"""Valid examples with damage in them. Random bytes alone never get past the first check."""

from collections.abc import Sequence

from hypothesis import strategies as st

LIES = (
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\x80",
    b"\1\0\0\0",
    b"\xff" * 8,
    b"\0" * 7 + b"\x80",
    b"\xff" * 7 + b"\x7f",
)
"""Counts and lengths at the edges of what they can be, the low byte first."""

VALUES = (
    "0",
    "-1",
    "3.5",
    "true",
    '""',
    '"x"',
    '"\\u0000"',
    '"~nobody-of-that-name/x.gguf"',
    '"local:\\u0000.bin"',
    "[]",
    "[[]]",
    '["plan", "plan"]',
    "[1, true]",
    "{}",
    "{ a = { b = 1 } }",
    "1979-05-27T07:32:00Z",
    "inf",
    "nan",
    "9" * 5_000,
    "0x" + "f" * 5_000,
    "[" * 2_000 + "]" * 2_000,
    '"""\n\n"""',
    "",
)
"""Of TOML, each of another type than is asked for somewhere, or at an edge: Python turns at most 4,300 digits into a
number, and reads lists in lists by recursion."""

KEYS = (
    "id",
    "title",
    "section",
    "kinds",
    "when_empty",
    "said_as",
    "guidance",
    "required",
    "group",
    "model",
    "file",
    "role",
    "bytes",
    "a.b",
    '"a b"',
    "[x]",
)


class Damaged(bytes):
    """Bytes that say how they came to be, rather than what they are."""

    how: object = None

    def __repr__(self) -> str:
        """Short."""
        return f"<{len(self)} bytes: {self.how}>"


def damaged_bytes(*examples: bytes) -> st.SearchStrategy[bytes]:
    """One of the examples, cut, stretched, or with other bytes in some places; sometimes nothing but noise."""
    which = st.integers(0, len(examples) - 1)
    hurt = st.builds(
        lambda n, hurts: _apply(examples[n], (n, hurts)), which, st.lists(_HURT, min_size=1, max_size=4)
    )
    return st.one_of(hurt, st.binary(max_size=300))


def damaged_toml(example: str) -> st.SearchStrategy[str]:
    """The example with lines left out, doubled, exchanged, broken, or with other values; sometimes any text."""
    lines = example.splitlines()
    edits = st.lists(
        st.tuples(
            st.integers(0, len(lines) - 1),
            st.sampled_from(("drop", "double", "value", "value", "value", "key", "break", "move", "insert")),
            st.sampled_from(VALUES),
            st.sampled_from(KEYS),
        ),
        min_size=1,
        max_size=4,
    )
    return st.one_of(edits.map(lambda done: _edit(lines, done)), st.text(max_size=80))


_HURT = st.tuples(
    st.floats(0, 1, exclude_max=True),
    st.sampled_from(("flip", "lie", "lie", "cut", "drop", "double", "insert")),
    st.integers(0, 255),
)


def _apply(example: bytes, hurts: tuple[int, Sequence[tuple[float, str, int]]]) -> Damaged:
    content = bytearray(example)
    for place, how, number in hurts[1]:
        at = int(place * len(content))
        match how:
            case "flip" if content:
                content[at] ^= 1 << number % 8
            case "lie":
                lie = LIES[number % len(LIES)]
                content[at : at + len(lie)] = lie
            case "cut":
                del content[at:]
            case "drop":
                del content[at : at + number]
            case "double":
                content[at:at] = content[at : at + number]
            case "insert":
                content[at:at] = bytes([number]) * 3
    damaged = Damaged(content)
    damaged.how = hurts
    return damaged


def _edit(lines: Sequence[str], edits: Sequence[tuple[int, str, str, str]]) -> str:
    found = list(lines)
    for place, how, value, key in edits:
        at = place % max(1, len(found))
        line = found[at] if found else ""
        name = line.partition("=")[0].strip() or key
        after = {
            "drop": [],
            "double": [line, line],
            "value": [f"{name} = {value}"],
            "key": [f"{key} ={line.partition('=')[2] or ' 1'}"],
            "break": [line[: len(line) // 2]],
            "move": [*found[:1], line],
            "insert": [line, f"{key} = {value}"],
        }[how]
        found[at : at + 1] = after
    return "\n".join(found)
