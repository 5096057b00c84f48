"""What partners do, seen together: in a workspace, across those that one sees, and across all."""

from datetime import date

import pytest
from django.urls import reverse

from apps.goals.actions import show_goal
from apps.initiatives.actions import move_initiative, show_initiative
from apps.initiatives.actions.dependencies import add_dependency
from apps.initiatives.together import Narrowed, links_in, together
from apps.workspaces.actions import show_partner, show_workspace
from tests.asking import questions
from tests.kept import MARK, keep_draft
from tests.partnership import build_partnership
from tests.work.acting import log
from tests.work.reading import at, offered, said

ACROSS = reverse("work:together_across")
DESK = reverse("desks:together")


@pytest.fixture
def apart(partnership):
    return build_partnership(partnership.world, "Brackford apart")


def found_in(partnership, **narrowed):
    return together(links_in(partnership.workspace, partnership.viewer), Narrowed(**narrowed), lambda each: "")


def titles(meeting):
    return {each.initiative.title for each in meeting.efforts}


def show(apart, goal, initiative):
    organisation = apart.council
    organisation.verified_at = organisation.opened_at
    organisation.save()
    show_workspace(by=apart.lead, workspace=apart.workspace, is_public=True)
    show_partner(by=apart.lead, partner=apart.partners["council"], is_public=True)
    show_goal(by=apart.lead, goal=goal, is_public=True)
    show_initiative(by=apart.lead, initiative=initiative, is_public=True)


def test_sectors_are_told_by_domain_and_what_reaches_into_several(partnership, viewer):
    waste, smoking = partnership.goal(), partnership.goal("smoking")
    log(partnership, waste, smoking, title="Clean streets", lead=partnership.health, kind="policy")
    log(partnership, waste, title="Bins")

    page = said(viewer.get(at(partnership, "sectors")))

    assert "Domain Local government Health Partners" in page
    assert "Recycling Bins Ambleton Council Clean streets Ambleton Health 2" in page
    assert "Policy: Clean streets Ambleton Health :" in page


def test_efforts_of_different_leads_on_one_element_in_one_area_meet(partnership):
    goal, elsewhere = partnership.goal(), partnership.goal(area=partnership.world.areas["Brackford"])
    log(partnership, goal, title="Bins")
    log(partnership, goal, title="Repair cafe", lead=partnership.business)
    log(partnership, elsewhere, title="Sorting", lead=partnership.charity)

    overlaps = found_in(partnership).overlaps

    assert [(each.area.name, titles(each)) for each in overlaps] == [("Ambleton", {"Bins", "Repair cafe"})]


def test_two_of_one_lead_or_one_that_is_over_are_no_meeting(partnership):
    goal = partnership.goal()
    log(partnership, goal, title="Bins")
    log(partnership, goal, title="More bins")
    log(partnership, goal, title="Repair cafe", lead=partnership.business, status="finished")

    assert found_in(partnership).overlaps == ()


def test_goals_on_one_element_of_one_area_that_differ_are_asked_about(partnership, viewer):
    more, most = partnership.goal(title="Recycle more"), partnership.goal(title="Recycle most", target=60.0)
    log(partnership, more, title="Bins")
    assert found_in(partnership).differing == ()
    log(partnership, most, title="More bins")

    page = said(viewer.get(at(partnership, "sectors")))

    assert [titles(each) for each in found_in(partnership).differing] == [{"Bins", "More bins"}]
    assert "name different targets or days. Is that meant so: worth a talk?" in page
    assert "Recycle most: 60 by 31 December 2028; Recycle more: 45 by 31 December 2028" in page


def test_what_halted_while_others_go_on_is_asked_about(partnership):
    goal = partnership.goal()
    halted = log(partnership, goal, title="Bins", status="under-way")
    log(partnership, goal, title="Repair cafe", lead=partnership.business, status="under-way")
    assert found_in(partnership).halted == ()

    move_initiative(by=partnership.lead, initiative=halted, move="pause")

    ((meeting, going),) = found_in(partnership).halted
    assert (titles(meeting), [each.initiative.title for each in going]) == ({"Bins"}, ["Repair cafe"])


