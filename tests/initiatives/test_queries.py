"""What pages ask about policies and initiatives."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.access.checks import OPERATOR
from apps.accounts.actions import open_organisation
from apps.goals.actions import show_goal
from apps.initiatives import actions
from apps.initiatives.models import Initiative
from apps.initiatives.plans import Service, Step
from apps.initiatives.queries import (
    CONFIRMED_FOR,
    Wanted,
    contribution_versions,
    initiative_detail,
    initiative_lines,
    initiatives_for,
    public_initiatives,
    unconfirmed,
)
from apps.workspaces.actions import add_partner, remove_partner, show_partner, show_workspace
from tests.initiatives.making import log, upload

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MARCH, JUNE = Step("Doors open", date(2026, 3, 31)), Step("A hundredth repair", date(2026, 6, 30))


def asked_by(act):
    """The queries that it takes."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured]


def confirmed_at(initiative, moment):
    """Let time pass: it was last confirmed at a moment."""
    Initiative.objects.filter(pk=initiative.pk).update(confirmed_at=moment)


def line_of(partnership):
    return initiative_lines(partnership.workspace, reader=partnership.lead)[0]


def test_a_line_tells_how_far_it_got(partnership, set_clock):
    set_clock(TODAY)
    goal, other = partnership.goal(), partnership.goal("smoking")
    made = log(
        partnership,
        serves=(Service(goal, "By mending."), Service(other, "By talking.")),
        milestones=(JUNE, MARCH, Step("A second cafe", date(2027, 6, 30))),
    )
    march, june, _ = made.milestones.all()
    actions.reach_milestone(by=partnership.lead, milestone=march, on=date(2026, 4, 1))

    line = line_of(partnership)

    assert (line.initiative, line.goals) == (made, (goal, other))
    assert (line.milestones, line.reached, line.next_milestone, line.overdue) == (3, 1, june, (june,))


def test_a_milestone_is_past_due_on_the_day_after(partnership, set_clock):
    made = log(partnership, milestones=(Step("Doors open", TODAY),))

    set_clock(TODAY)
    on_the_day = line_of(partnership).overdue
    set_clock(TODAY + timedelta(days=1))

    assert on_the_day == ()
    assert line_of(partnership).overdue == (made.milestones.get(),)
    assert initiative_detail(made).overdue == {made.milestones.get().pk}


@pytest.mark.parametrize(
    ("status", "goes_on"),
    [("proposed", True), ("under-way", True), ("paused", True), ("finished", False), ("stopped", False)],
)
def test_only_of_what_goes_on_something_is_past_due_or_unconfirmed(status, goes_on, partnership, set_clock):
    made = log(partnership, status=status, milestones=(MARCH,))
    set_clock(TODAY)
    confirmed_at(made, NOW - 2 * CONFIRMED_FOR)

    line, detail = line_of(partnership), initiative_detail(Initiative.objects.get())

    assert (bool(line.overdue), bool(detail.overdue)) == (goes_on, goes_on)
    assert (line.is_unconfirmed, detail.is_unconfirmed) == (goes_on, goes_on)
    assert list(unconfirmed(partnership.workspace, partnership.business, reader=partnership.lead)) == (
        [made] if goes_on else []
    )


@pytest.mark.parametrize(("since", "too_long"), [(CONFIRMED_FOR, False), (CONFIRMED_FOR + timedelta(seconds=1), True)])
def test_what_was_confirmed_is_taken_for_true_for_ninety_days(since, too_long, partnership, cafe, set_clock):
    set_clock(TODAY)
    confirmed_at(cafe, NOW - since)

    assert timedelta(days=90) == CONFIRMED_FOR
    assert line_of(partnership).is_unconfirmed == too_long
    assert unconfirmed(partnership.workspace, partnership.business, reader=partnership.lead).exists() == too_long


def test_what_is_unconfirmed_is_asked_of_whoever_leads_it_the_longest_first(partnership, apart, set_clock):
    first, second, others = log(partnership), log(partnership), log(partnership, lead=partnership.health)
    elsewhere = log(apart)
    set_clock(TODAY)
    for days, made in enumerate([second, first, others, elsewhere]):
        confirmed_at(made, NOW - 2 * CONFIRMED_FOR + timedelta(days=days))

    assert list(unconfirmed(partnership.workspace, partnership.business, reader=partnership.lead)) == [second, first]


