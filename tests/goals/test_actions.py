"""Setting a goal, changing it, closing it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.access.checks import AccessDenied
from apps.activity.models import Event, Version
from apps.activity.verbs import Verb
from apps.common.errors import Overtaken, Refused
from apps.framework.models import Element
from apps.goals import actions
from apps.goals.models import Assessment, Goal
from apps.goals.plans import GoalPlan
from apps.scores.models import Publication
from tests.factories.framework import EditionFactory
from tests.world import NEW, OLD


def test_a_goal_starts_from_the_published_figure(partnership):
    goal = partnership.goal()

    assert (goal.baseline_period, goal.baseline) == (OLD, 30.0)
    assert goal.baseline_run == partnership.world.run
    assert goal.assessments.count() == 1


def test_a_goal_is_held_to_the_published_figures_at_once(partnership):
    first = partnership.goal().assessments.get()

    assert (first.period, first.value, first.standing) == (NEW, 30.5, Assessment.Standing.BEHIND)
    assert first.expected == pytest.approx(
        30 + 15 * (date(2024, 7, 1) - date(2023, 7, 2)).days / (date(2028, 12, 31) - date(2023, 7, 2)).days
    )
    assert first.changes == [{"what": "set"}]


def test_setting_a_goal_is_told_and_its_words_are_kept(partnership):
    goal = partnership.goal()

    event = Event.objects.get(verb=Verb.GOAL_SET)
    assert (event.subject_id, event.scope_id, event.actor) == (goal.pk, partnership.workspace.pk, partnership.lead)
    assert Version.objects.get(subject_kind="goal").words == goal.words()


def test_a_viewer_may_not_set_a_goal(partnership):
    with pytest.raises(AccessDenied, match="You may not set or change goals"):
        partnership.goal(by=partnership.viewer)

    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"target": 30.0}, "target", "The figure is 30.0 already"),
        ({"target": 20.0}, "target", "higher is better"),
        ({"target": float("nan")}, "target", "as a number"),
        ({"target": float("inf")}, "target", "as a number"),
        ({"due": date(2024, 1, 1)}, "due", "Choose a day after"),
        ({"due": date(2300, 1, 1)}, "due", "fifty years"),
        ({"baseline_period": "1999-01-01/P1Y"}, "baseline_period", "no figure for that period"),
        ({"title": "  "}, "title", "cannot be blank"),
    ],
)
def test_an_aim_that_cannot_be_is_told_beside_its_field(changes, field, sentence, partnership):
    with pytest.raises(ValidationError) as wrong:
        partnership.goal(**changes)

    assert sentence in " ".join(wrong.value.message_dict[field])
    assert not Goal.objects.exists()


def test_less_of_what_is_better_low_is_a_goal_and_more_is_not(partnership):
    partnership.goal("smoking", target=5.0)

    with pytest.raises(ValidationError, match="lower is better"):
        partnership.goal("smoking", target=25.0)


def test_no_true_value_lies_beyond_an_indicators_limits(partnership):
    with pytest.raises(ValidationError, match="No true value lies above 100"):
        partnership.goal("clean-air", target=101.0)


def test_a_goal_is_for_an_area_of_its_workspace(partnership):
    with pytest.raises(Refused, match="Dunmere is not an area"):
        partnership.goal(area=partnership.world.areas["Dunmere"])


def test_a_goal_is_set_at_a_tier_that_its_area_belongs_to(partnership):
    partnership.workspace.areas.add(partnership.world.areas["Ferndale"])

    with pytest.raises(Refused, match="does not belong to that tier"):
        partnership.goal(area=partnership.world.areas["Ferndale"])


def test_a_form_that_is_sent_twice_sets_one_goal(partnership):
    first, second = partnership.goal(), partnership.goal()

    assert first == second
    assert Event.objects.filter(verb=Verb.GOAL_SET).count() == 1


def test_another_goal_on_the_same_figures_may_be_set(partnership):
    assert partnership.goal() != partnership.goal(target=50.0)


def test_an_element_of_another_edition_is_no_longer_to_be_chosen(partnership):
    draft = EditionFactory(code="draft")
    Element.objects.filter(code="recycling").update(edition=draft)

    with pytest.raises(Refused, match="Another edition"):
        set_goal_on(partnership, Element.objects.get(code="recycling"))


def set_goal_on(partnership, element):
    plan = GoalPlan(
        area=partnership.world.areas["Ambleton"],
        tier="upper",
        element=element,
        measure="value",
        title="Any",
        baseline_period=OLD,
        target=45.0,
        due=date(2028, 12, 31),
        lead=partnership.council,
    )
    return actions.set_goal(by=partnership.lead, workspace=partnership.workspace, plan=plan)


def test_no_goal_is_set_before_anything_is_published(partnership):
    Publication.objects.all().delete()

    with pytest.raises(Refused, match="No scores are published yet"):
        partnership.goal()


def test_a_goal_is_led_by_a_partner(partnership, other_lead):
    stranger = other_lead.memberships.get().partner.organisation

    with pytest.raises(ValidationError, match="is no partner"):
        partnership.goal(lead=stranger)


def test_no_goal_is_set_on_what_bars_it(partnership):
    Element.objects.filter(code="recycling").update(goal_bar="It moves by chance alone.")

    with pytest.raises(Refused, match="by chance alone"):
        partnership.goal()


def test_an_element_above_indicators_has_no_value_of_its_own(partnership):
    with pytest.raises(Refused, match="Only an indicator"):
        partnership.goal("health", target=6.0)


def test_another_target_needs_a_reason_and_gives_a_new_assessment(partnership):
    goal = partnership.goal()

    with pytest.raises(ValidationError, match="Say why"):
        actions.revise_goal(by=partnership.lead, goal=goal, based_on=1, words={"target": 50.0})
    revised = actions.revise_goal(
        by=partnership.lead, goal=goal, based_on=1, words={"target": 50.0}, reason="We can do more."
    )

    assert (revised.version, revised.target) == (2, 50.0)
    assert [each.goal_version for each in revised.assessments.all()] == [2, 1]
    assert revised.assessments.first().changes == [{"what": "goal-changed"}]
    assert Version.objects.get(subject_kind="goal", number=2).reason == "We can do more."


def test_other_words_need_no_reason(partnership):
    goal = partnership.goal()

    revised = actions.revise_goal(by=partnership.contributor, goal=goal, based_on=1, words={"why": "It is dear to us."})

    assert revised.why == "It is dear to us."


def test_whoever_saves_second_is_told_and_saves_nothing(partnership):
    goal = partnership.goal()
    actions.revise_goal(by=partnership.lead, goal=goal, based_on=1, words={"why": "First."})

    with pytest.raises(Overtaken, match="Nothing is lost"):
        actions.revise_goal(by=partnership.contributor, goal=goal, based_on=1, words={"why": "Second."})

    assert Goal.objects.get().why == "First."


def test_a_goal_whose_day_has_come_can_still_be_written_about(partnership):
    goal = partnership.goal()
    Goal.objects.filter(pk=goal.pk).update(due=date(2026, 1, 1))

    revised = actions.revise_goal(by=partnership.lead, goal=goal, based_on=1, words={"why": "Looking back."})

    assert revised.why == "Looking back."


def test_a_goal_is_closed_with_a_note_and_opened_again(partnership):
    goal = partnership.goal()

    with pytest.raises(ValidationError, match="Say why it is closed"):
        actions.close_goal(by=partnership.lead, goal=goal, note=" ")
    closed = actions.close_goal(by=partnership.lead, goal=goal, note="We chose another way.")
    with pytest.raises(Refused):
        actions.close_goal(by=partnership.lead, goal=goal, note="Again.")
    with pytest.raises(Refused, match="closed"):
        actions.revise_goal(by=partnership.lead, goal=goal, based_on=1, words={"why": "x"})
    reopened = actions.reopen_goal(by=partnership.lead, goal=goal)

    assert (closed.state, closed.closing_note) == ("closed", "We chose another way.")
    assert (reopened.state, reopened.closing_note) == ("open", "")


def test_only_a_lead_lets_the_public_see_a_goal(partnership):
    goal = partnership.goal()

    with pytest.raises(AccessDenied):
        actions.show_goal(by=partnership.contributor, goal=goal, is_public=True)
    actions.show_goal(by=partnership.lead, goal=goal, is_public=True)

    assert Goal.objects.get().is_public
    assert not Goal.objects.shown().exists()
