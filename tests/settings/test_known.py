"""One description of each setting, and everything that is made of it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from plainspoken.settings import BY_NAME, SETTINGS, SettingsMistake, SettingsReader, Value, Values
from plainspoken.settings.policy import IN_POLICY
from plainspoken.settings.setting import Group, Setting, written

ROOT = Path(__file__).parents[2]


def readme_table(settings: Sequence[Setting]) -> str:
    """The settings as the documentation lists them: a table in Markdown."""
    lines = ["| setting | default | |", "|---|---|---|"]
    for one in settings:
        allowed = f" ({one.kind.allowed})" if one.kind.allowed else ""
        more = f" [docs/{one.more}](../docs/{one.more})" if one.more else ""
        lines.append(f"| `{one.name}` | `{written(one.default)}` | {one.help[:-1]}{allowed}.{more} |")
    return "\n".join(lines) + "\n"


def read(source: str) -> dict[str, Value]:
    """The values of a file."""
    return SettingsReader(source, "settings.toml", BY_NAME, SettingsMistake).read()


def test_every_default_is_right_and_can_be_written_and_read() -> None:
    """A file with all defaults in it says what no file says."""
    source = "\n".join(f"{setting.name} = {written(setting.default)}" for setting in SETTINGS)
    assert read(source) == {setting.name: setting.default for setting in SETTINGS}


def test_every_setting_is_a_property_with_its_name() -> None:
    """What is described can be asked for."""
    values = Values({})
    assert [setting.name for setting in SETTINGS if not hasattr(values, setting.name)] == []


def test_the_readme_lists_what_there_is() -> None:
    """Whoever changes a setting's description changes the table, too: here is what it has to be."""
    assert readme_table(SETTINGS) in (ROOT / "desktop" / "README.md").read_text("utf-8")


def test_the_page_for_it_lists_what_a_policy_can_have_besides() -> None:
    """Each of them, with its name."""
    page = (ROOT / "docs" / "for-it.md").read_text("utf-8")
    assert [name for name in IN_POLICY if name not in BY_NAME and f"`{name}`" not in page] == []


def test_the_pages_that_say_more_are_there() -> None:
    """No link leads nowhere."""
    pages = [setting.more for setting in SETTINGS if setting.more]
    assert pages
    assert [page for page in pages if not (ROOT / "docs" / page).is_file()] == []


def test_settings_of_a_group_stand_together() -> None:
    """In the order of the groups, so that no heading comes twice."""
    groups = [setting.group for setting in SETTINGS]
    assert groups == sorted(groups, key=list(Group).index)


@pytest.mark.parametrize(
    ("source", "place", "says"),
    [
        ("# mine\n  paste = 'mouse'", "line 2, column 11", '"paste" cannot be "mouse"'),
        (
            "idle_minutes = 0",
            "line 1, column 1",
            "is not a number of minutes from 1 to 1440. Write idle_minutes",
        ),
        (
            "\nidle_minute = 5",
            "line 2, column 1",
            'unknown setting "idle_minute". Did you mean "idle_minutes"?',
        ),
        ("checks_off = [\n'do-not-use', 'x']", "line 2, column 15", 'cannot have "x"'),
        ("[template]\nx = 1", "line 1, column 1", "is not a text"),
        ("[]\n", "line 1, column 2", "not valid TOML"),
        (
            "toggle_hotkey = 'd'",
            "line 1, column 17",
            "would be pressed by typing. Write it like <ctrl>+<alt>+d",
        ),
        ("toggle_hotkey = 'ctrl d'", "line 1, column 17", "is no combination of keys"),
        ("tagger_model = ''", "line 1, column 16", '"tagger_model" is empty'),
    ],
)
def test_a_mistake_has_its_place_and_a_remedy(source: str, place: str, says: str) -> None:
    """She need not look for it."""
    with pytest.raises(SettingsMistake) as caught:
        read(source)
    assert f"settings.toml, {place}: " in str(caught.value)
    assert says in str(caught.value)
