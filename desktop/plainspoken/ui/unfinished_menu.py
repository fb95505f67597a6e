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
        self._entries: list[_Entry] = []
        """As many as there ever were at a time: Qt and its binding keep what is taken out of a menu."""
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
        while len(self._entries) < len(self._listed):
            self._entries.append(_Entry(self._control))
            self.addMenu(self._entries[-1])
        for entry in self._entries[len(self._listed) :]:
            entry.menuAction().setVisible(False)
        for entry, kept in zip(self._entries, self._listed, strict=False):
            entry.offer(kept)


class _Entry(QMenu):
    """What can be done with one of them."""

    def __init__(self, control: DictationControl) -> None:
        super().__init__()
        self._control = control
        self._kept: KeptDictation
        self.addAction("Make a note of it, onto the clipboard").triggered.connect(self._recover)
        self._sure = self.addMenu("Throw away…")
        self._sure.addAction("Destroy its sound for good").triggered.connect(self._throw_away)

    def offer(self, kept: KeptDictation) -> None:
        """From now on it is this one."""
        self._kept = kept
        time, cancelled = day_and_time(kept.begun_ms), "  (cancelled)" if kept.cancelled else ""
        template = self._control.templates.title(kept.template_id).replace("&", "&&")
        self.setTitle(f"{time}  {clock(kept.heard_ms)}  {template}{cancelled}")
        self.menuAction().setVisible(True)

    def _recover(self) -> None:
        self._control.recover(self._kept)

    def _throw_away(self) -> None:
        self._control.throw_away(self._kept)
