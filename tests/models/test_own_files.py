"""A file of the user's own has no digest, so its headers are followed to its end."""

from pathlib import Path

import pytest

from models.small_weights import ggml, gguf
from plainspoken_models.errors import ModelDamaged, ModelMissing
from plainspoken_models.registry import Role
from plainspoken_models.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store that has nothing of its own."""
    return Store(tmp_path / "store")


@pytest.mark.parametrize(("content", "role"), [(gguf(), Role.TAGGER), (ggml(), Role.SPEECH)])
@pytest.mark.parametrize("prefix", ["", "local:"])
def test_a_whole_file_can_be_used_by_its_path(
    store: Store, tmp_path: Path, content: bytes, role: Role, prefix: str
) -> None:
    """Its first bytes tell what it is, whatever it is called."""
    file = tmp_path / "own"
    file.write_bytes(content)
    assert store.path(f"{prefix}{file}") == file
    assert store.model(f"{prefix}{file}").role is role


@pytest.mark.parametrize("content", [gguf(), ggml()], ids=["gguf", "ggml"])
def test_no_truncation_goes_unnoticed(store: Store, tmp_path: Path, content: bytes) -> None:
    """The engines would take the process down on any of these."""
    file = tmp_path / "own.gguf"
    for length in range(len(content)):
        file.write_bytes(content[:length])
        with pytest.raises(ModelDamaged):
            store.path(str(file))


@pytest.mark.parametrize(
    "content",
    [
        gguf(promised=2**62),
        gguf(promised=17),
        ggml(tensors=49),
        b"GGUF" + b"\xff" * 99,
        b"lmgg" + b"\xff" * 99,
    ],
)
def test_headers_that_promise_too_much_are_noticed(store: Store, tmp_path: Path, content: bytes) -> None:
    """Sizes and counts have to fit the file, and nonsense must not take for ever."""
    file = tmp_path / "own.gguf"
    file.write_bytes(content)
    with pytest.raises(ModelDamaged):
        store.path(str(file))


def test_a_wrong_path_is_told_as_such(store: Store, tmp_path: Path) -> None:
    """A path is no id: no list of ids spelt alike."""
    with pytest.raises(ModelMissing, match="There is no file"):
        store.path(str(tmp_path / "nothing.gguf"))
