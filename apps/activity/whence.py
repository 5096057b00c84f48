"""Where a request comes from, for the events that are recorded while it is answered."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

_LONGEST_BROWSER = 200
_ANSWERED: ContextVar[HttpRequest | None] = ContextVar("answered", default=None)


@dataclass(frozen=True)
class Whence:
    """An address of the network, and what the browser says that it is."""

    address: str | None
    browser: str


class WhenceMiddleware:
    """Keeps at hand which request is being answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _ANSWERED.set(request)
        try:
            return self.get_response(request)
        finally:
            _ANSWERED.reset(token)


def whence() -> Whence | None:
    """Where the request that is being answered comes from; None in a job and at the command line."""
    request = _ANSWERED.get()
    if request is None:
        return None
    try:
        address = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        address = None
    # A NUL can be sent, and PostgreSQL keeps none.
    return Whence(address, request.headers.get("User-Agent", "").replace("\x00", "")[:_LONGEST_BROWSER])
