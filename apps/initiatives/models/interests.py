"""Who could gain by an initiative, as they say themselves."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.accounts.models import Organisation
from apps.common.fields import Prose
from apps.initiatives.models.initiative import Initiative


class InterestQuerySet(models.QuerySet["Interest"]):
    def visible_to(self, user: Any) -> "InterestQuerySet":
        """Those in what `user` sees."""
        return self.filter(initiative__in=Initiative.objects.visible_to(user))

    def standing(self) -> "InterestQuerySet":
        """Those that nobody has taken back."""
        return self.filter(withdrawn_at__isnull=True)


class Interest(models.Model):
    """A partner, or someone who speaks for it, has an interest in a policy or initiative that others should know of.

    It is never changed: taken back, it stays with its date, so that one can tell who knew what when. Names are as they
    were then.
    """

    class Whose(models.TextChoices):
        ORGANISATION = "organisation"
        OWN = "own"

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="interests")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    whose = models.CharField(max_length=12, choices=Whose)
    words = Prose(max_length=1000)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    declared_label = models.CharField(max_length=200, help_text="The name of whoever declared it, as it was.")
    declared_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal = Prose(max_length=300, blank=True)
    key = models.UUIDField(default=uuid.uuid4, help_text="Comes with the form: sent twice, it is declared once.")

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key"], name="initiatives_interest_declared_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_by__isnull=True, withdrawal=""),
                name="initiatives_interest_withdrawal_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"interest {self.pk}"
