"""What an organisation decides holds, and what it writes wrongly is named."""

from pathlib import Path

import pytest

from plainspoken import bootstrap, cli
from plainspoken.adapters.model_choice import DEMO_SPEECH_MODEL, ModelChoice
from plainspoken.adapters.policy_file import machine_policy, open_to_all, policy_path
from plainspoken.adapters.settings import Settings
from plainspoken.adapters.template_folder import TemplateFolder
from plainspoken.bootstrap import Composition
from plainspoken.dictation.errors import SettingsError
from plainspoken.settings import NO_POLICY, PolicyMistake, Values, read_policy
from plainspoken_models.errors import ModelRefused
from plainspoken_models.registry import Role
from plainspoken_models.store import Store

OTHER = "whisper-base.en-q5_1"
WANTED = "whisper-tiny.en-q5_1"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store in which two real models seem to be."""
    store = Store(tmp_path / "models")
    store.folder.mkdir()
    for model_id in (OTHER, WANTED):
        store.file_of(store.registry.get(model_id)).write_bytes(b"")
    return store


def test_a_locked_setting_holds_whatever_she_writes(tmp_path: Path) -> None:
    """In the file by hand, or by a choice; the choice is refused, and nothing is written."""
    file = tmp_path / "settings.toml"
    file.write_text("keep_notes_days = 30\nidle_minutes = 5\n")
    settings = Settings(file, read_policy("keep_notes_days = 0", "/etc/p.toml"))
    assert (settings.keep_notes_days, settings.idle_minutes) == (0, 5)
    assert settings.locked == {"keep_notes_days"}
    with pytest.raises(
        SettingsError, match=r"Keep notes for: set by your organisation\. The policy is /etc/p.toml"
    ):
        settings.change({"idle_minutes": 7, "keep_notes_days": 3})
    assert file.read_text() == "keep_notes_days = 30\nidle_minutes = 5\n"
    assert (settings.keep_notes_days, settings.idle_minutes) == (0, 5)
    file.write_text("keep_notes_days = 14\n")
    assert settings.look()
    assert settings.keep_notes_days == 0


def test_what_would_hold_is_under_the_policy_too(tmp_path: Path) -> None:
    """What is tried before it is written never goes round it."""
    settings = Settings(tmp_path / "settings.toml", read_policy("keep_notes_days = 1", "/etc/p.toml"))
    tried = settings.having({"keep_notes_days": 30, "idle_minutes": 7})
    assert (tried.keep_notes_days, tried.idle_minutes) == (1, 7)


def test_no_variable_moves_the_policy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever could name another file could unlock what is locked."""
    policy_path.cache_clear()
    names = "HOME XDG_CONFIG_HOME XDG_CONFIG_DIRS PLAINSPOKEN_CONFIG PLAINSPOKEN_DATA PLAINSPOKEN_POLICY ProgramData"
    for name in names.split():
        monkeypatch.setenv(name, str(tmp_path))
    assert tmp_path not in policy_path().parents
    policy_path.cache_clear()


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    """Most machines have none."""
    assert machine_policy(tmp_path / "policy.toml") is NO_POLICY
    assert NO_POLICY.keys == ()


@pytest.mark.parametrize(
    ("source", "place", "says"),
    [
        ("a = ", "line 1, column 5", "not valid TOML"),
        ("\nkeep_sound_hours = 9999", "line 2, column 1", "is not a number of hours from 0 to 8760"),
        ("allowed_model = ['x']", "line 1, column 1", 'Did you mean "allowed_models"?'),
        ("allowed_models = 'x'", "line 1, column 18", "Write allowed_models"),
        ("allowed_templates = []", "line 1, column 1", "names no template"),
        ("allowed_templates = ['ed']\ntemplate = 'soap'", "line 2, column 1", "is not in allowed_templates"),
    ],
)
def test_a_mistake_in_it_stops_the_program_and_has_its_place(
    tmp_path: Path, source: str, place: str, says: str
) -> None:
    """A policy that is half read would be a policy that is half got round."""
    file = tmp_path / "policy.toml"
    file.write_text(source)
    with pytest.raises(PolicyMistake) as caught:
        machine_policy(file)
    assert f"The policy {file}, {place}: " in str(caught.value)
    assert says in str(caught.value)
    assert caught.value.exit_code == SettingsError.exit_code


