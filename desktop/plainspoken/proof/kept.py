"""What is kept on this machine, where and for how long, as her settings have it."""

from plainspoken.adapters.settings import Settings
from plainspoken.adapters.vault_door import VaultDoor
from plainspoken.adapters.vault_key import system_keyring
from plainspoken.dictation.errors import KeyringMissing

_PASTED = {
    None: 'she pastes a note herself (paste = "off").',
    "keys": 'a note is pasted with Ctrl+V into the window that was in front when she began (paste = "keys").',
    "type": 'a note is typed into the window that was in front when she began (paste = "type").',
}


def what_is_kept(settings: Settings, door: VaultDoor) -> tuple[str, ...]:
    """Sentences that are neither good nor bad: she has chosen."""
    return (
        f"Settings: {settings.path if settings.path.exists() else 'the defaults, without a file'}.",
        _key(door),
        _notes(settings.keep_notes_days),
        _sound(settings.keep_sound_hours, settings.keep_notes_days),
        "A dictation that was not finished: in the vault until she makes a note of it or throws it away.",
        "Audit trail, without a word of a dictation: as long as the vault.",
        _clipboard(settings.clear_clipboard_minutes),
        f"Pasting: {_PASTED[settings.paste]}",
    )


def _key(door: VaultDoor) -> str:
    if door.has_passphrase:
        return "Key of the vault: behind a passphrase that she has chosen."
    try:
        system_keyring()
    except KeyringMissing:
        if door.leads_to_a_vault:
            return "Key of the vault: in a keyring that is not there now, so nothing can be written or read."
        return "Key of the vault: neither a keyring nor a passphrase has it, so nothing is written to disk."
    return "Key of the vault: in the system's keyring."


def _notes(days: int) -> str:
    if not days:
        return "Notes: never written to disk (keep_notes_days = 0)."
    return f"Notes: in the vault for {_counted(days, 'day')} after delivery (keep_notes_days = {days})."


_SOUND = "Sound, with the macros chosen in the menu"


def _sound(hours: int, days: int) -> str:
    if not hours or not days:
        name = "keep_notes_days" if hours else "keep_sound_hours"
        return f"{_SOUND}: in the vault until its note is delivered ({name} = 0)."
    most = "; at most as long as a note of it is kept"
    return f"{_SOUND}: in the vault for {_counted(hours, 'hour')} after delivery (keep_sound_hours = {hours}){most}."


def _clipboard(minutes: int) -> str:
    if not minutes:
        return "Clipboard: a note stays until something else is copied or the app ends (clear_clipboard_minutes = 0)."
    time = _counted(minutes, "minute")
    return f"Clipboard: a note is taken off after {time}, if it is still there (clear_clipboard_minutes = {minutes})."


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" + ("s" if number != 1 else "")
