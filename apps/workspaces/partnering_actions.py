"""The leads of a workspace invite an organisation to take part, and its organisers answer."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import can, require
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.actions import held
from apps.accounts.models import Organisation, User
from apps.accounts.queries import has_confirmed_address
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.workspaces.invitation_actions import sender_of
from apps.workspaces.models import JoinRequest, Member, Partner, PartnerInvitation, Workspace
from apps.workspaces.states import JOIN_REQUEST, PARTNER_INVITATION

#: For how long an organisation may think about it.
GOOD_FOR = timedelta(days=30)


@transaction.atomic
def invite_organisation(
    *, by: Any, workspace: Workspace, to: Organisation | str, words: str, role: str = Role.CONTRIBUTOR
) -> PartnerInvitation:
    """Invite an organisation, or by an email address someone who may open one. One invitation waits at a time.

    `role`: what whoever speaks for it first may be. Whether the address has an account changes nothing here.
    """
    sender = sender_of(by)
    workspace = _workspace(workspace, by)
    organisation, email = (None, to.strip().lower()) if isinstance(to, str) else (to, "")
    _insist_new(workspace, organisation, email)
    invited = PartnerInvitation(
        workspace=workspace,
        organisation=organisation,
        email=email,
        role=Role(role),
        words=words.strip(),
        invited_by=sender,
        expires_at=timezone.now() + GOOD_FOR,
    )
    invited.full_clean()
    invited.save()
    # Without the address: what happens in a workspace is read by all who are in it.
    said = {"said": str(organisation)} if organisation else {}
    record(Verb.PARTNER_INVITED, actor=by, subject=workspace, scope=workspace, details=said)
    if organisation:
        tell = organisers_of(organisation)
        record(Verb.ORGANISATION_INVITED, actor=by, subject=invited, scope=organisation, details=said, tell=tell)
    return invited


@transaction.atomic
def withdraw_invitation(*, by: Any, invited: PartnerInvitation) -> PartnerInvitation:
    """Take an invitation back that nobody has answered: any lead."""
    workspace = _workspace(invited.workspace, by)
    invited = _as_it_is(invited)
    invited.state = PARTNER_INVITATION.after(invited.state, "withdraw")
    invited.save(update_fields=["state"])
    said = {"said": str(invited.organisation)} if invited.organisation else {}
    record(Verb.PARTNER_UNINVITED, actor=by, subject=workspace, scope=workspace, details=said)
    return invited


@transaction.atomic
def accept_partnership(
    *, by: Any, invited: PartnerInvitation, organisation: Organisation, speaker: User, role: str
) -> Partner:
    """An organiser says yes, and who of its people speaks for it first, as no more than was offered.

    By the right of whoever invited, which they must still have. Whoever is a member for another partner stays that.
    """
    invited = _held_to_answer(invited, by, organisation)
    if not _may_still_invite(invited):
        raise Refused(_("Whoever invited you may not do so any more. Ask a lead of the workspace to invite you again."))
    if Role(role) not in roles_offered(invited):
        raise Refused(_("That is more than you were offered. Choose another role."))
    invited.state = PARTNER_INVITATION.after(invited.state, "accept")
    _answered(invited, by, organisation, "")
    workspace = invited.workspace
    partner, is_new = Partner.objects.get_or_create(workspace=workspace, organisation=organisation)
    if is_new:
        record(Verb.PARTNER_ADDED, actor=by, subject=partner, scope=workspace)
    # Both wanted it: what the organisation itself asked for is answered with it.
    for asked in workspace.join_requests.filter(organisation=organisation, state=JoinRequest.State.WAITING):
        asked.state, asked.answered_at = JOIN_REQUEST.after(asked.state, "accept"), timezone.now()
        asked.save(update_fields=["state", "answered_at"])
    _seat(partner, speaker, Role(role), by)
    _tell_leads(Verb.PARTNER_INVITATION_ACCEPTED, by, invited, str(organisation))
    return partner


@transaction.atomic
def decline_partnership(
    *, by: Any, invited: PartnerInvitation, organisation: Organisation, answer: str
) -> PartnerInvitation:
    """An organiser says no, with words that the leads read."""
    invited = _held_to_answer(invited, by, organisation)
    if not answer.strip():
        raise Refused(_("Say in a sentence why not: whoever invited you reads it."))
    invited.state = PARTNER_INVITATION.after(invited.state, "decline")
    _answered(invited, by, organisation, answer.strip())
    _tell_leads(Verb.PARTNER_INVITATION_DECLINED, by, invited, f"{organisation}: {invited.answer}")
    return invited


def organisers_of(organisation: Organisation) -> list[int]:
    """The ids of those who may answer for an organisation."""
    return list(organisation.people.filter(role=Role.ORGANISER).values_list("person_id", flat=True))


def roles_offered(invited: PartnerInvitation) -> list[Role]:
    """What whoever speaks for the organisation first may be: what was offered, or less."""
    return [Role.CONTRIBUTOR, Role.LEAD] if invited.role == Role.LEAD else [Role.CONTRIBUTOR]


def _workspace(workspace: Workspace, by: Any) -> Workspace:
    # The workspace first, as everyone does who changes who is in it.
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    require(by, Permission.PARTNER_EDIT, on=workspace)
    return workspace


def _as_it_is(invited: PartnerInvitation) -> PartnerInvitation:
    rows = PartnerInvitation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation", "workspace", "invited_by").get(pk=invited.pk)


def _insist_new(workspace: Workspace, organisation: Organisation | None, email: str) -> None:
    if organisation and workspace.partners.filter(organisation=organisation).exists():
        raise Refused(_("%(organisation)s is a partner here already.") % {"organisation": organisation})
    waiting = workspace.partner_invitations.filter(state=PartnerInvitation.State.WAITING)
    waiting = waiting.filter(organisation=organisation) if organisation else waiting.filter(email__iexact=email)
    for known in waiting:
        if not known.has_run_out:
            raise Refused(_("They are invited already, and have not answered yet. You can take the invitation back."))
        known.state = PARTNER_INVITATION.after(known.state, "lapse")
        known.save(update_fields=["state"])


def _held_to_answer(invited: PartnerInvitation, by: Any, organisation: Organisation) -> PartnerInvitation:
    """As it is now, for an organiser of the organisation that it is to, or who has the address that it is to."""
    organisation = held(organisation)
    Workspace.objects.select_for_update(no_key=True).get(pk=invited.workspace_id)
    require(by, Permission.PARTNER_ASK, on=organisation)
    invited = _as_it_is(invited)
    is_theirs = invited.email.casefold() == str(by.email).casefold() and has_confirmed_address(by)
    if invited.organisation_id != organisation.pk and not (invited.organisation_id is None and is_theirs):
        raise Refused(_("This invitation is for another organisation."))
    if invited.has_run_out:
        raise Refused(_("This invitation has run out. Ask whoever invited you to invite you again."))
    return invited


def _may_still_invite(invited: PartnerInvitation) -> bool:
    inviter = invited.invited_by
    return bool(inviter and inviter.is_active and can(inviter, Permission.PARTNER_EDIT, on=invited.workspace))


def _answered(invited: PartnerInvitation, by: Any, organisation: Organisation, answer: str) -> None:
    invited.answer, invited.answered_at, invited.organisation = answer, timezone.now(), organisation
    # Answered, it is known by its organisation, and the address is needed no more.
    invited.answered_by_id, invited.email = by.pk, ""
    invited.full_clean()
    invited.save()


def _seat(partner: Partner, speaker: User, role: Role, by: Any) -> None:
    """Held: whoever takes them from the organisation waits, and then finds them here."""
    workspace = partner.workspace
    if not partner.organisation.people.select_for_update(no_key=True).filter(person=speaker):
        raise Refused(
            _("%(person)s does not belong to %(organisation)s, so they cannot speak for it.")
            % {
                "person": speaker,
                "organisation": partner.organisation,
            }
        )
    if workspace.members.filter(person=speaker).exists():
        return
    member = Member.objects.create(workspace=workspace, person=speaker, partner=partner, role=role)
    named = {"person": member.person.name, "role": role.label}
    details = {"said": _("%(person)s, %(role)s") % named, "to_you": _("You are a %(role)s there.") % named}
    record(Verb.MEMBER_ADDED, actor=by, subject=workspace, scope=workspace, details=details, tell=[speaker.pk])


def _tell_leads(verb: Verb, by: Any, invited: PartnerInvitation, said: str) -> None:
    space = invited.workspace
    leads = list(space.members.filter(role=Role.LEAD).values_list("person_id", flat=True))
    record(verb, actor=by, subject=space, scope=space, details={"said": said}, tell=leads)