def test_a_policy_that_cannot_be_read_is_no_missing_one(tmp_path: Path) -> None:
    """A folder in its place, or bytes that are no text, must not unlock anything."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes").write_bytes(b"\xff")
    for name in ("folder", "bytes"):
        with pytest.raises(SettingsError, match="cannot be read"):
            machine_policy(tmp_path / name)


def test_one_that_others_may_write_is_told(tmp_path: Path) -> None:
    """It would bind nobody."""
    file = tmp_path / "policy.toml"
    file.write_text("idle_minutes = 5")
    file.chmod(0o644)
    assert not open_to_all(machine_policy(file))
    file.chmod(0o664)
    assert open_to_all(machine_policy(file))


def test_a_model_that_is_not_allowed_is_neither_taken_nor_loaded(store: Store, tmp_path: Path) -> None:
    """Not by preference, not by name, not as a file of her own; what ships may always be used."""
    free = ModelChoice(store, NO_POLICY)
    bound = ModelChoice(store, read_policy(f"allowed_models = ['{WANTED}']", "policy.toml"))
    assert (free.best_speech_model(), bound.best_speech_model()) == (OTHER, WANTED)
    assert [model.id for model in bound.here(Role.SPEECH)] == [WANTED]
    assert bound.models(Values({})).speech.id == WANTED
    assert bound.models(Values({}), DEMO_SPEECH_MODEL).tagger.id == "section-tagger"
    with pytest.raises(ModelRefused, match=f"does not allow the model {OTHER} here"):
        bound.models(Values({"speech_model": OTHER}))
    own = tmp_path / "mine.gguf"
    own.write_bytes(store.path("section-tagger").read_bytes())
    assert free.models(Values({"tagger_model": str(own)})).tagger.id == f"local:{own}"
    with pytest.raises(ModelRefused, match="does not allow"):
        bound.models(Values({"tagger_model": str(own)}))


@pytest.mark.parametrize("locked", [f"speech_model = '{OTHER}'", "speech_model = ''"])
def test_a_command_cannot_name_another_model_than_the_locked_one(store: Store, locked: str) -> None:
    """Nor where the best one is what is locked; the demo's, which nobody can dictate to, always can be."""
    policy = read_policy(locked, "/etc/p.toml")
    bound, values = ModelChoice(store, policy), Values(policy.over({}))
    assert bound.models(values).speech.id == OTHER
    assert bound.models(values, OTHER).speech.id == OTHER
    with pytest.raises(
        ModelRefused, match=rf"set by your organisation: {OTHER}, .* The policy is /etc/p\.toml"
    ):
        bound.models(values, WANTED)
    assert bound.models(values, DEMO_SPEECH_MODEL).speech.id == DEMO_SPEECH_MODEL


def test_a_command_cannot_name_another_template_than_the_locked_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--template` is refused; its own name, or a short one for it, is taken."""
    policy = read_policy('template = "history_and_physical"', "/etc/p.toml")
    monkeypatch.setattr(bootstrap, "machine_policy", lambda: policy)
    monkeypatch.setenv("PLAINSPOKEN_CONFIG", str(tmp_path))
    for template in ("", "hp", "history_and_physical"):
        assert Composition(template).template(template).id == "history_and_physical"
    monkeypatch.setattr(cli, "lock_down_program", lambda: None)
    with pytest.raises(SystemExit) as ended:
        cli.main(["note", "visit.txt", "--template", "ed"])
    assert ended.value.code == SettingsError.exit_code
    assert "Template: set by your organisation. The policy is /etc/p.toml." in capsys.readouterr().err


def test_only_allowed_templates_can_be_chosen(tmp_path: Path) -> None:
    """The first one is taken where she had another one; a short name stands for its template."""
    policy = read_policy("allowed_templates = ['ed', 'history_and_physical']", "policy.toml")
    folder = TemplateFolder(tmp_path, policy.allowed_templates)
    assert {template.id for template in folder.usable} == {"ed", "history_and_physical"}
    assert Values(policy.over({})).template == "ed"
    assert Values(policy.over({"template": "soap"})).template == "ed"
    assert Values(policy.over({"template": "hp"})).template == "hp"
    with pytest.raises(SettingsError, match="None of the templates that your organisation allows"):
        TemplateFolder(tmp_path, ("ours",))
