"""The charts of the index by their kind: from what a run says of an area to one definition of a chart.

Pages, files, frames on other sites and the API name a chart by its kind, and get it from here.
"""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from apps.areas.queries import names_of
from apps.charts import history as histories
from apps.charts import paint, strip
from apps.charts.definition import Chart, Row
from apps.charts.site import paints_of
from apps.common.numbers import number
from apps.explore import changing, drawing, queries
from apps.explore.beside import beside_chart
from apps.explore.queries import ElementDetail
from apps.explore.sourcing import source_line
from apps.scores.changes import changes_between
from apps.scores.queries import AreaProfile, Reading, former_run

#: Kinds that an area has as a whole; the others are of one of its elements.
OF_AREA = frozenset({"wheel"})


def chart_of(kind: str, profile: AreaProfile, reading: Reading | None) -> Chart | None:
    """The chart of a kind, None where there is no such kind or nothing to draw."""
    if kind in OF_AREA:
        return wheel_chart(profile) if reading is None else None
    make = _OF_ELEMENT.get(kind)
    return make(profile, reading) if make and reading else None


def wheel_chart(profile: AreaProfile) -> Chart | None:
    """The wheel of an area; None for one that has no scores."""
    if not profile.in_group:
        return None
    domains = [domain.code for headline in profile.headlines for domain in headline.children]
    # A narrow wheel has numbers instead of names: here they are.
    numbers = {code: f"{at}. " for at, code in enumerate(domains, start=1)}
    rows = [
        Row(
            (
                numbers.get(each.code, "") + each.name,
                number(each.score, 2) or _("no score"),
                str(each.band.word) if each.band else "",
            )
        )
        for headline in profile.headlines
        for each in (headline, *headline.children)
    ]
    columns = (_("Element"), _("Score"), _("Band"))
    return Chart("wheel", drawing.area_wheel(profile), columns, tuple(rows), source_line(profile))


def strip_chart(profile: AreaProfile, reading: Reading, detail: ElementDetail) -> Chart | None:
    """All areas of the group on one line; None when the group has nothing to show."""
    svg = drawing.group_strip(profile, reading, detail)
    if not svg:
        return None
    names = names_of(code for code, _value in detail.group)
    places = strip.places(detail.group_values, *drawing.strip_marks(reading, detail))
    placed = sorted(zip(detail.group, places, strict=True), key=lambda each: each[1])
    rows = [
        Row((names[code], drawing.written(reading, value)), x, (strip.TICK_TOP + strip.TICK_BOTTOM) / 2)
        for (code, value), x in placed
    ]
    columns = (_("Area"), reading.unit if reading.is_indicator else _("Score"))
    return Chart("strip", svg, columns, tuple(rows), source_line(profile, reading))


def history_chart(profile: AreaProfile, reading: Reading, detail: ElementDetail) -> Chart | None:
    """The area's own figure over time; None with fewer than two figures."""
    svg = drawing.past_line(profile, reading, detail)
    if not svg:
        return None
    points = drawing.past_points(detail)
    scale = histories.scale_of(points)
    rows = [
        Row((point.label, drawing.written(reading, point.value), _range(reading, point)), scale.x(point.when),
            None if point.value is None else scale.y(point.value))
        for point in points
    ]  # fmt: skip
    columns = (_("Period"), reading.unit or _("Figure"), _("95% limits"))
    return Chart("history", svg, columns, tuple(rows), source_line(profile, reading))


def change_chart(profile: AreaProfile, reading: Reading) -> Chart | None:
    """Why a score changed since the publication before; None where there is nothing to hold it against."""
    former = former_run(profile.run)
    if former is None or former.edition_id != profile.run.edition_id:
        return None
    try:
        found = changes_between(former, profile.run, profile.tier, profile.area)
    except ValueError:
        return None
    told = changing.told(profile, found, reading) if found else None
    if told is None or not told.picture:
        return None
    rows = tuple(Row((str(step.name), number(step.change, 2), number(step.after, 2))) for step in told.steps)
    columns = (_("Step"), _("Change"), _("Score after it"))
    return Chart("change", told.picture, columns, rows, source_line(profile, reading))


def paints() -> paint.Paints:
    """What the site's own style sheets paint, in the light."""
    return paints_of(settings.BASE_DIR)


def _range(reading: Reading, point: histories.Point) -> str:
    if point.lower is None or point.upper is None:
        return ""
    ends = {"low": number(point.lower, reading.decimals), "high": number(point.upper, reading.decimals)}
    return _("%(low)s to %(high)s") % ends


def _of_detail(make: Callable[[AreaProfile, Reading, ElementDetail], Chart | None]) -> Callable[..., Chart | None]:
    return lambda profile, reading: make(profile, reading, queries.element_detail(profile, reading))


_OF_ELEMENT: dict[str, Callable[[AreaProfile, Reading], Chart | None]] = {
    "strip": _of_detail(strip_chart),
    "history": _of_detail(history_chart),
    "change": change_chart,
    "beside": beside_chart,
}
