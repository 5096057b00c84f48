"""What every page of whoever is signed in may show: how much they have not read."""

from functools import cache, partial
from typing import Any

from django.http import HttpRequest

from apps.activity.queries import unread


def notifications(request: HttpRequest) -> dict[str, Any]:
    """Asked for only where a template shows it, and once for a page."""
    user = getattr(request, "user", None)
    return {"unread_count": cache(partial(unread, user))} if user is not None and user.is_authenticated else {}
