"""What happened: one event per action. Feeds, notifications and the audit trail all read these.

And what was said before: every version of a thing that several people may edit.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.activity.chain import BEGINNING
from apps.activity.verbs import Verb
from apps.common import kinds
from apps.common.fields import Prose


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
    seen_by_public = models.BooleanField(default=False, help_text="Whether it may have changed a public page.")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["seen_by_public", "-id"], name="activity_event_seen_by_public"),
            models.Index(fields=["subject_kind", "subject_id"], name="activity_event_subject"),
            models.Index(fields=["scope_kind", "scope_id", "-id"], name="activity_event_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_label}: {self.verb} {self.subject_label}"


class Trace(models.Model):
    """Where an event came from. It is personal, so it stands apart from the event and may be erased."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="trace")
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=200, blank=True, help_text="What the browser said that it is.")

    def __str__(self) -> str:
        return f"{self.event_id} from {self.address}"


class Seal(models.Model):
    """One link of the chain: an event, tied by its hash to the one that was sealed before it.

    It repeats nothing that says who someone is but the number of their account; of the event's details it holds a
    digest only, and the salt without which that says nothing.
    """

    place = models.PositiveBigIntegerField(primary_key=True, help_text="1, 2, 3 …, in order of sealing.")
    event = models.OneToOneField(Event, models.PROTECT, related_name="seal")
    actor_number = models.BigIntegerField(null=True, help_text="Who did it, also once their account is gone.")
    salt = models.CharField(max_length=32, blank=True, help_text="Emptied when the event's details are erased.")
    words_sha256 = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return f"link {self.place}"


class ChainEnd(models.Model):
    """The one row that whoever seals holds: where the chain ends."""

    place = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=BEGINNING)
    highest = models.BigIntegerField(default=0, help_text="The highest number of an event that is sealed.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="activity_chainend_once")]

    def __str__(self) -> str:
        return f"the end at {self.place}"


class Notification(models.Model):
    """One person is told of one event, once.

    Its verb and scope are those of the event, which never change: what somebody has not read is counted without it.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="notifications")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    verb = models.CharField(max_length=60, default="")
    scope_kind = models.CharField(max_length=40, default="", blank=True)
    scope_id = models.BigIntegerField(null=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-event_id"]
        constraints = [models.UniqueConstraint(fields=["person", "event"], name="activity_notification_once")]
        indexes = [
            models.Index(
                fields=["person", "scope_kind", "scope_id", "verb", "-event"],
                condition=Q(read_at__isnull=True),
                name="activity_notification_unread",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.event_id}"


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def in_force(self, at: datetime) -> "AnnouncementQuerySet":
        """Those that are shown at a time."""
        return self.filter(starts_at__lte=at, ends_at__gt=at, taken_down_at__isnull=True)


@kinds.register("announcement")
class Announcement(models.Model):
    """What administrators tell everyone who is signed in, for a time."""

    text = Prose(_("text"), max_length=500)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_by_label = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")),
                name="activity_announcement_ends_after_it_starts",
                violation_error_message=_("It has to end after it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.text


class Dismissal(models.Model):
    """Someone has read an announcement, and wants to see it no more."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="dismissals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "person"], name="activity_dismissal_once")]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.announcement_id}"


class Version(models.Model):
    """What people had written of one thing, by number: nobody's words are lost when another saves over them."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    words = models.JSONField(encoder=DjangoJSONEncoder, help_text="Field to what was in it, as JSON.")
    reason = models.TextField(blank=True, help_text="Why it was changed, in the words of whoever did.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            # Whatever else goes wrong: of two who save the same number one is turned away.
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "number"], name="activity_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}, version {self.number}"


class Versioned(models.Model):
    """Abstract: a thing that several people may edit. `WORDS` names its fields that people write."""

    WORDS: tuple[str, ...] = ()

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def words(self) -> dict[str, Any]:
        """What is in the fields that people write: a relation by its id, a date as ISO 8601 text, else as it is."""
        fields = {field.name: field for field in self._meta.concrete_fields}
        return {name: plain(fields[name].value_from_object(self)) for name in self.WORDS}

    def rewrite(self, words: Mapping[str, Any]) -> bool:
        """Put other words in, without saving; whether they are others, and then the version is counted up.

        Raises LookupError on a field not in WORDS.
        """
        if strange := set(words) - set(self.WORDS):
            raise LookupError(f"{type(self).__name__} has no words in {', '.join(sorted(strange))}.")
        before = self.words()
        for name, value in words.items():
            setattr(self, name, value.strip() if isinstance(value, str) else value)
        is_changed = self.words() != before
        self.version += is_changed
        return is_changed


def plain(value: Any) -> Any:
    """A field's value as it is kept in JSON, so that two of them can be compared."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, list | tuple | set | models.QuerySet):
        return sorted(plain(each) for each in value)
    return value.isoformat() if hasattr(value, "isoformat") else value
