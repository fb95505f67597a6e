"""The introduction of an instruct model, read once and kept: no answer changes, and harm costs time only."""

from contextlib import closing
from pathlib import Path

import pytest

from models.engines.contracts import KINDS, STATEMENTS
from models.engines.tiny_instruct import write_tiny_instruct
from plainspoken_models.contracts import Tag
from plainspoken_models.engines.llama_cpp import LlamaTagger

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random instruct model."""
    path = tmp_path_factory.mktemp("instruct") / "tiny.gguf"
    write_tiny_instruct(path)
    return path


def tags(model: Path, cache: Path | None) -> list[Tag]:
    """What a tagger that has just been started says."""
    with closing(LlamaTagger(model, label_style="letters", threads=1, cache=cache)) as tagger:
        tagger.start(KINDS)
        return [tagger.tag(text) for text in STATEMENTS]


def kept(cache: Path) -> Path:
    """The one file in the folder."""
    (path,) = cache.iterdir()
    return path


def test_what_was_kept_gives_the_same_answers(model: Path, tmp_path: Path) -> None:
    """To the last digit: read anew, kept, and loaded."""
    cache = tmp_path / "not" / "there yet"
    assert tags(model, cache) == tags(model, None)
    written = kept(cache).stat().st_mtime_ns
    assert tags(model, cache) == tags(model, None)
    assert kept(cache).stat().st_mtime_ns == written


@pytest.mark.parametrize("harm", ["cut off", "changed", "emptied", "of another model"])
def test_a_harmed_file_is_read_anew(model: Path, tmp_path: Path, harm: str) -> None:
    """And replaced by a sound one."""
    tags(model, tmp_path)
    path = kept(tmp_path)
    sound = path.read_bytes()
    changed = bytearray(sound)
    changed[-1] ^= 1
    other = b"\1" * 32 + sound[32:]
    path.write_bytes(
        {"cut off": sound[:-9], "changed": bytes(changed), "emptied": b"", "of another model": other}[harm]
    )
    assert tags(model, tmp_path) == tags(model, None)
    assert path.read_bytes() == sound


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(model: Path, tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "taken").write_bytes(b"")
    assert tags(model, tmp_path / "taken" / "folder") == tags(model, None)
    assert (tmp_path / "taken").read_bytes() == b""


def test_nothing_that_was_dictated_is_kept(model: Path, tmp_path: Path) -> None:
    """It is written before the first word, and never again: not even where it has gone."""
    with closing(LlamaTagger(model, label_style="letters", threads=1, cache=tmp_path)) as tagger:
        tagger.start(KINDS)
        kept(tmp_path).unlink()
        tagger.tag("She has a secret.")
        tagger.start(KINDS)
        tagger.tag("She has another one.")
    assert not list(tmp_path.iterdir())
