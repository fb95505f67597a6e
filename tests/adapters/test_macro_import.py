"""Macros from elsewhere: all of a file, or, with one clear sentence, nothing of it."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainspoken.adapters import macro_import
from plainspoken.adapters.macro_import import read_macros
from plainspoken.clinic.macros import Macro
from plainspoken.dictation.errors import SourceError
from plainspoken_models.contracts import SectionKind

DTD = "http://www.nuance.com/NaturallySpeaking/Support/MyCommands/MyCmds11.dtd"
EXPORT = f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE MyCommands SYSTEM "{DTD}">
<MyCommands version="2.0" language="0x409">
<Commands type="global">
<Command name="insert normal chest" group="Mine" enabled="true" states="">
<description>x</description>
<contents type="TEXT"><RTF><![CDATA[{{\\rtf1 no}}]]></RTF><TEXT><![CDATA[Lungs clear,
size [ ] cm & café.]]></TEXT></contents>
</Command>
<Command name="Normal Chest" group="Mine" enabled="true" states="">
<contents type="TEXT"><RTF/><TEXT>Lungs clear,
size [ ] cm &amp; café.</TEXT></contents>
</Command>
<Command name="open chart" group="Mine" enabled="true" states="">
<contents type="SCRIPT"><![CDATA[Sub Main
End Sub]]></contents>
</Command>
<Command name="press keys" group="Mine" enabled="true" states="">
<contents type="X"><action time="1" type="key"/></contents>
</Command>
<Command name="letter to &lt;name&gt;" group="Mine" enabled="true" states="">
<contents type="TEXT"><TEXT>Dear</TEXT></contents>
</Command>
<Command name="old text" group="Mine" enabled="false" states="">
<contents type="TEXT"><TEXT>x</TEXT></contents>
</Command>
<Command name="picture" group="Mine" enabled="true" states="">
<contents type="TEXT"><RTF>x</RTF></contents>
</Command>
<Command name="braces" group="Mine" enabled="true" states="">
<contents type="TEXT"><TEXT>{{Tab 1}}</TEXT></contents>
</Command>
</Commands>
<Lists/>
</MyCommands>
"""
CHEST = Macro("normal chest", "Lungs clear,\nsize *** cm & café.")


def written(folder: Path, name: str, content: bytes) -> Path:
    """A file of that name."""
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("encoding", "named"), [("utf-8", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "windows-1252")]
)
def test_the_text_commands_of_an_export_are_taken_and_the_rest_is_counted(
    tmp_path: Path, encoding: str, named: str
) -> None:
    """In each encoding that Dragon and its tools write; a field without a default becomes the mark."""
    content = EXPORT.replace('encoding="utf-8"', f'encoding="{named}"').encode(encoding)
    found = read_macros(written(tmp_path, "export.XML", content))
    assert found.macros == (CHEST,)
    assert found.left_out == {
        "that run a script or press keys": 2,
        "with a variable in the name": 1,
        "switched off": 1,
        "without plain text": 1,
        "with a name that cannot be said, or braces in the text": 1,
    }


def test_the_rows_of_a_table_are_taken(tmp_path: Path) -> None:
    """With or without a first row that says what they are; a text may have commas, quotes and lines."""
    rows = '\ufeffName,Text\r\n"wound care","Keep ""dry"", clean.\r\nReturn.", Plan \r\n\r\nnormal {x} chest,Clear'
    table = rows.replace("{x} ", "")
    found = read_macros(written(tmp_path, "mine.csv", table.encode()))
    assert found.macros == (
        Macro("wound care", 'Keep "dry", clean.\nReturn.', section=SectionKind.PLAN),
        Macro("normal chest", "Clear"),
    )


BOMB = '<!DOCTYPE MyCommands [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><MyCommands>&b;</MyCommands>'
SKIPPED = EXPORT.replace("&amp;", "&unknown;")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "has nothing in it"),
        ("a.csv", b"\0\0\0\0", "has nothing in it"),
        ("a.csv", b"a b,\xff\n", "is not UTF-8 text (byte 5)"),
        ("a.csv", "a b,x\n".encode("utf-16"), "is not UTF-8 text"),
        ("a.csv", b"a b,x\0y\n", "has null bytes in it"),
        ("a.csv", b"a b\n", "has a mistake in line 1: it has 1 field."),
        ("a.csv", b"a b,x\nc d,x,plan,more\n", "has a mistake in line 2: it has 4 fields"),
        ("a.csv", b"a b;x\n", "with commas between"),
        ("a.csv", b'a b,"x\n', "is no table from line 1 on"),
        ("a.csv", b"a b,x\nA-B,y\n", "has the same name in the lines 1 and 2"),
        ("a.csv", b"a b,x,plans\n", 'there is no section "plans"; known are: chief_complaint, hpi,'),
        ("a.csv", b"a b,x\nscratch that,x\n", 'has a mistake in line 2: "scratch that" is a spoken command'),
        ("a.csv", b"Insert next section,x\n", 'mistake in line 1: "next section" is a spoken command'),
        ("a.csv", b"a b,\n", '"text" is missing'),
        ("a.csv", b"?,x\n", "a name has to be words that can be said"),
        ("a.csv", b"a b,{0}\n", '"{0}" is no field'),
        ("a.csv", b"a b," + b"x" * 30_000, "more than 20000 characters"),
        ("a.csv", b"a b," + b"x" * 300_000, "more than 20000 characters"),
        ("a.csv", b"name,text\n", "has no text to insert"),
        ("a.xml", EXPORT.encode()[:900], "breaks off in line"),
        ("a.xml", EXPORT.encode()[:-3], "breaks off in line"),
        ("a.xml", b"<MyCommands></Commands>", "is no XML in line 1"),
        ("a.xml", b"<MyCommands>\xff\xfe</MyCommands>", "is no XML in line 1"),
        ("a.xml", b"name,text", "is no XML in line 1"),
        ("a.xml", BOMB.encode(), "defines abbreviations (entities) of its own"),
        ("a.xml", SKIPPED.encode(), "defines abbreviations (entities) of its own"),
        ("a.xml", b'<?xml version="1.0" encoding="x-none"?><MyCommands/>', "in an unknown encoding"),
        ("a.xml", b"<AutoTexts/>", "is no export of Dragon's commands"),
        ("a.xml", b"<MyCommands>" + b"<a>" * 40, "nested too deep"),
        ("a.xml", b"<MyCommands/>", "has no text to insert"),
        ("a.xml", EXPORT.replace("size [ ] cm &amp;", "other").encode(), "with different texts"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    """It says that nothing was imported, and what to do."""
    with pytest.raises(SourceError) as caught:
        read_macros(written(tmp_path, name, content))
    assert says in str(caught.value)
    assert "Nothing was imported." in caught.value.what
    assert caught.value.remedy


def test_what_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor are more macros than anybody names."""
    path = written(tmp_path, "a.csv", b"a b,x\nc d,y\n")
    monkeypatch.setattr(macro_import, "MOST_MACROS", 1)
    with pytest.raises(SourceError, match="more than 1 macros"):
        read_macros(path)
    monkeypatch.setattr(macro_import, "LARGEST_BYTES", 11)
    with pytest.raises(SourceError, match="larger than 64 MB"):
        read_macros(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(SourceError, match="cannot be read"):
        read_macros(tmp_path / "none.csv")


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode), xml=st.booleans())
def test_whatever_is_in_a_file_it_is_taken_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, xml: bool
) -> None:
    """No other error comes out."""
    path = written(tmp_path_factory.getbasetemp(), "any.xml" if xml else "any.csv", content)
    with suppress(SourceError):
        assert read_macros(path).macros
