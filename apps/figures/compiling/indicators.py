"""One indicator: the rows of its series, by its recipe, to figures of today's areas and counts of every rule used."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from apps.figures.compiling.formulas import FORMULAS, PUBLISHED, as_text
from apps.figures.compiling.labels import RULES
from apps.figures.compiling.places import Places
from apps.figures.compiling.recipes import Recipe
from apps.figures.compiling.rules import (
    Cell,
    Cells,
    everywhere,
    first_cells,
    on_todays_areas,
    share_of_areas,
    with_counties,
)
from apps.figures.sources import NOT_MEASURED, SourceRow

#: A period counts when at least this share of the areas of a tier has a value in it.
LEAST_SHARE = 0.6
_STRONGEST = ("districts", "merged", "joint", "small-areas")
_SMALL_AREA_RULE = "lsoa"


@dataclass(frozen=True)
class Compiled:
    """The figures of one indicator, the periods they are about, and how often each rule was used."""

    code: str
    cells: Cells
    periods: tuple[str, ...]
    left_out: tuple[str, ...]
    counts: Counter[str]


def compile_indicator(
    recipe: Recipe,
    upper_only: bool,
    rows: Mapping[str, Sequence[SourceRow]],
    places: Places,
    denominators: Mapping[str, Cells],
    *,
    whole: bool = True,
) -> Compiled:
    """`rows` by series; `denominators` hold for every period, by their name, under the period "".

    `whole`: the rows are all that there is, so that an area they do not mention was not measured, and a period in which
    few areas were is left out. Else nothing is said of what they do not mention.
    """
    counts: Counter[str] = Counter()
    series = [
        _spread(denominators[name]) if name in denominators else _series(recipe, rows[name], places, counts)
        for name in recipe.series
    ]
    cells = _combined(recipe, series)
    if recipe.upper_rule == _SMALL_AREA_RULE:
        cells = {at: Cell(cell.value, absence=cell.absence, basis="small-areas") for at, cell in cells.items()}
    areas = places.upper if upper_only else tuple(sorted({*places.districts, *places.upper}))
    seen = sorted({period for _, period in cells})
    if not whole:
        # What an area was made of may be mentioned in part: that says nothing of the area.
        mentioned = {where for of_series in rows.values() for where in (row.area for row in of_series)}
        known = set(areas)
        own = {at: cell for at, cell in cells.items() if at[0] in known and (cell.value or at[0] in mentioned)}
        return Compiled(recipe.code, own, tuple(seen), (), counts)
    kept = tuple(period for period in seen if _counts(cells, period, upper_only, places))
    left_out = tuple(period for period in seen if period not in kept)
    return Compiled(recipe.code, everywhere(cells, areas, kept, counts), kept, left_out, counts)


def denominator(rows: Iterable[SourceRow], places: Places) -> Cells:
    """A count for every area of today, whatever its period, counties added up from their districts."""
    timeless = [SourceRow(row.series, row.area, "", row.value, absence=row.absence) for row in rows]
    unused: Counter[str] = Counter()
    cells = on_todays_areas(first_cells(timeless, places, unused), places, adds_up=True, counts=unused)
    return with_counties(cells, places, "ratio-of-sums", unused)


def _series(recipe: Recipe, rows: Sequence[SourceRow], places: Places, counts: Counter[str]) -> "_Series":
    to_period = RULES[recipe.period_rule]
    wanted = [row for row in rows if not recipe.years or row.period in recipe.years]
    counts["rows of years the publisher only repeated"] += len(rows) - len(wanted)
    dated = (
        SourceRow(row.series, row.area, to_period(row.period), row.value, row.lower, row.upper, row.absence)
        for row in wanted
    )
    cells = on_todays_areas(first_cells(dated, places, counts), places, recipe.adds_up, counts)
    return _Series(with_counties(cells, places, recipe.upper_rule, counts))


@dataclass(frozen=True)
class _Series:
    cells: Cells
    timeless: bool = False

    def at(self, area: str, period: str) -> Cell:
        return self.cells.get((area, "" if self.timeless else period)) or Cell("", absence=NOT_MEASURED)


def _spread(cells: Cells) -> _Series:
    return _Series(cells, timeless=True)


def _combined(recipe: Recipe, series: Sequence[_Series]) -> Cells:
    if recipe.formula == PUBLISHED:
        return series[0].cells
    places_and_periods = {at for one in series if not one.timeless for at in one.cells}
    formula = FORMULAS[recipe.formula]
    found: Cells = {}
    for area, period in places_and_periods:
        parts = [one.at(area, period) for one in series]
        missing = next((part for part in parts if not part.value), None)
        if missing:
            found[area, period] = Cell("", absence=missing.absence)
        else:
            basis = next((basis for basis in _STRONGEST if any(part.basis == basis for part in parts)), "computed")
            found[area, period] = Cell(as_text(formula([float(part.value) for part in parts])), basis=basis)
    return found


def _counts(cells: Cells, period: str, upper_only: bool, places: Places) -> bool:
    tiers = [places.upper] if upper_only else [places.upper, places.districts]
    return any(share_of_areas(cells, period, tier) >= LEAST_SHARE for tier in tiers)
