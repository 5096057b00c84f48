"""The figures in force of one indicator by columns: what whoever brings more is checked against."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np

from apps.areas.models import Area
from apps.figures.columns import Columns, Names
from apps.figures.models import Figure, Import

_AT_ONCE = 20_000
_FIELDS = ("imported_id", "area_id", "period", "value", "lower", "upper", "absence", "basis")


def current_columns(element_code: str, names: Names) -> Columns:
    """The current figures of an indicator, a row for each area and period; `line` says nothing."""
    loaded = Import.objects.filter(element_code=element_code, state=Import.State.LOADED)
    sequences = {pk: sequence or 0 for pk, sequence in loaded.values_list("pk", "sequence")}
    areas = {pk: names.areas.number(code) for pk, code in Area.objects.order_by("code").values_list("pk", "code")}
    # By the imports that are loaded: one that is being loaded is no part of it.
    rows = Figure.objects.filter(element_code=element_code, imported__in=list(sequences))
    found = iter(rows.values_list(*_FIELDS).iterator(chunk_size=_AT_ONCE))
    parts = []
    while batch := list(islice(found, _AT_ONCE)):
        parts.append(_part(batch, names, areas, sequences))
    return _latest(_joined(names, parts))


def _part(batch: Sequence[Any], names: Names, areas: dict[int, int], sequences: dict[int, int]) -> Columns:
    imported, area, period, value, lower, upper, absence, basis = zip(*batch, strict=True)
    part = Columns.room(names, len(batch))
    # The order of loading stands where a file has its lines.
    part.line[:] = [sequences[each] for each in imported]
    part.area[:] = [areas[each] for each in area]
    part.period[:] = names.periods.numbers(period)
    for column, numbers in ((part.value, value), (part.lower, lower), (part.upper, upper)):
        column[:] = np.array(numbers, np.float64)
    part.absence[:], part.basis[:] = names.absences.numbers(absence), names.bases.numbers(basis)
    return part


def _joined(names: Names, parts: Iterable[Columns]) -> Columns:
    held = list(parts)
    whole = Columns.room(names, sum(map(len, held)))
    at = 0
    for part in held:
        at = whole.put(at, part)
    return whole


def _latest(rows: Columns) -> Columns:
    """Of each area and period the figure that was loaded last."""
    keys = rows.keys()
    order = np.lexsort((rows.line, keys))
    last = np.diff(keys[order], append=-1) != 0
    return rows.take(np.sort(order[last])) if not last.all() else rows
