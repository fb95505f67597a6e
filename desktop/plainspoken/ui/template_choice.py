"""Which template the next dictation is for, of those that there are now."""

from plainspoken.clinic.templates import Template, full_id
from plainspoken.ui.own_files import Watched
from plainspoken.ui.parts import DesktopSettings, KnownTemplates
from plainspoken.ui.refusals import left_out
from plainspoken_models.errors import PlainspokenError


class TemplateChoice(Watched):
    """The templates, and her choice among them. A dictation keeps the one that it began with, whatever changes here."""

    def __init__(self, known: KnownTemplates, settings: DesktopSettings) -> None:
        super().__init__(known, left_out)
        self._templates, self._settings = known, settings

    @property
    def usable(self) -> tuple[Template, ...]:
        """Those that can be chosen; at least one."""
        return self._templates.usable

    @property
    def chosen_id(self) -> str:
        """What she has chosen; it may be broken, or not be there any more."""
        known = (*(template.id for template in self.usable), *self.broken)
        return full_id(self._settings.template, known)

    @property
    def chosen(self) -> Template:
        """The one that the next dictation is for."""
        return self.named(self.chosen_id) or self.usable[0]

    @property
    def refusal(self) -> PlainspokenError | None:
        """Why the one that she has chosen cannot be used, if so."""
        return self.broken.get(self.chosen_id)

    def named(self, template_id: str) -> Template | None:
        """The one with this id."""
        return next((template for template in self.usable if template.id == template_id), None)

    def title(self, template_id: str) -> str:
        """Of the one with this id, which may be there no longer."""
        template = self.named(template_id)
        return template.title if template else template_id
