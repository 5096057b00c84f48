import random
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.access.checks import OPERATOR
from apps.areas.models import Area
from apps.figures.actions import withdraw_import
from apps.figures.models import Snapshot, SnapshotSeries
from apps.figures.queries import current_rows
from apps.figures.snapshots import gather_figures, pack, pack_rows, read_series, take_snapshot, unpack
from tests.world import NEW, SERIES, row_of

AREAS = ("E06000001", "E06000002", "E06000003")
ROWS = [
    ("air", "E06000001", "2024-01-01/P1Y", 1.5, 1.0, 2.0, "", "published"),
    ("air", "E06000003", "2024-01-01/P1Y", None, None, None, "suppressed", "published"),
    ("air", "E06000003", "2023-01-01/P1Y", 4.0, None, None, "", "merged"),
    ("homes", "E06000002", "2024-01-01/P1Y", -3.25, None, None, "", "published"),
]


def test_rows_become_series_over_all_areas():
    packed = pack_rows(AREAS, ROWS)

    assert [(series.code, series.period) for series in packed.series] == [
        ("air", "2023-01-01/P1Y"),
        ("air", "2024-01-01/P1Y"),
        ("homes", "2024-01-01/P1Y"),
    ]
    latest = packed.by_code()["air"][1]
    np.testing.assert_array_equal(latest.values, [1.5, np.nan, np.nan])
    np.testing.assert_array_equal(latest.upper, [2.0, np.nan, np.nan])
    assert latest.notes == {"E06000003": {"absence": "suppressed"}}
    assert packed.series[0].notes == {"E06000003": {"basis": "merged"}}
    assert packed.series[0].lower is None


def test_the_hash_of_known_figures_is_known():
    # Worked out without this code, from the bytes: it is the same in every database and on every machine.
    assert pack_rows(AREAS, ROWS).sha256() == "b65646a330af00c1b127714c4eb29833990911f30528310230c2b9ca06b5de5b"


def test_the_order_of_rows_changes_no_bit_of_the_hash():
    mixed = ROWS.copy()
    random.Random(4).shuffle(mixed)

    assert pack_rows(AREAS, mixed).sha256() == pack_rows(AREAS, ROWS).sha256()


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [(0, 0, "airs"), (0, 1, "E06000002"), (0, 2, "2024-01-02/P1Y"), (0, 3, 1.5000000000000002), (0, 4, 1.1),
     (0, 5, None), (0, 7, "joint"), (1, 6, "withdrawn")],
)  # fmt: skip
def test_whatever_changes_changes_the_hash(row, column, value):
    changed = [list(one) for one in ROWS]
    changed[row][column] = value

    assert pack_rows(AREAS, changed).sha256() != pack_rows(AREAS, ROWS).sha256()


@given(st.lists(st.floats(allow_nan=True, allow_infinity=False), max_size=20))
def test_what_is_packed_comes_back_bit_for_bit(values):
    array = np.array(values, dtype=float)

    again = unpack(pack(array))

    np.testing.assert_array_equal(again, array)
    assert pack(again) == pack(array)


def test_there_is_one_kind_of_gap_and_one_kind_of_zero():
    strange = np.array([struct.unpack("<d", b"\x01\0\0\0\0\0\xf8\xff")[0], -0.0])

    assert pack(strange) == pack(np.array([np.nan, 0.0]))


def test_the_same_figures_are_the_same_snapshot(small_world):
    first = take_snapshot(SERIES)
    kept = SnapshotSeries.objects.count()

    second = take_snapshot(list(SERIES))

    assert first == second == small_world.run.snapshot
    assert SnapshotSeries.objects.count() == kept


def test_a_snapshot_is_read_back_as_it_was_packed(small_world):
    packed = gather_figures(SERIES)

    again = read_series(take_snapshot(SERIES))

    assert again.sha256() == packed.sha256()
    assert again.areas == packed.areas == tuple(sorted(Area.objects.values_list("code", flat=True)))


def test_a_snapshot_holds_the_current_figures_of_what_it_was_asked(small_world):
    packed = gather_figures(["recycling"])

    assert packed.sha256() == pack_rows(packed.areas, reversed(list(current_rows(["recycling"])))).sha256()
    assert set(packed.by_code()) == {"recycling"}


def test_a_revision_makes_another_snapshot_and_taking_it_back_makes_the_first_again(small_world):
    area = small_world.areas["Ambleton"]
    first = take_snapshot(SERIES)
    later = small_world.bring("recycling", [row_of(area.code, NEW, 55.5)], release="2")

    second = take_snapshot(SERIES)
    withdraw_import(by=OPERATOR, imported=later)

    assert second != first
    assert take_snapshot(SERIES) == first
    assert Snapshot.objects.count() == 2
