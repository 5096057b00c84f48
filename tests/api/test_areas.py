import pytest
from django.test import Client

from apps.areas.models import Area
from apps.areas.queries import find_areas
from tests.factories.areas import AreaFactory


def names(answer):
    return [area["name"] for area in answer.json()["items"]]


def test_the_list_holds_every_area_by_name(small_world, ask):
    assert names(ask("areas/")) == list(Area.objects.order_by("name").values_list("name", flat=True))


@pytest.mark.parametrize("tier", ["upper", "district"])
def test_a_tier_holds_its_areas(tier, small_world, ask):
    assert set(names(ask("areas/", tier=tier))) == {area.name for area in Area.objects.of_tier(tier)}


@pytest.mark.parametrize("region", ["South West", "south west", "E12000009"])
def test_a_region_goes_by_name_or_code(region, small_world, ask):
    assert names(ask("areas/", region=region)) == ["Tiny Isle"]


@pytest.mark.parametrize("text", ["vale", "amble", "old amble", "CASTLE", "zzz"])
def test_words_find_what_the_pages_find(text, small_world, ask):
    assert names(ask("areas/", q=text)) == [match.area.name for match in find_areas(text, limit=100)]


def test_pages_are_parts_of_the_whole(small_world, ask):
    whole = names(ask("areas/"))
    parts = [ask("areas/", per_page=4, page=page) for page in (1, 2, 3)]

    assert [name for part in parts for name in names(part)] == whole
    assert parts[1].json()["paging"] == {"page": 2, "pages": 3, "per_page": 4, "total": 10}


def test_a_page_past_the_last_is_a_problem(small_world, problem):
    assert problem("areas/", 404, page=2) == "There is no page 2: the last one is 1."
    assert "can be 1000 at most" in problem("areas/", 400, per_page=1001)


def test_one_area_is_told_in_full(small_world, ask):
    area = small_world.areas["Ferndale"]

    told = ask(f"areas/{area.code.lower()}/").json()["area"]

    assert (told["code"], told["tiers"], told["county"]) == (
        area.code,
        ["district"],
        small_world.areas["Northshire"].code,
    )
    assert told["population"] == area.population


def test_the_page_of_an_area_can_be_followed(small_world, ask):
    told = ask(f"areas/{small_world.areas['Dunmere'].code}/").json()["area"]

    assert Client().get(told["page"]).status_code == 200


def test_a_former_code_says_what_became_of_it(small_world, problem):
    sentence = problem("areas/E07800001/", 404)

    assert sentence == (
        f"E07800001, Old Ambleton, is no longer in force. Ask for Ambleton ({small_world.areas['Ambleton'].code})."
    )


def test_an_unknown_code_says_where_the_list_is(small_world, problem):
    assert problem("areas/nowhere/", 404) == "No area has this code. The list is at /api/v1/areas/."


def test_the_number_of_questions_to_the_database_does_not_grow_with_areas(
    small_world, ask, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4) as few:
        ask("areas/")
    AreaFactory.create_batch(40)

    with django_assert_num_queries(len(few)):
        ask("areas/")
