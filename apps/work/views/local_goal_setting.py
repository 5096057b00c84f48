"""Setting a goal on a local measure: its past beside the form, the road without saving, then the goal."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.access.permissions import Permission
from apps.common.answers import attempted
from apps.common.htmx import redirect_page, render_page
from apps.goals import actions
from apps.goals.checking import Now, check_aim
from apps.goals.drawing import goal_road
from apps.goals.local_series import LocalSeries
from apps.goals.models import Goal, LocalMeasure
from apps.goals.plans import GoalPlan
from apps.goals.precedent_queries import precedents_of
from apps.goals.queries import GoalSeries, figure_lines, mark_lines, silent_since, stands_locally_at_once
from apps.goals.wording import aim_of, written
from apps.work.forms.measures import LocalGoalForm
from apps.work.goal_facts import pace
from apps.work.views.measures import measure_of
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace
from apps.workspaces.queries import member_of


@workspace_view(Permission.GOAL_EDIT)
@require_http_methods(["GET", "POST"])
def measure_goal_set(request: HttpRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """The form, the road without saving (a button named preview), and the goal itself."""
    measure = measure_of(workspace, pk)
    series = LocalSeries(measure).found
    if measure.state == LocalMeasure.State.RETIRED or not series.points:
        return _page(request, measure, series, None)
    form = _form(request, measure, series)
    sketch = None
    if "preview" in request.POST:
        sketch = attempted(form, lambda: _sketch(measure, series, form))
    elif request.method == "POST":
        made = attempted(
            form, lambda: actions.set_goal(by=request.user, workspace=workspace, plan=_plan(measure, form))
        )
        if made:
            messages.success(request, _("The goal is set. It is held to every figure that is added from now on."))
            return redirect_page(request, "work:goal", workspace.slug, made.pk)
    return _page(request, measure, series, form, sketch)


def _form(request: HttpRequest, measure: LocalMeasure, series: GoalSeries) -> LocalGoalForm:
    member = member_of(measure.workspace, request.user)
    start = {
        "title": Truncator(measure.name).chars(140),
        "area": request.GET.get("area"),
        "lead": member.partner.organisation_id if member else None,
        "baseline_period": series.starts[-1].period,
    }
    about = Goal(local_measure=measure)
    return LocalGoalForm(
        request.POST or None,
        initial=start,
        workspace=measure.workspace,
        measure=measure,
        series=series,
        written=lambda value: written(about, value),
    )


def _plan(measure: LocalMeasure, form: LocalGoalForm) -> GoalPlan:
    area = form.cleaned_data["area"]
    return GoalPlan(
        area=area,
        tier=area.default_tier,
        element=None,
        local_measure=measure,
        measure=Goal.Measure.VALUE,
        baseline_period=form.cleaned_data["baseline_period"],
        **form.wrote,
    )


def _sketch(measure: LocalMeasure, series: GoalSeries, form: LocalGoalForm) -> Goal:
    """The goal as it would be, unsaved. Raises ValidationError by field on an aim that cannot be."""
    plan = _plan(measure, form)
    assert plan.target is not None
    start: Any = series.at(plan.baseline_period)
    sketch = Goal(
        area=plan.area,
        tier=plan.tier,
        local_measure=measure,
        measure=plan.measure,
        baseline_period=start.period,
        baseline=start.value,
        target=plan.target,
        due=plan.due,
        shape=plan.shape,
        marks=plan.marks,
    )
    check_aim(sketch, series.direction, Now(None, timezone.localdate(), series.counting(start.period)))
    return sketch


def _page(
    request: HttpRequest,
    measure: LocalMeasure,
    series: GoalSeries,
    form: LocalGoalForm | None,
    sketch: Goal | None = None,
) -> HttpResponse:
    about = sketch or Goal(local_measure=measure)
    context = {
        "section": "work",
        "place": "goals",
        "workspace": measure.workspace,
        "measure": measure,
        "series": series,
        "figures": figure_lines(about, series.points),
        "form": form,
        "sketch": sketch,
        "aim": aim_of(sketch) if sketch else "",
        "silent_since": silent_since(series, timezone.localdate()) if series.points else None,
        "stands": stands_locally_at_once(sketch, measure) if sketch else "",
        "road": goal_road(sketch, series.points) if sketch else "",
        "pace": pace(series.points, about),
        "marks": mark_lines(sketch, series.points) if sketch else [],
        "precedents": precedents_of(sketch, None) if sketch else (),
    }
    status = 422 if form is not None and form.errors else 200
    return render_page(request, "work/measure_goal_set.html", context, status=status)
