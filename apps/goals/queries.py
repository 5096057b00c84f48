"""What pages ask about goals: what one may be set on, where each stands, how that came about."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.common.periods import parse
from apps.framework.models import Element
from apps.goals.assessing import assess, road_of
from apps.goals.forecasting import FEWEST, Trial
from apps.goals.lineage import lineage_to
from apps.goals.local_series import LocalSeries
from apps.goals.models import Assessment, Goal, LocalMeasure
from apps.goals.outlook_wording import outlook_of
from apps.goals.series import GoalSeries, RunSeries, SeriesPoint, series_codes
from apps.goals.target_wording import aim_in_full
from apps.goals.trajectory import expected, is_silent, latest_counting, line_of, middle, year_of
from apps.goals.wording import reasons_of, sentence_of, written
from apps.scores.models import Publication, Run
from apps.scores.progress import trackable
from apps.scores.queries import published_run
from apps.workspaces.models import Partner, Workspace

#: What a line of a goal tells besides the goal itself.
_JOINED = ("area", "element", "local_measure__workspace", "lead", "workspace")

__all__ = ["GoalSeries", "SeriesPoint", "road_of"]


@dataclass(frozen=True)
class GoalLine:
    """A goal in a list, its aim and what that comes from, and where it stood at its latest assessment in one sentence.

    `element_now` is what its element is in the published edition: None where it is gone, and on a local measure.
    """

    goal: Goal
    assessment: Assessment | None
    sentence: str
    aim: str
    element_now: Element | None


@dataclass(frozen=True)
class FigureLine:
    """A figure as it is written, and what the road expects of its period where it counts."""

    point: SeriesPoint
    value: str
    expected: str


@dataclass(frozen=True)
class MarkLine:
    """An interim mark, and the figure that tells whether it was reached: period and value, empty before it is out."""

    day: date
    value: str
    period: str
    figure: str
    is_reached: bool


@dataclass(frozen=True)
class HistoryLine:
    """One assessment: what it said, what was other than before, and whether its run was unpublished since."""

    assessment: Assessment
    sentence: str
    reasons: tuple[str, ...]
    taken_back: bool


@dataclass(frozen=True)
class GoalDetail:
    """A goal's page: its figures so far, the road (year, value) from baseline to target, its history, newest first.

    `element_now` is what its element is in the published edition: None where it is gone, and on a local measure.
    """

    goal: Goal
    element_now: Element | None
    series: GoalSeries
    road: tuple[tuple[float, float], ...]
    latest: Assessment | None
    sentence: str
    outlook: tuple[str, ...]
    history: tuple[HistoryLine, ...]


@dataclass(frozen=True)
class TrialLine:
    """How forecasts of one indicator did, one trial for each horizon; `said` is whether they are shown, or why not."""

    element: Element
    figures: int
    trials: tuple[Trial, ...]

    @property
    def said(self) -> str:
        if self.element.modelled:
            return _("no: modelled")
        trusted = [trial.is_trusted for trial in self.trials if trial.is_enough]
        if not trusted:
            return _("no: too few figures")
        return _("yes") if all(trusted) else _("where they held") if any(trusted) else _("no: they did not hold")


def trials_of(run: Run, horizons: Sequence[float]) -> list[TrialLine]:
    """The indicators of a run of which FEWEST figures or more do not overlap, and how forecasts of them did."""
    elements = run.edition.elements.filter(level=Element.Level.INDICATOR, goal_bar="").order_by("position")
    series = RunSeries(run, [element.code for element in elements])
    lines = [TrialLine(element, *series.trials(element, horizons)) for element in elements]
    return [line for line in lines if line.figures >= FEWEST]


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


def bars_to_goals(area: Area, tier: str, run: Run) -> dict[str, str]:
    """By the code of an element why no goal can be set on it in an area, in few words; left out is where one can."""
    found = trackable(area, tier, run)
    bars = {code: reason for code, reason in found.reasons.items() if reason}
    indicators = run.edition.elements.filter(level=Element.Level.INDICATOR)
    for code, bar in indicators.values_list("code", "goal_bar"):
        if bar or code not in found.measured:
            bars[code] = bar or _("no figure here yet")
    return bars


def latest_assessments(goals: Iterable[Goal]) -> dict[int, Assessment]:
    """The assessment that says where each goal stands now, by the goal's id: one query."""
    own = Assessment.objects.counting().filter(goal=OuterRef("pk")).values("pk")[:1]
    latest = Goal.objects.filter(pk__in=[goal.pk for goal in goals]).order_by().values(last=Subquery(own))
    return {row.goal_id: row for row in Assessment.objects.filter(pk__in=latest).select_related("run")}


