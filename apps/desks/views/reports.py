"""The administrator's desk of comments that someone reported: each is hidden or kept, with a reason."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.common.answers import attempted
from apps.common.htmx import redirect_page, render_page
from apps.conversations import queries
from apps.conversations.models import Report
from apps.conversations.report_actions import decide_report
from apps.desks.admin_forms import DecisionForm

_PER_PAGE = 20


@requires(Permission.COMMENT_MODERATE)
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    return _page(request)


@requires(Permission.COMMENT_MODERATE)
@require_POST
def report_decide(request: HttpRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(Report, pk=pk)
    form = DecisionForm(request.POST, number=pk)
    if attempted(form, lambda: decide_report(by=request.user, report=report, **form.cleaned_data)) is None:
        return _page(request, report, form)
    messages.success(request, _("Decided. Whoever reported it is told."))
    return redirect_page(request, "desks:reports")


def _page(request: HttpRequest, failed: Report | None = None, form: DecisionForm | None = None) -> HttpResponse:
    page = Paginator(queries.reports(), _PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        (line, form if failed and line.report.pk == failed.pk else DecisionForm(number=line.report.pk))
        for line in queries.report_lines(page)
    ]
    context = {"section": "desk", "place": "reports", "page": page, "lines": lines, "wrong": form}
    return render_page(request, "desks/reports.html", context, status=422 if form else 200)
