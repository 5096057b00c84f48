"""What helps whoever sets a goal: how others moved, what weighs most in a score, how many new figures there will be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.common.periods import parse
from apps.figures.expected import next_days
from apps.framework.models import Element
from apps.goals.coming import Coming, coming
from apps.goals.models import Goal
from apps.goals.queries import published_on
from apps.goals.series import RunSeries, SeriesPoint
from apps.goals.targets import FEWEST, Others
from apps.goals.trajectory import middle, year_of
from apps.goals.wording import period_in_short, period_label, period_within
from apps.scores.models import Run
from apps.work.goal_facts import moved_by

#: So many indicators of a score are told of, those that weigh most.
_TOLD = 6


@dataclass(frozen=True)
class Weighs:
    """An indicator that a progress score rests on: its share of the weight in per cent, and what will have come out."""

    element: Element
    share: int
    said: str


@dataclass(frozen=True)
class Help:
    """Sentences, empty where nothing can be said. `is_blind`: nobody will be able to tell by the day it falls due."""

    others: str = ""
    coming: str = ""
    is_blind: bool = False
    weighs: tuple[Weighs, ...] = ()
    left_out: int = 0


def help_to_set(goal: Goal, reader: RunSeries, points: Sequence[SeriesPoint], on: date) -> Help:
    """What helps to set a goal, which may only be begun: without a day to fall due, and a baseline's period.

    `on` is the day of the publication. Three queries.
    """
    if goal.measure == Goal.Measure.PROGRESS:
        return _of_a_score(goal, reader, points, on)
    told = what_comes(goal, reader.run, [point.period for point in points], on)
    return Help(_others(goal, reader, points), *told)


def what_comes(goal: Goal, run: Run, periods: Sequence[str], on: date) -> tuple[str, bool]:
    """How many new figures there will be by the day a goal falls due, and whether there will be none. Two queries."""
    if not periods:
        return "", False
    announced = next_days([goal.on_index.code], run.imports).get(goal.on_index.code)
    found = coming(periods, goal.baseline_period or periods[-1], goal.due, known=on, announced=announced)
    said = f"{_said(goal, goal.on_index, found)} {_judged(goal, found)}".strip()
    return said, bool(goal.due and found and not found.count)


def coming_to(goal: Goal, run: Run | None, points: Sequence[SeriesPoint]) -> str:
    """How many new figures an open goal will still see, in a sentence; empty for a score, and where nothing comes."""
    is_silent = goal.is_local or goal.measure == Goal.Measure.PROGRESS or goal.area.ended
    if run is None or is_silent or goal.state != Goal.State.OPEN:
        return ""
    return what_comes(goal, run, [point.period for point in points], published_on())[0]


def _of_a_score(goal: Goal, reader: RunSeries, points: Sequence[SeriesPoint], on: date) -> Help:
    parts = reader.parts(goal.area, goal.tier, goal.on_index)
    announced = next_days([each.element.code for each in parts], reader.run.imports)
    since = parse(goal.baseline_period or points[-1].period).end.year
    lines, blind = [], True
    for part in parts:
        # Of a score a year is that in which a figure's own period ends.
        start = max(
            (each for each in part.periods if parse(each).end.year <= since), key=parse, default=part.periods[0]
        )
        found = coming(part.periods, start, goal.due, known=on, announced=announced.get(part.element.code))
        blind = blind and bool(goal.due and not (found and found.count))
        lines.append(Weighs(part.element, round(100 * part.share), _said(goal, part.element, found)))
    return Help(is_blind=bool(parts) and blind, weighs=tuple(lines[:_TOLD]), left_out=max(0, len(lines) - _TOLD))


def _said(goal: Goal, element: Element, found: Coming | None) -> str:
    if found is None:
        return _("There is one figure so far, so nobody knows how often new ones come.")
    about = Goal(element=element, measure=Goal.Measure.VALUE)
    told = {
        "count": found.count,
        "month": date_format(found.next.out, "F Y"),
        "period": period_within(about, found.next.period),
    }
    if goal.due is None:
        return _("The next figure is expected in about %(month)s, for %(period)s.") % told
    told["day"] = date_format(goal.due, "j F Y")
    if not found.count:
        return (
            _("No new figure will have come out by %(day)s: the next is expected in about %(month)s, for %(period)s.")
            % told
        )
    if found.last is None or found.count == 1:
        return _("%(count)s new figure will have come out by %(day)s: in about %(month)s, for %(period)s.") % told
    told |= {
        "short": period_in_short(about, found.next.period),
        "end": date_format(found.last.out, "F Y"),
        "newest": period_in_short(about, found.last.period),
    }
    return (
        _(
            "%(count)s new figures will have come out by %(day)s: the first in about %(month)s, for %(short)s; the "
            "last in about %(end)s, for %(newest)s."
        )
        % told
    )


def _judged(goal: Goal, found: Coming | None) -> str:
    """Of which time the figure is that will be the newest on the day a goal falls due, where it ends before that."""
    if found is None or found.last is None or parse(found.last.period).end >= goal.due:
        return ""
    text = period_within(goal, found.last.period)
    period = text if text.startswith("the school year") else period_label(goal, found.last.period)
    return _("So what is judged on %(day)s is the figure for %(period)s.") % {
        "day": date_format(goal.due, "j F Y"),
        "period": period,
    }


def _others(goal: Goal, reader: RunSeries, points: Sequence[SeriesPoint]) -> str:
    """How fast the other areas of the group moved over the whole past of this one, on average."""
    fit = [point.period for point in points if not point.bar]
    if len(fit) < 2 or not (years := year_of(middle(fit[-1])) - year_of(middle(fit[0]))) > 0:
        return ""
    wanted = reader.columns(Others(reader.run).of(goal.area, goal.tier, Goal.Against.PEERS))
    first, last = reader.figures(goal.on_index.code, [fit[0], fit[-1]])[:, wanted]
    moves = (last - first)[~np.isnan(last - first)]
    if len(moves) < FEWEST:
        return ""
    return _("On average the %(count)s other areas of its group moved by %(rate)s, between %(start)s and %(end)s.") % {
        "count": len(moves),
        "rate": moved_by(goal, float(moves.mean()) / years),
        "start": period_in_short(goal, parse(fit[0]).text),
        "end": period_in_short(goal, parse(fit[-1]).text),
    }
