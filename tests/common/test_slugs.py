"""Readable addresses made from names."""

import pytest

from apps.areas.models import Area
from apps.common.slugs import free_slug
from tests.factories.areas import AreaFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ambleton together", "ambleton-together"),
        (" Loom, Ltd. ", "loom-ltd"),
        ("Ynys Môn", "ynys-mon"),
        ("50% & more", "50-more"),
        ("???", "unnamed"),
        ("", "unnamed"),
        ("北京", "unnamed"),
        ("x" * 200, "x" * 120),
        ("x" * 119 + " y", "x" * 119),
    ],
)
def test_an_address_is_made_from_a_name(name, slug):
    assert free_slug(name, Area.objects) == slug


def test_an_address_that_is_taken_gets_the_first_number_that_is_free():
    for slug in ("weft", "weft-2", "weft-4", "weft-and-warp"):
        AreaFactory(slug=slug)

    assert free_slug("Weft", Area.objects) == "weft-3"


def test_an_address_that_only_begins_alike_takes_nothing():
    AreaFactory(slug="weft-and-warp")

    assert free_slug("Weft", Area.objects) == "weft"


def test_signs_that_stand_for_any_letter_in_a_search_stand_for_themselves():
    AreaFactory(slug="weftxone")

    assert free_slug("weft_one", Area.objects) == "weft_one"


def test_many_of_one_name_each_have_their_own():
    for _ in range(12):
        AreaFactory(slug=free_slug("Weft", Area.objects))

    assert Area.objects.filter(slug__in=["weft", *(f"weft-{number}" for number in range(2, 13))]).count() == 12
