"""Asking for a board pack, once or every quarter."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.background.actions import ask
from apps.background.models import Job
from apps.common.errors import Refused
from apps.goals.models import Goal
from apps.reports import quarters
from apps.reports.gathering import facts_of, goals_of
from apps.reports.models import MAKE, Pack, PackSchedule
from apps.reports.narrative import UnknownField, filled
from apps.reports.plans import PackPlan
from apps.workspaces.models import Workspace

#: Goals in one pack: a board reads no more, and a workbook has a sheet for each.
MOST_GOALS = 60
#: Packs that wait to be made in one workspace at a time.
_WAITING = 5
#: Packs that are made every quarter in one workspace.
_MOST_SCHEDULES = 3


@transaction.atomic
def ask_pack(*, by: Any, workspace: Workspace, plan: PackPlan) -> Pack:
    """Ask for a pack; a job makes it. Raises ValidationError by field, Refused while too many wait already."""
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    require(by, Permission.PACK_MAKE, on=workspace)
    if _being_made(workspace) >= _WAITING:
        raise Refused(_("Several packs are being made already. Wait until one is done, then ask again."))
    pack = Pack(
        workspace=workspace, title=plan.title.strip(), begins=plan.begins, ends=plan.ends, words=plan.words.strip(),
        asked_by_id=by.pk,
    )  # fmt: skip
    pack.full_clean(exclude=["asked_by"])
    pack.save()
    pack.goals.set(_within(workspace, plan.goals))
    _insist_fields(pack)
    record(Verb.PACK_ASKED, actor=by, subject=pack, scope=workspace)
    ask(MAKE, key=f"pack-{pack.pk}", subject_id=pack.pk)
    return pack


@transaction.atomic
def schedule_packs(*, by: Any, workspace: Workspace, plan: PackPlan) -> PackSchedule:
    """Have a pack made on the first day of every quarter, about the one before; the first on the next such day.

    Asked for twice it is made once. Refused where several are made already.
    """
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    require(by, Permission.PACK_MAKE, on=workspace)
    going_on = workspace.pack_schedules.filter(ended_at=None)
    if known := going_on.filter(title=plan.title.strip(), asked_by_id=by.pk).first():
        return known
    if going_on.count() >= _MOST_SCHEDULES:
        raise Refused(_("Several packs are made every quarter already. End one of them first."))
    schedule = PackSchedule(
        workspace=workspace, title=plan.title.strip(), words=plan.words.strip(), asked_by_id=by.pk,
        next_on=quarters.after(timezone.localdate()),
    )  # fmt: skip
    schedule.full_clean(exclude=["asked_by"])
    schedule.save()
    schedule.goals.set(_within(workspace, plan.goals))
    record(Verb.PACK_SCHEDULED, actor=by, subject=workspace, scope=workspace, details={"said": schedule.title})
    return schedule


@transaction.atomic
def end_schedule(*, by: Any, schedule: PackSchedule) -> PackSchedule:
    """Make no more packs of a schedule; those that were made stay."""
    schedule = PackSchedule.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=schedule.pk)
    require(by, Permission.PACK_MAKE, on=schedule.workspace)
    if schedule.ended_at:
        return schedule
    schedule.ended_at = timezone.now()
    schedule.save(update_fields=["ended_at"])
    workspace, said = schedule.workspace, {"said": schedule.title}
    record(Verb.PACK_SCHEDULE_ENDED, actor=by, subject=workspace, scope=workspace, details=said)
    return schedule


def _being_made(workspace: Workspace) -> int:
    """How many packs wait for their job or are in it; one whose job failed waits for nothing."""
    waiting = workspace.packs.filter(made_at=None).values_list("pk", flat=True)
    states = (Job.State.ASKED, Job.State.RUNNING)
    return Job.objects.filter(kind=MAKE, key__in=[f"pack-{pk}" for pk in waiting], state__in=states).count()


def _within(workspace: Workspace, goals: Collection[Goal]) -> list[Goal]:
    chosen = list(goals)
    if any(goal.workspace_id != workspace.pk for goal in chosen):
        raise ValidationError({"goals": _("Choose among the goals of this workspace.")})
    if len(chosen or workspace.goals.open()[: MOST_GOALS + 1]) > MOST_GOALS:
        raise ValidationError(
            {
                "goals": _("A pack holds %(most)s goals at most. Choose those that the board decides on.")
                % {"most": MOST_GOALS}
            }
        )
    return chosen


def _insist_fields(pack: Pack) -> None:
    """Raises ValidationError on a field in the words that nothing fills."""
    facts = facts_of(goals_of(pack))
    try:
        filled(pack.words, facts)
    except UnknownField as field:
        known = ", ".join(f"{{{name}}}" for name in facts if name == "goals" or name.startswith("1."))
        raise ValidationError(
            {
                "words": _(
                    "Nothing fills “{%(field)s}”. Known are %(known)s, and the same of the other goals by their number."
                )
                % {"field": field, "known": known}
            }
        ) from field
