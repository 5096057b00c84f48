"""What initiatives know of a person who goes for good, or asks what is kept about them."""

from typing import Any

from apps.accounts.rooms import Room, nobody_hindered, register
from apps.initiatives.models import (
    BroughtSheet,
    CalendarAddress,
    DeliveryCount,
    Initiative,
    InitiativeUpdate,
    Interest,
    Milestone,
    NoNudges,
    Nudge,
    Risk,
)
from apps.initiatives.people_queries import involvements_of


def _told(person: Any) -> list[Any]:
    mine = Interest.objects.filter(declared_by_id=person.pk).order_by("pk")
    calendars = CalendarAddress.objects.filter(person_id=person.pk).order_by("pk")
    sheets = BroughtSheet.objects.filter(brought_by_id=person.pk).order_by("pk")
    return [
        *mine.values("organisation__name", "whose", "words", "declared_at", "withdrawn_at", "withdrawal"),
        *calendars.values("workspace__name", "made_at"),
        *sheets.values("workspace__name", "name", "brought_at", "saved_at", "rows", "passed_over"),
    ]


def _let_go(person: Any, former: str) -> None:
    Interest.objects.filter(declared_by_id=person.pk).update(declared_label=former[:200])
    CalendarAddress.objects.filter(person_id=person.pk).delete()
    BroughtSheet.objects.filter(brought_by_id=person.pk).delete()


def _works_on(person: Any) -> list[Any]:
    mine = involvements_of(person)
    return list(mine.values("initiative__workspace__name", "initiative__title", "does", "since"))


def _goes_with_the_member(_person: Any, _former: str) -> None:
    """Who works on something stands there as a member, and is none any more."""


register(Room("interests", nobody_hindered, _told, _let_go))
register(Room("involvements", nobody_hindered, _works_on, _goes_with_the_member))


def _told_of_work(person: Any) -> list[Any]:
    """What someone wrote of how things go; and what they look after, as far as they see it still.

    Updates and counts are never changed, so that they are their own words. Of a risk others may have changed what it
    says: what they themselves wrote of it is among the versions by them.
    """
    seen = {"owner_id": person.pk, "initiative__in": Initiative.objects.visible_to(person)}
    updates = InitiativeUpdate.objects.filter(written_by_id=person.pk).order_by("pk")
    counts = DeliveryCount.objects.filter(counted_by_id=person.pk).order_by("pk")
    raised = Risk.objects.filter(raised_by_id=person.pk).order_by("pk")
    return [
        *updates.values("happened", "upcoming", "needs_attention", "written_at"),
        *counts.values("day", "number", "note", "counted_at"),
        *raised.values("kind", "raised_at"),
        *Milestone.objects.filter(**seen).order_by("pk").values("initiative__title", "title", "due"),
        *Risk.objects.filter(**seen).order_by("pk").values("initiative__title", "what", "state"),
    ]


def _told_of_nudges(person: Any) -> list[Any]:
    return [
        *Nudge.objects.filter(person_id=person.pk).order_by("pk").values("workspace__name", "sent_at"),
        *NoNudges.objects.filter(person_id=person.pk).values("since"),
    ]


def _forget_nudges(person: Any, former: str) -> None:
    Nudge.objects.filter(person_id=person.pk).delete()
    NoNudges.objects.filter(person_id=person.pk).delete()


def _keep_work(person: Any, former: str) -> None:
    """What they wrote stays, and points to an account that says no name any more."""


register(Room("delivery", nobody_hindered, _told_of_work, _keep_work))
register(Room("nudges", nobody_hindered, _told_of_nudges, _forget_nudges))
