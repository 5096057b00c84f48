"""Sessions, kept in the database with whose they are and where they were last seen: people can end their own."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from allauth.core.internal.ratelimit import get_ip
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

if TYPE_CHECKING:
    from apps.accounts.models import Session

_KEY = re.compile(r"[a-z0-9]{8,40}", re.ASCII)
#: How much later than it was last seen a browser is written down again: not at every page. Of whoever is signed out
#: when they do nothing it is known better.
SEEN_AGAIN, WATCHED_AGAIN = timedelta(minutes=10), timedelta(minutes=1)


class SessionStore(db.SessionStore):
    """As Django's own, but what is no session's key is not asked for: PostgreSQL breaks on some that are claimed."""

    #: The browser and the network address that the present request comes from, if there is one.
    seen_as: Callable[[], tuple[str, str | None]] = staticmethod(lambda: ("", None))
    #: When the row that was loaded had been seen last.
    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> "type[Session]":
        # Models are not there yet when settings name this module.
        from apps.accounts.models import Session  # noqa: PLC0415

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.account_id = data.get(SESSION_KEY)
        row.browser, row.place = self.seen_as()
        row.seen_at = timezone.now()
        row.began_at = datetime.fromisoformat(data["began"]) if "began" in data else row.seen_at
        return row

    def see(self, *, is_watched: bool = False) -> None:
        """Write down that this browser was seen now, unless that was written a short while ago."""
        again = WATCHED_AGAIN if is_watched else SEEN_AGAIN
        if self.seen_at is None or self.seen_at > timezone.now() - again:
            return
        browser, place = self.seen_as()
        seen = {"browser": browser, "place": place, "seen_at": timezone.now()}
        self.model.objects.filter(pk=self.session_key).update(**seen)

    def _get_session_from_db(self) -> Any:
        row: Any = super()._get_session_from_db()  # type: ignore[misc]
        self.seen_at = row.seen_at if row else None
        return row

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and _KEY.fullmatch(key))


class SeenMiddleware:
    """Tells the session where the request comes from; a browser that sends no session is not looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session: Any = request.session
        session.seen_as = lambda: _seen_as(request)
        response = self.get_response(request)
        # Whose session was not looked at, nobody asks who they are: the answer may be anyone's.
        user = getattr(request, "user", None) if session.seen_at is not None else None
        session.see(is_watched=bool(getattr(user, "platform_roles", None)))
        return response


def _seen_as(request: HttpRequest) -> tuple[str, str | None]:
    browser = request.headers.get("User-Agent", "")[:300].replace("\x00", "")
    try:
        return browser, get_ip(request)
    except PermissionDenied:
        return browser, None
