"""What stands in a session between two requests of one browser: what it was asked to sign, and since when it is in."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

_KEY = "asked_to_sign"
#: Whoever signed in so lately by something of their own is not asked for their password again to change passkeys.
_JUST_NOW = timedelta(minutes=10)


def ask(request: HttpRequest, what_for: str, state: dict[str, Any]) -> None:
    """Keep what a browser was asked; what it was asked before is answered no more."""
    request.session[_KEY] = {"for": what_for, **state}


def answered(request: HttpRequest, what_for: str) -> dict[str, Any]:
    """What a browser was asked, which is then used up, whatever it answered; nothing where that was for another end."""
    state = request.session.pop(_KEY, {})
    return state if state.get("for") == what_for else {}


def is_fresh(request: HttpRequest) -> bool:
    """Whether someone signed in with this browser just now, by something of their own.

    What their organisation's provider says is not enough: whoever runs it would add a passkey that outlives it.
    """
    began = request.session.get("began")
    return (
        not request.session.get("by_sign_on")
        and began is not None
        and timezone.now() - datetime.fromisoformat(began) < _JUST_NOW
    )
