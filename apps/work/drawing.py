"""Goals, drawn: from their figures to the plain data that charts take."""

from collections.abc import Sequence
from functools import partial

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.charts.history import Point
from apps.charts.road import End, reach, road
from apps.goals.models import Goal
from apps.goals.queries import SeriesPoint
from apps.goals.trajectory import middle, year_of
from apps.goals.wording import aim_of, written


def goal_road(goal: Goal, points: Sequence[SeriesPoint]) -> SafeString:
    """The road of a goal beside the past. The goal may be one that is not saved yet."""
    past = [Point(point.when, point.label, point.value, point.lower, point.upper) for point in points]
    say = partial(written, goal)
    began = goal.baseline_period
    start = End(year_of(middle(began)), goal.baseline, say(goal.baseline))
    target = End(year_of(goal.due), goal.target, _("target %(target)s") % {"target": say(goal.target)})
    low, high = reach(past, start, target)
    return _drawn(
        road(
            past,
            start,
            target,
            low=say(low),
            high=say(high),
            title=_("%(element)s in %(area)s: the past, and the road to the target.")
            % {"element": goal.element.name, "area": goal.area.name},
            says=_("The road leads %(aim)s. A table on this page has every figure.") % {"aim": aim_of(goal)},
        )
    )


def _drawn(svg: str) -> SafeString:
    # Every word in it was escaped where it was drawn.
    return mark_safe(svg)  # noqa: S308
