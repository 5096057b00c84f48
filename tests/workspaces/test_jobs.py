"""Who leaves an organisation no longer speaks for it in any workspace."""

import pytest

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, remove_from_organisation
from apps.activity.models import Event, Notification
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.workspaces.actions import change_role
from apps.workspaces.models import Member
from tests.partnership import build_partnership


def leave(organisation, person):
    remove_from_organisation(by=OPERATOR, organisation=organisation, person=person)


def is_member(partnership, person):
    return Member.objects.filter(workspace=partnership.workspace, person=person).exists()


def test_whoever_leaves_an_organisation_leaves_the_workspaces_in_which_they_spoke_for_it(partnership):
    partnership.goal()
    run_waiting()

    leave(partnership.health, partnership.contributor)
    run_waiting()

    assert not is_member(partnership, partnership.contributor)
    event = Event.objects.filter(verb=Verb.MEMBER_REMOVED).get()
    assert (event.scope_id, event.details["said"]) == (partnership.workspace.pk, "Harper Health")
    assert not Notification.objects.filter(person=partnership.contributor).exists()


def test_they_stay_where_they_speak_for_another(partnership):
    apart = build_partnership(partnership.world, "Brackford apart")
    person = apart.someone(Role.VIEWER, "charity")
    add_to_organisation(by=OPERATOR, organisation=partnership.health, person=person, role=Role.STAFF)

    leave(partnership.health, person)
    run_waiting()

    assert is_member(apart, person)


def test_whoever_is_back_before_anyone_looked_stays(partnership):
    leave(partnership.health, partnership.contributor)
    add_to_organisation(by=OPERATOR, organisation=partnership.health, person=partnership.contributor, role=Role.STAFF)

    run_waiting()

    assert is_member(partnership, partnership.contributor)


def test_the_last_lead_stays_until_there_is_another(partnership):
    second = partnership.someone(Role.LEAD)

    leave(partnership.council, partnership.lead)
    leave(partnership.council, second)
    run_waiting()

    leads = Member.objects.filter(workspace=partnership.workspace, role=Role.LEAD)
    assert leads.count() == 1


@pytest.fixture
def stayer(partnership):
    """The only lead, who has left the council and stays until there is another."""
    leave(partnership.council, partnership.lead)
    run_waiting()
    assert is_member(partnership, partnership.lead)
    return partnership.lead


def member_of(partnership, person):
    return partnership.workspace.members.select_related("workspace").get(person=person)


def test_whoever_stayed_as_the_last_lead_goes_when_another_is_made_one(partnership, stayer):
    partnership.goal(by=OPERATOR)
    run_waiting()

    change_role(by=stayer, member=member_of(partnership, partnership.contributor), role=Role.LEAD)

    assert not is_member(partnership, stayer)
    event = Event.objects.get(verb=Verb.MEMBER_REMOVED)
    assert (event.actor, event.details["said"]) == (None, "Olive Officer")
    assert not Notification.objects.filter(person=stayer).exists()


def test_whoever_stayed_as_the_last_lead_goes_when_another_is_taken_in(partnership, stayer):
    partnership.someone(Role.CONTRIBUTOR)
    assert is_member(partnership, stayer)

    successor = partnership.someone(Role.LEAD)

    assert not is_member(partnership, stayer)
    assert is_member(partnership, successor)


def test_a_lead_who_belongs_to_their_organisation_stays_when_another_comes(partnership):
    partnership.someone(Role.LEAD, "health")

    assert is_member(partnership, partnership.lead)


def test_of_leads_who_all_have_left_one_stays(partnership, stayer):
    # The trust's member has left as well, and nobody has let them go yet.
    leave(partnership.health, partnership.contributor)

    change_role(by=stayer, member=member_of(partnership, partnership.contributor), role=Role.LEAD)
    run_waiting()

    assert Member.objects.filter(workspace=partnership.workspace, role=Role.LEAD).count() == 1
