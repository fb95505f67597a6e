"""`plainspoken recover`: dictations that were neither delivered nor cancelled, for when the app does not run."""

import queue
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

from plainspoken.bootstrap import DEMO_SPEECH_MODEL, Composition, open_vault, vault_path
from plainspoken.dictation.deliver import as_text
from plainspoken.dictation.errors import (
    SourceError,
    VaultDamaged,
    VaultError,
    VaultInUse,
    VaultLocked,
    VaultNewer,
)
from plainspoken.dictation.kept import KeptDictation
from plainspoken.terminal import HOLD_S, POLL_S, KeeperTold, Terminal, account_for, copy_note, outcome, tell
from plainspoken.workers.keeper import Keeper
from plainspoken.workers.messages import Begin
from plainspoken_models.errors import PlainspokenError


class _Quiet(KeeperTold):
    """Its errors are raised, and so said once."""

    def vault_failed(self, error: PlainspokenError) -> None:
        """Pass it on."""
        self.kept.put(error)

    def next(self) -> tuple[KeptDictation, ...]:
        """What there is; it may take as long as she takes to unlock her keyring.

        Raises:
            VaultError: the vault cannot be used.
        """
        while True:
            try:
                answer = self.kept.get(timeout=POLL_S)
            except queue.Empty:
                continue  # Python notices Ctrl-C between two waits only, on Windows
            if isinstance(answer, VaultInUse):
                remedy = "Choose it in the app's menu, or end the app first: plainspoken quit"
                raise VaultInUse("The app runs, and has the vault open.", remedy)
            if isinstance(answer, PlainspokenError):
                raise answer
            return answer


def recover(
    number: int = 0,
    *,
    copy: bool = False,
    throw_away: bool = False,
    demo_speech: bool = False,
    in_app: bool = False,
) -> int:
    """List the dictations that a crash left unfinished, or make a note of one of them.

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
    composition, told = Composition(), _Quiet()
    keeper = composition.keeper()
    with told.of(keeper):
        kept = told.next()
        if not number:
            return _list(kept)
        one = _numbered(kept, number)
        if throw_away:
            keeper.throw_away(one.id)
            return 0
        return _recover(composition, keeper, one, copy=copy, demo_speech=demo_speech)


def _list(kept: tuple[KeptDictation, ...]) -> int:
    for number, one in enumerate(kept, 1):
        begun = datetime.fromtimestamp(one.begun_ms / 1000).astimezone()
        minutes, seconds = divmod(one.heard_ms // 1000, 60)
        print(f"{number:3}  {begun:%Y-%m-%d %H:%M}  {minutes}:{seconds:02}  {one.template_id}")
    tell("Make a note of one: plainspoken recover NUMBER" if kept else "No dictation is unfinished.")
    return 0


def _numbered(kept: tuple[KeptDictation, ...], number: int) -> KeptDictation:
    if not 1 <= number <= len(kept):
        raise SourceError(f"There is no unfinished dictation {number}.", "See the list: plainspoken recover")
    return kept[number - 1]


def _recover(
    composition: Composition, keeper: Keeper, one: KeptDictation, *, copy: bool, demo_speech: bool
) -> int:
    models = composition.models(DEMO_SPEECH_MODEL if demo_speech else "")
    if not demo_speech and (refusal := composition.refusal(models.speech)):
        raise refusal
    known = {template.id for template in composition.templates}
    template = composition.template(one.template_id if one.template_id in known else "")
    terminal = Terminal(lambda listener: composition.conductor(models, listener, keeper), show=False)
    with terminal.running():
        session = terminal.dictate(Begin(template, keeper.sound(one.id), one.id))
    said = bool(session.note.statements)
    if said:
        print(as_text(session.note))
    account_for(session.note, in_words=sys.stderr.isatty())
    copied = copy_note(session.note, hold_s=HOLD_S, aloud=False) if copy and said else 0
    return outcome(session) or copied


def set_vault_aside() -> int:
    """Give a vault that cannot be opened another name, whole as it is; the next dictation begins a new one."""
    from plainspoken.adapters.vault_file import set_aside  # noqa: PLC0415  its libraries cost time

    path = vault_path()
    if path.exists():
        tell(str(_why_aside(path)))
    aside = set_aside(path, time.strftime("%Y-%m-%d-%H%M%S"))
    print(aside)
    tell(f"It is as it was. To bring it back, give it the name {path} again while the app does not run.")
    return 0


def _why_aside(path: Path) -> PlainspokenError:
    """Why the vault cannot be used as it is.

    Raises:
        VaultError: it can be; or what is in the way is not in the vault.
    """
    try:
        with closing(open_vault()) as vault:
            vault.check()
            unfinished = len(vault.unfinished())
    except (VaultLocked, VaultDamaged, VaultNewer) as error:
        return error
    remedy = "Nothing was changed." + (" See what is in it: plainspoken recover" if unfinished else "")
    raise VaultError(f"The vault {path} can be opened; unfinished dictations: {unfinished}.", remedy)
