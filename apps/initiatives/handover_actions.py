"""What someone looked after is handed over to a member: when they left, or do something else now."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.checks import can, require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.initiatives.queries import LIVE
from apps.workspaces.models import Member, Workspace


@transaction.atomic
def hand_over(*, by: Any, workspace: Workspace, person: Any, to: Member) -> int:
    """All open goals and live initiatives that `person` looks after go to a member who may change them; how many.

    Who set and logged them stays as it was: that is what happened.
    """
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    require(by, Permission.MEMBER_EDIT, on=workspace)
    taker = workspace.members.select_related("person").filter(pk=to.pk).first()
    if taker is None or taker.person_id == person.pk:
        raise Refused(_("Choose another member of this workspace."))
    if not can(taker.person, Permission.INITIATIVE_EDIT, on=workspace):
        raise Refused(_("%(person)s is a viewer here, and could not change any of it.") % {"person": taker.person})
    goals = workspace.goals.open().filter(looked_after_by=person).update(looked_after_by=taker.person)
    # What is kept to some partners is theirs to hand over, and nobody else learns that there is any.
    live = workspace.initiatives.shared().filter(status__in=LIVE, looked_after_by=person)
    many: int = goals + live.update(looked_after_by=taker.person)
    if not many:
        raise Refused(_("There is nothing left to hand over."))
    record(Verb.HANDED_OVER, actor=by, subject=workspace, scope=workspace, tell=[taker.person_id])
    return many
