"""The menu of macros: what is chosen goes into the dictation that is going on."""

from PySide6.QtWidgets import QMenu

from plainspoken.clinic.macros import MARK, SIDE, SIDES, Insertion, Macro
from plainspoken.dictation.events import MacroChosen
from plainspoken.ui.dictation_control import DictationControl
from plainspoken.ui.shown import DesktopState, Shown


class InsertMenu(QMenu):
    """Hers first, then the examples that ship."""

    def __init__(self, control: DictationControl) -> None:
        super().__init__("Insert macro")
        self._control = control
        self._listed: tuple[Macro, ...] | None = None
        self.setToolTipsVisible(True)
        control.changed.connect(self.show_state)
        self.list_macros()
        self.show_state(control.shown)

    def show_state(self, shown: Shown) -> None:
        """There is something to insert into while she dictates."""
        self.setEnabled(shown.state is DesktopState.LISTENING and bool(self._listed))

    def list_macros(self) -> None:
        """Those that there are now."""
        macros = self._control.macros.usable.all
        if macros == self._listed:
            return
        self._listed = macros
        for sides in self.findChildren(QMenu):
            sides.deleteLater()
        self.clear()
        own = [macro for macro in macros if not macro.example]
        examples = [macro for macro in macros if macro.example]
        for macro in own:
            self._add(macro, macro.name)
        if own and examples:
            self.addSeparator()
        for macro in examples:
            self._add(macro, f"{macro.name} (example)")
        self.show_state(self._control.shown)

    def _add(self, macro: Macro, title: str) -> None:
        """A macro with a side is chosen with it; any other field is open, for a menu has nothing to type into."""
        title = title.replace("&", "&&")
        if SIDE not in macro.fields:
            self._offer(self, title, Insertion(macro))
            return
        sides = self.addMenu(title)
        sides.setToolTipsVisible(True)
        for side in SIDES:
            self._offer(sides, side, Insertion(macro, ((SIDE, side),)))
        self._offer(sides, f"leave open ({MARK})", Insertion(macro))

    def _offer(self, menu: QMenu, title: str, insertion: Insertion) -> None:
        action = menu.addAction(title)
        action.setToolTip(insertion.text)
        action.triggered.connect(lambda: self._control.insert(MacroChosen(insertion)))
