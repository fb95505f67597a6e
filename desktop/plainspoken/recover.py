"""`plainspoken recover`: dictations that were neither delivered nor cancelled, for when the app does not run."""

import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

from plainspoken.adapters.settings import Settings
from plainspoken.bootstrap import DEMO_SPEECH_MODEL, Composition, Models, vault_door, vault_path
from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.effects import Phase
from plainspoken.dictation.errors import (
    PassphraseWanted,
    PassphraseWrong,
    SourceError,
    VaultDamaged,
    VaultError,
    VaultLocked,
    VaultNewer,
)
from plainspoken.dictation.kept import DictationId, KeptDictation
from plainspoken.dictation.session import Session
from plainspoken.keeper_told import KeeperAsked
from plainspoken.terminal import Terminal, account_for, copy_note, head, outcome, tell
from plainspoken.vault_commands import need_vault_free, vault_opener
from plainspoken.workers.keeper import Keeper
from plainspoken.workers.messages import Begin
from plainspoken_models.errors import ModelError, PlainspokenError


def recover(
    number: int = 0,
    *,
    copy: bool = False,
    throw_away: bool = False,
    demo_speech: bool = False,
    in_app: bool = False,
) -> int:
    """List the dictations that a crash left unfinished, or make a note of one of them.

    Asks for the vault's passphrase, if it has one; where standard input is no terminal, that is its first line.

    Parameters
    ----------
    number
        Which one, as the list has it; the list is printed if left out.
    copy
        Put the note on the clipboard, too.
    throw_away
        Destroy it instead.
    demo_speech
        Use the demo speech model, which understands synthetic voices only.
    in_app
        Tell the running app to make a note of the newest one, onto the clipboard.
    """
    if in_app:
        from plainspoken.ui.instance import send_command  # noqa: PLC0415  needs Qt

        print(send_command("recover"))
        return 0
    if not vault_path().exists():
        if number:
            _numbered((), number)
        tell("There is no vault yet: nothing was dictated.")
        return 0
    need_vault_free("recover")
    composition, told = Composition(), KeeperAsked()
    models = dictation_models(composition, demo_speech=demo_speech) if number and not throw_away else None
    keeper = composition.keeper(usable(models), vault_opener(piped=True))
    with told.of(keeper):
        kept = told.next()
        one = _numbered(kept, number) if number else None
        session = None
        if one is None:
            _list(kept, composition)
        elif models is None:
            keeper.throw_away(one.id)
        else:
            session = transcribe(composition, models, keeper, one.id, one.template_id)
    handed_over = hand_over(session, composition.settings, copy=copy) if session else 0
    return handed_over or told.exit_code


def dictation_models(
    composition: Composition, speech: str = "", *, demo_speech: bool
) -> Models | PlainspokenError:
    """The models to transcribe kept sound with; or why there are none, which matters where there is such sound.

    Args:
        composition: what is on this machine.
        speech: id or path of the speech model; the one for dictation if empty.
        demo_speech: take the demo's speech model, which is refused otherwise.
    """
    try:
        models = composition.models(DEMO_SPEECH_MODEL if demo_speech else speech)
    except ModelError as error:
        return error
    if demo_speech or not (refusal := composition.refusal(models.speech)):
        return models
    if models.speech.dictation:
        return refusal
    return type(refusal)(refusal.what, f"{refusal.remedy}; or, for a synthetic voice: --demo-speech")


def usable(models: Models | PlainspokenError | None) -> Models | None:
    """The models, where there are some."""
    return models if isinstance(models, Models) else None


def transcribe(
    composition: Composition,
    models: Models | PlainspokenError,
    keeper: Keeper,
    dictation: DictationId,
    template_id: str,
) -> Session:
    """Make a note of kept sound, through the same pipeline; the keeper keeps it.

    Raises:
        PlainspokenError: `models` says why there are none; or there is no template.
    """
    if isinstance(models, PlainspokenError):
        raise models
    known = {template.id for template in composition.templates}
    template = composition.template(template_id if template_id in known else "")
    terminal = Terminal(lambda listener: composition.conductor(models, listener, keeper), show=False)
    with terminal.running():
        sound = keeper.sound(dictation)
        return terminal.dictate(Begin(template, sound, dictation, composition.macros))


def hand_over(session: Session, settings: Settings, *, copy: bool) -> int:
    """Print the note of a session, and put it on the clipboard if asked to; the exit code.

    To be called when the vault is closed: the note is held on the clipboard for minutes, and the app may be started.
    """
    if session.phase is Phase.UNFINISHED:
        return outcome(session)
    said = bool(session.note.statements)
    if said:
        print(as_text(session.note))
    account_for(session.note, in_words=sys.stderr.isatty())
    copied = copy_note(session.note, settings.clear_clipboard_minutes) if copy and said else 0
    return outcome(session) or copied


def _list(kept: tuple[KeptDictation, ...], composition: Composition) -> None:
    if kept:
        head(f"{'No.':>3}  {'begun':<16}  sound  template")
    for number, one in enumerate(kept, 1):
        begun = datetime.fromtimestamp(one.begun_ms / 1000).astimezone()
        minutes, seconds = divmod(one.heard_ms // 1000, 60)
        print(f"{number:3}  {begun:%Y-%m-%d %H:%M}  {minutes:2}:{seconds:02}  {one.template_id}")
    demo = " --demo-speech (no real speech model is installed)" if composition.demo_only else ""
    tell(f"Make a note of one: plainspoken recover NUMBER{demo}" if kept else "No dictation is unfinished.")


def _numbered(kept: tuple[KeptDictation, ...], number: int) -> KeptDictation:
    if not 1 <= number <= len(kept):
        raise SourceError(f"There is no unfinished dictation {number}.", "See the list: plainspoken recover")
    return kept[number - 1]


def set_vault_aside() -> int:
    """Give a vault that cannot be opened another name, whole as it is; the next dictation begins a new one.

    Asks for the vault's passphrase, if it has one, as `plainspoken recover` does; without it the vault is moved.
    """
    path, door = vault_path(), vault_door()
    if door.leads_to_a_vault:
        tell(str(_why_aside(path)))
    print(door.set_aside())
    tell(f"It is as it was. To bring it back, give it the name {path} again while the app does not run.")
    return 0


def _why_aside(path: Path) -> VaultError:
    """Why the vault cannot be used as it is.

    Raises:
        VaultError: it can be; or what is in the way is not in the vault; or she broke off when she was asked.
    """
    try:
        with closing(vault_opener(piped=True)()) as vault:
            vault.check()
            unfinished = len(vault.unfinished())
    except (PassphraseWanted, PassphraseWrong):
        return VaultLocked(
            "The vault was not opened: its passphrase was not given.", "With that it can still be opened."
        )
    except (VaultLocked, VaultDamaged, VaultNewer) as error:
        return error
    remedy = "Nothing was changed." + (" See what is in it: plainspoken recover" if unfinished else "")
    raise VaultError(f"The vault {path} can be opened; unfinished dictations: {unfinished}.", remedy)
