"""`plainspoken macros …`: what can be inserted, and macros from elsewhere."""

from pathlib import Path

from cyclopts import App

from plainspoken.adapters.macro_folder import MacroFolder
from plainspoken.adapters.macro_import import Imported, as_toml, read_macros
from plainspoken.adapters.settings import default_path
from plainspoken.adapters.whole_file import place
from plainspoken.clinic.macros import Macro
from plainspoken.clinic.templates import left_out
from plainspoken.dictation.errors import SettingsError, SourceError
from plainspoken.terminal import complain, head, tell

macros = App(
    name="macros", help="List the macros that can be inserted, or import some from a CSV or from Dragon."
)


@macros.command(name="list")
def list_macros(*, texts: bool = False) -> int:
    """List the macros: name, section, fields, and the file that each is in.

    Parameters
    ----------
    texts
        Print the text of each, too.
    """
    folder = _folder()
    head(f"{'name':<36}  {'section':<20}  {'fields':<16}  file")
    for macro in folder.usable.all:
        where = "example" if macro.example else folder.where.get(macro.name, "")
        print(f"{macro.name:<36}  {macro.section or '':<20}  {', '.join(macro.fields):<16}  {where}".rstrip())
        for also in macro.said_as:
            print(f"  or: {also}")
        if texts:
            print("\n".join(f"    {line}" for line in macro.text.split("\n")))
    tell(f"Yours are in {folder.path}. Say “insert”, then a name.")
    return 0


@macros.command(name="import")
def import_macros(file: Path, *, replace: bool = False) -> int:
    """Import macros: rows of name,text[,section] from a CSV, or text commands from an XML that Dragon has exported.

    Parameters
    ----------
    file
        The CSV or XML. All of it is imported, or, where there is a mistake in it, nothing.
    replace
        Write over what was imported from a file of this name before.
    """
    target = default_path().parent / "macros" / f"{file.stem}.toml"
    found = read_macros(file)
    if target.exists() and not replace:
        raise SourceError(
            f"There is a file {target} already. Nothing was imported.",
            "To write over it: plainspoken macros import … --replace",
        )
    _need_free_names(file, found, target)
    try:
        place(target, as_toml(found.macros).encode(), over=True)
    except OSError as error:
        raise SettingsError(
            f"{target} cannot be written: {error.strerror}. Nothing was imported.",
            "Free some space, or mend the folder's rights.",
        ) from error
    _tell(found, target)
    return 0


def _folder() -> MacroFolder:
    folder = MacroFolder(default_path().parent / "macros")
    for error in folder.broken.values():
        complain(left_out(error, "files of macros"))
    return folder


def _need_free_names(file: Path, found: Imported, target: Path) -> None:
    """Make sure that no macro has a name that one in another file has.

    Raises:
        SourceError: one has.
    """
    taken = _folder().taken_beside(target.name)
    for macro in found.macros:
        for form, _ in macro.spoken_forms:
            if form in taken:
                raise SourceError(
                    f'{file.name} has a macro "{macro.name}", and so has {taken[form]}. Nothing was imported.',
                    "Give one of them another name.",
                )


def _tell(found: Imported, target: Path) -> None:
    count = len(found.macros)
    print(f"Imported {count} macro{'s' * (count != 1)} into {target}")
    for why, number in found.left_out.items():
        tell(f"Left out: {number} command{'s' * (number != 1)} {why}.")
    if any(_one_word(macro) for macro in found.macros):
        tell("Names of one word are said with “insert macro”: “insert macro signature”.")


def _one_word(macro: Macro) -> bool:
    return len(macro.name.split()) == 1
