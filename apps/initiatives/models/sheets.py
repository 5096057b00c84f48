"""A table that someone brought, between being looked at and being saved."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.workspaces.models import Workspace


class BroughtSheet(models.Model):
    """The rows of a file as they were read, so that what is saved is what was looked at, and nothing else.

    It is seen by whoever brought it alone. Once saved its rows are gone, and what came of each is kept by its number;
    whoever brings another one has only that. `passed_over` are its headings that no column here has; "" where a column
    has none.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    passed_over = models.JSONField(default=list)
    outcome = models.JSONField(default=list)
    left = models.PositiveIntegerField(
        default=0, help_text="Rows of which it is not known what came, once it is saved."
    )
    brought_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(saved_at__isnull=True) | Q(rows=[]), name="initiatives_broughtsheet_saved_keeps_no_rows"
            )
        ]

    def __str__(self) -> str:
        return self.name
