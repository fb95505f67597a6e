"""Settings: read once, written when she chooses, never lost, and a mistake is named."""

import sys
from pathlib import Path

import pytest

from plainspoken.adapters.settings import Settings
from plainspoken.bootstrap import DEMO_SPEECH_MODEL, Composition
from plainspoken.dictation.errors import SettingsError
from plainspoken.settings import NotWritten
from plainspoken_models.engines.host import HostedTranscriber
from plainspoken_models.errors import ModelDamaged, ModelMissing, ModelRefused, ModelUnknown


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    """A fresh machine works."""
    settings = Settings(tmp_path / "settings.toml")
    assert (settings.template, settings.microphone, settings.toggle_hotkey) == (
        "soap",
        None,
        "<ctrl>+<alt>+d",
    )


def test_a_choice_is_kept_and_what_she_wrote_by_hand_stays(tmp_path: Path) -> None:
    """Comments and other settings survive."""
    file = tmp_path / "settings.toml"
    file.write_text('# mine\ntoggle_hotkey = "<f9>"\n')
    Settings(file).choose_template("consult")
    Settings(file).choose_microphone("Headset")
    again = Settings(file)
    assert (again.template, again.microphone, again.toggle_hotkey) == ("consult", "Headset", "<f9>")
    assert file.read_text().startswith("# mine")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"hotkey = 'x'", "unknown setting"),
        (b"template = 3", "not a text"),
        (b"template =", "line 1, column 11: this is not valid TOML"),
        (b"template = '\xff'", "cannot be read"),
        (b"encoder_context = 'half'", 'cannot be "half"'),
        (b"idle_minutes = 0", "number of minutes"),
        (b"keep_sound_hours = -1", "number of hours from 0 to 8760"),
        (b"keep_notes_days = 366", "number of days from 0 to 365"),
        (b"clear_clipboard_minutes = 1441", "number of minutes from 0 to 1440"),
        (b"paste = 'mouse'", 'cannot be "mouse"'),
        (b"idle_minutes = 1.5", "number of minutes"),
        (b"checks_off = ['pronouns']", 'cannot have "pronouns"'),
        (b"checks_off = [3]", 'cannot have "3"'),
        (b"checks_off = 'do-not-use'", 'cannot have "do-not-use"'),
        (b"idle_minutes = true", "number of minutes"),
        (b"idle_minutes = '10'", "number of minutes"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    """With the file, so that she finds it."""
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=says) as caught:
        Settings(file)
    assert str(file) in str(caught.value)


def test_checks_are_switched_off_by_their_ids(tmp_path: Path) -> None:
    """None is, unless she says so; a typo is answered with the ids there are."""
    file = tmp_path / "settings.toml"
    assert Settings(file).checks_off == frozenset()
    file.write_text("checks_off = ['do-not-use', 'unsure-word']")
    assert Settings(file).checks_off == {"do-not-use", "unsure-word"}
    file.write_text("checks_off = ['do-not-usse']")
    with pytest.raises(SettingsError, match=r"laterality-contradiction, .*, do-not-use"):
        Settings(file)


def test_all_mistakes_are_named(tmp_path: Path) -> None:
    """In their order, each with its remedy: she mends the file once."""
    file = tmp_path / "settings.toml"
    file.write_text('keep_notes_days = 900\npaste = "mouse"\nidle_minute = 5\ntemplate = "soap"\n')
    with pytest.raises(SettingsError) as caught:
        Settings(file)
    named = [
        "from 0 to 365",
        "Write keep_notes_days = 7.",
        'cannot be "mouse"',
        '"idle_minute"',
        'Did you mean "idle_minutes"?',
    ]
    told = str(caught.value)
    assert sorted(told.find(words) for words in named) == [told.find(words) for words in named]
    assert told.count(str(file)) == 3


@pytest.mark.parametrize(
    ("content", "context"),
    [
        ("", None),
        ("encoder_context = ''", None),
        ("encoder_context = 'full'", "full"),
        ("encoder_context = 'fitted'", "fitted"),
    ],
)
def test_the_encoder_context_is_the_models_own_unless_she_says(
    tmp_path: Path, content: str, context: str | None
) -> None:
    """Nothing said means what the registry says of the model."""
    file = tmp_path / "settings.toml"
    file.write_text(content)
    assert Settings(file).encoder_context == context


