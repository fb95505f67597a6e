"""`plainspoken doctor`: what works on this machine, what does not, and how to mend it."""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from typing import NoReturn

from plainspoken import __version__
from plainspoken.adapters.policy_file import open_to_all
from plainspoken.adapters.template_folder import shipped_templates
from plainspoken.bootstrap import Composition, threads, vault_door, vault_path
from plainspoken.clinic.templates import Template
from plainspoken_models.contracts import SectionKind
from plainspoken_models.errors import PlainspokenError

Check = Callable[[], str]
"""Returns what it found; raises PlainspokenError where something is wrong."""

REMEDY_NO_MICROPHONE = (
    "Plug one in, or allow Plainspoken to use it in the system's privacy settings; then look once more."
)
"""Elsewhere the remedy is to run this examination."""


def examine(checks: Mapping[str, Check] | None = None) -> int:
    """Run checks, all of them if none are named, and print a line for each; the exit code is 1 if one failed."""
    print(f"plainspoken {__version__}, Python {sys.version.split()[0]}, {sys.platform}")
    failed = [
        _run(name, check) for name, check in (all_checks() if checks is None else checks).items()
    ].count(False)
    return 1 if failed else 0


def _run(name: str, check: Check) -> bool:
    try:
        print(f"  ok    {name}: {check()}")
    except PlainspokenError as error:
        print(f"  MEND  {name}: {error}")
        return False
    return True


def all_checks() -> dict[str, Check]:
    """What is looked at, in this order, by name; settings with a mistake in them are told once, not by each check."""
    of_settings: dict[str, Check] = {
        "speech model": _speech,
        "section tagger": _tagger,
        "engines": _engines,
        "hotkey": _hotkey,
    }
    try:
        composition = Composition()
        policy = _policy(composition)
        templates = _broken_templates(composition) | _own_templates(composition)
        templates |= _macros(composition) | _vocabulary(composition)
    except PlainspokenError:
        templates, policy = {}, {}
        not_looked_at = PlainspokenError("Not looked at.", "Mend the settings first.")
        of_settings = {", ".join(of_settings): partial(_fail, not_looked_at)}
    return {
        "settings and templates": _settings,
        **policy,
        **templates,
        "microphone": _microphone,
        **of_settings,
        "clipboard": _clipboard,
        "vault": _vault,
        "network": _network,
    }


def _settings() -> str:
    composition = Composition()
    if composition.settings.template not in composition.broken_templates:  # that one has a line of its own
        composition.template()
    return f"{composition.settings.path}; templates: {', '.join(template.id for template in composition.templates)}"


def _policy(composition: Composition) -> dict[str, Check]:
    """What the organisation has decided, where it has; it fails where anybody could change it."""
    policy = composition.policy
    if not policy.file:
        return {}
    decides = f"{policy.file} decides: {', '.join(policy.keys) or 'nothing'}"
    unsafe = PlainspokenError(
        f"The policy {policy.file} can be changed by others than its owner.",
        "Give it to root, and take the right to write from everybody else (chmod 644).",
    )
    check = partial(_fail, unsafe) if open_to_all(policy) else partial(str, decides)
    return {"policy of your organisation": check}


def _broken_templates(composition: Composition) -> dict[str, Check]:
    """A check for each template that is left out; it fails."""
    broken = composition.broken_templates.items()
    return {f"template {name}": partial(_fail, error) for name, error in broken}


def _own_templates(composition: Composition) -> dict[str, Check]:
    """A line for each template of her own that works and of which there is something to know."""
    shipped = shipped_templates()
    known = {template.id for template in shipped}
    own = [one for one in composition.templates if all(one is not template for template in shipped)]
    told = {one.id: _of_own(one, in_place=one.id in known) for one in own}
    return {f"template {name}": partial(str, facts) for name, facts in told.items() if facts}


def _macros(composition: Composition) -> dict[str, Check]:
    """A check for each file of macros that is left out; it fails. And a line for those that there are."""
    folder = composition.macro_folder
    own = f"{len(folder.where)} in {folder.path}, {len(folder.usable.all) - len(folder.where)} examples"
    broken = folder.broken.items()
    return {"macros": partial(str, own)} | {
        f"macros in {name}": partial(_fail, error) for name, error in broken
    }


