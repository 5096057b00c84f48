"""The administrator's desk of all that happened: looked through, one event of it, and as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.activity.audit import as_csv, audit_lines, events_wanted, version_with
from apps.activity.models import Event
from apps.common.htmx import render_page
from apps.desks.admin_forms import AuditFilter

_SECTION = {"section": "desk", "place": "audit"}
_PER_PAGE = 50
#: Rows of a file at most; whoever needs more takes a range of dates at a time.
MOST_ROWS = 20_000


@requires(Permission.AUDIT_READ)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    form = AuditFilter(request.GET)
    page = Paginator(events_wanted(form.wanted()), _PER_PAGE).get_page(request.GET.get("page"))
    context = {**_SECTION, **_asked(request), "form": form, "page": page, "lines": audit_lines(page), "most": MOST_ROWS}
    return render_page(request, "desks/audit.html", context, status=422 if form.errors else 200)


@requires(Permission.AUDIT_READ)
@require_GET
def audit_event(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event.objects.select_related("trace", "seal"), pk=pk)
    # What it holds of ids is of use to programs only where nothing is said; both are shown as they are.
    (line,) = audit_lines([event])
    details = [(name, value) for name, value in sorted(line.event.details.items())]
    context = {**_SECTION, "line": line, "details": details, "version": version_with(event)}
    return render_page(request, "desks/audit_event.html", context)


@requires(Permission.AUDIT_READ)
@require_GET
def audit_export(request: HttpRequest) -> HttpResponse:
    """The events that the page lists, as CSV."""
    form = AuditFilter(request.GET)
    if not form.is_valid():
        return audit(request)
    found = audit_lines(events_wanted(form.wanted())[:MOST_ROWS])
    response = HttpResponse("".join(as_csv(found)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _asked(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.copy()
    asked.pop("page", None)
    return {"query": asked.urlencode()}
