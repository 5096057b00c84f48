"""Who stands in for a member who is away for a time."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.workspaces.models import Deputy, Member, Workspace


@transaction.atomic
def name_deputy(*, by: Any, member: Member, stand_in: Member, starts: date, ends: date) -> Deputy:
    """Someone who speaks for the same partner stands in from the first to the last day away.

    A lead or a contributor names their own; a lead names one for whoever could not. It gives nobody another role.
    """
    workspace = _held(by, member)
    if stand_in.partner_id != member.partner_id or stand_in.pk == member.pk:
        raise Refused(_("Choose someone else who speaks for the same partner here."))
    if not workspace.members.filter(pk=stand_in.pk).exists():
        raise Refused(_("They are no member of this workspace any more."))
    if ends < timezone.localdate():
        raise Refused(_("That last day has passed already. Choose a day to come."))
    # When someone was away is nobody's business once it is over.
    Deputy.objects.filter(member__workspace=workspace, ends__lt=timezone.localdate()).delete()
    if member.deputies.filter(starts__lte=ends, ends__gte=starts).exists():
        raise Refused(_("Someone stands in on some of these days already. End that first, or choose other days."))
    deputy = Deputy(member=member, stand_in=stand_in, starts=starts, ends=ends)
    deputy.full_clean()
    deputy.save()
    away = {"person": member.person, "first": date_format(starts, "j F Y"), "last": date_format(ends, "j F Y")}
    said = _("%(person)s, away from %(first)s to %(last)s") % away
    details = {"said": said, "to_you": said + "."}
    tell = [stand_in.person_id]
    record(Verb.DEPUTY_NAMED, actor=by, subject=workspace, scope=workspace, details=details, tell=tell)
    return deputy


@transaction.atomic
def end_deputy(*, by: Any, deputy: Deputy) -> None:
    """They are back, or do not go: nobody stands in any more. Also for whoever stands in and cannot."""
    member = deputy.member
    workspace = _held(by, member, or_by=deputy.stand_in.person_id)
    if not member.deputies.filter(pk=deputy.pk).delete()[0]:
        raise Refused(_("That was ended already."))
    details = {"said": str(member.person)}
    record(Verb.DEPUTY_ENDED, actor=by, subject=workspace, scope=workspace, details=details)


def _held(by: Any, member: Member, or_by: int | None = None) -> Workspace:
    """The workspace, held, for the member themself, a lead, or the person of an id."""
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=member.workspace_id)
    if workspace.archived_at:
        raise Refused(_("This workspace is in the archive, where nothing changes."))
    is_theirs = by.pk is not None and by.pk in (member.person_id, or_by)
    least = Permission.GOAL_EDIT if by.pk == member.person_id else Permission.WORKSPACE_VIEW
    require(by, least if is_theirs else Permission.MEMBER_EDIT, on=workspace)
    return workspace
