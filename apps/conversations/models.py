"""Talk. A thing that can be discussed owns its thread; who may read it is asked of the scope it names."""

from django.conf import settings
from django.db import models
from django.db.models import Q

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
    removal = models.CharField(max_length=300, blank=True, help_text="Why a lead hid it; empty when taken back.")

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


class Discussable(models.Model):
    """Abstract: a thing that owns its thread, opened with the first comment. It has a `scope`."""

    thread = models.OneToOneField(Thread, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
