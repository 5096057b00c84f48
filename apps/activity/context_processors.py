"""What every page of whoever is signed in may show: how much they have not read, and what they are told."""

from functools import cache, partial
from typing import Any

from django.http import HttpRequest

from apps.activity.queries import announced_to, at_the_top


def notifications(request: HttpRequest) -> dict[str, Any]:
    """Asked for only where a template shows it, and once for a page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    top = cache(partial(at_the_top, user))
    return {
        "unread_count": lambda: top()[0],
        "announcements": cache(lambda: list(announced_to(user)) if top()[1] else []),
    }
