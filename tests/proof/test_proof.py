"""The parts of the proof: each says that something holds, and each can say that it does not."""

import hashlib
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from email.message import Message
from importlib.metadata import Distribution
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import soundfile

from adapters.rings import FakeKeyring
from plainspoken.adapters.settings import Settings
from plainspoken.adapters.vault_door import VaultDoor
from plainspoken.dictation.errors import DesktopError, KeyringMissing
from plainspoken.proof import as_markdown, prove, sockets_section
from plainspoken.proof import vault as vault_proof
from plainspoken.proof.findings import Finding, Section
from plainspoken.proof.inventory import connecting, installed, licence_of, weights
from plainspoken.proof.kept import what_is_kept
from plainspoken.proof.sockets import Measured, _beyond, _families, measure
from plainspoken_models.store import STARTER_FOLDER, Store

GUILTY = (
    "import socket, time; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0)); "
    "time.sleep(1)"
)

INNOCENT = "import socket; socket.socket(socket.AF_UNIX).close(); socket.socketpair()"


def run(code: str) -> Measured:
    """Measured without strace."""
    return measure([sys.executable, "-c", code], tracer="")


def test_without_strace_an_open_socket_is_seen() -> None:
    """The system is asked while the program runs."""
    measured = run(GUILTY)
    assert measured.exit_code == 0
    assert [seen.split(" at ")[0] for seen in measured.network] == ["AF_INET SOCK_DGRAM"]
    assert "every 50 ms" in measured.how
    assert "open for less" in measured.blind
    assert "Sockets asked for, local ones included: not recorded." in sockets_section(measured).facts


def test_without_strace_local_sockets_are_no_leak() -> None:
    """The screen and the sound server are reached through them."""
    measured = run(f"{INNOCENT}; import time; time.sleep(0.3)")
    assert (measured.network, measured.exit_code) == (frozenset(), 0)
    assert "socketpair" in measured.programs


def test_without_strace_children_are_looked_at_too() -> None:
    """An engine is a child."""
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {GUILTY!r}])"
    assert len(run(code).network) == 1


LOG = """\
100 execve("/usr/bin/python", ["python", "-m", "child", "llama_cpp"], 0x7ffd /* 20 vars */) = 0
100 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3
100 connect(3, {sa_family=AF_UNIX, sun_path="/tmp/.X11-unix/X0"}, 110) = 0
101 socketpair(AF_UNIX, SOCK_STREAM, 0, [4, 5]) = 0
102 socket(AF_NETLINK, SOCK_RAW, 0) = 6
"""


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        (
            "103 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 7",
            "socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 7",
        ),
        ("103 socket(AF_INET6, SOCK_DGRAM, 0) = -1 EACCES (Permission denied)", "EACCES"),
        ("103 socket(AF_INET, SOCK_STREAM, 0 <unfinished ...>", "AF_INET"),
        ("103 socket(0x28 /* AF_??? */, SOCK_STREAM, 0) = 7", "0x28"),
        ("103 io_uring_setup(8, {flags=0}) = 7", "io_uring_setup"),
        ('103 connect(9, {sa_family=AF_INET, sin_port=htons(443), sin_addr="1.2.3.4"}, 16) = 0', "AF_INET"),
    ],
)
def test_in_a_trace_each_way_out_is_seen(line: str, seen: str) -> None:
    """Granted or refused, of a family that has a name or none, on a socket made here or handed over."""
    assert _beyond(LOG) == frozenset()
    (found,) = _beyond(f"{LOG}{line}\n")
    assert seen in found
    assert _families(LOG) == {"AF_UNIX", "AF_NETLINK"}


