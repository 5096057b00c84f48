import pytest
from pytest_django.asserts import assertContains

from apps.areas.models import Likeness
from apps.explore.grid import asked_of, grid_of
from apps.explore.grid_scores import tier_table
from apps.scores.queries import area_profile


@pytest.fixture
def shown(small_world):
    """The grid that an address asks for."""
    table = tier_table("upper")
    return lambda **query: grid_of(table, asked_of(table, query))


def names(grid):
    return [area.name for area in grid.areas]


def test_every_score_is_that_of_the_areas_own_page(shown, small_world):
    grid = shown(level="all")

    for area, scores in zip(grid.areas, grid.scores, strict=True):
        profile = area_profile(area, "upper")
        for element, score in zip(grid.elements, scores.tolist(), strict=True):
            assert score == profile.find(element.code).score or score != score


@pytest.mark.parametrize(
    ("level", "codes"),
    [
        ("headlines", ["local-conditions", "sustainability"]),
        ("", ["health", "place", "recycling", "bus-trips"]),
        ("subdomains", ["mortality", "happiness"]),
        ("indicators", ["life-expectancy", "smoking", "clean-air", "recycling", "bus-trips"]),
    ],
)
def test_each_level_shows_its_elements_in_published_order(shown, level, codes):
    assert [element.code for element in shown(level=level).elements] == codes


def test_areas_come_by_name_and_by_an_elements_scores_only_by_choice(shown):
    by_name, highest, lowest = shown(), shown(order="health"), shown(order="health", first="lowest")

    assert names(by_name) == sorted(names(by_name))
    scores = highest.scores[:, 0].tolist()
    assert scores == sorted(scores, reverse=True)
    assert names(lowest) != names(by_name)
    assert lowest.scores[:, 0].tolist() == sorted(scores)


def test_filters_keep_the_areas_that_fit(shown, small_world):
    Likeness.objects.create(
        area=small_world.areas["Ambleton"], kind="overall", codes=[small_world.areas["Dunmere"].code]
    )

    assert names(shown(type="county")) == ["Northshire"]
    assert names(shown(like="ambleton")) == ["Ambleton", "Dunmere"]
    assert names(shown(region="Nowhere")) == names(shown())


def test_an_order_by_scores_comes_with_the_note_that_near_ones_may_not_differ(small_world, visitor):
    response = visitor.get("/grid/upper/?order=health")

    assertContains(response, "are often not clearly different")
    assertContains(response, "aria-sort=descending")
    assertContains(response, 'href="?order=health&amp;first=lowest"')


def test_each_cell_leads_to_the_element_in_the_area(small_world, visitor):
    assertContains(visitor.get("/grid/district/"), '<a href="/areas/district/ferndale/health/">')


def test_nothing_that_fits_says_what_to_do(small_world, visitor):
    assertContains(visitor.get("/grid/upper/?type=county&like=ambleton"), "No area fits all of this")
    assertContains(visitor.get("/grid/upper/?like=atlantis"), "called “atlantis”")


def test_a_tier_that_is_none_has_no_grid(small_world, visitor):
    assert visitor.get("/grid/middle/").status_code == 404
    assert visitor.get("/grid/").url == "/grid/upper/"


def test_the_page_asks_little_of_the_database(small_world, visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        visitor.get("/grid/upper/?level=all&like=ambleton")
