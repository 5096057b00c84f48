"""Letters that ask whoever looks after something to say how it goes: when one went, and who wants none."""

from django.conf import settings
from django.db import models

from apps.workspaces.models import Workspace


class Nudge(models.Model):
    """When someone was last asked, of a workspace, to say how what they look after goes there."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="nudges")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "person"], name="initiatives_nudge_one_row")]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.workspace_id}"


class NoNudges(models.Model):
    """Someone who wants no such letters. While there is no row, they get them."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="no_nudges")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "no nudges"

    def __str__(self) -> str:
        return f"{self.person_id} wants none"
