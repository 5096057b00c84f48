"""What someone looked after is handed over to a member: when they left, or do something else now."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.access.checks import can, require
from apps.access.permissions import Permission
from apps.activity.actions import keep_version, record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.initiatives.models import OPEN_STATES, Milestone, Risk
from apps.initiatives.queries import LIVE
from apps.workspaces.models import Member, Workspace


@transaction.atomic
def hand_over(*, by: Any, workspace: Workspace, person: Any, to: Member) -> int:
    """All that `person` looks after and that goes on goes to a member who may change it; how many things there were.

    These are open goals, live initiatives, and what hangs on these: milestones to be reached, open risks and blockers.

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
    live = workspace.initiatives.shared().filter(status__in=LIVE)
    many: int = goals + live.filter(looked_after_by=person).update(looked_after_by=taker.person)
    many += _hand_over_parts(by, live, person, taker.person)
    if not many:
        raise Refused(_("There is nothing left to hand over."))
    record(Verb.HANDED_OVER, actor=by, subject=workspace, scope=workspace, tell=[taker.person_id])
    return many


def _hand_over_parts(by: Any, initiatives: QuerySet[Any], person: Any, taker: Any) -> int:
    """What hangs on some initiatives and is looked after by `person`; each is a new version, as by any change."""
    mine = {"initiative__in": initiatives, "owner": person}
    many = 0
    for parts in (Milestone.objects.filter(state__in=OPEN_STATES, **mine), Risk.objects.filter(state="open", **mine)):
        for part in parts.select_for_update(of=("self",)).order_by("pk"):
            part.rewrite({"owner": taker})
            part.save(update_fields=["owner", "version"])
            keep_version(part, by=by)
            many += 1
    return many
