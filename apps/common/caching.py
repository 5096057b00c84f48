"""Public pages that may be kept by browsers and proxies: the same bytes for everyone, known by a fingerprint."""

import gzip
import hashlib
import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache, wraps
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import condition

View = Callable[..., HttpResponse]
#: What a page is made from, as text that changes when it does; empty when there is nothing to hold on to yet.
Version = Callable[[], str]
#: A larger page is made anew for each reader: few are, and many would fill the memory of a process.
_LARGEST_HELD = 300_000
#: A process holds no more of any page than this: of a larger one only as it is packed, if that is so small.
_MOST_PACKED = 100_000
#: Below this, packing saves nothing on the wire.
_WORTH_PACKING = 200
#: Said of every answer by whoever hands it out, so not held with it.
_OF_EACH_ANSWER = frozenset(["etag", "cache-control", "vary"])
_GZIP = re.compile(r"\bgzip\b")


#: What was asked of the database for the page that is being made.
_asked: ContextVar[dict[str, Any] | None] = ContextVar("asked", default=None)


class Held(NamedTuple):
    """A page as a process holds it: what it says of itself, its bytes, and the same packed for whoever takes that."""

    headers: dict[str, str]
    content: bytes
    packed: bytes

    @property
    def plain(self) -> bytes:
        """Its bytes for whoever takes nothing packed."""
        return self.content or (gzip.decompress(self.packed) if self.packed else b"")


def steady(version: Version) -> Callable[[View], View]:
    """A page that changes only with `version`: anonymous readers may keep it a minute and are told when it is the same.

    A second reader gets it as it was made for the first. Whoever is signed in gets it fresh and unkept: their page
    shows their way to the desk.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated:
                response = view(request, *args, **kwargs)
                response.headers["Cache-Control"] = "private, no-store"
                return response
            response = for_all(version)(view)(request, *args, **kwargs)
            patch_vary_headers(response, ["Cookie", "HX-Request"])
            return response

        return kept

    return decorate


def for_all(version: Version) -> Callable[[View], View]:
    """As `steady`, of what nobody's name is on whoever reads it: the signed in are handed the same bytes."""

    def decorate(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            begun = _asked.set({})
            try:
                return _as_of(version(), view, request, *args, **kwargs)
            finally:
                _asked.reset(begun)

        return kept

    return decorate


def asked_for_page() -> dict[str, Any] | None:
    """What was asked already for the steady page that is being made, by name, to be asked no second time.

    None outside of one. What `version` found belongs in it: the page is then made of what its mark says.
    """
    return _asked.get()


def _as_of(version: str, view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if not version:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
    else:
        response = _conditional(view, version)(request, *args, **kwargs)
        if response.status_code in (200, 304):
            response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _conditional(view: View, version: str) -> View:
    def name(request: HttpRequest) -> str:
        wants = (version, request.get_full_path(), get_language(), request.headers.get("HX-Request", ""), build())
        return hashlib.sha256(repr(wants).encode()).hexdigest()[:32]

    def etag(request: HttpRequest, *_args: Any, **_kwargs: Any) -> str:
        # Packed bytes are other bytes, and a strong mark says so.
        return f'"{name(request)}{"-gzip" if _takes_packed(request) else ""}"'

    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.META.get("SCRIPT_NAME"):
            # A prefix of all addresses can be claimed by a header, and its page would then be taken for another's.
            return view(request, *args, **kwargs)
        # A page may name its own address in full, so the same page of another name of the site is another.
        key = f"{name(request)}-{request.scheme}-{request.get_host()}"
        if (found := caches["pages"].get(key)) is not None:
            return _handed_out(request, Held(*found))
        response = view(request, *args, **kwargs)
        if not _may_be_held(request, response):
            return response
        held = _held(response)
        if len(held.content) <= _LARGEST_HELD and len(held.packed) <= _MOST_PACKED:
            caches["pages"].set(key, tuple(held))
        return _handed_out(request, held)

    return condition(etag_func=etag)(once)


def _takes_packed(request: HttpRequest) -> bool:
    return bool(_GZIP.search(request.headers.get("Accept-Encoding", "")))


def _may_be_held(request: HttpRequest, response: HttpResponse) -> bool:
    whole = request.method == "GET" and response.status_code == 200 and not response.streaming
    return whole and not response.cookies


def _held(response: HttpResponse) -> Held:
    headers = {name: value for name, value in response.items() if name.lower() not in _OF_EACH_ANSWER}
    content = response.content
    # A picture is packed already.
    packs = len(content) > _WORTH_PACKING and not response.headers.get("Content-Type", "").startswith("image/png")
    packed = gzip.compress(content, 6, mtime=0) if packs else b""
    return Held(headers, b"" if packed and len(content) > _LARGEST_HELD else content, packed)


def _handed_out(request: HttpRequest, held: Held) -> HttpResponse:
    packed = bool(held.packed) and _takes_packed(request)
    response = HttpResponse(held.packed if packed else held.plain, headers=held.headers)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@cache
def build() -> str:
    """A fingerprint of what pages are written with, so that a new release of the site is not mistaken for the old."""
    found = hashlib.sha256()
    for folder in ("apps", "templates", "static"):
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in {".py", ".html", ".css", ".js", ".svg"}:
                found.update(path.read_bytes())
    for name in settings.SAID_ON_PAGES:
        found.update(repr(getattr(settings, name)).encode())
    return found.hexdigest()[:16]
