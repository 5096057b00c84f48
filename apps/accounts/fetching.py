"""Asking another server for something, when somebody else said where it is: never one of our own network by mistake."""

import ipaddress
import json
import socket
from contextlib import suppress
from threading import Timer
from typing import Any, Self
from urllib.parse import SplitResult, urlencode, urlsplit

import certifi
import urllib3
from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

#: What a provider says of itself fits into this many times over.
_MOST_BYTES = 500_000
_PATIENCE = urllib3.Timeout(connect=4, read=6)
#: So many seconds a whole answer may take: patience begins anew with each byte, and a server may send one at a time.
_LONGEST = 10.0


class NotFetched(Exception):
    """Nothing that can be used came back; the message is for whoever set it up."""


class _Watch:
    """Breaks off what is asked once the time for a whole answer is over, be it in the midst of a header."""

    def __init__(self) -> None:
        self._line: socket.socket | None = None
        self._timer = Timer(_LONGEST, self._break_off)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()

    def begin(self, line: socket.socket) -> None:
        self._line = line

    def _break_off(self) -> None:
        if self._line:
            # As of any socket: one of TLS would hand on undeciphered what is still to come.
            with suppress(OSError):
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)


class _Watched(HTTPConnection):
    def __init__(self, *args: Any, watch: _Watch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._watch = watch

    def connect(self) -> None:
        super().connect()
        self._watch.begin(self.sock)


class _WatchedSecurely(_Watched, HTTPSConnection):
    """The same by TLS."""


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Watched


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _WatchedSecurely


def fetched_json(address: str, *, sent: dict[str, str] | None = None) -> dict[str, Any]:
    """What an address answers, as JSON; `sent` is what a form would send there. Raises NotFetched.

    No redirect is followed. The name is looked up once, and what it was found to be is what is asked.
    """
    try:
        parts = urlsplit(address)
        place = _place(parts)
        with _Watch() as watch, _pool(parts, place, watch) as pool:
            status, body = _asked(pool, parts, sent)
    except (HTTPError, OSError, ValueError) as error:
        raise NotFetched(f"{address}: {type(error).__name__}") from None
    if status != 200:
        raise NotFetched(f"{address}: {status}")
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise NotFetched(f"{address}: not JSON")
    return told


def is_address(address: str) -> bool:
    """Whether it is written as one that may be asked: https, a name, and nothing that hides where it leads."""
    try:
        parts = urlsplit(address)
    except ValueError:
        # As one with a bracket that is never closed.
        return False
    schemes = {"https", "http"} if settings.SIGN_ON_NEARBY else {"https"}
    return parts.scheme in schemes and bool(parts.hostname) and "@" not in parts.netloc


def _place(parts: SplitResult) -> str:
    """The network address of a server, if it may be asked. Raises NotFetched."""
    address = parts.geturl()
    if not is_address(address):
        raise NotFetched(f"{address}: not https")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = [
        ipaddress.ip_address(each[4][0]) for each in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    ]
    # All of them: a name that is both here and out there is meant to deceive.
    if not settings.SIGN_ON_NEARBY and not all(each.is_global for each in found):
        raise NotFetched(f"{address}: in a private network")
    if parts.scheme == "http" and not all(each.is_loopback for each in found):
        raise NotFetched(f"{address}: not https")
    return str(found[0])


def _pool(parts: SplitResult, place: str, watch: _Watch) -> urllib3.HTTPConnectionPool:
    if parts.scheme == "http":
        return _Pool(place, parts.port, timeout=_PATIENCE, retries=False, watch=watch)
    return _SecurePool(
        place,
        parts.port,
        timeout=_PATIENCE,
        retries=False,
        watch=watch,
        cert_reqs="CERT_REQUIRED",
        ca_certs=certifi.where(),
        server_hostname=parts.hostname,
        assert_hostname=parts.hostname,
    )


def _asked(pool: urllib3.HTTPConnectionPool, parts: SplitResult, sent: dict[str, str] | None) -> tuple[int, bytes]:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Host": parts.netloc, "Accept": "application/json", "User-Agent": "thriving-places"}
    if sent is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    response = pool.urlopen(
        "GET" if sent is None else "POST",
        path,
        body=None if sent is None else urlencode(sent),
        headers=headers,
        redirect=False,
        preload_content=False,
    )
    try:
        body = response.read(_MOST_BYTES + 1)
    finally:
        response.close()
    if len(body) > _MOST_BYTES:
        raise NotFetched(f"{parts.geturl()}: too much")
    return response.status, body