def test_lines_come_newest_first_and_of_one_workspace(partnership, apart):
    first, second = log(partnership), log(partnership)
    log(apart)

    assert [line.initiative for line in initiative_lines(partnership.workspace, reader=partnership.lead)] == [
        second,
        first,
    ]


@pytest.fixture
def four(partnership):
    """An initiative, one that is paused, a policy, and one of another partner that serves a goal."""
    goal = partnership.goal()
    return {
        "cafe": log(partnership),
        "paused": log(partnership, status="paused"),
        "policy": log(partnership, kind="policy"),
        "health": log(partnership, lead=partnership.health, serves=(Service(goal, "By walking."),)),
        "goal": goal,
    }


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (lambda four: Wanted(), ["health", "policy", "paused", "cafe"]),
        (lambda four: Wanted(kind="policy"), ["policy"]),
        (lambda four: Wanted(status="paused"), ["paused"]),
        (lambda four: Wanted(lead=four["health"].lead), ["health"]),
        (lambda four: Wanted(goal=four["goal"]), ["health"]),
        (lambda four: Wanted(kind="initiative", status="proposed", lead=four["cafe"].lead), ["cafe"]),
        (lambda four: Wanted(kind="policy", goal=four["goal"]), []),
    ],
)
def test_only_what_is_wanted_is_listed(wanted, found, four, partnership):
    lines = initiative_lines(partnership.workspace, wanted(four), reader=partnership.lead)

    assert [line.initiative for line in lines] == [four[name] for name in found]


def test_of_one_that_is_listed_for_a_goal_all_its_goals_are_told(partnership):
    goal, other = partnership.goal(), partnership.goal("smoking")
    log(partnership, serves=(Service(goal, "By mending."), Service(other, "By talking.")))

    line, *more = initiative_lines(partnership.workspace, Wanted(goal=other), reader=partnership.lead)

    assert (line.goals, more) == ((goal, other), [])


def test_a_list_costs_no_more_queries_when_it_is_longer(partnership):
    goal = partnership.goal()
    given = {"serves": (Service(goal, "By mending."),), "milestones": (MARCH, JUNE)}
    log(partnership, **given)
    few = len(
        asked_by(
            lambda: [
                str(line.initiative.lead) for line in initiative_lines(partnership.workspace, reader=partnership.lead)
            ]
        )
    )
    for _ in range(9):
        log(partnership, **given)

    many = asked_by(
        lambda: [str(line.initiative.lead) for line in initiative_lines(partnership.workspace, reader=partnership.lead)]
    )

    assert len(many) == few == 3
    assert len(initiative_lines(partnership.workspace, reader=partnership.lead)) == 10


def test_what_serves_a_goal_comes_with_its_next_step_and_what_goes_on_first(partnership):
    goal, other = partnership.goal(), partnership.goal("smoking")
    serves = (Service(goal, "By mending."),)
    cafe = log(partnership, serves=serves, milestones=(MARCH, JUNE))
    finished = log(partnership, serves=serves, status="finished")
    policy = log(partnership, serves=serves, kind="policy")
    log(partnership, serves=(Service(other, "By talking."),))
    march, june = cafe.milestones.all()
    actions.reach_milestone(by=partnership.lead, milestone=march, on=date(2026, 4, 1))

    lines = initiatives_for(goal, reader=partnership.lead)

    assert [line.initiative for line in lines] == [policy, cafe, finished]
    assert [line.next_milestone for line in lines] == [None, june, None]
    assert lines[1].contribution == cafe.contributions.get()


def test_what_serves_a_goal_is_found_by_two_queries(partnership):
    goal = partnership.goal()
    for _ in range(5):
        log(partnership, serves=(Service(goal, "By mending."),), milestones=(MARCH,))

    def read():
        return [
            (str(line.initiative.lead), line.initiative.workspace.slug)
            for line in initiatives_for(goal, reader=partnership.lead)
        ]

    assert len(asked_by(read)) == 2


