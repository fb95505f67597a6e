"""The Debian package: what it says of itself, its entry in the menu, whose work it names, and the clean place."""

import re
import stat
import tomllib
from configparser import ConfigParser
from email import message_from_string
from pathlib import Path

import pytest
from installers.contents import PROGRAMS
from installers.linux.clean_place import CleanPlace
from installers.linux.control import Package, changelog, control, libraries, needs, sums
from installers.linux.licences import NOTICES, text
from installers.linux.try_package import shared_folder

ROOT = Path(__file__).parents[2]
ENTRY = ROOT / "installers" / "linux" / "plainspoken.desktop"

PACKAGE = Package("1.2.3", "amd64", "A Name <a@b.c>", 1234, ("libc6 (>= 2.36)", "zlib1g"))


def test_the_control_file_has_what_dpkg_asks_for() -> None:
    """As dpkg reads it: fields, each on a line, and a description whose further lines begin with a blank."""
    told = message_from_string(control(PACKAGE))
    assert told["Package"] == "plainspoken"
    assert (told["Version"], told["Architecture"], told["Installed-Size"]) == ("1.2.3", "amd64", "1234")
    assert told["Maintainer"] == "A Name <a@b.c>"
    summary, *more = told["Description"].splitlines()
    assert 0 < len(summary) < 80
    assert [line for line in more if not line.startswith(" ")] == []
    assert control(PACKAGE).endswith("\n")


def test_it_depends_on_what_is_linked_and_on_what_is_opened_by_name() -> None:
    """The sound library is opened by name: nothing that reads the libraries' own tables finds it."""
    depends = message_from_string(control(PACKAGE))["Depends"].split(", ")
    assert {"libc6 (>= 2.36)", "zlib1g", "libportaudio2"} <= {*depends}
    assert depends == sorted(depends)


def test_what_shlibdeps_found_is_read() -> None:
    """One line of its answer counts."""
    assert libraries("shlibs:Pre-Depends=x\nshlibs:Depends=libc6 (>= 2.35), libx11-6\n") == (
        "libc6 (>= 2.35)",
        "libx11-6",
    )
    with pytest.raises(ValueError, match="no package"):
        libraries("shlibs:Depends=\n")


def test_names_for_a_command_line_have_no_versions() -> None:
    """And of two choices the first."""
    assert needs(["zlib1g (>= 1:1.2)", "a | b", "zlib1g"]) == "a zlib1g"


def test_sums_are_as_md5sum_and_sha256sum_read_them() -> None:
    """Two blanks, sorted by name."""
    assert sums({"b": "22", "a": "11"}) == "11  a\n22  b\n"


def test_the_changelog_is_of_debians_kind() -> None:
    """Its first line names package and version, its last one who and when."""
    first, *_, last = changelog(PACKAGE, "Sun, 22 Nov 2026 12:00:00 +0000").splitlines()
    assert first == "plainspoken (1.2.3) unstable; urgency=medium"
    assert last == " -- A Name <a@b.c>  Sun, 22 Nov 2026 12:00:00 +0000"


def test_the_entry_in_the_menu_starts_programs_that_there_are() -> None:
    """Each command is one that the package brings, and each action has its group."""
    entry = ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]  # keys have capitals
    entry.read_string(ENTRY.read_text("utf-8"))
    main = entry["Desktop Entry"]
    assert (main["Type"], main["Icon"], main["Terminal"]) == ("Application", "plainspoken", "false")
    actions = [name for name in main["Actions"].split(";") if name]
    assert [f"Desktop Action {name}" for name in actions] == entry.sections()[1:]
    commands = [group["Exec"].split()[0] for group in entry.values() if "Exec" in group]
    assert len(commands) == 1 + len(actions)
    assert {*commands} <= {*PROGRAMS}


def test_the_package_brings_every_program_of_the_project() -> None:
    """Those that pip would make."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert {*PROGRAMS} == {*scripts}


def test_each_bundled_package_is_named_with_its_licence(tmp_path: Path) -> None:
    """From what is in the folder; with what no package says of itself after that."""
    about = tmp_path / "_internal" / "soundlib-2.0.dist-info" / "METADATA"
    about.parent.mkdir(parents=True)
    about.write_text("Metadata-Version: 2.4\nName: soundlib\nVersion: 2.0\nLicense-Expression: MIT\n")
    said = text(tmp_path, "1.2.3")
    assert "soundlib 2.0: MIT\n    _internal/soundlib-2.0.dist-info/\n" in said
    assert said.endswith(NOTICES.read_text("utf-8"))


def test_the_notices_name_what_no_python_package_declares() -> None:
    """What is compiled into libraries, or lies beside them."""
    said = NOTICES.read_text("utf-8")
    for name in (
        "llama.cpp",
        "whisper.cpp",
        "Qt 6",
        "ICU",
        "Silero",
        "SQLite",
        "libsndfile",
        "OpenSSL",
        "ICD-10-CM",
        "PyInstaller",
    ):
        assert name in said


def test_what_is_left_in_the_clean_place_is_seen(tmp_path: Path) -> None:
    """Every file and folder; not what apt writes about all packages, and not what belongs to this machine."""
    place = CleanPlace(tmp_path)
    for name in ("usr/bin/sh", "var/lib/dpkg/status", "proc/1/maps", "tmp/x", "var/cache/apt/pkgcache.bin"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    before = place.files()
    assert "usr/bin/sh" in before
    (tmp_path / "usr/lib/plainspoken").mkdir(parents=True)
    (tmp_path / "var/lib/dpkg/more").touch()
    (tmp_path / "proc/2").mkdir()
    assert place.files() - before == {"usr/lib", "usr/lib/plainspoken"}


def test_what_root_writes_to_in_tmp_is_a_new_folder_of_its_own() -> None:
    """Nobody can have made it before, nor look into it; its name is short enough for sockets below it."""
    made = [shared_folder(), shared_folder()]
    try:
        assert made[0] != made[1]
        for folder in made:
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert len(str(folder)) <= 20
    finally:
        for folder in made:
            folder.rmdir()


def test_what_the_recipe_names_is_there() -> None:
    """Whoever looks for the allow-list finds it by the recipe's words."""
    recipe = (ROOT / "installers" / "plainspoken.spec").read_text("utf-8")
    named = re.findall(r"installers/[\w./]+\w", recipe)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
