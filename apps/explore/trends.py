"""How the figures of an area moved over the years: each in its own unit, never as a standing among others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from apps.charts import multiples
from apps.charts.history import Point
from apps.common.periods import in_short, label, parse
from apps.explore import drawing, wording
from apps.figures.models import Absence
from apps.figures.queries import CurrentRow, current_rows
from apps.figures.snapshots import SeriesTable, read_table
from apps.framework.queries import elements_of
from apps.scores import trend
from apps.scores.models import RunTier
from apps.scores.progress import Progress, ProgressPoint, progress_of_each
from apps.scores.queries import AreaProfile, Reading
from apps.scores.trend import Trend, Verdict

Words = str | Promise
#: The ways that figures may have gone, as they stand in an address and as they are read.
WAYS: Mapping[str, Words] = {
    "towards": _later("towards better"),
    "away": _later("away from better"),
    "neither": _later("a trend, with no better end"),
    "unclear": _later("no clear trend"),
    "untested": _later("not tested"),
}
_TESTED = {Verdict.INCREASING: 1, Verdict.DECREASING: -1}


@dataclass(frozen=True)
class Told:
    """One indicator over the years: where it belongs, its picture, its way and the sentence of the test, its table."""

    reading: Reading
    domain: Reading
    way: str
    sentence: str
    ends: str
    picture: SafeString
    rows: tuple[tuple[str, str, str, str], ...]
    base: str
    figures: tuple[CurrentRow, ...] = ()
    means: tuple[float | None, ...] = ()

    @property
    def base_words(self) -> str:
        """Its base year, as it is read; empty without one."""
        return _("base year %(base)s") % {"base": self.base} if self.base else ""

    @property
    def way_words(self) -> str:
        """Its way, as a sentence begins with it."""
        return capfirst(str(WAYS[self.way]))


@dataclass(frozen=True)
class Moved:
    """A domain's progress score at both ends of what can be followed, and its group's own movement beside it."""

    domain: Reading
    progress: Progress

    @property
    def years(self) -> str:
        """From when to when, by the years in which figures end."""
        return f"{int(self.first.when)}–{int(self.last.when)}"

    @property
    def first(self) -> ProgressPoint:
        """The earliest year."""
        return self.progress.points[0]

    @property
    def last(self) -> ProgressPoint:
        """The latest year."""
        return self.progress.points[-1]


def seen_by_run(profile: AreaProfile) -> SeriesTable | None:
    """The figures of the area's indicators that the run saw, of all areas; None where it kept no snapshot."""
    snapshot = profile.run.snapshot
    return read_table(snapshot, [reading.code for reading in profile.indicators()]) if snapshot else None


def told_trends(profile: AreaProfile, seen: SeriesTable | None) -> list[Told]:
    """Every indicator with two figures at least, in published order. A few queries, however many there are."""
    rows = _own_rows(profile)
    averages = _averages(profile.run_tier, seen) if seen else {}
    bases = {each.code: each.base_period for each in elements_of(profile.edition) if each.base_period}
    return [
        _told(profile, domain, reading, rows[reading.code], averages.get(reading.code, {}), bases.get(reading.code, ""))
        for headline in profile.headlines
        for domain in headline.children
        for reading in domain.indicators()
        if reading.code in rows
    ]


def moved_domains(profile: AreaProfile, seen: SeriesTable | None) -> list[Moved]:
    """The domains that have a progress score in this area."""
    if seen is None or not profile.in_group:
        return []
    domains = [domain for headline in profile.headlines for domain in headline.children]
    found = progress_of_each(profile.area, profile.run_tier, profile.run, [domain.code for domain in domains], seen)
    return [Moved(domain, found[domain.code]) for domain in domains if domain.code in found]


def by_domain(told: Iterable[Told]) -> list[tuple[Reading, list[Told]]]:
    """The same, under their domains."""
    return [
        (group[0].domain, group) for group in (list(each) for _code, each in groupby(told, lambda t: t.domain.code))
    ]


