"""For all tests: a slow example is no failure, for other programs may have the processor; a passphrase costs little."""

import pytest
from hypothesis import settings

from plainspoken.adapters import vault_passphrase

settings.register_profile("plainspoken", deadline=None)
settings.load_profile("plainspoken")


@pytest.fixture(autouse=True)
def cheap_scrypt(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second each time is for whoever guesses; the programs that end-to-end tests start take it in full."""
    if not request.node.get_closest_marker("full_cost"):
        monkeypatch.setattr(vault_passphrase, "SCRYPT_N", 2**10)
