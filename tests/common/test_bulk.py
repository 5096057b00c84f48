import pytest
from django.db import IntegrityError, transaction

from apps.activity.models import Event
from apps.common.bulk import add_rows
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
