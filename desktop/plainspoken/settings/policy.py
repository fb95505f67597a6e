"""What an organisation has decided for its machines: locked settings, and allowed models and templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from plainspoken.clinic.templates import full_id
from plainspoken.settings.known import BY_NAME
from plainspoken.settings.reader import PolicyMistake, SettingsReader
from plainspoken.settings.setting import Group, Setting, SomeOf, Value

ALLOWED_MODELS = Setting(
    "allowed_models",
    "Allowed models",
    Group.MODELS,
    SomeOf(),
    [],
    "Ids of the models that may be used besides those that ship; any other one is refused.",
)
ALLOWED_TEMPLATES = Setting(
    "allowed_templates",
    "Allowed templates",
    Group.DICTATION,
    SomeOf(),
    [],
    "Ids of the templates that can be chosen; the first one is taken where another one was.",
)
IN_POLICY: Mapping[str, Setting] = BY_NAME | {one.name: one for one in (ALLOWED_MODELS, ALLOWED_TEMPLATES)}
"""What may stand in a policy: every setting, which it locks, and these two."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that was read; without one, nothing is decided."""

    file: str = ""
    """Its path; empty where there is none."""
    locked: Mapping[str, Value] = field(default_factory=dict)
    """Settings that she cannot change."""
    allowed_models: tuple[str, ...] | None = None
    """None: all that there are."""
    allowed_templates: tuple[str, ...] | None = None
    """None: all that there are; else at least one."""

    @property
    def keys(self) -> tuple[str, ...]:
        """What it decides."""
        limits = {"allowed_models": self.allowed_models, "allowed_templates": self.allowed_templates}
        return (*self.locked, *(name for name, allowed in limits.items() if allowed is not None))

    def over(self, chosen: Mapping[str, Value]) -> dict[str, Value]:
        """What holds where she has chosen this."""
        holds = {**chosen, **self.locked}
        if self.allowed_templates is not None:
            template = str(holds.get("template", BY_NAME["template"].default))
            if full_id(template, self.allowed_templates) not in self.allowed_templates:
                holds["template"] = self.allowed_templates[0]
        return holds


NO_POLICY = Policy()


def read_policy(source: str, file: str) -> Policy:
    """A policy.

    Args:
        source: TOML.
        file: its path.

    Raises:
        PolicyMistake: names every mistake in it, with line and column.
    """
    reader = SettingsReader(source, file, IN_POLICY, PolicyMistake)
    read = reader.read()
    models, templates = (_allowed(read, one.name) for one in (ALLOWED_MODELS, ALLOWED_TEMPLATES))
    if templates == ():
        raise reader.mistaken("allowed_templates", "names no template", 'Write allowed_templates = ["soap"].')
    template = read.get("template")
    if templates is not None and template is not None and template not in templates:
        raise reader.mistaken(
            "template", f'"{template}" is not in allowed_templates', "Add it there, or lock another one."
        )
    return Policy(file, {name: read[name] for name in BY_NAME if name in read}, models, templates)


def _allowed(read: Mapping[str, Value], name: str) -> tuple[str, ...] | None:
    return tuple(cast("list[str]", read[name])) if name in read else None
