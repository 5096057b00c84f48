"""A member goes, by a lead's hand, by their own, or because they left the organisation that they spoke for."""

from typing import Any

from apps.access.roles import Role
from apps.activity.actions import forget_notifications, record
from apps.activity.verbs import Verb
from apps.workspaces.models import Member


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