def goals_in(workspace: Workspace, *, state: str = "", area: str = "") -> QuerySet[Goal]:
    """The goals of a workspace, open ones first, then by the day they fall due; all, or those of a state or an area."""
    asked = {name: value for name, value in (("state", state), ("area__slug", area)) if value}
    is_closed = Case(When(state=Goal.State.OPEN, then=0), default=1)
    return workspace.goals.filter(**asked).order_by(is_closed, "due", "pk")


def goal_lines(workspace: Workspace, *, only: Collection[int] | None = None) -> list[GoalLine]:
    """The goals of a workspace as `goals_in` orders them, or those of some ids: two queries."""
    goals = goals_in(workspace)
    chosen = goals if only is None else goals.filter(pk__in=only)
    return _lines(chosen.select_related(*_JOINED))


def goal_counts(goals: QuerySet[Goal]) -> Counter[str]:
    """How many of some goals are open and how many are closed, by the state."""
    return Counter(dict(goals.order_by().values_list("state").annotate(many=Count("pk"))))


def goal_lines_on(measure: LocalMeasure) -> list[GoalLine]:
    """The goals on a local measure, open ones first, then by the day they fall due."""
    lines = _lines(measure.goals.select_related(*_JOINED))
    return sorted(lines, key=lambda line: (line.goal.state != Goal.State.OPEN, line.goal.due, line.goal.pk))


def goal_detail(goal: Goal) -> GoalDetail:
    """All that a goal's page shows of it. The series is that of the published run."""
    history = list(goal.assessments.select_related("run"))
    latest = latest_assessments([goal]).get(goal.pk)
    road = road_of(goal)
    element_now, series = _read_now(goal)
    return GoalDetail(
        goal=goal,
        element_now=element_now,
        series=series,
        road=tuple((year_of(day), value) for day, value in line_of(road)),
        latest=latest,
        sentence=sentence_of(goal, latest),
        outlook=outlook_of(goal, latest),
        history=tuple(_history_line(goal, each) for each in history),
    )


def _read_now(goal: Goal) -> tuple[Element | None, GoalSeries]:
    """What a goal's element is now, if it is on one that is left, and the figures that it is held to."""
    if goal.local_measure:
        return None, LocalSeries(goal.local_measure).of_goal(goal)
    run, then = published_run(), goal.element
    assert then is not None
    if run is None:
        return None, series_for(goal.area, goal.tier, then, goal.measure)
    series = RunSeries.for_goals(run, [goal])
    return series.lineage.now(then.code), series.of_goal(goal)


def silent_since(series: GoalSeries, on: date) -> SeriesPoint | None:
    """The latest figure of a series of which nothing newer has come out for so long that it says nothing of a day."""
    return series.points[-1] if is_silent([point.period for point in series.points], on) else None


def stands_at_once(goal: Goal, reader: RunSeries, on: date) -> str:
    """Where a goal that is not saved would stand by a run that was published on a day, in one sentence."""
    return sentence_of(goal, assess(goal, reader, None, on=on))


def stands_locally_at_once(goal: Goal, measure: LocalMeasure) -> str:
    """Where a goal on a local measure that is not saved would stand today, in one sentence."""
    return sentence_of(goal, assess(goal, LocalSeries(measure), None, on=timezone.localdate()))


def published_on() -> date:
    """The day of the latest publication; today before there is one."""
    at = Publication.objects.values_list("published_at", flat=True).first()
    return cast(date, timezone.localdate(at))


