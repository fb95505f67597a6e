"""Refuses the network from inside a Python process: for the program that dictates and for its engines.

A second line of defence, and a proof in tests: no code of ours that dictates opens a socket, and a library that
tries is stopped. Native code is out of its reach; the tests look at that with strace.
"""

import socket
import sys

_INTERNET = {int(socket.AF_INET), int(socket.AF_INET6)}

_LOOKUPS = {
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
}
"""Audit events of name look-ups (docs.python.org/3/library/audit_events.html)."""

_USES = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
"""A socket made from a descriptor tells its family only when it is used."""


def refuse_network() -> None:
    """From now on, making an internet socket or looking up a name raises PermissionError in this process.

    Local (Unix) sockets still work: the display and the sound server are reached through them.
    An audit hook cannot be taken back, which is the point.
    """
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.__new__":
        refused = arguments[1] in _INTERNET
    elif event in _USES:
        refused = getattr(arguments[0], "family", None) in _INTERNET
    else:
        refused = event in _LOOKUPS
    if refused:
        raise PermissionError("The dictation program opens no network connection.")
