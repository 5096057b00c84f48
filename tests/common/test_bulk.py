import struct

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from apps.activity.models import Event
from apps.common.bulk import Real, Text, Whole, add_rows, binary_rows
from apps.figures.models import Snapshot, SnapshotSeries


@pytest.fixture
def snapshot(db):
    return Snapshot.objects.create(sha256="0" * 64, areas=["E06000001"])


def series(snapshot, code="smoking", **fields):
    values = {"period": "2024-01-01/P1Y", "values": b"\x00\x01\\\n\t'", "notes": {"E06000001": {"basis": "merged “x”"}}}
    return SnapshotSeries(snapshot=snapshot, element_code=code, **values | fields)


def test_rows_are_there_as_they_were_given(snapshot):
    count = add_rows(series(snapshot, code) for code in ("smoking", "clean-air", "ice\tand\nfire"))

    assert count == 3
    found = SnapshotSeries.objects.get(element_code="ice\tand\nfire")
    assert bytes(found.values) == b"\x00\x01\\\n\t'"
    assert found.lower is None
    assert found.notes == {"E06000001": {"basis": "merged “x”"}}


def test_nothing_is_nothing(db):
    assert add_rows([]) == 0


def test_a_row_that_is_there_already_stops_all_of_them(snapshot):
    add_rows([series(snapshot)])

    with pytest.raises(IntegrityError), transaction.atomic():
        add_rows([series(snapshot, "clean-air"), series(snapshot)])

    assert SnapshotSeries.objects.count() == 1


def test_every_sort_of_column_of_an_event_can_be_added(steward):
    add_rows([Event(verb="import.loaded", actor=steward, subject_kind="import", subject_id=1, details={"new": 3})])

    assert Event.objects.latest("pk").details == {"new": 3}
    assert Event.objects.latest("pk").at is not None


def test_rows_held_by_columns_are_laid_out_as_copy_reads_them():
    columns = [
        Whole("area_id", np.array([7, 8, 2**40])),
        Real("value", np.array([1.5, np.nan, -0.25])),
        Text("period", np.array([0, 1, 1]), ["2024", "2024-03-21é"]),
        Text("absence", np.array([0, 1, 0]), ["", "suppressed"]),
    ]

    rows = read_back(b"".join(binary_rows(columns)))

    assert sorted(rows, key=lambda row: row[0]) == [
        (7, 1.5, "2024", ""),
        (8, None, "2024-03-21é", "suppressed"),
        (2**40, -0.25, "2024-03-21é", ""),
    ]


def test_no_rows_are_laid_out_as_nothing():
    assert list(binary_rows([Whole("area_id", np.zeros(0, np.int64)), Real("value", np.zeros(0))])) == []


def read_back(content):
    """Rows of COPY's binary form: a number, a number or NULL, and two texts."""
    rows, at = [], 0
    while at < len(content):
        (fields,) = struct.unpack_from(">h", content, at)
        at, cells = at + 2, []
        for _ in range(fields):
            (length,) = struct.unpack_from(">i", content, at)
            at += 4
            cells.append(None if length < 0 else content[at : at + length])
            at += max(length, 0)
        whole, real, *texts = cells
        number = None if real is None else struct.unpack(">d", real)[0]
        rows.append((struct.unpack(">q", whole)[0], number, *(text.decode() for text in texts)))
    return rows
