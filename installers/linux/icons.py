"""The product's own icon as files: what the tray shows at rest, in the sizes of the hicolor theme."""

import os
import sys
from pathlib import Path
from typing import Final

SIZES_PX: Final = (16, 22, 24, 32, 48, 64, 128, 256)


def draw(folder: Path) -> None:
    """Write `SIZExSIZE/apps/plainspoken.png` for each size."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415  reads the variable as it is imported

    from plainspoken.ui.icons import state_pixmap  # noqa: PLC0415
    from plainspoken.ui.shown import DesktopState  # noqa: PLC0415

    application = QGuiApplication(["icons"])
    for size in SIZES_PX:
        file = folder / f"{size}x{size}" / "apps" / "plainspoken.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        if not state_pixmap(DesktopState.IDLE, size).save(str(file)):
            raise OSError(f"{file} could not be written.")
    del application


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
