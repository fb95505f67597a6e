"""Nothing is loaded that was not verified, and no name ever stands for half a file."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from models.small_weights import ggml, gguf, model
from plainspoken_models import copying
from plainspoken_models.errors import (
    ModelDamaged,
    ModelError,
    ModelMissing,
    ModelRefused,
    ModelUnknown,
    StoreFull,
)
from plainspoken_models.registry import Registry, Role
from plainspoken_models.store import Store, default_folder, require_dictation, require_role

LargestFile = Callable[[int], AbstractContextManager[None]]

TAGGER, SPEECH = gguf(bytes(4000)), ggml()
SHIPPED = gguf(b"\1" * 64)
REGISTRY = Registry(
    (
        model(TAGGER, "tagger", "tagger.gguf", size=len(TAGGER)),
        model(SPEECH, "speech", "speech.bin"),
        model(SHIPPED, "starter", "starter.gguf", shipped=True, size=len(SHIPPED)),
    )
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with all three models in it."""
    (tmp_path / "store").mkdir()
    (tmp_path / "starter").mkdir()
    (tmp_path / "store" / "tagger.gguf").write_bytes(TAGGER)
    (tmp_path / "store" / "speech.bin").write_bytes(SPEECH)
    (tmp_path / "starter" / "starter.gguf").write_bytes(SHIPPED)
    return Store(tmp_path / "store", REGISTRY, tmp_path / "starter")


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    """A store whose folder does not even exist."""
    return Store(tmp_path / "empty", REGISTRY, tmp_path / "starter")


def names(folder: Path) -> list[str]:
    """Files in a folder, hidden ones too, without the list of verified ones."""
    return sorted(name for name in (file.name for file in folder.iterdir()) if name != ".verified.json")


