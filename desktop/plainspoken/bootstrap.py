"""The one file that names the real parts. Everything else is handed what it needs."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from platformdirs import user_cache_path, user_data_path

from plainspoken.adapters.macro_folder import MacroFolder
from plainspoken.adapters.settings import Settings, default_path
from plainspoken.adapters.template_folder import TemplateFolder, find_template
from plainspoken.adapters.vocabulary_file import NAME, VocabularyFile
from plainspoken.clinic.macros import Macros
from plainspoken.clinic.templates import Template
from plainspoken.workers.conductor import Conductor, Engines
from plainspoken.workers.keeper import Keeper
from plainspoken.workers.keeping import Keeping, Retention
from plainspoken.workers.messages import Listener
from plainspoken_models.engines.host import HostedTagger, HostedTranscriber, open_tagger, open_transcriber
from plainspoken_models.engines.lockdown import Locks, lock_down_program, locks_held
from plainspoken_models.engines.silero import Silero
from plainspoken_models.errors import ModelError, PlainspokenError
from plainspoken_models.registry import Model, Role
from plainspoken_models.store import Store, require_dictation, require_role

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
    from plainspoken.ui.app import DesktopParts

DEMO_SPEECH_MODEL = "demo-speech"

PREFERRED_SPEECH_MODELS = (
    "whisper-small.en-q5_1",
    "whisper-large-v3-turbo-q5_0",
    "whisper-medium-q5_0",
    "whisper-small-q5_1",
    "whisper-base.en-q5_1",
    "whisper-base-q5_1",
    "whisper-tiny.en-q5_1",
)
"""The first of these that is installed is used, unless the settings name one. Order: the one that suits a laptop
first, then by size; not measured here, for real weights were not to be had."""

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


@dataclass(frozen=True, slots=True)
class Models:
    """The models of one dictation."""

    speech: Model
    tagger: Model

    @property
    def ids(self) -> dict[str, str]:
        """Stage → id, as the JSON of a note has it."""
        return {"speech": self.speech.id, "tagger": self.tagger.id}


class Composition:
    """Settings, templates and models of this machine, and the parts made of them."""

    def __init__(self) -> None:
        """Read what is on this machine.

        Raises:
            SettingsError: the settings file has a mistake in it.
        """
        self.settings = Settings(default_path())
        self.store = Store()
        self.template_folder = TemplateFolder(self.settings.path.parent / "templates")
        self.vocabulary_file = VocabularyFile(self.settings.path.with_name(NAME))
        self.templates, self.broken_templates = self.template_folder.usable, self.template_folder.broken
        self.macro_folder = MacroFolder(self.settings.path.parent / "macros")

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
        """The models to use; the demo's speech model where no other one is installed.

        Raises:
            ModelError: one that is named is unknown, of another kind, or not here.
        """
        speech_model = self.store.model(speech or self.settings.speech_model or self._best_speech_model())
        require_role(speech_model, Role.SPEECH)
        tagger_model = self.store.model(self.settings.tagger_model)
        require_role(tagger_model, Role.TAGGER)
        return Models(speech_model, tagger_model)

    @property
    def demo_only(self) -> bool:
        """Whether the demo's speech model is taken for want of another one."""
        return (self.settings.speech_model or self._best_speech_model()) == DEMO_SPEECH_MODEL

    def engines(self, models: Models) -> Engines:
        """The engines of the models; their files are verified when they are opened."""
        return Engines(
            Silero(),
            partial(self._transcriber, models.speech),
            partial(self._tagger, models.tagger),
            idle_s=60.0 * self.settings.idle_minutes,
            checks_off=self.settings.checks_off,
            vocabulary=self.vocabulary_file.vocabulary,
        )

    def processor_features(self, models: Models) -> dict[str, str]:
        """Engine → what it uses of this processor. Starts both engines to ask them.

        Raises:
            PlainspokenError: one of them cannot be started.
        """
        with self._transcriber(models.speech) as speech, self._tagger(models.tagger) as tagger:
            return {"whisper.cpp": speech.processor_features(), "llama.cpp": tagger.processor_features()}

    def locks(self, models: Models) -> dict[str, Locks]:
        """Process → what it cannot do. Starts both engines to ask them.

        Raises:
            PlainspokenError: one of them cannot be started.
        """
        with self._transcriber(models.speech) as speech, self._tagger(models.tagger) as tagger:
            return {"this program": locks_held(), "whisper.cpp": speech.locks(), "llama.cpp": tagger.locks()}

    def desktop(self, *, demo_speech: bool = False) -> "DesktopParts":
        """The parts of the tray app.

        Args:
            demo_speech: use the demo's speech model, which is refused otherwise: to try the app with a synthetic voice.
        """
        # Imported here: a note from a file must not need a screen's or a sound card's libraries.
        from plainspoken.adapters import microphone  # noqa: PLC0415
        from plainspoken.adapters.code_process import find_codes  # noqa: PLC0415
        from plainspoken.adapters.hotkey import Hotkeys  # noqa: PLC0415
        from plainspoken.adapters.paste import Paster  # noqa: PLC0415
        from plainspoken.adapters.player import Player  # noqa: PLC0415
        from plainspoken.adapters.steady_microphone import SteadyMicrophone  # noqa: PLC0415
        from plainspoken.ui.app import DesktopParts  # noqa: PLC0415

        models = self.models(DEMO_SPEECH_MODEL if demo_speech else "")
        keeper = self.keeper(models)
        return DesktopParts(
            make_conductor=lambda listener: self.conductor(models, listener, keeper),
            keeper=keeper,
            vault_door=vault_door(),
            templates=self.template_folder,
            macros=self.macro_folder,
            vocabulary=self.vocabulary_file,
            settings=self.settings,
            microphones=microphone.microphones,
            open_microphone=SteadyMicrophone,
            hotkeys=Hotkeys(self.settings.toggle_hotkey, self.settings.push_to_talk_hotkey).listen,
            paster=Paster(self.settings.paste) if self.settings.paste else None,
            player=Player(),
            checks_off=self.settings.checks_off,
            find_codes=find_codes,
            clear_clipboard_s=60.0 * self.settings.clear_clipboard_minutes,
            refusal=None if demo_speech else self.refusal(models.speech),
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
        sound_ms, notes_ms = (
            self.settings.keep_sound_hours * HOUR_MS,
            self.settings.keep_notes_days * 24 * HOUR_MS,
        )
        return Keeper(open_storage, Retention(sound_ms, notes_ms), models.ids if models else {})

    def refusal(self, speech: Model) -> PlainspokenError | None:
        """Why this model is not for dictation, if it is not, or is not here."""
        try:
            require_dictation(speech)
            self.store.path(speech.id)
        except ModelError as error:
            return error
        return None

    def microphone(self) -> "AudioSource":
        """The microphone of the settings, not yet open."""
        from plainspoken.adapters.steady_microphone import SteadyMicrophone  # noqa: PLC0415  see `desktop`

        return SteadyMicrophone(self.settings.microphone)

    def _best_speech_model(self) -> str:
        installed = {model.id for model in self.store.registry.models if self.store.is_here(model)}
        return next(
            (model_id for model_id in PREFERRED_SPEECH_MODELS if model_id in installed), DEMO_SPEECH_MODEL
        )

    @contextmanager
    def _transcriber(self, model: Model) -> Iterator[HostedTranscriber]:
        path = self.store.path(model.id)
        context = self.settings.encoder_context or model.encoder_context
        with open_transcriber(path, encoder_context=context, threads=threads()) as engine:
            yield engine

    @contextmanager
    def _tagger(self, model: Model) -> Iterator[HostedTagger]:
        path, kept = self.store.path(model.id), user_cache_path("plainspoken", appauthor=False) / "prefixes"
        with open_tagger(path, label_style=model.label_style, threads=threads(), cache=kept) as engine:
            yield engine