def public_goals(area: Area, codes: Iterable[str] | None = None) -> list[GoalLine]:
    """The open goals for an area that the public sees, by due date: all, or those on elements of some codes by now."""
    goals = Goal.objects.open().shown().filter(area=area)
    lines = _lines(goals.select_related(*_JOINED).order_by("due", "pk"))
    if codes is None:
        return lines
    wanted = set(codes)
    return [line for line in lines if line.element_now and line.element_now.code in wanted]


def public_goals_in(workspace: Workspace) -> list[GoalLine]:
    """The open goals of a workspace that the public sees, by due date."""
    goals = Goal.objects.open().shown().filter(workspace=workspace)
    return _lines(goals.select_related(*_JOINED).order_by("due", "pk"))


def public_goals_of(organisation: Organisation) -> list[GoalLine]:
    """The open goals that an organisation leads as a partner that the public sees, by due date."""
    seen_in = Partner.objects.shown().filter(organisation=organisation)
    goals = Goal.objects.open().shown().filter(lead=organisation, workspace__in=seen_in.values("workspace"))
    return _lines(goals.select_related(*_JOINED).order_by("due", "pk"))


def figure_lines(goal: Goal, points: Sequence[SeriesPoint]) -> list[FigureLine]:
    """The figures of a goal, newest first. A goal that is only begun has no road."""
    return [FigureLine(point, written(goal, point.value), _expected_of(goal, point)) for point in reversed(points)]


def mark_lines(goal: Goal, points: Sequence[SeriesPoint]) -> list[MarkLine]:
    """The interim marks of a goal, earliest first, each with the first figure whose period ends on its day or later."""
    lines = []
    for day, value in road_of(goal).marks:
        point = next((point for point in points if parse(point.period).end >= day), None)
        is_reached = point and (point.value - value) * goal.direction >= 0
        figure = written(goal, point.value) if point else ""
        lines.append(MarkLine(day, written(goal, value), point.label if point else "", figure, bool(is_reached)))
    return lines


def expected_by(goal: Goal, day: date) -> str:
    """What the road expects by a day, in one sentence; empty before it begins and from its end on."""
    road = road_of(goal)
    if not road.start < day < road.due:
        return ""
    return _("By %(day)s the road expects %(value)s.") % {
        "day": date_format(day, "j F Y"),
        "value": written(goal, expected(road, day)),
    }


def _history_line(goal: Goal, each: Assessment) -> HistoryLine:
    taken_back = each.run is not None and each.run.taken_back_at is not None
    return HistoryLine(each, sentence_of(goal, each), reasons_of(goal, each), taken_back)


def _expected_of(goal: Goal, point: SeriesPoint) -> str:
    if goal.due is None or latest_counting([point.as_point()], goal.baseline_period) is None:
        return ""
    return written(goal, expected(road_of(goal), middle(point.period)))


def _elements_now(goals: Sequence[Any]) -> dict[int, Element]:
    """By the id of a goal: its element in the published edition. No query while that is the one it was set in."""
    of_index = [goal for goal in goals if not goal.is_local]
    found = {goal.pk: goal.element for goal in of_index if goal.element.edition_id == goal.edition_now}
    earlier = [goal for goal in of_index if goal.edition_now and goal.pk not in found]
    if earlier:
        lineage = lineage_to(earlier[0].edition_now)
        heirs = {goal.pk: lineage.now(goal.element.code) for goal in earlier}
        found |= {pk: element for pk, element in heirs.items() if element}
    return found


def _lines(rows: QuerySet[Goal]) -> list[GoalLine]:
    published = Subquery(Publication.objects.values("run__edition")[:1])
    goals = list(rows.annotate(edition_now=published))
    latest, now = latest_assessments(goals), _elements_now(goals)
    return [
        GoalLine(
            goal=goal,
            assessment=latest.get(goal.pk),
            sentence=sentence_of(goal, latest.get(goal.pk)),
            aim=aim_in_full(goal),
            element_now=now.get(goal.pk),
        )
        for goal in goals
    ]
