"""What every page of whoever is signed in may show: how much they have not read."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from apps.activity.queries import unread


def notifications(request: HttpRequest) -> dict[str, Any]:
    """Asked for only where a template shows it."""
    user = getattr(request, "user", None)
    return {"unread_count": partial(unread, user)} if user is not None and user.is_authenticated else {}
