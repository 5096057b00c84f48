"""What a running job holds: its claim, a way to say how far it is, and the only way to write."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from apps.background import bell
from apps.background.models import Job, lease_end

_LONGEST_PAUSE = 0.03


class LostClaim(Exception):
    """Another worker took the job over, since this one was silent for too long; nothing may be written any more."""


class Impossible(Exception):
    """Raised by a job that can never succeed: it fails at once, with this sentence for a person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Progress:
    """How far a job is: what it is doing, in words, and how much of how much is done."""

    step: str
    done: int
    total: int


class Heartbeat(Protocol):
    """Keeps a claim alive while its job works, and passes on how far it is."""

    def report(self, progress: Progress) -> None: ...

    def kept(self) -> bool:
        """Whether the claim is still ours, as far as is known."""

    def stop(self) -> None: ...


def extend(job_id: int, fence: int, progress: Progress | None = None) -> bool:
    """Renew the lease, and store how far the job is; False when the claim is lost."""
    changes: dict[str, object] = {"leased_until": lease_end()}
    if progress:
        changes |= {"step": progress.step, "done_units": progress.done, "total_units": progress.total}
    return Job.objects.held(job_id, fence).update(**changes) == 1


def _let_others_in(seconds: float) -> None:
    """After so long a write on SQLite, leave its one lock alone for a tenth of that.

    Whoever waits for it looks ten times a second, and would miss the instant between two steps for a long time.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(min(seconds / 10, _LONGEST_PAUSE))


class Work:
    """One claim on one job, known by its fencing number."""

    def __init__(self, job: Job, heartbeat: Heartbeat) -> None:
        self.job_id = job.pk
        self.fence = job.fence
        self._of = (job.kind, job.key)
        self._heartbeat = heartbeat

    def beat(self, step: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done, and how much of how much; cheap, call it freely. Raises LostClaim."""
        self._heartbeat.report(Progress(step[:200], min(done, total) if total else done, total))
        if not self._heartbeat.kept():
            raise LostClaim(self.job_id)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that only the holder of the claim may make. Keep it under 0.3 s. Raises LostClaim."""
        with transaction.atomic():
            begun = time.monotonic()
            self._hold()
            yield
            # The heartbeat could not renew the lease while this transaction held the row.
            self._hold()
        _let_others_in(time.monotonic() - begun)

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """Like `writing`, and the job is done in the same transaction: the job's last write. Raises LostClaim."""
        with transaction.atomic():
            self._hold()
            yield
            self.close(state=Job.State.DONE, done_units=F("total_units"), reason="")

    def close(self, **changes: object) -> None:
        """End the claim with these changes to the row, then let the next job of the same key in. Raises LostClaim."""
        with transaction.atomic():
            if not Job.objects.held(self.job_id, self.fence).update(finished_at=Now(), leased_until=None, **changes):
                raise LostClaim(self.job_id)
            transaction.on_commit(self._ring_for_the_next, robust=True)

    def _hold(self) -> None:
        # The update locks the row, so nobody can take the job over between this check and the commit.
        if not extend(self.job_id, self.fence):
            raise LostClaim(self.job_id)

    def _ring_for_the_next(self) -> None:
        kind, key = self._of
        for job in Job.objects.filter(kind=kind, key=key, state=Job.State.ASKED):
            bell.ring(job.pk, kind)
