import numpy as np
import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.areas.models import Likeness
from apps.explore.grid_scores import tier_table
from apps.explore.likeness import areas_like, nearest_by
from apps.scores.models import Publication
from apps.scores.queries import area_profile

ADDRESS = "/areas/upper/ambleton/like/"


@pytest.fixture
def named(small_world):
    """Two areas of the tier, one of the other and one in Wales are named as like Ambleton."""
    areas = [small_world.areas[name].code for name in ("Dunmere", "Ferndale", "Brackford")]
    Likeness.objects.create(
        area=small_world.areas["Ambleton"], kind="overall", codes=[areas[0], "W06000022", *areas[1:]]
    )
    return small_world


def test_the_nearest_are_those_with_the_smallest_distance_and_all_scores():
    scores = np.array([[5.0, 8.0, 6.0, np.nan, 5.0], [5.0, 9.0, 5.0, 5.0, 5.0]])

    apart, order = nearest_by(scores, 0)

    assert order == [4, 2, 1]
    assert apart[1] == pytest.approx(np.sqrt((9 + 16) / 2))


def test_areas_alike_come_in_the_publishers_order_with_what_they_are_alike_in(named, visitor):
    response = visitor.get(ADDRESS)

    body = response.content.decode()
    assert body.index("Dunmere") < body.index("Brackford")
    assertContains(response, "1 more was named that belongs to the other tier")
    assertContains(response, "1 more was named in Wales")
    assertContains(response, "Source: Office for National Statistics")
    assertContains(response, "/compare/upper/?area=ambleton&amp;area=dunmere")


def test_why_areas_are_alike_tells_both_scores_nearest_first(named):
    table, area = tier_table("upper"), named.areas["Ambleton"]

    first = areas_like(table, area, "overall").areas[0]

    here, there = (area_profile(named.areas[name], "upper") for name in ("Ambleton", "Dunmere"))
    petals = [element.code for element in (table.elements[row] for row in table.petals())]
    gaps = {code: abs(here.find(code).score - there.find(code).score) for code in petals}
    assert [pair.gap for pair in first.nearest] == pytest.approx(sorted(gaps.values())[:2])
    assert [pair.gap for pair in first.farthest] == pytest.approx(sorted(gaps.values(), reverse=True)[:2])
    assert first.nearest[0].mine == here.find(first.nearest[0].element.code).score


def test_by_chosen_elements_those_with_the_nearest_scores_come_first(small_world):
    table, area = tier_table("upper"), small_world.areas["Ambleton"]

    found = areas_like(table, area, "chosen", ["health", "clean-air"])

    scored = {name: area_profile(small_world.areas[name], "upper") for name in small_world.areas if name[0] in "ABCDEN"}
    mine = scored.pop("Ambleton")

    def apart(profile):
        return sum((profile.find(code).score - mine.find(code).score) ** 2 for code in ("health", "clean-air"))

    assert [each.area.name for each in found.areas] == sorted(scored, key=lambda name: apart(scored[name]))


def test_a_chosen_element_without_a_score_here_is_said_and_not_counted(small_world, visitor):
    response = visitor.get(ADDRESS + "?by=chosen&element=health&element=happiness")

    assertContains(response, "Not compared, as Ambleton has no score there:")
    assertContains(response, "5 areas, closest first")


def test_the_choice_is_in_the_address_and_stays_ticked(small_world, visitor):
    response = visitor.get(ADDRESS + "?by=chosen&element=health&element=nonsense")

    assertContains(response, 'name="element" value="health" checked')
    assertContains(response, "1 element in the address is not known here")


def test_an_area_of_which_nobody_named_any_says_so(small_world, visitor):
    response = visitor.get(ADDRESS + "?by=economic")

    assertContains(response, "The publisher names none for this area")
    assertNotContains(response, "closest first</h2>")


def test_an_area_that_is_not_scored_is_told_why_none_is_found_by_scores(small_world, visitor):
    assertContains(visitor.get("/areas/upper/tiny-isle/like/?by=chosen&element=health"), "It has no scores")


def test_before_anything_is_published_the_page_says_so(small_world, visitor):
    Publication.objects.all().delete()

    assertContains(visitor.get(ADDRESS), "No scores are published yet")


@pytest.mark.parametrize("address", ["/areas/upper/ferndale/like/", "/areas/upper/nowhere/like/"])
def test_a_tier_that_an_area_does_not_belong_to_has_no_such_page(small_world, visitor, address):
    assert visitor.get(address).status_code == 404


def test_the_page_asks_little_of_the_database(named, visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        visitor.get(ADDRESS)
