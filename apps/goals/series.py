"""What a run says of an element in an area over time: what a goal's baseline is read from, and what it is held to."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from apps.areas.models import Area
from apps.common.numbers import unit_parts
from apps.common.periods import label, parse
from apps.figures.models import SnapshotSeries
from apps.figures.snapshots import unpack
from apps.framework.models import Element
from apps.goals.forecasting import Floats, Trial, apart, tried
from apps.goals.lineage import Lineage, lineage_of, lineage_to
from apps.goals.models import Assessment, Goal
from apps.goals.trajectory import Point, latest_counting, middle, year_of
from apps.scores.models import Run
from apps.scores.progress import Progress, moves_with_prices, progress_followed, progress_of, shares_below
from apps.scores.progress_seen import Seen


@dataclass(frozen=True)
class SeriesPoint:
    """One figure or progress score; `when` is the middle of its period, as a year with its fraction.

    `basis` is how the figure was reached, empty where it was published so; `bar` says why no goal may start from it.
    """

    period: str
    label: str
    when: float
    value: float
    lower: float | None
    upper: float | None
    basis: str = ""
    bar: str = ""

    def as_point(self) -> Point:
        return Point(self.period, self.value, self.lower, self.upper)


@dataclass(frozen=True)
class Part:
    """An indicator that a progress score rests on, its share of the weight, and the periods an area has figures of."""

    element: Element
    share: float
    periods: tuple[str, ...]


@dataclass(frozen=True)
class Lost:
    """Why what is published now cannot be held against a baseline, and the names of what is gone."""

    why: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class GoalSeries:
    """An element in an area over time, earliest first. `refusal` says why no goal may be set on it, if none may.

    `caveat` is what must be kept in mind where one is; `direction` +1 where more is better, -1 where less is. `basis`
    are the codes that a progress score rests on. `lost` says why it cannot be held against a goal's baseline.
    """

    unit: str
    decimals: int
    direction: int
    points: tuple[SeriesPoint, ...]
    caveat: str = ""
    refusal: str = ""
    basis: tuple[str, ...] = ()
    lost: Lost | None = None

    def at(self, period: str) -> SeriesPoint | None:
        """The point of a period."""
        return next((point for point in self.points if point.period == period), None)

    @property
    def unit_words(self) -> str:
        """What is left of the unit where its sign stands at each figure."""
        return unit_parts(self.unit).rest

    def counting(self, period: str) -> Point | None:
        """The latest figure that would count for a goal that starts from a period, and can be compared with it."""
        start = self.at(period)
        comparable = [point.as_point() for point in self.points if start and point.basis == start.basis]
        return latest_counting(comparable, period)

    @property
    def starts(self) -> tuple[SeriesPoint, ...]:
        """The points that a goal may start from."""
        return tuple(point for point in self.points if not point.bar)

    @property
    def bars(self) -> tuple[str, ...]:
        """Why goals do not start from some of the points, each reason once."""
        return tuple(dict.fromkeys(point.bar for point in self.points if point.bar))


class RunSeries:
    """The series of one run, each indicator read once and each series made once, however many goals ask for it."""

    def __init__(self, run: Run, codes: Iterable[str], lineage: Lineage | None = None) -> None:
        self.run = run
        self._lineage = lineage
        self._lineages: dict[int, Lineage] = {}
        self._seen = Seen(run)
        self._position = {code: index for index, code in enumerate(run.snapshot.areas)} if run.snapshot else {}
        self._rows: dict[str, list[SnapshotSeries]] = {}
        self._made: dict[tuple[Any, ...], GoalSeries] = {}
        self._trials: dict[tuple[Any, ...], Trial] = {}
        for row in SnapshotSeries.objects.filter(snapshot=run.snapshot_id, element_code__in=sorted(set(codes))):
            self._rows.setdefault(row.element_code, []).append(row)

    @classmethod
    def for_goals(cls, run: Run, goals: Iterable[Goal]) -> "RunSeries":
        """What some goals are held to by a run, read ahead."""
        lineage = lineage_of(run)
        elements = [lineage.now(goal.element.code) for goal in goals if goal.element]
        return cls(run, {code for element in elements if element for code in series_codes(element)}, lineage)

    @property
    def stamp(self) -> dict[str, Any]:
        """What an assessment by these figures is known by."""
        return {"run": self.run}

    @property
    def lineage(self) -> Lineage:
        """What elements of earlier editions are in that of the run."""
        self._lineage = self._lineage or lineage_of(self.run)
        return self._lineage

    def lineage_at(self, edition: int) -> Lineage:
        """What elements were in the edition of an id, which may be that of an earlier run."""
        if edition == self.run.edition_id:
            return self.lineage
        if edition not in self._lineages:
            self._lineages[edition] = lineage_to(edition)
        return self._lineages[edition]

    def of(self, area: Area, tier: str, element: Element, measure: str) -> GoalSeries:
        """What a goal on `element` in `area` by `measure` may be set on."""
        key = (area.pk, tier, element.pk, measure)
        if key not in self._made:
            self._made[key] = self._make(area, tier, element, measure)
        return self._made[key]

    def of_goal(self, goal: Goal) -> GoalSeries:
        """What a goal is held to: its element as it is now, by the basis it was set on; `lost` where it cannot be."""
        then = goal.element
        assert then is not None
        now = self.lineage.now(then.code)
        if why := _incomparable(then, now):
            return GoalSeries(then.unit, then.decimals, then.direction or 1, (), lost=why)
        assert now is not None
        if goal.measure == Goal.Measure.PROGRESS and goal.basis:
            key = (goal.area_id, goal.tier, now.pk, *goal.basis, goal.baseline_period)
            if key not in self._made:
                self._made[key] = self._follow(goal, now)
            return self._made[key]
        found = self.of(goal.area, goal.tier, now, goal.measure)
        return replace(found, lost=_lost(goal, now, found))

    def trial(self, code: str, periods: list[str], ahead: float) -> Trial:
        """How forecasts about `ahead` years long did on an indicator over all areas; `periods` are those of `apart`."""
        years = max(1, round(ahead))
        key = (code, years, *periods)
        if key not in self._trials:
            self._trials[key] = tried(periods, self.figures(code, periods), years)
        return self._trials[key]

    def trials(self, element: Element, horizons: Sequence[float]) -> tuple[int, tuple[Trial, ...]]:
        """How many figures of an indicator can be looked at for a forecast, and how forecasts did, for each horizon."""
        periods = apart(self.comparable_periods(element))
        return len(periods), tuple(self.trial(element.code, periods, ahead) for ahead in horizons)

    @property
    def areas(self) -> list[str]:
        """The codes of the areas, in the order of `figures`."""
        return list(self._position)

    def parts(self, area: Area, tier: str, element: Element) -> list[Part]:
        """What the progress score of an element in an area rests on, that which weighs most first."""
        basis = set(self.of(area, tier, element, Goal.Measure.PROGRESS).basis)
        below = [(each, share) for each, share in shares_below(element, self._seen.tree(tier)) if each.code in basis]
        table = self._seen.table([each.code for each, _share in below])
        if not below:
            return []
        known = ~np.isnan(table.of_areas([area.code])[:, 0])
        there = [key for key, is_known in zip(table.keys, known, strict=True) if is_known]
        whole = sum(share for _each, share in below)
        parts = [
            Part(each, share / whole, tuple(period for code, period in there if code == each.code))
            for each, share in below
        ]
        return sorted(parts, key=lambda part: -part.share)

    def columns(self, codes: Collection[str]) -> "np.typing.NDArray[np.bool_]":
        """Which of the areas of `figures` have one of some codes."""
        return np.array([code in codes for code in self._position], dtype=bool)

    def comparable_periods(self, element: Element) -> list[str]:
        """The periods of an indicator that no break sets apart from its latest."""
        rows = self._rows.get(element.code, ())
        return [row.period for row in rows if not _before_the_break(element, row.period)]

    def figures(self, code: str, periods: list[str]) -> Floats:
        """The figures of an indicator, periods by areas; nan where there is none."""
        rows = {row.period: row for row in self._rows.get(self._now(code), ())}
        nothing = np.full(len(self._position), np.nan)
        packed = [rows[period].values if period in rows else None for period in periods]
        return np.array([nothing if each is None else unpack(each) for each in packed])

    def _now(self, code: str) -> str:
        now = self.lineage.now(code)
        return now.code if now else code

    def _follow(self, goal: Goal, now: Element) -> GoalSeries:
        heirs = {code: self.lineage.now(code) for code in goal.basis}
        lost = [code for code, heir in heirs.items() if heir is None]
        basis = [heir.code for heir in heirs.values() if heir]
        found = progress_followed(goal.area, goal.tier, now, self._seen, basis=basis, since=goal.baseline_period)
        series = _of_progress(found)
        if gone := [*lost, *found.gone]:
            return replace(series, points=(), lost=Lost(Assessment.Lost.INDICATOR, _names(gone)))
        return replace(series, lost=None if series.at(goal.baseline_period) else Lost(Assessment.Lost.BASELINE))

    def _make(self, area: Area, tier: str, element: Element, measure: str) -> GoalSeries:
        if measure == Goal.Measure.PROGRESS:
            return _of_progress(progress_of(area, tier, element, self.run, self._seen))
        points = self._points(area, element)
        refusal = _refusal(element, points)
        return GoalSeries(
            unit=element.unit,
            decimals=element.decimals,
            direction=element.direction or 1,
            points=points,
            caveat="" if refusal else _caveat(element, points),
            refusal=refusal,
        )

    def _points(self, area: Area, element: Element) -> tuple[SeriesPoint, ...]:
        position = self._position.get(area.code)
        if position is None:
            return ()
        found = [
            _point(row.period, element.period_type, row.basis_of(area.code), *_cells(row, position))
            for row in self._rows.get(element.code, ())
        ]
        points = sorted((point for point in found if point), key=lambda point: parse(point.period))
        return tuple(replace(point, bar=_bar(element, point, points[-1])) for point in points)


def series_codes(element: Element) -> list[str]:
    """The codes of the indicators that a series of `element` is read from, as far as RunSeries reads them."""
    return [element.code] if element.is_indicator else []


def _cell(packed: bytes | memoryview | None, position: int) -> float | None:
    value = float(unpack(packed)[position]) if packed is not None else np.nan
    return None if np.isnan(value) else value


def _point(
    period: str, period_type: str, basis: str, value: float | None, lower: float | None, upper: float | None
) -> SeriesPoint | None:
    if value is None:
        return None
    return SeriesPoint(period, label(period, period_type), year_of(middle(period)), value, lower, upper, basis)


def _cells(row: SnapshotSeries, position: int) -> tuple[float | None, float | None, float | None]:
    return _cell(row.values, position), _cell(row.lower, position), _cell(row.upper, position)


def _before_the_break(element: Element, period: str) -> bool:
    return bool(element.base_period) and parse(period).start < parse(element.base_period).start


def _bar(element: Element, point: SeriesPoint, latest: SeriesPoint) -> str:
    """Why no goal may start from a figure; empty if one may."""
    if _before_the_break(element, point.period):
        since = {"base": label(element.base_period, element.period_type)}
        return (
            _("Figures from before %(base)s cannot be compared with later ones, so no goal starts from them.") % since
        )
    if point.basis != latest.basis:
        return _(
            "Figures that were reached in another way than the latest one cannot be compared with it, "
            "so no goal starts from them."
        )
    return ""


def _incomparable(then: Element, now: Element | None) -> Lost | None:
    """Why what an element is now says something else than what it was when a goal was set on it."""
    if now is None or now.level != then.level:
        return Lost(Assessment.Lost.ELEMENT)
    if now.unit != then.unit:
        return Lost(Assessment.Lost.UNIT)
    if now.direction != then.direction:
        return Lost(Assessment.Lost.DIRECTION)
    return None


def _lost(goal: Goal, now: Element, found: GoalSeries) -> Lost | None:
    """Why figures of the same element cannot be held against a goal's baseline."""
    start = found.at(goal.baseline_period)
    if start is None:
        return Lost(Assessment.Lost.BASELINE)
    if goal.measure == Goal.Measure.VALUE and _before_the_break(now, goal.baseline_period):
        return Lost(Assessment.Lost.BREAK)
    latest = latest_counting([point.as_point() for point in found.points], goal.baseline_period)
    now_counted = found.at(latest.period) if latest else None
    if now_counted and now_counted.basis != start.basis:
        return Lost(Assessment.Lost.COUNTING)
    return None


