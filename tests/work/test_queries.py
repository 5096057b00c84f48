"""What the home of a workspace answers, and what the public sees of a workspace."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.activity.actions import mark_read
from apps.activity.queries import events_in, latest_event_in
from apps.background.claim import run_waiting
from apps.goals.actions import close_goal, revise_goal, show_goal
from apps.goals.models import Goal
from apps.initiatives.actions import move_initiative, show_initiative
from apps.initiatives.models import Initiative
from apps.work.queries import days, home_of, public_face
from apps.workspaces.actions import (
    add_member,
    add_partner,
    mark_seen,
    remove_member,
    remove_partner,
    show_partner,
    show_workspace,
)
from apps.workspaces.queries import member_of
from tests.partnership import build_partnership
from tests.work import acting
from tests.work.reading import at
from tests.world import NEW, row_of


def home(partnership, person):
    return home_of(partnership.workspace, member_of(partnership.workspace, person))


def needs(partnership, person):
    """What waits for someone, once all that is to be told was told."""
    run_waiting()
    return [(need.subject, need.sentence, need.url) for need in home(partnership, person).needs]


def needs_of_their_own(partnership, person):
    """What waits for someone, but for the number of things they were told of."""
    return [need for need in needs(partnership, person) if need[0]]


def nothing_told(partnership, person):
    run_waiting()
    mark_read(by=person)


def queries_of(act):
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def unconfirmed_for(initiative, days):
    Initiative.objects.filter(pk=initiative.pk).update(confirmed_at=timezone.now() - timedelta(days=days))


# What needs me


def test_a_goal_of_ones_own_that_is_behind_needs_those_who_may_change_it(partnership):
    goal = partnership.goal(title="Waste less")

    told = "30.5 in 2024; the road expected 32.7 by then: behind."
    assert needs_of_their_own(partnership, partnership.lead) == [("Waste less", told, at(partnership, "goal", goal.pk))]
    assert needs_of_their_own(partnership, partnership.contributor) == []
    assert needs_of_their_own(partnership, partnership.viewer) == []


@pytest.mark.parametrize(("value", "is_needed"), [(50.0, False), (33.0, False), (30.6, True), (20.0, True)])
def test_a_goal_needs_someone_only_while_it_is_behind_or_off_course(value, is_needed, partnership):
    world = partnership.world
    partnership.goal()
    world.bring("recycling", [row_of(world.areas["Ambleton"].code, NEW, value)], release="2")
    world.publish()
    run_waiting()

    assert bool(needs_of_their_own(partnership, partnership.lead)) == is_needed


def test_a_closed_goal_needs_nobody(partnership):
    goal = partnership.goal()
    close_goal(by=partnership.lead, goal=goal, note="Given up.")

    assert needs_of_their_own(partnership, partnership.lead) == []


def test_a_viewer_is_told_but_nothing_of_what_their_organisation_leads_waits_for_them(partnership):
    nothing_told(partnership, partnership.viewer)
    partnership.goal(title="Waste less", lead=partnership.charity)
    acting.step(partnership, acting.log(partnership, lead=partnership.charity), due=acting.LONG_AGO)

    assert needs(partnership, partnership.viewer) == [
        ("", "2 notifications that you have not read", reverse("work:notifications")),
    ]


@pytest.mark.parametrize(("ahead", "verb"), [(None, "was"), (10, "is"), (45, None)])
def test_a_milestone_needs_someone_from_a_month_before_until_it_is_reached(ahead, verb, partnership):
    due = acting.LONG_AGO if ahead is None else timezone.localdate() + timedelta(days=ahead)
    initiative = acting.log(partnership)
    milestone = acting.step(partnership, initiative, due=due)
    before = needs_of_their_own(partnership, partnership.lead)

    acting.reach(partnership, milestone)

    told = f"milestone “Bins bought” {verb} due on {date_format(due, 'j F Y')}"
    address = f"{at(partnership, 'initiative', initiative.pk)}#milestones-title"
    assert before == ([("Kerbside food waste", told, address)] if verb else [])
    assert needs_of_their_own(partnership, partnership.lead) == []


@pytest.mark.parametrize(("moves", "is_needed"), [([], True), (["start", "pause"], True), (["stop"], False)])
def test_milestones_of_what_does_not_go_on_need_nobody(moves, is_needed, partnership):
    initiative = acting.log(partnership)
    acting.step(partnership, initiative, due=acting.LONG_AGO)
    for move in moves:
        move_initiative(by=partnership.lead, initiative=initiative, move=move)

    assert bool(needs_of_their_own(partnership, partnership.lead)) == is_needed


@pytest.mark.parametrize(("since", "is_needed"), [(0, False), (89, False), (91, True)])
def test_what_nobody_has_confirmed_for_three_months_needs_its_lead(since, is_needed, partnership):
    initiative = acting.log(partnership)
    unconfirmed_for(initiative, days=since)

    told = ("Kerbside food waste", "it has not been confirmed for three months")
    address = f"{at(partnership, 'initiative', initiative.pk)}#about-title"
    assert needs_of_their_own(partnership, partnership.lead) == ([(*told, address)] if is_needed else [])
    assert needs_of_their_own(partnership, partnership.contributor) == []


def test_an_answer_comes_first_and_leads_to_its_place_and_all_else_comes_last_as_a_number(partnership):
    goal = partnership.goal(title="Waste less", lead=partnership.health)
    nothing_told(partnership, partnership.contributor)
    top = acting.comment(partnership, goal)
    answer = acting.comment(partnership, goal, "Mill Road.", by=partnership.lead, answers=top)
    acting.log(partnership, title="Second bins")

    page = at(partnership, "goal", goal.pk)
    assert needs(partnership, partnership.contributor) == [
        ("Waste less", "Olive Officer answered in a conversation of yours", f"{page}#comment-{answer.pk}"),
        ("Waste less", "30.5 in 2024; the road expected 32.7 by then: behind.", page),
        ("", "1 notification that you have not read", reverse("work:notifications")),
    ]


def test_of_many_answers_the_latest_five_are_named_and_the_rest_are_counted(partnership):
    goal = partnership.goal(lead=partnership.health)
    nothing_told(partnership, partnership.contributor)
    top = acting.comment(partnership, goal)
    answers = [
        acting.comment(partnership, goal, f"Answer {number}", by=partnership.lead, answers=top) for number in range(7)
    ]

    found = [
        need
        for need in needs(partnership, partnership.contributor)
        if "answered" in need[1] or "notification" in need[1]
    ]

    page = at(partnership, "goal", goal.pk)
    assert [url for _, _, url in found[:5]] == [f"{page}#comment-{each.pk}" for each in answers[:1:-1]]
    assert found[5:] == [("", "2 notifications that you have not read", reverse("work:notifications"))]


def test_what_one_was_told_of_elsewhere_or_has_read_does_not_wait_here(partnership):
    apart = build_partnership(partnership.world, "Brackford apart")
    charity, person = partnership.charity, partnership.viewer
    elsewhere = add_partner(by=OPERATOR, workspace=apart.workspace, organisation=charity)
    add_member(by=OPERATOR, workspace=apart.workspace, person=person, partner=elsewhere, role=Role.VIEWER)
    nothing_told(partnership, person)
    apart.goal()
    assert needs(partnership, person) == []
    partnership.goal()

    here, there = (needs(each, person) for each in (partnership, apart))
    mark_read(by=person)

    assert (
        [sentence for _, sentence, _ in here]
        == [sentence for _, sentence, _ in there]
        == ["1 notification that you have not read"]
    )
    assert needs(partnership, person) == []


# What changed


def test_what_is_new_is_what_came_after_one_last_said_one_had_seen_all(partnership):
    mark_seen(by=partnership.contributor, workspace=partnership.workspace)
    goal = partnership.goal(title="Waste less")
    acting.comment(partnership, goal, by=partnership.contributor)
    acting.log(partnership, title="Second bins")

    found = home(partnership, partnership.contributor)

    assert [(event.actor, event.subject) for event in found.new] == [
        ("Olive Officer", "Second bins"),
        ("Olive Officer", "Waste less"),
    ]
    assert (found.more_new, found.is_first) == (False, False)
    assert len(found.earlier) == 6
    assert max(event.pk for event in found.earlier) < min(event.pk for event in found.new)


@pytest.mark.parametrize(("count", "more"), [(20, False), (21, True)])
def test_of_much_that_is_new_the_latest_twenty_are_shown_and_that_there_is_more_is_said(count, more, partnership):
    goal = partnership.goal()
    mark_seen(by=partnership.lead, workspace=partnership.workspace)
    for number in range(count):
        acting.comment(partnership, goal, f"Comment {number}")

    found = home(partnership, partnership.lead)

    assert (len(found.new), found.more_new) == (20, more)
    assert found.new[0].pk == latest_event_in(partnership.workspace)
    assert home(partnership, partnership.viewer).is_first


def test_whoever_has_seen_all_finds_nothing_new(partnership):
    mark_seen(by=partnership.viewer, workspace=partnership.workspace)

    found = home(partnership, partnership.viewer)

    assert (found.new, found.more_new, len(found.earlier)) == ((), False, 6)
    assert found.earlier[0].pk == latest_event_in(partnership.workspace)


# How our goals are, and who we are


def met_goal(partnership, target=30.2, **changes):
    """A goal that was reached when its target became a more modest one."""
    goal = partnership.goal(**changes)
    words = {"target": target}
    return revise_goal(by=partnership.lead, goal=goal, based_on=1, words=words, reason="It is enough.")


def test_open_goals_are_listed_and_counted_by_where_they_stand(partnership):
    behind = [partnership.goal(title=f"Goal {number}") for number in range(2)]
    met = met_goal(partnership)
    close_goal(by=partnership.lead, goal=partnership.goal("clean-air"), note="Done.")

    found = home(partnership, partnership.viewer)

    assert {line.goal for line in found.goals} == {*behind, met}
    assert [(each.standing, each.text, each.count) for each in found.counts] == [
        ("met", "met", 1),
        ("behind", "behind", 2),
    ]


def test_of_many_goals_those_that_stand_least_well_are_listed_first(partnership):
    met = [met_goal(partnership, title=f"Met {number}") for number in range(6)]
    behind = partnership.goal(title="Behind")

    found = home(partnership, partnership.viewer)

    assert found.goals[0].goal == behind
    assert [line.goal for line in found.goals[1:]] == met[:5]
    assert found.more_goals == 1


def test_a_goal_whose_day_has_come_or_that_nobody_leads_any_more_needs_someone(partnership):
    ours = partnership.goal(title="Ours")
    partnership.goal("clean-air", title="Theirs", lead=partnership.health)
    Goal.objects.filter(pk=ours.pk).update(due=acting.LONG_AGO)
    partner = partnership.partners["health"]
    remove_member(by=partnership.lead, member=partner.members.get())
    remove_partner(by=partnership.lead, partner=partner)

    found = {subject: sentence for subject, sentence, _ in needs(partnership, partnership.lead)}

    assert found["Ours"] == "its day has come: say what became of it, or give it another day"
    assert found["Theirs"] == "Ambleton Health leads it, and is no partner any more: choose who leads it now"


def test_who_we_are_is_every_partner_with_those_who_speak_for_it(partnership):
    partnership.someone(Role.VIEWER, "business")

    found = home(partnership, partnership.viewer)

    assert [(line.organisation.name, len(line.members)) for line in found.partners] == [
        ("Ambleton Council", 1),
        ("Ambleton Health", 1),
        ("Good Neighbours", 1),
        ("Loom Ltd", 2),
    ]
    assert found.members == 5


def test_a_home_asks_the_same_for_ten_times_as_much_of_everything(partnership):
    member = member_of(partnership.workspace, partnership.lead)

    def add(first, last):
        for number in range(first, last):
            goal = partnership.goal(title=f"Goal {number}")
            initiative = acting.log(partnership, goal, title=f"Bins {number}")
            acting.step(partnership, initiative, due=acting.LONG_AGO)
            unconfirmed_for(initiative, days=100)
            top = acting.comment(partnership, goal, by=partnership.lead)
            acting.comment(partnership, goal, answers=top, by=partnership.someone(Role.CONTRIBUTOR))
        run_waiting()

    add(0, 2)
    few = queries_of(lambda: home_of(partnership.workspace, member))
    add(2, 20)

    assert queries_of(lambda: home_of(partnership.workspace, member)) <= few <= 20
    found = home_of(partnership.workspace, member)
    assert (len(found.needs), found.more_needs) == (8, 5 + 20 + 20 + 1 - 8)
    assert found.needs[-1].url == reverse("work:notifications")
    assert (len(found.goals), found.more_goals) == (6, 14)


# What the public sees


def test_the_public_sees_what_was_chosen_and_nothing_of_what_was_not(partnership):
    shown, hidden = partnership.goal(title="Shown"), partnership.goal("smoking", title="Hidden")
    closed = partnership.goal("clean-air", title="Closed")
    by_council, by_health = acting.log(partnership), acting.log(partnership, lead=partnership.health)
    stopped, unshown = acting.log(partnership, status="stopped"), acting.log(partnership)
    for goal in (shown, closed):
        show_goal(by=partnership.lead, goal=goal, is_public=True)
    close_goal(by=partnership.lead, goal=closed, note="Done.")
    for initiative, by in ((by_council, "lead"), (by_health, "contributor"), (stopped, "lead")):
        show_initiative(by=getattr(partnership, by), initiative=initiative, is_public=True)
    show_partner(by=partnership.lead, partner=partnership.partners["council"], is_public=True)

    face = public_face(partnership.workspace)

    assert face.partners == (partnership.council,)
    assert face.goals == (shown,)
    assert face.initiatives == (by_council,)
    assert {hidden, unshown} & {*face.goals, *face.initiatives} == set()


def test_what_the_public_would_see_is_what_it_sees_once_the_workspace_is_shown(partnership):
    show_goal(by=partnership.lead, goal=partnership.goal(), is_public=True)
    show_initiative(by=partnership.lead, initiative=acting.log(partnership), is_public=True)
    show_partner(by=partnership.lead, partner=partnership.partners["council"], is_public=True)
    before = public_face(partnership.workspace)
    assert not Goal.objects.shown().exists()

    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)

    assert set(before.goals) == set(Goal.objects.shown().open())
    assert set(before.initiatives) == set(Initiative.objects.shown())
    assert public_face(partnership.workspace) == before


def test_a_public_face_takes_three_queries_however_much_is_shown(partnership):
    show_partner(by=partnership.lead, partner=partnership.partners["council"], is_public=True)
    for number in range(10):
        show_goal(by=partnership.lead, goal=partnership.goal(title=f"Goal {number}"), is_public=True)
        show_initiative(by=partnership.lead, initiative=acting.log(partnership), is_public=True)

    assert queries_of(lambda: public_face(partnership.workspace)) == 3


# Days


def test_events_are_put_under_the_day_they_happened_on_here_and_keep_their_order(partnership):
    partnership.goal()
    event = events_in(partnership.workspace, reader=partnership.lead)[0]
    # The clocks of London are an hour ahead of UTC in summer.
    moments = [
        datetime(2026, 7, 2, 8, tzinfo=UTC),
        datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
        datetime(2026, 7, 1, 22, 30, tzinfo=UTC),
        datetime(2026, 6, 30, 12, tzinfo=UTC),
    ]
    events = [replace(event, pk=number, at=moment) for number, moment in enumerate(moments)]

    found = days(events)

    assert [(each.day, [event.pk for event in each.events]) for each in found] == [
        (date(2026, 7, 2), [0, 1]),
        (date(2026, 7, 1), [2]),
        (date(2026, 6, 30), [3]),
    ]
    assert days([]) == []


def test_of_very_many_that_wait_some_are_named_and_the_others_counted(partnership):
    for number in range(14):
        acting.step(partnership, acting.log(partnership, title=f"Initiative {number}"), due=acting.LONG_AGO)
    nothing_told(partnership, partnership.lead)

    found = home(partnership, partnership.lead)

    assert len(found.needs) == 8
    assert all("was due on" in need.sentence for need in found.needs)
    assert found.more_needs == 14 - 8
