import csv
import io

import pytest

from apps.scores.explaining import explain
from apps.scores.queries import area_profile


def test_a_score_is_explained_as_on_its_page(small_world, ask):
    area = small_world.areas["Castle Vale"]
    found = explain(area_profile(area, "upper"), "local-conditions")

    answer = ask("explanations/", area=area.code, element="local-conditions").json()

    items = {item["element"]: item for item in answer["items"]}
    assert list(items) == [each.reading.code for each in found.everything()]
    for each in found.everything():
        item = items[each.reading.code]
        assert (item["score"], item["share"], item["adds"]) == (each.reading.score, each.share, each.adds)
    assert items["smoking"]["before_cap"] == items["smoking"]["score"]
    assert items["smoking"]["capped"] is False
    assert items["health"]["z"] is None


def test_an_explanation_is_there_as_a_table_too(small_world, ask):
    answer = ask("explanations/", area=small_world.areas["Castle Vale"].code, element="health", format="csv")

    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(io.StringIO("\n".join(lines))))
    assert [row["element"] for row in rows] == ["health", "mortality", "life-expectancy", "smoking", "happiness"]
    assert rows[0]["share"] == "1.0"


@pytest.mark.parametrize("left_out", ["area", "element"])
def test_both_an_area_and_an_element_are_needed(small_world, ask, left_out):
    asked = {"area": small_world.areas["Castle Vale"].code, "element": "health"}
    del asked[left_out]

    answer = ask("explanations/", **asked)

    assert answer.status_code == 400
    assert "both an area and an element" in answer.json()["detail"]


def test_an_area_that_does_not_belong_to_a_tier_is_not_found(small_world, ask):
    asked = {"area": small_world.areas["Ferndale"].code, "element": "health", "tier": "upper"}

    assert ask("explanations/", **asked).status_code == 404
