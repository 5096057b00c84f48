"""Programs that act for someone: whose token a request shows, and endpoints that ask for one."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from apps.access.checks import require
from apps.access.decorators import View, unkept
from apps.access.permissions import Permission
from apps.accounts.models import User
from apps.accounts.token_actions import account_of

#: So many tokens that open nothing may come from one address in a minute, as with signing in.
_ACTION, _FAILED = "token_failed", "10/m/ip"
Answer = tuple[int, dict[str, Any]]


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer …`, and nothing else: a session opens nothing here, so no page can be made to ask."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """Whose token it is. Raises AuthenticationFailed, and Throttled after too many that open nothing."""
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.casefold() != "bearer":
            return None
        if account := account_of(secret.strip()):
            return account, None
        if not ratelimit.consume(
            request._request, app="api", action=_ACTION, config={_ACTION: _FAILED}, limit_get=True
        ):
            raise exceptions.Throttled(detail=_("There were too many tries. Wait a minute, then try again."))
        raise exceptions.AuthenticationFailed(
            _("This token opens nothing: it is wrong, over or revoked. Make another at your desk.")
        )

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def insist_still_good(request: Request) -> None:
    """Raises AuthenticationFailed where a token was revoked, or ran out, while what came with it was read."""
    found = BearerAuthentication().authenticate(request)
    if found is None or found[0] != request.user:
        raise exceptions.NotAuthenticated
    request.user = found[0]


def by_token(*methods: str, permission: Permission) -> Callable[[Callable[..., Answer]], View]:
    """Opens a function of (request, **path) to programs that act for someone who holds `permission`.

    It gives a status and what is answered, as JSON.
    """

    def decorate(answering: Callable[..., Answer]) -> View:
        @api_view(_with_head(methods))
        @authentication_classes([BearerAuthentication])
        @permission_classes([_holds(permission)])
        @wraps(answering)
        def asked(request: Request, **path: Any) -> HttpResponse:
            status, body = answering(request, **path)
            return HttpResponse(JSONRenderer().render(body), status=status, content_type="application/json")

        @wraps(asked)
        def opened(*args: Any, **kwargs: Any) -> HttpResponse:
            return unkept(asked(*args, **kwargs))

        opened.access = "token"  # type: ignore[attr-defined]
        opened.asks_before_reading = True  # type: ignore[attr-defined]
        return opened

    return decorate


def _holds(permission: Permission) -> type[BasePermission]:
    """Asked before anything is read, and before it is said which methods there are."""

    class Holds(BasePermission):
        def has_permission(self, request: Request, view: Any) -> bool:
            if not isinstance(request.user, User):
                raise exceptions.NotAuthenticated(
                    _("Send a token with it: Authorization: Bearer … A steward makes one at their desk.")
                )
            require(request.user, permission)
            return True

    return Holds


def _with_head(methods: Sequence[str]) -> list[str]:
    return [*methods, "HEAD"] if "GET" in methods else list(methods)
