"""Writes figures held by columns into the long table, past the models."""

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from apps.areas.models import Area
from apps.common.bulk import Column, Real, Text, Whole, copy_columns
from apps.figures.columns import Columns
from apps.figures.models import Figure, Import

INSERT = (
    "INSERT INTO figures_figure "
    "(imported_id, area_id, element_code, period, value, lower, upper, absence, basis) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
#: Rows written at a time, on SQLite and on PostgreSQL: a step takes well below 0.3 s.
STEP, STEP_OF_COPY = 2_000, 20_000


def step_of_writing() -> int:
    """How many rows one transaction may write here."""
    return STEP_OF_COPY if connection.vendor == "postgresql" else STEP


def area_ids(rows: Columns) -> NDArray[np.int64]:
    """The key of each area by the number that columns have for it; 0 for one that is not there."""
    known = dict(Area.objects.values_list("code", "pk"))
    return np.array([known.get(code, 0) for code in rows.names.areas.texts()], np.int64)


def in_order_of_index(rows: Columns) -> Columns:
    """The rows by area and period, as the index has them: so they come into it a third sooner."""
    # Areas have their numbers in order of their codes, as they have their keys.
    return rows.take(np.argsort(rows.keys(), kind="stable"))


def write_figures(imported: Import, rows: Columns, areas: NDArray[np.int64]) -> None:
    """Write figures of an import; `areas` by `area_ids`."""
    if connection.vendor == "postgresql":
        copy_columns(Figure._meta.db_table, figure_columns(imported, rows, areas))
        return
    code, ids = imported.element_code, areas[rows.area].tolist()
    records = [(imported.pk, area, code, row.period, *row.cell) for area, row in zip(ids, rows.kept(), strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, records)


def figure_columns(imported: Import, rows: Columns, areas: NDArray[np.int64]) -> list[Column]:
    """What stands in the columns of the table, for figures of an import."""
    names, alike = rows.names, np.zeros(len(rows), np.int64)
    return [
        Whole("imported_id", alike + imported.pk),
        Whole("area_id", areas[rows.area]),
        Text("element_code", alike, [imported.element_code]),
        Text("period", rows.period.astype(np.int64), names.periods.texts()),
        Real("value", rows.value),
        Real("lower", rows.lower),
        Real("upper", rows.upper),
        Text("absence", rows.absence.astype(np.int64), names.absences.texts()),
        Text("basis", rows.basis.astype(np.int64), names.bases.texts()),
    ]
