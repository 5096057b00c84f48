"""Areas that end: their workspaces are for those that follow, and their goals are carried over."""

import pytest
from django.core.exceptions import ValidationError

from apps.access.checks import AccessDenied
from apps.activity.models import Event, Notification, Version
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.areas.reorganising import apply_reorganisation, redraft_reorganisation
from apps.background.claim import run_waiting
from apps.common.errors import Overtaken, Refused
from apps.figures.history_actions import accept_history, set_history_rule
from apps.framework.models import Element
from apps.goals.actions import carry_goal, close_goal
from apps.goals.carrying import ways_to_carry
from apps.goals.following import undo_reorganisation
from apps.goals.queries import goal_detail
from apps.scores.queries import published_run
from tests.figures.test_history import UNITED, join
from tests.goals.test_assessing import year_of_figures
from tests.world import NEW, OLD


def reorganised(partnership, *names):
    """Areas of the partnership are one, its earlier figures are in force, and scores are published."""
    world = partnership.world
    done = join(world, *(names or ("Ambleton", "Brackford")))
    accept_history(by=world.steward, reorganisation=done)
    run_waiting()
    world.publish()
    run_waiting()
    return done


def carry(partnership, goal, **changes):
    told = {
        "by": partnership.lead,
        "goal": goal,
        "heir": Area.objects.get(code=UNITED),
        "based_on": goal.version,
        "target": 45.0,
        "reason": "Ambleton is part of United now.",
    }
    return carry_goal(**(told | changes))


def test_a_workspace_of_areas_that_ended_is_for_what_follows_as_well(partnership):
    reorganised(partnership)

    assert [area.name for area in partnership.workspace.areas.order_by("name")] == ["Ambleton", "Brackford", "United"]
    event = Event.objects.get(verb=Verb.WORKSPACE_FOLLOWED)
    assert event.details["said"] == (
        "Ambleton, Brackford ended on 1 April 2025. What follows is an area of this workspace from now on: United."
    )
    assert event.scope_id == partnership.workspace.pk
    assert Notification.objects.filter(event=event).count() == 4


def test_a_workspace_of_other_areas_is_left_alone(partnership):
    reorganised(partnership, "Castle Vale", "Dunmere")

    assert partnership.workspace.areas.count() == 2
    assert not Event.objects.filter(verb=Verb.WORKSPACE_FOLLOWED).exists()


def test_undone_what_followed_leaves_the_workspace_again(partnership):
    done = reorganised(partnership)

    undo_reorganisation(by=partnership.world.steward, reorganisation=done)
    run_waiting()

    assert {area.name for area in partnership.workspace.areas.all()} == {"Ambleton", "Brackford"}
    assert Event.objects.filter(verb=Verb.WORKSPACE_RETURNED).count() == 1


def test_brought_in_again_it_follows_again(partnership):
    done = reorganised(partnership)
    undo_reorganisation(by=partnership.world.steward, reorganisation=done)
    run_waiting()

    redraft_reorganisation(by=partnership.world.steward, reorganisation=done)
    apply_reorganisation(by=partnership.world.steward, reorganisation=done)
    run_waiting()

    assert partnership.workspace.areas.filter(code=UNITED).exists()


def test_a_goal_on_an_area_that_ended_stays_as_it_was(partnership):
    goal = partnership.goal()

    reorganised(partnership)

    goal.refresh_from_db()
    assert (goal.area.name, goal.baseline, goal.version) == ("Ambleton", 30.0, 1)
    assert goal_detail(goal).latest.value == 30.5


def test_it_can_be_carried_over_from_the_figure_worked_out_for_the_same_period(partnership):
    goal = partnership.goal()
    reorganised(partnership)
    goal.refresh_from_db()

    (way,) = ways_to_carry(goal, published_run())

    assert (way.heir.code, way.start.period, way.start.value, way.refusal) == (UNITED, OLD, 31.5, "")


