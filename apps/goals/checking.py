"""Whether an aim makes sense: a number, on the scale, the better way, in time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.common.periods import parse
from apps.goals.marks import Mark, UnreadMark, read_marks
from apps.goals.models import Goal
from apps.goals.trajectory import Point, middle
from apps.goals.wording import can_be_told_apart, period_within, precision, written

#: Progress scores have no cap; beyond these lie nine standard deviations of a group, and slips of the keyboard.
PROGRESS: tuple[float | None, float | None] = (-10.0, 20.0)


@dataclass(frozen=True)
class Now:
    """What a new aim is checked against: the day of the figures, today, and the latest figure that would count.

    Figures of a local measure are of no day but their own periods.
    """

    as_at: date | None
    today: date
    latest: Point | None = None


def check_aim(goal: Goal, direction: int, now: Now | None) -> None:
    """Raises ValidationError by field. `direction` is +1 where more is better.

    The goal has to fall due after the day of the figures and after today; `now` is None where its day stays as it is.
    """
    target = _target(goal, direction) or (_reached(goal, now.latest) if now else "")
    due = _due(goal, now) if now else ""
    # Marks lead from the baseline to the target and the day: while one of them is wrong nothing can be said of them.
    said = {"target": target, "due": due, "marks": "" if target or due else _marks(goal)}
    if wrong := {name: sentence for name, sentence in said.items() if sentence}:
        raise ValidationError(wrong)


def _target(goal: Goal, direction: int) -> str:
    if not math.isfinite(goal.target) or abs(goal.target) > 1e12:
        return _("Write the target as a number, such as 45 or 45.5.")
    by_progress = goal.measure == Goal.Measure.PROGRESS
    lowest, highest = PROGRESS if by_progress else (goal.subject.minimum, goal.subject.maximum)
    if lowest is not None and goal.target < lowest:
        return _("No true value lies below %(limit)s.") % {"limit": written(goal, lowest)}
    if highest is not None and goal.target > highest:
        return _("No true value lies above %(limit)s.") % {"limit": written(goal, highest)}
    if not can_be_told_apart(goal, goal.target, goal.baseline):
        return _("The figure is %(baseline)s already. Choose a target that differs.") % _baseline(goal)
    if (goal.target - goal.baseline) * direction < 0:
        return _wrong_way(goal, direction)
    return ""


def _wrong_way(goal: Goal, direction: int) -> str:
    if direction > 0:
        return _("Here higher is better, and it begins at %(baseline)s. Choose a higher target.") % _baseline(goal)
    return _("Here lower is better, and it begins at %(baseline)s. Choose a lower target.") % _baseline(goal)


def _baseline(goal: Goal) -> dict[str, str]:
    return {"baseline": written(goal, goal.baseline)}


def _reached(goal: Goal, latest: Point | None) -> str:
    if latest is None or (latest.value - goal.target) * goal.direction < 0:
        return ""
    decimals = precision(goal, latest.value, exact=goal.target)
    return _(
        "The figure reached that already in %(period)s: %(value)s. Choose a target beyond it, or a later start."
    ) % {
        "period": period_within(goal, latest.period),
        "value": written(goal, latest.value, decimals),
    }


def _due(goal: Goal, now: Now) -> str:
    figures_until = max(parse(goal.baseline_period).end, now.as_at or date.min)
    if goal.due <= figures_until:
        return _("A goal falls due after the figures it is set on. Choose a day after %(day)s.") % {
            "day": date_format(figures_until, "j F Y")
        }
    if goal.due <= now.today:
        return _("That day has passed already. Choose one that lies ahead.")
    if goal.due.year > now.today.year + 50:
        return _("That is more than fifty years ahead. Choose a nearer day.")
    return ""


def _marks(goal: Goal) -> str:
    """What is wrong with the interim marks, or with a road that needs some, or may have none."""
    try:
        marks = read_marks(goal.marks)
    except UnreadMark as line:
        return _("Write a mark as a year or a day and a figure, such as 2027: 22.5. “%(line)s” is none.") % {
            "line": line
        }
    if goal.shape == Goal.Shape.STEPPED and not marks:
        return _("Steps need a mark at least: say what is to be reached by when, or choose a straight road.")
    if goal.shape == Goal.Shape.SLOW_START and marks:
        return _("A road that is slow at first has no marks. Take them out, or choose a straight road or steps.")
    return _off_the_road(goal, marks)


def _off_the_road(goal: Goal, marks: Sequence[Mark]) -> str:
    days = [middle(goal.baseline_period), *(day for day, _value in marks), goal.due]
    values = [goal.baseline, *(value for _day, value in marks), goal.target]
    if any(later <= day for day, later in pairwise(days)):
        return _(
            "Each mark needs a day of its own, one after the other, between the baseline’s period and the day the goal "
            "falls due."
        )
    if any((further - value) * goal.direction < 0 for value, further in pairwise(values)):
        return _("Marks lead from %(baseline)s to %(target)s: none goes back, and none beyond.") % {
            "baseline": written(goal, goal.baseline),
            "target": written(goal, goal.target),
        }
    return ""
