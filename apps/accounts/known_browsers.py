"""Browsers in which someone has signed in before: whoever fails on purpose elsewhere cannot use up their tries.

The cookie names one browser, signed for one account. It opens nothing: it only gives its browser a count of its own.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

_SALT = "accounts.known_browsers"
_A_YEAR = 60 * 60 * 24 * 365


def remember(response: HttpResponse, email: str) -> None:
    """Mark the browser that gets this response as one that signed in to the account of `email`."""
    browser = get_random_string(22)
    response.set_cookie(
        _cookie(),
        f"{browser}.{_signature(browser, email)}",
        max_age=_A_YEAR,
        path=reverse("accounts:sign_in"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def known_browser(request: HttpRequest, email: str) -> str:
    """The name of this browser, if it is known to have signed in to the account of `email`; else empty."""
    browser, _, signature = request.COOKIES.get(_cookie(), "").partition(".")
    return browser if constant_time_compare(signature, _signature(browser, email)) else ""


def _cookie() -> str:
    return "__Secure-known" if settings.SESSION_COOKIE_SECURE else "known"


def _signature(browser: str, email: str) -> str:
    return salted_hmac(_SALT, f"{browser}:{email.strip().casefold()}", algorithm="sha256").hexdigest()
