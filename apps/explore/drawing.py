"""What is read, drawn: from readings to the plain data that charts take."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.charts import history, shift, strip, track, waterfall, wheel
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
    title = _("The wheel of %(area)s") % {"area": profile.area.local_name}
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
    words = {"area": profile.area.local_name, "value": _written(reading, mine), "mean": _written(reading, average)}
    return _drawn(
        strip.strip(
            values,
            mine=None if mine is None else strip.Marked(mine, words["value"], profile.area.local_name),
            average=None if average is None else strip.Marked(average, _("average %(mean)s") % words),
            ends=(_written(reading, min(values)), _written(reading, max(values))),
            title=_("%(area)s among all areas of its group: %(element)s")
            % {"area": profile.area.local_name, "element": reading.name},
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
    title = _("%(element)s in %(area)s over time") % {"element": reading.name, "area": profile.area.local_name}
    says = _("From %(first)s to %(last)s. The table below has every figure.") % {
        "first": points[0].label,
        "last": points[-1].label,
    }
    ends = {"low": _written(reading, low), "high": _written(reading, high)}
    return _drawn(history.history(points, title=title, says=says, **ends))


def moved_strip(
    pairs: Sequence[shift.Pair], mine: shift.Pair, ends: tuple[int, int], *, code: str, area: str, element: str
) -> SafeString:
    """All areas of a group on one element, as published and by a visitor's weights; `mine` is drawn stronger."""
    words = {"area": area, "element": element}
    title = _("%(element)s of all areas of the group, as published and by your weights") % words
    says = _("Each area is a tick above and a tick below, joined by a line; %(area)s is drawn stronger.") % words
    lines = (_("as published"), _("by your weights"))
    name = f"shift-{code}"
    return _drawn(shift.shift(pairs, mine=mine, ends=ends, words=lines, title=title, says=says, name=name))


def change_steps(
    bars: Sequence[waterfall.Bar], *, before: float | None, after: float | None, code: str, element: str, area: str
) -> SafeString:
    """Why a score changed, step by step; empty without any."""
    title = _("Why the score of %(element)s in %(area)s changed") % {"element": element, "area": area}
    old, new = number(before, 2), number(after, 2)
    says = ngettext(
        "From %(before)s to %(after)s in %(count)s step. The table below has it.",
        "From %(before)s to %(after)s in %(count)s steps. The table below has every one.",
        len(bars),
    )
    says %= {"before": old, "after": new, "count": len(bars)}
    first, last, name = (_("Before"), old), (_("Now"), new), f"change-{code}"
    return _drawn(waterfall.waterfall(bars, first=first, last=last, title=title, says=says, name=name))


def progress_line(points: Sequence[history.Point], *, element: str, area: str) -> SafeString:
    """A progress score over the years; empty with fewer than two."""
    if not points:
        return _drawn("")
    low, high = history.extent(points)
    title = _("Progress of %(element)s in %(area)s") % {"element": element, "area": area}
    says = _("From %(first)s to %(last)s. The table below has every year.") % {
        "first": points[0].label,
        "last": points[-1].label,
    }
    return _drawn(history.history(points, title=title, says=says, low=number(low, 2), high=number(high, 2)))


def _written(reading: Reading, value: float | None) -> str:
    if not reading.is_indicator:
        return number(value, 2)
    return in_unit(value, reading.unit, reading.decimals).amount


def _year(period: str) -> float:
    end = parse(period).end
    return end.year + end.timetuple().tm_yday / 366
