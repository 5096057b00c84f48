"""What pages ask about goals: what one may be set on, where each stands, how that came about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from apps.areas.models import Area
from apps.framework.models import Element
from apps.goals.assessing import element_now, road_of
from apps.goals.models import Assessment, Goal
from apps.goals.series import GoalSeries, RunSeries, SeriesPoint, series_codes
from apps.goals.trajectory import year_of
from apps.goals.wording import reasons_of, sentence_of
from apps.scores.models import Run
from apps.scores.queries import published_run
from apps.workspaces.models import Workspace

__all__ = ["GoalSeries", "SeriesPoint"]


@dataclass(frozen=True)
class GoalLine:
    """A goal in a list, and where it stood at its latest assessment, in one sentence."""

    goal: Goal
    assessment: Assessment | None
    sentence: str


@dataclass(frozen=True)
class HistoryLine:
    """One assessment: what it said, and what was other than before."""

    assessment: Assessment
    sentence: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class GoalDetail:
    """A goal's page: its figures so far, the road (year, value) from baseline to target, its history, newest first."""

    goal: Goal
    series: GoalSeries
    road: tuple[tuple[float, float], ...]
    latest: Assessment | None
    sentence: str
    history: tuple[HistoryLine, ...]


def series_for(area: Area, tier: str, element: Element, measure: str, run: Run | None = None) -> GoalSeries:
    """An element in an area over time, by the published run unless another is given; a refusal says why none may be."""
    run = run or published_run()
    if run is None:
        nothing = _("No scores are published yet, so there are no figures to start from.")
        return GoalSeries("", 1, 1, (), refusal=nothing)
    return RunSeries(run, series_codes(element)).of(area, tier, element, measure)


def elements_to_choose(run: Run) -> list[Element]:
    """The elements of a run's edition, each with its parent, in published order."""
    return list(run.edition.elements.select_related("parent").order_by("position"))


def latest_assessments(goals: Iterable[Goal]) -> dict[int, Assessment]:
    """The latest assessment of each goal, by the goal's id: one query."""
    latest = Assessment.objects.filter(goal__in=list(goals)).values("goal").annotate(last=Max("pk")).values("last")
    return {row.goal_id: row for row in Assessment.objects.filter(pk__in=latest).select_related("run")}


def goal_lines(workspace: Workspace) -> list[GoalLine]:
    """The goals of a workspace, open ones first, then by the day they fall due: two queries."""
    goals = workspace.goals.select_related("area", "element", "lead", "workspace")
    return sorted(_lines(goals), key=lambda line: (line.goal.state != Goal.State.OPEN, line.goal.due, line.goal.pk))


def goal_detail(goal: Goal) -> GoalDetail:
    """All that a goal's page shows of it. The series is that of the published run."""
    history = list(goal.assessments.select_related("run"))
    latest = history[0] if history else None
    road = road_of(goal)
    return GoalDetail(
        goal=goal,
        series=_series_now(goal),
        road=((year_of(road.start), goal.baseline), (year_of(goal.due), goal.target)),
        latest=latest,
        sentence=sentence_of(goal, latest),
        history=tuple(HistoryLine(each, sentence_of(goal, each), reasons_of(goal, each)) for each in history),
    )


def public_goals(area: Area, codes: Iterable[str] | None = None) -> list[GoalLine]:
    """The open goals for an area that the public sees, on any element or on those of some codes, by due date."""
    goals = Goal.objects.open().shown().filter(area=area)
    if codes is not None:
        goals = goals.filter(element__code__in=sorted(set(codes)))
    return _lines(goals.select_related("area", "element", "lead", "workspace").order_by("due", "pk"))


def _series_now(goal: Goal) -> GoalSeries:
    """What is published now of the element that a goal was set on, whatever it is called by now."""
    run = published_run()
    element = element_now(run, goal.element) if run else None
    return series_for(goal.area, goal.tier, element or goal.element, goal.measure, run)


def _lines(goals: QuerySet[Goal] | Sequence[Goal]) -> list[GoalLine]:
    goals = list(goals)
    latest = latest_assessments(goals)
    return [GoalLine(goal, latest.get(goal.pk), sentence_of(goal, latest.get(goal.pk))) for goal in goals]
