"""An organisation is closed, and opened again."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, change_organisation, open_organisation
from apps.accounts.life_actions import close_organisation, merge_organisations, reopen_organisation
from apps.activity.queries import seen_version
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.initiatives.actions import move_initiative
from apps.workspaces.actions import archive_workspace, open_workspace
from apps.workspaces.invitation_actions import invite
from apps.workspaces.models import JoinRequest, Member
from tests.initiatives.making import log
from tests.kept import MARK, keep_draft
from tests.records import as_saved, last_event
from tests.rights import everyone_around, those_who_may


def close(by, organisation, reason="It does nothing any more."):
    return close_organisation(by=by, organisation=organisation, reason=reason)


@pytest.fixture
def hana(partnership, someone):
    """An organiser of the trust."""
    person = someone(name="Hana Organiser")
    add_to_organisation(by=OPERATOR, organisation=partnership.health, person=person, role=Role.ORGANISER)
    return person


def test_its_people_leave_and_what_is_open_ends_and_what_it_wrote_stays(partnership, hana, visitor):
    health, version, goal = partnership.health, seen_version(), partnership.goal(lead=partnership.health)
    invited = invite(by=hana, email="kim@a.example", organisation=health).invitation
    asked = JoinRequest.objects.create(workspace=partnership.workspace, organisation=health, words="Us.")
    profile = reverse("explore:organisation", args=[health.slug])
    assert visitor.get(profile).status_code == 200

    close(hana, health)
    run_waiting()

    assert last_event().verb in {Verb.ORGANISATION_CLOSED, Verb.GOAL_SHOWN}
    assert not health.people.exists()
    assert not Member.objects.filter(person=partnership.contributor).exists()
    assert not partnership.workspace.partners.filter(organisation=health).exists()
    assert (as_saved(invited).is_open, as_saved(asked).state) == (False, JoinRequest.State.WITHDRAWN)
    assert as_saved(goal).lead == health
    assert visitor.get(profile).status_code == 404
    assert seen_version() != version
    with pytest.raises(Refused, match="Ambleton Health is closed. An administrator of this site can open it again."):
        change_organisation(by=OPERATOR, organisation=health, based_on=1, words={"name": "Weft"})


def test_it_stays_while_it_leads_what_is_under_way(partnership, hana):
    initiative = log(partnership, lead=partnership.health, title="Walking groups")
    move_initiative(by=OPERATOR, initiative=initiative, move="start")

    with pytest.raises(Refused, match="It leads something that is under way: “Walking groups”. Finish or stop it"):
        close(hana, partnership.health)


@pytest.mark.parametrize("shared", [False, True])
def test_what_is_under_way_and_kept_hinders_it_and_is_counted_but_not_named(
    shared, partnership, organiser, administrator, signed_in
):
    kept = keep_draft(partnership, partnership.goal()).initiative
    move_initiative(by=partnership.business_member, initiative=kept, move="start")
    if shared:
        open_one = log(partnership, title="Walking groups")
        move_initiative(by=OPERATOR, initiative=open_one, move="start")
    add_to_organisation(by=OPERATOR, organisation=partnership.business, person=organiser, role=Role.ORGANISER)

    for who, address in ((administrator, "desks:organisation_close"), (organiser, "work:organisation_close")):
        page = signed_in(who).get(reverse(address, args=[partnership.business.slug])).content.decode()
        assert "It leads 1 thing under way that is kept to some partners" in page
        assert ("under way: “Walking groups”" in page) == shared
        assert MARK not in page
    with pytest.raises(Refused, match="kept to some partners") as refusal:
        close(organiser, partnership.business)
    assert MARK not in refusal.value.sentence


def test_it_stays_while_it_is_the_last_partner_of_a_workspace_that_is_not_archived(partnership, hana):
    areas = [partnership.world.areas["Dunmere"]]
    space = open_workspace(by=hana, name="Alone", purpose="Well.", areas=areas, organisation=partnership.health)

    with pytest.raises(Refused, match="is the last partner of Alone: archive that workspace first"):
        close(hana, partnership.health)
    archive_workspace(by=hana, workspace=space, reason="It is over.")
    close(hana, partnership.health)

    # Nobody else could restore it.
    assert space.members.get().person == hana


def test_it_stays_while_only_its_people_lead_a_workspace(partnership, organiser):
    with pytest.raises(Refused, match="Only people of Ambleton Council lead Ambleton together"):
        close(organiser, partnership.council)


def test_a_reason_is_needed_and_it_is_closed_once(partnership, hana, administrator):
    with pytest.raises(ValidationError, match="Say why"):
        close(hana, partnership.health, " ")
    close(hana, partnership.health)
    with pytest.raises(Refused, match="closed already"):
        close(administrator, partnership.health)


def test_an_administrator_opens_it_again_with_an_organiser_and_it_is_as_verified_as_it_was(
    partnership, hana, administrator
):
    close(hana, partnership.health)

    reopened = reopen_organisation(by=administrator, organisation=partnership.health, organiser=hana)

    assert as_saved(reopened).is_verified
    assert reopened.roles_of(hana) == {Role.ORGANISER}
    with pytest.raises(Refused, match="is open"):
        reopen_organisation(by=administrator, organisation=partnership.health, organiser=hana)


def test_what_became_part_of_another_is_not_opened_again(partnership, hana, administrator):
    merge_organisations(by=administrator, organisation=partnership.health, into=partnership.council, reason="Merged.")

    with pytest.raises(Refused, match="which cannot be undone"):
        reopen_organisation(by=administrator, organisation=partnership.health, organiser=hana)


def test_its_organisers_administrators_and_the_operator_close_it(partnership):
    council, people = partnership.council, everyone_around(partnership)
    other = partnership.someone(Role.LEAD, "charity")

    assert other
    assert those_who_may(lambda by: close(by, council), people) == {
        "organiser of the council",
        "administrator",
        "operator",
    }


def test_only_administrators_and_the_operator_open_it_again(partnership, someone):
    people, person = everyone_around(partnership), someone()
    closed = close(OPERATOR, open_organisation(by=OPERATOR, name="Weft", sector="other"))

    assert those_who_may(lambda by: reopen_organisation(by=by, organisation=closed, organiser=person), people) == {
        "administrator",
        "operator",
    }
