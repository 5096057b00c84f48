"""What is read, drawn: from readings to the plain data that charts take."""

from collections.abc import Iterable, Sequence
from html import escape

import numpy as np
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from apps.charts import grid, history, shift, spine, strip, track, waterfall, wheel
from apps.common.numbers import amount, number
from apps.common.periods import parse
from apps.explore.comparing_areas import Beside
from apps.explore.queries import ElementDetail
from apps.explore.spine import SpineRow
from apps.explore.wording import where_it_stands
from apps.framework.models import Element
from apps.scores.queries import AreaProfile, Reading


def drawn(svg: str) -> SafeString:
    """A chart of ours, as a template puts it down."""
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
    return drawn(wheel.wheel(spokes, title=title, says=says, small=small))


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
    return drawn(wheel.wheel(spokes, title=_("How a wheel is read"), says=says, name="example", small=True))


def score_track(reading: Reading) -> SafeString:
    """The small line from 0 to 10 with the score as a dot."""
    return drawn(track.track(reading.score, _step(reading)))


def beside_track(cell: Beside) -> SafeString:
    """The small line of one score beside others, with its range where it has one."""
    return drawn(track.track(cell.score, cell.step, lower=cell.low, upper=cell.high))


def grid_table(lines: Sequence[grid.Line], columns: Sequence[grid.Column], scores: NDArray[np.float64]) -> SafeString:
    """The head and the body of the grid; empty without areas."""
    return drawn(grid.table(lines, columns, scores, _("Area")) if lines else "")


def table_rows(rows: Iterable[Sequence[str]]) -> SafeString:
    """The rows of a table, the first cell of each its head."""
    return drawn("".join(map(_row, rows)))


def _row(cells: Sequence[str]) -> str:
    first, *figures = map(escape, cells)
    held = '</td><td class="num">'.join(figures)
    return f'<tr><th scope="row">{first}</th><td class="num">{held}</td></tr>'


def spine_row(row: SpineRow) -> SafeString:
    """One indicator's figure against the spread of its group; empty where the group has none."""
    if row.spread is None:
        return drawn("")
    band = row.reading.band
    svg = spine.row(
        row.spread,
        mine=row.reading.value,
        limits=row.limits,
        region=row.region,
        step=band.step if band else 0,
        more_is_higher=not row.less_is_higher,
    )
    return drawn(svg)


def group_strip(profile: AreaProfile, reading: Reading, detail: ElementDetail) -> SafeString:
    """All areas of the group on one line, this one marked; empty when the group has nothing to show."""
    values = detail.group_values
    if not values:
        return drawn("")
    mine, average = strip_marks(reading, detail)
    words = {"area": profile.area.local_name, "value": written(reading, mine), "mean": written(reading, average)}
    return drawn(
        strip.strip(
            values,
            mine=None if mine is None else strip.Marked(mine, words["value"], profile.area.local_name),
            average=None if average is None else strip.Marked(average, _("average %(mean)s") % words),
            ends=(written(reading, min(values)), written(reading, max(values))),
            title=_("%(area)s among all areas of its group: %(element)s")
            % {"area": profile.area.local_name, "element": reading.name},
            says=_("Each tick is one area. %(area)s: %(value)s; average of the group: %(mean)s.") % words,
        )
    )


def past_line(profile: AreaProfile, reading: Reading, detail: ElementDetail) -> SafeString:
    """The area's own figure over time; empty with fewer than two."""
    points = past_points(detail)
    if sum(point.value is not None for point in points) < 2:
        return drawn("")
    low, high = history.extent(points)
    title = _("%(element)s in %(area)s over time") % {"element": reading.name, "area": profile.area.local_name}
    says = _("From %(first)s to %(last)s. The table below has every figure.") % {
        "first": points[0].label,
        "last": points[-1].label,
    }
    ends = {"low": written(reading, low), "high": written(reading, high)}
    return drawn(history.history(points, title=title, says=says, **ends))


def past_points(detail: ElementDetail) -> list[history.Point]:
    """The figures in force of each period, as points of a line."""
    current = (past for past in detail.history if past.figure.current)
    return [
        history.Point(
            year(past.figure.period), past.period_label, past.figure.value, past.figure.lower, past.figure.upper
        )
        for past in current
    ]


def strip_marks(reading: Reading, detail: ElementDetail) -> tuple[float | None, float | None]:
    """What a strip marks besides its ticks: what the area has, and the average of its group."""
    return reading.value if reading.is_indicator else reading.score, detail.group_average


def moved_strip(
    pairs: Sequence[shift.Pair], mine: shift.Pair, ends: tuple[int, int], *, code: str, area: str, element: str
) -> SafeString:
    """All areas of a group on one element, as published and by a visitor's weights; `mine` is drawn stronger."""
    words = {"area": area, "element": element}
    title = _("%(element)s of all areas of the group, as published and by your weights") % words
    says = _("Each area is a tick above and a tick below, joined by a line; %(area)s is drawn stronger.") % words
    lines = (_("as published"), _("by your weights"))
    name = f"shift-{code}"
    return drawn(shift.shift(pairs, mine=mine, ends=ends, words=lines, title=title, says=says, name=name))


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
    return drawn(waterfall.waterfall(bars, first=first, last=last, title=title, says=says, name=name))


def progress_line(points: Sequence[history.Point], *, element: str, area: str) -> SafeString:
    """A progress score over the years; empty with fewer than two."""
    if not points:
        return drawn("")
    low, high = history.extent(points)
    title = _("Progress of %(element)s in %(area)s") % {"element": element, "area": area}
    says = _("From %(first)s to %(last)s. The table below has every year.") % {
        "first": points[0].label,
        "last": points[-1].label,
    }
    return drawn(history.history(points, title=title, says=says, low=number(low, 2), high=number(high, 2)))


def written(reading: Reading, value: float | None) -> str:
    """A figure in its unit, or a score, as a chart writes it."""
    if not reading.is_indicator:
        return number(value, 2)
    return amount(value, reading.unit, reading.decimals)


def year(period: str) -> float:
    """When a period ends, as a year with its fraction."""
    end = parse(period).end
    return end.year + end.timetuple().tm_yday / 366
