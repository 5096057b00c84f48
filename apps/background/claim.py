"""Claiming a job and doing it in this process: what the Celery task calls, and set-up and tests call too."""

import logging
from collections.abc import Callable
from contextlib import suppress

from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.background import registry
from apps.background.heartbeat import OwnHeartbeat, SharedHeartbeat
from apps.background.models import Job, lease_end
from apps.background.registry import JobKind
from apps.background.work import Heartbeat, Impossible, LostClaim, Work
from apps.common.errors import Refused

logger = logging.getLogger(__name__)


def run(job_id: int) -> bool:
    """Claim one job and do it; False when it is not to be had (done, gone, held by another, or out of tries)."""
    job = _claim(job_id)
    if job is None:
        return False
    heartbeat = _heartbeat(job)
    work = Work(job, heartbeat)
    try:
        _attempt(work, job)
    except LostClaim:
        logger.warning("%s was taken over by another worker; this one wrote nothing more.", job)
    finally:
        heartbeat.stop()
    return True


def run_waiting(limit: int = 1000) -> int:
    """Take up waiting jobs one after another in this process, until none is left; how many were taken up."""
    count, passed_over = 0, set[int]()
    while count < limit:
        job_id = Job.objects.takeable().exclude(pk__in=passed_over).order_by("pk").values_list("pk", flat=True).first()
        if job_id is None:
            break
        if run(job_id):
            count += 1
        else:
            passed_over.add(job_id)
    return count


def fail_the_exhausted() -> None:
    """Give up on jobs whose worker fell silent at the last try."""
    Job.objects.abandoned().filter(attempts__gte=Job.MAX_ATTEMPTS).update(
        state=Job.State.FAILED,
        reason=_("The worker stopped in the middle of this, and it had been tried three times."),
        leased_until=None,
        finished_at=Now(),
    )


@transaction.atomic
def mark_rung(overdue: Callable[[Job], bool], at_once: int) -> list[Job]:
    """Note on the jobs that are `overdue` that the bell is rung for them again, and give them back.

    Of two who do this at once each is given other jobs. One write for all: on SQLite every write waits for the disk.
    """
    longest_first = Job.objects.takeable().order_by(Coalesce("rung_at", "asked_at"), "pk")
    jobs = [job for job in longest_first.select_for_update(skip_locked=True)[:at_once] if overdue(job)]
    Job.objects.filter(pk__in=[job.pk for job in jobs]).update(rung_at=timezone.now())
    return jobs


def _claim(job_id: int) -> Job | None:
    with suppress(IntegrityError), transaction.atomic():
        taken = (
            Job.objects.takeable()
            .filter(pk=job_id)
            .update(
                state=Job.State.RUNNING,
                fence=F("fence") + 1,
                attempts=F("attempts") + 1,
                leased_until=lease_end(),
                started_at=Now(),
                step="",
                done_units=0,
                total_units=0,
            )
        )
        # Read in the transaction of the update, which holds the row: this fence is the one just taken.
        return Job.objects.get(pk=job_id) if taken else None
    # Another job of the same key was claimed at the same moment.
    return None


def _heartbeat(job: Job) -> Heartbeat:
    beating = SharedHeartbeat if connection.in_atomic_block else OwnHeartbeat
    return beating(job.pk, job.fence)


def _attempt(work: Work, job: Job) -> None:
    kind = registry.find(job.kind)
    if kind is None:
        _fail(work, _("This version of the platform does not know how to do “%s”.") % job.kind)
        return
    try:
        kind.do(work, job.subject_id)
        _done_unless_it_said_so(work)
    except Exception as error:
        # Whatever a job raises ends up on its row, never in the courier.
        _give_up_or_try_again(work, job, kind, error)


def _done_unless_it_said_so(work: Work) -> None:
    if not Job.objects.filter(pk=work.job_id, fence=work.fence, state=Job.State.DONE).exists():
        with work.finishing():
            pass


def _give_up_or_try_again(work: Work, job: Job, kind: JobKind, error: Exception) -> None:
    if isinstance(error, LostClaim):
        raise error
    if isinstance(error, Impossible):
        _fail(work, error.sentence)
    elif isinstance(error, SoftTimeLimitExceeded):
        _fail(work, _took_too_long(kind.time_limit))
    elif job.attempts >= Job.MAX_ATTEMPTS:
        _fail(work, _sentence(job, error))
    else:
        _give_back(work, _sentence(job, error))


def _sentence(job: Job, error: Exception) -> str:
    if isinstance(error, Refused):
        return error.sentence
    logger.error("%s went wrong at attempt %s.", job, job.attempts, exc_info=error)
    return _("Something went wrong that nobody foresaw. The technical details are in the log of the worker.")


def _took_too_long(seconds: int) -> str:
    minutes = max(1, round(seconds / 60))
    return ngettext(
        "It took longer than %(minutes)d minute and was stopped.",
        "It took longer than %(minutes)d minutes and was stopped.",
        minutes,
    ) % {"minutes": minutes}


def _fail(work: Work, sentence: str) -> None:
    work.close(state=Job.State.FAILED, reason=sentence)


def _give_back(work: Work, sentence: str) -> None:
    # It stays "running" with a lease that is over: the next worker to pass takes it up, at the latest after a sweep.
    Job.objects.held(work.job_id, work.fence).update(
        leased_until=Now(), step=_("Waiting to be tried again"), reason=sentence
    )
