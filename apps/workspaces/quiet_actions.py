"""Quiet periods, as before elections: set for a workspace by its leads, for more of them by administrators."""

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
from apps.areas.models import Area
from apps.common.days import insist_meant
from apps.common.errors import Refused
from apps.workspaces.models import QuietPeriod, Workspace


@transaction.atomic
def set_quiet_period(
    *, by: Any, starts: date, ends: date, words: str, workspace: Workspace | None = None, region: str = ""
) -> QuietPeriod:
    """From the first to the last day nothing becomes public newly. The same one sent twice is set once."""
    workspace = _allowed(by, workspace)
    if ends < timezone.localdate():
        raise Refused(_("That last day has passed already. Choose a day to come."))
    insist_meant({"starts": starts, "ends": ends})
    if region and not Area.objects.in_force().filter(region=region).exists():
        raise Refused(_("There is no such region. Choose one of those listed."))
    given = {"workspace": workspace, "region": region, "starts": starts, "ends": ends, "words": words.strip()}
    if known := QuietPeriod.objects.filter(**given, ended_at__isnull=True).first():
        return known
    period = QuietPeriod(**given, set_by_id=by.pk)
    period.full_clean(exclude=["set_by"])
    period.save()
    _say(Verb.QUIET_SET, by, period)
    return period


@transaction.atomic
def end_quiet_period(*, by: Any, period: QuietPeriod) -> QuietPeriod:
    """End it before its last day, or call it off before it begins: by those who may set it."""
    _allowed(by, period.workspace)
    period = QuietPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if period.ended_at or period.ends < timezone.localdate():
        raise Refused(_("This quiet period is over already."))
    period.ended_at = timezone.now()
    period.save(update_fields=["ended_at"])
    _say(Verb.QUIET_ENDED, by, period)
    return period


def _allowed(by: Any, workspace: Workspace | None) -> Workspace | None:
    """The workspace as it is now, held."""
    if workspace is None:
        require(by, Permission.QUIET_SET)
        return None
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    require(by, Permission.WORKSPACE_EDIT, on=workspace)
    return workspace


def _say(verb: Verb, by: Any, period: QuietPeriod) -> None:
    days = {"first": date_format(period.starts, "j F Y"), "last": date_format(period.ends, "j F Y")}
    details = {"said": _("%(first)s to %(last)s") % days}
    if period.workspace:
        record(verb, actor=by, subject=period.workspace, scope=period.workspace, details=details)
    else:
        record(verb, actor=by, subject=period, details=details)
