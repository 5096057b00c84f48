"""The sweep: rings again for jobs that nobody took up or whose worker fell silent, and gives up on the exhausted."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from apps.background import bell, claim
from apps.background.models import Job

#: Of a long queue only this many are rung for at each sweep, and none more seldom than this.
AT_ONCE = 500
AT_MOST_SECONDS = 60


def sweep() -> int:
    """Ring for every overdue job, and fail those out of tries; how many were rung for. Two at a time do no harm."""
    claim.fail_the_exhausted()
    return sum(bell.ring(job.pk, job.kind) for job in claim.mark_rung(_is_overdue, AT_ONCE))


def _is_overdue(job: Job) -> bool:
    return timezone.now() >= _last_rung(job) + _pause(job)


def _last_rung(job: Job) -> datetime:
    return max(filter(None, (job.due_at or job.asked_at, job.rung_at, job.leased_until)))


def _pause(job: Job) -> timedelta:
    # A job that waits its turn in a long queue is rung for ever more seldom, so that bells do not pile up.
    shortest = timedelta(seconds=settings.JOB_SWEEP_SECONDS)
    if job.state == Job.State.RUNNING:
        return timedelta(0) if job.rung_at is None or job.rung_at < (job.leased_until or job.asked_at) else shortest
    return min(
        max(shortest, _last_rung(job) - (job.due_at or job.asked_at)), max(shortest, timedelta(seconds=AT_MOST_SECONDS))
    )
