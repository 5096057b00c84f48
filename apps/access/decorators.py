"""Every view says whom it is for. The mark `access` is read by tests/architecture/test_access.py."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from apps.access.checks import require
from apps.access.permissions import Permission

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Open to anyone."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    opened.access = "public"  # type: ignore[attr-defined]
    return opened


def signed_in(view: View) -> View:
    """Open to whoever is signed in, for what is theirs alone: their notifications, the way to their workspaces."""

    @login_required
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return unkept(view(request, *args, **kwargs))

    opened.access = "signed-in"  # type: ignore[attr-defined]
    return opened


def unkept(response: HttpResponse) -> HttpResponse:
    """An answer to one person, which no cache may keep."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def within(scope: str, visible_to: Callable[[Any], QuerySet[Any]], permission: Permission) -> Callable[[View], View]:
    """Opens `view(request, thing, **kwargs)` at an address with <slug:…_slug>, named after the `scope`.

    To whoever may not see the thing it does not exist (404); whoever sees it without `permission` is told so (403).
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def opened(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            thing = get_object_or_404(visible_to(request.user), slug=kwargs.pop(f"{scope}_slug"))
            require(request.user, permission, on=thing)
            return unkept(view(request, thing, **kwargs))

        opened.access = permission  # type: ignore[attr-defined]
        opened.scope = scope  # type: ignore[attr-defined]
        return opened

    return decorate


def requires(permission: Permission) -> Callable[[View], View]:
    """Open to the signed-in who hold `permission`; others are told kindly, and nothing of theirs is ever cached."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(request.user, permission)
            return unkept(view(request, *args, **kwargs))

        opened.access = permission  # type: ignore[attr-defined]
        return opened

    return decorate
