"""`plainspoken-models …`: the model program. Of its commands only `fetch` may go online.

Results go to stdout, one item a line; a table and a progress bar are for terminals. Errors are a sentence
and a remedy on stderr, with the exit code of their kind (errors.py); 2 is a misused command, 130 an
interrupted one.
"""

import importlib.metadata
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final

from cyclopts import App, CycloptsError, Parameter, validators

from plainspoken_models import console
from plainspoken_models.contracts import SectionKind, SectionTagger
from plainspoken_models.errors import DownloadError, ModelError, PlainspokenError
from plainspoken_models.registry import Model, Role
from plainspoken_models.store import Store, require_role
from plainspoken_models.weights import NotWeights, check_shape

# Engines, sound and the network are imported by the commands that need them: `list` is quick, and only
# `fetch` can go online.

_MISUSED: Final = 2
_INTERRUPTED: Final = 130

_Threads = Annotated[int, Parameter(validator=validators.Number(gte=1))]
_Json = Annotated[bool, Parameter(name="--json", negative="")]
_Yes = Annotated[bool, Parameter(negative="")]

app = App(
    name="plainspoken-models",
    help="The models behind Plainspoken: which there are, getting them, and trying them out.",
    help_format="plaintext",
    version=lambda: importlib.metadata.version("plainspoken"),
    suppress_keyboard_interrupt=False,
)


def main(argv: list[str] | None = None) -> None:
    """Run one command; raises SystemExit with its code unless all went well."""
    arguments = sys.argv[1:] if argv is None else argv
    console.never_fail_on_characters()
    with console.broken_pipe_is_an_end():
        try:
            app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
        except CycloptsError as error:
            console.complain(f"{error} See: plainspoken-models --help")
            raise SystemExit(_MISUSED) from error
        except PlainspokenError as error:
            console.complain(str(error))
            raise SystemExit(error.exit_code) from error
        except KeyboardInterrupt:
            console.complain(
                "Stopped. A download goes on from where it was when the same command is run again."
            )
            raise SystemExit(_INTERRUPTED) from None


@app.command(name="list")
def list_models() -> None:
    """Show every known model and whether it is on this machine."""
    store = Store()
    console.table(
        ("id", "role", "size", "memory (estimate)", "state", "licence", "what it is"),
        [_row(store, model) for model in store.registry.models],
    )
    console.note(f"Folder: {store.folder}")


@app.command
def fetch(first: str, /, *more: str, yes: _Yes = False) -> None:
    """Download models, each after its licence was shown and accepted. Goes on where it was cut off.

    Args:
        first: a model's id, as `list` shows it.
        more: further ids.
        yes: accept the licences without being asked.
    """
    store = Store()
    for model in [store.registry.get(name) for name in (first, *more)]:
        if model.shipped or _is_good(store, model):
            console.say(f"{model.id} is here already: {store.verify(model.id)}")
        else:
            _accept_licence(model, yes=yes)
            console.say(f"{model.id} is installed: {_download(store, model)}")


@app.command
def verify(*names: str) -> None:
    """Read whole files and compare their digests: those of the models named, or of all that are here.

    Args:
        names: ids, or paths of files of your own.
    """
    store = Store()
    failures: list[ModelError] = []
    for name in names or [
        model.id for model in store.registry.models if model.shipped or store.is_here(model)
    ]:
        try:
            console.say(f"{name} is good: {store.verify(name)}")
        except ModelError as error:
            failures.append(error)
    _tell_all(failures)


@app.command(name="import")
def import_models(source: Path, /) -> None:
    """Copy known models into the store from a file or a folder, such as a USB stick, whatever their names.

    Args:
        source: a file; or a folder, which is searched with all below it.
    """
    imported = Store().import_from(source)
    for model in imported.models:
        console.say(f"{model.id} is installed.")
    _tell_all(imported.damaged)


@app.command
def export(folder: Path, /, *ids: str) -> None:
    """Copy models into a folder, such as a USB stick, for a machine without a network.

    Args:
        folder: where to; it is made if need be.
        ids: the models' ids; without any, all that were downloaded or imported.
    """
    for file in Store().export_to(folder, ids):
        console.say(str(file))


