"""What tests of microphones and loudspeakers share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.desktop_services import Sound, a_home, a_sound_server


@pytest.fixture
def sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sound]:
    """A sound server of this test's own, which this process finds."""
    with a_home(tmp_path / "home") as home, a_sound_server(home, tmp_path / "logs") as server:
        for name in ("PULSE_SERVER", "ALSA_CONFIG_PATH", "XDG_RUNTIME_DIR", "HOME"):
            monkeypatch.setenv(name, server.env[name])
        yield server
