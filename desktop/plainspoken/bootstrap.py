"""The one file that names the real parts. Everything else is handed what it needs."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from platformdirs import user_cache_path, user_data_path

from plainspoken.adapters.macro_folder import MacroFolder
from plainspoken.adapters.model_choice import DEMO_SPEECH_MODEL, ModelChoice, Models
from plainspoken.adapters.policy_file import machine_policy
from plainspoken.adapters.settings import Settings, default_path
from plainspoken.adapters.template_folder import TemplateFolder, find_template
from plainspoken.adapters.vocabulary_file import NAME, VocabularyFile
from plainspoken.clinic.macros import Macros
from plainspoken.clinic.templates import Template, full_id
from plainspoken.settings import Values
from plainspoken.workers.conductor import Conductor
from plainspoken.workers.engines import Engines, Opener
from plainspoken.workers.keeper import Keeper
from plainspoken.workers.keeping import Keeping, Retention
from plainspoken.workers.messages import Listener
from plainspoken_models.engines.host import HostedTagger, HostedTranscriber, open_tagger, open_transcriber
from plainspoken_models.engines.lockdown import Locks, lock_down_program, locks_held
from plainspoken_models.engines.silero import Silero
from plainspoken_models.errors import PlainspokenError
from plainspoken_models.registry import EncoderContext, Model
from plainspoken_models.store import Store

__all__ = [
    "DEMO_NOTICE",
    "DEMO_SPEECH_MODEL",
    "Composition",
    "Models",
    "lock_down_program",
    "locks_held",
    "open_vault",
    "threads",
    "vault_door",
    "vault_path",
]

if TYPE_CHECKING:
    from plainspoken.adapters.vault import Vault
    from plainspoken.adapters.vault_door import VaultDoor
    from plainspoken.dictation.capture import AudioSource
    from plainspoken.ui.parts import Chosen, DesktopParts, ListenForHotkeys, SettingsDesk

DEMO_NOTICE = "Demo speech model: it understands synthetic voices only"


def threads() -> int:
    """Threads for each engine: the physical cores that this process may use, at most 8.

    Both engines get all of them: after the stop key they work one after the other, and that is what she waits for.
    """
    physical = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if sys.platform == "linux" else physical
    return min(8, physical, allowed)


HOUR_MS = 3_600_000


def vault_path() -> Path:
    """Where the vault is, or would be; `PLAINSPOKEN_DATA` names another folder."""
    folder = os.environ.get("PLAINSPOKEN_DATA")
    return (Path(folder) if folder else user_data_path("plainspoken", appauthor=False)) / "vault.db"


def vault_door() -> "VaultDoor":
    """The ways into the vault."""
    return _door(vault_path())


@cache
def _door(vault: Path) -> "VaultDoor":
    """One for each vault: it remembers the key of a vault that could not be made yet."""
    # Imported here: nothing but a microphone needs a vault, and its libraries cost time.
    from plainspoken.adapters.vault_door import VaultDoor  # noqa: PLC0415

    return VaultDoor(vault)


def open_vault() -> "Vault":
    """The vault, with its key from the system's keyring, which may ask her first; made where there is none.

    Raises:
        VaultError: it cannot be opened, and why; `PassphraseWanted`: see `vault_door`.
    """
    return vault_door().open()


def _retention(values: Values) -> Retention:
    return Retention(values.keep_sound_hours * HOUR_MS, values.keep_notes_days * 24 * HOUR_MS)


def _hotkeys(values: Values) -> "ListenForHotkeys":
    from plainspoken.adapters.hotkey import Hotkeys  # noqa: PLC0415  a note from a file needs no keyboard

    return Hotkeys(values.toggle_hotkey, values.push_to_talk_hotkey).listen


class Composition:
    """Settings, templates and models of this machine, and the parts made of them."""

    def __init__(self, template: str = "") -> None:
        """Read what is on this machine.

        Args:
            template: id of the one that is asked for in place of the settings'.

        Raises:
            SettingsError: the settings file, or the policy of the organisation, has a mistake in it; or that has set
                another template.
        """
        self.policy = machine_policy()
        self.settings = Settings(default_path(), self.policy)
        self.store = Store()
        self.model_choice = ModelChoice(self.store, self.policy)
        self.template_folder = TemplateFolder(
            self.settings.path.parent / "templates", self.policy.allowed_templates
        )
        self.vocabulary_file = VocabularyFile(self.settings.path.with_name(NAME))
        self.templates, self.broken_templates = self.template_folder.usable, self.template_folder.broken
        self.macro_folder = MacroFolder(self.settings.path.parent / "macros")
        known = {one.id for one in self.templates}
        if template and full_id(template, known) != full_id(self.settings.template, known):
            self.settings.require_unlocked(("template",))

    def template(self, template_id: str = "") -> Template:
        """The template of that id, or the one of the settings.

        Raises:
            SettingsError, TemplateError: there is none, or it has a mistake in it.
        """
        return find_template(self.templates, template_id or self.settings.template, self.broken_templates)

    @property
    def macros(self) -> Macros:
        """All that can be named."""
        return self.macro_folder.usable

    def models(self, speech: str = "") -> Models:
        """The models to use; raises as `ModelChoice.models`."""
        return self.model_choice.models(self.settings, speech)

    @property
    def demo_only(self) -> bool:
        """Whether the demo's speech model is taken for want of another one."""
        return (self.settings.speech_model or self.model_choice.best_speech_model()) == DEMO_SPEECH_MODEL

    def engines(self, models: Models, values: Values | None = None) -> Engines:
        """The engines of the models; their files are verified when they are opened.

        Args:
            models: which.
            values: settings, where not those that hold.
        """
        chosen = values or self.settings
        speech = models.speech, chosen.encoder_context or models.speech.encoder_context
        return Engines(
            Silero(),
            Opener(self._transcriber, speech),
            Opener(self._tagger, (models.tagger,)),
            idle_s=60.0 * chosen.idle_minutes,
            checks_off=chosen.checks_off,
            vocabulary=self.vocabulary_file.vocabulary,
            models=models.ids,
        )

    def processor_features(self, models: Models) -> dict[str, str]:
        """Engine → what it uses of this processor. Starts both engines to ask them.

        Raises:
            PlainspokenError: one of them cannot be started.
        """
        with self._opened(models) as (speech, tagger):
            return {"whisper.cpp": speech.processor_features(), "llama.cpp": tagger.processor_features()}

    def locks(self, models: Models) -> dict[str, Locks]:
        """Process → what it cannot do. Starts both engines to ask them.

        Raises:
            PlainspokenError: one of them cannot be started.
        """
        with self._opened(models) as (speech, tagger):
            return {"this program": locks_held(), "whisper.cpp": speech.locks(), "llama.cpp": tagger.locks()}

    def desktop(self, *, demo_speech: bool = False) -> "DesktopParts":
        """The parts of the tray app.

        Args:
            demo_speech: use the demo's speech model, which is refused otherwise: to try the app with a synthetic voice.
        """
        # Imported here: a note from a file must not need a screen's or a sound card's libraries.
        from plainspoken.adapters import microphone  # noqa: PLC0415
        from plainspoken.adapters.code_process import find_codes  # noqa: PLC0415
        from plainspoken.adapters.player import Player  # noqa: PLC0415
        from plainspoken.adapters.steady_microphone import SteadyMicrophone  # noqa: PLC0415
        from plainspoken.ui.parts import DesktopParts  # noqa: PLC0415

        chosen = partial(self._chosen, DEMO_SPEECH_MODEL if demo_speech else "")
        given, models = chosen(self.settings), self.models(DEMO_SPEECH_MODEL if demo_speech else "")
        keeper = self.keeper(models)
        return DesktopParts(
            make_conductor=lambda listener: Conductor(given.engines, listener, keeper),
            keeper=keeper,
            vault_door=vault_door(),
            templates=self.template_folder,
            macros=self.macro_folder,
            vocabulary=self.vocabulary_file,
            settings=self.settings,
            microphones=microphone.microphones,
            open_microphone=SteadyMicrophone,
            hotkeys=_hotkeys(self.settings),
            paster=given.paster,
            player=Player(),
            find_codes=find_codes,
            clear_clipboard_s=given.clear_clipboard_s,
            refusal=given.refusal,
            notice=given.notice,
            desk=self._desk(chosen),
        )

    def _desk(self, chosen: Callable[[Values], "Chosen"]) -> "SettingsDesk":
        from plainspoken.adapters.taken_keys import taken  # noqa: PLC0415
        from plainspoken.adapters.word_list import read_list  # noqa: PLC0415
        from plainspoken.ui.parts import SettingsDesk  # noqa: PLC0415
        from plainspoken.ui.words_desk import WordsDesk  # noqa: PLC0415

        words = WordsDesk(self.vocabulary_file, read_list)
        return SettingsDesk(self.settings, chosen, _hotkeys, taken, self.model_choice.here, words)

    def _chosen(self, speech: str, values: Values) -> "Chosen":
        """What the parts of the tray app are given of her settings; `speech` names a model in place of theirs."""
        from plainspoken.adapters.paste import Paster  # noqa: PLC0415
        from plainspoken.ui.parts import Chosen  # noqa: PLC0415

        models = self.model_choice.models(values, speech)
        self.model_choice.require_usable(values, self.settings)
        return Chosen(
            engines=self.engines(models, values),
            retention=_retention(values),
            paster=Paster(values.paste) if values.paste else None,
            clear_clipboard_s=60.0 * values.clear_clipboard_minutes,
            refusal=None if speech else self.refusal(models.speech),
            notice="" if models.speech.dictation else DEMO_NOTICE,
        )

    def conductor(self, models: Models, listener: Listener, keeper: Keeping | None = None) -> Conductor:
        """A conductor over the real engines; the caller starts and closes it, and its keeper."""
        return Conductor(self.engines(models), listener, keeper)

    def keeper(
        self, models: Models | None = None, open_storage: Callable[[], "Vault"] = open_vault
    ) -> Keeper:
        """A keeper of the vault; the caller starts and closes it.

        Args:
            models: those in use, which a kept note names; None where no note will be made.
            open_storage: opens the vault, in the keeper's thread.
        """
        return Keeper(open_storage, _retention(self.settings), models.ids if models else {})

    def refusal(self, speech: Model) -> PlainspokenError | None:
        """Why this model is not for dictation, if it is not, or is not here."""
        return self.model_choice.refusal(speech)

    def microphone(self) -> "AudioSource":
        """The microphone of the settings, not yet open."""
        from plainspoken.adapters.steady_microphone import SteadyMicrophone  # noqa: PLC0415  see `desktop`

        return SteadyMicrophone(self.settings.microphone)

    @contextmanager
    def _opened(self, models: Models) -> Iterator[tuple[HostedTranscriber, HostedTagger]]:
        context = self.settings.encoder_context or models.speech.encoder_context
        with self._transcriber(models.speech, context) as speech, self._tagger(models.tagger) as tagger:
            yield speech, tagger

    @contextmanager
    def _transcriber(self, model: Model, context: EncoderContext) -> Iterator[HostedTranscriber]:
        path = self.store.path(model.id)
        with open_transcriber(path, encoder_context=context, threads=threads()) as engine:
            yield engine

    @contextmanager
    def _tagger(self, model: Model) -> Iterator[HostedTagger]:
        path, kept = self.store.path(model.id), user_cache_path("plainspoken", appauthor=False) / "prefixes"
        with open_tagger(path, label_style=model.label_style, threads=threads(), cache=kept) as engine:
            yield engine
