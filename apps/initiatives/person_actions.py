"""What initiatives know of a person who goes for good, or asks what is kept about them."""

from typing import Any

from apps.accounts.rooms import Room, nobody_hindered, register
from apps.initiatives.models import BroughtSheet, CalendarAddress, Interest
from apps.initiatives.people_queries import involvements_of


def _told(person: Any) -> list[Any]:
    mine = Interest.objects.filter(declared_by_id=person.pk).order_by("pk")
    calendars = CalendarAddress.objects.filter(person_id=person.pk).order_by("pk")
    sheets = BroughtSheet.objects.filter(brought_by_id=person.pk).order_by("pk")
    return [
        *mine.values("organisation__name", "whose", "words", "declared_at", "withdrawn_at", "withdrawal"),
        *calendars.values("workspace__name", "made_at"),
        *sheets.values("workspace__name", "name", "brought_at", "saved_at", "rows"),
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
