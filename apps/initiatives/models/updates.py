"""How it goes, in two lines, as whoever does it says."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.common.fields import Prose
from apps.initiatives.models.initiative import Initiative

#: So long is a line of an update at most.
LINE = 280


class InitiativeUpdate(models.Model):
    """What happened and what comes next, when it was written. It is never changed: what is new is another one."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="updates")
    happened = Prose(_("what happened"), max_length=LINE)
    upcoming = Prose(_("what comes next"), max_length=LINE)
    needs_attention = models.BooleanField(_("needs attention"), default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    key = models.UUIDField(default=uuid.uuid4, help_text="Comes with the form: sent twice, it is written once.")

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["initiative", "key"], name="initiatives_update_written_once")]

    def __str__(self) -> str:
        return f"update {self.pk}"
