"""The steps of an initiative, and what shows that something was done or came of it."""

import uuid

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.common.fields import Prose, Title, WebAddress
from apps.files.models import StoredFile
from apps.initiatives.models.initiative import Initiative


class Milestone(models.Model):
    """A step of an initiative, by a date; reached on the day that someone says."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="milestones")
    title = Title(_("milestone"), max_length=140)
    due = models.DateField(_("due"))
    reached_on = models.DateField(null=True, blank=True)
    reached_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, help_text="Comes with the form: sent twice, it is added once.")

    class Meta:
        ordering = ["due", "pk"]
        constraints = [models.UniqueConstraint(fields=["initiative", "key"], name="initiatives_milestone_added_once")]

    def __str__(self) -> str:
        return self.title


class Evidence(models.Model):
    """Something that shows what was done or what came of it: a link, a file, or both, and what it says."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="evidence")
    milestone = models.ForeignKey(Milestone, models.SET_NULL, null=True, blank=True, related_name="evidence")
    title = Title(_("title"), max_length=140)
    note = Prose(_("what it shows"), max_length=2000, blank=True)
    link = WebAddress(_("link"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])])
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    key = models.UUIDField(default=uuid.uuid4, help_text="Comes with the form: sent twice, it is added once.")

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key"], name="initiatives_evidence_added_once"),
            models.CheckConstraint(
                condition=~Q(link="") | Q(file__isnull=False) | ~Q(note=""),
                name="initiatives_evidence_is_something",
                violation_error_message=_("Give a link or a file, or say in words what shows it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
