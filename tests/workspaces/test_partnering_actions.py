"""The leads of a workspace invite an organisation, and its organisers answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation
from apps.accounts.organisation_actions import open_own_organisation
from apps.activity.models import Event, Notification
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.workspaces.actions import archive_workspace, change_role, show_workspace
from apps.workspaces.joining_actions import ask_to_join
from apps.workspaces.models import JoinRequest, PartnerInvitation
from apps.workspaces.partnering_actions import (
    accept_partnership,
    decline_partnership,
    invite_organisation,
    withdraw_invitation,
)
from apps.workspaces.queries import organisations_called, partnerships_offered
from tests.factories.accounts import UserFactory
from tests.records import as_saved


@pytest.fixture
def college(partnership):
    """A college that is no partner, with an organiser and one of its staff."""
    college = open_organisation(by=OPERATOR, name="Ambleton College", sector="education")
    partnership.college, partnership.kit = college, UserFactory(name="Kit College")
    partnership.staff = UserFactory(name="Sam Staff")
    add_to_organisation(by=OPERATOR, organisation=college, person=partnership.kit, role=Role.ORGANISER)
    add_to_organisation(by=OPERATOR, organisation=college, person=partnership.staff, role=Role.STAFF)
    return partnership


def invite(found, **changes):
    asked = {"by": found.lead, "workspace": found.workspace, "to": found.college, "words": " Cook with us. "}
    return invite_organisation(**(asked | changes))


def accept(found, invited, **changes):
    given = {"by": found.kit, "organisation": found.college, "speaker": found.kit, "role": "contributor"}
    return accept_partnership(invited=invited, **(given | changes))


def test_organisers_and_nobody_else_are_told_that_their_organisation_is_invited(college):
    invited = invite(college)
    run_waiting()

    told = Notification.objects.filter(verb=Verb.ORGANISATION_INVITED)
    assert [each.person for each in told] == [college.kit]
    assert (invited.words, invited.state, invited.role) == ("Cook with us.", "waiting", "contributor")
    assert partnerships_offered(college.kit) == [invited]
    assert partnerships_offered(college.staff) == []
    assert not college.workspace.partners.filter(organisation=college.college).exists()


def test_accepted_it_is_a_partner_for_whom_one_of_its_people_speaks(college):
    invited = invite(college, role=Role.LEAD)

    partner = accept(college, invited, speaker=college.staff, role="lead")
    run_waiting()

    assert partner.organisation == college.college
    assert [(each.person, each.role) for each in partner.members.all()] == [(college.staff, "lead")]
    assert (as_saved(invited).state, as_saved(invited).answered_by) == ("accepted", college.kit)
    told = Notification.objects.filter(verb=Verb.PARTNER_INVITATION_ACCEPTED).values_list("person__name", flat=True)
    assert "Olive Officer" in told


def test_nobody_speaks_for_it_as_more_than_was_offered_or_from_outside(college):
    invited = invite(college)

    with pytest.raises(Refused, match="more than you were offered"):
        accept(college, invited, role="lead")
    with pytest.raises(Refused, match="does not belong to Ambleton College"):
        accept(college, invited, speaker=UserFactory(name="Out Sider"))
    assert as_saved(invited).state == "waiting"


def test_an_answer_stands_and_cannot_be_given_twice(college):
    invited = invite(college)
    accept(college, invited)

    for again in (
        lambda: accept(college, invited),
        lambda: decline_partnership(by=college.kit, invited=invited, organisation=college.college, answer="No."),
        lambda: withdraw_invitation(by=college.lead, invited=invited),
    ):
        with pytest.raises(Refused, match="cannot be done now"):
            again()
    with pytest.raises(Refused, match="is a partner here already"):
        invite(college)


def test_declined_with_words_that_the_leads_read(college):
    invited = invite(college)
    with pytest.raises(Refused, match="Say in a sentence why not"):
        decline_partnership(by=college.kit, invited=invited, organisation=college.college, answer=" ")

    decline_partnership(by=college.kit, invited=invited, organisation=college.college, answer="Not this year.")

    event = Event.objects.get(verb=Verb.PARTNER_INVITATION_DECLINED)
    assert event.details["said"] == "Ambleton College: Not this year."
    assert invite(college).state == "waiting"


def test_taken_back_or_run_out_it_is_accepted_no_more_and_can_be_sent_anew(college):
    gone = withdraw_invitation(by=college.lead, invited=invite(college))
    with pytest.raises(Refused, match="cannot be done now"):
        accept(college, gone)
    late = invite(college)
    PartnerInvitation.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(days=1))
    with pytest.raises(Refused, match="has run out"):
        accept(college, late)
    assert partnerships_offered(college.kit) == []

    assert invite(college).state == "waiting"
    assert as_saved(late).state == "lapsed"


def test_one_invitation_waits_at_a_time(college):
    invite(college)
    invite(college, to="New@example.org")

    for to in (college.college, "new@EXAMPLE.org"):
        with pytest.raises(Refused, match="invited already"):
            invite(college, to=to)


def test_it_is_worth_nothing_once_whoever_invited_may_not_or_the_workspace_is_archived(college):
    invited, other = invite(college), college.someone(Role.LEAD)
    member = college.workspace.members.select_related("workspace").get(person=college.lead)
    change_role(by=other, member=member, role=Role.VIEWER)
    with pytest.raises(Refused, match="may not do so any more"):
        accept(college, invited)
    change_role(by=other, member=member, role=Role.LEAD)
    archive_workspace(by=other, workspace=college.workspace, reason="It is done.")

    with pytest.raises(Refused, match="may not do so any more"):
        accept(college, invited)


def test_only_leads_invite_and_only_organisers_of_the_one_that_is_invited_answer(college):
    for person in (college.contributor, college.viewer, college.kit, UserFactory(), OPERATOR):
        with pytest.raises(AccessDenied):
            invite(college, by=person)
    invited = invite(college)
    with pytest.raises(AccessDenied):
        withdraw_invitation(by=college.kit, invited=invited)
    for person in (college.staff, college.lead, UserFactory()):
        with pytest.raises(AccessDenied):
            accept(college, invited, by=person)
    robin = UserFactory()
    own = open_own_organisation(by=robin, name="Loom", sector="business")
    with pytest.raises(Refused, match="for another organisation"):
        accept(college, invited, by=robin, organisation=own, speaker=robin)


def test_by_address_it_waits_until_its_reader_opened_an_organisation(college):
    invited = invite(college, to="Nell@example.org")
    nell = UserFactory(email="nell@example.org", name="Nell")
    assert partnerships_offered(nell) == [invited]
    guild = open_own_organisation(by=nell, name="Guild", sector="other")

    partner = accept(college, invited, by=nell, organisation=guild, speaker=nell)

    assert (partner.organisation, as_saved(invited).organisation) == (guild, guild)
    assert Event.objects.filter(details__icontains="nell@example.org").count() == 0


def test_who_is_a_member_for_another_partner_stays_that(college):
    add_to_organisation(by=OPERATOR, organisation=college.college, person=college.contributor, role=Role.STAFF)

    partner = accept(college, invite(college), speaker=college.contributor)

    assert partner.members.count() == 0
    assert str(college.workspace.members.get(person=college.contributor).partner) == "Ambleton Health"


def test_what_it_asked_for_itself_is_answered_with_it(college):
    show_workspace(by=college.lead, workspace=college.workspace, is_public=True)
    ask_to_join(by=college.kit, workspace=college.workspace, organisation=college.college, words="We would come.")

    accept(college, invite(college))

    assert JoinRequest.objects.get().state == "accepted"


def test_a_name_finds_verified_organisations_and_others_by_their_exact_name_only(college):
    open_own_organisation(by=UserFactory(), name="Hidden Guild", sector="other")

    found = {name: [str(each) for each in organisations_called(college.workspace, name)] for name in (
        "college", "ambleton", "AMBLETON COLLEGE", "hidden", "hidden guild", "Ambleton Council", "",
    )}  # fmt: skip

    assert found == {
        "college": ["Ambleton College"],
        "ambleton": ["Ambleton College"],
        "AMBLETON COLLEGE": ["Ambleton College"],
        "hidden": [],
        "hidden guild": ["Hidden Guild"],
        "Ambleton Council": [],
        "": [],
    }
