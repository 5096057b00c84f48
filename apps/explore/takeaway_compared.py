"""Pages that set areas beside each other as tables to take away: of an element, a grid, a few areas, a group, years."""

from collections.abc import Iterable, Iterator

import numpy as np
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.areas.models import Area
from apps.common.tiers import Tier
from apps.explore.comparing_areas import Beside, Comparison, Row
from apps.explore.elements import Across, AreaLine
from apps.explore.grid import Grid
from apps.explore.likeness import LikeThis
from apps.explore.sheets import Absent, Cell, Column, Sheet, Standing
from apps.explore.spine import SpineGroup, SpineRow
from apps.explore.takeaway import NOTHING, Behind, figure_cell, or_absent, score_cell, standing_of
from apps.explore.trends import Told
from apps.figures.models import Absence
from apps.scores.models import Run
from apps.scores.queries import AreaProfile


def compared_standing(request: HttpRequest, run: Run, title: str, name: str, *args: str) -> Standing:
    """What such a page stands on: its address shows what is published and goes with its query, so both are cited."""
    query = request.GET.urlencode()
    return standing_of(request, run, title, reverse(f"explore:{name}", args=args) + (f"?{query}" if query else ""))


def across_title(known: Across) -> str:
    """What the table of an element in all areas is called."""
    return _("%(element)s across areas (%(tier)s)") % {"element": known.element.name, "tier": known.tier.label}


def across_sheet(standing: Standing, known: Across, lines: Iterable[AreaLine], behind: Behind = NOTHING) -> Sheet:
    """An element in every area that the page lists, in its order."""
    group = [_relative(known.group.name)] if known.group else []
    return Sheet(
        name=f"{known.element.code}-{known.tier}",
        title=across_title(known),
        columns=(*_of_area(), *_of_measure()),
        rows=tuple((*_area(line.area), *_measured(line)) for line in lines),
        standing=standing,
        notes=(*group, _not_clear()),
        sources=behind.sources,
        errata=behind.errata,
    )


def grid_title(tier: str) -> str:
    """What the table of the grid is called."""
    return _("Scores of all areas at once (%(tier)s)") % {"tier": Tier(tier).label}


def grid_sheet(standing: Standing, tier: str, found: Grid) -> Sheet:
    """The scores of the areas and elements that the page shows, an area a row."""
    scores = _("0 to 10")
    columns = tuple(Column(each.code, each.name, "number", scores) for each in found.elements)
    return Sheet(
        name=f"grid-{tier}",
        title=grid_title(tier),
        columns=(*_of_area(), *columns),
        rows=tuple((*_area(area), *map(_score, found.scores[row].tolist())) for row, area in enumerate(found.areas)),
        standing=standing,
        notes=(_not_clear(),),
    )


def compare_title(areas: Iterable[Area], tier: str) -> str:
    """What the table of some areas beside each other is called."""
    names = ", ".join(area.local_name for area in areas)
    return _("Scores beside each other (%(tier)s): %(areas)s") % {"areas": names, "tier": Tier(tier).label}


def compare_sheet(standing: Standing, tier: str, found: Comparison, rows: Iterable[Row]) -> Sheet:
    """The elements that the page shows, each with every area's score, its range, and how it stands to the first."""
    columns = [column for at, area in enumerate(found.areas) for column in _beside_columns(area, first=at == 0)]
    columns += [
        Column(f"average-{at}", _("Average: %(of)s") % {"of": name}, "number", _("0 to 10"))
        for at, name in enumerate(found.averages, 1)
    ]
    return Sheet(
        name="compare-" + "-".join(area.slug for area in found.areas)[:120],
        title=compare_title(found.areas, tier),
        columns=(*_of_element(), *columns),
        rows=tuple(
            (
                row.element.code,
                row.element.name,
                *(cell for at, each in enumerate(row.cells) for cell in _beside(each, first=at == 0)),
                *(_score(each.score) for each in row.averages),
            )
            for row in rows
        ),
        standing=standing,
        notes=(_not_clear(),),
    )


def spine_title(profile: AreaProfile) -> str:
    """What the table of an area's indicators against its group is called."""
    words = {"area": profile.area.local_name, "tier": Tier(profile.tier).label}
    return _("Indicators of %(area)s against its group (%(tier)s)") % words


