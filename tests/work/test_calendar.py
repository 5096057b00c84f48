"""The dates of a workspace: by month on a page, and as files that calendars subscribe to."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.own_actions import change_password
from apps.accounts.people_actions import suspend_account, unsuspend_account
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.figures.models import ExpectedRelease
from apps.goals.actions import show_goal
from apps.initiatives.actions import move_initiative
from apps.initiatives.calendar_actions import make_calendar_address, revoke_calendar_address
from apps.initiatives.models import CalendarAddress, Milestone
from apps.workspaces.actions import add_member, archive_workspace, remove_member, show_workspace
from apps.workspaces.models import QuietPeriod
from apps.workspaces.quiet_actions import set_quiet_period
from tests.asking import questions
from tests.figures.test_calendar_actions import expected
from tests.kept import MARK, keep_draft
from tests.work.acting import FAR_AHEAD, log, reach, step
from tests.work.reading import at, buttons, said


def read(secret, **headers):
    return Client().get(reverse("work:calendar_file", args=[secret]), headers=headers)


def unfolded(response):
    return response.content.decode().replace("\r\n ", "").split("\r\n")


@pytest.fixture
def secret(partnership):
    return make_calendar_address(by=partnership.viewer, workspace=partnership.workspace)


def test_the_page_names_by_month_what_is_to_come_and_leads_there(partnership, viewer):
    goal = partnership.goal()
    initiative = log(partnership, goal, ends=date(2098, 5, 31))
    step(partnership, initiative)
    set_quiet_period(
        by=OPERATOR, workspace=None, starts=date(2031, 1, 1), ends=date(2031, 1, 9), words="There are elections."
    )

    page = viewer.get(at(partnership, "workspace_calendar"))

    assert "31 March 2099 Milestone: Bins bought" in said(page)
    assert "31 May 2098 Planned end: Kerbside food waste Led by Ambleton Council." in said(page)
    assert f"31 December 2028 Goal due: {goal.title}" in said(page)
    assert "1 January 2031 – 9 January 2031 Quiet period: There are elections." in said(page)
    assert at(partnership, "initiative", initiative.pk) in page.content.decode()
    assert [month for month in ("December 2028", "January 2031", "May 2098", "March 2099") if month in said(page)] == [
        "December 2028",
        "January 2031",
        "May 2098",
        "March 2099",
    ]


def test_figures_that_goals_rest_on_are_among_them_and_others_are_not(partnership, viewer):
    expected(partnership.world, precision="month", on=date(2031, 5, 1), element_code="smoking")
    before = said(viewer.get(at(partnership, "workspace_calendar")))

    partnership.goal("smoking")

    assert "Figures expected" not in before
    assert "May 2031 Figures expected" in said(viewer.get(at(partnership, "workspace_calendar")))


def test_what_the_page_promises_comes_when_there_is_any_on_the_page_and_in_the_file(partnership, viewer, secret):
    today = timezone.localdate()
    partnership.goal("smoking")
    expected(partnership.world, precision="day", on=today + timedelta(days=40), element_code="smoking")
    words = {"starts": today - timedelta(days=40), "ends": today + timedelta(days=3), "words": "We hold a vote."}
    set_quiet_period(by=partnership.lead, workspace=partnership.workspace, **words)

    page, lines = viewer.get(at(partnership, "workspace_calendar")), unfolded(read(secret))

    assert f"{today:%B %Y} Dates in {today:%B %Y}" in said(page)
    assert "Quiet period: We hold a vote." in said(page)
    assert "Figures expected: Smoking" in said(page)
    assert "where somebody put their day into the calendar of releases" in said(page)
    assert {"SUMMARY:Quiet period: We hold a vote.", "SUMMARY:Figures expected: Smoking"} <= set(lines)


def test_a_month_in_which_figures_are_expected_stays_until_it_is_over(partnership, viewer):
    partnership.goal("smoking")
    release = expected(partnership.world, precision="month", on=date(2031, 5, 1), element_code="smoking")
    today = timezone.localdate()

    for on, is_there in ((today.replace(day=1), True), (today.replace(day=1) - timedelta(days=1), False)):
        ExpectedRelease.objects.filter(pk=release.pk).update(on=on.replace(day=1))
        assert ("Figures expected:" in said(viewer.get(at(partnership, "workspace_calendar")))) is is_there


def test_open_milestones_that_are_overdue_stand_first_and_nothing_else_that_is_past_does(partnership, viewer, secret):
    initiative = log(partnership)
    move_initiative(by=partnership.lead, initiative=initiative, move="start")
    late, past = timezone.localdate() - timedelta(days=500), timezone.localdate() - timedelta(days=5)
    reached = step(partnership, initiative, title="Vans bought")
    Milestone.objects.filter(pk=step(partnership, initiative, title="Bins chosen").pk).update(due=late)
    Milestone.objects.filter(pk=reached.pk).update(due=past)
    reach(partnership, reached, on=past)
    step(partnership, initiative)

    page, lines = said(viewer.get(at(partnership, "workspace_calendar"))), set(unfolded(read(secret)))

    assert page.index("Overdue") < page.index("Milestone: Bins chosen") < page.index("March 2099")
    assert "Vans bought" not in page
    assert {f"SUMMARY:Milestone: {each}" for each in ("Bins chosen", "Vans bought", "Bins bought")} <= lines
    assert "your calendar holds the same and the past year" in page

    move_initiative(by=partnership.lead, initiative=initiative, move="finish")
    assert "Overdue" not in said(viewer.get(at(partnership, "workspace_calendar")))


def test_a_calendar_reads_by_a_secret_address_what_its_owner_sees(partnership, secret):
    milestone = step(partnership, log(partnership))
    reach(partnership, milestone, on=timezone.localdate())

    response = read(secret)
    lines = unfolded(response)

    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (lines[0], lines[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert {f"UID:milestone-{milestone.key}", "SUMMARY:Milestone: Bins bought"} <= set(lines)
    assert {f"DTSTART;VALUE=DATE:{FAR_AHEAD:%Y%m%d}", "DTEND;VALUE=DATE:20990401"} <= set(lines)
    assert any(line.startswith("URL:http://testserver/w/") for line in lines)
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_the_same_calendar_is_not_sent_twice_and_reading_it_leaves_no_trace(partnership, secret):
    step(partnership, log(partnership))
    before = Event.objects.count()

    first = read(secret)
    again = read(secret, if_none_match=first.headers["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert read(secret).content == first.content
    assert Event.objects.count() == before


def test_only_the_hash_of_an_address_is_kept_and_it_is_shown_once(partnership, viewer):
    page = viewer.post(at(partnership, "workspace_calendar"))
    address = said(page).partition("/calendar/")[2].partition(".ics")[0]

    assert read(address).status_code == 200
    assert address not in said(viewer.get(at(partnership, "workspace_calendar")))
    assert address not in str(list(CalendarAddress.objects.values()))
    assert Event.objects.filter(verb=Verb.CALENDAR_MADE).count() == 1


def test_a_new_address_ends_the_former_one_and_a_revoked_one_opens_nothing(partnership, viewer, secret):
    newer = make_calendar_address(by=partnership.viewer, workspace=partnership.workspace)
    assert (read(secret).status_code, read(newer).status_code) == (404, 200)

    assert "Revoke the address" in buttons(viewer.get(at(partnership, "workspace_calendar")))
    viewer.post(at(partnership, "calendar_revoke"))
    viewer.post(at(partnership, "calendar_revoke"))

    assert read(newer).status_code == 404
    assert Event.objects.filter(verb=Verb.CALENDAR_REVOKED).count() == 1


def test_whoever_left_or_may_not_come_in_reads_nothing_any_more(partnership, secret):
    partnership.viewer.is_active = False
    partnership.viewer.save()
    assert read(secret).status_code == 404
    partnership.viewer.is_active = True
    partnership.viewer.save()
    assert read(secret).status_code == 200

    remove_member(by=partnership.lead, member=partnership.workspace.members.get(person=partnership.viewer))

    assert read(secret).status_code == 404


def test_what_is_kept_is_in_the_calendar_of_those_who_see_it_only(partnership, secret, viewer):
    keep_draft(partnership, partnership.goal())
    theirs = make_calendar_address(by=partnership.business_member, workspace=partnership.workspace)

    assert MARK not in read(secret).content.decode()
    assert MARK not in said(viewer.get(at(partnership, "workspace_calendar")))
    assert MARK in "".join(unfolded(read(theirs)))


def test_a_workspace_that_the_public_sees_has_a_calendar_of_what_was_shown(partnership, visitor):
    address = reverse("explore:workspace_calendar_file", args=[partnership.workspace.slug])
    assert visitor.get(address).status_code == 404
    goal, hidden = partnership.goal(), partnership.goal("smoking", title="Fewer people smoke")
    step(partnership, log(partnership, goal, ends=FAR_AHEAD))
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    show_goal(by=partnership.lead, goal=goal, is_public=True)

    text = "".join(unfolded(visitor.get(address)))

    assert goal.title in text
    assert not any(each in text for each in (hidden.title, "Bins bought", "Kerbside food waste"))


def test_the_page_and_the_file_ask_the_same_however_much_is_to_come(partnership, viewer, secret):
    initiative = log(partnership, partnership.goal())
    few = questions(viewer, at(partnership, "workspace_calendar"))
    for days in range(8):
        step(partnership, initiative, title=f"Step {days}", due=timezone.localdate() + timedelta(days=days))
        log(partnership, title=f"Another {days}", ends=FAR_AHEAD)

    many = questions(viewer, at(partnership, "workspace_calendar"))

    assert many <= few


def test_nobody_else_learns_of_a_workspace_by_an_address(partnership, secret, signed_in, steward):
    revoke_calendar_address(by=partnership.viewer, workspace=partnership.workspace)

    page = said(signed_in(steward).get(reverse("desks:home")))

    assert partnership.viewer.name not in page
    assert partnership.workspace.name not in page
    made = Event.objects.filter(verb__in=(Verb.CALENDAR_MADE, Verb.CALENDAR_REVOKED))
    assert {(each.subject_kind, each.subject_id) for each in made} == {("user", partnership.viewer.pk)}
    assert partnership.workspace.name not in str(list(made.values()))


def test_whoever_comes_back_needs_a_new_address(partnership, secret):
    remove_member(by=partnership.lead, member=partnership.workspace.members.get(person=partnership.viewer))
    add_member(
        by=OPERATOR,
        workspace=partnership.workspace,
        person=partnership.viewer,
        partner=partnership.partners["charity"],
        role=Role.VIEWER,
    )

    assert read(secret).status_code == 404
    newer = make_calendar_address(by=partnership.viewer, workspace=partnership.workspace)
    run_waiting()

    assert read(newer).status_code == 200


def test_the_address_is_deleted_once_a_member_left(partnership, secret):
    theirs = make_calendar_address(by=partnership.lead, workspace=partnership.workspace)
    remove_member(by=partnership.lead, member=partnership.workspace.members.get(person=partnership.viewer))
    run_waiting()

    assert [each.person for each in CalendarAddress.objects.all()] == [partnership.lead]
    assert read(theirs).status_code == 200


def test_a_new_password_ends_the_address_from_before_it(partnership, viewer, secret):
    present, new = "a long passphrase of before", "another long passphrase 77"
    partnership.viewer.set_password(present)
    partnership.viewer.save()
    change_password(by=partnership.viewer, present=present, password=new, origin="")
    run_waiting()

    assert read(secret).status_code == 404
    assert not CalendarAddress.objects.exists()
    newer = make_calendar_address(by=partnership.viewer, workspace=partnership.workspace)
    run_waiting()
    assert read(newer).status_code == 200


def test_a_suspended_account_has_no_address_when_it_is_opened_again(partnership, secret, administrator):
    suspend_account(by=administrator, person=partnership.viewer, reason="It was misused.")
    run_waiting()
    unsuspend_account(by=administrator, person=partnership.viewer, reason="It was not.")

    assert read(secret).status_code == 404


def test_an_archived_workspace_takes_no_new_address_and_one_may_be_revoked(partnership, viewer, secret):
    archive_workspace(by=partnership.lead, workspace=partnership.workspace, reason="It is over.")

    page = viewer.post(at(partnership, "workspace_calendar"))

    assert page.status_code == 409
    assert "This workspace is archived" in said(page)
    shown = buttons(viewer.get(at(partnership, "workspace_calendar")))
    assert "Revoke the address" in shown
    assert "Make a new address" not in shown
    assert read(secret).status_code == 200
    viewer.post(at(partnership, "calendar_revoke"))
    assert read(secret).status_code == 404


def test_the_last_day_that_there_is_breaks_no_calendar(partnership, viewer, secret):
    QuietPeriod.objects.create(
        workspace=partnership.workspace, starts=timezone.localdate(), ends=date.max, words="There are elections."
    )

    assert "There are elections" in said(viewer.get(at(partnership, "workspace_calendar")))
    assert read(secret).status_code == 200
