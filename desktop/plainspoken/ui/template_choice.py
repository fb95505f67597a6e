"""Which template the next dictation is for, of those that there are now."""

from collections.abc import Callable, Sequence

from plainspoken.clinic.templates import Template, full_id
from plainspoken.ui.parts import DesktopSettings, KnownTemplates
from plainspoken.ui.refusals import left_out
from plainspoken_models.errors import PlainspokenError


class TemplateChoice:
    """The templates, and her choice among them. A dictation keeps the one that it began with, whatever changes here."""

    def __init__(
        self,
        known: KnownTemplates,
        settings: DesktopSettings,
        in_vocabulary: Callable[[], Sequence[PlainspokenError]] = tuple,
    ) -> None:
        """Read the templates.

        Args:
            known: those on this machine.
            settings: where the choice is kept.
            in_vocabulary: the mistakes in her vocabulary as it is now; they are told with those in templates.
        """
        self._known, self._settings, self._in_vocabulary = known, settings, in_vocabulary
        self._vocabulary: tuple[PlainspokenError, ...] = ()
        self.broken: dict[str, PlainspokenError] = {}
        """By id, why a template cannot be used."""
        self._read()
        self._read_vocabulary()

    @property
    def usable(self) -> tuple[Template, ...]:
        """Those that can be chosen; at least one."""
        return self._known.usable

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

    @property
    def mistakes(self) -> list[PlainspokenError]:
        """What is wrong with what she has written for herself: templates and vocabulary."""
        return [*self.broken.values(), *self._vocabulary]

    def look(self) -> tuple[list[PlainspokenError], list[PlainspokenError]]:
        """Read again what has changed: the mistakes that are new, and those that are gone."""
        before = self.mistakes
        if self._known.look():
            self._read()
        self._read_vocabulary()
        now = self.mistakes
        return [error for error in now if error not in before], [
            error for error in before if error not in now
        ]

    def _read_vocabulary(self) -> None:
        before = {str(error): error for error in self._vocabulary}
        self._vocabulary = tuple(before.get(str(error), error) for error in self._in_vocabulary())

    def _read(self) -> None:
        """Take the mistakes over; one that was there before stays the same one."""
        before = {str(error): error for error in self.broken.values()}
        told = {template_id: left_out(error) for template_id, error in self._known.broken.items()}
        self.broken = {template_id: before.get(str(error), error) for template_id, error in told.items()}
