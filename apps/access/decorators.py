"""Every view says whom it is for. The mark `access` is read by tests/architecture/test_access.py."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from apps.access.checks import require
from apps.access.permissions import Permission

View = Callable[..., HttpResponse]
#: Those that change nothing.
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def login_required(view: View) -> View:
    """Sends whoever is not signed in to sign in, and then to where they were.

    What was sent by whoever was signed out meanwhile is not kept: they are told so, and led to the page on which they
    wrote it, for the address that it was sent to may have no page.
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method in SAFE_METHODS:
            return redirect_to_login(request.get_full_path())
        sent_from = urlsplit(request.headers.get("Referer", ""))
        known = sent_from.netloc == request.get_host() and url_has_allowed_host_and_scheme(sent_from.path, None)
        back = redirect_to_login(sent_from.path if known else resolve_url(settings.LOGIN_REDIRECT_URL))
        return HttpResponseRedirect(f"{back.url}&unsaved=yes")

    return opened


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


def within(
    scope: str,
    visible_to: Callable[[Any], QuerySet[Any]],
    permission: Permission,
    became: Callable[[Any, str], Any] = lambda _user, _slug: None,
) -> Callable[[View], View]:
    """Opens `view(request, thing, **kwargs)` at an address with <slug:…_slug>, named after the `scope`.

    To whoever may not see the thing it does not exist (404); whoever sees it without `permission` is told so (403).
    `became`: what the one at a slug became that someone sees; whoever reads there is led to its page.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def opened(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            slug = kwargs.pop(f"{scope}_slug")
            if request.method in SAFE_METHODS and (now := became(request.user, slug)):
                return unkept(_led_on(request, kwargs | {f"{scope}_slug": now.slug}))
            thing = get_object_or_404(visible_to(request.user), slug=slug)
            require(request.user, permission, on=thing)
            return unkept(view(request, thing, **kwargs))

        opened.access = permission  # type: ignore[attr-defined]
        opened.scope = scope  # type: ignore[attr-defined]
        return opened

    return decorate


def _led_on(request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    """The same page of another thing."""
    assert request.resolver_match is not None
    return redirect(request.resolver_match.view_name, **values)


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
