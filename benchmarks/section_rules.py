"""The rules by which the section data is read and labelled; they come with the data, not with the project."""

import importlib.util
from pathlib import Path
from types import ModuleType


def load_rules(folder: Path) -> ModuleType:
    """`sections/labels.py` of the data folder."""
    spec = importlib.util.spec_from_file_location("section_labels", folder / "sections" / "labels.py")
    assert spec
    assert spec.loader
    rules = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(rules)
    return rules
