"""The templates on this machine: those that ship, and her own in the configuration folder."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from plainspoken.clinic.templates import Template, TemplateError, likely_id, parse_template
from plainspoken.dictation.errors import SettingsError
from plainspoken_models.errors import PlainspokenError

_NONE: Mapping[str, PlainspokenError] = MappingProxyType({})


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
    found |= dict(_own(path) for path in sorted(own_folder.glob("*.toml")))
    usable = tuple(template for template in found.values() if isinstance(template, Template))
    return usable, {key: error for key, error in found.items() if isinstance(error, PlainspokenError)}


def shipped_templates() -> tuple[Template, ...]:
    """The templates that ship, in the order the menu shows them."""
    return tuple(_shipped(name) for name in _SHIPPED)


def find_template(
    templates: tuple[Template, ...], template_id: str, broken: Mapping[str, PlainspokenError] = _NONE
) -> Template:
    """The template with an id.

    Args:
        templates: those that can be used.
        template_id: of the one that is asked for.
        broken: by id, what is wrong with the others; see `all_templates`.

    Raises:
        TemplateError: it has a mistake in it.
        SettingsError: there is none, or it cannot be read.
    """
    if template_id in broken:
        raise broken[template_id]
    for template in templates:
        if template.id == template_id:
            return template
    known = ", ".join(template.id for template in templates)
    raise SettingsError(f'There is no template "{template_id}".', f"Choose one of: {known}.")


_SHIPPED = ("soap", "history_and_physical", "progress", "consult", "procedure", "discharge")


def _shipped(name: str) -> Template:
    source = files("plainspoken.clinic").joinpath("note_templates", f"{name}.toml").read_text("utf-8")
    return parse_template(source, f"{name}.toml")


def _own(path: Path) -> tuple[str, Template | PlainspokenError]:
    """One of her own, or what is wrong with it, after its id."""
    try:
        read = path.read_bytes()
    except OSError as error:
        return path.stem, SettingsError(
            f"The template {path} cannot be read: {error.strerror}.", "Mend the file's rights."
        )
    try:
        template = parse_template(_decode(read, path.name), path.name)
    except TemplateError as error:
        return likely_id(read.decode("utf-8", errors="replace")) or path.stem, error
    return template.id, template


def _decode(read: bytes, name: str) -> str:
    try:
        return read.decode("utf-8")
    except UnicodeDecodeError as error:
        line = read[: error.start].count(b"\n") + 1
        raise TemplateError(name, line, "this is not UTF-8 text", "Save the file as UTF-8.") from error
