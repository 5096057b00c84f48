"""What is read, drawn: from readings to the plain data that charts take."""

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.charts import history, strip, track, wheel
from apps.common.numbers import in_unit, number
from apps.common.periods import parse
from apps.explore.queries import ElementDetail
from apps.explore.wording import where_it_stands
from apps.framework.models import Element
from apps.scores.queries import AreaProfile, Reading


def _drawn(svg: str) -> SafeString:
    # Every word in it was escaped where it was drawn.
    return mark_safe(svg)  # noqa: S308


def area_wheel(profile: AreaProfile, *, small: bool = False) -> SafeString:
    """The wheel of an area."""
    title = _("The wheel of %(area)s") % {"area": profile.area.name}
    says = _("Scores of %(count)s domains from 0 to 10; the ring at 5 is the average of the group. %(sentence)s") % {
        "count": sum(len(headline.children) for headline in profile.headlines),
        "sentence": where_it_stands(profile),
    }
    spokes = [_spoke(headline) for headline in profile.headlines]
    return _drawn(wheel.wheel(spokes, title=title, says=says, small=small))


def _spoke(headline: Reading) -> wheel.Spoke:
    return wheel.Spoke(headline.name, headline.score, _step(headline), [_petal(each) for each in headline.children])


def _petal(domain: Reading) -> wheel.Petal:
    parts = [wheel.Part(each.name, _step(each)) for each in domain.children if each.level == Element.Level.SUBDOMAIN]
    return wheel.Petal(domain.name, domain.score, _step(domain), parts)


def _step(reading: Reading) -> int:
    return reading.band.step if reading.band else 0


def example_wheel() -> SafeString:
    """A wheel of no area, to show how one is read."""
    steps = ((5.9, 4), (7.2, 5), (5.1, 3), (3.9, 2), (6.2, 4)), ((4.8, 3), (None, 0), (3.1, 1)), ((6.9, 5), (4.2, 2))
    spokes = [
        wheel.Spoke("", score, step, [wheel.Petal("", *each) for each in petals])
        for (score, step), petals in zip(((5.7, 4), (None, 0), (5.6, 4)), steps, strict=True)
    ]
    says = _("An example, not an area: ten petals of different length in three groups, one of them an open outline.")
    return _drawn(wheel.wheel(spokes, title=_("How a wheel is read"), says=says, name="example", small=True))


def score_track(reading: Reading) -> SafeString:
    """The small line from 0 to 10 with the score as a dot."""
    return _drawn(track.track(reading.score, _step(reading)))


def group_strip(profile: AreaProfile, reading: Reading, detail: ElementDetail) -> SafeString:
    """All areas of the group on one line, this one marked; empty when the group has nothing to show."""
    values = detail.group_values
    if not values:
        return _drawn("")
    mine = reading.value if reading.is_indicator else reading.score
    average = detail.group_average
    words = {"area": profile.area.name, "value": _written(reading, mine), "mean": _written(reading, average)}
    return _drawn(
        strip.strip(
            values,
            mine=None if mine is None else strip.Marked(mine, words["value"], profile.area.name),
            average=None if average is None else strip.Marked(average, _("average %(mean)s") % words),
            ends=(_written(reading, min(values)), _written(reading, max(values))),
            title=_("%(area)s among all areas of its group: %(element)s")
            % {"area": profile.area.name, "element": reading.name},
            says=_("Each tick is one area. %(area)s: %(value)s; average of the group: %(mean)s.") % words,
        )
    )


def past_line(profile: AreaProfile, reading: Reading, detail: ElementDetail) -> SafeString:
    """The area's own figure over time; empty with fewer than two."""
    current = [past for past in detail.history if past.figure.current]
    points = [
        history.Point(
            _year(past.figure.period), past.period_label, past.figure.value, past.figure.lower, past.figure.upper
        )
        for past in current
    ]
    if sum(point.value is not None for point in points) < 2:
        return _drawn("")
    low, high = history.extent(points)
    title = _("%(element)s in %(area)s over time") % {"element": reading.name, "area": profile.area.name}
    says = _("From %(first)s to %(last)s. The table below has every figure.") % {
        "first": points[0].label,
        "last": points[-1].label,
    }
    ends = {"low": _written(reading, low), "high": _written(reading, high)}
    return _drawn(history.history(points, title=title, says=says, **ends))


def _written(reading: Reading, value: float | None) -> str:
    if not reading.is_indicator:
        return number(value, 2)
    return in_unit(value, reading.unit, reading.decimals).amount


def _year(period: str) -> float:
    end = parse(period).end
    return end.year + end.timetuple().tm_yday / 366
