"""What the program is made of: weights with their digests, libraries with versions and licences."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import apsw

from plainspoken.proof.findings import Finding
from plainspoken_models.errors import ModelError
from plainspoken_models.store import Store

_LONGEST_LICENCE = 60
"""Some packages write a whole licence where its name belongs."""

_CONNECTING = ("requests", "truststore", "urllib3")
"""What `plainspoken-models` downloads with. pywhispercpp asks for requests, too, in a part that is not used here."""


def weights(store: Store) -> tuple[Finding, ...]:
    """Each file of weights that is here, read to its end and compared with the digest of the registry."""
    return tuple(_weight(store, model.id) for model in store.registry.models if store.is_here(model))


def _weight(store: Store, model_id: str) -> Finding:
    model = store.registry.get(model_id)
    try:
        size = store.verify(model_id).stat().st_size
    except ModelError as error:
        return Finding(False, f"{model_id}: {error}")
    return Finding(True, f"{model_id}: SHA-256 {model.sha256}, {size} bytes, licence {model.licence}")


def installed(name: str = "plainspoken") -> tuple[str, ...]:
    """Every package that the program needs, and what those need, with version and licence."""
    rows = {package.name.lower(): package for package in _needed(name, set())}
    lines = [f"{one.name} {one.version}: {licence_of(one)}" for _, one in sorted(rows.items())]
    return (*lines, f"SQLite {apsw.sqlite_lib_version()}, as apsw has it inside: public domain")


def connecting() -> tuple[str, ...]:
    """What connections are made with, if any of it is here, and who does."""
    names = sorted({package.name for name in _CONNECTING for package in _needed(name, set())})
    told = f"To make connections: {', '.join(names)}. `plainspoken-models` alone uses them; a dictation loads none."
    return (told,) if names else ()


def licence_of(package: Distribution) -> str:
    """What a package says of itself."""
    told = package.metadata
    classified = [
        name
        for line in told.get_all("Classifier") or ()
        if line.startswith("License :: ") and (name := line.rpartition(" :: ")[2]) != "OSI Approved"
    ]
    first = [line.strip() for text in told.get_all("License") or () for line in text.strip().splitlines()[:1]]
    plain = [line for line in first if len(line) <= _LONGEST_LICENCE]
    names = (told.get_all("License-Expression") or ()) or classified or plain
    return ", ".join(names) or "not declared; see the package"


def _needed(name: str, seen: set[str]) -> Iterator[Distribution]:
    """The package and all it requires, each once; what is for other systems, or an extra, is not installed here."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in seen:
        return
    seen.add(key)
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return
    yield package
    for requirement in package.requires or ():
        if "extra ==" not in requirement:
            yield from _needed(re.split(r"[^\w.-]", requirement, maxsplit=1)[0], seen)
