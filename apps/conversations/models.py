"""Talk. A thing that can be discussed owns its thread; who may read it is asked of the scope it names."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.common import kinds
from apps.common.fields import Prose


class Thread(models.Model):
    """Where people talk about one thing, within one scope."""

    scope_kind = models.CharField(max_length=40)
    scope_id = models.BigIntegerField()
    opened_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"thread {self.pk}"


@kinds.register("comment")
class Comment(models.Model):
    """What someone wrote; an answer hangs on the comment that it answers, one step deep.

    A comment that was taken back by its author, or hidden by a lead, keeps its place and loses its text on the page.
    """

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    answers = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    author_label = models.CharField(max_length=200, help_text="The author's name as it was.")
    author_of = models.CharField(max_length=140, blank=True, help_text="The organisation they spoke for, as it was.")
    text = Prose(max_length=4000)
    written_at = models.DateTimeField(auto_now_add=True)
    key = models.UUIDField(unique=True, help_text="Comes with the form: sent twice, it is one comment.")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    removal = models.CharField(max_length=300, blank=True, help_text="Why it was hidden; empty when taken back.")
    is_moderated = models.BooleanField(default=False, help_text="An administrator hid it, after a report.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=False) | Q(removed_by__isnull=True, removal=""),
                name="conversations_comment_removal_has_a_date",
            )
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


@kinds.register("report")
class Report(models.Model):
    """Someone told administrators of a comment that should not stand where it does; nobody else learns who."""

    class Decision(models.TextChoices):
        HIDDEN = "hidden", _("hidden")
        KEPT = "kept", _("kept")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports")
    on_kind = models.CharField(max_length=40)
    on_id = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_label = models.CharField(max_length=200)
    reason = Prose(_("reason"), max_length=500)
    reported_at = models.DateTimeField(auto_now_add=True)
    decision = models.CharField(max_length=6, choices=Decision, blank=True)
    answer = Prose(
        _("answer"), max_length=300, blank=True, help_text=_("Why it was decided so, as whoever reported reads it.")
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "by"], condition=Q(decision=""), name="conversations_report_once"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | (Q(decision__in=["hidden", "kept"], decided_at__isnull=False)),
                name="conversations_report_decided_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"


class Discussable(models.Model):
    """Abstract: a thing that owns its thread, opened with the first comment. It has a `scope`."""

    thread = models.OneToOneField(Thread, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def open_to(self) -> Any:
        """The scope whose people read what is said of it: its own, or fewer of them where it is kept to some."""
        return self.scope  # type: ignore[attr-defined]
