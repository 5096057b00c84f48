"""The check of a release by whole columns: what it finds is what `checking.check` finds, row by row, to the last field.

Rows that are plainly right are told apart by columns; only the others, and periods in which something may be odd, are
given to the code that looks at each row and knows what to say.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.figures.checking import Findings, Kept, Known, Reader, Report, shapes_of, without_doubles
from apps.figures.columns import Columns, Names, Rows, columns_of
from apps.figures.faults import TOO_LARGE
from apps.figures.fields import Fields, Flags, Floats, Ints, Lookup
from apps.figures.moves import oddities_by_columns
from apps.figures.release import LINE, check_complete
from apps.figures.stream import PlainLines, Stream

#: Periods beyond these are found one by one.
_MOST_LOOKED_UP = 100_000
_DOUBLES_AT_ONCE = 20_000
_PUBLISHED = "published"


@dataclass(frozen=True)
class Screened(Report):
    """A report whose rows are held by columns."""

    new: Rows
    revised: Rows


def screen(
    stream: Stream,
    known: Known,
    current: Columns,
    *,
    oddities: bool = True,
    tell: Callable[[int], None] = lambda rows: None,
) -> Screened:
    """Check what is left to read of a release against `current`, which takes the place of `known.current`.

    `tell` is told now and then how many rows were read. Raises UnreadableRelease.
    """
    findings = Findings()
    kept, rows = _read(stream, known, current, findings, tell)
    check_complete(stream.header, stream.columns, rows)
    kept = _without_doubles(kept, findings)
    before = _in_force(kept, current)
    new = before < 0
    revised = ~new
    revised[revised] = ~kept.take(revised).same(current.take(before[revised]))
    # Most often all are new: then they need not be held twice.
    fresh = Rows(kept if new.all() else kept.take(new))
    other = Rows(kept.take(revised), current.take(before[revised]))
    if oddities:
        findings.note(oddities_by_columns(fresh, other, current, known))
    return Screened(
        rows=rows,
        refused=findings.refused(),
        unchanged=len(kept) - len(fresh) - len(other),
        new=fresh,
        revised=other,
        findings=findings.listed(),
    )


def _read(
    stream: Stream, known: Known, current: Columns, findings: Findings, tell: Callable[[int], None]
) -> tuple[Columns, int]:
    """The rows that are kept, doubles among them, and how many there were in all."""
    names = current.names
    held = names.periods.texts()
    reader = Reader(known, shapes_of(held[period] for period in np.unique(current.period)))
    sieve = _Sieve(stream, known, reader, names)
    kept = Columns.room(names, stream.most_rows)
    end = rows = 0
    for part in stream.parts:
        if isinstance(part, PlainLines):
            found, count = sieve.sift(part, findings)
        else:
            read, faults = reader.read(part)
            findings.refuse(faults)
            found, count = columns_of(names, read), len(part)
        end, rows = kept.put(end, found), rows + count
        tell(rows)
    return kept.take(slice(end)), rows


class _Sieve:
    """Tells the rows that are plainly right from those that have to be looked at."""

    def __init__(self, stream: Stream, known: Known, reader: Reader, names: Names) -> None:
        self._stream, self._known, self._reader, self._names = stream, known, reader, names
        self._places = {name: at for at, name in enumerate(stream.columns)}
        self._areas, self._periods, self._absences, self._bases = Lookup(), Lookup(), Lookup(), Lookup()
        good = sorted(code for code in known.areas.by_code if not reader.of_area(code))
        self._areas.add({code: names.areas.number(code) for code in good})
        self._absences.add({text: names.absences.number(text) for text in sorted(known.absences)})
        self._bases.add({text: names.bases.number(text) for text in sorted(known.bases)})
        self._published = names.bases.number(_PUBLISHED) if _PUBLISHED in known.bases else -1

    def sift(self, lines: PlainLines, findings: Findings) -> tuple[Columns, int]:
        """The rows of some lines that are kept, and how many rows there were in all; faults go to `findings`."""
        fields = Fields(lines.content, len(self._stream.columns))
        found, plain = self._plain(fields, lines.first)
        keep = np.zeros(len(fields.starts), np.bool_)
        keep[fields.whole[plain]] = True
        if keep.all():
            return found, len(keep)
        others = np.flatnonzero(~keep)
        whole = Columns.room(self._names, len(keep))
        for mine, its in zip(whole.arrays(), found.arrays(), strict=True):
            mine[fields.whole] = its
        read, at, count = self._one_by_one(fields, lines.first, others, findings)
        for mine, its in zip(whole.arrays(), columns_of(self._names, read).arrays(), strict=True):
            mine[at] = its
        keep[at] = True
        return whole.take(keep), len(keep) - len(others) + count

    def _one_by_one(
        self, fields: Fields, first: int, others: NDArray[np.intp], findings: Findings
    ) -> tuple[list[Kept], list[int], int]:
        kept: list[Kept] = []
        places: list[int] = []
        count = 0
        for at in others.tolist():
            row = self._stream.row_of(first + at, fields.line(at))
            if row is None:
                continue
            count += 1
            read, faults = self._reader.read([row])
            findings.refuse(faults)
            kept += read
            places += [at] * len(read)
        return kept, places, count

    def _plain(self, fields: Fields, first: int) -> tuple[Columns, Flags]:
        """The rows with all their cells, and which of them are plainly right."""
        area = self._areas.find(fields.texts(self._places["area"]))
        value, lower, upper, plain = self._numbers(fields)
        said, absence = self._said(fields, "absence", self._absences, 0)
        _, basis = self._said(fields, "basis", self._bases, self._published)
        plain &= (area >= 0) & (basis >= 0) & (absence >= 0) & (np.isnan(value) == said)
        line, good = self._lines(fields, first)
        plain &= good
        period = self._period(fields, plain)
        plain &= period >= 0
        room = Columns.room(self._names, len(plain))
        for mine, its in zip(room.arrays(), (line, area, period, value, lower, upper, absence, basis), strict=True):
            mine[:] = its
        return room, plain

    def _numbers(self, fields: Fields) -> tuple[Floats, Floats, Floats, Flags]:
        """Value and limits, and where they are plainly right."""
        limits, good = self._known.limits, np.ones(len(fields.whole), np.bool_)
        found = {name: np.full(len(good), np.nan) for name in ("value", "lower", "upper")}
        for name in found:
            if name in self._places:
                found[name], written = fields.numbers(self._places[name])
                good &= written | fields.empty(self._places[name])
        value, lower, upper = found.values()
        # Of what is nan no comparison holds.
        for each in found.values():
            good &= ~(np.abs(each) >= TOO_LARGE)
        if limits.minimum is not None:
            good &= ~(value < limits.minimum)
        if limits.maximum is not None:
            good &= ~(value > limits.maximum)
        good &= ~((lower > upper) | (lower > value) | (upper < value))
        good &= ~np.isnan(value) | (np.isnan(lower) & np.isnan(upper))
        return value, lower, upper, good

    def _said(self, fields: Fields, name: str, lookup: Lookup, otherwise: int) -> tuple[Flags, Ints]:
        """Where a column says something, and the number of what it says; -1 for what is not known."""
        if name not in self._places:
            return np.zeros(len(fields.whole), np.bool_), np.full(len(fields.whole), otherwise)
        said = ~fields.empty(self._places[name])
        if not said.any():
            return said, np.full(len(said), otherwise)
        return said, np.where(said, lookup.find(fields.texts(self._places[name])), otherwise)

    def _lines(self, fields: Fields, first: int) -> tuple[Ints, Flags]:
        own = first + fields.whole
        if LINE not in self._places:
            return own, np.ones(len(own), np.bool_)
        told, good = fields.wholes(self._places[LINE])
        empty = fields.empty(self._places[LINE])
        return np.where(good, told, own), good | empty

    def _period(self, fields: Fields, among: Flags) -> Ints:
        texts = fields.texts(self._places["period"])
        found = self._periods.find(texts)
        unknown = (found < 0) & among
        if unknown.any() and len(self._periods) < _MOST_LOOKED_UP:
            good = [text for text in texts.distinct(unknown) if not self._reader.of_period(text)]
            if good:
                self._periods.add({text: self._names.periods.number(text) for text in good})
                found = self._periods.find(texts)
        return found


def _without_doubles(kept: Columns, findings: Findings) -> Columns:
    """One row for each area and period; those that stand there more than once are looked at one by one."""
    keys = kept.keys()
    order = np.argsort(keys, kind="stable")
    again = np.diff(keys[order]) == 0
    if not again.any():
        return kept
    del keys
    drop = np.zeros(len(kept), np.bool_)
    for rows in _groups(order, again):
        doubled = list(kept.take(rows).kept())
        place = {id(row): int(at) for row, at in zip(doubled, rows, strict=True)}
        single, faults = without_doubles(doubled)
        findings.refuse(faults)
        drop[rows] = True
        drop[[place[id(row)] for row in single]] = False
    return kept.take(~drop)


def _groups(order: NDArray[np.intp], again: Flags) -> Iterator[NDArray[np.intp]]:
    """The rows that share a key, some runs at a time, those first whose second row comes first; in order of rows."""
    starts = np.flatnonzero(again & ~np.concatenate(([False], again[:-1])))
    stops = np.flatnonzero(again & ~np.concatenate((again[1:], [False]))) + 2
    by_second = np.argsort(order[starts + 1], kind="stable")
    starts, sizes = starts[by_second], (stops - starts)[by_second]
    for first in range(0, len(starts), _DOUBLES_AT_ONCE):
        part = slice(first, first + _DOUBLES_AT_ONCE)
        lengths = sizes[part]
        within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        yield np.sort(order[np.repeat(starts[part], lengths) + within])


def _in_force(kept: Columns, current: Columns) -> Ints:
    """For each row the place of what is in force for its area and period; -1 where nothing is."""
    if not len(current):
        return np.full(len(kept), -1)
    held, asked = current.keys(), kept.keys()
    order, turn = np.argsort(held), np.argsort(asked)
    found = np.empty(len(kept), np.int64)
    # What is asked in order is found much sooner.
    at = np.searchsorted(held[order], asked[turn])
    at[at == len(held)] = 0
    at = order[at]
    found[turn] = np.where(held[at] == asked[turn], at, -1)
    return found
