"""Rows of one series to cells of today's areas: recoding, joint areas, counties, mergers. Nothing is made up."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from apps.figures.compiling.formulas import as_text
from apps.figures.compiling.places import Places
from apps.figures.sources import NOT_MEASURED, SUPPRESSED, SourceRow

NOT_COMPARABLE = "not-comparable"


@dataclass(frozen=True)
class Cell:
    """What is known of one area in one period: a value as text, or why there is none."""

    value: str
    lower: str = ""
    upper: str = ""
    absence: str = ""
    basis: str = "published"


Cells = dict[tuple[str, str], Cell]
"""By area code and period."""


class Contradiction(Exception):
    """A source gives two different values for one area and period."""


def first_cells(rows: Iterable[SourceRow], places: Places, counts: Counter[str]) -> Cells:
    """The rows as cells by code; a row repeated is one, areas we have no code for are counted and left."""
    cells: Cells = {}
    for row in rows:
        code = places.code_of(row.area)
        if not code.startswith("E"):
            counts["rows of other areas"] += 1
            continue
        cell = Cell(row.value, row.lower, row.upper, row.absence)
        known = cells.setdefault((code, row.period), cell)
        if known != cell and (not known.value or not cell.value or float(known.value) != float(cell.value)):
            raise Contradiction(f"{row.series}: {code} has two values in {row.period}, {known.value} and {cell.value}.")
    return cells


def on_todays_areas(cells: Cells, places: Places, adds_up: bool, counts: Counter[str]) -> Cells:
    """Rules 1 to 4: former codes of the same area, joint areas, counties that became one unitary, mergers."""
    found = dict(cells)
    for codes, basis, rule in (
        (places.recoded, "recoded", "1 recoded"),
        (places.joint, "joint", "2 joint areas"),
        (places.counties, "recoded", "3 counties that became one unitary"),
    ):
        for (code, period), cell in cells.items():
            if code in codes and (codes[code], period) not in found:
                found[codes[code], period] = replace(cell, basis=basis)
                counts[rule] += bool(cell.value)
    for area in places.districts:
        for period in sorted({period for _, period in cells}) if area in places.parts else ():
            known = found.get((area, period))
            if known is None or not known.value:
                merged = _merged(area, period, found, places, adds_up)
                if merged.value or known is None:
                    found[area, period] = merged
                counts["4 mergers"] += bool(merged.value)
    return found


def _merged(area: str, period: str, cells: Cells, places: Places, adds_up: bool) -> Cell:
    """What the districts that were merged give together; never from only some of them."""
    parts = []
    for part in places.parts[area]:
        cell = cells.get((part, period))
        if (cell is None or not cell.value) and part in places.parts:
            cell = _merged(part, period, cells, places, adds_up)
        parts.append(cell)
    if all(cell and cell.value for cell in parts):
        values = [float(cell.value) for cell in parts if cell]
        weights = [places.weights[part] for part in places.parts[area]]
        return Cell(_together(values, weights, adds_up), basis="merged")
    absences = {cell.absence for cell in parts if cell}
    if SUPPRESSED in absences:
        return Cell("", absence=SUPPRESSED)
    some = any(cell and cell.value for cell in parts)
    return Cell("", absence=NOT_COMPARABLE if some else NOT_MEASURED)


def with_counties(cells: Cells, places: Places, upper_rule: str, counts: Counter[str]) -> Cells:
    """Rule 5: the counties, as the source gives them, or worked out when every one of their districts has a value."""
    found = dict(cells)
    for (code, period), cell in cells.items():
        if code in places.members and upper_rule == "none":
            found[code, period] = Cell("", absence=NOT_MEASURED)
        elif code in places.members:
            counts["5 counties as published"] += bool(cell.value)
    if upper_rule not in ("pop-mean", "ratio-of-sums"):
        return found
    for period in sorted({period for _, period in cells}):
        for county, members in places.members.items():
            known = found.get((county, period))
            parts = [cells.get((member, period)) for member in members]
            if (known is None or not known.value) and all(cell and cell.value for cell in parts):
                values = [float(cell.value) for cell in parts if cell]
                weights = [places.residents[member] for member in members]
                text = _together(values, weights, upper_rule == "ratio-of-sums")
                found[county, period] = Cell(text, basis="districts")
                counts["5 counties from their districts"] += 1
    return found


def _together(values: list[float], weights: list[float], adds_up: bool) -> str:
    if adds_up:
        return as_text(math.fsum(values))
    return as_text(math.fsum(x * w for x, w in zip(values, weights, strict=True)) / math.fsum(weights))


def everywhere(cells: Cells, areas: Iterable[str], periods: Iterable[str], counts: Counter[str]) -> Cells:
    """Rule 6: every area in every period; where the source has nothing, the cell says that nothing was measured."""
    found: Cells = {}
    for period in periods:
        for area in areas:
            cell = cells.get((area, period)) or Cell("", absence=NOT_MEASURED)
            found[area, period] = cell if cell.value else Cell("", absence=cell.absence)
            counts["values" if cell.value else f"6 missing: {cell.absence}"] += 1
    return found


def share_of_areas(cells: Mapping[tuple[str, str], Cell], period: str, areas: Iterable[str]) -> float:
    """What share of the areas has a value in the period."""
    wanted = list(areas)
    return sum(bool((cell := cells.get((area, period))) and cell.value) for area in wanted) / len(wanted)
