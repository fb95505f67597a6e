"""The desktop program's branches of the one error tree (its root is in `plainspoken_models.errors`).

PlainspokenError
├── AudioError              sound could not be captured or read
│   ├── MicrophoneMissing   there is none, or the named one is gone
│   ├── MicrophoneSilent    it delivers nothing, or nothing but zeros
│   ├── DeviceLost          it was there and went away
│   │   └── DeviceFrozen    it, or the sound server, answers no more
│   └── DeviceChanged       another one has taken over
├── DesktopError            the desktop lacks something: a screen, a tray, a clipboard, a hotkey
├── AlreadyRunning          another instance holds the lock
├── NotRunning              a command for the running app, and none runs
├── NotNow                  a command that does not fit what the running app is doing
├── SettingsError           the settings file has a mistake in it
├── SourceError             what should become a note cannot be read
│   └── NothingSaid         it has no words in it
├── FactsDiffer             a text is not to be handed over: its facts are not those that were said
├── VaultError              the encrypted file that keeps sound and notes cannot be used
│   ├── VaultLocked         the key is lost, or is another one
│   │   ├── PassphraseWanted the key is behind a passphrase that was not given yet
│   │   └── PassphraseWrong  another one was given
│   ├── PassphraseUnfit     one that cannot be chosen
│   ├── VaultDamaged        truncated, altered, or not a vault at all
│   ├── VaultNewer          written by a later version of the program
│   ├── VaultInUse          another process holds it
│   ├── VaultUnwritable     it can be neither made nor written: rights, a disk that fails
│   │   └── VaultFull       the disk has no room for it
│   ├── MemoryFull          nothing could be written for so long that memory has no room either
│   ├── KeyringMissing      the system has no keyring for the key
│   └── KeyringLocked       the system's keyring does not give or take the key
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


class DeviceFrozen(DeviceLost):
    """The microphone, or the sound server, has stopped answering; to ask it again may take half a minute."""


class DeviceChanged(AudioError):
    """The microphone went away, and another one, or the same one again, records from now on."""


class DesktopError(PlainspokenError):
    """The desktop lacks something that is needed: a screen, a tray, a clipboard, a hotkey."""

    exit_code = 8


class AlreadyRunning(PlainspokenError):
    """Another instance of the app runs."""

    exit_code = 9


class NotRunning(PlainspokenError):
    """A command for the running app, and none runs."""

    exit_code = 10


class NotNow(PlainspokenError):
    """A command that does not fit what the running app is doing: nothing was done."""

    exit_code = 13


class SettingsError(PlainspokenError):
    """The settings file has a mistake in it."""

    exit_code = 11


class SourceError(PlainspokenError):
    """What should become a note cannot be read."""

    exit_code = 6


class NothingSaid(SourceError):
    """There is no word to make a note of."""


class FactsDiffer(PlainspokenError):
    """A text has other facts than were said; it is not handed over unless she wants it all the same.

    Args:
        places: kind and place of each difference, without a word of the text.
    """

    exit_code = 14

    def __init__(self, places: tuple[str, ...]) -> None:
        shown = "; ".join(places[:MOST_SHOWN]) + ("; …" if len(places) > MOST_SHOWN else "")
        super().__init__(
            f"The note was not copied: it differs from what was said ({shown}).",
            "Read it against what was said. In the app it is copied as it is when it is chosen once more.",
        )


MOST_SHOWN = 3
"""Of the differences, in a message."""


class VaultError(PlainspokenError):
    """The encrypted file that keeps sound and notes cannot be used."""

    exit_code = 12


class VaultLocked(VaultError):
    """The vault is there, but its key is lost, or the one that was given is another one. Nothing was touched."""


class PassphraseWanted(VaultLocked):
    """The vault's key is behind a passphrase, which was not given yet."""


class PassphraseWrong(VaultLocked):
    """Another passphrase was given than the vault's."""


class PassphraseUnfit(VaultError):
    """A passphrase that cannot be chosen: it is too short, or was not typed the same way twice."""


class VaultDamaged(VaultError):
    """The vault is truncated, was altered, or is no vault at all."""


class VaultNewer(VaultError):
    """The vault was written by a later version of the program. Nothing was touched."""


class VaultInUse(VaultError):
    """Another process holds the vault."""


class VaultUnwritable(VaultError):
    """The vault can be neither made nor written: the rights of the folder, or a disk that fails."""


class VaultFull(VaultUnwritable):
    """The disk has no room for the vault."""


class MemoryFull(VaultError):
    """Nothing could be written for hours, and memory takes no more: from here on sound is not kept."""

    def __init__(self) -> None:
        super().__init__(
            "Hours of this dictation could not be written to disk, and no more fits into memory.",
            "Stop now, and free some space on the disk.",
            dictation_safe=False,
        )


class KeyringMissing(VaultError):
    """The system has no keyring that could keep the key."""


class KeyringLocked(VaultError):
    """The system's keyring is there, but does not give or take the key."""
