"""The secret address by which someone's own calendar reads the dates of a workspace."""

from django.conf import settings
from django.db import models

from apps.workspaces.models import Workspace


class CalendarAddress(models.Model):
    """A calendar cannot sign in, so whoever has this address reads what its owner sees now of one workspace.

    Of its secret only the SHA-256 is kept. There is one for each person and workspace: a new one ends the former.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "workspace"], name="initiatives_calendaraddress_one_each")
        ]

    def __str__(self) -> str:
        return f"calendar of {self.workspace_id} for {self.person_id}"
