"""The official titles of ICD-10-CM, read from the tabular list that the package `simple-icd-10-cm` brings along.

The package's own code is not run: it takes 2.0 s and 190 MB to build its tree. To read the list takes 0.3 s.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

from plainspoken.clinic.tearoffs.codes import Title
from plainspoken.dictation.errors import DesktopError

_WORD = re.compile(r"\w+")
_RELEASE = re.compile(r"icd10c-tabular-(.+)\.xml")


def tabular_list() -> Path:
    """The file of the tabular list.

    Raises:
        DesktopError: it is not there.
    """
    found = find_spec("simple_icd_10_cm")
    folders = found.submodule_search_locations if found else None
    lists = sorted(Path(folders[0], "data").glob("icd10c-tabular-*.xml")) if folders else []
    if not lists:
        raise DesktopError(
            "The titles of ICD-10-CM are not installed.", "Install Plainspoken again: they are part of it."
        )
    return lists[-1]


def release() -> str:
    """Of the tabular list, as its file has it: "April-1-2026"."""
    named = _RELEASE.fullmatch(tabular_list().name)
    return named[1] if named else ""


@dataclass(slots=True)
class _Node:
    name: str = ""
    title: str = ""
    terms: list[str] = field(default_factory=list)
    parent: bool = False
    extended: bool = False


def titles() -> Iterator[Title]:
    """Every code that has none below it, with its title and its terms, in the order of the list.

    Raises:
        DesktopError: the list is not there.
    """
    above: list[_Node] = []
    for event, element in ET.iterparse(tabular_list(), events=("start", "end")):  # noqa: S314  a file of ours
        if event == "start":
            if element.tag == "diag":
                if above:
                    above[-1].parent = True
                above.append(_Node(extended=bool(above) and above[-1].extended))
            continue
        if not above:
            continue
        if element.tag == "diag":
            node = above.pop()
            if not node.parent:
                yield Title(node.name, node.title, tuple(_terms(node, above)), node.extended)
            element.clear()
        else:
            _take(above[-1], element)


def _take(node: _Node, element: ET.Element) -> None:
    match element.tag:
        case "name":
            node.name = element.text or ""
        case "desc":
            node.title = element.text or ""
        case "inclusionTerm" | "includes":
            node.terms += [note.text for note in element if note.text]
        case "sevenChrDef":
            node.extended = True


def _terms(node: _Node, above: list[_Node]) -> Iterator[str]:
    """Its own terms; and those above it, each with what its title adds to the title there."""
    yield from node.terms
    for one in above:
        if one.terms:
            known = set(_WORD.findall(one.title.casefold()))
            added = " ".join(word for word in node.title.split() if word.casefold().strip(",()") not in known)
            yield from (f"{term} {added}" for term in one.terms)
