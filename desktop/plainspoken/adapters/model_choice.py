"""Which of the models on this machine are used."""

from dataclasses import dataclass

from plainspoken.settings import Policy, Values
from plainspoken_models.errors import ModelError, ModelRefused, PlainspokenError
from plainspoken_models.registry import Model, Role
from plainspoken_models.store import Store, require_dictation, require_role

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


@dataclass(frozen=True, slots=True)
class Models:
    """The models of one dictation."""

    speech: Model
    tagger: Model

    @property
    def ids(self) -> dict[str, str]:
        """Stage → id, as the JSON of a note has it."""
        return {"speech": self.speech.id, "tagger": self.tagger.id}


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The models on this machine that the policy allows."""

    store: Store
    policy: Policy

    def models(self, values: Values, speech: str = "") -> Models:
        """The models to use; the demo's speech model where no other one is installed.

        Args:
            values: the settings.
            speech: id or path of the speech model, in place of the settings'.

        Raises:
            ModelError: one that is named is unknown, of another kind, not allowed, or not here; or the organisation
                has set another one than `speech`, which may be the demo's all the same: nobody can dictate to that.
        """
        chosen = values.speech_model or self.best_speech_model()
        speech_model = self._allowed(speech or chosen)
        require_role(speech_model, Role.SPEECH)
        if speech and speech_model.dictation:
            self._require_unlocked(speech_model, chosen)
        tagger_model = self._allowed(values.tagger_model)
        require_role(tagger_model, Role.TAGGER)
        return Models(speech_model, tagger_model)

    def require_usable(self, wanted: Values, held: Values) -> None:
        """Verify the models that are named anew: before they are written down, not when a dictation needs them.

        Args:
            wanted: the settings that are tried.
            held: those that hold.

        Raises:
            ModelError: one of them is not here, damaged, or not for dictation.
        """
        if wanted.speech_model != held.speech_model:
            if wanted.speech_model:
                require_dictation(self.store.model(wanted.speech_model))
            self.store.path(wanted.speech_model or self.best_speech_model())
        if wanted.tagger_model != held.tagger_model:
            self.store.path(wanted.tagger_model)

    def refusal(self, speech: Model) -> PlainspokenError | None:
        """Why this model is not for dictation, if it is not, or is not here."""
        try:
            require_dictation(speech)
            self.store.path(speech.id)
        except ModelError as error:
            return error
        return None

    def best_speech_model(self) -> str:
        """The first installed one, by preference; the demo's where there is none."""
        here = {model.id for model in self.here(Role.SPEECH)}
        return next((model_id for model_id in PREFERRED_SPEECH_MODELS if model_id in here), DEMO_SPEECH_MODEL)

    def here(self, role: Role) -> tuple[Model, ...]:
        """Those of the known ones that are installed, allowed, and fit for real work."""
        return tuple(
            model
            for model in self.store.registry.models
            if model.role is role and model.dictation and self._allows(model) and self.store.is_here(model)
        )

    def _allowed(self, name: str) -> Model:
        model = self.store.model(name)
        if not self._allows(model):
            raise ModelRefused(
                f"Your organisation does not allow the model {model.id} here.",
                f"Choose one of those that {self.policy.file} allows: "
                f"{', '.join(self.policy.allowed_models or ()) or 'none but those that ship'}.",
            )
        return model

    def _require_unlocked(self, speech: Model, chosen: str) -> None:
        if "speech_model" in self.policy.locked and speech.id != self.store.model(chosen).id:
            raise ModelRefused(
                f"The speech model is set by your organisation: {chosen}, and not {speech.id}.",
                f"Leave the other one out. The policy is {self.policy.file}.",
            )

    def _allows(self, model: Model) -> bool:
        """What ships came with the program, which the organisation has installed."""
        allowed = self.policy.allowed_models
        return allowed is None or model.shipped or model.id in allowed
