"""Asking ClamAV's daemon whether something harmful is in a file: its INSTREAM command, over TCP or a Unix socket.

A few lines of a protocol that has not changed in fifteen years, so no package is needed for it: the length of each
piece in four bytes, the piece, a length of nothing at the end, and one line as the answer.
"""

import re
import socket
import struct
from collections.abc import Iterable
from typing import ClassVar

#: Seconds in which it has to answer the call, and then to take each piece and to say what it found.
_CALLED, _ANSWERED = 5, 30
#: No answer of it is longer, in bytes.
_LONGEST = 4096


class Unscanned(Exception):
    """Nobody can say whether a file is harmful; the message says why, for whoever runs the site."""


class Clamd:
    """The daemon at an address such as tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl."""

    ADDRESS: ClassVar[re.Pattern[str]] = re.compile(r"tcp://(?P<host>[^:/\s]+):(?P<port>\d{1,5})|unix:(?P<path>/\S+)")

    def __init__(self, address: str) -> None:
        found = self.ADDRESS.fullmatch(address)
        if found is None:
            raise ValueError(f"This is no address of a scanner: {address}")
        self._host, self._port, self._path = found["host"], int(found["port"] or 0), found["path"]

    def __call__(self, pieces: Iterable[bytes]) -> str:
        """What is harmful in them, by the name that the daemon gives it; empty where nothing is. Raises Unscanned."""
        try:
            with self._connected() as line:
                line.settimeout(_ANSWERED)
                _send(line, pieces)
                answer = _answer(line)
        except OSError as error:
            raise Unscanned(f"The scanner could not be reached, or broke off ({error}).") from error
        return _understood(answer)

    def _connected(self) -> socket.socket:
        if not self._path:
            return socket.create_connection((self._host, self._port), timeout=_CALLED)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_CALLED)
        try:
            line.connect(self._path)
        except OSError:
            line.close()
            raise
        return line


def _send(line: socket.socket, pieces: Iterable[bytes]) -> None:
    try:
        line.sendall(b"zINSTREAM\0")
        for piece in pieces:
            # A piece of nothing would be the end.
            if piece:
                line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # Of what is too large for it the daemon says so and hangs up while it is still told more: its answer is there.
        return


def _answer(line: socket.socket) -> str:
    told = b""
    while not told.endswith(b"\0") and len(told) < _LONGEST:
        more = line.recv(_LONGEST)
        if not more:
            break
        told += more
    return told.rstrip(b"\0\n").decode("utf-8", "replace").strip()


def _understood(answer: str) -> str:
    said = answer.removeprefix("stream:").strip()
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND").strip() or "something without a name"
    raise Unscanned(f"The scanner did not say whether it is harmful: “{answer}”.")
