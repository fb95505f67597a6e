"""A macro in the vault that cannot be read, by a mistake of a version of ours say, costs nothing but itself."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from plainspoken.adapters.vault import Vault
from plainspoken.adapters.vault_tables import Tables
from plainspoken.clinic.macros import Insertion, Macro
from plainspoken.dictation.capture import AudioFrame
from plainspoken.dictation.kept_macros import KeptMacro
from plainspoken_models.contracts import FRAME_SAMPLES

KEY = bytes(range(32))
READABLE = KeptMacro(0, Insertion(Macro("my exam", "Heart regular.")))
WHOLE = '{"name": "a", "text": "b", "section": null, "example": false, "values": []}'


@pytest.mark.parametrize(
    "unreadable",
    [
        "{",
        "[]",
        "null",
        "7",
        "{}",
        WHOLE.replace("null", '"no such kind"'),
        WHOLE.replace('"b"', "7"),
        WHOLE.replace("[]", "[[1, 2]]"),
        WHOLE.replace("[]", '["abc"]'),
        WHOLE.replace("[]", "3"),
    ],
)
def test_the_sound_and_the_other_macros_are_there_all_the_same(tmp_path: Path, unreadable: str) -> None:
    """Every piece of sound, and what else was chosen."""
    path = tmp_path / "vault.db"
    with closing(Vault.open(path, KEY)) as vault:
        dictation = vault.begin("soap", 0)
        vault.keep(dictation, 0, np.full(FRAME_SAMPLES, 0.1, np.float32))
        vault.insert(dictation, READABLE)
        vault.insert(dictation, KeptMacro(16, Insertion(Macro("spoilt", "Lungs clear."))))
        vault.stop(dictation, 32)
    with closing(Tables(path, KEY)) as tables, tables.transaction():
        tables.execute("UPDATE macro SET json = ? WHERE at_ms = 16", unreadable)
    with closing(Vault.open(path, KEY)) as vault:
        pieces = list(vault.audio(dictation))
    assert pieces[0] == READABLE
    assert [type(piece) for piece in pieces] == [KeptMacro, AudioFrame]
