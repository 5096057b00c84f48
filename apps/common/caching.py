"""Public pages that may be kept by browsers and proxies: the same bytes for everyone, known by a fingerprint."""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import condition

View = Callable[..., HttpResponse]
#: What a page is made from, as text that changes when it does; empty when there is nothing to hold on to yet.
Version = Callable[[], str]


def steady(version: Version) -> Callable[[View], View]:
    """A page that changes only with `version`: anonymous readers may keep it a minute and are told when it is the same.

    Whoever is signed in gets it fresh and unkept: their page shows their way to the desk.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated:
                response = view(request, *args, **kwargs)
                response.headers["Cache-Control"] = "private, no-store"
                return response
            held = version()
            if not held:
                response = view(request, *args, **kwargs)
                response.headers["Cache-Control"] = "no-cache"
            else:
                response = _conditional(view, held)(request, *args, **kwargs)
                if response.status_code in (200, 304):
                    response.headers["Cache-Control"] = "public, max-age=60"
            patch_vary_headers(response, ["Cookie", "HX-Request"])
            return response

        return kept

    return decorate


def _conditional(view: View, held: str) -> View:
    def etag(request: HttpRequest, *_args: Any, **_kwargs: Any) -> str:
        wants = (held, request.get_full_path(), get_language(), request.headers.get("HX-Request", ""), build())
        return f'"{hashlib.sha256(repr(wants).encode()).hexdigest()[:32]}"'

    return condition(etag_func=etag)(view)


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