class TestPath:
    """`path` hands out files that are safe to load, and no others."""

    @pytest.mark.parametrize("name", ["tagger", "speech", "starter"])
    def test_a_good_file_is_handed_out(self, store: Store, name: str) -> None:
        """A file with the registry's digest is found under the model's id."""
        assert store.path(name).read_bytes() in (TAGGER, SPEECH, SHIPPED)

    def test_a_missing_file_names_the_command_that_gets_it(self, empty: Store) -> None:
        """Nothing is downloaded in secret: the error says how it is done."""
        with pytest.raises(ModelMissing) as caught:
            empty.path("tagger")
        assert "plainspoken-models fetch tagger" in caught.value.remedy

    def test_a_missing_starter_is_a_broken_installation(self, empty: Store) -> None:
        """What ships cannot be fetched."""
        with pytest.raises(ModelMissing, match="install Plainspoken again"):
            empty.path("starter")

    @pytest.mark.parametrize("name", ["tagger", "speech", "starter"])
    @pytest.mark.parametrize(
        "damage",
        [
            lambda content: content[: len(content) // 2],
            lambda content: content[:2],
            lambda _content: b"",
            lambda content: content[:-1] + b"?",
            lambda content: b"<html>" + content[6:],
            lambda content: content + b"\0",
        ],
        ids=["truncated", "two bytes", "empty", "one byte changed", "a web page", "one byte more"],
    )
    def test_a_damaged_file_is_never_handed_out(
        self, store: Store, name: str, damage: Callable[[bytes], bytes]
    ) -> None:
        """Truncated, altered, or something else: damaged, even if the file was good a moment ago."""
        file = store.path(name)
        file.write_bytes(damage(file.read_bytes()))
        with pytest.raises(ModelDamaged):
            store.path(name)

    def test_a_good_file_is_read_whole_only_once(self, store: Store) -> None:
        """With size and time of change as they were, five gigabytes are not hashed again; `verify` does it anyway."""
        file = store.path("tagger")
        times = file.stat()
        file.write_bytes(TAGGER[:-1] + b"?")
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert store.path("tagger") == file
        with pytest.raises(ModelDamaged):
            store.verify("tagger")
        with pytest.raises(ModelDamaged):
            store.path("tagger")

    def test_what_ships_is_read_whole_each_time(self, store: Store) -> None:
        """It is small, and it lies where an update may leave the old time of change."""
        file = store.path("starter")
        times = file.stat()
        file.write_bytes(SHIPPED[:-1] + b"?")
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        with pytest.raises(ModelDamaged):
            store.path("starter")

    def test_a_new_digest_in_the_registry_is_not_fooled_by_an_old_verification(self, store: Store) -> None:
        """A file that was verified for one digest is not good for another."""
        store.path("speech")
        newer = Store(store.folder, Registry((model(SPEECH + b"!", "speech", "speech.bin"),)))
        with pytest.raises(ModelDamaged):
            newer.path("speech")

    @pytest.mark.parametrize("notes", [b"", b"[]", b"{", b"\xff", b'{"tagger.gguf": 3}'])
    def test_spoilt_notes_only_cost_time(self, store: Store, notes: bytes) -> None:
        """Whatever the list of verified files has become, files are then hashed again."""
        (store.folder / ".verified.json").write_bytes(notes)
        assert store.path("tagger").read_bytes() == TAGGER

    def test_an_unknown_id_names_those_spelt_alike(self, store: Store) -> None:
        """A typing error is told from a missing file."""
        with pytest.raises(ModelUnknown, match="Did you mean tagger"):
            store.path("tager")

    def test_a_folder_in_place_of_a_file_is_an_error_of_ours(self, empty: Store) -> None:
        """The system's complaint becomes a sentence."""
        (empty.folder / "tagger.gguf").mkdir(parents=True)
        with pytest.raises(ModelError, match="cannot be read"):
            empty.path("tagger")

    def test_the_folder_can_be_chosen_by_the_environment(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """PLAINSPOKEN_MODELS moves the store, to a bigger disk for instance."""
        monkeypatch.setenv("PLAINSPOKEN_MODELS", str(tmp_path / "big disk"))
        assert default_folder() == tmp_path / "big disk"
        monkeypatch.delenv("PLAINSPOKEN_MODELS")
        assert default_folder().parts[-2:] == ("plainspoken", "models")


class TestImport:
    """Bringing models on a stick."""

    def test_files_in_a_folder_are_known_by_their_digest(self, empty: Store, tmp_path: Path) -> None:
        """Renamed and in folders below, among other files: both models are found and verified."""
        stick = tmp_path / "stick"
        (stick / "a" / "b").mkdir(parents=True)
        (stick / "a" / "b" / "renamed").write_bytes(TAGGER)
        (stick / "ggml (1).bin").write_bytes(SPEECH)
        (stick / "holiday.jpg").write_bytes(b"\xff\xd8")
        imported = empty.import_from(stick)
        assert {found.id for found in imported.models} == {"tagger", "speech"}
        assert imported.damaged == ()
        assert empty.path("tagger").read_bytes() == TAGGER
        assert names(empty.folder) == ["speech.bin", "tagger.gguf"]

    def test_a_damaged_file_does_not_keep_the_others_out(self, empty: Store, tmp_path: Path) -> None:
        """It is told, and what is good is imported."""
        stick = tmp_path / "stick"
        stick.mkdir()
        (stick / "tagger.gguf").write_bytes(TAGGER[:-1])
        (stick / "speech.bin").write_bytes(SPEECH)
        imported = empty.import_from(stick)
        assert [found.id for found in imported.models] == ["speech"]
        assert "tagger.gguf" in str(imported.damaged[0])
        assert names(empty.folder) == ["speech.bin"]

    def test_importing_mends_what_is_damaged_and_leaves_what_is_good(
        self, store: Store, tmp_path: Path
    ) -> None:
        """The import is what the error about a damaged file advises."""
        (store.folder / "tagger.gguf").write_bytes(b"GGUF")
        good = (store.folder / "speech.bin").stat().st_mtime_ns
        for name, content in (("tagger.gguf", TAGGER), ("speech.bin", SPEECH)):
            (tmp_path / name).write_bytes(content)
            store.import_from(tmp_path / name)
        assert store.path("tagger").read_bytes() == TAGGER
        assert (store.folder / "speech.bin").stat().st_mtime_ns == good

    @pytest.mark.parametrize("content", [b"", b"<html>", TAGGER[:-1]])
    def test_a_stick_with_a_damaged_copy_is_told(self, empty: Store, tmp_path: Path, content: bytes) -> None:
        """By its name it is known, whatever it begins with; it is not called a stick without models."""
        stick = tmp_path / "stick"
        stick.mkdir()
        (stick / "tagger.gguf").write_bytes(content)
        (stick / "letter.txt").write_bytes(b"no model")
        imported = empty.import_from(stick)
        assert imported.models == ()
        assert [type(error) for error in imported.damaged] == [ModelDamaged]

    def test_nothing_half_written_is_left_when_the_disk_is_full(
        self, empty: Store, tmp_path: Path, largest_file: LargestFile
    ) -> None:
        """One clear error, and the folder is as it was."""
        (tmp_path / "tagger.gguf").write_bytes(TAGGER)
        with largest_file(len(TAGGER) // 2), pytest.raises(StoreFull, match="full"):
            empty.import_from(tmp_path / "tagger.gguf")
        assert names(empty.folder) == []
        assert empty.import_from(tmp_path / "tagger.gguf").models

    def test_a_stick_that_reads_differently_the_second_time_is_noticed(self, tmp_path: Path) -> None:
        """The digest is taken of the very bytes that are written, and nothing is left of them if it is wrong."""
        (tmp_path / "stick").write_bytes(TAGGER)
        target = tmp_path / "store" / "tagger.gguf"
        with pytest.raises(ModelDamaged, match="faithfully"):
            copying.copy_verified(tmp_path / "stick", target, model(TAGGER + b"?").sha256)
        assert names(target.parent) == []

    def test_a_strange_file_is_refused(self, empty: Store, tmp_path: Path) -> None:
        """A file that was named and is no known model is told how it can be used all the same."""
        (tmp_path / "own.gguf").write_bytes(gguf())
        with pytest.raises(ModelUnknown, match="--speech PATH"):
            empty.import_from(tmp_path / "own.gguf")

    @pytest.mark.parametrize("exists", [True, False])
    def test_nothing_to_import_is_an_error(self, empty: Store, tmp_path: Path, exists: bool) -> None:
        """An empty stick and a stick that is not there are told apart from success."""
        if exists:
            (tmp_path / "stick").mkdir()
        with pytest.raises(ModelMissing):
            empty.import_from(tmp_path / "stick")

    def test_a_store_that_cannot_be_written_is_an_error_of_ours(self, tmp_path: Path) -> None:
        """A file in the place of the folder: the system's complaint becomes a sentence."""
        (tmp_path / "file").write_bytes(b"")
        (tmp_path / "tagger.gguf").write_bytes(TAGGER)
        with pytest.raises(ModelError, match="could not be written"):
            Store(tmp_path / "file" / "store", REGISTRY).import_from(tmp_path / "tagger.gguf")


class TestExport:
    """Taking models to a machine without a network."""

    def test_what_is_exported_can_be_imported(self, store: Store, empty: Store, tmp_path: Path) -> None:
        """All but the shipped models travel, with a list of digests that `sha256sum --check` reads."""
        stick = tmp_path / "stick"
        assert {file.name for file in store.export_to(stick)} == {"tagger.gguf", "speech.bin"}
        assert names(stick) == ["SHA256SUMS", "speech.bin", "tagger.gguf"]
        assert f"{REGISTRY.get('tagger').sha256}  tagger.gguf\n" in (stick / "SHA256SUMS").read_text()
        assert len(empty.import_from(stick).models) == 2

    def test_a_second_export_completes_the_list(self, store: Store, tmp_path: Path) -> None:
        """Digests of what was there before stay in the list, each once."""
        store.export_to(tmp_path / "stick", ["tagger"])
        store.export_to(tmp_path / "stick", ["speech"])
        store.export_to(tmp_path / "stick", ["tagger"])
        lines = (tmp_path / "stick" / "SHA256SUMS").read_text().splitlines()
        assert sorted(line.split("  ")[1] for line in lines) == ["speech.bin", "tagger.gguf"]

    def test_a_damaged_model_is_not_passed_on(self, store: Store, tmp_path: Path) -> None:
        """What is exported was verified."""
        (store.folder / "tagger.gguf").write_bytes(TAGGER[:-1])
        with pytest.raises(ModelDamaged):
            store.export_to(tmp_path / "stick", ["tagger"])

    def test_nothing_to_export_is_an_error(self, empty: Store, tmp_path: Path) -> None:
        """An empty store says how to fill it."""
        with pytest.raises(ModelMissing, match="no models"):
            empty.export_to(tmp_path / "stick")


def test_the_demo_speech_model_is_refused_for_dictation() -> None:
    """The sentence says why, and what to install; a real model passes."""
    registry = Registry.load()
    with pytest.raises(ModelRefused, match="synthetic voices") as caught:
        require_dictation(registry.get("demo-speech"))
    assert "plainspoken-models fetch whisper-small.en-q5_1" in caught.value.remedy
    require_dictation(registry.get("whisper-small.en-q5_1"))


def test_a_model_is_refused_for_the_other_engine() -> None:
    """A tagger is never handed to whisper.cpp."""
    with pytest.raises(ModelRefused, match="speech model is needed"):
        require_role(REGISTRY.get("tagger"), Role.SPEECH)
    require_role(REGISTRY.get("tagger"), Role.TAGGER)
