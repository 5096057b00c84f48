"""Jobs as rows: the row is the record, Redis only the bell."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


def lease_end() -> Combinable:
    """When a lease taken or renewed now runs out, by the database's clock: workers' own clocks may differ."""
    return Now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


class JobQuerySet(models.QuerySet["Job"]):
    def abandoned(self) -> "JobQuerySet":
        """Running on paper, but whoever held it let its lease run out."""
        return self.filter(state=Job.State.RUNNING, leased_until__lte=Now())

    def takeable(self) -> "JobQuerySet":
        """What a worker may claim now: waiting or abandoned, with a try left, and no other of its key running."""
        others = Job.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"), state=Job.State.RUNNING)
        due = Q(due_at=None) | Q(due_at__lte=Now())
        asked = Q(state=Job.State.ASKED) & due & ~Exists(others)
        abandoned = Q(state=Job.State.RUNNING, leased_until__lte=Now())
        return self.filter(asked | abandoned, attempts__lt=Job.MAX_ATTEMPTS)

    def held(self, job_id: int, fence: int) -> "JobQuerySet":
        """The one running job, as long as the claim numbered `fence` is the last one made on it."""
        return self.filter(pk=job_id, fence=fence, state=Job.State.RUNNING)


class Job(models.Model):
    """One piece of work asked for: what, about which thing, how far it is, and who holds it until when."""

    class State(models.TextChoices):
        ASKED = "asked", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed, needs a person")

    MAX_ATTEMPTS = 3

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, help_text="The same key asked twice, before it is taken up, is one job.")
    subject_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0, help_text="Grows with every claim; only its holder may write.")
    leased_until = models.DateTimeField(null=True)
    step = models.CharField(max_length=200, blank=True, help_text="What it is doing, in words.")
    done_units = models.PositiveIntegerField(default=0)
    total_units = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True, help_text="Why it failed, in words for a person.")
    asked_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(null=True, help_text="Not to be taken up before; at once where there is none.")
    rung_at = models.DateTimeField(null=True, help_text="When the bell was last rung again; the first is at asked_at.")
    retried_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state="asked"), name="background_job_one_waiting_per_key"
            ),
            # So that the latest inputs win: the newer job of a key starts only when the older one is out of the way.
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state="running"), name="background_job_one_running_per_key"
            ),
            models.CheckConstraint(
                condition=Q(total_units=0) | Q(done_units__lte=F("total_units")),
                name="background_job_progress_within_total",
            ),
        ]
        indexes = [models.Index(fields=["state", "leased_until"], name="background_job_to_sweep")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"
