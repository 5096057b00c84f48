from dataclasses import replace

import pytest

from tests.world import NEW


def revised(world):
    own = world.areas["Ambleton"].code
    rows = [
        replace(row, value=f"{float(row.value) + 4:g}") if (row.area, row.period) == (own, NEW) else row
        for row in world.rows("smoking")
    ]
    before = world.run
    world.bring("smoking", rows, release="2")
    world.publish()
    return before


def asked(world, **more):
    return {"area": world.areas["Ambleton"].code, "element": "mortality", **more}


def test_a_change_is_told_step_by_step_and_adds_up(small_world, ask):
    before = revised(small_world)

    answer = ask("changes/", **asked(small_world)).json()

    assert answer["former_run"] == before.pk
    assert [(item["step"], item["indicator"]) for item in answer["items"]] == [("own-revised", "smoking")]
    changes = sum(item["change"] for item in answer["items"])
    assert changes == pytest.approx(answer["after"] - answer["before"])
    assert answer["items"][-1]["score_after"] == pytest.approx(answer["after"])


def test_a_change_is_there_as_a_table_too(small_world, ask):
    revised(small_world)

    answer = ask("changes/", **asked(small_world, format="csv"))

    assert "own-revised,smoking," in answer.content.decode()


def test_the_first_scores_have_nothing_to_compare_with(small_world, ask):
    answer = ask("changes/", **asked(small_world))

    assert answer.status_code == 404
    assert "first scores" in answer.json()["detail"]


def test_who_is_not_scored_has_no_change(small_world, ask):
    revised(small_world)

    assert ask("changes/", **asked(small_world, area=small_world.areas["Tiny Isle"].code)).status_code == 404


@pytest.mark.parametrize("left_out", ["area", "element"])
def test_both_an_area_and_an_element_are_needed(small_world, ask, left_out):
    words = asked(small_world)
    del words[left_out]

    assert ask("changes/", **words).status_code == 400


def test_it_may_be_told_since_an_earlier_publication(small_world, ask):
    first = revised(small_world)
    second = small_world.run
    small_world.publish()

    last = ask("changes/", **asked(small_world)).json()
    since = ask("changes/", **asked(small_world, since=first.pk)).json()

    assert (last["former_run"], last["items"]) == (second.pk, [])
    assert since["former_run"] == first.pk
    assert [item["step"] for item in since["items"]] == ["own-revised"]
    assert ask("changes/", **asked(small_world, since=small_world.run.pk)).status_code == 404


def test_it_may_be_told_between_two_earlier_publications(small_world, ask):
    first = revised(small_world)
    second = small_world.run
    small_world.publish()

    between = ask("changes/", **asked(small_world, since=first.pk, until=second.pk)).json()

    assert (between["former_run"], between["run"]) == (first.pk, second.pk)
    assert [item["step"] for item in between["items"]] == ["own-revised"]
    assert ask("changes/", **asked(small_world, since=second.pk, until=first.pk)).status_code == 404
