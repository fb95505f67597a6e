"""A keyring for tests."""

from collections.abc import Callable

import keyring.backend
import keyring.errors


class FakeKeyring(keyring.backend.KeyringBackend):
    """Keeps secrets in memory; or fails, as it is told."""

    priority = 1

    def __init__(self, fails: Callable[[], Exception] | None = None, *, forgets: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.fails = fails
        self.forgets = forgets

    def get_password(self, service: str, username: str) -> str | None:
        """The secret."""
        if self.fails:
            raise self.fails()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        if self.fails:
            raise self.fails()
        if not self.forgets:
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Keep it no longer."""
        if self.fails:
            raise self.fails()
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError
