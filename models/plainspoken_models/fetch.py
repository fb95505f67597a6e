"""Downloading models: the one file in the product that may open a connection.

A download lands in `<file>.part`, which outlives cuts and Ctrl-C and is resumed. It gets the model's name
from the store, and only if its digest is the registry's. Whoever imports this module brings the network in;
the dictation program never does.
"""

import ssl
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import requests
import truststore
import urllib3
from requests.adapters import HTTPAdapter

from plainspoken_models import copying, weights
from plainspoken_models.errors import DownloadError, ModelDamaged
from plainspoken_models.registry import Model
from plainspoken_models.store import Store

ATTEMPTS: Final = 4
"""Tries in a row that bring nothing new, before we give up."""

_TIMEOUT_S: Final = (10, 60)
"""To connect, and between two pieces."""

_CHUNK_BYTES: Final = 1 << 16
_TOO_MUCH: Final = 1.5
"""An answer is cut off at this multiple of the published size, which is rounded."""

_TRY_LATER: Final = {408, 425, 429, 500, 502, 503, 504}
_ELSEWHERE: Final = "download it on another machine and use `plainspoken-models import FOLDER`."

Progress = Callable[[int, int | None], object]
"""Told after each piece: bytes that are here, and bytes that it will be (None: not known)."""


class _Cut(Exception):
    """The answer ended early, or was of no use, and another try may do better. The message is a clause."""


