"""How far work in the background is, in words for a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.background.models import Job


@dataclass(frozen=True)
class Progress:
    """One job as a page shows it."""

    job_id: int
    state: str
    label: str
    step: str
    done: int
    total: int
    percent: int | None
    attempts: int
    reason: str
    finished: bool
    failed: bool
    asked_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class JobLine:
    """One job in a list of them."""

    job: Job
    progress: Progress


@dataclass(frozen=True)
class Standing:
    """How background work stands as a whole: how many jobs wait, run and need a person; how long the oldest waits."""

    waiting: int
    running: int
    failed: int
    oldest_waits: timedelta


def progress_of(job: Job | None) -> Progress | None:
    """How far `job` was when it was read; None stays None."""
    if job is None:
        return None
    finished = job.state in {Job.State.DONE, Job.State.FAILED}
    return Progress(
        job_id=job.pk,
        state=job.state,
        label=str(Job.State(job.state).label),
        step="" if finished else job.step,
        done=job.done_units,
        total=job.total_units,
        percent=_percent(job),
        attempts=job.attempts,
        reason=job.reason,
        finished=finished,
        failed=job.state == Job.State.FAILED,
        asked_at=job.asked_at,
        finished_at=job.finished_at,
    )


def recent_jobs(limit: int = 50) -> list[JobLine]:
    """The latest jobs, those that need a person first."""
    jobs = sorted(Job.objects.order_by("-pk")[:limit], key=lambda job: job.state != Job.State.FAILED)
    return [JobLine(job, progress) for job in jobs if (progress := progress_of(job))]


def standing() -> Standing:
    """How background work stands as a whole, in one query; what is due later does not wait yet."""
    state = Job.State
    due = Q(state=state.ASKED) & (Q(due_at=None) | Q(due_at__lte=timezone.now()))
    sums = Job.objects.aggregate(
        waiting=Count("pk", filter=due),
        running=Count("pk", filter=Q(state=state.RUNNING)),
        failed=Count("pk", filter=Q(state=state.FAILED)),
        oldest=Min(Coalesce("due_at", "asked_at"), filter=due),
    )
    oldest = sums.pop("oldest")
    return Standing(**sums, oldest_waits=timezone.now() - oldest if oldest else timedelta(0))


def _percent(job: Job) -> int | None:
    if job.state == Job.State.DONE:
        return 100
    return 100 * job.done_units // job.total_units if job.total_units else None
