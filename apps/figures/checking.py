"""What is wrong, odd or new in the rows of a release: rows and what is known already in, a report out."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol

import numpy as np

from apps.common import periods
from apps.figures.faults import (
    TOO_LARGE,
    KnownAreas,
    area_fault,
    is_number,
    number_fault,
    period_fault,
    shape_of,
    shown,
)
from apps.figures.oddities import Move, odd_moves
from apps.figures.release import ReleaseRow
from apps.figures.suspicions import FEWEST, Period, beyond_history, suspicions

#: So many findings are listed: nobody reads more of one file, and a file of nothing but faults must stay cheap.
MOST_FINDINGS = 10_000
#: So many codes and periods are remembered with what is wrong with them, so that a file of nothing else stays small.
_REMEMBERED = 1 << 16


class Cell(NamedTuple):
    """What is said of one area in one period."""

    value: float | None
    lower: float | None
    upper: float | None
    absence: str
    basis: str


@dataclass(frozen=True)
class Limits:
    """What the framework says of the indicator that the rows are about."""

    upper_only: bool = False
    minimum: float | None = None
    maximum: float | None = None
    percent: bool = False


@dataclass(frozen=True)
class Known:
    """What the rows are checked against; `current` holds the figures in force by area code and period."""

    limits: Limits
    areas: KnownAreas
    current: Mapping[tuple[str, str], Cell]
    absences: frozenset[str]
    bases: frozenset[str]
    today: date


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a row (which is left out) or odd (the row is kept, but look)."""

    line: int
    column: str
    sentence: str
    kept: bool = False


class Kept(NamedTuple):
    """One row fit to be loaded, and what is in force in its place, if anything."""

    line: int
    area: str
    period: str
    cell: Cell
    before: Cell | None = None


@dataclass(frozen=True)
class Report:
    """What loading the rows would do; `new` and `revised` are what would be written."""

    rows: int
    refused: int
    unchanged: int
    new: Sequence[Kept]
    revised: Sequence[Kept]
    findings: tuple[Finding, ...]


def check(rows: Sequence[ReleaseRow], known: Known, *, oddities: bool = True) -> Report:
    """Every fault and oddity of the rows, and how what is left compares with the figures in force.

    Without `oddities` nobody will read the findings again: only what is wrong is among them. Row by row: what
    apps/figures/screening.py finds by whole columns is the same.
    """
    findings = Findings()
    read, faults = Reader(known, shapes_of(period for _, period in known.current)).read(rows)
    findings.refuse(faults)
    single, doubles = without_doubles(read)
    findings.refuse(doubles)
    current = known.current
    kept = [Kept(row.line, row.area, row.period, row.cell, current.get((row.area, row.period))) for row in single]
    new = tuple(row for row in kept if row.before is None)
    revised = tuple(row for row in kept if row.before is not None and row.before != row.cell)
    if oddities:
        findings.note(_oddities([*new, *revised], known))
    return Report(
        rows=len(rows),
        refused=findings.refused(),
        unchanged=len(kept) - len(new) - len(revised),
        new=new,
        revised=revised,
        findings=findings.listed(),
    )


class Findings:
    """What is found, as far as it will be listed: the first by line, and how many more there were."""

    def __init__(self) -> None:
        self._first: list[Finding] = []
        self._count = 0
        self._lines = array("q")

    def refuse(self, faults: Iterable[Finding]) -> None:
        """Note what is wrong; the row of each is refused."""
        for fault in faults:
            self._lines.append(fault.line)
            self._add(fault)

    def note(self, oddities: Iterable[Finding]) -> None:
        """Note what is odd; the row of each is kept."""
        for oddity in oddities:
            self._add(oddity)

    def refused(self) -> int:
        """How many lines have something wrong with them."""
        return len(np.unique(np.frombuffer(self._lines, np.int64))) if self._lines else 0

    def listed(self) -> tuple[Finding, ...]:
        """The findings by line; of far too many the first, and how many more there are."""
        self._shorten()
        if self._count <= MOST_FINDINGS:
            return tuple(self._first)
        more = (
            f"From here on {self._count - MOST_FINDINGS:,} more things are wrong or odd. Correct those listed above, "
            "then upload the file again."
        )
        return (*self._first[:MOST_FINDINGS], Finding(self._first[MOST_FINDINGS].line, "", more, kept=True))

    def _add(self, finding: Finding) -> None:
        self._count += 1
        self._first.append(finding)
        if len(self._first) > 3 * MOST_FINDINGS:
            self._shorten()

    def _shorten(self) -> None:
        self._first.sort(key=lambda finding: finding.line)
        del self._first[MOST_FINDINGS + 1 :]


def shapes_of(held: Iterable[str]) -> frozenset[str]:
    """The lengths that periods have."""
    return frozenset(map(shape_of, held))


