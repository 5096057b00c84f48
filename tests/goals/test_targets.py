"""Targets that are worked out from what others have, and such as follow them; worked by hand."""

import pytest
from django.core.exceptions import ValidationError

from apps.activity.models import Event
from apps.activity.queries import versions_of
from apps.activity.verbs import Verb
from apps.areas.models import Likeness
from apps.background.claim import run_waiting
from apps.figures.release import ReleaseRow
from apps.goals.actions import close_goal, reopen_goal, revise_goal
from apps.goals.models import Assessment, Goal
from apps.goals.queries import goal_detail
from apps.goals.target_wording import target_source_of
from apps.goals.targets import aim_at
from apps.scores.actions import unpublish_run
from tests.world import NEW, OLD, row_of

NEXT, AFTER = "2025-01-01/P1Y", "2026-01-01/P1Y"
#: What the five others of Ambleton's group have of recycling in 2024; their average is 35.5, and Ambleton has 30.5.
OTHERS = {"Brackford": 33.5, "Castle Vale": 36.5, "Dunmere": 39.5, "Eastwick": 32.5, "Northshire": 35.5}
#: Moves of 1 a year that differ a little, and moves that are as much up as down.
CLEAR = (0.8, 1.0, 1.2, 0.9, 1.1)
NOISE = (4.0, -3.5, 0.5, -2.0, 2.5)


def bring(world, period, moves, own=31.0, **more):
    """Figures of a later period: those of 2024 and a move each."""
    values = {name: value + move for (name, value), move in zip(OTHERS.items(), moves, strict=True)} | more
    rows = [row_of(world.areas[name].code, period, value) for name, value in (values | {"Ambleton": own}).items()]
    world.bring("recycling", rows, release=f"{period} {moves} {more}")
    run = world.publish()
    run_waiting()
    return run


def following(partnership, **changes):
    plan = {"baseline_period": NEW, "aim": "reach", "against": "peers", "moves": "follows", "target": None}
    goal = partnership.goal(**(plan | changes))
    run_waiting()
    return goal


@pytest.mark.parametrize(
    ("aim", "against", "target", "said"),
    [
        ("reach", "peers", 35.5, "The average of the 5 other areas of its group in 2024: 35.5."),
        (
            "halve",
            "peers",
            33.0,
            "Half of the gap of 5.0 percentage points to the average of the 5 other areas of its group in 2024, 35.5.",
        ),
        ("reach", "best", 36.5, "Where the best quarter of the 5 other areas of its group began in 2024: 36.5."),
    ],
)
def test_a_target_is_worked_out_from_what_others_have_and_says_so(partnership, aim, against, target, said):
    goal = partnership.goal(baseline_period=NEW, aim=aim, against=against, target=None)

    assert (goal.target, goal.baseline) == (target, 30.5)
    assert goal.worked_out["areas"] == 5
    assert target_source_of(goal) == f"{said} It stays as it was set, whatever they do."


def test_where_less_is_better_the_best_quarter_is_the_lowest(partnership):
    # Of the others of Brackford (16) in 2024: 11, 12, 14, 15, 17.
    brackford = partnership.world.areas["Brackford"]

    plan = {"area": brackford, "baseline_period": NEW, "aim": "reach", "target": None}
    average = partnership.goal("smoking", against="peers", **plan)
    best = partnership.goal("smoking", against="best", **plan)

    assert (average.target, best.target, average.direction) == (13.8, 12.0, -1)


def test_what_is_typed_beside_a_target_that_is_worked_out_counts_for_nothing(partnership):
    assert partnership.goal(baseline_period=NEW, aim="reach", against="peers", target=99.0).target == 35.5


def test_areas_most_like_it_are_those_that_were_named(partnership):
    world = partnership.world
    codes = [world.areas[name].code for name in OTHERS]
    Likeness.objects.create(area=world.areas["Ambleton"], kind=Likeness.Kind.OVERALL, codes=[*codes, "W06000015"])

    goal = partnership.goal(baseline_period=NEW, aim="reach", against="alike", target=None)

    assert goal.target == 35.5
    assert target_source_of(goal).startswith("The average of the 5 areas most like it in 2024: 35.5.")


def refused(partnership, field, **plan):
    with pytest.raises(ValidationError) as error:
        partnership.goal(**({"baseline_period": NEW, "aim": "reach", "against": "peers", "target": None} | plan))
    return " ".join(error.value.message_dict[field])


