"""What happened: one event per action. Feeds, notifications and the audit trail all read these."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from apps.activity.verbs import Verb


class Event(models.Model):
    """Someone did something to something; the labels are as they were then."""

    verb = models.CharField(max_length=60, choices=Verb)
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    actor_label = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=300)
    scope_kind = models.CharField(max_length=40, blank=True)
    scope_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="activity_event_subject")]

    def __str__(self) -> str:
        return f"{self.actor_label}: {self.verb} {self.subject_label}"
