"""`plainspoken …`: every command of the desktop program."""

import json
import sys
import threading
from difflib import get_close_matches
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Parameter, UnusedCliTokensError

from plainspoken import __version__
from plainspoken.adapters.one_arena import use_one_arena
from plainspoken.adapters.sound_file import SoundFile
from plainspoken.adapters.text_file import read_text
from plainspoken.bootstrap import DEMO_NOTICE, DEMO_SPEECH_MODEL, Composition, lock_down_program
from plainspoken.clinic.macros import Macros
from plainspoken.clinic.templates import Template, full_id, left_out
from plainspoken.compare import compare
from plainspoken.dictation.deliver import as_data, as_html, as_text
from plainspoken.dictation.effects import Phase
from plainspoken.dictation.note import Note
from plainspoken.dictation.tear_offs import Which
from plainspoken.dictation.transcript import utterances_of
from plainspoken.history import history
from plainspoken.keeper_told import KeeperTold
from plainspoken.macro_commands import macros
from plainspoken.orders import ORDERS
from plainspoken.recover import recover, set_vault_aside
from plainspoken.tear_off_commands import hand_over_tear_off, tear_offs_as_data
from plainspoken.terminal import (
    Format,
    Terminal,
    account_for,
    complain,
    copy_note,
    outcome,
    tell,
)
from plainspoken.vault_commands import vault, vault_opener
from plainspoken.vocabulary import vocabulary
from plainspoken.workers.messages import Begin, BeginText
from plainspoken_models.errors import PlainspokenError
from plainspoken_models.sound import duration_ms

MISUSED = 2
"""Exit code of a command that there is none of, or that was given what it does not take."""

app = App(
    name="plainspoken",
    help="Offline dictation for physicians: your own words, in the right sections of the note, on the clipboard.",
    version=__version__,
)


@app.default
def tray(*, demo_speech: bool = False) -> int:
    """Run the tray app.

    Parameters
    ----------
    demo_speech
        Use the demo speech model, which understands synthetic voices only: to try the app without a real model.
    """
    use_one_arena()
    from plainspoken.ui.app import run_desktop  # noqa: PLC0415  the other commands need no screen
    from plainspoken.ui.not_started import show_why  # noqa: PLC0415

    try:
        return run_desktop(Composition().desktop(demo_speech=demo_speech))
    except PlainspokenError as error:
        complain(error)  # first: the window may stay for hours
        show_why(error)
        return error.exit_code


@app.command
def demo(*, real_time: bool = False) -> int:
    """Play a bundled two-minute dictation through the whole pipeline with the weights that ship.

    Parameters
    ----------
    real_time
        Take the two minutes that the dictation lasts, instead of as fast as it goes.
    """
    composition = _composition()
    models, template = composition.models(DEMO_SPEECH_MODEL), composition.template()
    terminal = Terminal(lambda listener: composition.conductor(models, listener), show=True)
    tell(
        f"A dictation in a synthetic voice; speech: {models.speech.id}, sections: {models.tagger.id}. {DEMO_NOTICE}.\n"
    )
    tell("  time  section kind          sure  statement")
    with as_file(files("plainspoken").joinpath("demo", "visit.flac")) as visit, terminal.running():
        session = terminal.dictate(Begin(template, SoundFile(visit, real_time=real_time)))
        seconds = terminal.seconds_by_stage()
    print(f"\n{as_text(session.note)}\n")
    account_for(session.note, in_words=True)
    tell('Misspelt words ("stares" for "stairs") are the demo speech model\'s.')
    tell("Seconds of work: " + ", ".join(f"{stage} {spent:.2f}" for stage, spent in seconds.items()))
    minutes = composition.settings.clear_clipboard_minutes
    return copy_note(session.note, minutes, wait=sys.stdin.isatty(), aloud=True) or outcome(session)


@app.command
def note(  # noqa: PLR0913  the options of a command
    source: Annotated[str, Parameter(allow_leading_hyphen=True)],
    *,
    template: str = "",
    format: Format = "text",  # noqa: A002  the option's name
    copy: bool = False,
    tear_off: Which | None = None,
    speech: str = "",
) -> int:
    """Make a note of a WAV or FLAC file, a .txt transcript, or a transcript on standard input.

    Parameters
    ----------
    source
        The file; `-` reads a transcript from standard input.
    template
        Id of the template, such as soap, hp, ed or operative; the one of the settings if left out. `plainspoken doctor`
        lists them.
    format
        How the note is printed. JSON has every statement with its heading, section kind, confidence and time.
    copy
        Put the note on the clipboard, too.
    tear_off
        Print, and copy, this alone: `orders` is the list of orders and follow-up, `codes` the ICD-10-CM candidates.
    speech
        Id or path of the speech model; the best real one that is installed if left out.
    """
    composition = _composition(template)
    models = composition.models(speech)
    message = _message(source, composition.template(template), composition.macros)
    if isinstance(message, Begin) and not speech and (refusal := composition.refusal(models.speech)):
        remedy = f"{refusal.remedy}; or, for a synthetic voice: --speech {DEMO_SPEECH_MODEL}"
        raise type(refusal)(refusal.what, remedy)
    terminal = Terminal(lambda listener: composition.conductor(models, listener), show=False)
    with terminal.running(speech=isinstance(message, Begin)):
        session = terminal.dictate(message)
    if session.phase is Phase.UNFINISHED:
        return outcome(session)
    used = {
        stage: name for stage, name in models.ids.items() if stage != "speech" or isinstance(message, Begin)
    }
    said = bool(session.note.statements)
    minutes = composition.settings.clear_clipboard_minutes
    if said and tear_off:
        torn = hand_over_tear_off(session.note, tear_off, format, minutes, copy=copy)
        return outcome(session) or torn
    if said or (format == "json" and not session.errors):
        _print(session.note, format, used)
    if format != "json":
        account_for(session.note, in_words=sys.stderr.isatty())
    copied = copy_note(session.note, minutes) if copy and said else 0
    return outcome(session) or copied


