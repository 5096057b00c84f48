"""Two leads who decide at the same time who is in a workspace; whoever is let go while they do something there."""

from functools import partial

import pytest
from django.db import connection

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.accounts.actions import (
    add_to_organisation,
    leave_organisation,
    open_organisation,
    remove_from_organisation,
)
from apps.accounts.organisation_actions import change_organisation_role
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.workspaces import actions, invitation_actions, partnering_actions
from apps.workspaces.actions import add_member, change_role, remove_member
from tests.access.waiting import overtaken_by
from tests.factories.accounts import UserFactory
from tests.parallel import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all."),
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.parametrize("deed", [remove_member, partial(change_role, role=Role.VIEWER)], ids=["leave", "step back"])
def test_of_two_leads_who_go_at_once_one_stays(deed, partnership):
    leads = [partnership.lead, partnership.someone(Role.LEAD, "health")]
    members = [partnership.workspace.members.select_related("workspace").get(person=person) for person in leads]

    results = at_once(*(partial(deed, by=member.person, member=member) for member in members))

    assert sorted(isinstance(result, Refused) for result in results) == [False, True], results
    assert partnership.workspace.members.filter(role=Role.LEAD).count() == 1


def test_of_two_who_remove_the_same_member_one_is_told_that_they_are_gone(partnership):
    member = partnership.workspace.members.select_related("workspace").get(person=partnership.viewer)

    results = at_once(*[partial(remove_member, by=partnership.lead, member=member)] * 2)

    assert sorted(isinstance(result, Refused) for result in results) == [False, True], results


#: Whatever a lead who speaks for the trust does in a workspace.
DEEDS = {
    "change it": lambda p, by: actions.change_workspace(
        by=by, workspace=p.workspace, based_on=1, words={"purpose": "To do ill."}
    ),
    "show it": lambda p, by: actions.show_workspace(by=by, workspace=p.workspace, is_public=True),
    "take in a partner": lambda p, by: actions.add_partner(
        by=by, workspace=p.workspace, organisation=open_organisation(by=OPERATOR, name="Mates", sector="other")
    ),
    "remove a partner": lambda p, by: actions.remove_partner(by=by, partner=p.partners["charity"]),
    "show their own part": lambda p, by: actions.show_partner(by=by, partner=p.partners["health"], is_public=True),
    "take someone in": lambda p, by: take_in(p, belonging_to(p.health), by=by),
    "give a role": lambda p, by: change_role(by=by, member=member_of(p, p.viewer), role=Role.LEAD),
    "remove a lead": lambda p, by: remove_member(by=by, member=member_of(p, p.lead)),
    "say that they have seen all": lambda p, by: actions.mark_seen(by=by, workspace=p.workspace),
}


def member_of(partnership, person):
    return partnership.workspace.members.select_related("workspace").get(person=person)


def belonging_to(organisation):
    """Someone who belongs to an organisation, and is no member yet."""
    person = UserFactory(name="Nia Newcomer")
    add_to_organisation(by=OPERATOR, organisation=organisation, person=person, role=Role.STAFF)
    return person


def take_in(partnership, person, by, role=Role.LEAD):
    partner = partnership.partner_of(person.belongs_to.get().organisation)
    return add_member(by=by, workspace=partnership.workspace, person=person, partner=partner, role=role)


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_whoever_is_removed_meanwhile_does_nothing_any_more(deed, partnership):
    rogue = partnership.someone(Role.LEAD, "health")
    member = member_of(partnership, rogue)

    result = overtaken_by(
        lambda: remove_member(by=partnership.lead, member=member), lambda: deed(partnership, by=rogue)
    )

    assert isinstance(result, AccessDenied), result


def test_a_lead_who_is_made_a_viewer_meanwhile_takes_nobody_in(partnership):
    rogue, newcomer = partnership.someone(Role.LEAD, "health"), belonging_to(partnership.health)
    member = member_of(partnership, rogue)

    result = overtaken_by(
        lambda: change_role(by=partnership.lead, member=member, role=Role.VIEWER),
        lambda: take_in(partnership, newcomer, by=rogue),
    )

    assert isinstance(result, AccessDenied), result
    assert not partnership.workspace.members.filter(person=newcomer).exists()


def test_whoever_leaves_their_organisation_meanwhile_is_not_taken_in(partnership):
    newcomer = belonging_to(partnership.health)

    result = overtaken_by(
        lambda: remove_from_organisation(by=OPERATOR, organisation=partnership.health, person=newcomer),
        lambda: take_in(partnership, newcomer, by=partnership.lead),
    )

    assert isinstance(result, Refused), result
    run_waiting()
    assert not partnership.workspace.members.filter(person=newcomer).exists()


