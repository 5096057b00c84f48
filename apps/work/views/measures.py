"""The local measures of a workspace: the list, one with its figures, adding and changing one, retiring it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.permissions import Permission
from apps.activity.editing import Overtaking, edited
from apps.activity.queries import versions_of
from apps.activity.versions import version_lines
from apps.areas.models import Area
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.goals import local_actions as actions
from apps.goals.local_queries import leaves_the_public, measure_detail, measure_lines, measures_of
from apps.goals.models import LocalMeasure
from apps.work.forms.measures import MeasureEditForm, MeasureForm
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace

SECTION = {"section": "work", "place": "measures"}
_PER_PAGE = 25


@dataclass(frozen=True)
class FormPage:
    """A page with one form on it, about a measure or a figure of it."""

    heading: str
    button: str
    intro: str = ""
    hides: bool = False


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def measure_list(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    page = Paginator(measures_of(workspace), _PER_PAGE).get_page(request.GET.get("page"))
    lines = measure_lines(measures_of(workspace).filter(pk__in=[each.pk for each in page.object_list]))
    return render_page(request, "work/measures.html", {**SECTION, "workspace": workspace, "page": page, "lines": lines})


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def measure(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = measure_of(workspace, pk)
    context = {**SECTION, "workspace": workspace, "measure": found, "detail": measure_detail(found)}
    return render_page(request, "work/measure.html", context)


@workspace_view(Permission.GOAL_EDIT)
@require_http_methods(["GET", "POST"])
def measure_add(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    areas = workspace.areas.in_force().order_by("name")
    form = MeasureForm(request.POST or None, areas=areas, initial={"areas": areas if len(areas) == 1 else []})
    if request.method == "POST":
        made = attempted(form, lambda: actions.add_measure(by=request.user, workspace=workspace, plan=form.plan))
        if made:
            messages.success(request, _("The measure is added. Now give it its figures."))
            return redirect_page(request, "work:measure", workspace.slug, made.pk)
    intro = _(
        "What you count yourselves, so that a goal can be held to it. It is no part of the index, and never scored."
    )
    return form_page(request, workspace, FormPage(_("Add a local measure"), _("Add it"), intro), form)


@workspace_view(Permission.GOAL_EDIT)
@require_http_methods(["GET", "POST"])
def measure_edit(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = measure_of(workspace, pk)
    areas = Area.objects.filter(Q(workspaces=workspace) | Q(pk__in=found.areas.all())).distinct().order_by("name")
    if request.method == "GET":
        form = MeasureEditForm(initial={**found.words(), "version": found.version}, areas=areas)
        return _edit_page(request, found, form)
    form = MeasureEditForm(request.POST, areas=areas)
    changed, overtaking = edited(form, lambda: _change(request, found, form))
    if changed is None:
        return _edit_page(request, found, form, overtaking)
    messages.success(request, _("Saved. What stood here before is among the versions."))
    return redirect_page(request, "work:measure", workspace.slug, pk)


def _change(request: HttpRequest, found: LocalMeasure, form: MeasureEditForm) -> LocalMeasure:
    return actions.change_measure(
        by=request.user, measure=found, based_on=form.cleaned_data["version"], words=form.wrote
    )


def _edit_page(
    request: HttpRequest, found: LocalMeasure, form: MeasureEditForm, overtaking: Overtaking | None = None
) -> HttpResponse:
    page = FormPage(_("Change this measure"), _("Save"), hides=leaves_the_public(found, request.user))
    more = {
        "overtaking": overtaking,
        "versions_url": reverse("work:measure_versions", args=[found.workspace.slug, found.pk]),
    }
    return form_page(request, found.workspace, page, form, measure=found, **more)


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def measure_versions(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = measure_of(workspace, pk)
    lines = version_lines(found, versions_of(found))
    return render_page(
        request, "work/measure_versions.html", {**SECTION, "workspace": workspace, "measure": found, "lines": lines}
    )


@workspace_view(Permission.GOAL_EDIT)
@require_POST
def measure_retire(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = measure_of(workspace, pk)
    return done(
        request,
        lambda: actions.retire_measure(by=request.user, measure=found),
        _("Retired. It stays with its figures; no new goal is set on it."),
        "work:measure",
        workspace.slug,
        pk,
    )


@workspace_view(Permission.GOAL_EDIT)
@require_POST
def measure_resume(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    found = measure_of(workspace, pk)
    return done(
        request,
        lambda: actions.resume_measure(by=request.user, measure=found),
        _("In use again."),
        "work:measure",
        workspace.slug,
        pk,
    )


def measure_of(workspace: Workspace, pk: int) -> LocalMeasure:
    """A measure of a workspace; raises Http404 where there is none."""
    return get_object_or_404(workspace.measures.select_related("workspace", "added_by"), pk=pk)


def form_page(request: HttpRequest, workspace: Workspace, page: FormPage, form: BaseForm, **more: Any) -> HttpResponse:
    """A page with one form on it."""
    status = 409 if more.get("overtaking") else 422 if form.is_bound else 200
    context = {**SECTION, "workspace": workspace, "page": page, "form": form, **more}
    return render_page(request, "work/measure_form.html", context, status=status)
