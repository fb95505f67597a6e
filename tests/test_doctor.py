"""What `plainspoken doctor` says, as far as it can be said without a screen or sound."""

from importlib.resources import files
from pathlib import Path

import pytest

from plainspoken import doctor
from plainspoken.adapters import microphone, vault_key
from plainspoken.adapters.macro_folder import shipped_macros
from plainspoken.adapters.vault import Vault
from plainspoken.adapters.vault_passphrase import key_file, lock_new_key
from plainspoken.dictation.errors import KeyringMissing
from plainspoken.workers.passphrase import Passphrase
from plainspoken_models.contracts import SectionKind
from plainspoken_models.errors import PlainspokenError

SHIPPED = (
    "soap, progress, history_and_physical, consult, ed, discharge, operative, procedure, radiology, "
    "well_child, ob, dap, birp, sbar, ipass, referral, telephone"
)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Her configuration folder, with a folder for templates in it."""
    monkeypatch.setenv("PLAINSPOKEN_CONFIG", str(tmp_path))
    (tmp_path / "templates").mkdir()
    return tmp_path


def examined(capsys: pytest.CaptureFixture[str], *names: str) -> list[str]:
    """The lines that these checks print."""
    doctor.examine({name: check for name, check in doctor.all_checks().items() if name.startswith(names)})
    return capsys.readouterr().out.splitlines()[1:]


def test_each_broken_template_has_a_line_and_the_others_work(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """File, line and what to do; the settings are sound all the same."""
    (config / "templates" / "a.toml").write_text('id = "mine\n')
    (config / "templates" / "b.toml").write_text('id = "other"\n[section]\n')
    settings, mine, other = examined(capsys, "settings", "template ")
    assert settings == f"  ok    settings and templates: {config / 'settings.toml'}; templates: {SHIPPED}"
    assert mine.startswith(
        "  MEND  template mine: Template a.toml, line 1, column 11: this is not valid TOML. Mend the line"
    )
    assert other.startswith(
        "  MEND  template other: Template b.toml, line 2, column 1: [section] has single brackets."
    )


def test_a_broken_template_that_the_settings_name_is_told_once(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not a second time as a mistake of the settings."""
    (config / "settings.toml").write_text('template = "mine"\n')
    (config / "templates" / "a.toml").write_text('id = "mine"\n[section]\n')
    assert [line[:8] for line in examined(capsys, "settings", "template ")] == ["  ok    ", "  MEND  "]


