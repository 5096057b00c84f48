"""What was done, in numbers: how much of it, and how well. Never what came of it, which goals and figures say."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.common.fields import Prose, Title
from apps.initiatives.models.initiative import Initiative


class DeliveryMeasure(models.Model):
    """Something that an initiative counts of its own doing, and how much of it is meant by a day.

    Where `kind` is how much, its counts add up; where it is how well, the latest one holds.
    """

    class Kind(models.TextChoices):
        MUCH = "much", _("how much is done")
        WELL = "well", _("how well it is done")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="measures")
    title = Title(_("what is counted"), max_length=140)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.MUCH)
    unit = Title(_("unit"), max_length=40)
    intended = models.DecimalField(_("meant to reach"), max_digits=14, decimal_places=2, null=True, blank=True)
    due = models.DateField(_("by when"), null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    key = models.UUIDField(default=uuid.uuid4, help_text="Comes with the form: sent twice, it is added once.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key"], name="initiatives_measure_added_once"),
            models.CheckConstraint(
                condition=Q(intended__isnull=True, due__isnull=True) | Q(intended__gt=0, due__isnull=False),
                name="initiatives_measure_meant_by_a_day",
                violation_error_message=_("Give both the number that is meant and the day, or neither of them."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DeliveryCountQuerySet(models.QuerySet["DeliveryCount"]):
    def standing(self) -> "DeliveryCountQuerySet":
        """Those that hold: nobody corrected them."""
        return self.filter(corrected_by__isnull=True)


class DeliveryCount(models.Model):
    """What was counted on a day. It is never changed: a correction is a row of its own, and what it corrects stays."""

    measure = models.ForeignKey(DeliveryMeasure, models.CASCADE, related_name="counts")
    day = models.DateField(_("day"))
    number = models.DecimalField(_("number"), max_digits=14, decimal_places=2)
    note = Prose(_("note"), max_length=500, blank=True)
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    counted_at = models.DateTimeField(auto_now_add=True)
    corrects = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="corrected_by")
    key = models.UUIDField(default=uuid.uuid4, help_text="Comes with the form: sent twice, it is counted once.")

    objects = DeliveryCountQuerySet.as_manager()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "key"], name="initiatives_count_once"),
            models.CheckConstraint(
                condition=Q(number__gte=0),
                name="initiatives_count_is_not_negative",
                violation_error_message=_("A count is not less than nothing."),
            ),
        ]

    def __str__(self) -> str:
        return f"count {self.pk}"
