"""The desktop program's branches of the one error tree (its root is in `plainspoken_models.errors`).

PlainspokenError
├── AudioError              sound could not be captured or read
│   ├── MicrophoneMissing   there is none, or the named one is gone
│   ├── MicrophoneSilent    it delivers nothing, or nothing but zeros
│   └── DeviceLost          it was there and went away
├── DesktopError            the desktop lacks something: a screen, a tray, a clipboard, a hotkey
├── AlreadyRunning          another instance holds the lock
├── NotRunning              a command for the running app, and none runs
├── SettingsError           the settings file has a mistake in it
├── SourceError             what should become a note cannot be read
└── clinic.templates.TemplateError
"""

from plainspoken_models.errors import PlainspokenError


class AudioError(PlainspokenError):
    """Sound could not be captured or read."""

    exit_code = 6


class MicrophoneMissing(AudioError):
    """There is no microphone, or not the one that the settings name."""


class MicrophoneSilent(AudioError):
    """The microphone delivers nothing, or nothing but zeros."""


class DeviceLost(AudioError):
    """The microphone was there and went away."""


class DesktopError(PlainspokenError):
    """The desktop lacks something that is needed: a screen, a tray, a clipboard, a hotkey."""

    exit_code = 8


class AlreadyRunning(PlainspokenError):
    """Another instance of the app runs."""

    exit_code = 9


class NotRunning(PlainspokenError):
    """A command for the running app, and none runs."""

    exit_code = 10


class SettingsError(PlainspokenError):
    """The settings file has a mistake in it."""

    exit_code = 11


class SourceError(PlainspokenError):
    """What should become a note cannot be read."""

    exit_code = 6
