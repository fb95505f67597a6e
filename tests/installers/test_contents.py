"""What goes into the frozen programs is named in a list; anything else is told, and so is a line with no use."""

import tomllib
from typing import Any

import pytest
from installers.contents import ALLOWED, Contents, dangling, objections, pattern, size_mb

LIST: dict[str, Any] = {
    "files": ["plainspoken", "_internal/plainspoken/*.toml", "_internal/Qt/lib{A,B}.so"],
    "modules": ["plainspoken", "numpy"],
    "never": {"plainspoken": ["plainspoken.fetch", "ssl"], "both": ["torch"]},
}
FILES = ("plainspoken", "_internal/plainspoken/soap.toml", "_internal/Qt/libA.so")
MODULES = ("plainspoken", "plainspoken.cli", "numpy", "json", "json.decoder")


def found(files: tuple[str, ...] = FILES, modules: tuple[str, ...] = MODULES) -> list[str]:
    """The objections to a folder with these."""
    return [*objections(Contents(files, {"plainspoken": modules}), LIST)]


def test_what_the_list_names_is_no_objection() -> None:
    """Files by pattern, modules by the first part of their name; Python's own need no line."""
    assert found() == []


@pytest.mark.parametrize(
    "name", ["_internal/plainspoken/deeper/soap.toml", "_internal/Qt/libC.so", "notes.txt"]
)
def test_a_file_that_the_list_does_not_name_is_told(name: str) -> None:
    """A star does not reach into folders."""
    assert found(files=(*FILES, name)) == [f"file not allowed: {name}"]


def test_a_module_that_the_list_does_not_name_is_told() -> None:
    """Once, whatever it brings along."""
    assert found(modules=(*MODULES, "onnx", "onnx.helper")) == ["module not allowed: onnx"]


def test_what_must_never_be_inside_is_told_although_its_package_is_allowed() -> None:
    """One module of our own, one of Python's, and what hangs on them."""
    assert found(modules=(*MODULES, "plainspoken.fetch", "plainspoken.fetching", "ssl")) == [
        "never in plainspoken: plainspoken.fetch",
        "never in plainspoken: ssl",
    ]


def test_a_line_that_nothing_matches_is_told() -> None:
    """Or the list would allow things for ever that are long gone, and nobody would miss what was forgotten."""
    assert found(files=FILES[1:]) == ["nothing matches: plainspoken"]
    assert found(modules=("plainspoken",)) == ["nothing matches: numpy"]


def test_the_real_list_keeps_out_what_must_not_be_there() -> None:
    """Test data, other frameworks, Qt's browser and its QML; the one module that goes online, from what dictates."""
    allowed = tomllib.loads(ALLOWED.read_text("utf-8"))
    unwanted = (
        "_internal/torch/lib/libtorch.so",
        "_internal/onnxruntime/capi/onnxruntime.so",
        "_internal/PySide6/Qt/lib/libQt6Qml.so.6",
        "_internal/PySide6/Qt/lib/libQt6WebEngineCore.so.6",
        "_internal/PySide6/Qt/translations/qt_de.qm",
        "_internal/PySide6/Qt/plugins/platforms/libqvnc.so",
        "_internal/tests/data/written/pairs.tsv",
        "_internal/plainspoken_models/starter/speech.bin",
    )
    modules = {"plainspoken": ("plainspoken_models.fetch", "ssl"), "plainspoken-models": ("plainspoken.cli",)}
    told = {*objections(Contents(unwanted, modules), allowed)}
    assert {f"file not allowed: {name}" for name in unwanted} <= told
    assert {f"never in {program}: {name}" for program, names in modules.items() for name in names} <= told


def test_the_real_list_asks_for_the_weights_and_for_both_engines() -> None:
    """Without them, its lines match nothing."""
    allowed = tomllib.loads(ALLOWED.read_text("utf-8"))
    for name in ("starter/demo-speech-q5_0.bin", "starter/section-tagger-q8_0.gguf"):
        assert f"_internal/plainspoken_models/{name}" in allowed["files"]
    assert pattern("_internal/llama_cpp/lib/libggml*.so").fullmatch("_internal/llama_cpp/lib/libggml-base.so")
    assert "_internal/_pywhispercpp.*.so" in allowed["files"]


def test_links_are_followed_once_and_broken_ones_are_told(tmp_path: Any) -> None:
    """A link adds no size; one that leads nowhere is a library that was left out."""
    (tmp_path / "library").write_bytes(b"x" * 1_000_000)
    (tmp_path / "link").symlink_to("library")
    (tmp_path / "broken").symlink_to("nothing")
    assert size_mb(tmp_path) == pytest.approx(1.0, abs=0.001)
    assert dangling(tmp_path) == ["broken"]
