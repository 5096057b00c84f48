import numpy as np
import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.explore.spine import spine_groups, spread_of
from apps.scores.queries import area_profile

ADDRESS = "/areas/upper/ambleton/indicators/"


@pytest.fixture
def rows(small_world):
    groups = spine_groups(area_profile(small_world.areas["Ambleton"], "upper"))
    return {row.reading.code: row for group in groups for row in group.rows}


def test_a_spread_is_of_the_figures_that_are_known():
    spread = spread_of(np.array([1.0, np.nan, 2.0, 3.0, 4.0, 10.0]))

    assert (spread.low, spread.quarter, spread.average, spread.three_quarters, spread.high) == (1, 2, 4, 4, 10)
    assert spread_of(np.array([np.nan])) is None


def test_figures_are_held_to_those_of_the_group_and_not_of_areas_outside_it(rows, small_world):
    inside = [area_profile(small_world.areas[name], "upper") for name in small_world.areas if name[0] in "ABCDEN"]
    figures = [profile.find("smoking").value for profile in inside]

    row = rows["smoking"]

    assert (row.spread.low, row.spread.high, row.known) == (min(figures), max(figures), len(figures))
    assert row.spread.average == pytest.approx(sum(figures) / len(figures))
    assert row.region == pytest.approx(row.spread.average)


def test_what_counts_as_higher_is_to_the_right_and_is_said(rows, small_world, visitor):
    assert [rows[code].less_is_higher for code in ("smoking", "life-expectancy")] == [True, False]
    assertContains(visitor.get(ADDRESS), "Less scores higher.", count=1)


def test_one_headline_can_be_shown_alone(small_world, visitor):
    response = visitor.get(ADDRESS + "?headline=sustainability")

    assertContains(response, 'href="/areas/upper/ambleton/recycling/"')
    assertNotContains(response, 'href="/areas/upper/ambleton/smoking/"')


def test_an_area_outside_the_group_shows_why_it_has_no_figure_beside_the_groups(small_world, visitor):
    response = visitor.get("/areas/upper/tiny-isle/indicators/")

    assertContains(response, "uppressed")
    assertContains(response, '<svg class="spine"')


def test_the_page_asks_little_of_the_database(small_world, visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        visitor.get(ADDRESS)