def test_a_page_shows_all_that_there_is_to_say_of_one(partnership, milestone, evidence):
    cafe, ambleton = milestone.initiative, partnership.world.areas["Ambleton"]
    actions.change_initiative(by=partnership.lead, initiative=cafe, based_on=1, words={"areas": [ambleton]})
    service = actions.serve_goal(by=partnership.lead, initiative=cafe, goal=partnership.goal(), mechanism="By mending.")
    later = actions.add_evidence(by=partnership.lead, initiative=cafe, title="Photographs", note="See the wall.")

    detail = initiative_detail(Initiative.objects.get())

    assert (detail.initiative, detail.partner) == (cafe, partnership.partners["business"])
    assert (detail.areas, detail.contributions, detail.milestones) == ((ambleton,), (service,), (milestone,))
    assert detail.evidence == (later, evidence)
    assert list(detail.moves) == ["start", "stop"]


def test_a_partner_that_has_left_decides_nothing_any_more(partnership):
    guild = open_organisation(by=OPERATOR, name="Guild of Menders", sector="civil-society")
    partner = add_partner(by=OPERATOR, workspace=partnership.workspace, organisation=guild)
    made = log(partnership, lead=guild)

    remove_partner(by=partnership.lead, partner=partner)

    assert initiative_detail(made).partner is None
    assert initiative_detail(made).initiative.lead == guild


def test_a_page_asks_the_same_however_much_there_is_and_reads_no_file(partnership, cafe):
    def read():
        detail = initiative_detail(Initiative.objects.select_related("workspace", "lead").get())
        return [
            *(str(each.goal) for each in detail.contributions),
            *(str(each.reached_by) for each in detail.milestones),
            *(str((each.added_by, each.milestone, each.file and each.file.name)) for each in detail.evidence),
        ]

    def furnish(code):
        by = {"by": partnership.lead, "initiative": cafe}
        actions.serve_goal(**by, goal=partnership.goal(code), mechanism="By mending.")
        step = actions.add_milestone(**by, title="Doors open", due=date(2026, 3, 31))
        actions.reach_milestone(by=partnership.lead, milestone=step, on=date(2026, 4, 1))
        actions.add_evidence(**by, title="Tonnes", upload=upload(), milestone=step)

    furnish("recycling")
    few = asked_by(read)
    for code in ("smoking", "clean-air"):
        furnish(code)

    many = asked_by(read)

    assert len(many) == len(few) <= 7
    assert not any('"content"' in query for query in many)


@pytest.fixture
def shown(partnership):
    """A goal and an initiative that serves it, both shown, by a partner that is, in a workspace that is."""
    goal = partnership.goal()
    show_goal(by=partnership.lead, goal=goal, is_public=True)
    made = log(partnership, serves=(Service(goal, "By mending."),))
    actions.show_initiative(by=partnership.business_member, initiative=made, is_public=True)
    show_partner(by=partnership.business_member, partner=partnership.partners["business"], is_public=True)
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    return made


def seen_in(partnership, area="Ambleton"):
    return [(each.initiative, each.goals) for each in public_initiatives(partnership.world.areas[area])]


def test_the_public_sees_what_was_shown_with_the_goals_that_are(partnership, shown):
    goal = partnership.workspace.goals.get()
    hidden = partnership.goal("smoking")
    actions.serve_goal(by=partnership.business_member, initiative=shown, goal=hidden, mechanism="By talking.")
    log(partnership)

    assert seen_in(partnership) == [(shown, (goal,))]


@pytest.mark.parametrize(
    "hide",
    [
        lambda p, made: actions.show_initiative(by=p.business_member, initiative=made, is_public=False),
        lambda p, made: show_partner(by=p.business_member, partner=p.partners["business"], is_public=False),
        lambda p, made: show_workspace(by=p.lead, workspace=p.workspace, is_public=False),
        lambda p, made: actions.move_initiative(by=p.business_member, initiative=made, move="stop"),
        lambda p, made: actions.change_initiative(
            by=p.business_member, initiative=made, based_on=1, words={"lead": p.health}
        ),
    ],
    ids=["itself", "its partner", "its workspace", "stopped", "led by another"],
)
def test_the_public_sees_it_only_while_everyone_concerned_shows_it(hide, partnership, shown):
    hide(partnership, shown)

    assert seen_in(partnership) == []


