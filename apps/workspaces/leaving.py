"""A member goes, by a lead's hand, by their own, or because they left the organisation that they spoke for."""

from typing import Any

from django.db.models import Exists, OuterRef

from apps.access.roles import Role
from apps.accounts.models import OrganisationPerson
from apps.activity.actions import forget_notifications, record
from apps.activity.verbs import Verb
from apps.workspaces.models import Member

_BELONGING = OrganisationPerson.objects.filter(
    organisation=OuterRef("partner__organisation"), person=OuterRef("person")
)


def is_last_lead(member: Member) -> bool:
    """Whether the workspace would be without a lead if this member were none. The workspace's row is held."""
    return (
        member.role == Role.LEAD
        and not Member.objects.filter(workspace=member.workspace_id, role=Role.LEAD).exclude(pk=member.pk).exists()
    )


def let_go(member: Member, *, by: Any) -> None:
    """Take a member out, in the caller's transaction; what they wrote stays, under their name.

    What they were told of the workspace goes with them: to whoever is not a member it does not exist.
    """
    details = {"said": str(member.person)}
    record(Verb.MEMBER_REMOVED, actor=by, subject=member.workspace, scope=member.workspace, details=details)
    forget_notifications(person=member.person, scope=member.workspace)
    member.delete()


def make_way(newcomer: Member) -> None:
    """There is a new lead: take out those who stayed only because they were the last.

    They left the organisation that they speak for. The workspace's row is held.
    """
    leads = Member.objects.filter(~Exists(_BELONGING), workspace=newcomer.workspace_id, role=Role.LEAD)
    for member in leads.exclude(pk=newcomer.pk).select_related("person", "workspace"):
        let_go(member, by=None)
