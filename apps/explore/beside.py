"""One indicator over time in an area and in those of its region, on one scale, beside each other."""

import numpy as np
from django.utils.translation import gettext as _

from apps.areas.models import Area
from apps.charts import multiples
from apps.charts.definition import Chart, Row
from apps.charts.history import Point, extent
from apps.common.periods import label, parse
from apps.explore import drawing
from apps.explore.sourcing import source_line
from apps.figures.models import SnapshotSeries
from apps.figures.snapshots import unpack
from apps.scores.queries import AreaProfile, Reading

#: How many areas are shown: this one, then others of its region by name.
_MOST = 8
Lines = dict[str, list[Point]]


def beside_chart(profile: AreaProfile, reading: Reading) -> Chart | None:
    """The small charts as one; None for a score, which is never drawn over time, and without two figures."""
    areas = _areas(profile)
    lines, average = _lines(profile, reading, [area.code for area in areas]) if reading.is_indicator else ({}, [])
    shown = [area for area in areas if sum(p.value is not None for p in lines.get(area.code, [])) > 1]
    if not shown or shown[0].pk != profile.area.pk:
        return None
    span = extent([*average, *(point for area in shown for point in lines[area.code])])
    ends = (drawing.written(reading, span[0]), drawing.written(reading, span[1]))
    told = {"element": reading.name, "area": profile.area.local_name, "region": profile.area.region}
    pictures = []
    for area in shown:
        words = {"title": area.local_name, "says": "", "name": f"beside-{area.slug}"}
        svg = multiples.small(lines[area.code], average, base=None, ends=ends, span=span, **words)
        pictures.append((area.local_name, svg))
    svg = multiples.beside(
        pictures,
        title=_("%(element)s over time: %(area)s beside others of %(region)s") % told,
        says=_("All on one scale. The solid line is the area, the dashed one the average of the group."),
    )
    periods = [point.label for point in lines[shown[0].code]]
    rows = [
        Row((area.local_name, *(drawing.written(reading, point.value) for point in lines[area.code]))) for area in shown
    ]
    return Chart("beside", svg, (_("Area"), *periods), tuple(rows), source_line(profile, reading))


def _areas(profile: AreaProfile) -> list[Area]:
    """This area, then others of its region that are in the group, by name."""
    inside = Area.objects.filter(region_code=profile.area.region_code, code__in=profile.run_tier.scored)
    others = inside.exclude(pk=profile.area.pk).order_by("name")[: _MOST - 1]
    return [profile.area, *others]


def _lines(profile: AreaProfile, reading: Reading, codes: list[str]) -> tuple[Lines, list[Point]]:
    """By area the figures that the run saw, and the group's averages, in order of time."""
    snapshot = profile.run.snapshot
    if snapshot is None:
        return {}, []
    place = {code: at for at, code in enumerate(snapshot.areas)}
    group = [place[code] for code in profile.run_tier.scored if code in place]
    series = SnapshotSeries.objects.filter(snapshot=snapshot, element_code=reading.code).values_list("period", "values")
    lines: Lines = {code: [] for code in codes if code in place}
    average: list[Point] = []
    for period, packed in sorted(series, key=lambda row: parse(row[0]).end):
        values, when, words = unpack(packed), drawing.year(period), label(period, reading.period_type)
        for code, line in lines.items():
            value = float(values[place[code]])
            line.append(Point(when, words, None if np.isnan(value) else value))
        known = values[group][~np.isnan(values[group])]
        average.append(Point(when, words, float(known.mean()) if known.size else None))
    return lines, average
