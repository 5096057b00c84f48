"""How a figure is worked out from figures of other indicators: plain numbers in, plain numbers out.

What is missing is carried and never filled in; limits are not invented; a sum over districts needs every district.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from apps.common.periods import parse
from apps.figures.compiling.formulas import as_text
from apps.figures.faults import TOO_LARGE

#: In place of an indicator's code: people of the last census, the same in every period. No code can be written so.
RESIDENTS = "(residents)"
#: The period of a table that holds for every period.
ALWAYS = ""
_NOT_MEASURED, _SUPPRESSED, _NOT_COMPARABLE = "not-measured", "suppressed", "not-comparable"
#: Of several reasons why inputs are missing the first is the reason why the result is.
_WEIGHTIEST = (_SUPPRESSED, "withdrawn", _NOT_COMPARABLE, _NOT_MEASURED)
#: Of several ways in which inputs were reached the first is told of the result; see docs/data.md.
_WEAKEST = ("districts", "merged", "joint", "small-areas")


class Kind(StrEnum):
    """The ways in which one indicator is made of others."""

    RATIO = "ratio"
    RATE = "rate"
    GAP = "gap"
    SUM = "sum"
    MEAN = "mean"


#: What each kind is made of, by the part that it plays; the first one says which periods and areas there are.
ROLES: Mapping[str, tuple[str, ...]] = {
    Kind.RATIO: ("top", "bottom"),
    Kind.RATE: ("count", "people"),
    Kind.GAP: ("first", "second"),
    Kind.SUM: ("parts",),
    Kind.MEAN: ("parts", "weight"),
}
#: Parts in which residents may stand instead of an indicator, and for which an earlier period may be taken.
DIVIDING = frozenset({"bottom", "people", "weight"})
OF_DISTRICTS = frozenset({Kind.SUM, Kind.MEAN})


class Given(NamedTuple):
    """A figure of an input: its value, or why there is none, and how it was reached."""

    value: float | None
    absence: str = ""
    basis: str = "published"


#: Period to area code to figure.
Table = Mapping[str, Mapping[str, Given]]


@dataclass(frozen=True)
class Formula:
    """A kind, by what its quotient is multiplied, and how many years older the divisor may be."""

    kind: str
    factor: float = 1.0
    reach: int = 0

    @property
    def roles(self) -> tuple[str, ...]:
        return ROLES[self.kind]


@dataclass(frozen=True)
class Ground:
    """The areas that the result may be about, and which districts each county has."""

    areas: frozenset[str]
    districts: Mapping[str, tuple[str, ...]]


class Part(NamedTuple):
    """A figure of an input that a result was made of."""

    role: str
    area: str
    value: float


@dataclass(frozen=True, slots=True)
class Derived:
    """One result: its value as text, or why there is none; `why` says more where dividing was not possible."""

    area: str
    period: str
    text: str
    absence: str = ""
    basis: str = "computed"
    why: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Result:
    """All that came out. `borrowed` leads from a period to the earlier one of the divisor that was taken for it.

    `left_out` are periods for which the second input has no figures at all.
    """

    cells: tuple[Derived, ...] = ()
    borrowed: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def derive(formula: Formula, tables: Mapping[str, Table], ground: Ground) -> Result:
    """The figures that follow from the inputs (a table for each role), by period and area."""
    lead = formula.roles[0]
    cells: list[Derived] = []
    borrowed: dict[str, str] = {}
    left_out: list[str] = []
    for period in sorted(tables[lead], key=parse):
        used = _periods_used(formula, tables, period)
        if used is None:
            left_out.append(period)
            continue
        if others := [other for other in used.values() if other not in (period, ALWAYS)]:
            borrowed[period] = others[0]
        rows = {role: tables[role][used[role]] for role in formula.roles}
        of_period = _over_districts if formula.kind in OF_DISTRICTS else _area_by_area
        cells += of_period(formula, period, rows, ground)
    return Result(tuple(cells), borrowed, tuple(left_out))


def written(formula: Formula, cell: Derived) -> str:
    """How a result follows from its parts, as a sum: “412 / 10,340 × 1,000 = 39.8452611”."""
    if not cell.text:
        return ""
    numbers = [f"{part.value:,.10g}" for part in cell.parts]
    return f"{_left(formula, numbers)} = {float(cell.text):,.10g}"


def _left(formula: Formula, numbers: Sequence[str]) -> str:
    if formula.kind == Kind.GAP:
        return f"{numbers[0]} − {numbers[1]}"
    if formula.kind not in OF_DISTRICTS:
        times = "" if formula.factor == 1 else f" × {formula.factor:,.10g}"
        return f"{numbers[0]} / {numbers[1]}{times}"
    if len(numbers) == 1 or formula.kind == Kind.SUM:
        return " + ".join(numbers)
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    products = " + ".join(f"{value} × {weight}" for value, weight in pairs)
    return f"({products}) / ({' + '.join(weight for _value, weight in pairs)})"


def _periods_used(formula: Formula, tables: Mapping[str, Table], period: str) -> dict[str, str] | None:
    """Which period of each input belongs to one of the first; None where there is none."""
    used = {formula.roles[0]: period}
    for role in formula.roles[1:]:
        found = _same_or_earlier(tables[role], period, formula.reach if role in DIVIDING else 0)
        if found is None:
            return None
        used[role] = found
    return used


def _same_or_earlier(table: Table, period: str, reach: int) -> str | None:
    if ALWAYS in table:
        return ALWAYS
    if period in table:
        return period
    last = parse(period).end
    first = _years_before(last, reach)
    near = [each for each in table if first <= parse(each).end <= last]
    return max(near, key=lambda each: parse(each).end) if reach and near else None


def _years_before(day: date, years: int) -> date:
    """The same day some years earlier; 28 February for a leap day."""
    day = day.replace(day=28) if (day.month, day.day) == (2, 29) else day
    return day.replace(year=day.year - years)


def _area_by_area(
    formula: Formula, period: str, rows: Mapping[str, Mapping[str, Given]], ground: Ground
) -> Iterator[Derived]:
    lead = formula.roles[0]
    for area in sorted(ground.areas & rows[lead].keys()):
        given = [(role, area, rows[role].get(area)) for role in formula.roles]
        if reason := _reason([figure for _role, _area, figure in given]):
            yield Derived(area, period, "", reason)
        else:
            yield _worked(formula, area, period, given, "computed")


def _over_districts(
    formula: Formula, period: str, rows: Mapping[str, Mapping[str, Given]], ground: Ground
) -> Iterator[Derived]:
    """Counties from their districts; every other area as it stands in the input, since it is its own district."""
    lead = formula.roles[0]
    for area in sorted(ground.areas):
        districts = ground.districts.get(area, ())
        if districts and any(district in rows[lead] for district in districts):
            yield _county(formula, area, period, rows, districts)
        elif not districts and (own := rows[lead].get(area)):
            yield _as_it_stands(area, period, own, lead)


def _county(
    formula: Formula, area: str, period: str, rows: Mapping[str, Mapping[str, Given]], districts: Sequence[str]
) -> Derived:
    given = [(role, each, rows[role].get(each)) for each in districts for role in formula.roles]
    figures = [figure for _role, _area, figure in given]
    if _reason(figures):
        held_back = any(figure and figure.absence == _SUPPRESSED for figure in figures)
        some = any(figure and figure.value is not None for figure in figures)
        return Derived(area, period, "", _SUPPRESSED if held_back else _NOT_COMPARABLE if some else _NOT_MEASURED)
    return _worked(formula, area, period, given, "districts")


def _as_it_stands(area: str, period: str, own: Given, role: str) -> Derived:
    if own.value is None:
        return Derived(area, period, "", own.absence)
    return Derived(area, period, as_text(own.value), basis=own.basis, parts=(Part(role, area, own.value),))


def _reason(figures: Iterable[Given | None]) -> str:
    """Why nothing can be made of some figures; empty when all are there."""
    reasons = {_NOT_MEASURED if figure is None else figure.absence for figure in figures} - {""}
    return next((reason for reason in _WEIGHTIEST if reason in reasons), min(reasons, default=""))


def _worked(
    formula: Formula, area: str, period: str, given: Sequence[tuple[str, str, Given | None]], basis: str
) -> Derived:
    figures = [figure for _role, _area, figure in given if figure]
    values = [figure.value for figure in figures if figure.value is not None]
    parts = tuple(Part(role, of, value) for (role, of, _figure), value in zip(given, values, strict=True))
    number = _number(formula, values)
    if number is None:
        return Derived(area, period, "", _NOT_COMPARABLE, why="zero", parts=parts)
    if not abs(number) < TOO_LARGE:
        return Derived(area, period, "", _NOT_COMPARABLE, why="large", parts=parts)
    known = {figure.basis for figure in figures}
    weakest = next((each for each in _WEAKEST if each in known), basis) if basis == "computed" else basis
    return Derived(area, period, as_text(number), basis=weakest, parts=parts)


def _number(formula: Formula, values: Sequence[float]) -> float | None:
    """The result; None where something would be divided by nothing, or by less."""
    if formula.kind == Kind.GAP:
        return values[0] - values[1]
    if formula.kind == Kind.SUM:
        return math.fsum(values)
    if formula.kind == Kind.MEAN:
        weights = values[1::2]
        if min(weights) < 0 or not math.fsum(weights):
            return None
        return math.fsum(value * weight for value, weight in zip(values[::2], weights, strict=True)) / math.fsum(
            weights
        )
    # The factor first, as the starter set was compiled: the last digit of a rounded number can hang on it.
    return formula.factor * values[0] / values[1] if values[1] else None
