"""What workspaces keep of an organisation: where it takes part, whom it invites, where it asked to join."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.access.roles import Role
from apps.accounts.models import Organisation
from apps.accounts.parts import Part, register
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.workspaces.leaving import is_last_lead, let_go
from apps.workspaces.models import Invitation, JoinRequest, Member, Partner, PartnerInvitation, Workspace
from apps.workspaces.states import JOIN_REQUEST, PARTNER_INVITATION


def _hold(organisations: list[int]) -> None:
    # The workspaces first, as everyone does who changes who is in one; then the partners, which whoever leads
    # something there holds as well.
    partners = Partner.objects.filter(organisation__in=organisations)
    spaces = Workspace.objects.filter(pk__in=partners.values("workspace"))
    list(spaces.select_for_update(no_key=True).order_by("pk"))
    list(partners.select_for_update().order_by("pk"))


def _foretold(old: Organisation, new: Organisation) -> list[str]:
    return [
        *(sentence for mine, twin in _partners(old, new) for sentence in _of_partner(mine, twin, new)),
        *(_of_invitation(each, new) for each in old.invitations.open()),
        *(_of_request(each, new) for each in _waiting(old)),
        *(_of_partnership(each, new) for each in _invited(old)),
    ]


def _of_partner(mine: Partner, twin: Partner | None, new: Organisation) -> list[str]:
    count = mine.members.count()
    told = {"workspace": mine.workspace, "old": mine, "new": new, "count": count}
    if twin is None:
        return [_("In %(workspace)s the partner %(old)s becomes %(new)s.") % told]
    both = ngettext(
        "Both are partners in %(workspace)s: one stays, and %(count)d member speaks for %(new)s instead.",
        "Both are partners in %(workspace)s: one stays, and %(count)d members speak for %(new)s instead.",
        count,
    )
    if not mine.is_public or twin.is_public:
        return [both % told]
    hidden = _("There the public sees %(old)s, and not %(new)s: what it shows disappears until %(new)s shows.")
    return [both % told, hidden % told]


def _of_invitation(invitation: Invitation, new: Organisation) -> str:
    told = {"email": invitation.email, "new": new}
    if _is_twice(invitation, new):
        return _("The invitation of %(email)s ends, as both invite them.") % told
    return _("The invitation of %(email)s is one to %(new)s.") % told


def _of_request(asked: JoinRequest, new: Organisation) -> str:
    told = {"workspace": asked.workspace, "new": new}
    if _is_answered(asked, new):
        return _("The request to join %(workspace)s ends, as %(new)s is there or asks already.") % told
    return _("The request to join %(workspace)s is one of %(new)s.") % told


def _of_partnership(invitation: PartnerInvitation, new: Organisation) -> str:
    return _("The invitation to %(workspace)s is one to %(new)s.") % {"workspace": invitation.workspace, "new": new}


def _moved(by: Any, old: Organisation, new: Organisation) -> dict[str, Any]:
    # Requests before partners: where the old one becomes the partner, what the new one asks for there is answered.
    requests, invitations = _move_requests(old, new), _move_invitations(by, old, new)
    partnerships = _move_partnerships(old, new)
    spaces = []
    for mine, twin in _partners(old, new):
        spaces.append({"workspace": mine.workspace_id, "joined": twin is not None, "members": _members(mine)})
        if twin is None:
            mine.organisation = new
            mine.save(update_fields=["organisation"])
        else:
            twin = _made_one(mine, twin)
        details = {"said": _("%(old)s is part of %(new)s now") % {"old": old, "new": new}}
        record(Verb.PARTNER_MERGED, actor=by, subject=twin or mine, scope=mine.workspace, details=details)
        _withdraw(new.join_requests.filter(workspace=mine.workspace_id, state=JoinRequest.State.WAITING))
    told = {"workspaces": spaces, "invitations": invitations, "requests": requests}
    return told | {"partnerships": partnerships}


def _made_one(mine: Partner, twin: Partner) -> Partner:
    """A new row for what the two are together: what was kept to one was meant for neither the other nor both.

    So whatever hangs on the two rows goes with them, and with it the sight of what is kept.
    """
    workspace, organisation = twin.workspace, twin.organisation
    twin.members.update(partner=mine)
    twin.delete()
    both = Partner.objects.create(workspace=workspace, organisation=organisation, is_public=twin.is_public)
    Partner.objects.filter(pk=both.pk).update(joined_at=twin.joined_at)
    mine.members.update(partner=both)
    mine.delete()
    return both


def _partners(old: Organisation, new: Organisation) -> list[tuple[Partner, Partner | None]]:
    """Where the old one takes part, and the new one there too, if it does."""
    twins = {each.workspace_id: each for each in new.takes_part_in.select_related("workspace")}
    mine = old.takes_part_in.select_related("workspace").order_by("workspace_id")
    return [(each, twins.get(each.workspace_id)) for each in mine]


def _members(partner: Partner) -> list[int]:
    return list(partner.members.order_by("person_id").values_list("person_id", flat=True))


def _is_twice(invitation: Invitation, new: Organisation) -> bool:
    known = new.invitations.open().to(invitation.email).filter(workspace=invitation.workspace_id)
    return known.filter(expires_at__gt=timezone.now()).exists()


def _move_invitations(by: Any, old: Organisation, new: Organisation) -> list[int]:
    moved = []
    for each in old.invitations.open().select_for_update(no_key=True).order_by("pk"):
        if _is_twice(each, new):
            _revoke(by, [each])
            continue
        each.organisation = new
        each.save(update_fields=["organisation"])
        moved.append(each.pk)
    return moved


def _waiting(organisation: Organisation) -> Any:
    waiting = organisation.join_requests.filter(state=JoinRequest.State.WAITING)
    return waiting.select_related("workspace").order_by("pk")


def _is_answered(asked: JoinRequest, new: Organisation) -> bool:
    there = asked.workspace.partners.filter(organisation=new).exists()
    return there or _waiting(new).filter(workspace=asked.workspace_id).exists()


def _move_requests(old: Organisation, new: Organisation) -> list[int]:
    moved = []
    for each in _waiting(old):
        if _is_answered(each, new):
            _withdraw([each])
            continue
        each.organisation = new
        each.save(update_fields=["organisation"])
        moved.append(each.pk)
    return moved


def _invited(organisation: Organisation) -> Any:
    waiting = organisation.partner_invitations.filter(state=PartnerInvitation.State.WAITING)
    return waiting.select_related("workspace").order_by("pk")


def _move_partnerships(old: Organisation, new: Organisation) -> list[int]:
    """Workspaces that invited the old one invited the new one, unless it is there or is invited already."""
    moved = []
    for each in _invited(old):
        there = each.workspace.partners.filter(organisation__in=(old, new)).exists()
        if there or _invited(new).filter(workspace=each.workspace_id).exists():
            _take_back([each])
            continue
        each.organisation = new
        each.save(update_fields=["organisation"])
        moved.append(each.pk)
    return moved


def _take_back(invitations: Iterable[PartnerInvitation]) -> None:
    for each in invitations:
        each.state = PARTNER_INVITATION.after(each.state, "withdraw")
        each.save(update_fields=["state"])


def _withdraw(requests: Iterable[JoinRequest]) -> None:
    for each in requests:
        each.state = JOIN_REQUEST.after(each.state, "withdraw")
        each.save(update_fields=["state"])


def _revoke(by: Any, invitations: Iterable[Invitation]) -> None:
    for each in invitations:
        each.revoked_at, each.revoked_by_id = timezone.now(), by.pk
        each.save(update_fields=["revoked_at", "revoked_by"])


def _hindrances(organisation: Organisation) -> list[str]:
    said = []
    live = organisation.takes_part_in.filter(workspace__archived_at__isnull=True)
    for mine in live.select_related("workspace").order_by("workspace__name"):
        told = {"organisation": organisation, "workspace": mine.workspace}
        leads = mine.workspace.members.filter(role=Role.LEAD)
        if not mine.workspace.partners.exclude(pk=mine.pk).exists():
            last = _("%(organisation)s is the last partner of %(workspace)s: archive that workspace first.")
            said.append(last % told)
        elif leads.exists() and not leads.exclude(partner=mine).exists():
            leading = _("Only people of %(organisation)s lead %(workspace)s: make someone of another partner a lead.")
            said.append(leading % told)
    return said


def _ended(by: Any, organisation: Organisation) -> None:
    _revoke(by, organisation.invitations.open().select_for_update(no_key=True))
    _withdraw(_waiting(organisation))
    _take_back(_invited(organisation))
    for mine in organisation.takes_part_in.select_related("workspace").order_by("workspace_id"):
        for member in Member.objects.filter(partner=mine).select_related("person", "workspace"):
            # The last lead of an archived workspace stays: nobody else could ever restore it.
            if not is_last_lead(member):
                let_go(member, by=by)
        if not mine.members.exists():
            details = {"organisation": organisation.pk}
            record(Verb.PARTNER_REMOVED, actor=by, subject=mine, scope=mine.workspace, details=details)
            mine.delete()


register(
    Part(
        floor=1,
        name="workspaces",
        relations=frozenset(
            {
                "workspaces.Partner.organisation",
                "workspaces.JoinRequest.organisation",
                "workspaces.Invitation.organisation",
                "workspaces.PartnerInvitation.organisation",
            }
        ),
        hold=_hold,
        foretold=_foretold,
        moved=_moved,
        hindrances=_hindrances,
        ended=_ended,
    )
)
