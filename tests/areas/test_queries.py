"""Finding areas by code, address, and whatever someone types."""

import pytest

from apps.access.checks import OPERATOR
from apps.areas import queries
from apps.areas.actions import load_areas

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _areas() -> None:
    load_areas(by=OPERATOR)


@pytest.mark.parametrize(
    ("typed", "first", "former"),
    [
        ("hartlepool", "Hartlepool", ""),
        ("HULL", "Kingston upon Hull, City of", ""),
        ("city of bristol", "Bristol, City of", ""),
        ("Brighton & Hove", "Brighton and Hove", ""),
        ("saint helens", "St. Helens", ""),
        ("kings lynn", "King's Lynn and West Norfolk", ""),
        ("Léwes", "Lewes", ""),
        ("E08000038", "Barnsley", ""),
        ("E08000016", "Barnsley", "Barnsley"),
        ("aylesbury", "Buckinghamshire", "Aylesbury Vale"),
        ("Cumbria", "Cumberland", "Cumbria"),
        ("dorset", "Dorset", ""),
    ],
)
def test_what_is_typed_finds_the_area(typed: str, first: str, former: str) -> None:
    found = queries.find_areas(typed)

    assert (found[0].area.name, found[0].former_name) == (first, former)


def test_an_exact_name_comes_before_longer_ones() -> None:
    names = [match.area.name for match in queries.find_areas("sutton")]

    assert names == ["Sutton"]
    assert queries.find_areas("dorset")[0].area.name == "Dorset"


def test_both_areas_a_county_was_split_into_are_found_by_its_name() -> None:
    names = {match.area.name for match in queries.find_areas("northamptonshire")}

    assert names == {"North Northamptonshire", "West Northamptonshire"}


def test_only_areas_of_the_tier_asked_for_are_found() -> None:
    assert [match.area.name for match in queries.find_areas("cambridge", tier="district")] == [
        "Cambridge",
        "East Cambridgeshire",
        "South Cambridgeshire",
    ]
    assert [match.area.name for match in queries.find_areas("cambridge", tier="upper")] == ["Cambridgeshire"]


@pytest.mark.parametrize("typed", ["", "   ", "!?", "zzz"])
def test_what_fits_nothing_finds_nothing(typed: str) -> None:
    assert queries.find_areas(typed) == []


def test_no_more_than_the_limit_are_found_in_two_reads(django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        found = queries.find_areas("e", limit=5)

    assert len(found) == 5


def test_what_became_of_a_former_code_is_known() -> None:
    former = queries.former_codes()

    assert [area.name for area in former["E07000187"].areas] == ["Somerset"]
    assert former["E07000187"].ended == 2023
    assert {area.name for area in former["E10000006"].areas} == {"Cumberland", "Westmorland and Furness"}


def test_an_area_is_found_at_its_address() -> None:
    bristol = queries.area_or_none("bristol")

    assert bristol is not None
    assert bristol.name == "Bristol, City of"
    assert queries.area_or_none("atlantis") is None


def test_every_code_in_force_is_known() -> None:
    assert len(queries.area_by_code()) == 317
