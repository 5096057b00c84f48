"""Two to six areas beside each other on one scale, with those differences marked that are clear."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from apps.areas.models import Area
from apps.areas.neighbours_queries import named_like
from apps.areas.queries import find_areas
from apps.common.bands import Band, band_of
from apps.explore.grid_scores import Floats, TierTable
from apps.framework.models import Element
from apps.scores.arrays import number, read_ranges
from apps.scores.engine.studying import RANGE_COLUMNS
from apps.scores.models import AreaRange, Study
from apps.scores.readings import CLEAR
from apps.scores.studies import all_told_apart

#: How many areas stand beside each other at most, the first included.
MOST = 6
_MOST_ASKED = 50
_LOW, _HIGH = RANGE_COLUMNS.index("low"), RANGE_COLUMNS.index("high")


@dataclass(frozen=True)
class Beside:
    """One score in a row: of an area or an average, its band, and its range where it has one.

    `clearly`: `higher` or `lower` than the first area in 95 of 100 paired draws, `alike` where it is not clear, empty
    where that cannot be told. `share`: in what share of the draws it is on the side it is on. `slug`: of the area, if
    it is one's.
    """

    score: float | None
    low: float | None = None
    high: float | None = None
    clearly: str = ""
    share: float | None = None
    slug: str = ""

    @property
    def band(self) -> Band | None:
        return None if self.score is None else band_of(self.score)

    @property
    def step(self) -> int:
        return self.band.step if self.band else 0


@dataclass(frozen=True)
class Row:
    """One element in all that is compared, with its depth below the headline (0 is a headline)."""

    element: Element
    depth: int
    cells: tuple[Beside, ...]
    averages: tuple[Beside, ...]

    @property
    def any_clear(self) -> bool:
        return any(cell.clearly in ("higher", "lower") for cell in self.cells)


@dataclass(frozen=True)
class Told:
    """How an area stands to the first: in how many elements clearly higher, clearly lower, not told apart."""

    area: Area
    higher: int
    lower: int
    alike: int


@dataclass(frozen=True)
class Comparison:
    """Areas side by side, the first held to all others. `averages`: what the columns after the areas are of.

    `drawn`: whether paired draws are known, so that it can be said what is clear.
    """

    areas: tuple[Area, ...]
    averages: tuple[str, ...]
    rows: tuple[Row, ...]
    drawn: bool

    @property
    def told(self) -> list[Told]:
        """How each area but the first stands to it, over the elements above the indicators."""
        above = self.shown("")
        return [Told(area, *_counted([row.cells[at] for row in above])) for at, area in enumerate(self.areas) if at]

    def shown(self, show: str) -> list[Row]:
        """The rows that a reader asked for: `clear` differences only, `all`, else those above the indicators."""
        if show == "clear":
            return [row for row in self.rows if row.any_clear]
        if show == "all":
            return list(self.rows)
        return [row for row in self.rows if row.element.level != Element.Level.INDICATOR]


@dataclass(frozen=True)
class Chosen:
    """The areas of an address that can be compared, in its order; and those that cannot, by why.

    `other_tier`: areas of the other tier; `unscored`: areas without scores; `unknown`: names of none; `too_many`: how
    many were left off.
    """

    areas: tuple[Area, ...]
    other_tier: tuple[Area, ...] = ()
    unscored: tuple[Area, ...] = ()
    unknown: tuple[str, ...] = ()
    too_many: int = 0


def chosen_areas(table: TierTable, slugs: Sequence[str]) -> Chosen:
    """What an address asks for; each area once, six at most. One query, and only where one is not of the table."""
    scored = {area.slug: area for area in table.areas}
    asked = list(dict.fromkeys(slug for slug in slugs if slug))
    there = [scored[slug] for slug in asked if slug in scored]
    rest = [slug for slug in asked if slug not in scored]
    others = {area.slug: area for area in Area.objects.known().filter(slug__in=rest[:_MOST_ASKED])} if rest else {}
    tier = table.run_tier.tier
    return Chosen(
        areas=tuple(there[:MOST]),
        other_tier=tuple(area for area in others.values() if tier not in area.tiers),
        unscored=tuple(area for area in others.values() if tier in area.tiers),
        unknown=tuple(slug for slug in rest if slug not in others)[:MOST],
        too_many=max(0, len(there) - MOST),
    )


@dataclass(frozen=True)
class Added:
    """What came of a name that was typed: an area to add, or why there is none.

    `there`: it is compared already; `elsewhere`: an area of that name that has no scores in this tier.
    """

    sought: str
    area: Area | None = None
    there: bool = False
    elsewhere: Area | None = None


def added_area(table: TierTable, areas: Sequence[Area], sought: str) -> Added:
    """The scored area that best fits what was typed and is not among `areas` yet. Two queries."""
    known = {area.pk: area for area in table.areas}
    matches = [match.area for match in find_areas(sought, limit=_MOST_ASKED)]
    here = [known[area.pk] for area in matches if area.pk in known]
    if matches and matches[0].pk not in known and matches[0].name.casefold() == sought.casefold():
        # Who types the whole name of a county means it, and not a district whose name begins like it.
        return Added(sought, elsewhere=matches[0])
    if fresh := [area for area in here if area not in areas]:
        return Added(sought, area=fresh[0])
    return Added(sought, there=bool(here), elsewhere=None if here or not matches else matches[0])


def compare_areas(table: TierTable, areas: Sequence[Area]) -> Comparison:
    """`areas` of the table beside each other, with the averages of the first one's region and of the group."""
    apart = all_told_apart(table.run_tier, areas[0].code, [area.code for area in areas[1:]], table.nodes())
    region = [at for at, area in enumerate(table.areas) if area.region == areas[0].region]
    means = (table.mean(region), table.mean())
    columns = [_column(table, area, ranges) for area, ranges in zip(areas, _ranges(table, areas), strict=True)]
    depths, unknown = _depths(table), [None] * (len(areas) - 1)
    rows = []
    for row, element in enumerate(table.elements):
        told = (apart or {}).get(element.code, unknown)
        cells = tuple(_held(column[row], pair) for column, pair in zip(columns, [None, *told], strict=True))
        averages = tuple(Beside(number(mean[row])) for mean in means)
        rows.append(Row(element, depths[element.pk], cells, averages))
    return Comparison(tuple(areas), (areas[0].region, ""), tuple(rows), apart is not None)