def spine_sheet(
    standing: Standing, profile: AreaProfile, groups: Iterable[SpineGroup], behind: Behind = NOTHING
) -> Sheet:
    """Every indicator that the page shows, with its limits and how the figures of the group lie."""
    middle = [
        Column("low", _("Lowest of the group"), "number"),
        Column("quarter", _("A quarter of the way"), "number"),
        Column("average", _("Group’s average"), "number"),
        Column("three-quarters", _("Three quarters of the way"), "number"),
        Column("high", _("Highest of the group"), "number"),
        Column("region", _("Average of the region"), "number"),
        Column("known", _("Areas with a figure"), "number", decimals=0),
    ]
    return Sheet(
        name=f"{profile.area.slug}-{profile.tier}-indicators",
        title=spine_title(profile),
        columns=(*_of_element(), *_of_figure(), *middle, Column("unit", _("Unit")), Column("period", _("Period"))),
        rows=tuple(_spine_row(row) for group in groups for row in group.rows),
        standing=standing,
        notes=(_relative(profile.group_name),),
        sources=behind.sources,
        errata=behind.errata,
    )


def trends_title(profile: AreaProfile) -> str:
    """What the table of an area's figures over the years is called."""
    words = {"area": profile.area.local_name, "tier": Tier(profile.tier).label}
    return _("Figures of %(area)s over time (%(tier)s)") % words


def trends_sheet(standing: Standing, profile: AreaProfile, told: Iterable[Told], behind: Behind = NOTHING) -> Sheet:
    """Every figure of the indicators that the page shows, year by year, with the average of the group."""
    told = list(told)
    ends = (
        Column("group-mean", _("Group’s average"), "number"),
        Column("unit", _("Unit")),
        Column("period", _("Period")),
        Column("base", _("Base year")),
        Column("trend", _("What the test of trends says")),
    )
    return Sheet(
        name=f"{profile.area.slug}-{profile.tier}-trends",
        title=trends_title(profile),
        columns=(*_of_element(), *_of_figure(), *ends),
        rows=tuple(row for each in told for row in _years(each)),
        standing=standing,
        notes=(_("Figures in their own units: where an area stands among others is never followed over the years."),),
        sources=behind.sources,
        errata=behind.errata,
    )


def like_title(area: Area, tier: str) -> str:
    """What the table of areas like one is called."""
    return _("Areas like %(area)s (%(tier)s)") % {"area": area.local_name, "tier": Tier(tier).label}


def like_sheet(standing: Standing, area: Area, tier: str, found: LikeThis) -> Sheet:
    """The areas like one, the most like first, and the elements in which they are nearest and farthest."""
    columns = (
        *_of_area(),
        Column(
            "distance", _("Distance"), "number", _("points"),
            _("The root of the mean squared difference of the scores that were compared."),
        ),
        Column("nearest", _("Nearest in")),
        Column("farthest", _("Farthest in")),
    )  # fmt: skip
    nothing = _("no scores were compared")
    return Sheet(
        name=f"{area.slug}-{tier}-like",
        title=like_title(area, tier),
        columns=columns,
        rows=tuple(
            (
                *_area(each.area),
                or_absent(each.distance, "not-compared", nothing),
                "; ".join(close.element.name for close in each.nearest),
                "; ".join(close.element.name for close in each.farthest),
            )
            for each in found.areas
        ),
        standing=standing,
    )


def _of_area() -> tuple[Column, ...]:
    return (Column("area", _("Area")), Column("area-name", _("Name")), Column("region", _("Region")))


def _of_element() -> tuple[Column, ...]:
    return (Column("element", _("Element")), Column("name", _("Name")))


def _of_figure() -> tuple[Column, ...]:
    return (
        Column("figure", _("Figure"), "number", note=_("In the unit that stands beside it.")),
        Column("lower", _("Lower limit"), "number", note=_("95% limits, where the source gives them.")),
        Column("upper", _("Upper limit"), "number"),
    )


