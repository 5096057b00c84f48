"""Where a goal's figure may be on the day it falls due if it goes on as it did, or why nobody can say."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from apps.goals.forecasting import FEWEST, Range, Trial, apart, forecast, times
from apps.goals.local_series import Ground
from apps.goals.models import Assessment, Goal
from apps.goals.series import GoalSeries
from apps.goals.trajectory import is_silent, year_of

Bar = Assessment.Unforeseen


@dataclass(frozen=True)
class Outlook:
    """A range for the day a goal falls due and how often such held in the past, or `bar`: why there is none."""

    bar: str = ""
    range: Range | None = None
    trial: Trial | None = None


def outlook_of(goal: Goal, series: Ground, on: date) -> Outlook:
    """What the figures alone say of a goal's due day; `on` is the day of the publication, or today."""
    found = series.of_goal(goal)
    if bar := _bar(goal, found, on):
        return Outlook(bar)
    start = found.at(goal.baseline_period)
    values = {p.period: p.value for p in found.points if not p.bar and start and p.basis == start.basis}
    periods = apart(list(values))
    if len(periods) < FEWEST:
        return Outlook(Bar.FEW)
    ahead = year_of(goal.due) - float(times(periods[-1:])[0])
    if ahead <= 0:
        return Outlook(Bar.PAST)
    trial = series.trial(goal.subject.code, periods, ahead)
    if not trial.is_trusted:
        return Outlook(Bar.UNRELIABLE if trial.is_enough else Bar.UNTRIED, trial=trial)
    at = forecast(periods, [values[period] for period in periods], goal.due, trial)
    assert at is not None
    return Outlook(range=_within(at, goal), trial=trial)


def _bar(goal: Goal, found: GoalSeries, on: date) -> str:
    if goal.measure == Goal.Measure.PROGRESS:
        return Bar.PROGRESS
    if found.lost or not found.at(goal.baseline_period):
        return Bar.LOST
    if goal.subject.modelled:
        return Bar.MODELLED
    if is_silent([point.period for point in found.points], on):
        return Bar.SILENT
    return ""


def _within(at: Range, goal: Goal) -> Range:
    """No range reaches beyond what a figure can be."""
    low, high = goal.subject.minimum, goal.subject.maximum
    lowest, highest = -np.inf if low is None else low, np.inf if high is None else high
    value, lower, upper = (float(min(max(each, lowest), highest)) for each in (at.value, at.lower, at.upper))
    return Range(value, lower, upper)
