import math

import pytest

from apps.background.claim import run_waiting
from apps.scores.actions import publish_run, start_run
from apps.scores.engine.method import Method
from apps.scores.explaining import explain
from apps.scores.queries import area_profile
from tests.world import NEW, row_of

GROUP = ("Ambleton", "Brackford", "Castle Vale", "Dunmere", "Eastwick", "Northshire")


def explained(world, code, *, area="Ambleton", tier="upper"):
    return explain(area_profile(world.areas[area], tier), code)


def by_code(found):
    return {each.reading.code: each for each in found.everything()}


@pytest.mark.parametrize("code", ["local-conditions", "health", "mortality", "sustainability", "smoking"])
@pytest.mark.parametrize("area", ["Ambleton", "Castle Vale", "Northshire"])
def test_what_the_parts_of_any_level_add_leads_from_the_middle_to_the_score(small_world, code, area):
    found = explained(small_world, code, area=area)

    leaves = [each.adds for each in found.indicators() if each.adds is not None]
    assert 5 + sum(leaves) == pytest.approx(found.reading.score, abs=1e-12)
    assert sum(each.share for each in found.indicators() if each.share is not None) == pytest.approx(1)
    if found.children:
        parts = [each.adds for each in found.children if each.adds is not None]
        assert sum(parts) == pytest.approx(found.adds, abs=1e-12)


def test_what_has_no_score_has_no_part_and_its_weight_goes_to_the_others(small_world):
    found = by_code(explained(small_world, "local-conditions"))

    # Health and place halve the headline; of health, happiness is empty, so that mortality counts for all of it.
    assert found["happiness"].weight == 0.5
    assert found["happiness"].share is None
    assert found["happiness"].adds is None
    assert found["mortality"].weight == 0.5
    assert found["mortality"].share == 0.5
    assert found["smoking"].share == 0.25


def test_what_is_not_collected_at_a_tier_has_no_weight_there(small_world):
    found = by_code(explained(small_world, "sustainability", area="Ferndale", tier="district"))

    assert found["bus-trips"].weight == 0
    assert found["bus-trips"].share is None
    assert found["recycling"].weight == 1
    assert found["recycling"].share == 1


@pytest.mark.parametrize(("k", "capped"), [(5 / 3, False), (3.0, True)])
def test_a_score_at_the_limit_of_the_scale_says_so(small_world, k, capped):
    # One far from five that are nearly the same lies √5 standard deviations away: 5 + 5/3 √5 is 8.7, and 5 + 3 √5 is
    # 11.7, which is kept at 10.
    rows = [row_of(area.code, NEW, 50 + at * 0.001) for at, area in enumerate(small_world.areas.values())]
    rows[0] = row_of(small_world.areas["Ambleton"].code, NEW, 90)
    small_world.bring("clean-air", rows, release="2")
    run = start_run(by=small_world.steward, edition=small_world.edition)
    run.method = Method(k=k).to_json()
    run.save()
    run_waiting()
    publish_run(by=small_world.steward, run=run)

    found = explained(small_world, "clean-air")

    assert found.making.before_cap == pytest.approx(5 + k * math.sqrt(5), rel=1e-3)
    assert found.making.capped is capped
    assert found.reading.score == min(found.making.before_cap, 10)


def test_the_sum_of_an_indicator_can_be_done_again_by_hand(small_world):
    profile = area_profile(small_world.areas["Ambleton"], "upper")
    group = [area_profile(small_world.areas[name], "upper").find("smoking").value for name in GROUP]

    making = explain(profile, "smoking").making

    mean = sum(group) / 6
    sd = math.sqrt(sum((value - mean) ** 2 for value in group) / 6)
    assert making.group_size == 6
    assert making.mean == pytest.approx(mean)
    assert making.sd == pytest.approx(sd)
    # Less of it is better.
    assert making.z == pytest.approx(-(group[0] - mean) / sd)
    assert making.before_cap == pytest.approx(5 + 5 / 3 * making.z)


def test_an_area_outside_the_group_has_figures_and_no_parts(small_world):
    found = explained(small_world, "local-conditions", area="Tiny Isle")

    assert found.share is None
    assert all(each.adds is None and each.making is None for each in found.everything())


def test_an_element_that_is_not_there_has_nothing_to_explain(small_world):
    assert explained(small_world, "no-such-element") is None
