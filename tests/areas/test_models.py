"""What an area says of its tiers, and how things are called."""

import pytest

from apps.access.checks import OPERATOR
from apps.areas.actions import load_areas
from apps.areas.models import Area, Predecessor, ReferenceGroup

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "tiers"), [("E06000001", ["upper", "district"]), ("E07000008", ["district"]), ("E10000003", ["upper"])]
)
def test_an_area_belongs_to_its_tiers_the_upper_one_first(code: str, tiers: list[str]) -> None:
    load_areas(by=OPERATOR)

    area = Area.objects.get(code=code)

    assert area.tiers == tiers
    assert area.default_tier == tiers[0]


def test_things_are_called_by_their_names() -> None:
    load_areas(by=OPERATOR)

    assert str(Area.objects.get(code="E06000001")) == "Hartlepool"
    assert str(Predecessor.objects.get(code="E07000026")) == "Allerdale (E07000026)"
    assert str(ReferenceGroup.objects.get(code="england-upper")) == "English upper-tier areas"