def test_an_area_that_is_better_already_is_told_so(partnership):
    # Ambleton has 11 where its group has 14.8, and fewer is better.
    said = refused(partnership, "against", code="smoking")

    assert said == (
        "It is better already: 11.0 here, and 14.8 is the average of the other areas of its group. Compare with the "
        "best quarter, or give a figure of your own."
    )


def test_fewer_than_five_others_make_no_average_and_another_period_is_offered(partnership):
    world = partnership.world
    rows = [row_of(world.areas[name].code, NEXT, 34.0) for name in ("Ambleton", "Brackford", "Dunmere")]
    world.bring("recycling", rows, release="2")
    world.publish()

    assert refused(partnership, "against", baseline_period=NEXT) == (
        "Only 2 of the others have a figure for 2025, and an average needs 5. They have figures for 2024: start from "
        "there, or give a figure of your own."
    )


def test_where_nobody_named_areas_that_are_alike_the_group_is_offered(partnership):
    assert refused(partnership, "against", against="alike") == (
        "Nobody has said which areas are like this one. Compare with its group, or give a figure of your own."
    )


def test_a_gap_within_the_limits_of_the_figure_is_none(partnership):
    code = partnership.world.areas["Ambleton"].code
    wide = ReleaseRow(0, code, NEW, "33", "30", "36", "", "published")
    partnership.world.bring("recycling", [wide], release="2")
    partnership.world.publish()

    assert refused(partnership, "against") == (
        "Nobody can tell that there is a gap: the figure, 33.0, may be anything from 30.0 to 36.0 by its limits, and "
        "the average of the other areas of its group, 35.5, lies between. Give a figure of your own."
    )


def test_a_progress_score_has_its_group_in_it_already(partnership):
    goal = partnership.goal(baseline_period=NEW)
    sketch = Goal(measure="progress", aim="reach", against="peers", area=goal.area, tier="upper", element=goal.element)

    with pytest.raises(ValidationError, match="has a group of its own in it already"):
        aim_at(sketch, partnership.world.run)


def test_a_target_that_follows_starts_from_the_latest_figure_and_has_no_marks(partnership):
    assert "latest figure, which is for 2024" in refused(partnership, "moves", moves="follows", baseline_period=OLD)
    assert "Take them out" in refused(partnership, "marks", moves="follows", marks="2027: 33")


def test_a_figure_of_ones_own_is_needed_where_nothing_is_worked_out(partnership):
    assert refused(partnership, "target", aim="value", against="") == "Say what the figure should be by then."


def test_a_target_follows_the_others_when_they_clearly_move_and_each_assessment_says_so(partnership):
    goal = following(partnership)

    bring(partnership.world, NEXT, CLEAR)

    goal.refresh_from_db()
    newest = goal_detail(goal).history[0]
    # 35.5 and a mean move of 1.
    assert (goal.target, goal.version, newest.assessment.target) == (36.5, 2, 36.5)
    assert newest.reasons[0] == (
        "The target moved from 35.5 to 36.5 because the others moved: it follows the average of the other areas of "
        "its group, by now that of 2025."
    )
    version = versions_of(goal)[0]
    assert (version.by_label, version.reason, version.words["target"]) == ("the platform", newest.reasons[0], 36.5)
    assert target_source_of(goal).endswith("It follows them when a later figure has clearly moved.")


def test_half_of_the_gap_of_the_day_it_was_set_stays_to_be_closed(partnership):
    goal = following(partnership, aim="halve")

    bring(partnership.world, NEXT, CLEAR)

    goal.refresh_from_db()
    # 36.5 less half of the gap of 5 that there was.
    assert goal.target == 34.0


def test_what_may_be_chance_moves_no_target_and_no_standing(partnership):
    goal = following(partnership)
    before = goal.assessments.counting().first().standing

    # On average 0.3 up, but as much down as up.
    bring(partnership.world, NEXT, NOISE, own=30.5)

    goal.refresh_from_db()
    assert (goal.target, goal.version) == (35.5, 1)
    newest = goal_detail(goal).history[0]
    assert newest.reasons[0] == (
        "The target follows others and stays at 35.5: nothing of theirs after 2024 clearly moved it."
    )
    assert before == Assessment.Standing.TOO_EARLY


def test_a_revision_alone_moves_no_target(partnership):
    goal = following(partnership)

    bring(partnership.world, NEW, (2.0, 2.0, 2.0, 2.0, 2.0), own=30.5)

    goal.refresh_from_db()
    assert (goal.target, goal.version) == (35.5, 1)
    assert not Event.objects.filter(verb=Verb.GOAL_ASSESSED).exists()