def _told(
    profile: AreaProfile,
    domain: Reading,
    reading: Reading,
    own: Sequence[CurrentRow],
    means: Mapping[str, float],
    base: str,
) -> Told:
    points = [Point(drawing.year(row[2]), "", row[3], row[4], row[5]) for row in own]
    average = [Point(point.when, "", means.get(row[2])) for point, row in zip(points, own, strict=True)]
    tested = trend.recent_trend([trend.Point(parse(row[2]), row[3], row[4], row[5]) for row in own])
    return Told(
        reading=reading,
        domain=domain,
        way=_way(tested, reading),
        sentence=wording.trend(tested, reading),
        ends=_ends(reading, [row for row in own if row[3] is not None]),
        picture=_picture(profile, reading, points, average, base),
        rows=_rows(reading, own, means),
        base=in_short(base, reading.period_type) if base else "",
        figures=tuple(own),
        means=tuple(means.get(row[2]) for row in own),
    )


def _ends(reading: Reading, known: Sequence[CurrentRow]) -> str:
    first, last = known[0], known[-1]
    return _("From %(old)s (%(then)s) to %(new)s (%(now)s).") % {
        "old": drawing.written(reading, first[3]), "then": in_short(first[2], reading.period_type),
        "new": drawing.written(reading, last[3]), "now": in_short(last[2], reading.period_type),
    }  # fmt: skip


def _rows(
    reading: Reading, own: Iterable[CurrentRow], means: Mapping[str, float]
) -> tuple[tuple[str, str, str, str], ...]:
    """Period, figure or why there is none, limits, the group's average."""
    between = _("%(low)s to %(high)s")
    found = []
    for _code, _area, period, value, lower, upper, absence, _basis in own:
        shown = str(Absence(absence).label) if value is None and absence else drawing.written(reading, value)
        limits = ""
        if lower is not None and upper is not None:
            limits = between % {"low": drawing.written(reading, lower), "high": drawing.written(reading, upper)}
        found.append((label(period, reading.period_type), shown, limits, drawing.written(reading, means.get(period))))
    return tuple(found)


def _way(tested: Trend, reading: Reading) -> str:
    if tested.verdict == Verdict.NO_TREND:
        return "unclear"
    if (sign := _TESTED.get(tested.verdict)) is None:
        return "untested"
    return "neither" if not reading.direction else "towards" if sign * reading.direction > 0 else "away"


def _picture(
    profile: AreaProfile, reading: Reading, points: Sequence[Point], average: Sequence[Point], base: str
) -> SafeString:
    if sum(point.value is not None for point in points) < 2:
        return drawing.drawn("")
    known = [point for point in average if point.value is not None]
    low, high = multiples.reach(points, known)
    words = {"element": reading.name, "area": profile.area.local_name}
    svg = multiples.small(
        points,
        average if known else (),
        base=drawing.year(base) if base else None,
        ends=(drawing.written(reading, low), drawing.written(reading, high)),
        title=_("%(element)s in %(area)s over the years") % words,
        says=_("The line is %(area)s, the dashed one the average of its group. The table below has every figure.")
        % words,
        name=f"trend-{reading.code}",
    )
    return drawing.drawn(svg)


def _own_rows(profile: AreaProfile) -> dict[str, list[CurrentRow]]:
    """What the published run rests on, of this area, by indicator and in order of time."""
    codes = [reading.code for reading in profile.indicators()]
    rows = sorted(
        current_rows(codes, area=profile.area, imports=profile.run.imports), key=lambda row: (row[0], parse(row[2]).end)
    )
    grouped = ((code, list(group)) for code, group in groupby(rows, lambda row: row[0]))
    return {code: group for code, group in grouped if sum(row[3] is not None for row in group) > 1}


def _averages(run_tier: RunTier, table: SeriesTable) -> dict[str, dict[str, float]]:
    """The plain average of the group for each indicator and period that the run saw."""
    inside = set(run_tier.scored)
    # One row after the other in memory, so that each is added up as it would be by itself.
    values = np.ascontiguousarray(table.of_areas(code for code in table.areas if code in inside))
    known = ~np.isnan(values)
    counts, sums = known.sum(axis=1).tolist(), np.where(known, values, 0.0).sum(axis=1).tolist()
    found: dict[str, dict[str, float]] = {}
    for (code, period), count, total in zip(table.keys, counts, sums, strict=True):
        if count:
            found.setdefault(code, {})[period] = total / count
    return found