def _of_own(template: Template, *, in_place: bool) -> str:
    """What she may not have meant by it; nothing is wrong with it."""
    left = [kind.value for kind in SectionKind if kind not in template.kinds]
    facts = ["it stands in the place of the one that ships"] if in_place else []
    if left:
        facts.append(f"no heading takes {', '.join(left)}; such sentences stand under the nearest one")
    return "; ".join(facts)


def _vocabulary(composition: Composition) -> dict[str, Check]:
    """A check of her vocabulary, where there is one, and one for each mistake in it, which fails."""
    now, mistakes = composition.vocabulary_file.vocabulary(), composition.vocabulary_file.mistakes()
    found: dict[str, Check] = {
        f"vocabulary, mistake {number}": partial(_fail, mistake) for number, mistake in enumerate(mistakes, 1)
    }
    if now.words or now.replacements:
        found["vocabulary"] = partial(str, f"words: {len(now.words)}; replacements: {len(now.replacements)}")
    return found


def _fail(error: PlainspokenError) -> NoReturn:
    raise error


def _microphone() -> str:
    from plainspoken.adapters.microphone import microphones  # noqa: PLC0415
    from plainspoken.dictation.errors import MicrophoneMissing  # noqa: PLC0415

    names = microphones()
    if not names and "tcp" in os.environ.get("PULSE_SERVER", ""):
        raise MicrophoneMissing(
            "The sound server is reached over a network, which this program refuses.",
            "Use a microphone of the machine that this runs on, and leave PULSE_SERVER unset.",
        )
    if not names:
        raise MicrophoneMissing("No microphone was found.", REMEDY_NO_MICROPHONE)
    return ", ".join(names)


def _speech() -> str:
    composition = Composition()
    model = composition.models().speech
    refusal = composition.refusal(model)
    if refusal:
        raise refusal
    return model.id


def _tagger() -> str:
    composition = Composition()
    model = composition.models().tagger
    composition.store.path(model.id)
    return f"{model.id}, verified"


def _engines() -> str:
    composition = Composition()
    used = composition.processor_features(composition.models()).items()
    return "; ".join(f"{engine} uses {features}" for engine, features in used) + f"; {threads()} threads each"


def _hotkey() -> str:
    from plainspoken.adapters.hotkey import Hotkeys  # noqa: PLC0415

    def ignore() -> None:
        """Nothing is started by an examination."""

    settings = Composition().settings
    hotkeys = Hotkeys(settings.toggle_hotkey, settings.push_to_talk_hotkey)
    with hotkeys.listen(toggle=ignore, push=ignore, release=ignore):
        return settings.toggle_hotkey or "none is set"


def _clipboard() -> str:
    from plainspoken.ui.clipboard import ClipboardSession  # noqa: PLC0415

    with ClipboardSession():
        pass
    return os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or "the system's own"


def _vault() -> str:
    from plainspoken.adapters.vault_key import system_keyring  # noqa: PLC0415
    from plainspoken.dictation.errors import PassphraseWanted, VaultInUse  # noqa: PLC0415

    path, door = vault_path(), vault_door()
    if not door.leads_to_a_vault and not door.has_passphrase:
        system_keyring()
        return "none yet; the system has a keyring for its key"
    try:
        vault = door.open()
    except VaultInUse:
        return f"{path}, in use by another process, as it is while the app runs"
    except PassphraseWanted:
        there = path if door.leads_to_a_vault else "none yet"
        return f"{there}; its key is behind your passphrase, and so it was not looked into"
    with closing(vault):
        vault.check()
        return f"{path}, encrypted and whole, its key in the keyring; unfinished dictations: {len(vault.unfinished())}"


def _network() -> str:
    composition = Composition()
    held = composition.locks(composition.models())
    if not all(locks.python for locks in held.values()):
        raise PlainspokenError(
            "This program could open a network connection.", "Please report this: it must not happen."
        )
    return "; ".join(f"{process}: {locks}" for process, locks in held.items())
