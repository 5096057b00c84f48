"""Invitations: good for one address, once, for a time, and by a right that the inviter still has."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation, remove_from_organisation
from apps.accounts.organisation_actions import change_organisation_role
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.workspaces import actions as workspaces
from apps.workspaces import invitation_actions as actions
from apps.workspaces.invitation_secrets import LETTERS, hash_of, hash_of_code, new_code, new_token
from apps.workspaces.models import Invitation
from apps.workspaces.queries import invitations_for, open_invitations
from tests.factories.accounts import UserFactory
from tests.records import as_saved, last_event, on_record
from tests.rights import everyone_around, those_who_may

NELL = "nell@example.org"


@pytest.fixture
def nell(someone):
    return someone(name="Nell Newcomer", email=NELL)


@pytest.fixture
def leading(partnership):
    """An organiser of the council who leads the workspace."""
    person = partnership.someone(Role.LEAD, "council", name="Lee Leading")
    change_organisation_role(by=OPERATOR, organisation=partnership.council, person=person, role=Role.ORGANISER)
    return person


@pytest.fixture
def to_council(partnership, organiser):
    """An invitation to the council."""
    return actions.invite(by=organiser, email=NELL, organisation=partnership.council)


@pytest.fixture
def to_workspace(partnership, leading):
    """An invitation to speak for the council in the workspace."""
    return invite_to_workspace(partnership, leading)


def invite_to_workspace(partnership, by, email=NELL):
    return actions.invite(
        by=by,
        email=email,
        organisation=partnership.council,
        workspace=partnership.workspace,
        workspace_role=Role.CONTRIBUTOR,
    )


def accept(sent, by):
    return actions.accept_invitation(by=by, invitation=sent.invitation)


def run_out(sent):
    sent.invitation.expires_at = timezone.now() - timedelta(seconds=1)
    sent.invitation.save()


def test_what_opens_an_invitation_cannot_be_guessed_and_is_not_kept(to_council):
    kept = as_saved(to_council.invitation)

    assert len(new_token()) >= 43
    assert re.fullmatch(rf"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}", new_code())
    assert not set("O0I1L5S2Z") & set(LETTERS)
    assert kept.token_sha256 == hash_of(to_council.token)
    assert kept.code_hash == hash_of_code(to_council.code.lower().replace("-", " "), kept.token_sha256)
    row = str(Invitation.objects.values().get())
    assert to_council.token not in row
    assert to_council.code not in row
    assert kept.expires_at - kept.sent_at == timedelta(days=14)


def test_whoever_has_the_address_accepts_and_belongs(partnership, to_council, nell, organiser):
    accept(to_council, nell)

    assert partnership.council.roles_of(nell) == {Role.STAFF}
    kept = as_saved(to_council.invitation)
    assert (kept.accepted_by, kept.is_open) == (nell, False)
    assert (last_event().verb, last_event().actor) == (Verb.INVITATION_ACCEPTED, nell)
    assert Event.objects.filter(verb=Verb.ORGANISATION_JOINED, actor=organiser).exists()


def test_whoever_accepts_an_invitation_to_a_workspace_speaks_for_the_partner_there(partnership, to_workspace, nell):
    accept(to_workspace, nell)

    member = partnership.workspace.members.get(person=nell)
    assert (member.partner, member.role) == (partnership.partners["council"], Role.CONTRIBUTOR)
    assert partnership.council.roles_of(nell) == {Role.STAFF}


def test_the_address_stands_in_no_event(to_workspace, nell):
    accept(to_workspace, nell)

    assert NELL not in str([*Event.objects.filter(verb__startswith="invitation").values()])


def test_what_someone_is_already_they_stay(partnership, leading, nell):
    add_to_organisation(by=OPERATOR, organisation=partnership.council, person=nell, role=Role.ORGANISER)
    workspaces.add_member(
        by=leading,
        workspace=partnership.workspace,
        person=nell,
        partner=partnership.partners["council"],
        role=Role.LEAD,
    )

    accept(invite_to_workspace(partnership, leading), nell)

    assert partnership.council.roles_of(nell) == {Role.ORGANISER}
    assert partnership.workspace.roles_of(nell) == {Role.LEAD}


def test_it_is_accepted_once_and_never_again(partnership, to_council, nell):
    accept(to_council, nell)
    remove_from_organisation(by=OPERATOR, organisation=partnership.council, person=nell)

    with pytest.raises(Refused, match="was accepted already"):
        accept(to_council, nell)
    with pytest.raises(Refused, match="was accepted already"):
        actions.decline_invitation(by=nell, invitation=to_council.invitation)

    assert not partnership.council.roles_of(nell)


def test_nobody_else_answers_it_however_they_came_to_its_link(to_council, someone):
    before = on_record()

    for deed in (actions.accept_invitation, actions.decline_invitation):
        with pytest.raises(Refused, match="for another email address"):
            deed(by=someone(), invitation=to_council.invitation)
        with pytest.raises(AccessDenied):
            deed(by=AnonymousUser(), invitation=to_council.invitation)

    assert on_record() == before


def test_the_address_is_the_same_however_it_is_written(partnership, to_council, someone):
    accept(to_council, someone(email="Nell@EXAMPLE.org"))


def test_an_address_that_waits_to_be_confirmed_accepts_nothing(to_council, nell):
    EmailAddress.objects.create(user=nell, email=NELL, verified=False, primary=True)

    assert invitations_for(nell) == []
    with pytest.raises(Refused, match="Confirm your email address first"):
        accept(to_council, nell)


def test_one_that_has_run_out_is_accepted_no_more_until_it_is_sent_again(organiser, to_council, nell):
    run_out(to_council)

    with pytest.raises(Refused, match="has run out"):
        accept(to_council, nell)
    assert invitations_for(nell) == []
    again = actions.send_again(by=organiser, invitation=to_council.invitation)

    assert again.token != to_council.token
    assert again.invitation.token_sha256 == hash_of(again.token)
    accept(again, nell)


def test_one_that_was_taken_back_or_declined_is_neither_accepted_nor_sent_again(partnership, organiser, nell):
    taken = actions.invite(by=organiser, email=NELL, organisation=partnership.council)
    actions.revoke_invitation(by=organiser, invitation=taken.invitation)
    declined = actions.invite(by=organiser, email=NELL, organisation=partnership.council)
    actions.decline_invitation(by=nell, invitation=declined.invitation)

    for sent, sentence in ((taken, "was taken back"), (declined, "was declined")):
        with pytest.raises(Refused, match=sentence):
            accept(sent, nell)
        with pytest.raises(Refused, match=sentence):
            actions.send_again(by=organiser, invitation=sent.invitation)
        with pytest.raises(Refused, match=sentence):
            actions.revoke_invitation(by=organiser, invitation=sent.invitation)


def lose_organisation(partnership, inviter):
    other = UserFactory()
    add_to_organisation(by=OPERATOR, organisation=partnership.council, person=other, role=Role.ORGANISER)
    change_organisation_role(by=OPERATOR, organisation=partnership.council, person=inviter, role=Role.STAFF)


def lose_workspace(partnership, inviter):
    member = partnership.workspace.members.get(person=inviter)
    workspaces.change_role(by=partnership.lead, member=member, role=Role.VIEWER)


def lose_account(partnership, inviter):
    inviter.is_active = False
    inviter.save()


def lose_everything(partnership, inviter):
    Invitation.objects.update(invited_by=None)


@pytest.mark.parametrize("lose", [lose_organisation, lose_workspace, lose_account, lose_everything])
def test_it_is_worth_nothing_once_the_inviter_may_invite_no_more(lose, partnership, leading, to_workspace, nell):
    lose(partnership, leading)

    with pytest.raises(Refused, match="Whoever invited you may not do so any more"):
        accept(to_workspace, nell)

    assert not partnership.council.roles_of(nell)
    assert not partnership.workspace.roles_of(nell)


def test_it_is_worth_nothing_once_the_partner_has_left(partnership, nell):
    partner = workspaces.add_partner(by=OPERATOR, workspace=partnership.workspace, organisation=open_guild())
    member = partnership.workspace.members.get(person=partnership.lead)
    add_to_organisation(by=OPERATOR, organisation=partner.organisation, person=partnership.lead, role=Role.ORGANISER)
    sent = actions.invite(
        by=member.person,
        email=NELL,
        organisation=partner.organisation,
        workspace=partnership.workspace,
        workspace_role=Role.VIEWER,
    )
    workspaces.remove_partner(by=OPERATOR, partner=partner)

    with pytest.raises(Refused, match="Guild takes no part in the workspace any more"):
        accept(sent, nell)


def open_guild():
    return open_organisation(by=OPERATOR, name="Guild", sector="other")


def test_an_inviter_sees_the_same_whoever_has_the_address(partnership, organiser, nell, someone):
    add_to_organisation(
        by=OPERATOR, organisation=partnership.council, person=someone(email="in@example.org"), role="staff"
    )

    sent = [
        actions.invite(by=organiser, email=email, organisation=partnership.council)
        for email in (NELL, "nobody@example.org", "in@example.org")
    ]

    assert len({(each.invitation.organisation_role, each.invitation.is_open) for each in sent}) == 1
    assert [each.email for each in open_invitations(partnership.council)] == [
        "in@example.org",
        "nobody@example.org",
        NELL,
    ]


def test_an_address_is_invited_once_at_a_time(partnership, organiser, to_council):
    with pytest.raises(Refused, match="invited already"):
        actions.invite(by=organiser, email="NELL@example.org", organisation=partnership.council)
    run_out(to_council)

    assert actions.invite(by=organiser, email=NELL, organisation=partnership.council)


def test_one_person_sends_twenty_a_day(partnership, organiser, to_council):
    for number in range(18):
        actions.invite(by=organiser, email=f"p{number}@example.org", organisation=partnership.council)
    actions.send_again(by=organiser, invitation=to_council.invitation)

    with pytest.raises(Refused, match="20 invitations within a day"):
        actions.send_again(by=organiser, invitation=to_council.invitation)
    with pytest.raises(Refused, match="20 invitations within a day"):
        actions.invite(by=organiser, email="more@example.org", organisation=partnership.council)

    assert Invitation.objects.count() == 19


@pytest.mark.parametrize(
    "given", [{"email": "nell"}, {"role": Role.LEAD}, {"email": ""}], ids=["no address", "no role of it", "nothing"]
)
def test_what_cannot_be_invited_is_not(given, partnership, organiser):
    with pytest.raises(ValidationError):
        actions.invite(**({"by": organiser, "email": NELL, "organisation": partnership.council} | given))

    assert not Invitation.objects.exists()


def test_an_organisation_that_is_no_partner_is_no_way_into_a_workspace(partnership, leading):
    guild = open_guild()
    add_to_organisation(by=OPERATOR, organisation=guild, person=leading, role=Role.ORGANISER)

    with pytest.raises(Refused, match="Guild is no partner"):
        actions.invite(
            by=leading,
            email=NELL,
            organisation=guild,
            workspace=partnership.workspace,
            workspace_role=Role.LEAD,
        )


def test_the_code_opens_it_with_the_address_beside_it(to_council, nell, someone):
    assert actions.try_code(by=nell, email=NELL.upper(), code=to_council.code.lower()) == to_council.invitation
    assert actions.try_code(by=nell, email="other@example.org", code=to_council.code) is None


def test_after_five_tries_the_code_opens_nothing(organiser, to_council, someone):
    guesser = someone()
    for _number in range(5):
        assert actions.try_code(by=guesser, email=NELL, code="AAAA-AAAA") is None

    assert actions.try_code(by=guesser, email=NELL, code=to_council.code) is None
    again = actions.send_again(by=organiser, invitation=to_council.invitation)
    assert actions.try_code(by=guesser, email=NELL, code=to_council.code) is None
    assert actions.try_code(by=guesser, email=NELL, code=again.code) == to_council.invitation


def test_the_code_of_one_that_is_answered_or_has_run_out_opens_nothing(to_council, nell):
    run_out(to_council)

    assert actions.try_code(by=nell, email=NELL, code=to_council.code) is None


DEEDS = {
    "invite to the council": (
        lambda made, by: actions.invite(by=by, email="x@example.org", organisation=made.partnership.council),
        {"organiser of the council", "leading organiser"},
    ),
    "invite to the workspace": (
        lambda made, by: invite_to_workspace(made.partnership, by, "x@example.org"),
        {"leading organiser"},
    ),
    "send it again": (
        lambda made, by: actions.send_again(by=by, invitation=made.to_workspace),
        {"leading organiser"},
    ),
    "revoke that to the workspace": (
        lambda made, by: actions.revoke_invitation(by=by, invitation=made.to_workspace),
        {"leading organiser", "organiser of the council", "lead", "operator"},
    ),
    "revoke that to the council": (
        lambda made, by: actions.revoke_invitation(by=by, invitation=made.to_council),
        {"leading organiser", "organiser of the council", "operator"},
    ),
}


def test_who_may_invite_and_take_back(partnership, leading, to_workspace, to_council):
    made = SimpleNamespace(
        partnership=partnership, to_workspace=to_workspace.invitation, to_council=to_council.invitation
    )
    people = everyone_around(partnership) | {"leading organiser": leading}

    may = {name: those_who_may(lambda by, deed=deed: deed(made, by), people) for name, (deed, _) in DEEDS.items()}

    assert may == {name: allowed for name, (_, allowed) in DEEDS.items()}
