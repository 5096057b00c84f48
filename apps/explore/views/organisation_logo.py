"""The logo of an organisation, from our own address: for everyone once it is verified, before that for its partners."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.accounts.models import Organisation
from apps.accounts.queries import logo_of
from apps.workspaces.models import Workspace

#: Its address changes with its bytes, so whoever has them may keep them for a year.
_KEPT = "public, max-age=31536000, immutable"


@public
@require_safe
def organisation_logo(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """To whoever does not see the organisation there is none, nor of another picture than the one that it has now."""
    found = get_object_or_404(Organisation, slug=slug, logo_sha256=digest)
    if not found.is_verified and not _sees(request.user, found):
        raise Http404
    content = logo_of(found)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/png")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = _KEPT if found.is_verified else "private, no-store"
    return response


def _sees(user: Any, organisation: Organisation) -> bool:
    return user.is_authenticated and _seen_by(user).filter(pk=organisation.pk).exists()


def _seen_by(user: Any) -> "QuerySet[Organisation]":
    """Those that someone belongs to, and those that take part where they are a member."""
    shared = Q(takes_part_in__workspace__in=Workspace.objects.visible_to(user))
    return Organisation.objects.filter(Q(pk__in=Organisation.objects.visible_to(user).values("pk")) | shared)