def test_what_waits_for_something_that_halted_or_ends_too_late_is_told(partnership, viewer):
    by, waiting = partnership.lead, log(partnership, title="Bins", status="under-way")
    halted = log(partnership, title="Lorries", status="paused")
    late = log(partnership, title="Depot", status="under-way", ends=date(2031, 5, 1))
    in_time = log(partnership, title="Leaflets", status="under-way", ends=date(2030, 5, 1))
    for on in (halted, late, in_time):
        add_dependency(by=by, initiative=waiting, on=on, needed_by=date(2031, 1, 1))

    page = said(viewer.get(at(partnership, "sectors"))).partition("What waits for something")[2]

    assert "waits for Lorries Ambleton Council, paused" in page
    assert "waits for Depot Ambleton Council, under way, to end on 1 May 2031" in page
    assert "Leaflets" not in page


@pytest.mark.parametrize(
    ("asked", "left"),
    [({"sector": "health"}, {"Clean air"}), ({"domain": "nonsense"}, set()), ({}, {"Bins", "Clean air"})],
)
def test_it_is_narrowed_by_what_is_chosen(asked, left, partnership, viewer):
    log(partnership, partnership.goal(), title="Bins")
    log(partnership, partnership.goal("smoking"), title="Clean air", lead=partnership.health)

    page = said(viewer.get(at(partnership, "sectors", **asked)))

    assert {title for title in ("Bins", "Clean air") if title in page} == left


def test_across_workspaces_one_sees_all_of_ones_own_and_of_others_what_is_public(partnership, apart, viewer):
    log(partnership, partnership.goal(), title="Bins")
    goal = apart.goal()
    other = log(apart, goal, title="Sorting")
    log(apart, goal, title="Of their own")
    assert "Sorting" not in said(viewer.get(ACROSS))

    show(apart, goal, other)
    page = viewer.get(ACROSS)

    assert all(title in said(page) for title in ("Bins", "Sorting"))
    assert "Of their own" not in said(page)
    assert at(partnership, "initiative", partnership.workspace.initiatives.get().pk) in offered(page)
    assert reverse("explore:workspace", args=[apart.workspace.slug]) in offered(page)
    assert reverse("work:initiative", args=[apart.workspace.slug, other.pk]) not in offered(page)


def test_a_goal_that_is_not_public_is_told_to_nobody_outside(partnership, apart, viewer):
    shown, hidden = apart.goal(), apart.goal("smoking")
    show(apart, shown, log(apart, shown, hidden, title="Sorting"))

    page = said(viewer.get(ACROSS))

    assert "Sorting" in page
    assert "Nothing does yet." in page
    assert "Health" not in page.partition("Which sectors work on what")[2].partition("Where efforts meet")[0].replace(
        "Ambleton Health", ""
    )


def test_what_is_kept_is_in_the_workspace_for_those_who_see_it_and_never_across(
    partnership, lead, signed_in, administrator
):
    keep_draft(partnership, partnership.goal())
    theirs = signed_in(partnership.business_member)

    assert MARK in said(theirs.get(at(partnership, "sectors")))
    assert MARK not in said(lead.get(at(partnership, "sectors")))
    assert MARK not in said(theirs.get(ACROSS))
    assert MARK not in said(signed_in(administrator).get(DESK))


def test_administrators_see_what_is_shared_everywhere_and_are_led_to_public_pages_only(
    partnership, apart, signed_in, administrator
):
    goal = apart.goal()
    show(apart, goal, log(apart, goal, title="Sorting"))
    log(partnership, partnership.goal(), title="Bins")

    page = signed_in(administrator).get(DESK)

    assert all(title in said(page) for title in ("Bins", "Sorting", "Brackford apart"))
    assert reverse("explore:workspace", args=[apart.workspace.slug]) in offered(page)
    assert not any(address.startswith("/w/") for address in offered(page))


def test_it_asks_the_same_however_much_there_is(partnership, apart, viewer, signed_in, administrator):
    log(partnership, partnership.goal(), title="Bins")
    desk = signed_in(administrator)
    few = [questions(viewer, at(partnership, "sectors")), questions(viewer, ACROSS), questions(desk, DESK)]
    for each in (partnership, apart):
        for code in ("recycling", "smoking"):
            goal = each.goal(code)
            for lead in (each.council, each.health, each.business):
                log(each, goal, title="More", lead=lead)

    many = [questions(viewer, at(partnership, "sectors")), questions(viewer, ACROSS), questions(desk, DESK)]

    assert all(more <= less for more, less in zip(many, few, strict=True))


def test_an_address_with_what_a_database_refuses_is_read_without_it(partnership, viewer):
    asked = Narrowed.asked({"region": "North\0 East", "domain": "\0", "sector": "coun\x1bcil"})

    assert asked == Narrowed(region="North East", domain="", sector="council")
    assert viewer.get(at(partnership, "sectors") + "?sector=%00&region=%00").status_code == 200
