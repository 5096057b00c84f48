"""An element across all areas: in an order that readers choose, never as a list of places won."""

import gzip
import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from apps.explore.elements import across, ordered, published_tier

HEALTH = "/elements/upper/health/"
PAGES = ["/elements/", HEALTH, "/elements/upper/smoking/?order=value", "/elements/district/bus-trips/"]


def _rows(response):
    body = response.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    return [re.sub(r"<[^>]+>|\s+", " ", row).split() for row in body.split("<tr")[1:]]


def _names(response):
    return re.findall(r'scope="row"><a href="[^"]+">([^<]+)', response.content.decode())


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_the_same_to_the_byte_and_asks_few_questions(
    address, small_world, visitor, django_assert_max_num_queries
):
    first = visitor.get(address)
    with django_assert_max_num_queries(10):
        second = Client().get(address)

    assert first.status_code == 200
    assert first.content == second.content
    assert second.headers["Cache-Control"] == "public, max-age=60"
    assert first.content.count(b"<h1") == 1
    assert not re.search(r"\b(rank|league|best|worst)", first.content.decode().lower().split("<main")[1])


@pytest.mark.parametrize("address", ["/elements/upper/nothing/", "/elements/parish/health/"])
def test_what_is_no_element_or_no_tier_is_not_found(address, small_world, visitor):
    assert visitor.get(address).status_code == 404


@pytest.mark.django_db
def test_before_the_first_publication_the_list_says_so(visitor):
    assertContains(visitor.get("/elements/"), "Nothing is published yet")
    assert visitor.get(HEALTH).status_code == 404


def test_the_list_leads_to_each_element_at_the_tiers_that_it_has(small_world, visitor):
    response = visitor.get("/elements/")

    assertContains(response, 'href="/elements/upper/bus-trips/"')
    assertNotContains(response, 'href="/elements/district/bus-trips/"')
    assertContains(response, 'href="/elements/district/smoking/"')
    assertContains(response, "nothing is measured here yet")


def test_areas_stand_by_name_at_first(small_world, visitor):
    assert _names(visitor.get(HEALTH)) == [
        "Ambleton", "Brackford", "Castle Vale", "Dunmere", "Eastwick", "Northshire", "Tiny Isle",
    ]  # fmt: skip


def test_an_order_by_value_is_asked_for_and_says_who_is_not_clearly_different(small_world, visitor):
    response = visitor.get(f"{HEALTH}?order=value")

    run_tier = published_tier("upper")
    known = across(run_tier, "health")
    draws = known.draws()
    lines = ordered(known.lines, "value", draws)
    scores = [line.number for line in lines if line.number is not None]
    assert scores == sorted(scores, reverse=True)
    assert _names(response) == [line.area.name for line in lines]
    for before, line in zip(lines, lines[1:], strict=False):
        assert line.beside == draws.clearly(line.area.code, before.area.code)
    assert {line.beside for line in lines} > {""}
    assertContains(response, "Clearly different are two areas")


def test_an_indicator_without_limits_says_that_near_figures_cannot_be_told_apart(small_world, visitor):
    assertContains(visitor.get("/elements/upper/smoking/?order=value"), "Its source gives no limits")


def test_an_indicator_has_its_figure_its_period_and_why_one_is_missing(small_world, visitor):
    response = visitor.get("/elements/upper/smoking/")

    assertContains(response, "for 2024")
    assertContains(response, "suppressed")
    assertContains(response, "Office of Figures")
    assertContains(visitor.get("/elements/district/bus-trips/"), "not collected at this tier")


def test_areas_can_be_narrowed_by_region_and_what_was_chosen_stays_in_the_form(small_world, visitor):
    response = visitor.get(f"{HEALTH}?region=E12000009")

    assert _names(response) == ["Tiny Isle"]
    assertContains(response, '<option value="E12000009" selected>')
    assertContains(visitor.get(f"{HEALTH}?region=E12000009&type=county"), "No area fits")


def test_a_choice_that_is_none_of_those_offered_narrows_nothing_and_is_said(small_world, visitor):
    response = visitor.get(f"{HEALTH}?region=E99&order=sideways")

    assert len(_names(response)) == 7
    assertContains(response, "There is no such region.")


def test_one_area_can_be_marked_on_the_line_on_the_map_and_in_the_table(small_world, visitor):
    response = visitor.get(f"{HEALTH}?area=dunmere&order=value")

    assertContains(response, "tile-marked", count=1)
    assertContains(response, "across-marked", count=1)
    assertContains(
        response, "Beside Dunmere, 0 score clearly higher, 4 clearly lower, and 1 are not clearly different."
    )
    assertContains(response, "scores clearly lower", count=4)
    assertContains(response, "The pin is Dunmere.")
    assertContains(response, 'href="/areas/upper/dunmere/health/"')
    assertContains(response, '<input type="hidden" name="area" value="dunmere">')
    assertNotContains(visitor.get(f"{HEALTH}?area=nowhere"), "tile-marked")


def test_every_area_has_a_tile_that_leads_to_the_element_in_it(small_world, visitor):
    response = visitor.get(HEALTH)

    assertContains(response, '<a href="/areas/upper/tiny-isle/health/" class="tile tile--0"')
    assert response.content.count(b'class="tile tile--') == 7


def test_an_element_in_an_area_leads_to_all_areas_with_this_one_marked(small_world, visitor):
    response = visitor.get(reverse("explore:element", args=["upper", "dunmere", "health"]))

    assertContains(response, 'href="/elements/upper/health/?area=dunmere"')


def test_home_shows_the_first_headline_and_offers_the_others(small_world, visitor):
    home = reverse("explore:home")

    response = visitor.get(home)
    other = visitor.get(f"{home}?of=sustainability&tier=district")

    assertContains(response, "Local conditions, area by area")
    assertContains(response, '<a href="/areas/upper/dunmere/" class="tile')
    assertContains(other, "Sustainability, area by area")
    assertContains(other, '<a href="/areas/district/ferndale/" class="tile')
    assert visitor.get(f"{home}?of=nothing&tier=parish").content.count(b"<svg") == response.content.count(b"<svg")


def test_the_page_weighs_little(small_world, visitor):
    assert len(gzip.compress(visitor.get(HEALTH).content)) < 10_000