@dataclass(slots=True)
class _Download:
    """One file on its way."""

    model: Model
    part: Path
    progress: Progress
    resumed: bool = False
    """Whether the part begins with bytes of an earlier answer."""

    @property
    def done_bytes(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def is_whole(self) -> bool:
        return self.part.exists() and weights.sha256_of(self.part) == self.model.sha256


def fetch(
    model: Model,
    store: Store,
    progress: Progress = lambda _done, _total: None,
    pause: Callable[[float], object] = time.sleep,
) -> Path:
    """Download a model into the store, going on from an earlier part; returns its file.

    Proxies come from the environment (HTTPS_PROXY, NO_PROXY …), trust from the system's certificate store.
    `pause` is called with the seconds to wait before another try.

    Raises:
        DownloadError: it has no address, could not be had, or something else came in its place.
        StoreFull: no room; the part stays and is resumed.
        ModelError: the store's folder cannot be written.
        KeyboardInterrupt: passes through; the part stays and is resumed.
    """
    if not model.url:
        raise DownloadError(f"{model.id} has no address to download from.", "Bring its file and import it.")
    with copying.writing(model.file, store.folder):
        store.folder.mkdir(parents=True, exist_ok=True)
    download = _Download(model, store.part_of(model), progress)
    with _session() as session:
        _insist(session, download, pause)
        try:
            return store.adopt(download.part, model)
        except ModelDamaged as error:
            download.part.unlink(missing_ok=True)
            if not download.resumed:
                raise _other_file(model) from error
        # What was resumed may have begun as another version of the file: once more, from nothing.
        _insist(session, download, pause)
        return _adopt(store, download)


def _adopt(store: Store, download: _Download) -> Path:
    try:
        return store.adopt(download.part, download.model)
    except ModelDamaged as error:
        download.part.unlink(missing_ok=True)
        raise _other_file(download.model) from error


def _insist(session: requests.Session, download: _Download, pause: Callable[[float], object]) -> None:
    """Try until an answer ends as it should; give up after `ATTEMPTS` in a row that brought nothing new."""
    most, failures = download.done_bytes, 0
    while True:
        try:
            _attempt(session, download)
        except (requests.RequestException, _Cut) as error:
            failures = 0 if download.done_bytes > most else failures + 1
            most = max(most, download.done_bytes)
            if failures >= ATTEMPTS or _is_hopeless(error):
                # A server that promises more bytes than it has looks like a cut connection to the very end.
                if download.is_whole():
                    return
                raise _given_up(download.model, error) from error
            pause(2.0**failures)
        else:
            return


def _attempt(session: requests.Session, download: _Download) -> None:
    done = download.done_bytes
    with _ask(session, download.model.url, done) as answer:
        if answer.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            # We have all of it, or a part of some other file.
            if not download.is_whole():
                download.part.unlink(missing_ok=True)
                raise _Cut("what was here already does not belong to the file")
            return
        _check_answer(answer, download.model)
        _receive(answer, download, _start_of(answer, done))


def _ask(session: requests.Session, url: str, done_bytes: int) -> requests.Response:
    headers = {"Accept-Encoding": "identity"}  # otherwise a range would count compressed bytes
    if done_bytes:
        headers["Range"] = f"bytes={done_bytes}-"
    try:
        return session.get(url, headers=headers, stream=True, timeout=_TIMEOUT_S)
    except requests.RequestException:
        raise
    except OSError as error:  # the only one that requests lets through
        what = "The list of certificates that REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names cannot be read."
        raise DownloadError(what, "Correct that variable, or remove it.") from error


def _check_answer(answer: requests.Response, model: Model) -> None:
    status = answer.status_code
    if status in _TRY_LATER:
        raise _Cut(f"the server answered {status} {answer.reason}")
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        remedy = "Put them into HTTPS_PROXY (http://name:password@host:port)."
        raise DownloadError("The proxy wants a name and a password.", remedy)
    if status >= HTTPStatus.BAD_REQUEST:
        what = (
            f"The server, or a proxy on the way, answered {status} {answer.reason} when asked for {model.id}."
        )
        raise DownloadError(what, f"Ask your IT whether {_host(model)} may be reached, or {_ELSEWHERE}")
    if "html" in answer.headers.get("Content-Type", "").lower():
        raise _web_page(model)


def _start_of(answer: requests.Response, asked_for: int) -> int:
    """Where in the file the answer begins: 0 from a server that does not do ranges."""
    if answer.status_code != HTTPStatus.PARTIAL_CONTENT:
        return 0
    if not answer.headers.get("Content-Range", "").startswith(f"bytes {asked_for}-"):
        raise _Cut("the server sent another part of the file than it was asked for")
    return asked_for


def _receive(answer: requests.Response, download: _Download, start: int) -> None:
    """Write the answer to the part from byte `start` on; the part is touched only once content is there."""
    model = download.model
    length = int(answer.headers.get("Content-Length", "").strip() or 0)
    copying.check_room(download.part.parent, length)
    pieces = _pieces(answer)
    head = _head(pieces)
    if not start:
        _check_head(head, model)
    download.resumed = start > 0
    _write(download, head, anew=not start)
    for piece in pieces:
        _write(download, piece)
        download.progress(download.done_bytes, start + length if length else model.likely_bytes)
    if model.bytes is not None and download.done_bytes < model.bytes:
        raise _Cut("the server ended too early")


def _pieces(answer: requests.Response) -> Iterator[bytes]:
    """The content as it comes. `iter_content` waits for whole pieces, and loses the last one when it is cut."""
    try:
        while piece := answer.raw.read1(_CHUNK_BYTES, decode_content=True):
            yield piece
    except urllib3.exceptions.HTTPError as error:
        raise _Cut("the connection broke off") from error


def _head(pieces: Iterator[bytes]) -> bytes:
    """The first pieces, enough of them to tell a format by."""
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= 64:
            break
    return head


def _check_head(head: bytes, model: Model) -> None:
    if head.startswith(weights.MAGIC[model.weight_format]):
        return
    raise _web_page(model) if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else _other_file(model)


def _write(download: _Download, piece: bytes, *, anew: bool = False) -> None:
    with (
        copying.writing(download.model.file, download.part.parent),
        download.part.open("wb" if anew else "ab") as part,
    ):
        part.write(piece)
        size = part.tell()
    likely = download.model.likely_bytes
    if likely is not None and size > likely * _TOO_MUCH:
        download.part.unlink()
        raise _other_file(download.model)


class _SystemTrust(HTTPAdapter):
    """Trusts what the system trusts, not a list in a library: hospitals have certificates of their own."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=_trust())

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        return super().proxy_manager_for(proxy, **kwargs, ssl_context=_trust(), proxy_ssl_context=_trust())

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        super().cert_verify(conn, url, verify, cert)
        if verify is True:  # otherwise it names a bundle of the user's choice
            conn.ca_certs = None


def _trust() -> truststore.SSLContext:
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _session() -> requests.Session:
    session = requests.Session()
    session.mount("https://", _SystemTrust())
    session.headers["User-Agent"] = "plainspoken-models"
    return session


def _host(model: Model) -> str:
    return urllib.parse.urlsplit(model.url).hostname or model.url


def _is_untrusted(error: Exception) -> bool:
    return isinstance(error, requests.exceptions.SSLError) and "certificate" in str(error).lower()


def _is_hopeless(error: Exception) -> bool:
    return _is_untrusted(error) or isinstance(error, requests.TooManyRedirects | ValueError)


def _given_up(model: Model, error: Exception) -> DownloadError:
    host = _host(model)
    if _is_untrusted(error):
        remedy = f"Ask your IT to add its certificate to this machine's store, or {_ELSEWHERE}"
        return DownloadError(f"This machine does not trust the certificate that came for {host}.", remedy)
    if isinstance(error, requests.exceptions.ProxyError):
        return DownloadError("The proxy could not be used.", f"Check HTTPS_PROXY, or {_ELSEWHERE}")
    if isinstance(error, requests.TooManyRedirects | ValueError):
        return DownloadError(f"The address of {model.id} leads nowhere.", f"Report it, or {_ELSEWHERE}")
    if isinstance(error, _Cut):
        return DownloadError(
            f"The download of {model.id} failed: {error}.", f"Try again later, or {_ELSEWHERE}"
        )
    what = f"The connection to {host} could not be made, or broke off again and again."
    return DownloadError(what, "Check the network and run the same command again: what came is kept.")


def _web_page(model: Model) -> DownloadError:
    what = f"A web page came instead of {model.id}: most likely a proxy wants you to log in or to agree."
    return DownloadError(
        what, f"Open {model.url} in a browser, do what the page asks and try again, or {_ELSEWHERE}"
    )


def _other_file(model: Model) -> DownloadError:
    what = f"What came is not {model.id}: its SHA-256 is another. It was thrown away."
    return DownloadError(what, f"Try again; if it stays so, report it, or {_ELSEWHERE}")
