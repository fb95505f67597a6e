"""The registry is complete, consistent, and true about what ships."""

import hashlib
import importlib.util
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from plainspoken_models.errors import ModelError, ModelUnknown
from plainspoken_models.registry import REGISTRY_FILE, Model, Registry, Role
from plainspoken_models.store import STARTER_FOLDER, SUGGESTED_SPEECH_MODEL
from plainspoken_models.weights import check_shape

REGISTRY = Registry.load()
SHIPPED = [model for model in REGISTRY.models if model.shipped]
OFFERED = [model for model in REGISTRY.models if not model.shipped]
PIN_SCRIPT = Path(__file__).parents[2] / "models" / "training" / "pin_shipped.py"


def named(model: Model) -> str:
    """For the names of the tests."""
    return model.id


def test_all_models_are_there() -> None:
    """Two ship, seven speech models and three instruct models are offered."""
    assert {model.id for model in SHIPPED} == {"demo-speech", "section-tagger"}
    assert [model.role for model in OFFERED].count(Role.SPEECH) == 7
    assert [model.role for model in OFFERED].count(Role.TAGGER) == 3


def test_nothing_is_told_twice() -> None:
    """Ids, file names, digests and addresses each name one model: files are recognised by them."""
    for values in (
        [model.id for model in REGISTRY.models],
        [model.file.lower() for model in REGISTRY.models],
        [model.sha256 for model in REGISTRY.models],
        [model.url for model in OFFERED],
    ):
        assert len(set(values)) == len(values)


@pytest.mark.parametrize("model", SHIPPED, ids=named)
def test_what_ships_is_what_the_registry_says(model: Model) -> None:
    """Each starter file has the pinned size and digest and is whole weights of at most 12 MB, with a model card."""
    content = (STARTER_FOLDER / model.file).read_bytes()
    assert model.bytes == len(content) <= 12_000_000
    assert hashlib.sha256(content).hexdigest() == model.sha256, "run models/training/pin_shipped.py"
    assert check_shape(STARTER_FOLDER / model.file) == model.weight_format


@pytest.mark.parametrize("model", OFFERED, ids=named)
def test_what_is_offered_can_be_fetched_and_checked(model: Model) -> None:
    """An address over TLS that ends in the file's name, a digest, a size, a licence with a link."""
    address = urlsplit(model.url)
    assert address.scheme == "https"
    assert address.path.endswith(f"/resolve/main/{model.file}")
    assert re.fullmatch(r"[0-9a-f]{64}", model.sha256)
    assert model.likely_bytes
    assert model.licence
    assert model.licence_url.startswith("https://")


@pytest.mark.parametrize("model", REGISTRY.models, ids=named)
def test_an_engine_can_open_it(model: Model) -> None:
    """The format fits the role: whisper.cpp reads ggml, llama.cpp GGUF. The memory covers at least the weights."""
    assert model.weight_format == {Role.SPEECH: "ggml", Role.TAGGER: "gguf"}[model.role]
    assert model.encoder_context in {"fitted", "full"}
    assert model.label_style == ("kind_tokens" if model.shipped else "letters") or model.role is Role.SPEECH
    assert model.memory_mb_estimate * 1_000_000 > (model.likely_bytes or 0)


def test_only_the_demo_model_is_kept_from_dictation() -> None:
    """Every other speech model may be dictated to, and the suggested one is among them."""
    assert [model.id for model in REGISTRY.models if not model.dictation] == ["demo-speech"]
    assert REGISTRY.get(SUGGESTED_SPEECH_MODEL).role is Role.SPEECH


def test_the_community_licences_come_with_their_policy() -> None:
    """Meta's licence wants its acceptable use policy shown before the download."""
    for model in REGISTRY.models:
        assert ("use-policy" in model.notice) == model.id.startswith("llama")


@pytest.mark.parametrize(
    ("wrong", "suggestion"),
    [("whisper-smal.en-q5_1", "whisper-small.en-q5_1"), ("turbo", "whisper-large-v3-turbo-q5_0")],
)
def test_an_unknown_id_names_close_ones(wrong: str, suggestion: str) -> None:
    """A typing error, or half a name, gets an answer that helps."""
    with pytest.raises(ModelUnknown) as caught:
        REGISTRY.get(wrong)
    assert suggestion in caught.value.remedy


def test_an_id_like_no_other_is_sent_to_the_list() -> None:
    """Where nothing is close, the remedy is the command that shows all."""
    with pytest.raises(ModelUnknown, match="plainspoken-models list"):
        REGISTRY.get("zzzz")


def test_an_unknown_field_is_not_passed_over(tmp_path: Path) -> None:
    """A misspelt key in the registry is noticed when it is read."""
    file = tmp_path / "registry.toml"
    file.write_text(REGISTRY_FILE.read_text("utf-8").replace("licence_url", "license_url", 1), "utf-8")
    with pytest.raises(ModelError, match=r"licen[cs]e_url"):
        Registry.load(file)


def test_pinning_changes_the_shipped_entries_alone(tmp_path: Path) -> None:
    """After training, file, digest and size are rewritten; all other lines stay, comments included."""
    specification = importlib.util.spec_from_file_location("pin_shipped", PIN_SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    registry = tmp_path / "registry.toml"
    registry.write_text(REGISTRY_FILE.read_text("utf-8"), "utf-8")
    (tmp_path / "demo-speech-q4_0.bin").write_bytes(b"new speech")
    (tmp_path / "section-tagger-f16.gguf").write_bytes(b"new tagger")
    assert script.pin(registry, tmp_path) == []
    pinned = Registry.load(registry)
    assert pinned.get("demo-speech").file == "demo-speech-q4_0.bin"
    assert pinned.get("section-tagger").sha256 == hashlib.sha256(b"new tagger").hexdigest()
    assert pinned.get("section-tagger").bytes == 10
    before, after = (file.read_text("utf-8").splitlines() for file in (REGISTRY_FILE, registry))
    changed = [line for line, old in zip(after, before, strict=True) if line != old]
    assert len(changed) == 6
    (tmp_path / "demo-speech-q8_0.bin").write_bytes(b"two of them")
    assert "2 files" in script.pin(registry, tmp_path)[0]
