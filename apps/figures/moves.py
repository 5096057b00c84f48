"""What is odd among many figures: by columns is found in which periods something may be, row by row what it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from apps.common import periods
from apps.figures import oddities, suspicions
from apps.figures.checking import Finding, Kept, Known, oddities_of
from apps.figures.columns import Columns, Rows
from apps.figures.fields import Flags, Floats, Ints

#: More days than any calendar here has.
_DAYS = 4_000_000
#: A sum may come out a little otherwise by columns: whatever is so near to a limit is looked at.
_SLACK = 1e-9


def oddities_by_columns(new: Rows, revised: Rows, current: Columns, known: Known) -> Iterator[Finding]:
    """What is odd about figures that would come into force; `revised` ones know what they revise."""
    both = _joined(new, revised)
    held = _InForce(current)
    valued = np.flatnonzero(~np.isnan(both.value))
    valued = valued[np.argsort(both.period[valued], kind="stable")]
    if not len(valued):
        return
    rows = both.take(valued)
    moves = held.moves(rows, revised, valued - len(new))
    rank = np.argsort(np.argsort(current.names.areas.texts()))[rows.area]
    cuts = np.flatnonzero(np.diff(rows.period, prepend=-1, append=-1))
    # Periods in the order in which they come up.
    for at in np.argsort(valued[cuts[:-1]]):
        part = slice(int(cuts[at]), int(cuts[at + 1]))
        if _may_be_odd(rows.value[part], moves.take(part), rank[part], held.ends, percent=known.limits.percent):
            yield from _said(rows.take(part), moves.take(part), valued[part], new, revised, held.ends, known)


@dataclass(frozen=True)
class _Moves:
    """Beside each value: the one before it for the area, and the area's in the period before; nan where there is none.

    `beyond`: whether it lies outside all that the series ever did.
    """

    before: Floats
    beside: Floats
    beyond: Flags

    def take(self, part: slice) -> "_Moves":
        return _Moves(self.before[part], self.beside[part], self.beyond[part])


class _InForce:
    """The values in force: area by area in order of time, and period by period."""

    def __init__(self, current: Columns) -> None:
        held = current.take(~np.isnan(current.value))
        self._names = current.names
        texts = current.names.periods.texts()
        self._starts = np.array([periods.parse(text).start.toordinal() for text in texts], np.int64)
        start = self._starts[held.period]
        order = np.lexsort((held.value, start, held.area))
        self._times = (held.area.astype(np.int64) * _DAYS + start)[order]
        self._in_time = held.value[order]
        keys = held.keys()
        order = np.argsort(keys)
        self._keys, self._by_key = keys[order], held.value[order]
        self._in_order = sorted((self._starts[each], texts[each], each) for each in np.unique(held.period).tolist())
        enough = len(held) >= suspicions.FEWEST
        self.ends = (float(held.value.min()), float(held.value.max())) if enough else None

    def moves(self, rows: Columns, revised: Rows, place: Ints) -> _Moves:
        """What stands before and beside some values. `place`: where each stands in `revised`; below 0, nowhere."""
        before = np.full(len(rows), np.nan)
        revises = place >= 0
        if revised.before is not None:
            before[revises] = revised.before.value[place[revises]]
        first = np.isnan(before)
        before[first] = self._earlier(rows.area[first], self._starts[rows.period[first]])
        beyond = np.zeros(len(rows), np.bool_)
        if self.ends:
            lowest, highest = suspicions.room(*self.ends)
            beyond = (highest > lowest) & ~((lowest <= rows.value) & (rows.value <= highest))
        return _Moves(before, self._beside(rows), beyond)

    def _earlier(self, area: Ints, start: Ints) -> Floats:
        """The value of each area for the latest period that began before."""
        if not len(self._times):
            return np.full(len(area), np.nan)
        at = np.searchsorted(self._times, area.astype(np.int64) * _DAYS + start) - 1
        return np.where((at >= 0) & (self._times[at] // _DAYS == area), self._in_time[at], np.nan)

    def _beside(self, rows: Columns) -> Floats:
        """The value of each area in the period in force, or in the latest that began before it."""
        if not len(self._keys):
            return np.full(len(rows), np.nan)
        begun = np.array([start for start, _, _ in self._in_order])
        numbers = np.array([number for _, _, number in self._in_order])
        at = np.searchsorted(begun, self._starts) - 1
        last = np.where(at >= 0, numbers[at], -1)
        last[numbers] = numbers
        wanted = last[rows.period]
        keys = rows.area.astype(np.int64) * len(self._names.periods) + wanted
        at = np.searchsorted(self._keys, keys)
        at[at == len(self._keys)] = 0
        return np.where((wanted >= 0) & (self._keys[at] == keys), self._by_key[at], np.nan)


@dataclass(frozen=True)
class _History:
    """What stands before and beside the rows of one period, by area."""

    values: Mapping[str, float]
    before_each: Mapping[str, float]
    before_all: Mapping[str, float]
    ends: tuple[float, float] | None

    def before(self, row: Kept) -> float | None:
        return self.before_each.get(row.area)

    def beyond(self, row: Kept) -> str:
        return suspicions.beyond_history(row.cell.value or 0.0, *self.ends) if self.ends else ""

    def beside(self, period: str, rows: Sequence[Kept], *, percent: bool) -> suspicions.Period:
        return suspicions.Period(self.values, self.before_all, self.ends, percent)


def _said(
    rows: Columns,
    moves: _Moves,
    places: Ints,
    new: Rows,
    revised: Rows,
    ends: tuple[float, float] | None,
    known: Known,
) -> Iterator[Finding]:
    group = [*Rows(new.columns.take(places[places < len(new)]))]
    group += revised.take(places[places >= len(new)] - len(new))
    areas = [row.area for row in group]
    values = {row.area: row.cell.value for row in group if row.cell.value is not None}
    history = _History(values, _by_area(areas, moves.before), _by_area(areas, moves.beside), ends)
    yield from oddities_of(group[0].period, group, history, known)


def _by_area(areas: Sequence[str], numbers: Floats) -> dict[str, float]:
    return {area: number for area, number in zip(areas, numbers.tolist(), strict=True) if number == number}


def _joined(new: Rows, revised: Rows) -> Columns:
    if not len(revised):
        return new.columns
    both = Columns.room(new.columns.names, len(new) + len(revised))
    both.put(both.put(0, new.columns), revised.columns)
    return both


def _may_be_odd(values: Floats, moves: _Moves, rank: Ints, ends: tuple[float, float] | None, *, percent: bool) -> bool:
    """Whether something about the values of a period may be odd. Says yes too often rather than once too seldom."""
    return bool(
        moves.beyond.any()
        or (percent and ((values < 0) | (values > 100)).any())
        or _stands_out(values, moves.before)
        or _slipped(values, ends)
        or _like_before(values, moves.beside, rank)
    )


def _stands_out(values: Floats, before: Floats) -> bool:
    if len(values) < oddities.FEWEST:
        return False
    middle, spread = _middle_and_spread(values)
    known = ~np.isnan(before)
    changes = values[known] - before[known]
    usual, scatter = _middle_and_spread(changes) if len(changes) >= oddities.FEWEST else (0.0, 0.0)
    scatter = max(scatter, oddities.LEAST_SPREAD * spread)
    return _beyond(values[~known] - middle, spread * oddities.VALUE_LIMIT) or _beyond(
        changes - usual, scatter * oddities.CHANGE_LIMIT
    )


def _beyond(distances: Floats, limit: float) -> bool:
    return bool(limit > 0 and len(distances) and np.abs(distances).max() > limit * (1 - _SLACK))


def _slipped(values: Floats, ends: tuple[float, float] | None) -> bool:
    """Whether all values are the same, or their sign is one that none ever had."""
    if len(values) < suspicions.FEWEST:
        return False
    most = len(values) / 2
    return bool(
        values.max() - values.min() <= 2 * suspicions.SAME
        or (ends and ends[0] >= 0 and (values < 0).sum() > most)
        or (ends and ends[1] <= 0 and (values > 0).sum() > most)
    )


def _like_before(values: Floats, beside: Floats, rank: Ints) -> bool:
    """Whether the values are a multiple of the period before, or the same, or those of their neighbours in it."""
    paired = ~np.isnan(beside)
    if paired.sum() < suspicions.FEWEST:
        return False
    order = np.argsort(rank[paired])
    now, then = values[paired][order], beside[paired][order]
    same = 2 * suspicions.SAME
    return bool(
        _unit(now, then)
        or (np.abs(now - then) <= same).mean() >= suspicions.NEARLY_ALL - _SLACK
        or (np.abs(now[1:] - then[:-1]) <= same).mean() >= suspicions.MOST - _SLACK
        or (np.abs(now[:-1] - then[1:]) <= same).mean() >= suspicions.MOST - _SLACK
    )


def _unit(now: Floats, then: Floats) -> bool:
    counted = (now != 0) & (then != 0)
    ratios = now[counted] / then[counted]
    if len(ratios) < suspicions.FEWEST:
        return False
    middle, near = _middle(ratios), suspicions.NEAR * (1 + _SLACK)
    return any(power / near <= middle <= power * near for power in suspicions.POWERS)


def _middle_and_spread(numbers: Floats) -> tuple[float, float]:
    middle = _middle(numbers)
    return middle, oddities.TO_DEVIATION * _middle(np.abs(numbers - middle))


def _middle(numbers: Floats) -> float:
    ordered = np.sort(numbers)
    half = len(ordered) // 2
    return float(ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2)