def test_what_no_heading_of_her_template_takes_is_told(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """So that she knows why a procedure stands under "Plan"; it is no mistake. One that takes all has no line."""
    kinds = [kind.value for kind in SectionKind]
    for name, taken in (("mine", kinds[:-2]), ("all", kinds)):
        written = f'id = "{name}"\ntitle = "Mine"\n[[section]]\ntitle = "Plan"\nkinds = {taken}\n'
        (config / "templates" / f"{name}.toml").write_text(written)
    (line,) = examined(capsys, "template ")
    assert line == (
        f"  ok    template mine: no heading takes {kinds[-2]}, {kinds[-1]}; "
        "such sentences stand under the nearest one"
    )


def test_a_template_that_takes_the_place_of_a_shipped_one_is_told(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A copy that she has changed, or an id that she did not know was taken."""
    source = files("plainspoken.clinic").joinpath("note_templates", "soap.toml").read_text("utf-8")
    (config / "templates" / "my.toml").write_text(source)
    (line,) = examined(capsys, "template ")
    assert line.startswith("  ok    template soap: it stands in the place of the one that ships")


def test_her_vocabulary_is_counted_and_each_mistake_in_it_has_a_line(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without one there is nothing to say."""
    assert examined(capsys, "vocabulary") == []
    (config / "vocabulary.toml").write_text('[replacements]\nileum = "ilium"\nzarelto = "Xarelto"\n')
    mistake, counted = examined(capsys, "vocabulary")
    assert counted == "  ok    vocabulary: words: 0; replacements: 1"
    assert mistake.startswith(
        "  MEND  vocabulary, mistake 1: Vocabulary vocabulary.toml, line 2, column 1: “ileum”"
    )


def test_a_template_of_the_settings_that_there_is_none_of_is_to_be_mended(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Misspelt in the settings."""
    (config / "settings.toml").write_text('template = "saop"\n')
    (line,) = examined(capsys, "settings", "template ")
    assert line.startswith('  MEND  settings and templates: There is no template "saop".')


def test_broken_settings_are_told_once(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Templates, models and hotkey depend on them; that is no second complaint about them."""
    (config / "settings.toml").write_text("template =")
    settings, others = examined(capsys, "settings", "template ", "speech", "section", "engines", "hotkey")
    assert settings.startswith("  MEND  settings and templates: The settings file")
    assert others == (
        "  MEND  speech model, section tagger, engines, hotkey: Not looked at. Mend the settings first."
    )


def test_one_thing_to_mend_is_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    """And none is 0."""

    def fail() -> str:
        raise PlainspokenError("It is gone.", "Bring it back.")

    assert doctor.examine({"this": lambda: "here"}) == 0
    assert doctor.examine({"this": lambda: "here", "that": fail}) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "  ok    this: here",
        "  MEND  that: It is gone. Bring it back.",
    ]


def test_without_a_microphone_the_remedy_is_not_to_run_doctor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is running."""
    monkeypatch.setattr(microphone, "microphones", tuple)
    (line,) = examined(capsys, "microphone")
    assert line.startswith("  MEND  microphone: No microphone was found. Plug one in")
    assert "doctor" not in line


def test_a_sound_server_beyond_the_network_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The kernel refuses the way to it: plugging in a microphone would not help."""
    monkeypatch.setattr(microphone, "microphones", tuple)
    monkeypatch.setenv("PULSE_SERVER", "tcp:192.0.2.1:4713")
    (line,) = examined(capsys, "microphone")
    assert line.startswith("  MEND  microphone: The sound server is reached over a network")


class Ring:
    """A keyring in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """What was kept."""
        return self._kept.get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self._kept[f"{service} {username}"] = password

    def delete_password(self, service: str, username: str) -> None:
        """Keep it no longer."""
        del self._kept[f"{service} {username}"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the vault is; her system has a keyring."""
    ring = Ring()
    monkeypatch.setenv("PLAINSPOKEN_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(vault_key, "system_keyring", lambda: ring)
    return tmp_path / "data"


def test_the_vault_is_read_to_its_last_page(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """None is made by looking; one that is there is opened and verified; a damaged one is to be mended."""
    assert examined(capsys, "vault") == ["  ok    vault: none yet; the system has a keyring for its key"]
    assert not data.exists()
    path = data / "vault.db"
    vault = Vault.open(path, vault_key.key_in_keyring(path))
    vault.begin("soap", 0)
    vault.close()
    assert examined(capsys, "vault") == [
        f"  ok    vault: {path}, encrypted and whole, its key in the keyring; unfinished dictations: 1"
    ]
    path.write_bytes(path.read_bytes()[:4096] + bytes(path.stat().st_size - 4096))
    (line,) = examined(capsys, "vault")
    assert line.startswith(f"  MEND  vault: The vault {path} is damaged. Bring the file back")


def test_a_vault_that_is_open_elsewhere_is_no_problem(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The app runs."""
    path = data / "vault.db"
    vault = Vault.open(path, vault_key.key_in_keyring(path))
    (line,) = examined(capsys, "vault")
    vault.close()
    assert line == f"  ok    vault: {path}, in use by another process, as it is while the app runs"


def test_a_vault_with_a_passphrase_is_not_looked_into(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An examination asks for no secrets; that the file with the key is whole can be seen without."""
    path = data / "vault.db"
    key = lock_new_key(path, Passphrase("correct horse battery staple"))
    said = "its key is behind your passphrase, and so it was not looked into"
    assert examined(capsys, "vault") == [f"  ok    vault: none yet; {said}"]
    Vault.open(path, key).close()
    assert examined(capsys, "vault") == [f"  ok    vault: {path}; {said}"]
    key_file(path).write_text("{}")
    (line,) = examined(capsys, "vault")
    assert line.startswith(f"  MEND  vault: The file {path}.key, which holds the key behind your passphrase")


def test_a_system_without_a_keyring_is_to_be_mended(
    data: Path,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Dictation works, but a crash costs it: she should know before."""

    def missing() -> Ring:
        raise KeyringMissing("There is none.", "Install one.")

    monkeypatch.setattr(vault_key, "system_keyring", missing)
    assert examined(capsys, "vault") == ["  MEND  vault: There is none. Install one."]


def test_the_macros_have_a_line_and_a_broken_file_of_them_has_one(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the place of the mistake."""
    (config / "macros").mkdir()
    (config / "macros" / "a.toml").write_text('[[macro]]\nname = "a b"\ntext = "x"\n')
    (config / "macros" / "b.toml").write_text('[[macro]]\nnane = "a b"\n')
    told, broken = examined(capsys, "macros")
    assert told == f"  ok    macros: 1 in {config / 'macros'}, {len(shipped_macros())} examples"
    assert broken.startswith("  MEND  macros in b.toml: Macros in b.toml, line 2, column 1: unknown key")
