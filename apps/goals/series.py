"""What a run says of an element in an area over time: what a goal's baseline is read from, and what it is held to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import numpy as np
from django.utils.translation import gettext as _

from apps.areas.models import Area
from apps.common.periods import label, parse
from apps.figures.models import SnapshotSeries
from apps.figures.snapshots import unpack
from apps.framework.models import Element
from apps.goals.models import Goal
from apps.goals.trajectory import Point, middle, year_of
from apps.scores.models import Run
from apps.scores.progress import progress_of


@dataclass(frozen=True)
class SeriesPoint:
    """One figure or progress score; `when` is the middle of its period, as a year with its fraction."""

    period: str
    label: str
    when: float
    value: float
    lower: float | None
    upper: float | None

    def as_point(self) -> Point:
        return Point(self.period, self.value, self.lower, self.upper)


@dataclass(frozen=True)
class GoalSeries:
    """An element in an area over time, earliest first. `refusal` says why no goal may be set on it, if none may.

    `caveat` is what must be kept in mind where one is; `direction` +1 where more is better, -1 where less is.
    """

    unit: str
    decimals: int
    direction: int
    points: tuple[SeriesPoint, ...]
    caveat: str = ""
    refusal: str = ""

    def at(self, period: str) -> SeriesPoint | None:
        """The point of a period."""
        return next((point for point in self.points if point.period == period), None)


class RunSeries:
    """The series of one run, each indicator read once and each series made once, however many goals ask for it."""

    def __init__(self, run: Run, codes: Iterable[str]) -> None:
        self.run = run
        self._position = {code: index for index, code in enumerate(run.snapshot.areas)} if run.snapshot else {}
        self._rows: dict[str, list[SnapshotSeries]] = {}
        self._made: dict[tuple[int, str, int, str], GoalSeries] = {}
        wanted = SnapshotSeries.objects.filter(snapshot=run.snapshot_id, element_code__in=sorted(set(codes)))
        for row in wanted.defer("notes"):
            self._rows.setdefault(row.element_code, []).append(row)

    def of(self, area: Area, tier: str, element: Element, measure: str) -> GoalSeries:
        """The series that a goal on `element` in `area` by `measure` is held to."""
        key = (area.pk, tier, element.pk, measure)
        if key not in self._made:
            self._made[key] = self._make(area, tier, element, measure)
        return self._made[key]

    def _make(self, area: Area, tier: str, element: Element, measure: str) -> GoalSeries:
        if measure == Goal.Measure.PROGRESS:
            return _progress(area, tier, element, self.run)
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
            _point(
                row.period,
                element.period_type,
                *(_cell(packed, position) for packed in (row.values, row.lower, row.upper)),
            )
            for row in self._rows.get(element.code, ())
        ]
        return tuple(sorted((point for point in found if point), key=lambda point: parse(point.period)))


def series_codes(element: Element) -> list[str]:
    """The codes of the indicators that a series of `element` is read from, as far as RunSeries reads them."""
    return [element.code] if element.is_indicator else []


def _cell(packed: bytes | memoryview | None, position: int) -> float | None:
    value = float(unpack(packed)[position]) if packed is not None else np.nan
    return None if np.isnan(value) else value


def _point(
    period: str, period_type: str, value: float | None, lower: float | None, upper: float | None
) -> SeriesPoint | None:
    if value is None:
        return None
    return SeriesPoint(period, label(period, period_type), year_of(middle(period)), value, lower, upper)


def _refusal(element: Element, points: tuple[SeriesPoint, ...]) -> str:
    if not element.is_indicator:
        return _(
            "Only an indicator has a value of its own. For this element, choose its progress score where it has one."
        )
    if element.goal_bar:
        return element.goal_bar
    if not points:
        return _("There is no figure for this area yet, so there is nothing to start from.")
    return ""


def _caveat(element: Element, points: tuple[SeriesPoint, ...]) -> str:
    sentences = []
    if element.modelled:
        sentences.append(
            _(
                "These figures are modelled: they borrow strength from other areas "
                "and cannot show the effect of one area’s own work."
            )
        )
    if any(
        parse(later.period).start <= parse(point.period).end for point, later in zip(points, points[1:], strict=False)
    ):
        sentences.append(
            _("Its periods overlap, so only a figure that begins after the baseline’s period has ended will count.")
        )
    if len(points) == 1:
        sentences.append(_("There is one figure so far, so how fast it moves is not known."))
    return " ".join(sentences)


def _progress(area: Area, tier: str, element: Element, run: Run) -> GoalSeries:
    found = progress_of(area, tier, element, run)
    points = tuple(SeriesPoint(p.period, p.label, p.when, p.score, None, None) for p in found.points)
    return GoalSeries(
        unit="",
        decimals=2,
        direction=1,
        points=() if found.reason else points,
        refusal=cast(str, found.reason),
        caveat="" if found.reason else _("A progress score rests on the indicators that have figures at both ends."),
    )