class Reader:
    """Reads rows one by one into what is fit to be loaded and what is wrong. `shapes`: the lengths of periods held."""

    def __init__(self, known: Known, shapes: frozenset[str]) -> None:
        self._known = known

        @lru_cache(_REMEMBERED)
        def of_area(code: str) -> str:
            return area_fault(code, known.areas, upper_only=known.limits.upper_only)

        @lru_cache(_REMEMBERED)
        def of_period(period: str) -> str:
            return period_fault(period, today=known.today, shapes=shapes)

        self.of_area, self.of_period = of_area, of_period

    def read(self, rows: Iterable[ReleaseRow]) -> tuple[list[Kept], list[Finding]]:
        """The rows that are kept and the faults of the others, both in the order of the rows."""
        known, of_area, of_period = self._known, self.of_area, self.of_period
        kept: list[Kept] = []
        faults: list[Finding] = []
        for row in rows:
            plain = _plain_cell(row, known)
            if plain and not of_area(row.area) and not of_period(row.period):
                kept.append(Kept(row.line, row.area, row.period, plain))
                continue
            wrong = [("area", of_area(row.area)), ("period", of_period(row.period)), *_cell_faults(row, known)]
            found = [Finding(row.line, column, sentence) for column, sentence in wrong if sentence]
            faults += found
            if not found:
                kept.append(Kept(row.line, row.area, row.period, _cell(row)))
        return kept, faults


def _plain_cell(row: ReleaseRow, known: Known) -> Cell | None:
    """The cell of a row with a value and nothing else, as nearly all are, if nothing is wrong with it; else None."""
    if row.absence or row.lower or row.upper or row.basis not in known.bases or not is_number(row.value):
        return None
    value, limits = float(row.value), known.limits
    low, high = limits.minimum, limits.maximum
    if not (-TOO_LARGE < value < TOO_LARGE) or (low is not None and value < low) or (high is not None and value > high):
        return None
    return Cell(value, None, None, "", row.basis)


def _cell_faults(row: ReleaseRow, known: Known) -> Iterator[tuple[str, str]]:
    if row.basis not in known.bases:
        yield "basis", f"{shown(row.basis)} is not a basis. Write one of: {', '.join(sorted(known.bases))}."
    if row.value:
        yield from _value_faults(row, known.limits)
    else:
        yield from _absence_faults(row, known.absences)


def _absence_faults(row: ReleaseRow, absences: frozenset[str]) -> Iterator[tuple[str, str]]:
    reasons = ", ".join(sorted(absences))
    if not row.absence:
        yield "value", f"There is no value and no reason why. Write one in the column absence: {reasons}."
    elif row.absence not in absences:
        yield "absence", f"{shown(row.absence)} is not a reason known here. Write one of: {reasons}."
    if row.lower or row.upper:
        yield "lower" if row.lower else "upper", "There are limits but no value. Give the value or remove the limits."


def _value_faults(row: ReleaseRow, limits: Limits) -> Iterator[tuple[str, str]]:
    if row.absence:
        yield "absence", "There is a value and also a reason why there is none. Keep one of the two."
    numbers = {"value": row.value, "lower": row.lower, "upper": row.upper}
    wrong = [(column, number_fault(text)) for column, text in numbers.items() if text]
    yield from wrong
    if not any(sentence for _, sentence in wrong):
        yield from _range_faults(_cell(row), limits)


def _range_faults(cell: Cell, limits: Limits) -> Iterator[tuple[str, str]]:
    value, lower, upper = cell.value or 0.0, cell.lower, cell.upper
    if limits.minimum is not None and value < limits.minimum:
        yield "value", f"{value:.10g} is below {limits.minimum:.10g}, the lowest this indicator can be."
    if limits.maximum is not None and value > limits.maximum:
        yield "value", f"{value:.10g} is above {limits.maximum:.10g}, the highest this indicator can be."
    if lower is not None and upper is not None and lower > upper:
        yield "lower", f"The lower limit, {lower:.10g}, is above the upper limit, {upper:.10g}. Swap them."
    elif lower is not None and lower > value:
        yield "lower", f"The lower limit, {lower:.10g}, is above the value, {value:.10g}. Correct one of them."
    elif upper is not None and upper < value:
        yield "upper", f"The upper limit, {upper:.10g}, is below the value, {value:.10g}. Correct one of them."


def _cell(row: ReleaseRow) -> Cell:
    value, lower, upper = (float(text) if text else None for text in (row.value, row.lower, row.upper))
    return Cell(value, lower, upper, row.absence, row.basis)