@app.command
def tag(*, model: str = "section-tagger", threads: _Threads = 1) -> None:
    """Read sentences from stdin, one a line, and print for each its section kind, a tab, and the confidence.

    A blank line starts a new document. All 16 kinds are to choose from.

    Args:
        model: a tagger's id, or the path of an instruct model of your own (GGUF).
        threads: threads of the engine.
    """
    from plainspoken_models.engines.host import open_tagger  # noqa: PLC0415

    chosen, weights = _for_role(model, Role.TAGGER)
    with open_tagger(weights, label_style=chosen.label_style, threads=threads) as tagger:
        for line in tagged(tagger, sys.stdin.buffer):
            console.say(line)


@app.command
def transcribe(
    file: Path, /, *, model: str = "demo-speech", threads: _Threads = 1, as_json: _Json = False
) -> None:
    """Print the words in a sound file, one line for each segment between two pauses.

    Args:
        file: WAV, FLAC, or anything else that libsndfile reads.
        model: a speech model's id, or the path of one of your own (whisper.cpp's ggml).
        threads: threads of the engine.
        as_json: print segments and words with their times in the file and their probabilities.
    """
    from plainspoken_models.sound import duration_ms  # noqa: PLC0415
    from plainspoken_models.transcribing import Heard  # noqa: PLC0415

    duration_ms(file)  # a bad file is told before an engine is started for it
    found = []
    chosen, weights = _for_role(model, Role.SPEECH)
    heard = Heard(file, chosen, weights, threads)
    for segment in heard:
        found.append(segment.as_data())
        if not as_json and segment.words.text:
            console.say(segment.words.text)
    if as_json:
        console.say(json.dumps({"model": chosen.id, "segments": found}, ensure_ascii=False, indent=1))
    _tell_all([heard.broken] if heard.broken else [])


def tagged(tagger: SectionTagger, lines: Iterable[bytes]) -> Iterator[str]:
    """One line `kind TAB confidence` for each line that is not blank; a blank one starts a new document.

    What is no UTF-8 becomes replacement characters: a sentence is never lost.
    """
    document_is_open = False
    for raw in lines:
        text = raw.decode("utf-8", errors="replace").removeprefix("\ufeff").strip()
        if not text:
            document_is_open = False
            continue
        if not document_is_open:
            tagger.start(tuple(SectionKind))
            document_is_open = True
        tag = tagger.tag(text)
        yield f"{tag.kind}\t{tag.confidence:.3f}"


def _for_role(name: str, role: Role) -> tuple[Model, Path]:
    store = Store()
    model = store.model(name)
    require_role(model, role)
    return model, store.path(name)


def _row(store: Store, model: Model) -> tuple[str, ...]:
    size = model.likely_bytes or 0
    about = "" if model.bytes else "about "
    return (
        model.id,
        model.role,
        f"{about}{console.megabytes(size)}",
        f"{model.memory_mb_estimate} MB",
        _state(store, model),
        model.licence,
        model.title,
    )


def _state(store: Store, model: Model) -> str:
    if store.is_here(model):
        whole = "shipped" if model.shipped else "installed"
        return whole if _seems_whole(model, store.file_of(model)) else "damaged"
    return "partly downloaded" if store.part_of(model).exists() else "not here"


def _seems_whole(model: Model, file: Path) -> bool:
    """Whether it is of the right size, and its headers lead to its end. To hash them all would take a minute."""
    try:
        return model.bytes in (None, file.stat().st_size) and check_shape(file) == model.weight_format
    except (OSError, NotWeights):
        return False


def _is_good(store: Store, model: Model) -> bool:
    try:
        store.verify(model.id)
    except ModelError:
        return False
    return True


def _accept_licence(model: Model, *, yes: bool) -> None:
    console.say(f"{model.id}: {model.title}, {console.megabytes(model.likely_bytes or 0)}")
    console.say(f"from {model.url}")
    console.say(f"Licence: {model.licence}, {model.licence_url}")
    if model.notice:
        console.say(model.notice)
    if not yes and not console.agrees("Do you accept this licence, and download it?"):
        remedy = "Run the command again and answer y, or add --yes if you accept it."
        raise DownloadError(f"{model.id} was not downloaded: its licence was not accepted.", remedy)


def _download(store: Store, model: Model) -> Path:
    from plainspoken_models import fetch as network  # noqa: PLC0415

    with console.progress(model.id) as told:
        return network.fetch(model, store, told)


def _tell_all(failures: Sequence[PlainspokenError]) -> None:
    """End with all of these errors, if there are any."""
    for error in failures:
        console.complain(str(error))
    if failures:
        raise SystemExit(failures[0].exit_code)
