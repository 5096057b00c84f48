"""What administrators tell everyone who is signed in, and who has read it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.models import Announcement, Dismissal
from apps.activity.verbs import Verb
from apps.common.errors import Refused


@transaction.atomic
def announce(*, by: Any, text: str, ends_at: datetime, starts_at: datetime | None = None) -> Announcement:
    """Tell everyone who is signed in something, from now or a time on. The same words twice at once are told once.

    Raises ValidationError on a text or times that cannot be so.
    """
    require(by, Permission.ANNOUNCEMENT_WRITE)
    now, text = timezone.now(), text.strip()
    if ends_at <= now:
        raise Refused(_("That time has passed already. Choose a time to come."))
    if told := Announcement.objects.filter(text=text, ends_at=ends_at, taken_down_at__isnull=True).first():
        return told
    announcement = Announcement(
        text=text, starts_at=starts_at or now, ends_at=ends_at, made_by_id=by.pk, made_by_label=str(by)[:200]
    )
    announcement.full_clean(exclude=["made_by"])
    announcement.save()
    record(Verb.ANNOUNCEMENT_MADE, actor=by, subject=announcement)
    return announcement


@transaction.atomic
def end_announcement(*, by: Any, announcement: Announcement) -> Announcement:
    """Show an announcement no more."""
    announcement = Announcement.objects.select_for_update().get(pk=announcement.pk)
    require(by, Permission.ANNOUNCEMENT_WRITE)
    if announcement.taken_down_at or announcement.ends_at <= timezone.now():
        raise Refused(_("This announcement is over already."))
    announcement.taken_down_at = timezone.now()
    announcement.save(update_fields=["taken_down_at"])
    record(Verb.ANNOUNCEMENT_ENDED, actor=by, subject=announcement)
    return announcement


@transaction.atomic
def dismiss_announcement(*, by: Any, announcement: Announcement) -> None:
    """Someone has read it. That is theirs alone, as with notifications: no event tells of it."""
    Dismissal.objects.bulk_create([Dismissal(announcement=announcement, person_id=by.pk)], ignore_conflicts=True)