def without_doubles(rows: Iterable[Kept]) -> tuple[list[Kept], list[Finding]]:
    """One row per area and period. Of rows that agree the first stays; where they differ none can be trusted."""
    firsts: dict[tuple[str, str], Kept] = {}
    doubled: dict[tuple[str, str], list[Kept]] = {}
    for row in rows:
        at = (row.area, row.period)
        if firsts.setdefault(at, row) is not row:
            doubled.setdefault(at, []).append(row)
    findings: list[Finding] = []
    for at, others in doubled.items():
        first = firsts[at]
        if all(other.cell == first.cell for other in others):
            findings += [Finding(row.line, "area", f"Says the same as line {first.line}.") for row in others]
        else:
            del firsts[at]
            findings += _contradictions([first, *others])
    return list(firsts.values()), findings


def _contradictions(rows: Sequence[Kept]) -> Iterator[Finding]:
    for row in rows:
        other = rows[1] if row is rows[0] else rows[0]
        yield Finding(
            row.line,
            "area",
            f"Line {other.line} gives another figure for the same area and period. Keep the one that is right.",
        )


class History(Protocol):
    """What is in force of the areas and periods of some rows."""

    def before(self, row: Kept) -> float | None:
        """The value that the row revises, or else the area's value for the latest earlier period."""

    def beyond(self, row: Kept) -> str:
        """What is odd about a row beside all that the series ever did."""

    def beside(self, period: str, rows: Sequence[Kept], *, percent: bool) -> Period:
        """The values of a period, and what is in force of the latest before it, or of itself where it is revised."""


def _oddities(rows: Sequence[Kept], known: Known) -> Iterator[Finding]:
    history = _History(known.current)
    by_period: dict[str, list[Kept]] = defaultdict(list)
    for row in rows:
        if row.cell.value is not None:
            by_period[row.period].append(row)
    for period, group in by_period.items():
        yield from oddities_of(period, group, history, known)


def oddities_of(period: str, group: Sequence[Kept], history: History, known: Known) -> Iterator[Finding]:
    """Values of one period that moved far more than the others did, or a period that slipped as a whole: kept."""
    slips = list(suspicions(history.beside(period, group, percent=known.limits.percent)))
    yield from (Finding(group[0].line, "value", f"{period}: {slip}", kept=True) for slip in slips)
    # Where a whole period slipped, each row would say so once more.
    if not slips:
        yield from _odd_rows(group, history, known)


def _odd_rows(group: Sequence[Kept], history: History, known: Known) -> Iterator[Finding]:
    moves = [Move(row.cell.value or 0.0, history.before(row)) for row in group]
    odd = set(odd_moves(moves))
    for position, (row, move) in enumerate(zip(group, moves, strict=True)):
        if position in odd:
            yield Finding(row.line, "value", _oddity(known.areas.by_code[row.area].name, move), kept=True)
        elif beyond := history.beyond(row):
            yield Finding(row.line, "value", beyond, kept=True)


def _oddity(name: str, move: Move) -> str:
    if move.before is None:
        return f"{move.value:.10g} for {name} is far from the values of all other areas. Look at the decimal point."
    return (
        f"{name} went from {move.before:.10g} to {move.value:.10g}, far more than other areas moved. "
        "Look at the decimal point and the unit."
    )


class _History:
    """The values in force: area by area in order of time, and period by period."""

    def __init__(self, current: Mapping[tuple[str, str], Cell]) -> None:
        starts = {period: periods.parse(period).start for period in {period for _, period in current}}
        self._by_area: dict[str, list[tuple[date, float]]] = defaultdict(list)
        self._by_period: dict[str, dict[str, float]] = defaultdict(dict)
        for (area, period), cell in current.items():
            if cell.value is not None:
                self._by_area[area].append((starts[period], cell.value))
                self._by_period[period][area] = cell.value
        for series in self._by_area.values():
            series.sort()
        self._in_order = sorted((starts[period], period) for period in self._by_period)
        values = [value for of_period in self._by_period.values() for value in of_period.values()]
        self._ends = (min(values), max(values)) if len(values) >= FEWEST else None

    def before(self, row: Kept) -> float | None:
        if row.before is not None and row.before.value is not None:
            return row.before.value
        series = self._by_area.get(row.area, [])
        place = bisect_left(series, (periods.parse(row.period).start,))
        return series[place - 1][1] if place else None

    def beyond(self, row: Kept) -> str:
        return beyond_history(row.cell.value or 0.0, *self._ends) if self._ends else ""

    def beside(self, period: str, rows: Sequence[Kept], *, percent: bool) -> Period:
        place = bisect_left(self._in_order, (periods.parse(period).start,))
        last = period if period in self._by_period else self._in_order[place - 1][1] if place else ""
        return Period(
            values={row.area: row.cell.value for row in rows if row.cell.value is not None},
            before=self._by_period.get(last, {}),
            ends=self._ends,
            percent=percent,
        )
