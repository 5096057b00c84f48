"""What is done with invitations to organisations and to workspaces."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import AccessDenied, can, require
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, held
from apps.accounts.models import Organisation, User
from apps.accounts.queries import has_confirmed_address
from apps.activity.actions import record
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.workspaces.actions import add_member
from apps.workspaces.invitation_secrets import hash_of, hash_of_code, new_code, new_token
from apps.workspaces.models import Invitation, Workspace

#: For how long an invitation is good.
GOOD_FOR = timedelta(days=14)
#: So many one person sends in a day, those that are sent again among them.
MOST_IN_A_DAY = 20
#: So often the code of one invitation may be mistyped.
MOST_TRIES = 5


@dataclass(frozen=True)
class Sent:
    """An invitation with what is told once and kept nowhere: what stands in its link, and the code to read aloud."""

    invitation: Invitation
    token: str
    code: str


@transaction.atomic
def invite(
    *,
    by: Any,
    email: str,
    organisation: Organisation,
    role: str = Role.STAFF,
    workspace: Workspace | None = None,
    workspace_role: str = "",
) -> Sent:
    """Invite an address to an organisation, and perhaps to speak for it in a workspace.

    Who has the address, and whether they have an account, changes nothing of what the inviter sees.
    """
    sender = sender_of(by)
    organisation = held(organisation)
    _insist_may_invite(by, organisation, workspace)
    if workspace and not workspace.partners.filter(organisation=organisation).exists():
        raise Refused(_("%(organisation)s is no partner of this workspace.") % {"organisation": organisation})
    _insist_not_invited(organisation, workspace, email)
    invitation = Invitation(
        email=email.strip().lower(),
        organisation=organisation,
        organisation_role=Role(role),
        workspace=workspace,
        workspace_role=workspace_role if workspace else "",
    )
    return _send(invitation, sender, Verb.INVITATION_SENT)


@transaction.atomic
def send_again(*, by: Any, invitation: Invitation) -> Sent:
    """Send an invitation once more, with a new link and a new code, good for as long; those of before open nothing."""
    invitation = _held(invitation)
    sender = sender_of(by)
    _insist_may_invite(by, invitation.organisation, invitation.workspace)
    _insist_open(invitation)
    return _send(invitation, sender, Verb.INVITATION_SENT_AGAIN)


@transaction.atomic
def revoke_invitation(*, by: Any, invitation: Invitation) -> Invitation:
    """Take an invitation back: for organisers of its organisation, and for leads of its workspace."""
    invitation = _held(invitation)
    if not (invitation.workspace and can(by, Permission.MEMBER_EDIT, on=invitation.workspace)):
        require(by, Permission.ORGANISATION_PEOPLE, on=invitation.organisation)
    _insist_open(invitation)
    invitation.revoked_at, invitation.revoked_by_id = timezone.now(), by.pk
    invitation.save(update_fields=["revoked_at", "revoked_by"])
    _say(Verb.INVITATION_REVOKED, by, invitation)
    return invitation


@transaction.atomic
def accept_invitation(*, by: Any, invitation: Invitation) -> Invitation:
    """Accept an invitation: whoever has its address, once, and by the right that the inviter still has.

    What someone is in the organisation or the workspace already, they stay.
    """
    person = _addressee(by, invitation)
    # Held before it is asked what the inviter may: nobody takes that from them any more. And before the invitation,
    # as whoever closes the organisation holds them.
    organisation = held(invitation.organisation)
    invitation = _held(invitation)
    if sentence := why_useless(invitation):
        raise Refused(sentence)
    try:
        _take_in(invitation, organisation, person)
    except AccessDenied:
        raise Refused(_lost()) from None
    invitation.accepted_at, invitation.accepted_by = timezone.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _say(Verb.INVITATION_ACCEPTED, by, invitation)
    return invitation


@transaction.atomic
def decline_invitation(*, by: Any, invitation: Invitation) -> Invitation:
    """Decline an invitation: whoever has its address."""
    invitation = _held(invitation)
    _addressee(by, invitation)
    _insist_open(invitation)
    invitation.declined_at = timezone.now()
    invitation.save(update_fields=["declined_at"])
    _say(Verb.INVITATION_DECLINED, by, invitation)
    return invitation


@transaction.atomic
def try_code(*, by: Any, email: str, code: str) -> Invitation | None:
    """The open invitation to an address that a code opens; a code that opens none is a try of each of them.

    It takes as long, and says as little, whether or not the address is invited to anything.
    """
    if by.pk is None:
        raise AccessDenied(_("You may not answer an invitation without an account."))
    invitations = Invitation.objects.open().to(email).select_for_update(no_key=True).order_by("pk")
    left = [each for each in invitations if each.code_tries < MOST_TRIES and not each.has_run_out]
    if not left:
        hash_of_code(code, "nobody")
    for each in left:
        if hash_of_code(code, each.token_sha256) == each.code_hash:
            return each
    for each in left:
        each.code_tries += 1
        each.save(update_fields=["code_tries"])
    return None


def sender_of(by: Any) -> User:
    """Whoever invites, their row held: what they send at once is counted one by one."""
    if by.pk is None:
        raise AccessDenied(_("You may not invite anyone without an account of your own."))
    day_ago = timezone.now() - timedelta(days=1)
    sender = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    verbs = [Verb.INVITATION_SENT, Verb.INVITATION_SENT_AGAIN, Verb.PARTNER_INVITED]
    if Event.objects.filter(actor=sender, verb__in=verbs, at__gte=day_ago).count() >= MOST_IN_A_DAY:
        raise Refused(_("You have sent 20 invitations within a day. Send more tomorrow."))
    return sender


def _insist_may_invite(by: Any, organisation: Organisation, workspace: Workspace | None) -> None:
    """An organiser invites to their organisation; to a workspace a lead of it who is an organiser of the partner."""
    require(by, Permission.ORGANISATION_PEOPLE, on=organisation)
    if workspace:
        require(by, Permission.MEMBER_EDIT, on=workspace)


def _insist_not_invited(organisation: Organisation, workspace: Workspace | None, email: str) -> None:
    """The organisation's row is held, so of two at once the second finds the first."""
    known = Invitation.objects.open().to(email).filter(organisation=organisation, workspace=workspace)
    if known.filter(expires_at__gt=timezone.now()).exists():
        raise Refused(_("This address is invited already. You can send the invitation again, in the list of them."))


