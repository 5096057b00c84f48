"""Jobs as rows: the row is the record, Redis only the bell."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


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
    rung_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state="asked"), name="background_job_one_waiting_per_key"
            ),
            models.CheckConstraint(
                condition=Q(total_units=0) | Q(done_units__lte=F("total_units")),
                name="background_job_progress_within_total",
            ),
        ]
        indexes = [models.Index(fields=["state", "leased_until"], name="background_job_to_sweep")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"
