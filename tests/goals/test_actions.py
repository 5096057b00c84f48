"""Setting a goal, changing it, closing it."""

from datetime import UTC, date, datetime

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
from apps.goals.queries import goal_detail
from apps.scores.models import Publication
from apps.workspaces.actions import remove_member, remove_partner
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
        ({"target": 30.0000001}, "target", "The figure is 30.0 already"),
        ({"target": 20.0}, "target", "higher is better"),
        ({"target": float("nan")}, "target", "as a number"),
        ({"target": float("inf")}, "target", "as a number"),
        ({"due": date(2024, 1, 1)}, "due", "Choose a day after"),
        ({"due": date(2026, 9, 1)}, "due", "That day has passed already"),
        ({"target": 30.4}, "target", "The figure reached that already in 2024: 30.5. Choose a target beyond it, or a"),
        ({"target": 30.5}, "target", "The figure reached that already in 2024: 30.5."),
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
        success="It moved.",
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
    edit = {"what": "goal-changed", "fields": ["target"], "reason": "We can do more."}
    assert revised.assessments.first().changes == [edit]
    assert Version.objects.get(subject_kind="goal", number=2).reason == "We can do more."


def revise_target(partnership, goal, target, reason):
    words = {"target": target}
    return actions.revise_goal(by=partnership.lead, goal=goal, based_on=goal.version, words=words, reason=reason)


def test_what_was_said_of_an_earlier_target_stays_as_it_was_said(partnership):
    goal = partnership.goal()
    modest = revise_target(partnership, goal, 30.4, "The first step.")

    revised = revise_target(partnership, modest, 50.0, "We can do more.")

    newest, second, first = goal_detail(revised).history
    assert first.sentence.endswith(": behind.")
    assert second.sentence == "30.5 in 2024, and the target is 30.4: met."
    assert newest.sentence.endswith(": behind.")
    assert newest.reasons[0] == "The goal itself was changed: its target. “We can do more.”"


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
    details = Event.objects.get(verb=Verb.GOAL_REOPENED).details
    assert details["closed_with"] == "We chose another way."
    assert details["said"] == "It had been closed with the words “We chose another way.”"


def test_only_a_lead_lets_the_public_see_a_goal(partnership):
    goal = partnership.goal()

    with pytest.raises(AccessDenied):
        actions.show_goal(by=partnership.contributor, goal=goal, is_public=True)
    actions.show_goal(by=partnership.lead, goal=goal, is_public=True)

    assert Goal.objects.get().is_public
    assert not Goal.objects.shown().exists()


def test_what_someone_writes_who_may_not_show_it_is_not_shown_until_a_lead_does(partnership):
    goal = actions.show_goal(by=partnership.lead, goal=partnership.goal(), is_public=True)

    revised = actions.revise_goal(by=partnership.contributor, goal=goal, based_on=1, words={"why": "It is dear to us."})

    assert not revised.is_public
    assert not Goal.objects.get().is_public
    said = Event.objects.filter(verb=Verb.GOAL_REVISED).latest("pk").details["said"]
    assert said.endswith("The public no longer sees it, until a lead shows it again.")
    assert actions.show_goal(by=partnership.lead, goal=revised, is_public=True).is_public


def test_what_a_lead_writes_of_a_shown_goal_is_shown(partnership):
    goal = actions.show_goal(by=partnership.lead, goal=partnership.goal(), is_public=True)

    revised = actions.revise_goal(by=partnership.lead, goal=goal, based_on=1, words={"why": "It is dear to us."})

    assert revised.is_public
    assert "no longer" not in Event.objects.filter(verb=Verb.GOAL_REVISED).latest("pk").details["said"]


def test_an_edit_that_changes_nothing_hides_nothing(partnership):
    goal = actions.show_goal(by=partnership.lead, goal=partnership.goal(), is_public=True)

    assert actions.revise_goal(
        by=partnership.contributor, goal=goal, based_on=1, words=goal.words() | {"lead": goal.lead, "due": goal.due}
    ).is_public


def test_a_day_that_has_passed_is_no_other_day(partnership):
    goal = partnership.goal()

    with pytest.raises(ValidationError, match="That day has passed already"):
        actions.revise_goal(
            by=partnership.lead, goal=goal, based_on=1, words={"due": date(2026, 9, 1)}, reason="Sooner."
        )


def test_a_goal_whose_lead_has_left_may_be_written_about_and_is_led_by_nobody_else_who_left(partnership, other_lead):
    goal = partnership.goal(lead=partnership.charity)
    charity = partnership.partners["charity"]
    remove_member(by=partnership.lead, member=charity.members.get())
    remove_partner(by=partnership.lead, partner=charity)

    words = {"why": "Looking back.", "lead": partnership.charity}
    revised = actions.revise_goal(by=partnership.lead, goal=goal, based_on=1, words=words)

    assert (revised.why, revised.lead) == ("Looking back.", partnership.charity)
    stranger = other_lead.memberships.get().partner.organisation
    with pytest.raises(ValidationError, match="is no partner"):
        actions.revise_goal(by=partnership.lead, goal=revised, based_on=2, words={"lead": stranger})


def test_whether_nothing_newer_comes_out_is_seen_from_the_day_of_the_publication_and_not_of_the_edition(partnership):
    goal = partnership.goal()
    Publication.objects.update(published_at=datetime(2029, 1, 1, 12, tzinfo=UTC))

    revised = actions.revise_goal(by=partnership.lead, goal=goal, based_on=1, words={"why": "It is dear to us."})

    assert partnership.world.run.as_at < date(2027, 1, 1)
    assert [each.standing for each in revised.assessments.all()] == ["no-new-figures", "behind"]
