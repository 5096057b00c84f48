"""What someone owes before they go on: a second step where their account needs one and has none."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.access.decorators import SAFE_METHODS
from apps.common.htmx import redirect_page

#: Where whoever lacks a second step may go nevertheless: to set one up, to take what is theirs, and to leave.
WITHOUT_A_STEP = frozenset(
    {
        "accounts:factors",
        "accounts:passkeys",
        "accounts:passkey_begin",
        "accounts:passkey",
        "accounts:passkey_remove",
        "accounts:account_export",
        "accounts:account_delete",
    }
)


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
        if request.user.lacks_second_step and name not in WITHOUT_A_STEP:
            return _led(request, "accounts:factors")
        return None


def _led(request: HttpRequest, to: str) -> HttpResponse:
    if request.method in SAFE_METHODS:
        return redirect_page(request, f"{reverse(to)}?{urlencode({'next': request.get_full_path()})}")
    messages.warning(request, _("What you sent was not saved, because this comes first. Send it again afterwards."))
    return redirect_page(request, to)
