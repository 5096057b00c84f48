"""Many figures by columns: some 40 bytes each, where an object for each would take ten times that."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from apps.figures.checking import Cell, Kept
from apps.figures.fields import Flags, Floats, Ints

_Index = NDArray[np.intp]


class Words:
    """Numbers texts, in the order in which they were first met."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._at: dict[str, int] = {}
        for text in texts:
            self.number(text)

    def __len__(self) -> int:
        return len(self._at)

    def number(self, text: str) -> int:
        """The number of a text, a new one where it has none."""
        return self._at.setdefault(text, len(self._at))

    def numbers(self, texts: Iterable[str]) -> list[int]:
        """The numbers of texts."""
        at = self._at
        return [at.setdefault(text, len(at)) for text in texts]

    def texts(self) -> list[str]:
        """All texts, by their number."""
        return list(self._at)


@dataclass(frozen=True)
class Names:
    """What columns say by number: figures that are held beside each other share it."""

    areas: Words = field(default_factory=Words)
    periods: Words = field(default_factory=Words)
    absences: Words = field(default_factory=lambda: Words([""]))
    bases: Words = field(default_factory=Words)


@dataclass(frozen=True)
class Columns:
    """Figures, a row of all arrays each. A number that is missing is nan."""

    names: Names
    line: NDArray[np.int32]
    area: NDArray[np.int32]
    period: NDArray[np.int32]
    value: Floats
    lower: Floats
    upper: Floats
    absence: NDArray[np.int8]
    basis: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.line)

    @classmethod
    def room(cls, names: Names, rows: int) -> "Columns":
        """Arrays for so many rows, in which nothing stands yet."""
        line, area, period = (np.empty(rows, np.int32) for _ in range(3))
        value, lower, upper = (np.empty(rows, np.float64) for _ in range(3))
        return cls(names, line, area, period, value, lower, upper, np.empty(rows, np.int8), np.empty(rows, np.int8))

    def arrays(self) -> tuple[NDArray[Any], ...]:
        """The columns in order."""
        return (self.line, self.area, self.period, self.value, self.lower, self.upper, self.absence, self.basis)

    def take(self, rows: "_Index | Flags | slice") -> "Columns":
        """Some of the rows."""
        line, area, period, value, lower, upper, absence, basis = (column[rows] for column in self.arrays())
        return Columns(self.names, line, area, period, value, lower, upper, absence, basis)

    def put(self, at: int, other: "Columns") -> int:
        """Write rows into the room from a row on; the row after them."""
        end = at + len(other)
        for mine, its in zip(self.arrays(), other.arrays(), strict=True):
            mine[at:end] = its
        return end

    def keys(self) -> Ints:
        """A number for each area and period: the same in all columns of these names, until these grow."""
        return self.area.astype(np.int64) * max(len(self.names.periods), 1) + self.period

    def same(self, other: "Columns") -> Flags:
        """Which rows say the same as those of others, of as many rows."""
        alike = (self.absence == other.absence) & (self.basis == other.basis)
        for mine, its in ((self.value, other.value), (self.lower, other.lower), (self.upper, other.upper)):
            alike &= (mine == its) | (np.isnan(mine) & np.isnan(its))
        return alike

    def cells(self) -> Iterator[Cell]:
        """What each row says."""
        absences, bases = self.names.absences.texts(), self.names.bases.texts()
        columns = (_or_none(each) for each in (self.value, self.lower, self.upper))
        for value, lower, upper, absence, basis in zip(
            *columns, self.absence.tolist(), self.basis.tolist(), strict=True
        ):
            yield Cell(value, lower, upper, absences[absence], bases[basis])

    def kept(self) -> Iterator[Kept]:
        """Each row as whoever looks at rows one by one has it, without what is in force."""
        areas, periods = self.names.areas.texts(), self.names.periods.texts()
        places = zip(self.line.tolist(), self.area.tolist(), self.period.tolist(), self.cells(), strict=True)
        for line, area, period, cell in places:
            yield Kept(line, areas[area], periods[period], cell)


def columns_of(names: Names, rows: Sequence[Kept]) -> Columns:
    """Rows as columns."""
    made = Columns.room(names, len(rows))
    if not rows:
        return made
    lines, areas, periods, cells, _ = zip(*rows, strict=True)
    values, lowers, uppers, absences, bases = zip(*cells, strict=True)
    made.line[:], made.area[:] = lines, names.areas.numbers(areas)
    made.period[:] = names.periods.numbers(periods)
    for column, numbers in ((made.value, values), (made.lower, lowers), (made.upper, uppers)):
        column[:] = np.array(numbers, np.float64)
    made.absence[:], made.basis[:] = names.absences.numbers(absences), names.bases.numbers(bases)
    return made


def columns_in_force(names: Names, current: Mapping[tuple[str, str], Cell]) -> Columns:
    """Figures in force as columns."""
    return columns_of(names, [Kept(0, area, period, cell) for (area, period), cell in current.items()])


@dataclass(frozen=True)
class Rows(Sequence[Kept]):
    """Some rows of columns, each made into a `Kept` when someone looks at it; `before`: what each revises."""

    columns: Columns
    before: Columns | None = None

    def __len__(self) -> int:
        return len(self.columns)

    def take(self, rows: "_Index | Flags | slice") -> "Rows":
        """Some of the rows."""
        return Rows(self.columns.take(rows), self.before and self.before.take(rows))

    def __iter__(self) -> Iterator[Kept]:
        step = 10_000
        for start in range(0, len(self), step):
            part = slice(start, start + step)
            rows = self.columns.take(part).kept()
            if self.before is None:
                yield from rows
            else:
                cells = self.before.take(part).cells()
                yield from (row._replace(before=cell) for row, cell in zip(rows, cells, strict=True))

    @overload
    def __getitem__(self, at: int) -> Kept: ...
    @overload
    def __getitem__(self, at: slice) -> "Rows": ...
    def __getitem__(self, at: int | slice) -> "Kept | Rows":
        if isinstance(at, slice):
            return self.take(at)
        place = range(len(self))[at]
        return next(iter(self[place : place + 1]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


def _or_none(numbers: Floats) -> list[float | None]:
    found: list[float | None] = numbers.tolist()
    for at in np.flatnonzero(np.isnan(numbers)):
        found[at] = None
    return found
