"""An organisation asks to join a workspace, and its leads answer."""

import pytest

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation, remove_from_organisation
from apps.activity.models import Event, Notification
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.workspaces.actions import archive_workspace, show_workspace
from apps.workspaces.joining_actions import accept_request, ask_to_join, decline_request, withdraw_request
from apps.workspaces.models import JoinRequest
from apps.workspaces.queries import workspaces_to_join
from tests.factories.accounts import UserFactory


@pytest.fixture
def college(partnership):
    """A college that works in Ambleton, its organiser, and the workspace, which the public sees."""
    opened = open_organisation(
        by=OPERATOR, name="Ambleton College", sector="education", areas=[partnership.world.areas["Ambleton"]]
    )
    partnership.college, partnership.organiser = opened, UserFactory(name="Kit College")
    for person, role in ((partnership.organiser, Role.ORGANISER), (UserFactory(), Role.ORGANISER)):
        add_to_organisation(by=OPERATOR, organisation=opened, person=person, role=role)
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    return partnership


def ask(found, **changes):
    asked = {"by": found.organiser, "workspace": found.workspace, "organisation": found.college, "words": "Courses."}
    return ask_to_join(**(asked | changes))


def test_leads_are_told_that_an_organisation_asks(college):
    ask(college)
    run_waiting()

    told = Notification.objects.filter(verb=Verb.PARTNER_ASKED).values_list("person__name", flat=True)
    assert list(told) == ["Olive Officer"]


def test_taken_in_it_is_a_partner_and_who_asked_is_its_first_member(college):
    partner = accept_request(by=college.lead, asked=ask(college))

    assert partner.organisation == college.college
    assert [(each.person, each.role) for each in partner.members.all()] == [(college.organiser, "contributor")]
    asked = JoinRequest.objects.get()
    assert (asked.state, asked.answered_by) == ("accepted", college.lead)


def test_who_left_the_organisation_meanwhile_is_no_member(college):
    asked = ask(college)
    remove_from_organisation(by=OPERATOR, organisation=college.college, person=college.organiser)

    assert accept_request(by=college.lead, asked=asked).members.count() == 0


def test_who_is_a_member_for_another_partner_stays_that(college):
    add_to_organisation(by=OPERATOR, organisation=college.college, person=college.contributor, role=Role.ORGANISER)

    partner = accept_request(by=college.lead, asked=ask(college, by=college.contributor))

    assert partner.members.count() == 0
    assert str(college.workspace.members.get(person=college.contributor).partner) == "Ambleton Health"


def test_declined_with_words_that_who_asked_reads(college):
    declined = decline_request(by=college.lead, asked=ask(college), answer=" Not before spring. ")

    assert (declined.state, declined.answer) == ("declined", "Not before spring.")
    assert Event.objects.filter(verb=Verb.PARTNER_DECLINED).count() == 1
    with pytest.raises(Refused, match="Say in a sentence why not"):
        decline_request(by=college.lead, asked=ask(college), answer=" ")


def test_taken_back_it_is_not_answered_and_can_be_asked_again(college):
    asked = withdraw_request(by=college.organiser, asked=ask(college))

    with pytest.raises(Refused, match="cannot be done now"):
        accept_request(by=college.lead, asked=asked)
    assert ask(college).state == "waiting"


def test_one_request_waits_at_a_time(college):
    ask(college)

    with pytest.raises(Refused, match="has asked already"):
        ask(college)


def test_a_partner_does_not_ask(college):
    accept_request(by=college.lead, asked=ask(college))

    with pytest.raises(Refused, match="is a partner there already"):
        ask(college)


def test_a_hidden_or_archived_workspace_cannot_be_asked(college):
    archive_workspace(by=college.lead, workspace=college.workspace, reason="It is done.")
    with pytest.raises(Refused, match="There is no such workspace"):
        ask(college)
    assert list(workspaces_to_join(college.college)) == []


def test_only_an_organiser_asks_and_takes_back_and_only_leads_answer(college):
    staff = UserFactory()
    add_to_organisation(by=OPERATOR, organisation=college.college, person=staff, role=Role.STAFF)
    for person in (staff, college.lead, UserFactory()):
        with pytest.raises(AccessDenied):
            ask(college, by=person)
    asked = ask(college)
    for person in (college.contributor, college.organiser):
        with pytest.raises(AccessDenied):
            accept_request(by=person, asked=asked)
        with pytest.raises(AccessDenied):
            decline_request(by=person, asked=asked, answer="No.")
    with pytest.raises(AccessDenied):
        withdraw_request(by=college.lead, asked=asked)


def test_it_is_offered_where_the_organisation_works(college):
    assert list(workspaces_to_join(college.college)) == [college.workspace]
    assert list(workspaces_to_join(college.council)) == []

    college.college.areas.set([college.world.areas["Dunmere"]])
    assert list(workspaces_to_join(college.college)) == []
    college.college.areas.clear()
    assert list(workspaces_to_join(college.college)) == [college.workspace]
