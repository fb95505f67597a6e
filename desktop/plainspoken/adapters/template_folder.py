"""The templates on this machine: those that ship, and her own in the configuration folder."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from plainspoken.adapters.own_folder import OwnFolder
from plainspoken.clinic.template_reader import likely_id, parse_template
from plainspoken.clinic.templates import Template, TemplateError, full_id
from plainspoken.dictation.errors import SettingsError
from plainspoken_models.errors import PlainspokenError

_NONE: Mapping[str, PlainspokenError] = MappingProxyType({})


class TemplateFolder:
    """All templates, and her own ones again when their files have changed."""

    def __init__(self, own_folder: Path, allowed: Collection[str] | None = None) -> None:
        """Read them.

        Args:
            own_folder: of her own; it need not be there.
            allowed: ids of those that can be used; None: all.

        Raises:
            SettingsError: there is none of those that are allowed.
        """
        self._own, self._allowed = _folder(own_folder), allowed
        self.usable, self.broken = self._read()

    def look(self) -> bool:
        """Read again what has changed; whether anything has. One that has become broken is broken, whatever it was."""
        if not self._own.look():
            return False
        with suppress(
            SettingsError
        ):  # a template of her own was the last that is allowed, and is gone: it stays
            self.usable, self.broken = self._read()
        return True

    def _read(self) -> tuple[tuple[Template, ...], dict[str, PlainspokenError]]:
        usable, broken = all_templates(self._own.path)
        if self._allowed is not None:
            usable = tuple(template for template in usable if template.id in self._allowed)
            broken = {name: error for name, error in broken.items() if name in self._allowed}
        if not usable:
            raise SettingsError(
                "None of the templates that your organisation allows is there.",
                f"Known are: {', '.join(template.id for template in all_templates(self._own.path)[0])}.",
            )
        return usable, broken


def all_templates(own_folder: Path) -> tuple[tuple[Template, ...], dict[str, PlainspokenError]]:
    """Every template, the shipped ones first; one of her own with a shipped one's id takes its place.

    It does so even where it has a mistake in it: a note must not silently get other headings than she gave it.

    Returns:
        the templates that can be used; and by id what is wrong with the others. Where no id can be made out, the
        file's name without its ending stands for it.
    """
    found: dict[str, Template | PlainspokenError] = {
        template.id: template for template in shipped_templates()
    }
    own = _folder(own_folder)
    found |= dict(_own(own, path) for path in own.files())
    usable = tuple(template for template in found.values() if isinstance(template, Template))
    return usable, {key: error for key, error in found.items() if isinstance(error, PlainspokenError)}


@cache
def shipped_templates() -> tuple[Template, ...]:
    """The templates that ship, in the order the menu shows them."""
    return tuple(_shipped(name) for name in _SHIPPED)


def find_template(
    templates: tuple[Template, ...], template_id: str, broken: Mapping[str, PlainspokenError] = _NONE
) -> Template:
    """The template with an id.

    Args:
        templates: those that can be used.
        template_id: of the one that is asked for, or short for it.
        broken: by id, what is wrong with the others; see `all_templates`.

    Raises:
        TemplateError: it has a mistake in it.
        SettingsError: there is none, or it cannot be read.
    """
    known = {template.id: template for template in templates}
    wanted = full_id(template_id, (*known, *broken))
    if wanted in broken:
        raise broken[wanted]
    if wanted in known:
        return known[wanted]
    close = "".join(f"Did you mean {one}? " for one in get_close_matches(template_id, known, n=1))
    raise SettingsError(
        f'There is no template "{template_id}".', f"{close}Choose one of: {', '.join(known)}."
    )


_SHIPPED = (
    *("soap", "progress", "history_and_physical", "consult"),
    *("ed", "discharge"),
    *("operative", "procedure", "radiology"),
    *("well_child", "ob"),
    *("dap", "birp"),
    *("sbar", "ipass"),
    *("referral", "telephone"),
)


def _shipped(name: str) -> Template:
    source = files("plainspoken.clinic").joinpath("note_templates", f"{name}.toml").read_text("utf-8")
    return parse_template(source, f"{name}.toml")


def _folder(path: Path) -> OwnFolder:
    return OwnFolder(path, "template", TemplateError)


def _own(folder: OwnFolder, path: Path) -> tuple[str, Template | PlainspokenError]:
    """One of her own, or what is wrong with it, after its id."""
    read = b""
    try:
        read = folder.read(path)
        template = parse_template(folder.decode(read, path), path.name)
    except PlainspokenError as error:
        return likely_id(read.decode("utf-8", errors="replace")) or path.stem, error
    return template.id, template
