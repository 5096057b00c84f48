import pytest

from apps.figures.models import SnapshotSeries


@pytest.mark.parametrize(
    ("notes", "basis"),
    [
        ({}, ""),
        ({"E1": {"absence": "suppressed"}}, ""),
        ({"E1": {"basis": "published"}}, ""),
        ({"E1": {"basis": "recoded"}}, ""),
        ({"E1": {"basis": "merged"}}, "merged"),
        ({"E2": {"basis": "merged"}}, ""),
    ],
)
def test_under_its_former_code_an_area_was_the_same_area(notes, basis):
    assert SnapshotSeries(notes=notes).basis_of("E1") == basis