def test_areas_that_come_or_go_move_no_target(partnership):
    goal = following(partnership)
    world = partnership.world
    # Four of the five have a figure: too few to say that they moved.
    rows = [row_of(world.areas[name].code, NEXT, value + 5) for name, value in list(OTHERS.items())[:4]]
    world.bring("recycling", rows, release="2")
    world.publish()
    run_waiting()

    goal.refresh_from_db()
    assert goal.target == 35.5


def test_others_who_fall_behind_where_the_goal_began_are_not_followed(partnership):
    goal = following(partnership)

    bring(partnership.world, NEXT, (-10.0, -10.1, -9.9, -10.2, -9.8))

    goal.refresh_from_db()
    assert goal.target == 35.5


def test_a_fixed_target_never_moves(partnership):
    goal = following(partnership, moves="fixed")

    bring(partnership.world, NEXT, CLEAR)

    goal.refresh_from_db()
    assert (goal.target, goal.version) == (35.5, 1)


def test_a_target_that_moved_goes_back_when_the_publication_is_taken_back(partnership):
    goal = following(partnership)
    run = bring(partnership.world, NEXT, CLEAR)

    unpublish_run(by=partnership.world.steward, run=run)
    run_waiting()

    goal.refresh_from_db()
    assert (goal.target, goal.version, goal.worked_out["period"]) == (35.5, 3, NEW)
    detail = goal_detail(goal)
    assert detail.latest.target == 35.5
    assert detail.history[0].reasons[0] == (
        "The target went back from 36.5 to 35.5: the publication that had moved it was taken back."
    )


def test_a_target_moves_once_however_often_the_job_comes(partnership):
    goal = following(partnership)
    bring(partnership.world, NEXT, CLEAR)
    partnership.world.publish()
    run_waiting()

    goal.refresh_from_db()
    assert (goal.target, goal.version) == (36.5, 2)
    assert [each.number for each in versions_of(goal)] == [2, 1]


def test_it_goes_on_to_follow_from_where_it_moved_to(partnership):
    goal = following(partnership)
    bring(partnership.world, NEXT, CLEAR)

    bring(partnership.world, AFTER, tuple(2 * move for move in CLEAR))

    goal.refresh_from_db()
    assert (goal.target, goal.version, goal.worked_out["gap"]) == (37.5, 3, 5.0)


def test_a_goal_that_is_opened_again_says_nothing_of_others_until_they_are_looked_at(partnership):
    goal = following(partnership)
    close_goal(by=partnership.lead, goal=goal, note="Enough.")
    bring(partnership.world, NEXT, CLEAR)

    reopen_goal(by=partnership.lead, goal=goal)

    assert not any("follows" in reason for reason in goal_detail(goal).history[0].reasons)


def test_another_aim_needs_a_reason_and_is_worked_out_anew(partnership):
    goal = partnership.goal(baseline_period=NEW)
    words = {"aim": "halve", "against": "peers", "moves": "fixed"}

    with pytest.raises(ValidationError, match="Say why the target"):
        revise_goal(by=partnership.lead, goal=goal, based_on=1, words=words)
    revised = revise_goal(by=partnership.lead, goal=goal, based_on=1, words=words, reason="So that it is fair.")

    assert (revised.target, revised.version) == (33.0, 2)
    assert versions_of(revised)[0].words["target_from"]["figure"] == 35.5


def test_a_target_that_was_worked_out_is_not_typed_over(partnership):
    goal = following(partnership)

    revised = revise_goal(by=partnership.lead, goal=goal, based_on=1, words={"target": 90.0, "title": "Another"})

    assert (revised.target, revised.title) == (35.5, "Another")


def test_a_figure_of_ones_own_takes_the_place_of_what_was_worked_out(partnership):
    goal = following(partnership)
    words = {"aim": "value", "against": "peers", "moves": "follows", "target": 40.0}

    revised = revise_goal(by=partnership.lead, goal=goal, based_on=1, words=words, reason="We can do more.")

    assert (revised.target, revised.against, revised.moves, revised.worked_out) == (40.0, "", "fixed", {})
    assert target_source_of(revised) == ""


def test_a_form_sent_twice_sets_one_goal_with_a_target_that_is_worked_out(partnership):
    assert following(partnership).pk == following(partnership).pk