def _of_measure() -> tuple[Column, ...]:
    return (
        Column("score", _("Score"), "number", _("0 to 10"), _("5 is the average of the group.")),
        Column("low", _("Range from"), "number", _("0 to 10"), decimals=1),
        Column("high", _("Range to"), "number", _("0 to 10"), decimals=1),
        Column("band", _("Band"), note=_("Than the average of the group.")),
        *_of_figure(),
        Column("unit", _("Unit")),
        Column("period", _("Period")),
        Column("basis", _("How the figure was reached")),
        Column("why", _("Why there is no score")),
    )


def _not_clear() -> str:
    return _("Small differences may be chance: areas next to one another are often not clearly different.")


def _relative(group: str) -> str:
    return _("Scores are relative to the areas of the group: %(group)s.") % {"group": group}


def _area(area: Area) -> tuple[Cell, ...]:
    return area.code, area.local_name, area.region


def _measured(line: AreaLine) -> Iterator[Cell]:
    reading = line.reading
    apart = Absent("not-compared", _("the area is compared with no other"))
    yield score_cell(reading) if line.in_group else apart
    for end in (reading.low, reading.high):
        yield _range(end) if line.in_group else apart
    yield str(reading.band.word) if line.in_group and reading.band else ""
    yield figure_cell(reading, reading.value)
    for limit in (reading.lower, reading.upper):
        yield _limit(limit, reading.value, reading.decimals) if reading.is_indicator else figure_cell(reading, None)
    yield from (reading.unit, reading.period_label, str(reading.basis_label), str(reading.reason))


def _beside_columns(area: Area, *, first: bool) -> Iterator[Column]:
    scores = _("0 to 10")
    yield Column(area.code, area.local_name, "number", scores)
    yield Column(
        f"{area.code}-low", _("%(area)s: range from") % {"area": area.local_name}, "number", scores, decimals=1
    )
    yield Column(f"{area.code}-high", _("%(area)s: range to") % {"area": area.local_name}, "number", scores, decimals=1)
    if not first:
        note = _("Higher or lower than the first area in 95 of 100 paired draws; not clearly different otherwise.")
        yield Column(f"{area.code}-clearly", _("%(area)s: held to the first") % {"area": area.local_name}, note=note)


def _beside(each: Beside, *, first: bool) -> Iterator[Cell]:
    yield _score(each.score)
    yield _range(each.low)
    yield _range(each.high)
    if not first:
        words = {"higher": _("clearly higher"), "lower": _("clearly lower"), "alike": _("not clearly different")}
        yield words.get(each.clearly, _("cannot be told"))


def _spine_row(row: SpineRow) -> tuple[Cell, ...]:
    reading, spread = row.reading, row.spread
    none = _("no area of the group has a figure")
    parts = (spread.low, spread.quarter, spread.average, spread.three_quarters, spread.high) if spread else [None] * 5
    return (
        reading.code,
        reading.name,
        figure_cell(reading, reading.value),
        _limit(reading.lower, reading.value, reading.decimals),
        _limit(reading.upper, reading.value, reading.decimals),
        *(or_absent(each, "no-average", none, reading.decimals) for each in parts),
        or_absent(row.region, "no-average", _("no area of the region has a figure"), reading.decimals),
        row.known,
        reading.unit,
        reading.period_label,
    )


def _years(told: Told) -> Iterator[tuple[Cell, ...]]:
    reading = told.reading
    for row, mean, shown in zip(told.figures, told.means, told.rows, strict=True):
        value, lower, upper, absence = row[3], row[4], row[5], row[6]
        yield (
            reading.code,
            reading.name,
            or_absent(value, absence or "no-figure", str(Absence(absence).label) if absence else _("no figure"),
                      reading.decimals),
            _limit(lower, value, reading.decimals),
            _limit(upper, value, reading.decimals),
            or_absent(mean, "no-average", _("there is no average of the group"), reading.decimals),
            reading.unit,
            shown[0],
            told.base,
            told.sentence,
        )  # fmt: skip


def _score(value: float | None) -> Cell:
    return or_absent(None if value is None or np.isnan(value) else value, "no-score", _("there is no score"))


def _range(value: float | None) -> Cell:
    return or_absent(value, "no-range", _("how sure the score is has not been worked out, or there is no score"), 1)


def _limit(limit: float | None, value: float | None, decimals: int) -> Cell:
    if value is None:
        return Absent("no-figure", _("no figure"))
    return or_absent(limit, "no-limit", _("no limits come with the figure"), decimals)
