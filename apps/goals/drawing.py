"""Goals and local measures, drawn: from their figures to the plain data that charts take."""

from collections.abc import Sequence
from functools import partial

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.charts.history import Point, extent, history
from apps.charts.multiples import small
from apps.charts.road import End, Way, reach, road
from apps.common.numbers import amount
from apps.goals.local_wording import subject_name
from apps.goals.models import Assessment, Goal, LocalMeasure
from apps.goals.outlook_wording import forecast_in_short, forecast_of
from apps.goals.queries import SeriesPoint, road_of
from apps.goals.trajectory import line_of, middle, year_of
from apps.goals.wording import aim_of, written


def goal_road(goal: Goal, points: Sequence[SeriesPoint], assessment: Assessment | None = None) -> SafeString:
    """The road of a goal, which may not be saved yet, beside the past, with the forecast of an assessment."""
    past = _past(points)
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


def measure_history(measure: LocalMeasure, points: Sequence[SeriesPoint]) -> SafeString:
    """The figures of a local measure over time; empty with fewer than two."""
    if len(points) < 2:
        return _drawn("")
    low, high = _ends(measure, _past(points))
    says = _("From %(first)s to %(last)s. The table below has every figure.") % {
        "first": points[0].label,
        "last": points[-1].label,
    }
    title = _("%(measure)s over time") % {"measure": measure.name}
    return _drawn(history(_past(points), low=low, high=high, title=title, says=says))


def measure_trend(measure: LocalMeasure, points: Sequence[SeriesPoint]) -> SafeString:
    """The same as a small picture, for a list."""
    if len(points) < 2:
        return _drawn("")
    past = _past(points)
    says = _("From %(first)s to %(last)s.") % {"first": points[0].label, "last": points[-1].label}
    title = _("%(measure)s over time") % {"measure": measure.name}
    ends, name = _ends(measure, past), f"measure-{measure.pk}"
    return _drawn(small(past, (), base=None, ends=ends, title=title, says=says, name=name))


def _past(points: Sequence[SeriesPoint]) -> list[Point]:
    return [Point(point.when, point.label, point.value, point.lower, point.upper) for point in points]


def _ends(measure: LocalMeasure, past: Sequence[Point]) -> tuple[str, str]:
    low, high = extent(past)
    return amount(low, measure.unit, measure.decimals), amount(high, measure.unit, measure.decimals)


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
