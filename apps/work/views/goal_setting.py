"""Setting a goal: choose an element from what is published, see its past, then say how far and by when."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.permissions import Permission
from apps.areas.models import Area
from apps.common.answers import attempted
from apps.common.htmx import redirect_page, render_page
from apps.framework.models import Element
from apps.goals import actions
from apps.goals.checking import Now, check_aim
from apps.goals.drawing import goal_road
from apps.goals.local_queries import measures_about
from apps.goals.models import Goal
from apps.goals.plans import GoalPlan
from apps.goals.precedent_queries import precedents_of
from apps.goals.queries import (
    GoalSeries,
    bars_to_goals,
    figure_lines,
    mark_lines,
    published_on,
    silent_since,
    stands_at_once,
)
from apps.goals.series import RunSeries, series_codes
from apps.goals.target_wording import target_source_of
from apps.goals.targets import aim_at
from apps.goals.wording import aim_of, written
from apps.scores.models import Run
from apps.scores.queries import area_profile, published_run
from apps.work.forms.goals import GoalSetForm, SubjectForm
from apps.work.goal_facts import choices, pace
from apps.work.goal_help import help_to_set
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace
from apps.workspaces.queries import member_of

_SECTION = {"section": "work", "place": "goals"}
_LONGEST_SEARCH = 100


@dataclass(frozen=True)
class _Subject:
    """What the goal is to be on."""

    area: Area
    tier: str
    element: Element
    measure: str
    run: Run

    @cached_property
    def reader(self) -> RunSeries:
        """What the run says of the element, read once."""
        return RunSeries(self.run, series_codes(self.element))

    @property
    def place(self) -> dict[str, str]:
        """Where it is chosen, for an address."""
        return {"area": self.area.slug, "tier": self.tier}

    @property
    def query(self) -> dict[str, str]:
        """All of it, for an address."""
        return self.place | {"element": self.element.code, "measure": self.measure}


@workspace_view(Permission.GOAL_EDIT)
@require_GET
def goal_choose(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    areas = list(workspace.areas.in_force().order_by("name") or workspace.areas.order_by("name"))
    area = next((each for each in areas if each.slug == request.GET.get("area")), areas[0])
    tier = request.GET.get("tier", "")
    tier = tier if tier in area.tiers else area.default_tier
    sought = request.GET.get("q", "").strip()[:_LONGEST_SEARCH]
    profile = area_profile(area, tier)
    context = {
        **_SECTION,
        "workspace": workspace,
        "areas": areas,
        "area": area,
        "tier": tier,
        "sought": sought,
        "profile": profile,
        "measures": measures_about(area, workspace),
        "choices": choices(profile, sought, bars_to_goals(area, tier, profile.run)) if profile else [],
    }
    return render_page(request, "work/goal_choose.html", context)


@workspace_view(Permission.GOAL_EDIT)
@require_http_methods(["GET", "POST"])
def goal_set(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """The form, the road without saving (a button named preview), and the goal itself."""
    subject = _subject(request, workspace)
    series = subject.reader.of(subject.area, subject.tier, subject.element, subject.measure)
    if series.refusal:
        return _set_page(request, workspace, subject, series, None)
    form = _form(request, workspace, subject, series)
    sketch = None
    if "preview" in request.POST:
        sketch = attempted(form, lambda: _sketch(subject, series, form))
    elif request.method == "POST":
        made = attempted(form, lambda: _set(request, workspace, subject, form))
        if made:
            messages.success(request, _("The goal is set. It is held to every publication from now on."))
            return redirect_page(request, "work:goal", workspace.slug, made.pk)
    return _set_page(request, workspace, subject, series, form, sketch)


def _set(request: HttpRequest, workspace: Workspace, subject: _Subject, form: GoalSetForm) -> Goal:
    return actions.set_goal(by=request.user, workspace=workspace, plan=_plan(subject, form))


def _subject(request: HttpRequest, workspace: Workspace) -> _Subject:
    """From the address; raises Http404 on what is not there."""
    run = published_run()
    if run is None:
        raise Http404
    form = SubjectForm(request.GET, workspace=workspace, run=run)
    if not form.is_valid() or form.cleaned_data["tier"] not in form.cleaned_data["area"].tiers:
        raise Http404
    return _Subject(**form.cleaned_data, run=run)


def _form(request: HttpRequest, workspace: Workspace, subject: _Subject, series: GoalSeries) -> GoalSetForm:
    member = member_of(workspace, request.user)
    title = _("%(element)s in %(area)s") % {"element": subject.element.name, "area": subject.area.name}
    start = {
        "title": Truncator(title).chars(140),
        "lead": member.partner.organisation_id if member else None,
        "baseline_period": series.starts[-1].period,
    }
    about = Goal(element=subject.element, measure=subject.measure)
    return GoalSetForm(
        request.POST or None,
        initial=start,
        workspace=workspace,
        series=series,
        run=subject.run,
        written=lambda value: written(about, value),
    )


def _plan(subject: _Subject, form: GoalSetForm) -> GoalPlan:
    return GoalPlan(
        area=subject.area,
        tier=subject.tier,
        element=subject.element,
        measure=subject.measure,
        baseline_period=form.cleaned_data["baseline_period"],
        **form.wrote,
    )


def _set_page(
    request: HttpRequest,
    workspace: Workspace,
    subject: _Subject,
    series: GoalSeries,
    form: GoalSetForm | None,
    sketch: Goal | None = None,
) -> HttpResponse:
    about = sketch or _begun(subject)
    published = published_on()
    context = {
        **_SECTION,
        "workspace": workspace,
        "area": subject.area,
        "tier": subject.tier,
        "element": subject.element,
        "is_progress": subject.measure == Goal.Measure.PROGRESS,
        "post_url": reverse("work:goal_set", args=[workspace.slug], query=subject.query),
        "choose_url": reverse("work:goal_choose", args=[workspace.slug], query=subject.place),
        "run": subject.run,
        "series": series,
        "figures": figure_lines(about, series.points),
        "form": form,
        "sketch": sketch,
        "aim": aim_of(sketch) if sketch else "",
        "target_source": target_source_of(sketch) if sketch else "",
        "silent_since": silent_since(series, published),
        "stands": stands_at_once(sketch, subject.reader, published) if sketch else "",
        "road": goal_road(sketch, series.points) if sketch else "",
        "pace": pace(series.points, about),
        "help": help_to_set(about, subject.reader, series.points, published) if form else None,
        "marks": mark_lines(sketch, series.points) if sketch else [],
        "precedents": precedents_of(sketch, subject.run, subject.reader) if sketch else (),
    }
    return render_page(request, "work/goal_set.html", context, status=422 if form is not None and form.errors else 200)


def _begun(subject: _Subject) -> Goal:
    """A goal of which only its place is known."""
    return Goal(area=subject.area, tier=subject.tier, element=subject.element, measure=subject.measure)


def _sketch(subject: _Subject, series: GoalSeries, form: GoalSetForm) -> Goal:
    """The goal as it would be, unsaved. Raises ValidationError by field on an aim that cannot be."""
    plan = _plan(subject, form)
    start: Any = series.at(plan.baseline_period)
    sketch = Goal(
        area=plan.area,
        element=plan.element,
        measure=plan.measure,
        tier=plan.tier,
        basis=list(series.basis),
        baseline_period=start.period,
        baseline=start.value,
        aim=plan.aim,
        against=plan.against,
        moves=plan.moves,
        due=plan.due,
        shape=plan.shape,
        marks=plan.marks,
    )
    sketch.target = cast(float, plan.target)
    aim_at(sketch, subject.run)
    now = Now(subject.run.as_at, timezone.localdate(), series.counting(start.period))
    check_aim(sketch, series.direction, now)
    return sketch
