"""What pages ask about local measures: the list, one with its figures and what became of them, the goals on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.safestring import SafeString

from apps.access.checks import can
from apps.access.permissions import Permission
from apps.areas.models import Area
from apps.common.numbers import amount
from apps.common.periods import label
from apps.goals.drawing import measure_history, measure_trend
from apps.goals.local_series import is_silent_now, series_of
from apps.goals.models import Goal, LocalFigure, LocalMeasure
from apps.goals.queries import GoalLine, goal_lines_on
from apps.goals.series import GoalSeries
from apps.workspaces.models import Workspace
from apps.workspaces.quiet import quiet_until


@dataclass(frozen=True)
class MeasureLine:
    """A measure in a list: what it is about, its latest figure as it is written, its past, the open goals on it."""

    measure: LocalMeasure
    areas: tuple[str, ...]
    latest: str
    period: str
    trend: SafeString
    goals: int


@dataclass(frozen=True)
class FormerFigure:
    """A figure that ended: what it was, who ended it, when and why; `by` is empty once their account is closed."""

    label: str
    value: str
    limits: str
    by: str
    at: datetime
    why: str


@dataclass(frozen=True)
class LocalFigureLine:
    """A figure in force, newest first, and what stood there before it was corrected."""

    figure: LocalFigure
    label: str
    value: str
    limits: str
    former: tuple[FormerFigure, ...]


@dataclass(frozen=True)
class MeasureDetail:
    """A measure's page; `taken_out` are figures of periods that have none any more."""

    measure: LocalMeasure
    areas: tuple[Area, ...]
    series: GoalSeries
    history: SafeString
    figures: tuple[LocalFigureLine, ...]
    taken_out: tuple[FormerFigure, ...]
    goals: tuple[GoalLine, ...]
    is_silent: bool


def measures_of(workspace: Workspace) -> QuerySet[LocalMeasure]:
    """The measures of a workspace, those in use first, by name."""
    return workspace.measures.order_by("state", "name", "pk")


def measure_lines(measures: QuerySet[LocalMeasure]) -> list[MeasureLine]:
    """Measures as a list shows them: three queries."""
    in_force = Prefetch("figures", LocalFigure.objects.filter(ended_at=None))
    on_them = Count("goals", filter=Q(goals__state=Goal.State.OPEN))
    return [_line(each) for each in measures.annotate(open_goals=on_them).prefetch_related("areas", in_force)]


def measure_detail(measure: LocalMeasure) -> MeasureDetail:
    """All that a measure's page shows of it."""
    rows = list(measure.figures.select_related("ended_by", "added_by"))
    in_force = [row for row in rows if row.ended_at is None]
    series = series_of(measure, in_force)
    former: dict[str, list[FormerFigure]] = {}
    for row in rows:
        if row.ended_at is not None:
            former.setdefault(row.period, []).append(_former(measure, row, row.ended_at))
    by_period = {row.period: row for row in in_force}
    lines = [_figure(measure, by_period[p.period], former.pop(p.period, [])) for p in reversed(series.points)]
    return MeasureDetail(
        measure=measure,
        areas=tuple(measure.areas.order_by("name")),
        series=series,
        history=measure_history(measure, series.points),
        figures=tuple(lines),
        taken_out=tuple(each for gone in former.values() for each in gone),
        goals=tuple(goal_lines_on(measure)),
        is_silent=is_silent_now(measure),
    )


def measures_about(area: Area, workspace: Workspace) -> list[MeasureLine]:
    """The measures of a workspace that are about an area, and on which a goal may be set."""
    return measure_lines(measures_of(workspace).in_use().filter(pk__in=_about(area)))  # type: ignore[attr-defined]


def leaves_the_public(measure: LocalMeasure, by: Any) -> bool:
    """Whether the public sees goals on a measure that it will not see any more once someone changed its figures."""
    if can(by, Permission.GOAL_SHOW, on=measure.workspace) and not quiet_until(measure.workspace):
        return False
    return measure.goals.open().filter(is_public=True).exists()


def _about(area: Area) -> Iterable[Any]:
    through = LocalMeasure.areas.through._default_manager
    return through.filter(area=area).values("localmeasure")


def _line(measure: Any) -> MeasureLine:
    points = series_of(measure, measure.figures.all()).points
    return MeasureLine(
        measure=measure,
        areas=tuple(sorted(area.name for area in measure.areas.all())),
        latest=amount(points[-1].value, measure.unit, measure.decimals) if points else "",
        period=points[-1].label if points else "",
        trend=measure_trend(measure, points),
        goals=measure.open_goals,
    )


def _figure(measure: LocalMeasure, row: LocalFigure, former: list[FormerFigure]) -> LocalFigureLine:
    value = amount(row.value, measure.unit, measure.decimals)
    return LocalFigureLine(row, label(row.period), value, _limits(measure, row), tuple(former))


def _former(measure: LocalMeasure, row: LocalFigure, at: datetime) -> FormerFigure:
    return FormerFigure(
        label=label(row.period),
        value=amount(row.value, measure.unit, measure.decimals),
        limits=_limits(measure, row),
        by=str(row.ended_by or ""),
        at=at,
        why=row.ended_why,
    )


def _limits(measure: LocalMeasure, row: LocalFigure) -> str:
    if row.lower is None or row.upper is None:
        return ""
    return f"{amount(row.lower, measure.unit, measure.decimals)} – {amount(row.upper, measure.unit, measure.decimals)}"
