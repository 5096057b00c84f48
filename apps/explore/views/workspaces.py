"""A workspace, as the public reads it: what it is for, and what of its work was shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.common.caching import steady
from apps.explore import queries
from apps.explore.work import work_of
from apps.initiatives.dates import KEPT, calendar_of, public_dates_in
from apps.workspaces.models import Workspace


@public
@require_safe
@steady(queries.registers_version)
def workspace(request: HttpRequest, slug: str) -> HttpResponse:
    """Those that chose to be seen only: to the public there are no others."""
    found = get_object_or_404(Workspace.objects.shown().with_quiet(), slug=slug)
    context = {
        "section": "workspace",
        "workspace": found,
        "areas": list(found.areas.in_force().order_by("name")),
        "shown": work_of(found),
    }
    return render(request, "explore/workspace.html", context)


@public
@require_safe
@steady(queries.registers_version)
def workspace_calendar_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The dates of what the public sees there, for calendars to subscribe to."""
    found = get_object_or_404(Workspace.objects.shown(), slug=slug)
    dates = public_dates_in(found, timezone.localdate() - KEPT)
    content = calendar_of(found, dates, request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{found.slug}.ics"'
    return response
