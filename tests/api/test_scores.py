import csv
import io

import pytest

from apps.scores.queries import area_profile, element_scores


def test_the_scores_of_an_area_are_those_of_its_page(small_world, ask):
    area = small_world.areas["Castle Vale"]
    profile = area_profile(area, "upper")

    answer = ask("scores/", area=area.code).json()

    by_code = {item["element"]: item for item in answer["items"]}
    assert len(by_code) == 11
    for code, item in by_code.items():
        reading = profile.find(code)
        assert (item["score"], item["coverage"], item["value"]) == (reading.score, reading.coverage, reading.value)
        assert (item["low"], item["high"]) == (reading.low, reading.high)
        assert item["band"] == (reading.band.step if reading.band else None)
        assert item["reason"] == (str(reading.reason) or None)
    assert by_code["health"]["low"] < by_code["health"]["score"] < by_code["health"]["high"]
    assert answer["tier"] == "upper"
    assert answer["group"]["name"] == "England, upper"


def test_an_area_of_both_tiers_can_be_asked_at_either(small_world, ask):
    area = small_world.areas["Castle Vale"]

    answer = ask("scores/", area=area.code, tier="district").json()

    assert answer["tier"] == "district"
    assert "bus-trips" not in {item["element"] for item in answer["items"] if item["score"] is not None}


def test_the_scores_of_an_element_are_those_of_its_page(small_world, ask):
    answer = ask("scores/", element="health", tier="district").json()

    expected = [(area.code, score, coverage) for area, score, coverage in element_scores("health", "district")]
    assert [(item["area"], item["score"], item["coverage"]) for item in answer["items"]] == expected
    assert len(expected) == 9


def test_an_area_outside_the_group_has_a_reason_and_no_score(small_world, ask):
    answer = ask("scores/", area=small_world.areas["Tiny Isle"].code).json()

    assert answer["in_group"] is False
    assert {item["score"] for item in answer["items"]} == {None}
    assert all(item["reason"] for item in answer["items"])


@pytest.mark.parametrize("query", [{"area": "Castle Vale"}, {"element": "health", "tier": "upper"}])
def test_columns_hold_what_rows_hold(query, small_world, ask):
    if "area" in query:
        query = {"area": small_world.areas[query["area"]].code}

    rows = ask("scores/", **query).json()["items"]
    columns = ask("scores/", shape="columns", **query).json()["columns"]

    assert [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)] == rows


def test_the_table_to_keep_holds_the_same_scores(small_world, ask):
    rows = ask("scores/", element="health", tier="upper").json()["items"]

    lines = ask("scores/", element="health", tier="upper", format="csv").content.decode().splitlines()

    kept = list(csv.DictReader(io.StringIO("\n".join(line for line in lines if not line.startswith("#")))))
    assert [row["score"] for row in kept] == ["" if row["score"] is None else str(row["score"]) for row in rows]


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ({}, 400, "Name an area or an element, one of the two."),
        ({"area": "E06000001", "element": "health"}, 400, "one of the two"),
        ({"element": "health"}, 400, "Say for which tier: upper, district."),
        ({"element": "luck", "tier": "upper"}, 404, "No element has this code"),
        ({"area": "E06999999"}, 404, "No area has this code"),
        ({"element": "health", "tier": "all"}, 400, "“tier” is one of: upper, district."),
    ],
)
def test_an_unclear_question_is_refused_in_a_sentence(query, status, sentence, small_world, problem):
    assert sentence in problem("scores/", status, **query)


def test_a_tier_that_an_area_does_not_belong_to_is_a_problem(small_world, problem):
    code = small_world.areas["Ferndale"].code

    assert problem("scores/", 404, area=code, tier="upper") == "Ferndale does not belong to this tier."


def test_few_questions_to_the_database_are_enough(small_world, ask, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        ask("scores/", area=small_world.areas["Dunmere"].code)
    with django_assert_max_num_queries(6):
        ask("scores/", element="health", tier="upper")
