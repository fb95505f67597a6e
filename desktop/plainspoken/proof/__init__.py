"""`plainspoken doctor --proof`: measures that nothing leaves this machine, and writes a report that can be filed.

The report says how each thing was found out and what that cannot see. No dictated word is in it, the sample's neither.
"""

import platform
import sys
import time
from importlib.resources import as_file, files
from pathlib import Path

from plainspoken import __version__
from plainspoken.bootstrap import DEMO_SPEECH_MODEL, Composition, vault_door, vault_path
from plainspoken.dictation.errors import DesktopError
from plainspoken.proof.findings import Finding, Section
from plainspoken.proof.inventory import connecting, installed, weights
from plainspoken.proof.kept import what_is_kept
from plainspoken.proof.sockets import Measured, measure
from plainspoken.proof.vault import examine_vault
from plainspoken_models.own_process import own_process

ENGINES = ("whisper_cpp", "llama_cpp")
"""Both have to be among the programs that were measured: a dictation that did not happen opens no socket either."""


def prove(file: Path | None) -> int:
    """Measure, and write the report: to a file, or to standard output. Returns 1 where something does not hold.

    Raises:
        DesktopError: the file cannot be written.
        PlainspokenError: what is examined cannot be started at all.
    """
    sections = examine()
    holds = all(finding.holds for section in sections for finding in section.findings)
    report = as_markdown(sections, holds=holds)
    if file is None:
        sys.stdout.write(report)
    else:
        over = " (written over the report that was there)" if file.exists() else ""
        try:
            file.write_text(report, "utf-8")
        except OSError as error:
            raise DesktopError(
                f"The report could not be written to {file}: {error.strerror}.", "Name another file."
            ) from error
        sys.stdout.write(f"{file}: {'everything holds' if holds else 'SOMETHING DOES NOT HOLD'}{over}\n")
    return 0 if holds else 1


def examine() -> tuple[Section, ...]:
    """Everything, in the order of the report. Takes about as long as the bundled demo."""
    composition = Composition()
    models = composition.models(DEMO_SPEECH_MODEL)
    with as_file(files("plainspoken").joinpath("demo", "visit.flac")) as sample:
        sockets = sockets_section(measure(_dictate(sample)))
        vault = Section("Vault", examine_vault(vault_path(), sample))
    locks = tuple(
        Finding(held.python, f"{process}: {held}") for process, held in composition.locks(models).items()
    )
    return (
        sockets,
        Section("Locks, found by trying what is forbidden", locks),
        vault,
        Section("What is kept", (), what_is_kept(composition.settings, vault_door())),
        Section("Weights on this machine", weights(composition.store)),
        Section("Programs and licences, as each declares it", (), (*connecting(), *installed())),
    )


def sockets_section(measured: Measured) -> Section:
    """What was seen of a dictation."""
    dictated = measured.exit_code == 0 and all(engine in measured.programs for engine in ENGINES)
    families = measured.sockets
    seen = "not recorded" if families is None else ", ".join(sorted(families)) or "none"
    findings = (
        Finding(dictated, "The bundled sample was dictated in a fresh process, by both engines."),
        Finding(not measured.network, f"Sockets that reach beyond this machine: {len(measured.network)}."),
        *(Finding(False, call) for call in sorted(measured.network)),
    )
    return Section(
        "Sockets while dictating",
        findings,
        (
            "What was run: `plainspoken note`.",
            f"How: {measured.how}",
            f"What this cannot see: {measured.blind}",
            f"Sockets asked for, local ones included: {seen}.",
        ),
    )


def as_markdown(sections: tuple[Section, ...], *, holds: bool) -> str:
    """The report."""
    system = (
        f"{platform.system()} {platform.release()}, {platform.machine()}, Python {platform.python_version()}"
    )
    head = [
        "# Plainspoken: does anything leave this machine?",
        "",
        f"{time.strftime('%Y-%m-%d %H:%M %z')}, plainspoken {__version__}, {system}",
        "",
        f"**{'Everything below holds.' if holds else 'SOMETHING BELOW DOES NOT HOLD.'}**",
        "",
        "The dictation whose sockets were watched was a bundled recording: without microphone, screen and clipboard.",
    ]
    return "\n".join([*head, *(line for section in sections for line in section.lines())]) + "\n"


def _dictate(sample: Path) -> list[str]:
    """The program itself, as a person runs it, on the bundled sample."""
    options = ("--speech", DEMO_SPEECH_MODEL, "--format", "json")
    return own_process("plainspoken", "note", str(sample), *options)
