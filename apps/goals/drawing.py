"""Goals, drawn: from their figures to the plain data that charts take."""

from collections.abc import Sequence
from functools import partial

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.charts.history import Point
from apps.charts.road import End, Way, reach, road
from apps.goals.local_wording import subject_name
from apps.goals.models import Assessment, Goal
from apps.goals.outlook_wording import forecast_in_short, forecast_of
from apps.goals.queries import SeriesPoint, road_of
from apps.goals.trajectory import line_of, middle, year_of
from apps.goals.wording import aim_of, written


def goal_road(goal: Goal, points: Sequence[SeriesPoint], assessment: Assessment | None = None) -> SafeString:
    """The road of a goal, which may not be saved yet, beside the past, with the forecast of an assessment."""
    past = [Point(point.when, point.label, point.value, point.lower, point.upper) for point in points]
    say = partial(written, goal)
    start = End(year_of(middle(goal.baseline_period)), goal.baseline, say(goal.baseline))
    target = End(year_of(goal.due), goal.target, _("target %(target)s") % {"target": say(goal.target)})
    forecast = forecast_of(assessment)
    low, high = (say(end) for end in reach(past, start, target, forecast))
    title = _("%(element)s in %(area)s: the past, and the road to the target.") % {
        "element": subject_name(goal),
        "area": goal.area.name,
    }
    says, way = _says(goal, assessment), _way(goal)
    return _drawn(road(past, start, target, way=way, forecast=forecast, low=low, high=high, title=title, says=says))


def _says(goal: Goal, assessment: Assessment | None) -> str:
    said = [_("The road leads %(aim)s.") % {"aim": aim_of(goal)}]
    if ends := forecast_in_short(goal, assessment):
        said.append(_("If it goes on as it did, it will be at %(ends)s then.") % {"ends": ends})
    return " ".join([*said, _("A table on this page has every figure.")])


def _way(goal: Goal) -> Way:
    found = road_of(goal)
    corners, marks = (tuple((year_of(day), value) for day, value in places) for places in (line_of(found), found.marks))
    return Way(corners, marks)


def _drawn(svg: str) -> SafeString:
    # Every word in it was escaped where it was drawn.
    return mark_safe(svg)  # noqa: S308
