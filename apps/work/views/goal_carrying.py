"""Carrying a goal over from an area that ended to one that follows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.access.permissions import Permission
from apps.common.answers import attempted
from apps.common.errors import Overtaken
from apps.common.htmx import redirect_page, render_page
from apps.goals.actions import carry_goal
from apps.goals.carrying import Way, ways_to_carry
from apps.goals.models import Goal
from apps.goals.wording import aim_of, written
from apps.scores.queries import published_run
from apps.work.forms.goals import CarryForm
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace

_SECTION = {"section": "work", "place": "goals"}


@workspace_view(Permission.GOAL_CARRY)
@require_http_methods(["GET", "POST"])
def goal_carry(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    known = workspace.goals.select_related("workspace", "area", "element", "lead")
    found = get_object_or_404(known, pk=pk)
    ways = ways_to_carry(found, published_run())
    if not any(not way.refusal for way in ways):
        messages.warning(request, _("There is nowhere that this goal can be carried over to."))
        return redirect_page(request, "work:goal", workspace.slug, pk)
    form = _form(request, found, ways)
    try:
        carried = attempted(form, lambda: _carry(request, found, form)) if request.method == "POST" else None
    except Overtaken as overtaken:
        messages.warning(request, overtaken.sentence)
        return redirect_page(request, "work:goal_carry", workspace.slug, pk)
    if carried:
        messages.success(request, _("Carried over. What stood here before is among the versions."))
        return redirect_page(request, "work:goal", workspace.slug, pk)
    context = {
        **_SECTION,
        "workspace": workspace,
        "goal": found,
        "aim": aim_of(found),
        "form": form,
        "starts": [(way, written(found, way.start.value) if way.start else "") for way in ways],
    }
    return render_page(request, "work/goal_carry.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, found: Goal, ways: list[Way]) -> CarryForm:
    heirs = [way.heir for way in ways if not way.refusal]
    unit = found.subject.unit if found.measure == Goal.Measure.VALUE else ""
    initial = {"target": found.target, "version": found.version, "heir": heirs[0].slug}
    return CarryForm(request.POST or None, heirs=heirs, unit=unit, initial=initial)


def _carry(request: HttpRequest, found: Goal, form: CarryForm) -> Goal:
    wrote = form.cleaned_data
    return carry_goal(
        by=request.user,
        goal=found,
        heir=wrote["heir"],
        based_on=wrote["version"],
        target=wrote["target"],
        reason=wrote["reason"],
    )
