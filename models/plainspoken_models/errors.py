"""The root of the one error tree, and its branch for models and engines.

PlainspokenError
├── ModelError              a weights file cannot be used
│   ├── ModelUnknown        no such id in the registry
│   ├── ModelMissing        known, but not on this machine
│   ├── ModelDamaged        truncated, wrong digest, or not a model at all
│   ├── ModelRefused        fit for something else than what was asked of it
│   └── StoreFull           the disk has no room for it
├── DownloadError           the model program could not fetch (fetch.py)
├── SoundFileError          a file cannot be played (sound.py)
│   └── SoundBreaksOff      it ends before its header says
├── EngineError             a child process with an engine in it
│   ├── EngineDied          ended by itself
│   ├── EngineHung          gave no answer in its time
│   ├── EngineFailed        answered that it could not
│   └── EngineGivenUp       failed three times in a row, and is not started again for now
└── plainspoken.dictation.errors: the branches of the desktop program
"""


class PlainspokenError(Exception):
    """What happened, what to do about it, and whether the dictation is safe. Never carries dictated text."""

    exit_code = 1

    def __init__(self, what: str, remedy: str, *, dictation_safe: bool = True) -> None:
        super().__init__(what)
        self.what = what
        """One sentence, for the person in front of the screen."""
        self.remedy = remedy
        """What she can do now: one sentence."""
        self.dictation_safe = dictation_safe
        """Whether everything said so far is still there."""

    def __str__(self) -> str:
        safe = "" if self.dictation_safe else " Part of what was said could not be kept."
        return f"{self.what} {self.remedy}{safe}"


class ModelError(PlainspokenError):
    """A weights file cannot be used."""

    exit_code = 3


class ModelUnknown(ModelError):
    """No model of that id is in the registry."""


class ModelMissing(ModelError):
    """The registry knows the model, but its file is not on this machine."""


class ModelDamaged(ModelError):
    """The file is truncated, has another digest than the registry says, or is no model at all."""


class ModelRefused(ModelError):
    """The model is sound, but not fit for what was asked of it (the demo speech model for dictation)."""


class StoreFull(ModelError):
    """The disk that a weights file should be written to has no room for it."""


class DownloadError(PlainspokenError):
    """The model program could not fetch a file."""

    exit_code = 4


class SoundFileError(PlainspokenError):
    """A file of sound is missing, may not be read, or holds nothing that can be played."""

    exit_code = 6


class SoundBreaksOff(SoundFileError):
    """A file of sound ends before its header says: a copy that was cut short."""

    def __init__(self, what: str, remedy: str, *, at_ms: int, of_ms: int) -> None:
        super().__init__(what, remedy)
        self.at_ms = at_ms
        """Where the sound ends, from its start."""
        self.of_ms = of_ms
        """Where it should end."""


class EngineError(PlainspokenError):
    """A child process with an engine in it did not do its work."""

    exit_code = 5


class EngineDied(EngineError):
    """The child process ended by itself: a crash of native code, or the system took its memory."""


class EngineHung(EngineError):
    """The child process gave no answer in the time its work can take."""


class EngineFailed(EngineError):
    """The child process answered that it could not do its work."""


class EngineGivenUp(EngineError):
    """The engine has failed three times in a row, and is not started again before the next dictation."""
