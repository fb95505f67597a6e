"""What people write by hand, with mistakes in it: only our own errors come out, and they name what to do."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from damage import VALUES, damaged_toml
from plainspoken.adapters.settings import Settings
from plainspoken.adapters.template_folder import all_templates
from plainspoken.clinic import templates
from plainspoken.clinic.template_reader import likely_id, parse_template
from plainspoken.dictation.errors import SettingsError
from plainspoken_models.errors import ModelError, PlainspokenError
from plainspoken_models.registry import REGISTRY_FILE, Model, Registry
from plainspoken_models.store import Store

TEMPLATES = Path(templates.__file__).with_name("note_templates")
SOAP, OPERATIVE = (TEMPLATES.joinpath(f"{name}.toml").read_text("utf-8") for name in ("soap", "operative"))
A_SECTION = 'id = "x"\ntitle = "x"\n[[section]]\ntitle = "a"\nkinds = ["hpi"]\n'
SETTINGS = """# hers
template = "soap"
microphone = ""
toggle_hotkey = "<ctrl>+<alt>+d"
speech_model = "local:/models/mine.bin"
tagger_model = "section-tagger"
encoder_context = "full"
idle_minutes = 10
keep_sound_hours = 24
"""
REGISTRY = "[[model]]".join(REGISTRY_FILE.read_text("utf-8").split("[[model]]")[:3])

KNOWN = Registry.load()

FEW = settings(max_examples=100, deadline=None)


def each_value(line: str) -> Callable[[Callable[[str], None]], Callable[[str], None]]:
    """Every one of the odd values in that line, on top of what chance brings."""

    def add(test: Callable[[str], None]) -> Callable[[str], None]:
        for value in VALUES:
            test = example(source=line.format(value))(test)
        return test

    return add


@each_value('id = "soap"\ntitle = {}')
@each_value(A_SECTION + "when_empty = {}")
@each_value(A_SECTION + "said_as = {}")
@each_value(A_SECTION + "guidance = {}")
@each_value(A_SECTION + "required = {}")
@each_value(A_SECTION + "required = [{}]")
@each_value(A_SECTION.replace('"hpi"', "{}"))
@FEW
@given(source=st.one_of(damaged_toml(SOAP), damaged_toml(OPERATIVE)))
def test_a_damaged_template_is_a_template_or_an_error_of_ours(source: str) -> None:
    """Which names a place that is in the file, or right behind it; and the other templates stay."""
    with suppress(templates.TemplateError):
        template = parse_template(source, "hers.toml")
        assert template.sections
        assert template.kinds
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "hers.toml").write_bytes(source.encode("utf-8", "replace"))
        usable, broken = all_templates(Path(folder))
    assert len(usable) + len(broken) >= 17
    assert all(isinstance(error, PlainspokenError) and error.remedy for error in broken.values())
    lines = source.replace("\r\n", "\n").split("\n")
    for error in broken.values():
        assert isinstance(error, templates.TemplateError)
        assert error.column <= len(lines[error.line - 1]) + 1
        assert min(error.line, error.column) >= 1


@each_value("speech_model = {}")
@each_value("tagger_model = {}")
@each_value("idle_minutes = {}")
@each_value("encoder_context = {}")
@FEW
@given(source=damaged_toml(SETTINGS))
def test_damaged_settings_are_settings_or_an_error_of_ours(source: str) -> None:
    """What they name may not exist; that is an error of ours as well."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "settings.toml")
        path.write_bytes(source.encode("utf-8", "replace"))
        with suppress(SettingsError):
            read = Settings(path)
            store = Store(Path(folder, "store"), KNOWN)
            for name in (read.speech_model, read.tagger_model):
                with suppress(ModelError):
                    store.path(name)


@FEW
@given(source=damaged_toml(SETTINGS), chosen=st.sampled_from(["soap", "it's", ""]))
def test_a_choice_is_written_into_a_file_that_was_damaged_meanwhile_or_is_refused(
    source: str, chosen: str
) -> None:
    """She edits it by hand while the app runs: her text is never lost by a choice in the menu, nor made unreadable."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "settings.toml")
        kept = Settings(path)
        path.write_bytes(source.encode("utf-8", "replace"))
        before = path.read_bytes()
        try:
            kept.choose_template(chosen)
        except SettingsError:
            assert path.read_bytes() == before
            assert kept.template == "soap"
        else:
            assert kept.template == Settings(path).template == chosen


@each_value("[[model]]\nid = {}")
@each_value("model = {}")
@each_value("[[model]]\nrole = {}")
@FEW
@given(source=damaged_toml(REGISTRY))
def test_a_damaged_registry_is_whole_or_an_error_of_ours(source: str) -> None:
    """Never half a list, and never an entry whose fields are of another type than they say."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "registry.toml")
        file.write_bytes(source.encode("utf-8", "replace"))
        with suppress(ModelError):
            for model in Registry.load(file).models:
                assert isinstance(model, Model)
                assert isinstance(model.likely_bytes, int | None)
                assert model.weight_format in {"ggml", "gguf"}
                assert Path(model.file).name == model.file


def test_a_template_of_a_hundred_thousand_empty_lines_keeps_nobody_waiting() -> None:
    """What looks for the id in a broken file looks at each line once."""
    assert likely_id("\n" * 100_000 + "x") == ""


@pytest.mark.parametrize("depth", [500, 5_000, 50_000])
def test_lists_in_lists_are_no_way_out(depth: int) -> None:
    """A reader that works by recursion gives up with an error of ours."""
    with pytest.raises(templates.TemplateError):
        parse_template("id = " + "[" * depth, "hers.toml")
