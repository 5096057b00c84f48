"""A goal survives editions, revisions, areas that merge and runs that are taken back; its page says each of them."""

from apps.background.claim import run_waiting
from apps.scores.actions import unpublish_run
from tests.goals.editions import next_edition
from tests.goals.test_carrying import carry, reorganised
from tests.work.reading import at, said
from tests.world import NEW, OLD, row_of


def publish(partnership):
    run = partnership.world.publish()
    run_waiting()
    return run


def page_of(partnership, goal, browser):
    return said(browser.get(at(partnership, "goal", goal.pk)))


def test_an_edition_that_calls_its_element_otherwise_is_followed_and_said(partnership, viewer):
    goal = partnership.goal()
    changes = {"code": "waste-recycled", "name": "Waste recycled", "supersedes": "recycling"}
    next_edition(partnership.world, "recycling", **changes)
    rows = [row_of(area.code, OLD, 30.0) for area in partnership.world.areas.values()]
    partnership.world.bring("waste-recycled", rows)
    publish(partnership)

    page = page_of(partnership, goal, viewer)

    assert "In another edition of the index, “Next edition”, “Recycling” became “Waste recycled”" in page
    assert "/areas/upper/ambleton/waste-recycled/" in viewer.get(at(partnership, "goal", goal.pk)).content.decode()


def test_that_it_was_renamed_is_said_once(partnership, viewer):
    goal = partnership.goal()
    next_edition(partnership.world, "recycling", name="Waste recycled")
    publish(partnership)
    publish(partnership)

    assert page_of(partnership, goal, viewer).count("became “Waste recycled”") == 1
    assert goal.assessments.first().changes == [{"what": "nothing-new"}]


def test_a_revised_baseline_is_said_and_moves_nothing(partnership, viewer):
    goal = partnership.goal()
    partnership.world.bring("recycling", [row_of(goal.area.code, OLD, 29.0)], release="2")
    publish(partnership)

    page = page_of(partnership, goal, viewer)

    assert "The figure it started from (2023) was revised from 30.0 to 29.0; the road stays as it was agreed." in page
    goal.refresh_from_db()
    assert (goal.baseline, goal.version) == (30.0, 1)


def test_an_area_that_ended_is_said_and_so_is_where_it_was_carried_to(partnership, viewer):
    goal = partnership.goal()
    reorganised(partnership)
    ended = page_of(partnership, goal, viewer)

    carry(partnership, goal)
    carried = page_of(partnership, goal, viewer)

    assert "Ambleton ended on 1 April 2025" in ended
    assert "United follows, and the goal can be carried over there by a lead." in ended
    assert "It was set on Ambleton, which ended on 1 April 2025, and carried over to United" in carried


def test_a_target_of_others_is_not_carried_over_but_given_anew(partnership):
    goal = partnership.goal(baseline_period=NEW, aim="reach", against="peers", moves="follows", target=None)
    run_waiting()
    reorganised(partnership)
    goal.refresh_from_db()

    carried = carry(partnership, goal)

    assert (carried.target, carried.aim, carried.against, carried.moves) == (45.0, "value", "", "fixed")
    assert carried.worked_out == {}


def test_a_run_that_is_taken_back_is_said_and_counts_no_longer(partnership, viewer):
    goal = partnership.goal()
    rows = [row_of(area.code, "2025-01-01/P1Y", 60.0) for area in partnership.world.areas.values()]
    partnership.world.bring("recycling", rows, release="2")
    run = publish(partnership)

    unpublish_run(by=partnership.world.steward, run=run)
    run_waiting()

    page = page_of(partnership, goal, viewer)
    assert "The publication of this run was taken back, so this counts no longer." in page
    assert "Behind 30.5 in 2024; the road expected 32.7 by then: behind." in page
