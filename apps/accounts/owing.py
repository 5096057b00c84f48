"""What comes before a page for those who are signed in: being there still, a second step, the terms as they are now."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.decorators import SAFE_METHODS
from apps.accounts.leading import sign_in_address
from apps.accounts.terms import owes_terms
from apps.common.htmx import redirect_page

#: Where everyone may go, whatever they owe: to take what is theirs, and to leave.
_ALWAYS = frozenset({"accounts:account_export", "accounts:account_delete"})
#: Where whoever lacks a second step may go: to set one up.
WITHOUT_A_STEP = _ALWAYS | {
    "accounts:factors",
    "accounts:passkeys",
    "accounts:passkey_begin",
    "accounts:passkey",
    "accounts:passkey_remove",
}
#: Where whoever has not accepted the terms may go: to accept them. The terms themselves are public.
WITHOUT_TERMS = _ALWAYS | {"accounts:terms"}


class OwingMiddleware:
    """Leads whoever owes something to where it is settled, from every page that is for those who are signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_path: Any) -> HttpResponse | None:
        if getattr(view, "access", "public") in ("public", "token") or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if _was_idle(request):
            return _signed_out(request)
        if request.user.lacks_second_step:
            return None if name in WITHOUT_A_STEP else _led(request, "accounts:factors")
        # Nothing that was being written is lost: what is sent is taken, and they are asked on the next page.
        is_page = request.method in SAFE_METHODS and not getattr(request, "htmx", None)
        if is_page and name not in WITHOUT_TERMS and owes_terms(request.user):
            return _led(request, "accounts:terms")
        return None


def _was_idle(request: HttpRequest) -> bool:
    """Whether someone who holds a role did nothing here for so long that somebody else may sit there now."""
    user: Any = request.user
    seen_at = getattr(request.session, "seen_at", None)
    if not settings.IDLE_MINUTES or not user.platform_roles or user.is_demonstration or seen_at is None:
        return False
    return bool(seen_at < timezone.now() - timedelta(minutes=settings.IDLE_MINUTES))


def _signed_out(request: HttpRequest) -> HttpResponse | None:
    logout(request)
    if request.method in SAFE_METHODS:
        return redirect_page(request, sign_in_address(idle="yes", next=request.get_full_path()))
    # What was sent is dealt with as of anyone who is signed out: they are told, and led back to where they wrote it.
    return None


def _led(request: HttpRequest, to: str) -> HttpResponse:
    if request.method in SAFE_METHODS:
        return redirect_page(request, f"{reverse(to)}?{urlencode({'next': request.get_full_path()})}")
    messages.warning(request, _("What you sent was not saved, because this comes first. Send it again afterwards."))
    return redirect_page(request, to)
