"""Snapshots: the current figures, packed and known by their hash, so that a run can name exactly what it saw.

The hash is of areas, codes, periods, float64 bytes and notes only: no row numbers, no order of rows, no dates. The same
figures give the same snapshot in any database.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from django.db import transaction
from django.db.models import QuerySet
from numpy.typing import NDArray

from apps.areas.models import Area
from apps.common.bulk import add_rows
from apps.figures.models import Basis, Snapshot, SnapshotSeries
from apps.figures.queries import CurrentRow, current_rows

Floats = NDArray[np.float64]
Notes = dict[str, dict[str, str]]
_PACKED = np.dtype("<f8")


@dataclass(frozen=True, eq=False)
class Series:
    """One indicator and period for all areas of a snapshot, in their order; nan where there is no figure."""

    code: str
    period: str
    values: Floats
    lower: Floats | None
    upper: Floats | None
    notes: Notes


@dataclass(frozen=True, eq=False)
class PackedFigures:
    """What a snapshot holds: areas in order, and series in order of code and period."""

    areas: tuple[str, ...]
    series: tuple[Series, ...] = field(default=())

    def sha256(self) -> str:
        """The hash of the content."""
        digest = hashlib.sha256(_canonical(list(self.areas)))
        for series in self.series:
            digest.update(_canonical([series.code, series.period, series.notes]))
            for array in (series.values, series.lower, series.upper):
                digest.update(b"-" if array is None else pack(array))
        return digest.hexdigest()

    def by_code(self) -> dict[str, list[Series]]:
        """The series of each indicator."""
        return {code: list(group) for code, group in groupby(self.series, key=lambda series: series.code)}


@dataclass(frozen=True, eq=False)
class SeriesTable:
    """The figures of some indicators that a snapshot holds, without limits and notes: read in one go for a page.

    `values` (series, areas): a row for each of `keys` (code and period), a column for each of `areas`; nan where there
    is no figure.
    """

    areas: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    values: Floats

    def of_areas(self, codes: Iterable[str]) -> Floats:
        """The columns of some areas, in the order asked for. Raises KeyError for an area that is not there."""
        position = {code: index for index, code in enumerate(self.areas)}
        return self.values[:, np.array([position[code] for code in codes], dtype=int)]


def pack(array: Floats) -> bytes:
    """Little-endian float64 with one kind of nan and one kind of zero, so that equal figures are equal bytes."""
    clean = np.where(np.isnan(array), np.nan, array + 0.0)
    return clean.astype(_PACKED).tobytes()


def unpack(content: bytes | memoryview) -> Floats:
    """The array that `pack` packed."""
    return np.frombuffer(bytes(content), dtype=_PACKED).astype(np.float64)


def gather_figures(codes: Collection[str], imports: Collection[int] | None = None) -> PackedFigures:
    """The current figures of some indicators, or those of some imports, for every area there is. Reads only."""
    areas = tuple(sorted(Area.objects.values_list("code", flat=True)))
    return pack_rows(areas, current_rows(codes, imports=imports))


def gather_changed(
    former: Snapshot, codes: Collection[str], imports: Collection[int], changed: Collection[str]
) -> PackedFigures:
    """The same as `gather_figures`, reading only the indicators whose imports `changed` since a snapshot of them.

    The rest is taken over from the snapshot as it was packed. With other areas than then, all is read anew.
    """
    areas = tuple(sorted(Area.objects.values_list("code", flat=True)))
    if tuple(former.areas) != areas:
        return gather_figures(codes, imports)
    same = set(codes) - set(changed)
    kept = _read(former.series.filter(element_code__in=sorted(same)))
    fresh = pack_rows(areas, current_rows(set(codes) - same, imports=imports)).series
    return PackedFigures(areas, _in_order([*kept, *fresh]))


def pack_rows(areas: tuple[str, ...], rows: Iterable[CurrentRow]) -> PackedFigures:
    """Rows of current figures, in any order, as series over `areas`."""
    position = {code: index for index, code in enumerate(areas)}
    # Not sorted row by row: there are a hundred times as many rows as series.
    by_series: dict[tuple[str, str], list[CurrentRow]] = defaultdict(list)
    for row in rows:
        by_series[row[0], row[2]].append(row)
    series = (_series(*key, by_series[key], position) for key in sorted(by_series))
    return PackedFigures(areas, tuple(series))


def keep_snapshot(packed: PackedFigures) -> Snapshot:
    """The snapshot of `packed`: the one already kept, when the same figures were packed before."""
    sha256 = packed.sha256()
    with transaction.atomic():
        snapshot, made = Snapshot.objects.get_or_create(sha256=sha256, defaults={"areas": list(packed.areas)})
        if made:
            add_rows(_row(snapshot, series) for series in packed.series)
    return snapshot


def take_snapshot(codes: Collection[str]) -> Snapshot:
    """Pack the current figures of some indicators and keep them; the same figures give the same snapshot."""
    return keep_snapshot(gather_figures(codes))


def read_series(snapshot: Snapshot) -> PackedFigures:
    """What a snapshot holds, as it was packed."""
    return PackedFigures(tuple(snapshot.areas), _in_order(_read(snapshot.series.all())))


def read_table(snapshot: Snapshot, codes: Iterable[str]) -> SeriesTable:
    """All periods of some indicators, in no order: one query, unpacked at once."""
    rows = list(
        snapshot.series.filter(element_code__in=sorted(set(codes))).values_list("element_code", "period", "values")
    )
    values = unpack(b"".join(packed for _code, _period, packed in rows)).reshape(len(rows), len(snapshot.areas))
    return SeriesTable(tuple(snapshot.areas), tuple((code, period) for code, period, _packed in rows), values)


def _read(rows: QuerySet[SnapshotSeries]) -> list[Series]:
    columns = ("element_code", "period", "values", "lower", "upper", "notes")
    return [
        Series(code, period, unpack(values), _maybe(lower), _maybe(upper), notes)
        for code, period, values, lower, upper, notes in rows.values_list(*columns)
    ]


def _in_order(series: Iterable[Series]) -> tuple[Series, ...]:
    return tuple(sorted(series, key=lambda each: (each.code, each.period)))


def _series(code: str, period: str, cells: list[CurrentRow], position: dict[str, int]) -> Series:
    table = np.full((3, len(position)), np.nan)
    _, areas, _, *numbers, absences, bases = zip(*cells, strict=True)
    # A number that is None becomes nan.
    table[:, [position[area] for area in areas]] = np.array(numbers, dtype=np.float64)
    told = zip(areas, absences, bases, strict=True)
    notes = {area: note for area, absence, basis in told if (note := _note(absence, basis))}
    limits = [None if np.isnan(row).all() else row for row in table[1:]]
    return Series(code, period, table[0], limits[0], limits[1], dict(sorted(notes.items())))


def _note(absence: str, basis: str) -> dict[str, str]:
    note = {"absence": absence} if absence else {}
    if basis != Basis.PUBLISHED:
        note["basis"] = basis
    return note


def _row(snapshot: Snapshot, series: Series) -> SnapshotSeries:
    return SnapshotSeries(
        snapshot=snapshot,
        element_code=series.code,
        period=series.period,
        values=pack(series.values),
        lower=None if series.lower is None else pack(series.lower),
        upper=None if series.upper is None else pack(series.upper),
        notes=series.notes,
    )


def _maybe(content: bytes | None) -> Floats | None:
    return None if content is None else unpack(content)


def _canonical(thing: object) -> bytes:
    return json.dumps(thing, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
