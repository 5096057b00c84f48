"""The dates of a workspace: as a page by month, and as a file by a secret address for one's own calendar."""

import hashlib
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.access.decorators import public
from apps.access.permissions import Permission
from apps.common.answers import done
from apps.common.htmx import render_page
from apps.initiatives.calendar_actions import make_calendar_address, owner_of, revoke_calendar_address, standing
from apps.initiatives.dates import KEPT, Dated, calendar_of, dates_in
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace

_PER_PAGE = 60


@workspace_view(Permission.WORKSPACE_VIEW)
@require_http_methods(["GET", "POST"])
def workspace_calendar(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """What is overdue and what is to come, by month.

    Sent, it makes one's own address, which is shown in this answer and nowhere kept.
    """
    address = ""
    if request.method == "POST":
        secret = make_calendar_address(by=request.user, workspace=workspace)
        address = request.build_absolute_uri(reverse("work:calendar_file", args=[secret]))
    today = timezone.localdate()
    dates = [each for each in dates_in(workspace, request.user, today) if not each.is_over]
    page = Paginator(sorted(dates, key=lambda each: not each.is_overdue), _PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "section": "work",
        "place": "roadmap",
        "workspace": workspace,
        "address": address,
        "mine": standing().filter(person_id=request.user.pk, workspace=workspace).first(),
        "page": page,
        "months": [(month, list(each)) for month, each in groupby(page, key=lambda one: _month(one, today))],
    }
    return render_page(request, "work/calendar.html", context)


def _month(each: Dated, today: date) -> date | None:
    """Under which month it stands: none for what is overdue, this one for what has begun and goes on."""
    return None if each.is_overdue else max(each.starts, today).replace(day=1)


@workspace_view(Permission.WORKSPACE_VIEW)
@require_POST
def calendar_revoke(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    return done(
        request,
        lambda: revoke_calendar_address(by=request.user, workspace=workspace),
        _("Revoked. Calendars that read by it find nothing any more."),
        "work:workspace_calendar",
        workspace.slug,
    )


@public
@require_safe
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """What the owner of a secret address sees now. To whoever has none that is good, it does not exist."""
    found = owner_of(secret)
    if found is None:
        raise Http404
    dates = dates_in(found.workspace, found.person, timezone.localdate() - KEPT)
    content = calendar_of(found.workspace, dates, request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.headers["ETag"] = etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    answer: HttpResponse = get_conditional_response(request, etag=etag, response=response) or response
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
