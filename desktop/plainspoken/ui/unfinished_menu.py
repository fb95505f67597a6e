"""The menu of dictations that were neither delivered nor thrown away: after a crash, or an engine that failed."""

from PySide6.QtWidgets import QMenu

from plainspoken.dictation.kept import KeptDictation
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.shown import Shown, clock
from plainspoken.ui.times import day_and_time


class UnfinishedMenu(QMenu):
    """By time, length and template: whoever looks over her shoulder reads no word of them."""

    def __init__(self, control: DictationControl) -> None:
        super().__init__("Unfinished dictations")
        self._control = control
        self._listed: tuple[KeptDictation, ...] = ()
        control.changed.connect(self.show_state)
        self.show_state(control.shown)

    def show_state(self, shown: Shown) -> None:
        """Offer what can be done now."""
        if self._control.kept != self._listed:
            self._listed = self._control.kept
            self._list()
        self.menuAction().setVisible(bool(self._listed))
        self.setEnabled(not shown.dictating)

    def _list(self) -> None:
        self.clear()
        for kept in self._listed:
            menu = self.addMenu(self._title(kept).replace("&", "&&"))
            recover = menu.addAction("Make a note of it, onto the clipboard")
            recover.triggered.connect(lambda _=False, kept=kept: self._control.recover(kept))
            away = menu.addMenu("Throw away…").addAction("Destroy its sound for good")
            away.triggered.connect(lambda _=False, kept=kept: self._control.throw_away(kept))

    def _title(self, kept: KeptDictation) -> str:
        time, cancelled = day_and_time(kept.begun_ms), "  (cancelled)" if kept.cancelled else ""
        template = self._control.templates.title(kept.template_id)
        return f"{time}  {clock(kept.heard_ms)}  {template}{cancelled}"
