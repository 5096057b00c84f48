"""Setting up what the demonstration's partnership measures itself, by the same actions that people use."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from apps.areas.models import Area
from apps.desks.measure_story import MeasureStory
from apps.goals.actions import set_goal, show_goal
from apps.goals.local_actions import add_figures, add_measure
from apps.goals.local_reading import ReadFigure
from apps.goals.models import Goal, LocalMeasure
from apps.goals.plans import GoalPlan, MeasurePlan
from apps.workspaces.models import Workspace


def set_up_measure(workspace: Workspace, told: MeasureStory, area: Area, people: Mapping[str, Any], host: Any) -> None:
    """Set up what is not there yet of one; whoever leads the workspace shows the goal."""
    by = people[told.by]
    measure = workspace.measures.filter(name=told.name).first() or _measure(by, workspace, told, area)
    if measure.figures_version == 0:
        add_figures(by=by, measure=measure, figures=_figures(told))
        measure.refresh_from_db()
    goal = measure.goals.first() or _goal(by, workspace, told, area, measure)
    if not goal.is_public:
        show_goal(by=host, goal=goal, is_public=True)


def _measure(by: Any, workspace: Workspace, told: MeasureStory, area: Area) -> LocalMeasure:
    plan = MeasurePlan(told.name, told.definition, told.unit, told.source, [area])
    return add_measure(by=by, workspace=workspace, plan=plan)


def _figures(told: MeasureStory) -> list[ReadFigure]:
    first = timezone.localdate().year - len(told.figures)
    return [ReadFigure(f"{first + at}-01-01/P1Y", *figure) for at, figure in enumerate(told.figures)]


def _goal(by: Any, workspace: Workspace, told: MeasureStory, area: Area, measure: LocalMeasure) -> Goal:
    year = timezone.localdate().year
    plan = GoalPlan(
        area=area,
        tier=area.default_tier,
        element=None,
        local_measure=measure,
        measure=Goal.Measure.VALUE,
        title=told.title,
        baseline_period=f"{year - told.since}-01-01/P1Y",
        target=told.target,
        due=date(year + told.years, 12, 31),
        lead=workspace.partners.get(organisation__name=told.lead).organisation,
        success=told.success,
        why=told.why,
    )
    return set_goal(by=by, workspace=workspace, plan=plan)