def test_a_dictation_that_did_not_happen_proves_nothing() -> None:
    """No socket was opened, because nothing was done: that does not hold."""
    seen = Measured("how", "blind", 0, "whisper_cpp llama_cpp", frozenset(), frozenset())
    assert all(finding.holds for finding in sockets_section(seen).findings)
    for exit_code, programs in ((1, seen.programs), (0, "whisper_cpp")):
        failed = Measured("how", "blind", exit_code, programs, frozenset(), frozenset())
        assert not sockets_section(failed).findings[0].holds


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Twenty seconds of sound."""
    file = tmp_path / "sample.wav"
    hiss = np.random.default_rng(1).integers(-999, 999, 20 * 16_000, dtype=np.int16)
    soundfile.write(file, hiss, 16_000)
    return file


def test_a_vault_is_filled_looked_at_and_removed(tmp_path: Path, sample: Path) -> None:
    """All of it holds, and the folder is as it was."""
    findings = vault_proof.examine_vault(tmp_path / "data" / "vault.db", sample)
    assert [str(finding) for finding in findings if not finding.holds] == []
    assert len(findings) == 5
    assert list((tmp_path / "data").iterdir()) == []


def test_her_own_vault_is_looked_at_and_a_plain_one_fails(tmp_path: Path, sample: Path) -> None:
    """A database that is not encrypted begins as one, and its bytes are not evenly spread."""
    plain = tmp_path / "vault.db"
    with closing(sqlite3.connect(plain)) as database:
        database.execute("CREATE TABLE note (text)")
        database.execute("INSERT INTO note VALUES (?)", ("She coughs. " * 1000,))
        database.commit()
    header, entropy = vault_proof.examine_vault(plain, sample)[-2:]
    assert (header.holds, entropy.holds) == (False, False)
    assert "The vault of this user" in header.says


@pytest.mark.parametrize("coding", vault_proof.CODINGS)
def test_a_word_is_found_however_it_is_written(coding: str) -> None:
    """In any case, at any place; and it is not found where it is not."""
    raw = b"\x00\xff\x01" + "ZygoMaticus".encode(coding) + b"\x00"
    assert vault_proof.holds(raw, "zygomaticus")
    assert not vault_proof.holds(raw, "masseter")


def test_entropy_of_what_is_known() -> None:
    """Nothing, one byte over and over, and all bytes alike."""
    assert vault_proof.bits_per_byte(b"") == 0
    assert vault_proof.bits_per_byte(b"\0" * 4096) == 0
    assert vault_proof.bits_per_byte(bytes(range(256)) * 16) == 8


def test_weights_are_read_to_the_end_and_a_changed_one_fails(tmp_path: Path) -> None:
    """One bit of what ships is turned: its digest is another, and the report says so; the other one's is printed."""
    starter = tmp_path / "starter"
    shutil.copytree(STARTER_FOLDER, starter)
    file = next(starter.glob("*.gguf"))
    content = bytearray(file.read_bytes())
    digest = hashlib.sha256(content).hexdigest()
    content[-1] ^= 1
    sound = weights(Store(tmp_path / "models", starter=starter))
    assert all(finding.holds for finding in sound)
    assert any(digest in finding.says for finding in sound)
    file.write_bytes(content)
    changed = weights(Store(tmp_path / "models", starter=starter))
    assert [finding.holds for finding in changed].count(False) == 1


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ((("License-Expression", "MIT"), ("License", "other")), "MIT"),
        ((("Classifier", "License :: OSI Approved"), ("License", "BSD")), "BSD"),
        ((("Classifier", "License :: OSI Approved :: MIT License"),), "MIT License"),
        (
            (("License", "Permission is hereby granted, free of charge, to any person obtaining a copy"),),
            "not declared",
        ),
        ((), "not declared"),
    ],
)
def test_a_licence_is_what_the_package_declares(fields: tuple[tuple[str, str], ...], licence: str) -> None:
    """In the newest of the three ways that it uses; a whole licence text is no name of one."""

    class Package:
        """A package of which only the metadata matters."""

        metadata = Message()

    for name, value in fields:
        Package.metadata[name] = value
    assert licence_of(cast("Distribution", Package())).startswith(licence)


def test_all_that_is_needed_is_listed_once() -> None:
    """What the program names, and what that brings; not what only the tests need."""
    names = [line.split()[0].lower() for line in installed()]
    assert {"plainspoken", "pyside6_essentials", "shiboken6", "numpy"} <= set(names)
    assert "pytest" not in names
    assert len(set(names)) == len(names)


