"""The way into an organisation: unseen is 404, unallowed is 403."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from apps.access.checks import require
from apps.access.decorators import View, unkept
from apps.access.permissions import Permission
from apps.accounts.models import Organisation


def organisation_view(permission: Permission) -> Callable[[View], View]:
    """Opens `view(request, organisation, **kwargs)` at an address with <slug:organisation_slug>.

    To whoever does not belong to the organisation the page does not exist (404); one of its people without `permission`
    is told so (403).
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def opened(request: HttpRequest, organisation_slug: str, **kwargs: Any) -> HttpResponse:
            visible = Organisation.objects.visible_to(request.user)
            organisation = get_object_or_404(visible, slug=organisation_slug)
            require(request.user, permission, on=organisation)
            return unkept(view(request, organisation, **kwargs))

        opened.access = permission  # type: ignore[attr-defined]
        opened.scope = "organisation"  # type: ignore[attr-defined]
        return opened

    return decorate
