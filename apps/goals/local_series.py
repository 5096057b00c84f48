"""A local measure over time, as a goal on it asks: what its baseline is read from, and what it is held to."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common.periods import label, parse
from apps.goals.forecasting import Trial, tried
from apps.goals.models import Assessment, Goal, LocalFigure, LocalMeasure
from apps.goals.series import GoalSeries, Lost, RunSeries, SeriesPoint, overlaps_said
from apps.goals.trajectory import middle, silent_after, year_of

#: Of a measure that is a gap between extremes, as people write of it.
_HIGHEST = re.compile(r"\b(highest|best|top)\b", re.IGNORECASE)
_LOWEST = re.compile(r"\b(lowest|worst|bottom)\b", re.IGNORECASE)


class LocalSeries:
    """The series of one local measure, read once, however many goals ask for it; as RunSeries is of a run."""

    def __init__(self, measure: LocalMeasure) -> None:
        self.measure = measure
        self._found: GoalSeries | None = None

    @property
    def stamp(self) -> dict[str, Any]:
        """What an assessment by these figures is known by."""
        return {"figures_version": self.measure.figures_version}

    @property
    def found(self) -> GoalSeries:
        """What a goal on it may be set on."""
        if self._found is None:
            self._found = series_of(self.measure, self.measure.figures.filter(ended_at=None))
        return self._found

    def of_goal(self, goal: Goal) -> GoalSeries:
        """What a goal is held to; `lost` where the figure it started from was taken out."""
        if self.found.at(goal.baseline_period):
            return self.found
        return replace(self.found, lost=Lost(Assessment.Lost.BASELINE))

    def trial(self, _code: str, periods: list[str], ahead: float) -> Trial:
        """How forecasts about `ahead` years long did on its own past: there are no other areas to try them on."""
        values = {point.period: point.value for point in self.found.points}
        column = np.array([[values[period]] for period in periods], dtype=np.float64)
        return tried(periods, column, max(1, round(ahead)))


#: What a goal is held to.
Ground = RunSeries | LocalSeries


def series_of(measure: LocalMeasure, figures: Iterable[LocalFigure]) -> GoalSeries:
    """The figures in force of a measure as a series, earliest first."""
    points = tuple(
        SeriesPoint(each.period, label(each.period), year_of(middle(each.period)), each.value, each.lower, each.upper)
        for each in sorted(figures, key=lambda each: parse(each.period))
    )
    refusal = "" if points else _("It has no figure yet, so there is nothing to start from. Add figures first.")
    return GoalSeries(
        unit=measure.unit,
        decimals=measure.decimals,
        direction=measure.direction,
        points=points,
        refusal=refusal,
        caveat="" if refusal else _caveat(measure, points),
    )


def silent_from(points: Sequence[SeriesPoint]) -> date | None:
    """The first day on which nobody can tell any more, if no newer figure comes; None while nobody knows its pace."""
    last = silent_after([point.period for point in points])
    return last + timedelta(days=1) if last else None


def is_silent_now(measure: LocalMeasure) -> bool:
    """Whether nothing newer has come for too long."""
    return measure.silent_from is not None and measure.silent_from <= timezone.localdate()


def _caveat(measure: LocalMeasure, points: Sequence[SeriesPoint]) -> str:
    sentences = [overlaps_said(points)]
    words = f"{measure.name} {measure.definition} {measure.unit}"
    if _HIGHEST.search(words) and _LOWEST.search(words):
        sentences.append(
            _(
                "This reads like a gap between the highest and the lowest of several groups: where groups are small it "
                "grows by chance alone, so it is unsuitable for a goal."
            )
        )
    if all(point.lower is None for point in points):
        sentences.append(
            _(
                "These figures come without limits, so how much of a move is chance is not known: a goal is held to "
                "the figure alone, and nine tenths of the expected move count as on course."
            )
        )
    if len(points) == 1:
        sentences.append(_("There is one figure so far, so how fast it moves is not known."))
    return " ".join(filter(None, sentences))
