"""What a Debian package says of itself: texts made of values, nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

OPENED_BY_NAME: Final = ("libportaudio2", "libasound2-plugins | pipewire-alsa")
"""Needed, but linked by nothing: the sound library, and its way to a sound server."""

RECOMMENDED: Final = ("gnome-keyring | kwalletmanager", "ca-certificates")
"""The vault's key is kept in a keyring; `plainspoken-models fetch` trusts the system's certificates."""

SUGGESTED: Final = ("libgtk-3-0",)
"""For Qt's plug-in that takes fonts and colours over from a GTK desktop, which has it in any case."""

DESCRIPTION: Final = """Offline dictation for physicians
 Press a key, speak, press it again: your own words, in the right sections of
 the note, are on the clipboard. Speech is recognised on this machine; the
 program that dictates opens no network connection.
 .
 A speech model for real voices is not included: see plainspoken-models."""


@dataclass(frozen=True, slots=True)
class Package:
    """What differs from one build to the next."""

    version: str
    architecture: str
    maintainer: str
    """`Name <address>`."""
    installed_kib: int
    libraries: tuple[str, ...]
    """The packages that the bundled libraries need, as dpkg-shlibdeps has them."""


def control(package: Package) -> str:
    """The file `control` of a binary package."""
    fields = {
        "Package": "plainspoken",
        "Version": package.version,
        "Architecture": package.architecture,
        "Maintainer": package.maintainer,
        "Installed-Size": str(package.installed_kib),
        "Depends": ", ".join(sorted({*package.libraries, *OPENED_BY_NAME})),
        "Recommends": ", ".join(RECOMMENDED),
        "Suggests": ", ".join(SUGGESTED),
        "Section": "sound",
        "Priority": "optional",
        "Description": DESCRIPTION,
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def changelog(package: Package, date: str) -> str:
    """Debian's own kind of changelog, which names the one that people read. `date` is as RFC 5322 has it."""
    return (
        f"plainspoken ({package.version}) unstable; urgency=medium\n\n"
        f"  * See NEWS.md.gz.\n\n -- {package.maintainer}  {date}\n"
    )


def libraries(substvars: str) -> tuple[str, ...]:
    """What dpkg-shlibdeps found: `shlibs:Depends=a (>= 1), b`.

    Raises:
        ValueError: it found nothing.
    """
    for line in substvars.splitlines():
        name, _, value = line.partition("=")
        if name == "shlibs:Depends" and value:
            return tuple(part.strip() for part in value.split(","))
    raise ValueError("dpkg-shlibdeps named no package.")


def sums(digests: Mapping[str, str]) -> str:
    """A file such as `md5sums` and `SHA256SUMS`: digests with the names of files."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))


def needs(packages: Iterable[str]) -> str:
    """Names alone, without versions and second choices, for a command line of apt."""
    return " ".join(sorted({package.split()[0] for package in packages}))