def test_engines_rest_after_ten_minutes_unless_she_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what she says reaches the engines."""
    assert Settings(tmp_path / "settings.toml").idle_minutes == 10
    (tmp_path / "settings.toml").write_text("idle_minutes = 25")
    monkeypatch.setenv("PLAINSPOKEN_CONFIG", str(tmp_path))
    composition = Composition()
    assert composition.engines(composition.models(DEMO_SPEECH_MODEL)).idle_s == 25 * 60


@pytest.mark.e2e
@pytest.mark.skipif(sys.platform != "linux", reason="reads the command line of a process")
@pytest.mark.parametrize(("content", "context"), [("", "fitted"), ("encoder_context = 'full'", "full")])
def test_the_engine_gets_the_encoder_context(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, context: str
) -> None:
    """What she says overrides what the registry says: the engine's process is started with it."""
    (tmp_path / "settings.toml").write_text(content)
    monkeypatch.setenv("PLAINSPOKEN_CONFIG", str(tmp_path))
    composition = Composition()
    engines = composition.engines(composition.models(DEMO_SPEECH_MODEL))
    with engines.open_transcriber() as transcriber:
        assert isinstance(transcriber, HostedTranscriber)
        transcriber.engine.ensure()  # a process that is just starting has no command line yet
        command = Path(f"/proc/{transcriber.engine.pid}/cmdline").read_text("utf-8")
    assert f'"encoder_context": "{context}"' in command


def test_a_choice_that_cannot_be_written_holds_for_the_run(tmp_path: Path) -> None:
    """And is said."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings = Settings(tmp_path / "settings.toml")
    settings._path = blocked / "settings.toml"
    with pytest.raises(SettingsError, match="could not be written"):
        settings.choose_template("consult")
    assert settings.template == "consult"


def test_the_clipboard_is_cleared_and_nothing_is_pasted_unless_she_says_so(tmp_path: Path) -> None:
    """After ten minutes; by keys only where she has chosen so."""
    file = tmp_path / "settings.toml"
    assert (Settings(file).clear_clipboard_minutes, Settings(file).paste) == (10, None)
    file.write_text('clear_clipboard_minutes = 0\npaste = "type"\n')
    assert (Settings(file).clear_clipboard_minutes, Settings(file).paste) == (0, "type")


def test_the_app_is_given_what_she_chose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Minutes become seconds; without a choice there is nothing that could paste."""
    monkeypatch.setenv("PLAINSPOKEN_CONFIG", str(tmp_path))
    parts = Composition().desktop(demo_speech=True)
    assert (parts.clear_clipboard_s, parts.paster) == (600, None)
    (tmp_path / "settings.toml").write_text('clear_clipboard_minutes = 1\npaste = "keys"\n')
    parts = Composition().desktop(demo_speech=True)
    assert parts.clear_clipboard_s == 60
    assert parts.paster is not None


def test_changed_settings_come_to_other_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hours and days become milliseconds; engines are others only where model or window is another one."""
    monkeypatch.setenv("PLAINSPOKEN_CONFIG", str(tmp_path))
    desk = Composition().desktop(demo_speech=True).desk
    assert desk
    before = desk.chosen(desk.file.having({}))
    after = desk.chosen(desk.file.having({"keep_notes_days": 2, "keep_sound_hours": 3, "idle_minutes": 4}))
    assert (after.retention.notes_ms, after.retention.sound_ms) == (172_800_000, 10_800_000)
    assert after.engines.idle_s == 240
    assert after.engines.open_transcriber == before.engines.open_transcriber
    assert after.engines.open_tagger == before.engines.open_tagger
    fuller = desk.chosen(desk.file.having({"encoder_context": "full"})).engines
    assert fuller.open_transcriber != before.engines.open_transcriber
    assert fuller.open_tagger == before.engines.open_tagger
    with pytest.raises(ModelUnknown):
        desk.chosen(desk.file.having({"tagger_model": "nothing"}))


def test_a_change_by_hand_is_read_and_a_mistake_in_it_changes_nothing(tmp_path: Path) -> None:
    """The program runs on with what the file said before, and says what is wrong until it is mended."""
    file = tmp_path / "settings.toml"
    settings = Settings(file)
    assert not settings.look()
    file.write_text("idle_minutes = 25")
    assert settings.look()
    assert not settings.look()
    assert (settings.idle_minutes, settings.broken) == (25, {})
    file.write_text("idle_minutes = 2500")
    assert settings.look()
    assert settings.idle_minutes == 25
    assert "from 1 to 1440" in str(settings.broken["settings.toml"])
    file.unlink()
    assert settings.look()
    assert (settings.idle_minutes, settings.broken) == (10, {})


def test_a_setting_that_is_reset_leaves_the_file_and_the_comments_stay(tmp_path: Path) -> None:
    """So that a later version's default holds, too; what was written is no change by hand."""
    file = tmp_path / "settings.toml"
    file.write_text('# mine\nidle_minutes = 5  # short\npaste = "type"\n')
    settings = Settings(file)
    settings.change({"paste": None, "checks_off": ["do-not-use"], "template": None})
    assert file.read_text() == '# mine\nidle_minutes = 5  # short\nchecks_off = ["do-not-use"]\n'
    assert settings.paste is None
    assert settings.checks_off == {"do-not-use"}
    assert not settings.look()


