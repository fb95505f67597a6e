"""A passphrase shows nothing of itself, and is gone once it was used."""

import pytest

from plainspoken.workers.passphrase import Passphrase


def test_it_is_overwritten_when_it_was_used_even_by_what_failed() -> None:
    """Whoever still holds its bytes holds zeros."""
    passphrase, seen = Passphrase("open sesame"), [bytearray()]

    def use() -> None:
        with passphrase.spent() as typed:
            assert typed == b"open sesame"
            seen[0] = typed
            raise LookupError

    with pytest.raises(LookupError):
        use()
    assert seen[0] == bytes(11)
    with pytest.raises(ValueError, match="used once"), passphrase.spent():
        pass


def test_it_cannot_be_printed() -> None:
    """Neither in a message nor by a debugger's default."""
    passphrase = Passphrase("open sesame")
    assert "sesame" not in f"{passphrase} {passphrase!r} {[passphrase]}"
    assert not hasattr(passphrase, "__dict__")


def test_a_byte_that_is_no_text_is_part_of_it() -> None:
    """A terminal that is set to another alphabet; no error quotes what was typed."""
    with Passphrase("open\udcff").spent() as typed:
        assert len(typed) == 7