def test_carried_over_it_is_a_new_version_with_a_reason_and_is_held_to_the_figures_at_once(partnership):
    goal = partnership.goal()
    reorganised(partnership)
    goal.refresh_from_db()

    goal = carry(partnership, goal)

    assert (goal.area.name, goal.carried_from.name, goal.baseline, goal.version) == ("United", "Ambleton", 31.5, 2)
    assert Version.objects.get(subject_kind="goal", number=2).reason == "Ambleton is part of United now."
    detail = goal_detail(goal)
    assert (detail.latest.goal_version, detail.latest.period, detail.latest.value) == (2, NEW, 32.0)
    assert detail.history[0].reasons[0] == (
        "It was carried over from Ambleton, which ended, to United: it starts from 31.5 there, and had started from "
        "30.0. “Ambleton is part of United now.”"
    )
    assert not any("revised" in reason for reason in detail.history[0].reasons)
    assert Event.objects.get(verb=Verb.GOAL_CARRIED).details["from"] == "Ambleton"


def test_where_its_history_cannot_be_worked_out_it_is_not_carried_over(partnership):
    set_history_rule(by=partnership.world.steward, element_code="recycling", rule="none", why="Bins differ.")
    goal = partnership.goal()
    reorganised(partnership)
    goal.refresh_from_db()

    assert "it cannot be worked out" in ways_to_carry(goal, published_run())[0].refusal
    with pytest.raises(Refused, match="set another"):
        carry(partnership, goal)


def test_before_the_new_area_is_published_it_is_not_carried_over(partnership):
    goal = partnership.goal()
    join(partnership.world, "Ambleton", "Brackford")

    with pytest.raises(Refused, match="not published yet"):
        carry(partnership, goal)


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"reason": " "}, ValidationError), ({"target": 20.0}, ValidationError), ({"based_on": 7}, Overtaken)],
    ids=["no reason", "the wrong way", "overtaken"],
)
def test_it_is_not_carried_over_without_a_reason_the_wrong_way_or_unseen(partnership, changes, error):
    goal = partnership.goal()
    reorganised(partnership)

    with pytest.raises(error):
        carry(partnership, goal, **changes)

    goal.refresh_from_db()
    assert goal.area.name == "Ambleton"


def test_only_a_lead_carries_a_goal_over(partnership):
    goal = partnership.goal()
    reorganised(partnership)

    with pytest.raises(AccessDenied, match="carry a goal over"):
        carry(partnership, goal, by=partnership.contributor)


def test_it_is_carried_over_only_to_what_follows_its_area(partnership):
    goal = partnership.goal()
    reorganised(partnership)

    with pytest.raises(Refused, match="does not follow"):
        carry(partnership, goal, heir=partnership.world.areas["Dunmere"])


def test_a_closed_goal_is_not_carried_over(partnership):
    goal = partnership.goal()
    reorganised(partnership)
    close_goal(by=partnership.lead, goal=goal, note="Enough.")

    with pytest.raises(Refused, match="closed"):
        carry(partnership, goal)


def test_no_goal_is_set_on_an_area_that_ended(partnership):
    reorganised(partnership)
    ended = Area.objects.get(name="Ambleton")

    with pytest.raises(Refused, match="Set the goal on an area that follows it"):
        partnership.goal(area=ended)


def test_with_goals_on_its_areas_a_reorganisation_is_not_undone(partnership):
    goal = partnership.goal()
    done = reorganised(partnership)
    goal.refresh_from_db()
    carry(partnership, goal)

    with pytest.raises(Refused, match="Partners have set goals on United"):
        undo_reorganisation(by=partnership.world.steward, reorganisation=done)


def test_a_goal_by_its_progress_score_is_read_on_and_carried_over(partnership):
    world = partnership.world
    Element.objects.filter(code__in=["recycling", "bus-trips"]).update(base_period=OLD)
    for year in (2024, 2025):
        year_of_figures(world, year)
    world.publish()
    goal = partnership.goal("sustainability", measure="progress", baseline_period=NEW, target=9.0)

    reorganised(partnership)

    goal.refresh_from_db()
    assert goal_detail(goal).latest.lost == ""
    goal = carry(partnership, goal, target=9.5)
    assert (goal.area.name, goal.basis) == ("United", ["recycling", "bus-trips"])
    assert goal_detail(goal).latest.value is not None


def test_the_marks_of_the_area_that_ended_are_left_behind(partnership):
    goal = partnership.goal(shape="stepped", marks="2026: 35")
    reorganised(partnership)

    carried = carry(partnership, goal)

    assert (carried.shape, carried.marks) == ("straight", "")
    assert Version.objects.filter(subject_kind="goal", number=1).get().words["marks"] == "2026-12-31: 35"
