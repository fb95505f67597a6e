"""A web server on this machine's loopback that misbehaves on request: cuts, lies, redirects, and poses as a proxy."""

import re
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

LOGIN_PAGE = b"<!DOCTYPE html><html><body>Please agree to the terms of this network.</body></html>"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that came."""

    path: str
    """What stood in the request line: a whole address where the client took us for a proxy."""
    start: int | None
    """First byte of the range that was asked for; None where the whole file was."""


class Exchange(BaseHTTPRequestHandler):
    """One request and its answer. The behaviours below are functions of it."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        """Answer as the next behaviour says, then close: cuts must look like cuts."""
        self.close_connection = True
        self.server.loopback.answer(self)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    @property
    def start(self) -> int | None:
        """First byte of the range that is asked for."""
        found = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        return int(found[1]) if found else None

    def send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        """Send an answer with a truthful length, unless `headers` has another."""
        self.send_response(status)
        for name, value in {
            "Content-Length": str(len(body)),
            "Connection": "close",
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


Behaviour = Callable[[Exchange, bytes], None]


def honest(exchange: Exchange, content: bytes) -> None:
    """The file, or the range of it that was asked for, or 416."""
    start = exchange.start
    if start is None:
        exchange.send(200, content)
    elif start >= len(content):
        exchange.send(416, b"", {"Content-Range": f"bytes */{len(content)}"})
    else:
        exchange.send(
            206, content[start:], {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        )


def ignoring_ranges(exchange: Exchange, content: bytes) -> None:
    """The whole file, whatever was asked for."""
    exchange.send(200, content)


def cut_after(count: int) -> Behaviour:
    """Promise what is left of the file and send only `count` bytes of it."""

    def behave(exchange: Exchange, content: bytes) -> None:
        start = exchange.start or 0
        left = content[start:]
        headers = {
            "Content-Length": str(len(left)),
            "Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}",
        }
        exchange.send(206 if start else 200, left[:count], headers)

    return behave


def promising_more(exchange: Exchange, content: bytes) -> None:
    """The whole file under a length that is too large."""
    exchange.send(200, content, {"Content-Length": str(len(content) + 1000)})


def promising_less(exchange: Exchange, content: bytes) -> None:
    """The whole file under a length that is too small."""
    exchange.send(200, content, {"Content-Length": str(len(content) - 1000)})


def wrong_range(exchange: Exchange, content: bytes) -> None:
    """Another range than was asked for."""
    exchange.send(206, content, {"Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}"})


def login_page(exchange: Exchange, _content: bytes) -> None:
    """What a hospital's proxy sends: a page, with status 200."""
    exchange.send(200, LOGIN_PAGE, {"Content-Type": "text/html; charset=utf-8"})


def disguised_login_page(exchange: Exchange, _content: bytes) -> None:
    """The same page under a type that hides it."""
    exchange.send(200, LOGIN_PAGE, {"Content-Type": "application/octet-stream"})


def login_text(exchange: Exchange, _content: bytes) -> None:
    """A page that does not begin like one; only its type tells."""
    exchange.send(200, b"Please agree to the terms of this network.", {"Content-Type": "text/html"})


def endless(exchange: Exchange, content: bytes) -> None:
    """The file over and over, without a length."""
    exchange.send_response(200)
    exchange.end_headers()
    for _ in range(100):
        exchange.wfile.write(content)


def status(code: int) -> Behaviour:
    """Nothing but a status."""
    return lambda exchange, _content: exchange.send(code, b"")


def redirect_to(address: str) -> Behaviour:
    """Somewhere else."""
    return lambda exchange, _content: exchange.send(302, b"", {"Location": address})


class _Server(ThreadingHTTPServer):
    loopback: "Loopback"

    def handle_error(self, _request: object, _client_address: object) -> None:
        """A client that hangs up in the middle is what some tests are about."""


class Loopback:
    """Serves one file at any path; each request is answered by the next behaviour, and the last one stays."""

    def __init__(self, content: bytes, *behaviours: Behaviour, tls: ssl.SSLContext | None = None) -> None:
        self._content = content
        self._behaviours = list(behaviours or [honest])
        self._scheme = "https" if tls else "http"
        self._server = _Server(("127.0.0.1", 0), Exchange)
        self._server.loopback = self
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self.asked: list[Asked] = []

    @property
    def address(self) -> str:
        """Scheme, host and port."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}"

    @property
    def starts(self) -> list[int | None]:
        """The first bytes of the ranges that were asked for, request by request."""
        return [asked.start for asked in self.asked]

    def answer(self, exchange: Exchange) -> None:
        """Note a request and let the next behaviour answer it."""
        self.asked.append(Asked(exchange.path, exchange.start))
        behave = self._behaviours.pop(0) if len(self._behaviours) > 1 else self._behaviours[0]
        behave(exchange, self._content)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
