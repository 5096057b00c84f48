"""How it goes with a policy or an initiative: updates, and what is counted of what was done."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.checks import can
from apps.access.permissions import Permission
from apps.common.htmx import render_page
from apps.initiatives import actions
from apps.initiatives.course import counts_of
from apps.initiatives.models import DeliveryMeasure, Initiative
from apps.work.forms.course import CorrectionForm, CountForm, MeasureForm, UpdateForm
from apps.work.views.initiative_parts import Part, answered, initiative_in
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace

may_edit = workspace_view(Permission.INITIATIVE_EDIT)
may_view = workspace_view(Permission.WORKSPACE_VIEW)
asks = require_http_methods(["GET", "POST"])

_PER_PAGE = 30


@may_view
@require_GET
def initiative_updates(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    updates = Paginator(initiative.updates.select_related("written_by"), _PER_PAGE)
    context = {**_place(request, initiative), "page": updates.get_page(request.GET.get("page"))}
    return render_page(request, "work/initiative_updates_all.html", context)


@may_edit
@asks
def update_write(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    form = UpdateForm(request.POST or None)
    part = Part(
        _("How does it go?"),
        _("Save this update"),
        _("Saved. It is noted too that all of this is still correct."),
        _("Two lines. By them you also say that what is written here is still correct."),
    )
    return answered(
        request,
        initiative,
        part,
        form,
        lambda: actions.write_update(by=request.user, initiative=initiative, **form.cleaned_data),
    )


@may_edit
@asks
def measure_add(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    form = MeasureForm(request.POST or None)
    part = Part(
        _("Count what is done"),
        _("Begin to count it"),
        _("Added. Count it whenever there is something new."),
        _("This is about what you do. Whether the goals move for it is told by the figures, elsewhere on the page."),
    )
    return answered(
        request,
        initiative,
        part,
        form,
        lambda: actions.add_measure(
            by=request.user, initiative=initiative, plan=form.plan, key=form.cleaned_data["key"]
        ),
    )


@may_view
@require_GET
def measure(request: HttpRequest, workspace: Workspace, pk: int, measure_pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    found = _measure(initiative, measure_pk)
    page = Paginator(counts_of(found), _PER_PAGE).get_page(request.GET.get("page"))
    return render_page(
        request, "work/delivery_measure.html", {**_place(request, initiative), "measure": found, "page": page}
    )


@may_edit
@asks
def measure_count(request: HttpRequest, workspace: Workspace, pk: int, measure_pk: int) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    found = _measure(initiative, measure_pk)
    form = CountForm(request.POST or None, initial={"day": timezone.localdate()}, measure=found)
    part = Part(_("Count: %(measure)s") % {"measure": found}, _("Save this count"), _("Counted."))
    return answered(
        request,
        initiative,
        part,
        form,
        lambda: actions.count_delivery(by=request.user, measure=found, **form.cleaned_data),
    )


@may_edit
@asks
def measure_correct(
    request: HttpRequest, workspace: Workspace, pk: int, measure_pk: int, count_pk: int
) -> HttpResponse:
    initiative = initiative_in(request, workspace, pk)
    found = _measure(initiative, measure_pk)
    count = get_object_or_404(found.counts.select_related("measure__initiative"), pk=count_pk)
    start = {"day": count.day, "number": count.number, "note": count.note}
    form = CorrectionForm(request.POST or None, initial=start, measure=found)
    part = Part(
        _("Correct a count of “%(measure)s”") % {"measure": found},
        _("Save the correction"),
        _("Corrected. What was counted before stays beside it."),
    )
    return answered(
        request,
        initiative,
        part,
        form,
        lambda: actions.correct_count(by=request.user, count=count, **form.cleaned_data),
    )


def _measure(initiative: Initiative, pk: int) -> DeliveryMeasure:
    return get_object_or_404(initiative.measures.select_related("initiative"), pk=pk)


def _place(request: HttpRequest, initiative: Initiative) -> dict[str, Any]:
    return {
        "workspace": initiative.workspace,
        "section": "work",
        "place": "initiatives",
        "initiative": initiative,
        "may_edit": can(request.user, Permission.INITIATIVE_EDIT, on=initiative.workspace),
    }
