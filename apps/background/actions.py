"""Asking for work to be done in the background."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.background import bell, registry
from apps.background.models import Job
from apps.common.errors import Refused

#: Each round can only fail if the waiting job was taken up, or another one asked for, in between.
_ROUNDS = 10


@transaction.atomic
def ask(kind: str, *, key: str, subject_id: int | None = None, due: datetime | None = None) -> Job:
    """Ask for one job, in the caller's transaction; the bell rings after its commit, and may be broken.

    While a job of this key still waits it is that job, turned to the latest subject and time. One that is `due` later
    is rung for by the sweep that comes after. Raises LookupError on a kind that no `jobs.py` registered.
    """
    if registry.find(kind) is None:
        raise LookupError(f"No jobs.py registered the kind of job {kind!r}.")
    job = _waiting_or_new(kind, key, subject_id, due)
    if due is None:
        transaction.on_commit(lambda: bell.ring(job.pk, kind), robust=True)
    return job


@transaction.atomic
def ask_again(*, by: Any, job: Job) -> Job:
    """A person asks for a failed job again, with all its tries."""
    require(by, Permission.JOB_RETRY)
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state != Job.State.FAILED:
        raise Refused(_("Only work that failed can be asked for again. Reload the page to see how far it is."))
    if Job.objects.filter(kind=job.kind, key=job.key, state=Job.State.ASKED).exists():
        raise Refused(_("The same work has been asked for again already, and is waiting."))
    job.state, job.attempts, job.reason, job.step = Job.State.ASKED, 0, "", ""
    job.done_units = job.total_units = 0
    job.leased_until = job.started_at = job.finished_at = None
    job.rung_at, job.retried_by_id = timezone.now(), by.pk
    job.save()
    transaction.on_commit(lambda: bell.ring(job.pk, job.kind), robust=True)
    return job


def _waiting_or_new(kind: str, key: str, subject_id: int | None, due: datetime | None) -> Job:
    for _round in range(_ROUNDS):
        # The lock holds off workers until the caller's commit: whoever takes the job up then sees all that was written.
        waiting = Job.objects.select_for_update(no_key=True).filter(kind=kind, key=key, state=Job.State.ASKED).first()
        if waiting:
            return _turned_to(waiting, subject_id, due)
        try:
            with transaction.atomic():
                return Job.objects.create(kind=kind, key=key, subject_id=subject_id, due_at=due)
        except IntegrityError:
            continue
    raise Refused(_("The platform is too busy with this very piece of work. Please try again in a moment."))


def _turned_to(waiting: Job, subject_id: int | None, due: datetime | None) -> Job:
    if (waiting.subject_id, waiting.due_at) != (subject_id, due):
        waiting.subject_id, waiting.due_at = subject_id, due
        waiting.save(update_fields=["subject_id", "due_at"])
    return waiting
