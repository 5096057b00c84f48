"""What pages ask about board packs."""

from django.db.models import QuerySet

from apps.background.models import Job
from apps.background.queries import Progress, progress_of
from apps.reports.models import MAKE, Pack, PackSchedule
from apps.workspaces.models import Workspace


def packs_of(workspace: Workspace) -> QuerySet[Pack]:
    """The packs of a workspace, newest first, without what they show."""
    return workspace.packs.select_related("asked_by").defer("shown")


def schedules_of(workspace: Workspace) -> QuerySet[PackSchedule]:
    """Those that go on."""
    return workspace.pack_schedules.filter(ended_at=None).select_related("asked_by")


def making_of(pack: Pack) -> Progress | None:
    """How far the job is that makes a pack; None once it is made."""
    if pack.made_at:
        return None
    return progress_of(Job.objects.filter(kind=MAKE, subject_id=pack.pk).order_by("-pk").first())
