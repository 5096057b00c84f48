"""Where people are led on to, and how often they may ask: what pages for those who are not signed in share."""

from urllib.parse import urlencode

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

_LONGEST = 1000


def asked_next(request: HttpRequest) -> str:
    """The address of this site that someone wants to go to afterwards; empty when it is none of ours."""
    to = request.POST.get("next") or request.GET.get("next") or ""
    return to if len(to) <= _LONGEST and is_own_path(to) else ""


def sign_in_address(**asked: str) -> str:
    """Where one signs in, with what is to be said or done there."""
    told = urlencode({name: value for name, value in asked.items() if value})
    return reverse("accounts:sign_in") + (f"?{told}" if told else "")


def turned_away(request: HttpRequest, action: str) -> HttpResponse | None:
    """What someone gets who asks too often from one place; None for everyone else."""
    return ratelimit.consume_or_429(request, action=action)


def may_be_written_to(request: HttpRequest, email: str) -> bool:
    """Whether one more letter may go to an address now; whether it has an account makes no difference."""
    return ratelimit.consume(request, action="mail", key=f"mail:{email.strip().casefold()}")


def origin_of(request: HttpRequest) -> str:
    """Where links in letters lead, as far as the settings do not say."""
    return settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"


def is_own_path(url: str) -> bool:
    """Whether it is a path of this very site: a host that is ours may still be someone else's page on another port."""
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
