"""Qt's binding is sound on this Python: an app that runs all day calls it millions of times."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

CALLS = 1_000


class Sender(QObject):
    """Has a signal."""

    sent = Signal(object)


@pytest.mark.parametrize("constant", [None, True, False])
@pytest.mark.parametrize("kind", ["method", "signal"])
def test_no_call_takes_a_reference_from_a_constant(qapp: QApplication, constant: object, kind: str) -> None:
    """PySide6 6.12.0 on Python 3.11 does, and the process aborts when none is left."""
    widget, sender = QWidget(), Sender()
    sender.sent.connect(lambda _value: None)
    call: Callable[[], object] = widget.update if kind == "method" else lambda: sender.sent.emit(1)
    before = sys.getrefcount(constant)
    for _ in range(CALLS):
        call()
    qapp.processEvents()
    assert sys.getrefcount(constant) > before - CALLS / 2
