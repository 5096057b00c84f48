"""The registers: nothing in them of what is not published, few questions, and the indicators as readers see them."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from apps.access.checks import OPERATOR
from apps.figures.actions import withdraw_import
from apps.figures.models import Absence
from tests.asking import questions
from tests.factories.areas import AreaFactory
from tests.figures.vintages import bring, bring_vintage
from tests.world import NEW, row_of

ATOM = {"atom": "http://www.w3.org/2005/Atom"}
PAGES = [
    "/indicators/",
    "/indicators/?q=smok&tier=both&source=smoking-source",
    "/indicators/smoking/",
    "/indicators/recycling/",
    "/indicators/recycling/figures.csv",
    "/indicators/recycling/coverage.csv",
    "/sources/",
    "/sources/recycling-source/",
    "/releases/",
    "/releases/feed/",
]


def test_every_register_is_the_same_to_the_byte_and_may_be_kept(small_world):
    for address in PAGES:
        first, second = Client().get(address), Client().get(address)

        assert (address, first.status_code) == (address, 200)
        assert first.content == second.content
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert not first.cookies
        held = {"If-None-Match": first.headers["ETag"]}
        assert Client().get(address, headers=held).status_code == 304


def test_the_signed_in_keep_no_register(small_world, signed_in, steward):
    for address in PAGES:
        assert signed_in(steward).get(address).headers["Cache-Control"] == "private, no-store"


def test_what_is_loaded_but_not_published_changes_no_byte_of_any_register(small_world, visitor):
    before = {address: visitor.get(address) for address in PAGES}

    bring(small_world)
    after = {address: visitor.get(address) for address in PAGES}

    for address in PAGES:
        assert (address, after[address].content) == (address, before[address].content)
        assert after[address].headers["ETag"] == before[address].headers["ETag"]
    assert visitor.get("/sources/recycling-source-2/").status_code == 404


def test_what_is_withdrawn_but_not_published_changes_no_byte_of_any_register(small_world, visitor):
    later = bring(small_world)
    small_world.publish()
    before = {address: visitor.get(address).content for address in PAGES}

    withdraw_import(by=OPERATOR, imported=later)

    assert {address: visitor.get(address).content for address in PAGES} == before


@pytest.mark.django_db
def test_before_the_first_publication_the_registers_say_so(visitor):
    for address in ("/indicators/", "/sources/", "/releases/"):
        response = visitor.get(address)

        assertContains(response, "Nothing is published yet")
        assert response.headers["Cache-Control"] == "no-cache"
    assertNotContains(visitor.get("/releases/feed/"), "<entry>")
    for address in ("/indicators/smoking/", "/indicators/smoking/figures.csv", "/sources/smoking-source/"):
        assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/indicators/health/", "/indicators/nothing/coverage.csv", "/sources/nothing/"])
def test_what_is_no_indicator_or_no_source_is_not_found(address, small_world, visitor):
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize(("address", "most"), [(address, 10) for address in PAGES])
def test_a_register_asks_few_questions(address, most, small_world, visitor):
    AreaFactory.create_batch(30)
    bring(small_world)
    small_world.publish()

    assert questions(visitor, address) <= most


def test_a_register_asks_no_more_when_there_is_more(small_world, visitor):
    bring(small_world)
    small_world.publish()
    before = {address: questions(visitor, address) for address in PAGES}

    for year in range(2015, 2020):
        bring(small_world, year / 100, vintage=str(year))
        bring(small_world, 30, name="Dunmere", vintage=f"{year}-b", period=f"{year}-01-01/P1Y")
    small_world.publish()

    assert {address: questions(visitor, address) for address in PAGES} == before


def test_all_indicators_are_listed_under_their_domains_with_their_gaps(small_world, visitor):
    response = visitor.get("/indicators/")

    assertContains(response, "5 indicators of Small edition.")
    assertContains(response, '<a href="/indicators/smoking/">Smoking</a>', html=True)
    assertContains(response, '<a href="#happiness">Happiness</a>', html=True)
    assertContains(response, "For 1 element nothing is measured")
    assertContains(response, "Nothing is measured here yet: no usable open figures were found.")
    assert response.content.index(b'id="health"') < response.content.index(b'id="place"')


def test_an_indicator_is_listed_with_how_many_areas_have_a_figure(small_world, visitor):
    response = visitor.get("/indicators/?q=bus")

    assertContains(response, "upper tier: 6 of 7")
    assertNotContains(response, "district: ")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=SMOK", ["smoking"]),
        ("q=air clean", ["clean-air"]),
        ("q=mortality", ["life-expectancy", "smoking"]),
        ("tier=upper", ["bus-trips"]),
        ("source=recycling-source", ["recycling"]),
        ("q=smoking&tier=upper", []),
        ("q=happiness", []),
    ],
)
def test_indicators_are_found_by_words_tier_and_source(query, found, small_world, visitor):
    response = visitor.get(f"/indicators/?{query}")

    listed = [entry.element.code for group in response.context.get("groups", []) for entry in group.entries]
    assert listed == found


def test_a_gap_is_found_by_its_name(small_world, visitor):
    response = visitor.get("/indicators/?q=happiness")

    assertContains(response, "0 of 5 indicators fit.")
    assertContains(response, 'id="happiness"')


def test_where_no_indicator_fits_the_way_back_is_shown(small_world, visitor):
    response = visitor.get("/indicators/?q=zebra")

    assertContains(response, "No indicator fits")
    assertContains(response, 'href="/indicators/"')


def test_a_choice_that_is_not_offered_is_told_and_not_heeded(small_world, visitor):
    response = visitor.get("/indicators/?source=elsewhere&tier=moon")

    assertContains(response, "There is no such tier.")
    assertContains(response, "No figures that are shown come from that.")
    assertContains(response, "5 indicators of Small edition.")


def test_an_indicator_says_what_it_is_and_where_it_is_from(small_world, visitor):
    response = visitor.get("/indicators/smoking/")

    for words in (
        "It matters.",
        "per cent",
        "Less counts as higher: a lower figure makes a higher score.",
        "Districts and upper tier",
        "Contains public sector information.",
        "No figure comes with 95% limits",
        "Its figures for 2024 are scored",
        "It counts for 50% of Mortality, which has 2 parts",
        "No figure of it has been revised.",
    ):
        assertContains(response, words)
    assertContains(response, '<a href="/sources/smoking-source/">Smoking, by area</a>', html=True)
    assertContains(response, 'href="/api/v1/figures/?element=smoking"')
    assertContains(response, 'href="/areas/district/ferndale/smoking/"')


def test_an_indicator_counts_its_figures_and_its_gaps_by_tier_and_period(small_world, visitor):
    response = visitor.get("/indicators/smoking/")

    upper, district = response.context["page"].tables
    assert [(line.period_label, line.scored, line.missing) for line in upper.lines] == [
        ("2024", True, (1,)),
        ("2023", False, (1,)),
    ]
    assert upper.kinds == (Absence.SUPPRESSED.label,)
    assert [(line.coverage.with_figure, line.coverage.areas, line.percent) for line in district.lines] == [
        (8, 9, 88),
        (8, 9, 88),
    ]
    assertContains(response, "8 of 9")


def test_a_figure_of_an_area_of_both_tiers_is_counted_once_among_all(small_world, visitor):
    page = visitor.get("/indicators/smoking/").context["page"]

    # Five areas of both tiers, a county and three districts, in two years.
    assert page.with_figure == 18
    assert [basis.counts for basis in page.bases] == [(12, 16, 18)]


def test_an_indicator_that_is_not_scored_says_why(small_world, visitor):
    areas = [area for area in small_world.areas.values() if area.in_upper]
    bring_vintage(small_world, "bus-trips", "2026", [row_of(area.code, NEW, 7) for area in areas])
    small_world.publish()

    assertContains(visitor.get("/indicators/bus-trips/"), "Not used in any score. All areas have the same figure")
    assertContains(visitor.get("/indicators/?q=bus"), "not scored")


def test_a_published_revision_is_told_from_old_to_new(small_world, visitor):
    bring(small_world, 55.5)
    small_world.publish()

    response = visitor.get("/indicators/recycling/")

    assertContains(response, "What the release of 2026 revised")
    (told,) = response.context["page"].revised
    assert told.changes == (("Ambleton", "2024", 30.5, 55.5),)
    assertContains(response, "Vintages: 2026; 2025")
    assertContains(response, f'id="release-{small_world.imports["recycling"].pk}"')


def test_each_figure_of_an_area_leads_to_the_release_it_came_with_and_to_its_source(small_world, visitor):
    address = reverse("explore:element", args=["upper", "ambleton", "recycling"])
    later = bring(small_world)
    small_world.publish()

    response = visitor.get(address)

    assertContains(response, f'<a href="/indicators/recycling/#release-{later.pk}">2026</a>', html=True)
    assertContains(response, '<a href="/sources/recycling-source/">Recycling, by area</a>', html=True)


@pytest.mark.parametrize("address", ["/", "/about/", "/method/", "/releases/"])
def test_the_registers_are_found_from_where_a_reader_looks(address, small_world, visitor):
    response = visitor.get(address)

    assertContains(response, 'href="/indicators/"')
    assertContains(response, 'href="/sources/"')
    assertContains(response, 'href="/releases/"')
