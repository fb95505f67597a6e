"""A window to paste into, in a process of its own: `python text_window.py TITLE FILE`; FILE has what is in it."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPlainTextEdit


def main(title: str, file: Path) -> int:
    """Show it until it is ended."""
    application = QApplication([title])
    edit = QPlainTextEdit()
    edit.setWindowTitle(title)

    def write() -> None:
        beside = file.with_suffix(".new")
        beside.write_text(edit.toPlainText(), "utf-8")
        beside.replace(file)

    edit.textChanged.connect(write)
    write()
    edit.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
