import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.areas.models import Likeness
from apps.explore.comparing_areas import compare_areas
from apps.explore.grid_scores import tier_table
from apps.framework.models import Element
from apps.scores.models import Study
from apps.scores.queries import area_profile
from apps.scores.studies import told_apart

ADDRESS = "/compare/upper/?area=ambleton&area=brackford"


@pytest.fixture
def found(small_world):
    """Ambleton beside Brackford and Northshire."""
    table = tier_table("upper")
    areas = [area for area in table.areas if area.name in ("Ambleton", "Brackford", "Northshire")]
    return compare_areas(table, areas)


def test_scores_and_ranges_are_those_of_the_areas_own_pages(found, small_world):
    profile = area_profile(small_world.areas["Brackford"], "upper")

    for row in found.rows:
        reading = profile.find(row.element.code)
        assert (row.cells[1].score, row.cells[1].low, row.cells[1].high) == (reading.score, reading.low, reading.high)


def test_what_is_clearly_different_is_what_the_same_draws_say_pair_by_pair(found, small_world):
    tier = small_world.run.tiers.get(tier="upper")
    first, *others = found.areas

    for row in found.rows:
        for area, cell in zip(others, row.cells[1:], strict=True):
            shares = told_apart(tier, row.element.code, first.code, area.code)
            if row.element.level == Element.Level.INDICATOR or shares is None:
                assert cell.clearly == ""
            else:
                assert cell.share == max(shares)
                assert (cell.clearly == "lower", cell.clearly == "higher") == tuple(share >= 0.95 for share in shares)


def test_averages_are_plain_means_of_the_region_and_of_the_group(found, small_world):
    rows = {row.element.code: row for row in found.rows}

    profiles = [area_profile(small_world.areas[name], "upper") for name in small_world.areas if name[0] in "ABCDEN"]
    mean = sum(profile.find("health").score for profile in profiles) / len(profiles)
    assert [average.score for average in rows["health"].averages] == pytest.approx([mean, mean])


def test_areas_stand_beside_each_other_with_words_for_what_is_clear(small_world, visitor):
    response = visitor.get(ADDRESS + "&show=all")

    assertContains(response, "What is clearly different from Ambleton")
    assertContains(response, '<a class="nums" href="/areas/upper/brackford/smoking/">')


def test_without_draws_it_says_that_it_cannot_be_said(small_world, visitor):
    Study.objects.update(finished_at=None)

    response = visitor.get(ADDRESS)

    assertContains(response, "it cannot be said yet which differences are clear")
    assertNotContains(response, "clearly lower</span>")


def test_an_area_with_those_like_it(small_world, visitor):
    codes = [small_world.areas[name].code for name in ("Ferndale", "Dunmere", "Castle Vale")]
    Likeness.objects.create(area=small_world.areas["Ambleton"], kind="overall", codes=codes)

    response = visitor.get("/compare/upper/?area=ambleton&with=peers")

    assert [area.name for area in response.context["areas"]] == ["Ambleton", "Dunmere", "Castle Vale"]


def test_a_name_that_is_typed_is_added_and_stands_in_the_address(small_world, visitor):
    response = visitor.get(ADDRESS + "&add=dunmere")

    assertRedirects(response, ADDRESS + "&area=dunmere", fetch_redirect_response=False)


def test_an_area_of_the_other_tier_is_refused_with_the_reason(small_world, visitor):
    assertContains(visitor.get(ADDRESS + "&area=ferndale"), "Ferndale belongs to the other tier")
    assertContains(visitor.get(ADDRESS + "&add=ferndale"), "Ferndale has no scores in this tier")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("&area=tiny-isle", "Tiny Isle is in none of the published scores"),
        ("&area=atlantis", "there is no such area"),
        ("&area=castle-vale&area=dunmere&area=eastwick&area=northshire&area=ambleton", "Put first"),
        ("&add=brackford", "is compared already"),
        ("&add=atlantis", "Check the spelling"),
    ],
)
def test_what_cannot_be_done_is_said(small_world, visitor, query, said):
    assertContains(visitor.get(ADDRESS + query), said)


def test_only_what_is_clearly_different_can_be_asked_for(found):
    assert all(row.any_clear for row in found.shown("clear"))
    assert len(found.shown("all")) == len(found.rows) > len(found.shown(""))


def test_a_first_visit_asks_for_a_name(small_world, visitor):
    assertContains(visitor.get("/compare/upper/"), "Name an area to begin")
    assert visitor.get("/compare/middle/").status_code == 404


def test_the_page_asks_as_much_for_six_areas_as_for_two(small_world, visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        visitor.get(ADDRESS + "&area=castle-vale&area=dunmere&area=eastwick&area=northshire")