def test_who_connects_is_named_and_a_dictation_loads_nothing_of_it() -> None:
    """All that the program and its engines import, in a process of its own."""
    (told,) = connecting()
    names = re.findall(r"[\w-]+", told.removeprefix("To make connections: ").partition(".")[0])
    assert {"requests", "urllib3", "certifi", "idna", "truststore"} <= set(names)
    dictating = (
        "import plainspoken.cli, plainspoken.ui.app, plainspoken.proof, plainspoken.doctor, plainspoken.adapters.vault",
        "import plainspoken_models.engines.whisper_cpp, plainspoken_models.engines.llama_cpp",
        "import sys; print(*sys.modules)",
    )
    ended = subprocess.run([sys.executable, "-c", ";".join(dictating)], capture_output=True, check=True)
    loaded = {name.partition(".")[0] for name in ended.stdout.decode().split()}
    assert "_pywhispercpp" in loaded
    assert loaded & {name.replace("-", "_") for name in names} == set()


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> VaultDoor:
    """Of a vault that is not there yet, on a system with a keyring."""
    monkeypatch.setattr("plainspoken.proof.kept.system_keyring", FakeKeyring)
    return VaultDoor(tmp_path / "vault.db", FakeKeyring())


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (
            "",
            (
                "without a file",
                "for 24 hours after delivery",
                "for 7 days after delivery",
                "off after 10 minutes",
                "herself",
            ),
        ),
        (
            "keep_notes_days = 1\nkeep_sound_hours = 1",
            ("for 1 hour after", "for 1 day after", "settings.toml"),
        ),
        (
            "keep_notes_days = 0",
            ("Notes: never written", "until its note is delivered (keep_notes_days = 0)"),
        ),
        ("keep_sound_hours = 0", ("until its note is delivered (keep_sound_hours = 0)",)),
        ("clear_clipboard_minutes = 0", ("until something else is copied",)),
        ("clear_clipboard_minutes = 1", ("off after 1 minute,",)),
        ('paste = "keys"', ("pasted with Ctrl+V",)),
        ('paste = "type"', ("is typed",)),
    ],
)
def test_what_is_kept_is_told_as_she_has_chosen(
    tmp_path: Path, door: VaultDoor, settings: str, says: tuple[str, ...]
) -> None:
    """Notes, sound, clipboard and pasting."""
    file = tmp_path / "settings.toml"
    if settings:
        file.write_text(settings)
    told = "\n".join(what_is_kept(Settings(file), door))
    assert [words for words in says if words not in told] == []


def test_who_has_the_key_is_told(tmp_path: Path, door: VaultDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keyring, she, or nobody: then nothing is kept."""

    def missing() -> FakeKeyring:
        raise KeyringMissing("There is none.", "Install one.")

    def key() -> str:
        return what_is_kept(Settings(tmp_path / "settings.toml"), door)[1]

    assert "in the system's keyring." in key()
    monkeypatch.setattr("plainspoken.proof.kept.system_keyring", missing)
    assert "nothing is written to disk" in key()
    (tmp_path / "vault.db").touch()
    assert "in a keyring that is not there now" in key()
    (tmp_path / "vault.db.key").touch()
    assert "behind a passphrase" in key()


def test_the_report_says_first_whether_all_holds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the exit code says the same; that one is written over is said; one that cannot be written is an error."""
    good, bad = (Section("A", (Finding(holds, "one thing"),), ("a fact",)) for holds in (True, False))
    assert "**Everything below holds.**" in as_markdown((good,), holds=True)
    assert "- a fact" in as_markdown((good,), holds=True)
    assert "without microphone, screen and clipboard" in as_markdown((), holds=True).partition("##")[0]
    file = tmp_path / "report.md"
    for section, code in ((good, 0), (bad, 1)):
        monkeypatch.setattr("plainspoken.proof.examine", lambda section=section: (section,))
        assert prove(file) == code
    first, second = capsys.readouterr().out.splitlines()
    assert ("written over" in first, "written over" in second) == (False, True)
    assert "- **FAILS**: one thing" in file.read_text("utf-8")
    with pytest.raises(DesktopError, match="could not be written"):
        prove(tmp_path / "none" / "report.md")