def _send(invitation: Invitation, sender: User, verb: Verb) -> Sent:
    token, code = new_token(), new_code()
    invitation.invited_by, invitation.sent_at = sender, timezone.now()
    invitation.expires_at = invitation.sent_at + GOOD_FOR
    invitation.token_sha256 = hash_of(token)
    invitation.code_hash, invitation.code_tries = hash_of_code(code, invitation.token_sha256), 0
    invitation.full_clean()
    invitation.save()
    _say(verb, sender, invitation)
    return Sent(invitation, token, code)


def _held(invitation: Invitation) -> Invitation:
    """An invitation as it is now, its row held: of two who answer it at once the second finds it answered."""
    invitations = Invitation.objects.select_for_update(of=("self",), no_key=True)
    return invitations.select_related("organisation", "workspace", "invited_by").get(pk=invitation.pk)


def _addressee(by: Any, invitation: Invitation) -> User:
    if by.pk is None:
        raise AccessDenied(_("You may not answer an invitation without an account."))
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not invitation.is_for(person):
        raise Refused(_("This invitation is for another email address. Sign in with the one to which it was sent."))
    if not has_confirmed_address(person):
        raise Refused(_("Confirm your email address first, then answer the invitation."))
    return person


def _insist_open(invitation: Invitation) -> None:
    if sentence := why_closed(invitation):
        raise Refused(sentence)


def why_closed(invitation: Invitation) -> str:
    """Why an invitation can be answered no more; nothing while it is open."""
    if invitation.accepted_at:
        return _("This invitation was accepted already.")
    if invitation.declined_at:
        return _("This invitation was declined.")
    return _("This invitation was taken back. Ask whoever invited you.") if invitation.revoked_at else ""


def why_useless(invitation: Invitation) -> str:
    """Why an invitation cannot be accepted; nothing while it can."""
    if sentence := why_closed(invitation):
        return sentence
    if invitation.has_run_out:
        return _("This invitation has run out. Ask whoever invited you to send it again.")
    inviter = invitation.invited_by
    try:
        if inviter is None or not inviter.is_active:
            return _lost()
        _insist_may_invite(inviter, invitation.organisation, invitation.workspace)
    except AccessDenied:
        return _lost()
    space = invitation.workspace
    if space and not space.partners.filter(organisation=invitation.organisation).exists():
        said = _("%(organisation)s takes no part in the workspace any more. Ask whoever invited you.")
        return said % {"organisation": invitation.organisation}
    return ""


def _lost() -> str:
    return _("Whoever invited you may not do so any more. Ask one of the organisation’s people for another invitation.")


def _take_in(invitation: Invitation, organisation: Organisation, person: User) -> None:
    """By the right of whoever invited, which is asked anew once what is changed is held."""
    inviter, space = invitation.invited_by, invitation.workspace
    if not organisation.people.filter(person=person).exists():
        role = invitation.organisation_role
        add_to_organisation(by=inviter, organisation=organisation, person=person, role=role, is_agreed=True)
    if space and not space.members.filter(person=person).exists():
        partner = space.partners.get(organisation=organisation)
        add_member(by=inviter, workspace=space, person=person, partner=partner, role=invitation.workspace_role)


def _say(verb: Verb, by: Any, invitation: Invitation) -> None:
    # Without the address: what happens in a workspace is read by all who are in it.
    details = {"invitation": invitation.pk}
    if invitation.workspace:
        record(verb, actor=by, subject=invitation.workspace, scope=invitation.workspace, details=details)
    else:
        record(verb, actor=by, subject=invitation.organisation, details=details)
