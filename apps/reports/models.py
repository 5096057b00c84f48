"""Board packs: what a workspace shows its board of its goals, as a document, as slides and as a workbook."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.common import kinds
from apps.common.fields import Prose, Title
from apps.files.models import StoredFile
from apps.goals.models import Goal
from apps.workspaces.models import Workspace

#: The kind of job that makes a pack.
MAKE = "reports.make"


class PackSchedule(models.Model):
    """A pack that is made anew every quarter, its words filled from the figures of then, until somebody ends it."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="pack_schedules")
    title = Title(_("title"), max_length=140)
    words = Prose(_("your own words"), max_length=4000, blank=True)
    goals = models.ManyToManyField(Goal, blank=True, related_name="+", help_text="None: all that are open then.")
    next_on = models.DateField(help_text="The day after the quarter that the next pack is about.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


@kinds.register(
    "pack", url=lambda pack: reverse("reports:pack", args=[pack.workspace.slug, pack.pk]), related=("workspace",)
)
class Pack(models.Model):
    """One board pack about a period. What it showed at the time is kept as `shown`, and in its three files.

    While `shown` is empty it is being made. Nothing changes it afterwards: of newer figures another pack is made.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="packs")
    schedule = models.ForeignKey(PackSchedule, models.SET_NULL, null=True, blank=True, related_name="packs")
    title = Title(_("title"), max_length=140)
    begins = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    words = Prose(_("your own words"), max_length=4000, blank=True)
    goals = models.ManyToManyField(Goal, blank=True, related_name="+", help_text="None: all that are open.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True, blank=True)
    shown = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder, help_text="See reports/gathering.py.")
    document = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    slides = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    workbook = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=models.F("begins")),
                name="reports_pack_ends_after_it_begins",
                violation_error_message=_("The period ends before it begins. Change one of the two days."),
            ),
            models.UniqueConstraint(fields=["schedule", "begins"], name="reports_pack_once_a_quarter"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def files(self) -> dict[str, Any]:
        """Its files by what they are asked for by."""
        return {"pdf": self.document, "pptx": self.slides, "xlsx": self.workbook}