def test_a_wrong_value_can_be_mended_by_a_choice(tmp_path: Path) -> None:
    """The file is TOML, only one value is wrong: choosing another one writes that, and the mistake is gone."""
    file = tmp_path / "settings.toml"
    settings = Settings(file)
    file.write_text('paste = "mouse"\n')
    assert settings.look()
    settings.change({"paste": "type"})
    assert settings.broken == {}
    assert Settings(file).paste == "type"


@pytest.mark.parametrize("mistake", ["foo = 3\n", "foo =\n"])
def test_nothing_is_written_into_a_file_with_another_mistake(tmp_path: Path, mistake: str) -> None:
    """The mistake stays in view: the next start would fail with it."""
    file = tmp_path / "settings.toml"
    file.write_text("keep_notes_days = 7\n")
    settings = Settings(file)
    file.write_text(f"keep_notes_days = 7\n{mistake}")
    assert settings.look()
    with pytest.raises(SettingsError, match=r"line 2, column .* Until then, nothing is written into it\."):
        settings.change({"idle_minutes": 5})
    assert "settings.toml" in settings.broken
    assert file.read_text() == f"keep_notes_days = 7\n{mistake}"
    assert settings.idle_minutes == 10


def test_what_was_changed_by_hand_meanwhile_holds_with_a_choice(tmp_path: Path) -> None:
    """And is still told as a change, so that the parts of the app follow it."""
    file = tmp_path / "settings.toml"
    file.write_text("keep_notes_days = 7\n")
    settings = Settings(file)
    file.write_text('keep_notes_days = 1\npaste = "keys"\n')
    settings.change({"idle_minutes": 5})
    assert (settings.keep_notes_days, settings.paste, settings.idle_minutes) == (1, "keys", 5)
    assert settings.look()
    assert not settings.look()


def test_a_choice_that_could_not_be_written_is_written_with_the_next_one(tmp_path: Path) -> None:
    """It holds until then, and is not lost to the one behind it."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings = Settings(blocked / "settings.toml")
    with pytest.raises(NotWritten):
        settings.change({"idle_minutes": 5})
    with pytest.raises(NotWritten):
        settings.change({"keep_notes_days": 3})
    assert (settings.idle_minutes, settings.keep_notes_days) == (5, 3)
    blocked.unlink()
    settings.change({"paste": "type"})
    again = Settings(settings.path)
    assert (again.idle_minutes, again.keep_notes_days, again.paste) == (5, 3, "type")


@pytest.mark.parametrize("demo_speech", [False, True])
def test_a_model_is_verified_before_it_is_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, demo_speech: bool
) -> None:
    """A damaged, absent or unfit one is refused when it is chosen; one that holds already holds nothing else back."""
    monkeypatch.setenv("PLAINSPOKEN_CONFIG", str(tmp_path))
    monkeypatch.setenv("PLAINSPOKEN_MODELS", str(tmp_path / "models"))
    (tmp_path / "models").mkdir()
    composition = Composition()
    store, desk = composition.store, composition.desktop(demo_speech=demo_speech).desk
    assert desk
    speech, tagger = "whisper-tiny.en-q5_1", "llama-3.2-1b-instruct-q4_k_m"
    for name, model_id in (("speech_model", speech), ("tagger_model", tagger)):
        with pytest.raises(ModelMissing, match=model_id):
            desk.chosen(desk.file.having({name: model_id}))
        store.file_of(store.registry.get(model_id)).write_bytes(b"garbage")
        with pytest.raises(ModelDamaged):
            desk.chosen(desk.file.having({name: model_id}))
    with pytest.raises(ModelRefused, match="synthetic voices"):
        desk.chosen(desk.file.having({"speech_model": DEMO_SPEECH_MODEL}))
    desk.file.change({"speech_model": speech})
    assert desk.chosen(desk.file.having({"idle_minutes": 5})).engines.idle_s == 300
    with pytest.raises(ModelDamaged):
        desk.chosen(desk.file.having({"speech_model": ""}))