def with_peers(table: TierTable, area: Area, most: int = MOST) -> list[Area]:
    """An area and those most like it in general that have scores, closest first; itself only where none were named."""
    known = {each.code: each for each in table.areas}
    return [area, *(known[code] for code in named_like(area) if code in known)][:most]


def _column(table: TierTable, area: Area, ranges: Floats | None) -> list[Beside]:
    """The scores of one area with their ranges, element by element."""
    at = {code: place for place, code in enumerate(table.run_tier.elements)}
    place = table.place_of(area)
    column = []
    for row, element in enumerate(table.elements):
        ends = None if ranges is None else ranges[at[element.code]]
        low, high = (None, None) if ends is None else (number(ends[_LOW]), number(ends[_HIGH]))
        score = None if place is None else number(table.scores[row, place])
        column.append(Beside(score, low, high, slug=area.slug))
    return column


def _held(cell: Beside, pair: tuple[float, float] | None) -> Beside:
    """A cell held to the first area's; `pair`: in which shares of the draws that is above, and below, this one."""
    if pair is None or cell.score is None:
        return cell
    first_above, first_below = pair
    clearly = "lower" if first_above >= CLEAR else "higher" if first_below >= CLEAR else "alike"
    return replace(cell, clearly=clearly, share=max(pair))


def _ranges(table: TierTable, areas: Sequence[Area]) -> list[Floats | None]:
    study = Study.objects.filter(
        run_tier=table.run_tier, kind=Study.Kind.UNCERTAINTY, finished_at__isnull=False
    ).values("pk")[:1]
    rows = AreaRange.objects.filter(study=study, area__in=areas).values_list("area_id", "packed")
    known = {area: read_ranges(bytes(packed), len(table.run_tier.elements)) for area, packed in rows}
    return [known.get(area.pk) for area in areas]


def _depths(table: TierTable) -> dict[int, int]:
    found: dict[int, int] = {}
    for element in table.elements:
        found[element.pk] = found.get(element.parent_id or 0, -1) + 1
    return found


def _counted(cells: Sequence[Beside]) -> tuple[int, int, int]:
    known = [cell.clearly for cell in cells]
    return known.count("higher"), known.count("lower"), known.count("alike")
