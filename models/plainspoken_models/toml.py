"""TOML that people write by hand: whatever is wrong with it comes out as one error.

`tomllib` raises more than it says: RecursionError for lists in lists, a plain ValueError for a number of more digits
than Python turns into one. Larger numbers still, written in hexadecimal, pass, and fail where they are printed.
"""

import tomllib
from typing import Any

LARGEST = 2**63 - 1
"""TOML promises 64 bits, and wants an error for what does not fit (toml.io/en/v1.0.0#integer)."""


class NotToml(ValueError):
    """The text is not TOML. The message is a clause for people, with the line where that is known."""


def read_toml(source: str) -> dict[str, Any]:
    """The table that is written in `source`.

    Raises:
        NotToml: it is not TOML.
    """
    try:
        table = tomllib.loads(source)
    except RecursionError:
        raise NotToml("lists or tables in it are nested too deep") from None
    except ValueError as error:  # TOMLDecodeError is one
        raise NotToml(str(error)) from None
    _check_numbers(table)
    return table


def _check_numbers(table: dict[str, Any]) -> None:
    waiting: list[object] = [table]
    while waiting:
        match waiting.pop():
            case dict() as inner:
                waiting += inner.values()
            case list() as inner:
                waiting += inner
            case int() as number if not -LARGEST - 1 <= number <= LARGEST:
                raise NotToml("a number in it has more than 64 bits")