def test_whoever_leaves_their_organisation_while_they_are_taken_in_is_let_go_again(partnership):
    newcomer = belonging_to(partnership.health)

    result = overtaken_by(
        lambda: take_in(partnership, newcomer, by=partnership.lead, role=Role.VIEWER),
        lambda: (
            remove_from_organisation(by=OPERATOR, organisation=partnership.health, person=newcomer),
            run_waiting(),
        ),
    )

    assert not isinstance(result, Exception), result
    assert not partnership.workspace.members.filter(person=newcomer).exists()


def test_whoever_a_lead_removes_while_they_leave_their_organisation_is_removed_once(partnership):
    run_waiting()
    remove_from_organisation(by=OPERATOR, organisation=partnership.health, person=partnership.contributor)
    member = member_of(partnership, partnership.contributor)

    overtaken_by(lambda: remove_member(by=partnership.lead, member=member), run_waiting)

    assert Event.objects.filter(verb=Verb.MEMBER_REMOVED).count() == 1


def invited(partnership):
    """An invitation to the council by an organiser of it, and whoever has its address."""
    organiser, nell = UserFactory(), UserFactory(email="nell@example.org")
    add_to_organisation(by=OPERATOR, organisation=partnership.council, person=organiser, role=Role.ORGANISER)
    sent = invitation_actions.invite(by=organiser, email=nell.email, organisation=partnership.council)
    return organiser, nell, sent.invitation


def test_of_two_who_accept_an_invitation_at_once_one_is_told_that_it_was_accepted(partnership):
    _organiser, nell, invitation = invited(partnership)

    results = at_once(*[partial(invitation_actions.accept_invitation, by=nell, invitation=invitation)] * 2)

    assert sorted(isinstance(result, Refused) for result in results) == [False, True], results
    assert partnership.council.people.filter(person=nell).count() == 1


def test_an_invitation_that_is_taken_back_meanwhile_is_accepted_no_more(partnership):
    organiser, nell, invitation = invited(partnership)

    result = overtaken_by(
        lambda: invitation_actions.revoke_invitation(by=organiser, invitation=invitation),
        lambda: invitation_actions.accept_invitation(by=nell, invitation=invitation),
    )

    assert isinstance(result, Refused), result
    assert not partnership.council.people.filter(person=nell).exists()


def test_an_invitation_of_whoever_is_an_organiser_no_more_meanwhile_is_worth_nothing(partnership):
    organiser, nell, invitation = invited(partnership)
    other = UserFactory()
    add_to_organisation(by=OPERATOR, organisation=partnership.council, person=other, role=Role.ORGANISER)

    result = overtaken_by(
        lambda: change_organisation_role(by=other, organisation=partnership.council, person=organiser, role=Role.STAFF),
        lambda: invitation_actions.accept_invitation(by=nell, invitation=invitation),
    )

    assert isinstance(result, Refused), result
    assert not partnership.council.people.filter(person=nell).exists()


def test_of_two_last_organisers_who_leave_at_once_one_stays(partnership):
    people = [UserFactory(), UserFactory()]
    for person in people:
        add_to_organisation(by=OPERATOR, organisation=partnership.council, person=person, role=Role.ORGANISER)

    results = at_once(*(partial(leave_organisation, by=person, organisation=partnership.council) for person in people))

    assert sorted(isinstance(result, Refused) for result in results) == [False, True], results


def test_an_invitation_of_an_organisation_that_is_taken_back_meanwhile_is_accepted_no_more(partnership):
    college, kit = open_organisation(by=OPERATOR, name="College", sector="education"), UserFactory()
    add_to_organisation(by=OPERATOR, organisation=college, person=kit, role=Role.ORGANISER)
    invited = partnering_actions.invite_organisation(
        by=partnership.lead, workspace=partnership.workspace, to=college, words="Come."
    )

    result = overtaken_by(
        lambda: partnering_actions.withdraw_invitation(by=partnership.lead, invited=invited),
        lambda: partnering_actions.accept_partnership(
            by=kit, invited=invited, organisation=college, speaker=kit, role=Role.CONTRIBUTOR
        ),
    )

    assert isinstance(result, Refused), result
    assert not partnership.workspace.partners.filter(organisation=college).exists()
