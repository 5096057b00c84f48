"""The page on which visitors try weights of their own."""

import re

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from tests.asking import questions
from tests.factories.areas import AreaFactory

HERE = "/what-if/upper/ambleton/"


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def scores(response, code):
    """By your weights, published and the difference, as one headline shows them."""
    page = response.content.decode()
    part = page[page.index(f'id="what-if-scores-{code}"') :]
    return re.findall(r"<b>([^<]+)</b>", part[: part.index("</dl>")])


def test_it_begins_as_published(small_world, visitor):
    response = visitor.get(HERE)

    mine, published, change = scores(response, "local-conditions")
    assert mine == published
    assert change == "0.00"
    assertContains(response, "All parts count as published until you change one.")
    assertNotContains(response, "These are your weights")


def test_weights_in_the_address_move_the_scores_and_are_marked_as_the_visitors_own(small_world, visitor):
    response = visitor.get(f"{HERE}?place=0")

    before, _, _ = scores(visitor.get(HERE), "local-conditions")
    mine, published, change = scores(response, "local-conditions")
    assert published == before
    assert mine != published
    assert change[0] in "+−"
    assertContains(response, "These are your weights, not the index’s")
    assertContains(response, "Place: none.")
    assertContains(response, "areas would be in another band")
    assertContains(response, f'href="{HERE}?place=0"')
    assertContains(response, f'<a href="{HERE}">Set all back as published</a>')
    assertContains(response, 'name="place" value="0" checked')


def test_a_change_is_answered_with_what_moves_and_the_shortest_address(small_world, visitor):
    response = visitor.get(f"{HERE}?health=1&place=2&recycling=1&bus-trips=1", headers={"HX-Request": "true"})

    assertNotContains(response, "<html")
    assertNotContains(response, "<form")
    assert response.headers["HX-Replace-Url"] == f"{HERE}?place=2"
    assert scores(response, "local-conditions") == scores(visitor.get(f"{HERE}?place=2"), "local-conditions")
    assert "by your weights, published" in text(response)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("place=nan", "“nan” is none of the weights to choose from, so Place counts as published."),
        ("place=inf", "“inf” is none of the weights"),
        ("place=-1", "“-1” is none of the weights"),
        ("place=1e9", "“1e9” is none of the weights"),
        ("place=", "“” is none of the weights"),
        ("place=" + "9" * 500, "9" * 40 + "…” is none of the weights"),
        ("place=%3Cscript%3E", "“&lt;script&gt;” is none of the weights"),
        ("place=%00", "is none of the weights"),
        ("nowhere=2", "The address names “nowhere”, which is no part of a headline here; it is not heeded."),
        ("a=1&b=2&c=3&d=4", "The address names 4 things that are no parts of a headline here (“a”, “b”, “c”, …)"),
        ("life-expectancy=2", "which is no part of a headline here"),
        (
            "health=0&place=0",
            "At least one part of Local conditions has to count, so all of its parts count as published.",
        ),
        ("mortality=0&happiness=0", "At least one part of Health has to count"),
    ],
)
def test_what_cannot_be_heeded_is_said_kindly_and_changes_nothing(query, said, small_world, visitor):
    response = visitor.get(f"{HERE}?{query}")

    assert response.status_code == 200
    assertContains(response, said)
    assert scores(response, "local-conditions") == scores(visitor.get(HERE), "local-conditions")


def test_more_than_an_address_may_hold_is_refused_without_breaking(small_world, visitor):
    query = "&".join(f"x{number}=1" for number in range(2000))

    assert visitor.get(f"{HERE}?{query}").status_code == 400


def test_a_part_that_loses_its_score_says_so_and_leaves_its_weight_to_the_others(small_world, visitor):
    # Of Health only the empty Happiness is left; Place, with half of the weight, then is the headline.
    response = visitor.get(f"{HERE}?mortality=0")

    told = text(response)
    place = re.search(r"Place (\d\.\d\d) 50% 50%", told)
    assert re.search(r"Health No score published: \d\.\d\d 50% 50%", told)
    assert scores(response, "local-conditions")[0] == place[1]


def test_what_has_no_score_as_published_is_said_where_it_is_weighed(small_world, visitor):
    assert "Happiness no score here" in text(visitor.get(HERE))


def test_too_little_coverage_by_the_visitors_weights_is_told_in_shares(small_world, visitor):
    # Health has half of its weight covered (happiness is empty); three times as much of it leaves a third of a half.
    response = visitor.get(f"{HERE}?happiness=3&health=3")

    assert "There are figures for 25% of the weight of its parts: at least 50% is needed for a score." in text(response)


def test_an_area_outside_the_group_is_told_why_there_is_nothing_to_move(small_world, visitor):
    response = visitor.get("/what-if/upper/tiny-isle/?place=2")

    assertContains(response, "Tiny Isle has no scores, as it is not in the group that is compared")
    # Only that of the masthead, to search.
    assertContains(response, "<form", count=1)


@pytest.mark.django_db
def test_before_anything_is_published_there_is_nothing_to_try(visitor):
    area = AreaFactory(name="Ambleton")

    assertContains(visitor.get(f"/what-if/upper/{area.slug}/"), "No scores are published yet")


@pytest.mark.parametrize("address", ["/what-if/upper/nowhere/", "/what-if/upper/ferndale/", "/what-if/moon/ambleton/"])
def test_what_is_no_area_of_the_tier_is_not_there(address, small_world, visitor):
    assert visitor.get(address).status_code == 404


def test_all_areas_are_a_table_by_name_that_keeps_the_weights(small_world, visitor):
    response = visitor.get(f"{HERE}?place=2&table=local-conditions")

    page = response.content.decode()
    names = re.findall(r'<th scope="row"><a href="[^"]*\?place=2">([^<]+)</a>', page)
    assert names == sorted(names)
    assert {"Ambleton", "Northshire"} <= set(names)
    assert "Tiny Isle" not in names
    assertContains(response, '<input type="hidden" name="table" value="local-conditions">')


def test_it_asks_few_questions_and_no_more_with_weights(small_world, visitor):
    plain = questions(visitor, HERE)

    assert plain <= 4
    assert questions(visitor, f"{HERE}?place=2&recycling=3") == plain


def test_two_anonymous_reads_of_the_same_weights_are_the_same_bytes(small_world):
    first, second = Client().get(f"{HERE}?place=2"), Client().get(f"{HERE}?place=2")

    assert first.content == second.content
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert not first.cookies
    assert first.headers["ETag"] != Client().get(HERE).headers["ETag"]


def test_an_areas_page_leads_there(small_world, visitor):
    assertContains(visitor.get("/areas/upper/ambleton/"), f'href="{HERE}"')
    assertNotContains(visitor.get("/areas/upper/tiny-isle/"), "/what-if/")
