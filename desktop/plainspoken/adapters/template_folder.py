"""The templates on this machine: those that ship, and her own in the configuration folder."""

from importlib.resources import files
from pathlib import Path

from plainspoken.clinic.templates import Template, TemplateError, parse_template
from plainspoken.dictation.errors import SettingsError


def all_templates(own_folder: Path) -> tuple[Template, ...]:
    """Every template, the shipped ones first; one of her own with a shipped one's id takes its place.

    Raises:
        TemplateError: one of her own has a mistake in it.
    """
    own = [_own(path) for path in sorted(own_folder.glob("*.toml"))]
    by_id = {template.id: template for template in [*shipped_templates(), *own]}
    return tuple(by_id.values())


def shipped_templates() -> tuple[Template, ...]:
    """The templates that ship, in the order the menu shows them."""
    return tuple(_shipped(name) for name in _SHIPPED)


def find_template(templates: tuple[Template, ...], template_id: str) -> Template:
    """The template with an id.

    Raises:
        SettingsError: there is none.
    """
    for template in templates:
        if template.id == template_id:
            return template
    known = ", ".join(template.id for template in templates)
    raise SettingsError(f'There is no template "{template_id}".', f"Choose one of: {known}.")


_SHIPPED = ("soap", "history_and_physical", "progress", "consult", "procedure", "discharge")


def _shipped(name: str) -> Template:
    source = files("plainspoken.clinic").joinpath("note_templates", f"{name}.toml").read_text("utf-8")
    return parse_template(source, f"{name}.toml")


def _own(path: Path) -> Template:
    try:
        source = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise TemplateError(path.name, line, "this is not UTF-8 text", "Save the file as UTF-8.") from error
    except OSError as error:
        raise SettingsError(
            f"The template {path} cannot be read: {error.strerror}.", "Mend the file's rights."
        ) from error
    return parse_template(source, path.name)