def test_what_another_partner_shows_is_not_seen_for_that(partnership, shown):
    other = log(partnership, lead=partnership.health)
    actions.show_initiative(by=partnership.contributor, initiative=other, is_public=True)

    assert [initiative for initiative, _ in seen_in(partnership)] == [shown]


def test_it_is_seen_in_its_own_areas_or_in_all_of_the_workspace(partnership, shown):
    everywhere = {area for area in partnership.world.areas if seen_in(partnership, area)}
    areas = [partnership.world.areas["Brackford"]]
    actions.change_initiative(by=partnership.business_member, initiative=shown, based_on=1, words={"areas": areas})

    assert everywhere == {"Ambleton", "Brackford"}
    assert {area for area in partnership.world.areas if seen_in(partnership, area)} == {"Brackford"}


def test_it_is_seen_once_however_many_areas_and_goals_it_has(partnership, shown):
    areas = [partnership.world.areas["Ambleton"], partnership.world.areas["Brackford"]]
    actions.change_initiative(by=partnership.business_member, initiative=shown, based_on=1, words={"areas": areas})
    for title in ("Sort it", "Sort more"):
        goal = partnership.goal(title=title)
        show_goal(by=partnership.lead, goal=goal, is_public=True)
        actions.serve_goal(by=partnership.business_member, initiative=shown, goal=goal, mechanism="By mending.")

    (initiative, goals), *more = seen_in(partnership)

    assert (initiative, len(goals), more) == (shown, 3, [])


def test_a_goal_that_is_no_longer_shown_is_not_told_by_what_serves_it(partnership, shown):
    show_goal(by=partnership.lead, goal=partnership.workspace.goals.get(), is_public=False)

    assert seen_in(partnership) == [(shown, ())]


def test_a_goal_that_is_hidden_while_the_page_is_put_together_is_left_out(partnership, shown):
    to_hide = [partnership.workspace.goals.get()]

    def hide_first(execute, sql, *more):
        if sql.startswith('SELECT "goals_goal"') and to_hide:
            show_goal(by=partnership.lead, goal=to_hide.pop(), is_public=False)
        return execute(sql, *more)

    with connection.execute_wrapper(hide_first):
        seen = seen_in(partnership)

    assert seen == [(shown, ())]


def test_a_goal_that_is_no_longer_served_is_not_told_anywhere(partnership, shown):
    goal = partnership.workspace.goals.get()

    actions.stop_serving(by=partnership.business_member, initiative=shown, goal=goal)

    assert [line.goals for line in initiative_lines(partnership.workspace, reader=partnership.lead)] == [()]
    assert (
        initiative_lines(partnership.workspace, Wanted(goal=goal), reader=partnership.lead)
        == initiatives_for(goal, reader=partnership.lead)
        == []
    )
    assert initiative_detail(shown).contributions == ()
    assert seen_in(partnership) == [(shown, ())]


def test_what_was_written_of_every_goal_it_served_is_found_by_two_queries(partnership, cafe):
    for code in ("recycling", "smoking", "clean-air"):
        goal = partnership.goal(code)
        for words in ("By mending.", "By teaching."):
            actions.serve_goal(by=partnership.lead, initiative=cafe, goal=goal, mechanism=f"{words} {code}")
    actions.stop_serving(by=partnership.lead, initiative=cafe, goal=goal)

    def read():
        told = contribution_versions(cafe)
        return [(str(each.contribution.goal), [version.number for version in each.versions]) for each in told]

    assert read() == [("Move recycling", [2, 1]), ("Move smoking", [2, 1]), (str(goal), [3, 2, 1])]
    assert len(asked_by(read)) == 2


def test_what_the_public_sees_is_found_by_three_queries(partnership, shown):
    goal = partnership.workspace.goals.get()
    for _ in range(4):
        made = log(partnership, serves=(Service(goal, "By mending."),))
        actions.show_initiative(by=partnership.business_member, initiative=made, is_public=True)

    def read():
        return [
            (
                str(each.initiative.lead),
                each.initiative.workspace.name,
                [(goal.element, goal.lead) for goal in each.goals],
            )
            for each in public_initiatives(partnership.world.areas["Ambleton"])
        ]

    assert len(read()) == 5
    assert len(asked_by(read)) == 3