def _names(codes: Iterable[str]) -> tuple[str, ...]:
    """The latest names of some codes, whatever edition they are of."""
    known = dict(Element.objects.filter(code__in=list(codes)).order_by("pk").values_list("code", "name"))
    return tuple(known.get(code, code) for code in codes)


def _refusal(element: Element, points: tuple[SeriesPoint, ...]) -> str:
    if not element.is_indicator:
        return _(
            "Only an indicator has a value of its own. For this element, choose its progress score where it has one."
        )
    if element.goal_bar:
        return element.goal_bar
    if not points:
        return _("There is no figure for this area yet, so there is nothing to start from.")
    if all(point.bar for point in points):
        return points[-1].bar
    return ""


def _caveat(element: Element, points: tuple[SeriesPoint, ...]) -> str:
    sentences = []
    if moves_with_prices(element.unit):
        sentences.append(_("These are pounds of each year: prices alone may move them, whatever anyone does."))
    if element.modelled:
        sentences.append(
            _(
                "These figures are modelled: they borrow strength from other areas "
                "and cannot show the effect of one area’s own work."
            )
        )
        sentences.append(_("They are unsuitable for telling how a goal goes."))
    sentences.append(overlaps_said(points))
    if len(points) == 1:
        sentences.append(_("There is one figure so far, so how fast it moves is not known."))
    return " ".join(filter(None, sentences))


def overlaps_said(points: Sequence[SeriesPoint]) -> str:
    """What has to be known of a series whose periods overlap; empty of any other. Points are earliest first."""
    # One long window may reach beyond several short ones: the furthest end so far counts.
    ends = accumulate((parse(point.period).end for point in points), max)
    if any(parse(later.period).start <= end for end, later in zip(ends, points[1:], strict=False)):
        return _("Its periods overlap, so only a figure that begins after the baseline’s period has ended will count.")
    return ""


def _of_progress(found: Progress) -> GoalSeries:
    points = tuple(SeriesPoint(p.period, p.label, p.when, p.score, None, None) for p in found.points)
    return GoalSeries(
        unit="",
        decimals=2,
        direction=1,
        points=() if found.reason else points,
        refusal=found.reason,
        caveat="" if found.reason else _("A progress score rests on the indicators that have figures at both ends."),
        basis=tuple(element.code for element in found.used),
    )
