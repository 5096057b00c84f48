"""Whether an aim makes sense: a number, on the scale, the better way, in time."""

import math
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.common.periods import parse
from apps.goals.models import Goal
from apps.goals.wording import written

#: Progress scores have no cap; beyond these lie nine standard deviations of a group, and slips of the keyboard.
PROGRESS: tuple[float | None, float | None] = (-10.0, 20.0)


def check_aim(goal: Goal, direction: int, as_at: date | None) -> None:
    """Raises ValidationError by field. `direction` is +1 where more is better.

    The goal has to fall due after `as_at`, the day of the figures; None where its day is not asked about.
    """
    wrong = {
        name: sentence
        for name, sentence in (("target", _target(goal, direction)), ("due", _due(goal, as_at) if as_at else ""))
        if sentence
    }
    if wrong:
        raise ValidationError(wrong)


def _target(goal: Goal, direction: int) -> str:
    if not math.isfinite(goal.target) or abs(goal.target) > 1e12:
        return _("Write the target as a number, such as 45 or 45.5.")
    by_progress = goal.measure == Goal.Measure.PROGRESS
    lowest, highest = PROGRESS if by_progress else (goal.element.minimum, goal.element.maximum)
    if lowest is not None and goal.target < lowest:
        return _("No true value lies below %(limit)s.") % {"limit": written(goal, lowest)}
    if highest is not None and goal.target > highest:
        return _("No true value lies above %(limit)s.") % {"limit": written(goal, highest)}
    if goal.target == goal.baseline:
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


def _due(goal: Goal, as_at: date) -> str:
    if goal.due <= max(parse(goal.baseline_period).end, as_at):
        return _("A goal falls due after the figures it is set on. Choose a day after %(day)s.") % {
            "day": date_format(max(parse(goal.baseline_period).end, as_at), "j F Y")
        }
    if goal.due.year > as_at.year + 50:
        return _("That is more than fifty years ahead. Choose a nearer day.")
    return ""