@app.command
def listen(*, template: str = "", demo_speech: bool = False) -> int:
    """Dictate in this terminal; Enter or Ctrl-C ends it, and the note is printed and put on the clipboard.

    Parameters
    ----------
    template
        Id of the template, such as soap, hp, ed or operative; the one of the settings if left out. `plainspoken doctor`
        lists them.
    demo_speech
        Use the demo speech model, which understands synthetic voices only.
    """
    composition = _composition(template)
    models = composition.models(DEMO_SPEECH_MODEL if demo_speech else "")
    refusal = None if demo_speech else composition.refusal(models.speech)
    if refusal:
        raise refusal
    message = Begin(composition.template(template), composition.microphone(), macros=composition.macros)
    keeper = composition.keeper(models, vault_opener(piped=False))
    told = KeeperTold()
    terminal = Terminal(
        lambda listener: composition.conductor(models, listener, keeper),
        show=sys.stderr.isatty(),
        said=told.said,
    )
    with told.of(keeper), terminal.running():
        threading.Thread(target=_stop_at_enter, args=(terminal,), daemon=True).start()
        session = terminal.dictate(message, lambda: tell("Speak. Enter ends the dictation."))
    said = bool(session.note.statements)
    if said:
        print(as_text(session.note))
    account_for(session.note, in_words=sys.stderr.isatty())
    if session.phase is Phase.UNFINISHED:  # half a note: to be read, not to be pasted
        return outcome(session)
    minutes = composition.settings.clear_clipboard_minutes
    copied = copy_note(session.note, minutes, wait=sys.stdin.isatty()) if said else 0
    return copied or outcome(session)


@app.command
def doctor(report: Path | None = None, *, proof: bool = False) -> int:
    """Say what works on this machine, what does not, and how to mend it.

    Parameters
    ----------
    report
        With --proof: the file to write; standard output if left out.
    proof
        Measure whether anything leaves this machine, and write a report of it.
    """
    if proof:
        from plainspoken.proof import prove  # noqa: PLC0415  nobody else needs its libraries

        return prove(report)
    from plainspoken.doctor import examine  # noqa: PLC0415  it looks at every part, each with its own imports

    return examine()


for order in ORDERS:
    app.command(order, name=order.__name__.removesuffix("_app").replace("_", "-"))
app.command(compare)
app.command(history)
app.command(macros)
app.command(recover)
app.command(set_vault_aside)
app.command(vault)
app.command(vocabulary)


def main(argv: list[str] | None = None) -> None:
    """Run a command; an error of ours, and a misused command, become one clear sentence and an exit code."""
    lock_down_program()
    arguments = sys.argv[1:] if argv is None else argv
    try:
        result = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        complain(_misused(arguments, error))
        sys.exit(MISUSED)
    except PlainspokenError as error:
        complain(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    sys.exit(result if isinstance(result, int) else 0)


def _misused(arguments: list[str], error: CycloptsError) -> PlainspokenError:
    """What is wrong with a command line. A word that is no command reached the tray app, which takes none."""
    word = next((argument for argument in arguments if not argument.startswith("-")), None)
    commands = [name for name in app if not name.startswith("-")]
    if isinstance(error, UnusedCliTokensError) and error.unused_tokens and word in commands:
        quoted = ", ".join(f'"{token}"' for token in error.unused_tokens)
        return PlainspokenError(f"{word} does not take {quoted} as well.", f"See: plainspoken {word} --help")
    if word is None or word in commands:
        return PlainspokenError(str(error), f"See: plainspoken {f'{word} ' if word else ''}--help")
    close = get_close_matches(word, commands, n=1)
    remedy = f"Did you mean {close[0]}?" if close else f"Commands are: {', '.join(commands)}."
    return PlainspokenError(f'There is no command "{word}".', remedy)


def _composition(asked: str = "") -> Composition:
    """What is on this machine. Mistakes in her vocabulary and in her own templates are told, but for the one asked for.

    Args:
        asked: id of that one; the one of the settings if empty. It is refused by `Composition.template`.
    """
    composition = Composition(asked)
    wanted = full_id(asked or composition.settings.template, composition.broken_templates)
    for template_id, error in composition.broken_templates.items():
        if template_id != wanted:
            complain(left_out(error))
    for error in composition.macro_folder.broken.values():
        complain(left_out(error, "files of macros"))
    for mistake in composition.vocabulary_file.mistakes():
        complain(mistake)
    return composition


def _message(source: str, template: Template, macros: Macros) -> Begin | BeginText:
    if source == "-" or source.lower().endswith(".txt"):
        return BeginText(template, utterances_of(read_text(source)), macros)
    duration_ms(Path(source))  # a bad file is told before anything else is
    return Begin(template, SoundFile(Path(source)), macros=macros)


def _print(note: Note, format: Format, models: dict[str, str]) -> None:  # noqa: A002
    match format:
        case "text":
            print(as_text(note))
        case "html":
            print(as_html(note))
        case "json":
            everything = as_data(note, models) | {"tear_offs": tear_offs_as_data(note)}
            print(json.dumps(everything, indent=2, ensure_ascii=False))


def _stop_at_enter(terminal: Terminal) -> None:
    if sys.stdin.readline():
        terminal.stop()
