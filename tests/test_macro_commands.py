"""`plainspoken macros`: list and import."""

from pathlib import Path

import pytest

from plainspoken.cli import main

TABLE = b"name,text,section\nwound check,Clean.,plan\nsignature,Dr. A.\n"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Her configuration folder."""
    monkeypatch.setenv("PLAINSPOKEN_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr("plainspoken.cli.lock_down_program", lambda: None)
    return tmp_path / "config"


def run(*arguments: str | Path) -> int:
    """The exit code of `plainspoken macros …`."""
    with pytest.raises(SystemExit) as ended:
        main(["macros", *map(str, arguments)])
    return int(str(ended.value.code))


def test_what_is_imported_is_listed_before_the_examples(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its section and its file, in a file that can be edited."""
    (tmp_path / "mine.csv").write_bytes(TABLE)
    assert run("import", tmp_path / "mine.csv") == 0
    told = capsys.readouterr()
    assert told.out == f"Imported 2 macros into {config / 'macros' / 'mine.toml'}\n"
    assert "Names of one word are said with “insert macro”" in told.err
    assert run("list", "--texts") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["wound", "check", "plan", "mine.toml"]
    assert lines[1] == "    Clean."
    assert any(line.startswith("normal knee exam") and "side" in line for line in lines)


def test_nothing_is_written_over_unless_it_is_said(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And with a mistake in the second file the first one stays."""
    (tmp_path / "mine.csv").write_bytes(TABLE)
    assert run("import", tmp_path / "mine.csv") == 0
    first = (config / "macros" / "mine.toml").read_bytes()
    assert run("import", tmp_path / "mine.csv") == 6
    assert "already. Nothing was imported." in capsys.readouterr().err
    (tmp_path / "mine.csv").write_bytes(TABLE + b"x\n")
    assert run("import", tmp_path / "mine.csv", "--replace") == 6
    assert (config / "macros" / "mine.toml").read_bytes() == first
    (tmp_path / "mine.csv").write_bytes(TABLE.replace(b"Clean.", b"Dry."))
    assert run("import", tmp_path / "mine.csv", "--replace") == 0
    assert b"Dry." in (config / "macros" / "mine.toml").read_bytes()
    assert [path.name for path in (config / "macros").iterdir()] == ["mine.toml"]


def test_a_name_that_she_has_already_is_refused(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing half is imported."""
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_bytes(TABLE)
    assert run("import", tmp_path / "one.csv") == 0
    assert run("import", tmp_path / "two.csv") == 6
    assert 'two.csv has a macro "wound check", and so has one.toml.' in capsys.readouterr().err
    assert not (config / "macros" / "two.toml").exists()


def test_a_file_with_a_mistake_is_told_by_the_list(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And the others are listed."""
    (config / "macros").mkdir(parents=True)
    (config / "macros" / "bad.toml").write_text("[[macro]]\n")
    assert run("list") == 0
    told = capsys.readouterr()
    assert "bad.toml, line 1, column 1" in told.err
    assert "normal cardiac exam" in told.out


def test_a_folder_that_cannot_be_written_is_told(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one sentence."""
    config.mkdir()
    (config / "macros").write_text("no folder")
    (tmp_path / "mine.csv").write_bytes(TABLE)
    assert run("import", tmp_path / "mine.csv") == 11
    assert "cannot be written" in capsys.readouterr().err
